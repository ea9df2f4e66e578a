//! `tirkeu import births`: a newborn is registered where the mother is, and the parents are told.
//!
//! A birth is an event, not a row of a register. The entry and its id follow from the birth alone, so
//! carrying out a birth twice changes nothing and tells nobody twice.

use std::collections::BTreeSet;
use std::io::BufRead;

use jiff::Timestamp;
use residence::case::Effect;
use residence::facts::{Kin, Person, PhoneBinding, Relation};
use residence::intake::Digest;
use residence::law::{beginning, day};
use residence::names::Iin;
use residence::notice::{Contact, Message, Notice};
use residence::registration::{BookChange, Entry, Kind as EntryKind, Seed, birth};
use serde::de::DeserializeOwned;
use store::{
    BookQuery, BookWrite, CommitError, Entity, Imported, Name, NewWork, RegisterKind,
    RegisterQuery, Store, StoreError, Unit, VersionCheck,
};

use super::{Birth, ImportError, Kind, Row, RowReader, Summary};
use crate::cases::{parsed, told, written};

/// Carries out the births of a file.
pub(super) async fn load<R: BufRead + Send>(
    store: &dyn Store,
    reader: R,
    now: Timestamp,
    progress: &mut (dyn FnMut(&Summary) + Send),
) -> Result<Summary, ImportError> {
    let mut rows = RowReader::open(Kind::Births, reader)?;
    let mut summary = Summary::default();
    while let Some(row) = rows.next_row()? {
        match row {
            Err(bad) => summary.reject(bad),
            Ok(Row::Birth(birth)) => {
                let safe = summary.lines;
                let outcome = carry_out(store, &birth, now).await;
                let outcome = outcome.map_err(|fault| ImportError::Store { line: safe, fault })?;
                summary.count(rows.line(), outcome);
            }
            // The reader of births yields nothing else.
            Ok(_) => {}
        }
        summary.lines = rows.line();
        summary.bytes = rows.bytes();
        progress(&summary);
    }
    Ok(summary)
}

async fn carry_out(
    store: &dyn Store,
    event: &Birth,
    now: Timestamp,
) -> Result<Imported, StoreError> {
    let of = Entity::Person(event.child);
    let own = store.book(BookQuery { of, closed_too: true }).await?;
    let open = |entry: &Entry| entry.kind == EntryKind::Permanent && entry.closed_at.is_none();
    if own.entries.iter().any(open) {
        return Ok(Imported::Same);
    }
    let mother = BookQuery { of: Entity::Person(event.mother), closed_too: false };
    let mother = store.book(mother).await?.entries;
    let Some(BookChange::Open(entry)) =
        birth(event.child, &mother, seed_of(event), beginning(event.born))
    else {
        let why = "the mother is registered nowhere permanently; register her first";
        return Ok(Imported::Refused(why.to_owned()));
    };
    if own.entries.iter().any(|kept| kept.id == entry.id) {
        // Carried out before, and the child has left since.
        return Ok(Imported::Same);
    }
    let told = tell_parents(store, event, &entry, now).await?;
    let rests_on = vec![VersionCheck { entity: of, version: own.version }];
    let unit = Unit { rests_on, book: vec![BookWrite::Open(entry)], ..told };
    match store.commit(vec![unit]).await.pop() {
        Some(Ok(_)) => Ok(Imported::New),
        Some(Err(CommitError::Engine(error))) => Err(error),
        Some(Err(CommitError::Stale(_) | CommitError::Taken(_))) | None => {
            Ok(Imported::Refused("the entries of the child changed meanwhile".to_owned()))
        }
    }
}

/// What the parents on record are told, to be saved with the entry.
async fn tell_parents(
    store: &dyn Store,
    event: &Birth,
    entry: &Entry,
    now: Timestamp,
) -> Result<Unit, StoreError> {
    let child = Name::Other(event.child.to_string());
    let ties: Vec<Kin> = rows(store, RegisterKind::Kin, child).await?;
    let parents = ties.iter().filter(|tie| {
        tie.of == event.child && tie.relation == Relation::Parent && tie.holds_on(day(now))
    });
    let parents: BTreeSet<Iin> = parents.map(|tie| tie.iin).chain([event.mother]).collect();
    let mut unit = Unit::default();
    for (place, to) in parents.into_iter().enumerate() {
        let contact = contact(store, to).await?;
        let notice = Notice { to, contact, message: Message::Born };
        unit.notices.push(told(&notice, None, now)?);
        if contact.phone.is_some() {
            unit.work.push(NewWork {
                kind: "tell",
                key: format!("{}:{place}", entry.id),
                case: None,
                body: written(&Effect::Tell(notice))?,
                due: now,
                held_until: None,
            });
        }
    }
    Ok(unit)
}

async fn contact(store: &dyn Store, iin: Iin) -> Result<Contact, StoreError> {
    let name = || Name::Key(iin.to_string());
    let person: Vec<Person> = rows(store, RegisterKind::Persons, name()).await?;
    let phone: Vec<PhoneBinding> = rows(store, RegisterKind::Phones, name()).await?;
    Ok(Contact {
        phone: phone.first().map(|binding| binding.phone),
        language: person.first().map(|person| person.language).unwrap_or_default(),
    })
}

async fn rows<T: DeserializeOwned>(
    store: &dyn Store,
    kind: RegisterKind,
    name: Name,
) -> Result<Vec<T>, StoreError> {
    let rows = store.register(&RegisterQuery { kind, name }).await?;
    rows.iter().map(|row| parsed(row)).collect()
}

/// The same birth gives the same id.
fn seed_of(event: &Birth) -> Seed {
    let Digest(hash) = Digest::of(format!("birth {} {}", event.child, event.born).as_bytes());
    Seed::new(hash.iter().take(16).fold(0, |bits, byte| (bits << 8) | u128::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::NoticeQuery;
    use store::sqlite::Sqlite;

    const MOTHER: &str = "000000000000";

    /// Numbers that are right by their check digit.
    fn iin(serial: u32) -> Iin {
        let texts = (0..10).map(|check| format!("990101{serial:05}{check}"));
        texts.filter_map(|text| text.parse().ok()).next().unwrap()
    }

    fn child() -> Iin {
        iin(30_001)
    }

    fn father() -> Iin {
        iin(30_011)
    }

    fn now() -> Timestamp {
        "2026-01-15T05:00:00Z".parse().unwrap()
    }

    async fn import(store: &Sqlite, kind: Kind, text: &str) -> Summary {
        super::super::load(store, kind, text.as_bytes(), now(), &mut |_| {}).await.unwrap()
    }

    async fn at_home(store: &Sqlite) {
        let home = format!(
            "iin,rka,kind,opened_at,until,closed_at\n\
             {MOTHER},1209900000000146,permanent,2020-01-01T00:00:00+05:00,,\n"
        );
        assert_eq!(import(store, Kind::Registrations, &home).await.new, 1);
    }

    fn births() -> String {
        format!("child,mother,born\n{},{MOTHER},2026-01-10\n", child())
    }

    #[tokio::test]
    async fn a_newborn_is_registered_where_the_mother_is() {
        let store = Sqlite::in_memory().unwrap();
        let summary = import(&store, Kind::Births, &births()).await;
        assert_eq!((summary.new, summary.bad_total), (0, 1), "the mother lives nowhere");
        at_home(&store).await;
        assert_eq!(import(&store, Kind::Births, &births()).await.new, 1);
        assert_eq!(import(&store, Kind::Births, &births()).await.same, 1, "twice changes nothing");
        let of = Entity::Person(child());
        let page = store.book(BookQuery { of, closed_too: true }).await.unwrap();
        let [entry] = page.entries.as_slice() else { panic!("{page:?}") };
        assert_eq!(entry.rka.as_str(), "1209900000000146");
        assert_eq!(entry.opened_by, "birth");
        // Closed since: the birth is still carried out already.
        let (id, at, by) = (entry.id, now(), "annulled".to_owned());
        let book = vec![BookWrite::Close { id, at, by }];
        store.commit(vec![Unit { book, ..Unit::default() }]).await.pop().unwrap().unwrap();
        assert_eq!(import(&store, Kind::Births, &births()).await.same, 1);
    }

    #[tokio::test]
    async fn the_parents_are_told_once() {
        let store = Sqlite::in_memory().unwrap();
        at_home(&store).await;
        let kin = format!("iin,of,relation,until\n{},{},parent,\n", father(), child());
        assert_eq!(import(&store, Kind::Kin, &kin).await.new, 1);
        let phones =
            format!("iin,phone,bound_at\n{},+77015550101,2020-01-01T00:00:00+05:00\n", father());
        assert_eq!(import(&store, Kind::Phones, &phones).await.new, 1);
        for _ in 0..2 {
            import(&store, Kind::Births, &births()).await;
        }
        for to in [MOTHER.parse().unwrap(), father()] {
            let query = NoticeQuery { of: to, before: None, limit: 9 };
            let told = store.notices(query).await.unwrap();
            let [told] = told.notices.as_slice() else { panic!("{told:?}") };
            assert_eq!((told.at, told.case), (now(), None));
            assert_eq!(parsed::<Message>(&told.body).unwrap(), Message::Born);
        }
        // The one with a number by SMS too.
        let work = store.lease(now(), now(), 9).await.unwrap();
        let [tell] = work.as_slice() else { panic!("{work:?}") };
        let Effect::Tell(notice) = parsed(&tell.body).unwrap() else { panic!("{tell:?}") };
        assert_eq!((notice.to, notice.contact.phone.is_some()), (father(), true));
    }
}
