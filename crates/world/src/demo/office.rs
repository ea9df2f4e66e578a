//! The staff of the demo's service centre: people of its population, each with a role.

use std::collections::BTreeSet;

use jiff::Timestamp;
use residence::facts::Person;
use residence::names::Badge;
use service::desk::office::{Granted, Role, Staff, put_on_staff};
use store::Store;

use super::{Failed, say};
use crate::key_holder::Owner;
use crate::population::Population;

/// Where they work.
const CENTRE: &str = "ХҚКО / ЦОН № 1";
/// At least so old.
const AGE: i16 = 25;

/// Who has which roles, the same for the same population.
pub(super) fn staff(population: &Population) -> Vec<(Person, Role)> {
    let today = population.today();
    let grown = population
        .iter()
        .flat_map(|neighbourhood| neighbourhood.snapshot.persons)
        .filter(|person| person.age_on(today) >= AGE && person.citizenship == "KZ");
    grown.zip(Role::ALL).collect()
}

/// Their keys.
pub(super) fn owners(population: &Population) -> Vec<Owner> {
    let owner = |(person, role): (Person, Role)| Owner {
        person: (&person).into(),
        note: format!("Office: {}", role.as_str()),
    };
    staff(population).into_iter().map(owner).collect()
}

/// Puts them on the staff, unless they were put there before.
pub(super) async fn seat(
    store: &dyn Store,
    population: &Population,
    at: Timestamp,
) -> Result<(), Failed> {
    for (place, (person, role)) in (1u128..).zip(staff(population)) {
        let staff = Staff {
            iin: person.iin,
            badge: Badge::from_random(place),
            name: person.masked_name(),
            centre: CENTRE.to_owned(),
            roles: BTreeSet::from([role]),
            granted: Granted::Console,
            since: at,
            ended: None,
            session: None,
        };
        let seated = put_on_staff(store, &staff, None).await;
        seated.map_err(|error| Failed(error.to_string()))?;
    }
    Ok(())
}

/// Says who they are.
pub(super) fn tell(population: &Population) {
    say("The office of the service centre, each with a key of their own (EDS):\n");
    for (person, role) in staff(population) {
        say(&format!("  {:<22} {:<13} {}", role.as_str(), person.iin, person.masked_name()));
    }
    say("");
}
