//! Bodies of requests, read by every call of the API that takes one.
#![no_main]

fuzz::target!(bytes service::web::fuzzing::body);
