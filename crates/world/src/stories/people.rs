//! Stories that turn on who files, and for whom.

use residence::facts::Relation;

use super::Plot;
use super::cast::Cast;
use crate::population::{Expected, Role};

pub(super) fn child_13(cast: &mut Cast) -> Plot {
    let (parent, flat) = (cast.adult(), cast.flat());
    let child = cast.child_of(parent, 13);
    cast.own(flat, &[parent]);
    Plot::new(parent, flat, Expected::Refused("R-AGE-14")).on_behalf_of(child)
}

/// The child lives with a grandparent; no other parent is on record.
pub(super) fn child_15(cast: &mut Cast) -> Plot {
    let (parent, grandparent) = (cast.adult(), cast.grown(68));
    cast.tie(grandparent, Relation::Parent, parent);
    let child = cast.child_of(parent, 15);
    cast.tie(grandparent, Relation::Grandparent, child);
    let old = cast.home_of(grandparent);
    cast.move_to(child, old);
    let home = cast.home_of(parent);
    Plot::new(parent, home, Expected::Registered).on_behalf_of(child)
}

pub(super) fn child_15_alone(cast: &mut Cast) -> Plot {
    let (parent, flat) = (cast.adult(), cast.flat());
    let child = cast.child_of(parent, 15);
    cast.give_phone(child);
    cast.own(flat, &[parent]);
    Plot::new(child, flat, Expected::Refused("R-AGE-16"))
}

pub(super) fn child_15_stranger(cast: &mut Cast) -> Plot {
    let (stranger, parent) = (cast.adult(), cast.adult());
    let child = cast.child_of(parent, 15);
    stranger_for(cast, stranger, child)
}

pub(super) fn adult_child(cast: &mut Cast) -> Plot {
    let (parent, flat) = (cast.adult(), cast.flat());
    let child = cast.child_of(parent, 20);
    cast.own(flat, &[parent]);
    Plot::new(parent, flat, Expected::Refused("R-SELF")).on_behalf_of(child)
}

/// Into the dwelling where the guardian lives.
pub(super) fn ward(cast: &mut Cast) -> Plot {
    let (guardian, ward) = (cast.adult(), cast.incapable());
    cast.tie(guardian, Relation::Guardian, ward);
    let home = cast.home_of(guardian);
    Plot::new(guardian, home, Expected::Registered).on_behalf_of(ward)
}

pub(super) fn ward_stranger(cast: &mut Cast) -> Plot {
    let (stranger, guardian, ward) = (cast.adult(), cast.adult(), cast.incapable());
    cast.tie(guardian, Relation::Guardian, ward);
    stranger_for(cast, stranger, ward)
}

pub(super) fn unknown_subject(cast: &mut Cast) -> Plot {
    let (applicant, nobody) = (cast.adult(), cast.unknown());
    stranger_for(cast, applicant, nobody)
}

fn stranger_for(
    cast: &mut Cast,
    stranger: residence::names::Iin,
    subject: residence::names::Iin,
) -> Plot {
    let flat = cast.flat();
    cast.own(flat, &[stranger]);
    Plot::new(stranger, flat, Expected::Refused("R-REP")).on_behalf_of(subject)
}

/// Into another dwelling that the guardian owns.
pub(super) fn guardian_owns(cast: &mut Cast) -> Plot {
    let (guardian, ward, flat) = (cast.adult(), cast.incapable(), cast.flat());
    cast.tie(guardian, Relation::Guardian, ward);
    cast.own(flat, &[guardian]);
    Plot::new(guardian, flat, Expected::Registered).on_behalf_of(ward)
}

pub(super) fn guardian_not_owner(cast: &mut Cast) -> Plot {
    let (guardian, ward, owner) = (cast.adult(), cast.incapable(), cast.adult());
    let flat = cast.flat();
    cast.tie(guardian, Relation::Guardian, ward);
    cast.own(flat, &[owner]);
    let plot = Plot::new(guardian, flat, Expected::Registered).on_behalf_of(ward);
    plot.asking(owner, Role::Owner)
}

pub(super) fn two_parents(cast: &mut Cast) -> Plot {
    let (parent, other) = (cast.adult(), cast.adult());
    let child = cast.child_of(other, 15);
    cast.tie(parent, Relation::Parent, child);
    let home = cast.home_of(parent);
    let plot = Plot::new(parent, home, Expected::Registered).on_behalf_of(child);
    plot.asking(other, Role::OtherParent)
}

pub(super) fn foreigner(cast: &mut Cast) -> Plot {
    let (applicant, flat) = (cast.foreigner(), cast.flat());
    cast.own(flat, &[applicant]);
    Plot::new(applicant, flat, Expected::Referred("R-CITIZEN"))
}
