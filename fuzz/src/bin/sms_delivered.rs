//! The body of a `deliver_sm`: messages and receipts, in every alphabet.
#![no_main]

fuzz::target!(bytes smpp::fuzzing::delivered);
