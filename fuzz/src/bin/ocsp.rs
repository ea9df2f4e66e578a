//! Answers of responders: nothing is good of which nobody said so.
#![no_main]

use eds::ocsp::Response;
use eds::revocation::Status;
use fuzz::signed::{NOW, at, holds, world};
use jiff::SignedDuration;

fuzz::target!(bytes check);

fn check(bytes: &[u8]) {
    let Ok(response) = Response::read(bytes) else { return };
    let world = world();
    let (person, root) = (&world.person.certificate, &world.root.certificate);
    for nonce in [Some(world.nonce()), None] {
        let status = response.status(person, root, nonce, at(NOW), SignedDuration::from_hours(1));
        match status {
            Status::Good => assert!(holds(bytes, &world.answer_body), "nobody has said so"),
            Status::Revoked(_) => panic!("nobody has said so"),
            Status::Unknown(doubt) => drop(doubt.to_string()),
        }
    }
}
