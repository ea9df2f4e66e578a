//! Somebody of the demo who signs, and judging what they have signed.

use std::sync::Arc;

use eds::crl::RevocationList;
use eds::ocsp::{Response, request};
use eds::sign::{How, Signer, cms, with_stamp};
use eds::verify::{Grounds, Report, Verdict, verify};
use jiff::{SignedDuration, Timestamp};
use world::authority::{Authority, Holder, Kind, List, Person, Purpose, Wanted, Wrong};

/// When it is in these tests.
pub(crate) const NOW: &str = "2026-08-01T12:00:00Z";

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// An authority to which it is [`NOW`].
pub(crate) fn authority() -> Authority {
    Authority::new(Arc::new(|| time(NOW)))
}

pub(crate) fn person() -> Person {
    Person {
        iin: "900101400023".parse().unwrap(),
        surname: "Серікова".into(),
        given_name: "Айгүл".into(),
        patronymic: Some("Болатқызы".into()),
    }
}

pub(crate) fn wanted(person: &Person, kind: Kind) -> Wanted<'_> {
    Wanted {
        person,
        kind,
        purpose: Purpose::Signing,
        number: 0,
        from: time("2026-01-01T00:00:00Z"),
        until: time("2027-01-01T00:00:00Z"),
    }
}

/// The person's key of this kind.
pub(crate) fn holder(authority: &Authority, kind: Kind) -> Holder {
    authority.certify(&wanted(&person(), kind))
}

pub(crate) const CONTENT: &[u8] = b"application 17";

/// Signed, and stamped at a time.
pub(crate) fn signed(holder: &Holder, stamped: Option<(&Authority, &str)>) -> Vec<u8> {
    let signer = Signer { key: &holder.key, certificate: &holder.certificate, at: Some(time(NOW)) };
    let der = cms(CONTENT, How::Attached, &[signer]).unwrap();
    let Some((authority, at)) = stamped else { return der };
    let data = eds::cms::SignedData::read(&der).unwrap();
    let token = authority.stamp_over(&data.signers.first().unwrap().signature, time(at));
    with_stamp(&der, 0, &token).unwrap()
}

/// What is known of revocations.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) lists: Vec<RevocationList>,
    pub(crate) answers: Vec<(Response, Option<Vec<u8>>)>,
}

impl Known {
    /// The lists of the authority, as they come out now.
    pub(crate) fn lists(authority: &Authority, which: &[List]) -> Self {
        let lists = Kind::ALL.into_iter().flat_map(|kind| {
            which
                .iter()
                .map(move |which| RevocationList::read(&authority.list(kind, *which)).unwrap())
        });
        Self { lists: lists.collect(), answers: Vec::new() }
    }

    /// Asks about somebody.
    pub(crate) fn ask(
        mut self,
        authority: &Authority,
        holder: &Holder,
        wrong: Option<Wrong>,
    ) -> Self {
        let issuer = Kind::ALL.map(|kind| authority.issuing(kind));
        let issuer = issuer.into_iter().find(|one| one.subject == holder.certificate.issuer);
        let nonce = vec![7; 16];
        let question = request(&holder.certificate, issuer.unwrap(), &nonce);
        let answer = Response::read(&authority.answer(&question, wrong)).unwrap();
        self.answers.push((answer, Some(nonce)));
        self
    }
}

/// Judges by what is known.
fn judge<T>(authority: &Authority, known: &Known, ask: impl FnOnce(&Grounds<'_>) -> T) -> T {
    let trust = authority.trust();
    ask(&Grounds {
        at: time(NOW),
        trust: &trust,
        stamp_trust: &trust,
        needs_revocation: true,
        lists: &known.lists,
        answers: &known.answers,
        answer_age: SignedDuration::from_hours(1),
    })
}

/// Whether a signature counts, by what is known, over content that is in it or beside it.
pub(crate) fn report_of(
    authority: &Authority,
    der: &[u8],
    content: Option<&[u8]>,
    known: &Known,
) -> Report {
    judge(authority, known, |grounds| verify(der, content, grounds)).unwrap()
}

/// Whether a signature counts that has its content in it.
pub(crate) fn report(authority: &Authority, der: &[u8], known: &Known) -> Report {
    report_of(authority, der, None, known)
}

/// Whether the signature of a document counts.
pub(crate) fn report_of_document(authority: &Authority, text: &str, known: &Known) -> Report {
    judge(authority, known, |grounds| eds::xml::verify(text.as_bytes(), grounds)).unwrap()
}

pub(crate) fn verdict(authority: &Authority, der: &[u8], known: &Known) -> Verdict {
    report(authority, der, known).verdict
}
