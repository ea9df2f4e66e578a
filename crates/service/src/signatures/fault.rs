//! What is wrong with a signature, in the words of whoever signs.

use eds::signer::{self, Person};
use eds::verify::{Report, SubIndication, Verdict};
use eds::x509::Certificate;

use super::NotTaken;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        /// Why a signature is not taken. Each has its text under `signature-fault-…`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum SignatureFault {
            $($(#[$doc])* $name,)*
        }

        impl SignatureFault {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its stable code.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }
        }
    };
}

faults! {
    /// It cannot be read.
    Unreadable = "unreadable";
    /// The key has not signed it.
    Wrong = "wrong";
    /// Something else was signed.
    OtherContent = "other_content";
    /// Nobody or several have signed.
    SeveralSigners = "several_signers";
    /// The certificate is of an organisation, or of somebody on behalf of one.
    NotAPerson = "not_a_person";
    /// The certificate is not for signing.
    WrongPurpose = "wrong_purpose";
    /// The certificate names no ИИН that can be one.
    NoIin = "no_iin";
    /// Somebody else has signed.
    OtherPerson = "other_person";
    /// The certificate has expired.
    Expired = "expired";
    /// The certificate is not valid yet.
    NotYetValid = "not_yet_valid";
    /// The certificate is revoked.
    Revoked = "revoked";
    /// None of the authorities that are trusted here stands behind the certificate.
    Untrusted = "untrusted";
    /// The algorithm or key does not hold.
    Weak = "weak";
    /// This very signature was taken before.
    UsedBefore = "used_before";
}

impl From<signer::NotTaken> for SignatureFault {
    fn from(why: signer::NotTaken) -> Self {
        match why {
            signer::NotTaken::Verdict(verdict) => of(verdict).unwrap_or(Self::Wrong),
            signer::NotTaken::Signers => Self::SeveralSigners,
            signer::NotTaken::NotAPerson => Self::NotAPerson,
            signer::NotTaken::Purpose => Self::WrongPurpose,
            signer::NotTaken::Iin => Self::NoIin,
        }
    }
}

/// What a verdict means for whoever signs; nothing where it passes or cannot be said now.
fn of(verdict: Verdict) -> Option<SignatureFault> {
    use SubIndication as Sub;
    let sub = match verdict {
        Verdict::Passed => return None,
        Verdict::Indeterminate(sub) | Verdict::Failed(sub) => sub,
    };
    Some(match sub {
        Sub::TryLater => return None,
        Sub::FormatFailure | Sub::NoSigningCertificateFound => SignatureFault::Unreadable,
        Sub::HashFailure | Sub::SignedDataNotFound => SignatureFault::OtherContent,
        Sub::SigCryptoFailure | Sub::TimestampOrderFailure => SignatureFault::Wrong,
        Sub::NotYetValid => SignatureFault::NotYetValid,
        Sub::OutOfBoundsNoPoe => SignatureFault::Expired,
        Sub::RevokedNoPoe | Sub::RevokedCaNoPoe => SignatureFault::Revoked,
        Sub::SigConstraintsFailure => SignatureFault::WrongPurpose,
        Sub::CryptoConstraintsFailure => SignatureFault::Weak,
        Sub::ChainConstraintsFailure
        | Sub::CertificateChainGeneralFailure
        | Sub::NoCertificateChainFound => SignatureFault::Untrusted,
    })
}

/// Whether nothing is wrong but that it is not known whether a certificate is revoked.
pub(super) fn is_unlearned(report: &Report) -> bool {
    report.verdict == Verdict::Indeterminate(SubIndication::TryLater)
}

/// The certificates from the signer's up to a trusted one.
pub(super) fn chain(report: &Report) -> Result<Vec<Certificate>, NotTaken> {
    if let Some(fault) = of(report.verdict) {
        return Err(fault.into());
    }
    let checked = report.signers.first().and_then(|signed| signed.checked.as_ref());
    Ok(checked.map(|checked| checked.chain.clone()).unwrap_or_default())
}

/// Who has signed, if it counts.
pub(super) fn person(report: &Report) -> Result<Person, NotTaken> {
    if is_unlearned(report) {
        return Err(NotTaken::Unlearnable);
    }
    signer::person(report).map_err(|why| SignatureFault::from(why).into())
}
