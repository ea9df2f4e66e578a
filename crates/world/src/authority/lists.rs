//! Revocation lists: whole ones, which come out now and then, and what has changed since.

use eds::der::write::{extension, holding, number, sequence, time};
use eds::der::{tag, write};
use eds::oid;
use jiff::{SignedDuration, Timestamp};

use super::book::Entry;
use super::certificate::{Holder, seal};

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Of the people, whole, as of the last time it came out.
    Whole,
    /// What has changed since then.
    Changes,
    /// Of the root: the authorities below it.
    Root,
}

impl List {
    /// How long it is good for: as with the state's.
    const fn life(self) -> SignedDuration {
        SignedDuration::from_mins(match self {
            Self::Whole => 27 * 60,
            Self::Changes => 7 * 60 + 30,
            Self::Root => 90 * 24 * 60,
        })
    }
}

/// Writes a list.
pub(super) fn list<'e>(
    which: List,
    signer: &Holder,
    entries: impl Iterator<Item = &'e Entry>,
    published: Timestamp,
    at: Timestamp,
) -> Vec<u8> {
    let entries: Vec<u8> = entries.flat_map(entry).collect();
    let entries = if entries.is_empty() { entries } else { sequence(&[&entries]) };
    let numbered = |at: Timestamp| number(u64::try_from(at.as_second()).unwrap_or(0));
    let subject_key = signer.certificate.extensions.subject_key.clone().unwrap_or_default();
    let authority_key = sequence(&[&write(tag::context(0), &[&subject_key])]);
    let mut extensions = vec![
        extension(oid::AUTHORITY_KEY, false, &authority_key),
        extension(oid::LIST_NUMBER, false, &numbered(at)),
    ];
    if which == List::Changes {
        extensions.push(extension(oid::DELTA_INDICATOR, true, &numbered(published)));
    }
    let body = sequence(&[
        &number(1),
        &signer.key.algorithm_identifier(),
        signer.certificate.subject.as_der(),
        &time(at),
        &time(at.saturating_add(which.life()).unwrap_or(at)),
        &entries,
        &holding(0, &[&sequence(&[&extensions.concat()])]),
    ]);
    seal(&signer.key, &body)
}

fn entry(entry: &Entry) -> Vec<u8> {
    let serial = write(tag::INTEGER, &[&entry.serial]);
    let reason = write(tag::ENUMERATED, &[&[entry.reason().number()]]);
    let reason = extension(oid::REASON, false, &reason);
    sequence(&[&serial, &time(entry.at), &sequence(&[&reason])])
}
