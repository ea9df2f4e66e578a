//! Texts cut into the parts they go out in and put together again; and ids of such parts.
#![no_main]

fuzz::target!(text check);

fn check(text: &str) {
    smpp::fuzzing::parts(text);
    smpp::fuzzing::message_id(text);
}
