//! `tirkeu import births`: a newborn is registered where the mother is.
//!
//! A birth is an event, not a row of a register. The entry and its id follow from the birth alone, so
//! carrying out a birth twice changes nothing.

use std::io::BufRead;

use residence::intake::Digest;
use residence::law::beginning;
use residence::registration::{BookChange, Kind as EntryKind, Seed, birth};
use store::{BookQuery, Entity, ImportRow, Imported, Store, StoreError};

use super::{Birth, ImportError, Kind, Row, RowReader, Summary};

/// Carries out the births of a file.
pub(super) async fn load<R: BufRead + Send>(
    store: &dyn Store,
    reader: R,
    progress: &mut (dyn FnMut(&Summary) + Send),
) -> Result<Summary, ImportError> {
    let mut rows = RowReader::open(Kind::Births, reader)?;
    let mut summary = Summary::default();
    while let Some(row) = rows.next_row()? {
        match row {
            Err(bad) => summary.reject(bad),
            Ok(Row::Birth(birth)) => {
                let safe = summary.lines;
                let outcome = carry_out(store, &birth).await;
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

async fn carry_out(store: &dyn Store, event: &Birth) -> Result<Imported, StoreError> {
    let active = |iin| BookQuery { of: Entity::Person(iin), closed_too: false };
    let own = store.book(active(event.child)).await?.entries;
    if own.iter().any(|entry| entry.kind == EntryKind::Permanent) {
        return Ok(Imported::Same);
    }
    let mother = store.book(active(event.mother)).await?.entries;
    let seed = seed_of(event);
    match birth(event.child, &mother, seed, beginning(event.born)) {
        Some(BookChange::Open(entry)) => {
            let imported = store.import(vec![ImportRow::Entry(entry)]).await?;
            Ok(imported.into_iter().next().unwrap_or(Imported::Same))
        }
        Some(BookChange::Close { .. }) | None => {
            let why = "the mother is registered nowhere permanently; register her first";
            Ok(Imported::Refused(why.to_owned()))
        }
    }
}

/// The same birth gives the same id.
fn seed_of(event: &Birth) -> Seed {
    let Digest(hash) = Digest::of(format!("birth {} {}", event.child, event.born).as_bytes());
    Seed::new(hash.iter().take(16).fold(0, |bits, byte| (bits << 8) | u128::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::sqlite::Sqlite;

    const MOTHER: &str = "000000000000";

    fn child() -> String {
        (0..10)
            .map(|check| format!("99010130001{check}"))
            .find(|text| text.parse::<residence::names::Iin>().is_ok())
            .unwrap()
    }

    async fn import(store: &Sqlite, kind: Kind, text: &str) -> Summary {
        super::super::load(store, kind, text.as_bytes(), &mut |_| {}).await.unwrap()
    }

    #[tokio::test]
    async fn a_newborn_is_registered_where_the_mother_is() {
        let store = Sqlite::in_memory().unwrap();
        let births = format!("child,mother,born\n{},{MOTHER},2026-01-10\n", child());
        let summary = import(&store, Kind::Births, &births).await;
        assert_eq!((summary.new, summary.bad_total), (0, 1), "the mother lives nowhere");

        let home = format!(
            "iin,rka,kind,opened_at,until,closed_at\n\
             {MOTHER},1209900000000146,permanent,2020-01-01T00:00:00+05:00,,\n"
        );
        assert_eq!(import(&store, Kind::Registrations, &home).await.new, 1);
        assert_eq!(import(&store, Kind::Births, &births).await.new, 1);
        assert_eq!(import(&store, Kind::Births, &births).await.same, 1, "twice changes nothing");
        let of = Entity::Person(child().parse().unwrap());
        let page = store.book(BookQuery { of, closed_too: true }).await.unwrap();
        let [entry] = page.entries.as_slice() else { panic!("{page:?}") };
        assert_eq!(entry.rka.as_str(), "1209900000000146");
        assert_eq!(entry.opened_by, "birth");
    }
}
