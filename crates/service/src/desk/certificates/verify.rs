//! Whether what a certificate says is so, for anybody who has its code.

use jiff::Timestamp;
use residence::law::{almaty, day};
use store::{BookQuery, Entity};

use super::{Certificate, Code, KIND, Says};
use crate::app::App;
use crate::cases::parsed;
use crate::desk::Refusal;

/// A certificate that there is.
#[derive(Clone, Debug)]
pub struct Verified {
    /// What it says.
    pub certificate: Certificate,
    /// Whether it is so now.
    pub standing: Standing,
}

/// Whether what a certificate says is so now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    Holds,
    /// It was, until then.
    Ended(Timestamp),
    /// It says what has happened, which stays so.
    Happened,
}

impl Standing {
    /// The name in the interface.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Holds => "valid",
            Self::Ended(_) => "ended",
            Self::Happened => "recorded",
        }
    }
}

impl App {
    /// The certificate with this code.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] where there is none, or a fault.
    pub async fn verify(&self, code: &Code) -> Result<Verified, Refusal> {
        let kept = self.store.record(KIND, code.as_str()).await?.ok_or(Refusal::NotFound)?;
        let certificate: Certificate = parsed(&kept.body)?;
        let standing = match &certificate.says {
            Says::Attempt(_) => Standing::Happened,
            Says::Registration(registration) => {
                let of = Entity::Person(certificate.who.iin);
                let book = self.store.book(BookQuery { of, closed_too: true }).await?;
                let entry = book.entries.iter().find(|entry| entry.id == registration.id);
                let closed = match entry {
                    Some(entry) => entry.closed_at,
                    // An entry that is no longer kept has ended; when is not known any more.
                    None => Some(certificate.at),
                };
                let over = registration.until.filter(|until| *until <= day(self.now()));
                let over = over.and_then(|until| almaty().to_zoned(until.into()).ok());
                let over = over.map(|end| end.timestamp());
                closed.or(over).map_or(Standing::Holds, Standing::Ended)
            }
        };
        Ok(Verified { certificate, standing })
    }
}
