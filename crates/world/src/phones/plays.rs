//! The stories as the page tells them: who takes part, where, and how it ends.

use residence::consent::Role;
use residence::facts::{Address, Language};
use residence::names::{AddressCode, Iin, Phone};
use residence::registration::Kind;

use crate::population::Expected;
use crate::stories::Story;

/// One story.
pub(super) struct Play {
    pub(super) id: &'static str,
    pub(super) text: &'static str,
    /// `permanent registration`, `temporary registration for 6 months`.
    pub(super) wish: String,
    pub(super) rka: AddressCode,
    /// The dwelling as people write it; none where no such address is on record.
    pub(super) address: Option<String>,
    /// The applicant first.
    pub(super) parts: Vec<Part>,
    /// How it ends, in one sentence.
    pub(super) end: String,
    pub(super) group: Group,
}

/// A person in a story.
pub(super) struct Part {
    pub(super) iin: Iin,
    pub(super) name: String,
    pub(super) phone: Option<Phone>,
    /// `applies`, `is asked as owner`.
    pub(super) does: &'static str,
}

/// Stories that end alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Registered,
    Waits,
    Refused,
    Referred,
}

impl Group {
    pub(super) const ALL: [Self; 4] =
        [Self::Registered, Self::Waits, Self::Refused, Self::Referred];

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Registered => "Registered in the end",
            Self::Waits => "Waiting for an answer in the portal",
            Self::Refused => "Refused, and why",
            Self::Referred => "Sent to a service centre",
        }
    }
}

impl Play {
    /// What a story is on the page.
    pub(super) fn of(story: &Story) -> Self {
        let scenario = &story.scenario;
        let address = story.snapshot.addresses.iter().find(|row| row.rka == scenario.rka);
        let (group, end) = end(scenario.expected, scenario.asks.len());
        Self {
            id: story.id,
            text: story.texts.en,
            wish: wish(scenario.kind, scenario.months),
            rka: scenario.rka,
            address: address.map(line),
            parts: parts(story),
            end,
            group,
        }
    }
}

/// The address register has no English: Russian, but for the word for a flat.
fn line(address: &Address) -> String {
    format!("{}, {}", address.place_ru, address.street_line(Language::En))
}

fn wish(kind: Kind, months: Option<u8>) -> String {
    match (kind, months) {
        (Kind::Permanent, _) => "permanent registration".to_owned(),
        (Kind::Temporary, None) => "temporary registration".to_owned(),
        (Kind::Temporary, Some(months)) => format!("temporary registration for {months} months"),
    }
}

fn end(expected: Expected, asked: usize) -> (Group, String) {
    match expected {
        Expected::Registered => {
            let how = match asked {
                0 => "Registered at once; nobody is asked.",
                1 => "Registered when the person asked agrees.",
                _ => "Registered when everybody asked agrees.",
            };
            (Group::Registered, how.to_owned())
        }
        Expected::Asks => {
            (Group::Waits, "Waits until the person asked answers in the portal.".into())
        }
        Expected::Refused(rule) => (Group::Refused, format!("Refused by rule {rule}.")),
        Expected::Referred(rule) => {
            (Group::Referred, format!("Sent to a service centre by rule {rule}."))
        }
    }
}

/// The applicant, whom it is about, who is asked, then everybody else with a phone.
fn parts(story: &Story) -> Vec<Part> {
    let scenario = &story.scenario;
    let about_self = scenario.subject == scenario.applicant;
    let applies = if about_self { "applies" } else { "applies for another" };
    let asked = scenario.asks.iter().map(|ask| (ask.iin, asked_as(ask.role)));
    let people = [(scenario.applicant, applies)]
        .into_iter()
        .chain(asked)
        .chain([(scenario.subject, "is to be registered")])
        .chain(story.snapshot.phones.iter().map(|binding| (binding.iin, "takes part")));
    let mut parts: Vec<Part> = Vec::new();
    for (iin, does) in people {
        if parts.iter().any(|part| part.iin == iin) {
            continue;
        }
        let person = story.snapshot.person(iin);
        let name = person.map_or_else(|| "Nobody on record".to_owned(), |row| row.full_name());
        parts.push(Part { iin, name, phone: story.snapshot.phone(iin), does });
    }
    parts
}

const fn asked_as(role: Role) -> &'static str {
    match role {
        Role::Owner => "is asked as owner",
        Role::CoOwner => "is asked as co-owner",
        Role::ListedPerson => "is asked as the person to be registered",
        Role::OtherParent => "is asked as the other parent",
    }
}
