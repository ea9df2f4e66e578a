//! The demo's own certification authority, in the shapes of the state's: a tree of GOST-2015 and one of
//! RSA, each a root, an authority that issues to people, a responder (OCSP) and an authority of
//! time-stamps; revocation lists, whole and of changes; and all of it over HTTP.
//!
//! Its keys are public (`crates/world/keys`) or made of published labels, and its roots are the same in
//! every demo: they prove nothing to anybody who is not in one.

mod answers;
mod body;
mod book;
mod certificate;
mod key;
mod lists;
mod person;
mod policy;
mod serial;
mod stamps;
mod tree;
pub mod web;

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use eds::revocation::{Reason, Revocation};
use eds::verify::Trust;
use eds::x509::Certificate;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use service::clock::Clock;

use answers::{Question, Refusal, Said, Wrongs, answer, refuse};
use book::{Book, Entry};
use stamps::Wish;
use tree::Tree;

pub use certificate::Holder;
pub use lists::List;
pub use person::{Person, Purpose, Wanted};

/// The algorithm of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// GOST R 34.10-2012 with 512 bits, as the state names it.
    #[serde(rename = "gost")]
    Gost2015,
    /// RSA: 4096 bits for authorities, 2048 for all others.
    Rsa,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Gost2015, Self::Rsa];

    /// The word for it in names and addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gost2015 => "gost",
            Self::Rsa => "rsa",
        }
    }
}

/// What an answer gets wrong on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is a month old.
    Old,
    /// Its nonce is not the one of the question.
    Nonce,
    /// Somebody has signed it who may not.
    Signer,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The certification authority.
pub struct Authority {
    clock: Clock,
    gost: OnceLock<Tree>,
    rsa: OnceLock<Tree>,
    book: Mutex<Book>,
    /// When the whole lists came out last.
    published: Mutex<Timestamp>,
    /// Stamps that were made: each has a number of its own.
    stamped: AtomicU64,
}

impl Authority {
    /// An authority that has revoked nothing yet, and forgets what it does.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self::with(clock, Book::default())
    }

    /// An authority that keeps in a folder what it has revoked.
    ///
    /// # Errors
    /// The folder cannot be made or read, or what it holds is damaged.
    pub fn open(clock: Clock, folder: &Path) -> io::Result<Self> {
        Ok(Self::with(clock, Book::open(folder)?))
    }

    fn with(clock: Clock, book: Book) -> Self {
        let published = Mutex::new(clock());
        let stamped = AtomicU64::new(u64::try_from(clock().as_microsecond()).unwrap_or(0));
        let (gost, rsa, book) = (OnceLock::new(), OnceLock::new(), Mutex::new(book));
        Self { clock, gost, rsa, book, published, stamped }
    }

    /// The time of the authority.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    fn tree(&self, kind: Kind) -> &Tree {
        let place = match kind {
            Kind::Gost2015 => &self.gost,
            Kind::Rsa => &self.rsa,
        };
        place.get_or_init(|| Tree::new(kind))
    }

    /// The certificate of a root.
    #[must_use]
    pub fn root(&self, kind: Kind) -> &Certificate {
        &self.tree(kind).root.certificate
    }

    /// The certificate of the authority that issues to people.
    #[must_use]
    pub fn issuing(&self, kind: Kind) -> &Certificate {
        &self.tree(kind).issuing.certificate
    }

    /// The roots, and the authorities below them.
    #[must_use]
    pub fn trust(&self) -> Trust {
        let both = Kind::ALL.map(|kind| [self.root(kind).clone(), self.issuing(kind).clone()]);
        Trust::new(both.into_iter().flatten().collect())
    }

    /// Makes a key for somebody and certifies it.
    #[must_use]
    pub fn certify(&self, wanted: &Wanted<'_>) -> Holder {
        wanted.issue(self.tree(wanted.kind))
    }

    /// The seal of the demo's service as it is written into a file: its key, its certificate and those
    /// above it, in PEM.
    #[must_use]
    pub fn seal(&self) -> String {
        let tree = self.tree(Kind::Rsa);
        let seal = tree::seal(tree);
        let chain = [&seal.certificate, &tree.issuing.certificate, &tree.root.certificate];
        let blocks = chain.map(|one| eds::pem::block("CERTIFICATE", one.as_der()));
        format!("{}{}", key::SEAL, blocks.concat())
    }

    /// Which of the trees has issued this certificate.
    fn kind_of(&self, certificate: &Certificate) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| self.tree(*kind).issuer_of(certificate).is_some())
    }

    /// Revokes a certificate from a time on. What is revoked already stays as it is.
    ///
    /// # Errors
    /// It is not of this authority, or the book cannot be written.
    pub fn revoke(
        &self,
        certificate: &Certificate,
        reason: Reason,
        at: Timestamp,
    ) -> io::Result<()> {
        let kind = self.kind_of(certificate).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidInput, "this authority has not issued it")
        })?;
        let (at, revoked) = (Revocation { at, reason }, self.now());
        locked(&self.book).add(kind, &certificate.serial, at, revoked)
    }

    /// Since when a certificate is revoked, and why.
    #[must_use]
    pub fn revoked(&self, certificate: &Certificate) -> Option<Revocation> {
        let kind = self.kind_of(certificate)?;
        let book = locked(&self.book);
        let entry = book.find(kind, &certificate.serial)?;
        Some(Revocation { at: entry.at, reason: entry.reason() })
    }

    /// Lets new whole lists come out now.
    pub fn publish(&self) {
        *locked(&self.published) = self.now();
    }

    /// A revocation list in DER.
    #[must_use]
    pub fn list(&self, kind: Kind, which: List) -> Vec<u8> {
        self.list_but(kind, which, None)
    }

    /// The same, with something wrong. A nonce it has none of.
    #[must_use]
    pub fn list_but(&self, kind: Kind, which: List, wrong: Option<Wrong>) -> Vec<u8> {
        let tree = self.tree(kind);
        let month = SignedDuration::from_hours(30 * 24);
        let before = |time: Timestamp| time.saturating_sub(month).unwrap_or(time);
        let as_of = |time| if wrong == Some(Wrong::Old) { before(time) } else { time };
        let published = as_of(*locked(&self.published));
        let book = locked(&self.book);
        let is_of_root = |entry: &&Entry| entry.serial == tree.issuing.certificate.serial;
        let of = |is_in: &dyn Fn(&&Entry) -> bool| {
            book.of(kind).filter(is_in).cloned().collect::<Vec<_>>()
        };
        let (signer, entries, at) = match which {
            List::Whole => {
                let is_in = |entry: &&Entry| !is_of_root(entry) && entry.told < published;
                (&tree.issuing, of(&is_in), published)
            }
            List::Changes => {
                let is_in = |entry: &&Entry| !is_of_root(entry) && entry.told >= published;
                (&tree.issuing, of(&is_in), as_of(self.now()))
            }
            List::Root => (&tree.root, of(&is_of_root), as_of(self.now())),
        };
        let signer = if wrong == Some(Wrong::Signer) { &tree.responder } else { signer };
        lists::list(which, signer, entries.iter(), published, at)
    }

    /// The answer to a question (OCSP) in DER.
    #[must_use]
    pub fn answer(&self, question: &[u8], wrong: Option<Wrong>) -> Vec<u8> {
        let Ok(question) = Question::read(question) else { return refuse(Refusal::Malformed) };
        let trees = Kind::ALL.map(|kind| self.tree(kind));
        let is_asked = |tree: &&Tree| question.asked.iter().all(|one| one.is_by(&tree.issuing));
        let tree = trees.into_iter().find(is_asked).filter(|_| !question.asked.is_empty());
        let Some(tree) = tree else { return refuse(Refusal::Unauthorized) };
        let book = locked(&self.book);
        let now = self.now();
        let said = question.asked.iter().map(|one| match book.find(tree.kind, one.serial) {
            Some(entry) if entry.at <= now => {
                Said::Revoked(Revocation { at: entry.at, reason: entry.reason() })
            }
            _ if serial::is_issued(tree.kind, one.serial) => Said::Good,
            _ => Said::NeverIssued,
        });
        let said: Vec<Said> = said.collect();
        let wrongs = Wrongs {
            is_old: wrong == Some(Wrong::Old),
            is_to_another_question: wrong == Some(Wrong::Nonce),
        };
        let is_other = wrong == Some(Wrong::Signer);
        let signer = if is_other { &tree.stamps } else { &tree.responder };
        answer(&question, &said, signer, wrongs, now)
    }

    fn next_stamp(&self) -> u64 {
        self.stamped.fetch_add(1, Ordering::Relaxed)
    }

    /// The response to a request for a time-stamp, both in DER. The stamp is of GOST-2015.
    #[must_use]
    pub fn stamp(&self, request: &[u8], wrong: Option<Wrong>) -> Vec<u8> {
        let mut wish = match Wish::read(request) {
            Ok(wish) => wish,
            Err(why) => return stamps::refused(why),
        };
        let tree = self.tree(Kind::Gost2015);
        let is_other = wrong == Some(Wrong::Signer);
        let signer = if is_other { &tree.responder } else { &tree.stamps };
        let mut at = self.now();
        match wrong {
            Some(Wrong::Nonce) => wish.nonce = Some(&[0x5A]),
            Some(Wrong::Old) => {
                at = at.saturating_sub(SignedDuration::from_hours(30 * 24)).unwrap_or(at);
            }
            Some(Wrong::Signer) | None => {}
        }
        stamps::granted(&wish, signer, self.next_stamp(), at)
    }

    /// A time-stamp over bytes, as of a time.
    #[must_use]
    pub fn stamp_over(&self, bytes: &[u8], at: Timestamp) -> Vec<u8> {
        stamps::over(bytes, &self.tree(Kind::Gost2015).stamps, self.next_stamp(), at)
    }
}
