//! Whose signatures a portal of the state takes: those of one natural person.

use thiserror::Error;

use crate::oid;
use crate::verify::{Report, Verdict};
use crate::x509::{Certificate, KeyUsage};

/// A natural person, as the certificate names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// ЖСН / ИИН: twelve digits. Whether its check digit is right is not asked: those of test
    /// certificates are not.
    pub iin: String,
    /// Family name and first name in one, as the state writes them.
    pub name: String,
    /// The family name.
    pub surname: Option<String>,
    /// The patronymic.
    pub patronymic: Option<String>,
}

/// Why a signature that may be right is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotTaken {
    /// It does not count.
    #[error("the signature does not count: {0}")]
    Verdict(Verdict),
    /// Nobody or several have signed.
    #[error("exactly one person signs")]
    Signers,
    /// An organisation, or someone on behalf of one.
    #[error("the certificate is not one of a natural person")]
    NotAPerson,
    /// The certificate is not for signing.
    #[error("the certificate is not for signing")]
    Purpose,
    /// No ЖСН / ИИН, or more than one.
    #[error("the certificate names no IIN")]
    Iin,
}

/// The one person who has signed.
///
/// # Errors
/// Why the signature is not taken.
pub fn person(report: &Report) -> Result<Person, NotTaken> {
    let [signed] = report.signers.as_slice() else { return Err(NotTaken::Signers) };
    match (report.verdict, signed.verdict) {
        (Verdict::Passed, Verdict::Passed) => {}
        (verdict, other) => return Err(NotTaken::Verdict(verdict.max(other))),
    }
    named(signed.certificate.as_ref().ok_or(NotTaken::Signers)?)
}

/// The person whom a certificate for signing names. It says nothing of any signature.
///
/// # Errors
/// Why it is none.
pub fn named(certificate: &Certificate) -> Result<Person, NotTaken> {
    let extensions = &certificate.extensions;
    let purposes = extensions.purposes.as_deref().unwrap_or_default();
    let subject = &certificate.subject;
    let is_organisation = subject.texts(oid::ORGANIZATION).next().is_some()
        || subject.texts(oid::ORGANIZATIONAL_UNIT).next().is_some()
        || purposes.contains(&oid::ORGANISATION);
    if is_organisation || !purposes.contains(&oid::PERSON) {
        return Err(NotTaken::NotAPerson);
    }
    let binds = extensions.key_usage.is_some_and(|usage| usage.any_of(KeyUsage::NON_REPUDIATION));
    if !purposes.contains(&oid::EMAIL_PROTECTION) || !binds {
        return Err(NotTaken::Purpose);
    }
    let mut numbers = subject.texts(oid::SERIAL_NUMBER);
    let (Some(number), None) = (numbers.next(), numbers.next()) else { return Err(NotTaken::Iin) };
    let iin = number.strip_prefix("IIN").filter(|iin| is_iin(iin)).ok_or(NotTaken::Iin)?;
    let text = |kind| subject.texts(kind).next().map(str::to_owned);
    Ok(Person {
        iin: iin.to_owned(),
        name: text(oid::COMMON_NAME).unwrap_or_default(),
        surname: text(oid::SURNAME),
        patronymic: text(oid::GIVEN_NAME),
    })
}

fn is_iin(digits: &str) -> bool {
    digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit())
}
