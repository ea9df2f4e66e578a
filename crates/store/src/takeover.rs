//! Entries that other systems made: what becomes of one that is not new.

use residence::registration::Entry;

use crate::Imported;

/// What it means that an entry was not opened: it is there, or it contradicts what is there.
pub(crate) fn taken_over(kept: Option<&Entry>, entry: &Entry) -> Imported {
    let Some(kept) = kept else {
        let says = "the person has another active permanent entry";
        return Imported::Refused(format!("entry {}: {says}", entry.id));
    };
    // An entry that was closed here since it was loaded is still the same entry.
    let closing_kept =
        Entry { closed_at: kept.closed_at, closed_by: kept.closed_by.clone(), ..entry.clone() };
    let closed_elsewhere = entry.closed_at.is_some() && !same(entry, kept);
    if !same(&closing_kept, kept) {
        Imported::Refused(format!("entry {}: it is there with other contents", entry.id))
    } else if closed_elsewhere {
        Imported::Refused(format!("entry {}: its closing is there otherwise", entry.id))
    } else {
        Imported::Same
    }
}

/// Whether both stand in the book alike (times are kept to the microsecond).
fn same(one: &Entry, other: &Entry) -> bool {
    let micros = |entry: &Entry| {
        (entry.opened_at.as_microsecond(), entry.closed_at.map(|at| at.as_microsecond()))
    };
    let rest = |entry: &Entry| {
        let Entry { id, iin, rka, kind, until, opened_by, closed_by, .. } = entry.clone();
        (id, iin, rka, kind, until, opened_by, closed_by)
    };
    micros(one) == micros(other) && rest(one) == rest(other)
}
