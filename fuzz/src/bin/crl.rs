//! Revocation lists: one that counts was made, and says of everybody what it said.
#![no_main]

use eds::crl::{self, Lists, RevocationList};
use eds::revocation::Status;
use fuzz::signed::{NOW, at, holds, world};

fuzz::target!(bytes check);

fn check(bytes: &[u8]) {
    let Ok(list) = RevocationList::read(bytes) else { return };
    let world = world();
    let root = &world.root.certificate;
    let is_made = holds(bytes, &world.list_body);
    assert!(list.is_signed_by(root).is_err() || is_made, "nobody has made it");
    assert!(!list.is_empty() || list.find(&root.subject, &[9]).is_none());
    let list = [list];
    let trusted = std::slice::from_ref(root);
    let lists = Lists { lists: &list, others: &[], trusted };
    match crl::check(&world.person.certificate, &lists, at(NOW)) {
        Status::Good => assert!(is_made, "nobody has said so"),
        Status::Revoked(_) => panic!("nobody has said so"),
        Status::Unknown(_) => {}
    }
}
