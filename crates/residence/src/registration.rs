//! The registration book: entries, and what follows from an approval.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::facts::Facts;
use crate::intake::Application;
use crate::law::day;
use crate::names::{AddressCode, CaseNumber, Iin, RegistrationId};

/// How somebody is registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// At the place of residence: тұрақты тіркеу / постоянная регистрация. At most one active entry
    /// a person.
    Permanent,
    /// At the place of stay: уақытша тіркеу / временная регистрация. The permanent entry stays.
    Temporary,
}

impl Kind {
    /// The name in the interface and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Permanent => "permanent",
            Self::Temporary => "temporary",
        }
    }
}

/// One entry of the registration book: тіркеу жазбасы / регистрационная запись.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Which entry.
    pub id: RegistrationId,
    /// Who.
    pub iin: Iin,
    /// Where.
    pub rka: AddressCode,
    /// How.
    pub kind: Kind,
    /// From when.
    pub opened_at: Timestamp,
    /// A temporary entry ends when this day begins in Asia/Almaty.
    pub until: Option<Date>,
    /// Since when it is closed.
    pub closed_at: Option<Timestamp>,
    /// What opened it: a case number, a birth, an import.
    pub opened_by: String,
    /// What closed it: a case number, the end of the term, an event.
    pub closed_by: Option<String>,
}

/// A change of the registration book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookChange {
    /// Opens an entry.
    Open(Entry),
    /// Closes an active entry.
    Close {
        /// Which entry.
        id: RegistrationId,
        /// When.
        at: Timestamp,
        /// By what: a case number, an event.
        by: String,
    },
}

/// What follows from an approval: for everybody who moves, the old permanent entry is closed and the
/// new one opened; a temporary entry leaves the permanent one as it is. An active temporary entry at
/// the very address that becomes the permanent one is closed, so that nobody counts twice there.
#[must_use]
pub fn changes(
    application: &Application,
    number: CaseNumber,
    facts: &Facts,
    seed: Seed,
    at: Timestamp,
) -> Vec<BookChange> {
    let by = number.to_string();
    let until = match application.kind {
        Kind::Permanent => None,
        Kind::Temporary => application.months.and_then(|months| term_end(day(at), months)),
    };
    let mut changes = Vec::new();
    for (place, iin) in (0u8..).zip(application.people()) {
        // A child who comes along may be where the parent moves to.
        let there = |entry: &Entry| entry.rka == application.rka && entry.kind == application.kind;
        if facts.registrations(iin).iter().any(there) {
            continue;
        }
        let own = facts.registrations(iin).iter();
        let ends: Vec<&Entry> = own
            .filter(|entry| match (application.kind, entry.kind) {
                (Kind::Permanent, Kind::Permanent) => true,
                (Kind::Permanent, Kind::Temporary) => entry.rka == application.rka,
                (Kind::Temporary, _) => false,
            })
            .collect();
        // Nothing is closed before it was opened, though a clock was set back meanwhile.
        let at = ends.iter().map(|entry| entry.opened_at).chain([at]).max().unwrap_or(at);
        let close = |entry: &&Entry| BookChange::Close { id: entry.id, at, by: by.clone() };
        changes.extend(ends.iter().map(close));
        changes.push(BookChange::Open(Entry {
            id: RegistrationId::from_random(seed.draw("registration", place)),
            iin,
            rka: application.rka,
            kind: application.kind,
            opened_at: at,
            until,
            closed_at: None,
            opened_by: by.clone(),
            closed_by: None,
        }));
    }
    changes
}

/// The day on which a term of some months that begins today is over.
fn term_end(today: Date, months: u8) -> Option<Date> {
    today.checked_add(jiff::Span::new().months(i32::from(months))).ok()
}

/// The entry of a newborn: where the mother is registered permanently, if she is anywhere.
#[must_use]
pub fn birth(child: Iin, mother: &[Entry], seed: Seed, at: Timestamp) -> Option<BookChange> {
    let home = mother.iter().find(|e| e.kind == Kind::Permanent && e.closed_at.is_none())?;
    Some(BookChange::Open(Entry {
        id: RegistrationId::from_random(seed.draw("registration", 0)),
        iin: child,
        rka: home.rka,
        kind: Kind::Permanent,
        opened_at: at,
        until: None,
        closed_at: None,
        opened_by: "birth".into(),
        closed_by: None,
    }))
}

/// Random bits that somebody outside drew, and from which ids are derived: the same seed gives the
/// same ids, so that a transition can be computed again.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seed(#[serde(with = "hexadecimal")] u128);

impl Seed {
    /// The seed made of these bits.
    #[must_use]
    pub const fn new(bits: u128) -> Self {
        Self(bits)
    }

    /// 128 bits for one purpose and place.
    #[must_use]
    pub fn draw(self, purpose: &str, place: u8) -> u128 {
        let mut hash = Sha256::new();
        hash.update(self.0.to_be_bytes());
        hash.update([place]);
        hash.update(purpose.as_bytes());
        let mut bits = [0; 16];
        bits.iter_mut().zip(hash.finalize()).for_each(|(slot, byte)| *slot = byte);
        u128::from_be_bytes(bits)
    }
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(…)")
    }
}

/// JSON has no 128-bit numbers.
mod hexadecimal {
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(bits: &u128, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{bits:032x}"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u128, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(from)?;
        u128::from_str_radix(&text, 16).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::{Scene, time, who};
    use crate::names::CaseId;

    #[test]
    fn nothing_is_closed_before_it_was_opened() {
        let mut scene = Scene::read("");
        let opened_at = time("11:00:00");
        scene.facts.people.get_mut(&who("a")).unwrap().registrations.is = vec![Entry {
            id: RegistrationId::from_random(1),
            iin: who("a"),
            rka: AddressCode::compose(1, 2099, 2).unwrap(),
            kind: Kind::Permanent,
            opened_at,
            until: None,
            closed_at: None,
            opened_by: "import".into(),
            closed_by: None,
        }];
        let number = CaseId::from_random(1).number();
        // The clock was set back by an hour meanwhile.
        for (at, moment) in [("10:00:00", opened_at), ("11:00:01", time("11:00:01"))] {
            let changes = changes(&scene.application, number, &scene.facts, Seed::new(1), time(at));
            let [BookChange::Close { at: closed, .. }, BookChange::Open(entry)] = &changes[..]
            else {
                panic!("{changes:?}")
            };
            assert_eq!((*closed, entry.opened_at), (moment, moment), "{at}");
        }
    }
}
