//! Who looks at whose data: saved before anything is shown, and shown to whom it is about.
//!
//! What the machine itself reads for an application is not written here: the application says it.

use residence::names::Iin;
use serde::{Deserialize, Serialize};
use store::{ReadingQuery, ReadingWrite, ReadingsOf, StoredReading, Unit};

use super::Refusal;
use crate::app::App;
use crate::cases::{parsed, written};

/// The longest reason that is kept, in characters.
pub const LONGEST_BASIS: usize = 200;

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "who", content = "iin")]
pub enum Reader {
    /// Somebody in the portal, for themselves.
    Person(Iin),
    /// Somebody of a service centre, in office.
    Officer(Iin),
}

impl Reader {
    /// The name under which the store finds what this reader has read.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Person(iin) => format!("person:{iin}"),
            Self::Officer(iin) => format!("officer:{iin}"),
        }
    }
}

/// For what somebody looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// An owner looks who is registered with them.
    OwnersHome,
    /// A party looks at what it is asked.
    Question,
    /// A service centre serves somebody who is present.
    Counter,
    /// An act: death, court, annulment, birth, correction.
    Act,
    /// A reviewer looks at a dwelling that was flagged.
    Review,
    /// An auditor looks at what others did.
    Audit,
    /// Somebody checks a certificate.
    Certificate,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The name.
    Name,
    /// The address.
    Address,
    /// The entries of the registration book.
    Registrations,
    /// An application.
    Application,
    /// Parents, children, guardians.
    Kin,
    /// The number of the phone.
    Phone,
    /// Rights of ownership.
    Titles,
}

/// Somebody looks at somebody's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Who looks.
    pub by: Reader,
    /// For what.
    pub purpose: Purpose,
    /// What it rests on: the number of an application or a document, or the reader's own words; at
    /// most [`LONGEST_BASIS`] characters are kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// At what.
    pub what: Vec<What>,
}

impl App {
    /// Saves that somebody looks at these people's data. It comes before they are shown: what cannot
    /// be saved is not shown.
    ///
    /// # Errors
    /// The store failed.
    pub async fn note_reading(
        &self,
        of: impl IntoIterator<Item = Iin> + Send,
        reading: &Reading,
    ) -> Result<(), Refusal> {
        let readings = self.readings(of, reading)?;
        if readings.is_empty() {
            return Ok(());
        }
        Ok(self.commit(Unit { readings, ..Unit::default() }).await?)
    }

    /// The same as rows, to be saved together with their cause.
    ///
    /// # Errors
    /// Never in fact: a reading can be written.
    pub fn readings(
        &self,
        of: impl IntoIterator<Item = Iin>,
        reading: &Reading,
    ) -> Result<Vec<ReadingWrite>, Refusal> {
        let basis = reading.basis.chars().take(LONGEST_BASIS).collect();
        let body = written(&Reading { basis, ..reading.clone() })?;
        let at = self.now();
        // Whoever looks at their own data need not be told of it.
        let own = |of: &Iin| reading.by == Reader::Person(*of);
        let others = of.into_iter().filter(|of| !own(of));
        let row = |of| ReadingWrite { of, by: reading.by.name(), at, body: body.clone() };
        Ok(others.map(row).collect())
    }

    /// Who has looked at a person's data, or what a reader has looked at; the last first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn readings_of(
        &self,
        of: ReadingsOf,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<(StoredReading, Reading)>, Refusal> {
        let rows = self.store.readings(&ReadingQuery { of, before, limit }).await?;
        rows.into_iter()
            .map(|row| {
                let reading = parsed(&row.body)?;
                Ok((row, reading))
            })
            .collect()
    }
}
