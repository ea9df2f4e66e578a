//! Stories: one application each, with people and dwellings of its own and the known end of it.
//!
//! The phones page of the demo shows them, and checks from outside carry them through. Nobody and no
//! dwelling stands in two stories, nor in the generated population.

mod cast;
mod dwellings;
mod people;
#[cfg(test)]
mod tests;
mod texts;

use jiff::civil::Date;
use residence::names::{AddressCode, Iin, Phone};
use residence::registration::Kind;
use serde::{Serialize, Serializer};

use crate::population::{Answer, Ask, Expected, Role, Scenario, Snapshot};
use cast::Cast;

pub use texts::Texts;

/// The most copies of the stories: beyond them numbers of people would run out.
pub const COPIES_MAX: u64 = 200;

/// One application and its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Which story, as the interface names it; copies share it.
    pub id: &'static str,
    /// What it tells, in each language.
    pub texts: Texts,
    /// The application, whom it asks, and how it ends.
    pub scenario: Scenario,
    /// What the registers must say for it to be true.
    pub snapshot: Snapshot,
}

impl Serialize for Story {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Scenario { applicant, phone, subject, rka, kind, months, asks, expected } =
            &self.scenario;
        let shown = Shown {
            id: self.id,
            text: self.texts.en,
            texts: self.texts,
            applicant: Applicant { iin: *applicant, phone: *phone },
            subject: Subject { iin: *subject },
            rka: *rka,
            kind: *kind,
            months: *months,
            ask: asks,
            expect: *expected,
        };
        shown.serialize(to)
    }
}

/// A story as the interface shows it.
#[derive(Serialize)]
struct Shown<'a> {
    id: &'static str,
    text: &'static str,
    texts: Texts,
    applicant: Applicant,
    subject: Subject,
    rka: AddressCode,
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    months: Option<u8>,
    ask: &'a [Ask],
    expect: Expected,
}

#[derive(Serialize)]
struct Applicant {
    iin: Iin,
    phone: Option<Phone>,
}

#[derive(Serialize)]
struct Subject {
    iin: Iin,
}

/// What a story is about, before its people are looked up.
struct Plot {
    applicant: Iin,
    subject: Iin,
    rka: AddressCode,
    kind: Kind,
    months: Option<u8>,
    asks: Vec<(Iin, Role)>,
    expected: Expected,
}

impl Plot {
    /// Somebody applies for themselves, permanently, and nobody is asked.
    fn new(applicant: Iin, rka: AddressCode, expected: Expected) -> Self {
        let (kind, asks) = (Kind::Permanent, Vec::new());
        Self { applicant, subject: applicant, rka, kind, months: None, asks, expected }
    }

    fn on_behalf_of(self, subject: Iin) -> Self {
        Self { subject, ..self }
    }

    fn asking(mut self, iin: Iin, role: Role) -> Self {
        self.asks.push((iin, role));
        self
    }
}

/// How one story comes about.
type Tell = fn(&mut Cast) -> Plot;

const STORIES: [(&str, Tell); 34] = [
    ("sole_owner", dwellings::sole_owner),
    ("co_owner", dwellings::co_owner),
    ("other_owner", dwellings::other_owner),
    ("two_owners", dwellings::two_owners),
    ("minor_owner", dwellings::minor_owner),
    ("incapable_owner", dwellings::incapable_owner),
    ("organisation_owner", dwellings::organisation_owner),
    ("dead_owner", dwellings::dead_owner),
    ("owner_without_phone", dwellings::owner_without_phone),
    ("lease_listed", dwellings::lease_listed),
    ("lease_unlisted", dwellings::lease_unlisted),
    ("lease_ended", dwellings::lease_ended),
    ("tenant_for_listed", dwellings::tenant_for_listed),
    ("child_13", people::child_13),
    ("child_15", people::child_15),
    ("child_15_alone", people::child_15_alone),
    ("child_15_stranger", people::child_15_stranger),
    ("adult_child", people::adult_child),
    ("ward", people::ward),
    ("ward_stranger", people::ward_stranger),
    ("unknown_subject", people::unknown_subject),
    ("guardian_owns", people::guardian_owns),
    ("guardian_not_owner", people::guardian_not_owner),
    ("co_owner_child", dwellings::co_owner_child),
    ("two_parents", people::two_parents),
    ("foreigner", people::foreigner),
    ("address_unknown", dwellings::address_unknown),
    ("building_without_flat", dwellings::building_without_flat),
    ("not_for_living", dwellings::not_for_living),
    ("no_title", dwellings::no_title),
    ("already_registered", dwellings::already_registered),
    ("astana_norm", dwellings::astana_norm),
    ("temporary", dwellings::temporary),
    ("temporary_too_long", dwellings::temporary_too_long),
];

/// Every story, so many times (at most [`COPIES_MAX`]), as things stand on a day: all stories once,
/// then all a second time with other people, and so on.
#[must_use]
pub fn stories(seed: u64, copies: u64, today: Date) -> Vec<Story> {
    let mut cast = Cast::new(seed, today);
    let mut stories = Vec::new();
    for _ in 0..copies.min(COPIES_MAX) {
        for (id, tell) in STORIES {
            let plot = tell(&mut cast);
            let snapshot = std::mem::take(&mut cast.rows);
            let ask = |&(iin, role)| Ask {
                iin,
                phone: snapshot.phone(iin),
                role,
                answer: Answer::Agrees,
            };
            let scenario = Scenario {
                applicant: plot.applicant,
                phone: snapshot.phone(plot.applicant),
                subject: plot.subject,
                rka: plot.rka,
                kind: plot.kind,
                months: plot.months,
                asks: plot.asks.iter().map(ask).collect(),
                expected: plot.expected,
            };
            stories.push(Story { id, texts: texts::of(id), scenario, snapshot });
        }
    }
    stories
}
