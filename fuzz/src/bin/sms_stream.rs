//! Octets from an SMS centre, cut into frames and handed over: each delivery is answered once.
#![no_main]

fuzz::target!(bytes smpp::fuzzing::stream);
