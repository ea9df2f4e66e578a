//! The caller's own record: person, registrations, children and wards.

use residence::facts::{Person, Relation};
use residence::law::day;
use residence::names::{AddressCode, Iin};
use residence::registration::Entry;
use store::{BookQuery, Entity};

use super::{Caller, Refusal};
use crate::app::App;

/// What the state knows of the caller, as far as it matters here.
#[derive(Clone, Debug)]
pub struct Me {
    /// The row of the person register.
    pub person: Option<Person>,
    /// Entries of the registration book, closed ones too, oldest first.
    pub registrations: Vec<Entry>,
    /// Children and wards.
    pub represented: Vec<Represented>,
}

/// Somebody the caller may act for, or who comes along.
#[derive(Clone, Debug)]
pub struct Represented {
    /// Their row.
    pub person: Person,
    /// What the caller is to them.
    pub relation: Relation,
    /// Full years of age today.
    pub age: i16,
    /// Where they are registered permanently.
    pub home: Option<AddressCode>,
}

impl App {
    /// The caller's own record.
    ///
    /// # Errors
    /// A register or the store does not answer.
    pub async fn me(&self, caller: Caller) -> Result<Me, Refusal> {
        let query = BookQuery { of: Entity::Person(caller.iin), closed_too: true };
        Ok(Me {
            person: self.registers.person(caller.iin).await?,
            registrations: self.store.book(query).await?.entries,
            represented: self.represented(caller.iin).await?,
        })
    }

    async fn represented(&self, caller: Iin) -> Result<Vec<Represented>, Refusal> {
        let today = day(self.now());
        let mut represented: Vec<Represented> = Vec::new();
        for tie in self.registers.kin(caller).await? {
            let acts = match tie.relation {
                Relation::Parent
                | Relation::Guardian
                | Relation::Trustee
                | Relation::Representative => tie.iin == caller && tie.holds_on(today),
                Relation::Spouse
                | Relation::Sibling
                | Relation::Grandparent
                | Relation::Relative => false,
            };
            if !acts || represented.iter().any(|r| r.person.iin == tie.of) {
                continue;
            }
            let Some(person) = self.registers.person(tie.of).await? else { continue };
            let age = person.age_on(today);
            // A capable adult child files alone and is nobody's to list.
            let grown = age >= self.law_at(self.now()).files_self_age;
            if grown && tie.relation == Relation::Parent {
                continue;
            }
            let home = self.home(tie.of).await?;
            represented.push(Represented { person, relation: tie.relation, age, home });
        }
        Ok(represented)
    }
}
