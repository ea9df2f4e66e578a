//! Stories that turn on the dwelling and its owners.

use residence::facts::Relation;
use residence::registration::Kind;

use super::Plot;
use super::cast::Cast;
use crate::population::{Expected, Role};

pub(super) fn sole_owner(cast: &mut Cast) -> Plot {
    let (applicant, flat) = (cast.adult(), cast.flat());
    cast.own(flat, &[applicant]);
    Plot::new(applicant, flat, Expected::Registered)
}

pub(super) fn co_owner(cast: &mut Cast) -> Plot {
    let (applicant, other, flat) = (cast.adult(), cast.adult(), cast.flat());
    cast.own(flat, &[applicant, other]);
    Plot::new(applicant, flat, Expected::Registered).asking(other, Role::CoOwner)
}

pub(super) fn other_owner(cast: &mut Cast) -> Plot {
    let (applicant, owner, flat) = (cast.adult(), cast.adult(), cast.flat());
    cast.own(flat, &[owner]);
    Plot::new(applicant, flat, Expected::Registered).asking(owner, Role::Owner)
}

pub(super) fn two_owners(cast: &mut Cast) -> Plot {
    let (applicant, one, other, flat) = (cast.adult(), cast.adult(), cast.adult(), cast.flat());
    cast.own(flat, &[one, other]);
    let plot = Plot::new(applicant, flat, Expected::Registered);
    plot.asking(one, Role::Owner).asking(other, Role::Owner)
}

pub(super) fn minor_owner(cast: &mut Cast) -> Plot {
    let (applicant, parent, flat) = (cast.adult(), cast.adult(), cast.flat());
    let child = cast.child_of(parent, 10);
    cast.own(flat, &[child]);
    Plot::new(applicant, flat, Expected::Referred("R-OWN-MINOR"))
}

pub(super) fn incapable_owner(cast: &mut Cast) -> Plot {
    let (applicant, guardian, flat) = (cast.adult(), cast.adult(), cast.flat());
    let owner = cast.incapable();
    cast.tie(guardian, Relation::Guardian, owner);
    cast.own(flat, &[owner]);
    Plot::new(applicant, flat, Expected::Referred("R-OWN-INCAP"))
}

pub(super) fn organisation_owner(cast: &mut Cast) -> Plot {
    let (applicant, flat) = (cast.adult(), cast.flat());
    cast.own_by_organisation(flat);
    Plot::new(applicant, flat, Expected::Referred("R-OWN-ORG"))
}

pub(super) fn dead_owner(cast: &mut Cast) -> Plot {
    let (applicant, owner, flat) = (cast.adult(), cast.dead(), cast.flat());
    cast.own(flat, &[owner]);
    Plot::new(applicant, flat, Expected::Referred("R-OWN-DEAD"))
}

pub(super) fn owner_without_phone(cast: &mut Cast) -> Plot {
    let (applicant, owner, flat) = (cast.adult(), cast.without_phone(), cast.flat());
    cast.own(flat, &[owner]);
    Plot::new(applicant, flat, Expected::Asks).asking(owner, Role::Owner)
}

pub(super) fn co_owner_child(cast: &mut Cast) -> Plot {
    let (applicant, flat) = (cast.adult(), cast.flat());
    let child = cast.child_of(applicant, 10);
    cast.own(flat, &[applicant, child]);
    Plot::new(applicant, flat, Expected::Referred("R-OWN-MINOR"))
}

pub(super) fn lease_listed(cast: &mut Cast) -> Plot {
    let (applicant, tenant) = (cast.adult(), cast.adult());
    let flat = cast.leased(tenant, &[applicant], false);
    Plot::new(applicant, flat, Expected::Registered)
}

pub(super) fn lease_unlisted(cast: &mut Cast) -> Plot {
    let (applicant, tenant, listed) = (cast.adult(), cast.adult(), cast.adult());
    let flat = cast.leased(tenant, &[listed], false);
    Plot::new(applicant, flat, Expected::Refused("R-RENT-OUT"))
}

pub(super) fn lease_ended(cast: &mut Cast) -> Plot {
    let (applicant, tenant) = (cast.adult(), cast.adult());
    let flat = cast.leased(tenant, &[applicant], true);
    Plot::new(applicant, flat, Expected::Refused("R-RENT-END"))
}

pub(super) fn tenant_for_listed(cast: &mut Cast) -> Plot {
    let (tenant, listed) = (cast.adult(), cast.adult());
    let flat = cast.leased(tenant, &[listed], false);
    cast.move_to(tenant, flat);
    let plot = Plot::new(tenant, flat, Expected::Registered).on_behalf_of(listed);
    plot.asking(listed, Role::ListedPerson)
}

pub(super) fn address_unknown(cast: &mut Cast) -> Plot {
    let (applicant, nowhere) = (cast.adult(), cast.nowhere());
    Plot::new(applicant, nowhere, Expected::Refused("R-ADDR"))
}

/// The applicant owns the whole block, so that nothing but the missing flat refuses.
pub(super) fn building_without_flat(cast: &mut Cast) -> Plot {
    let (applicant, block) = (cast.adult(), cast.block());
    cast.own(block, &[applicant]);
    Plot::new(applicant, block, Expected::Refused("R-ADDR-UNIT"))
}

pub(super) fn not_for_living(cast: &mut Cast) -> Plot {
    let (applicant, shop) = (cast.adult(), cast.shop());
    cast.own(shop, &[applicant]);
    Plot::new(applicant, shop, Expected::Refused("R-ADDR-USE"))
}

pub(super) fn no_title(cast: &mut Cast) -> Plot {
    let (applicant, flat) = (cast.adult(), cast.flat());
    Plot::new(applicant, flat, Expected::Refused("R-TITLE"))
}

pub(super) fn already_registered(cast: &mut Cast) -> Plot {
    let applicant = cast.adult();
    let home = cast.home_of(applicant);
    Plot::new(applicant, home, Expected::Refused("R-SAME"))
}

pub(super) fn astana_norm(cast: &mut Cast) -> Plot {
    let applicant = cast.adult();
    let (flat, _) = cast.full_flat();
    Plot::new(applicant, flat, Expected::Refused("R-NORM"))
}

pub(super) fn temporary(cast: &mut Cast) -> Plot {
    Plot { kind: Kind::Temporary, months: Some(6), ..other_owner(cast) }
}

/// The draft is refused, so nobody is ever asked.
pub(super) fn temporary_too_long(cast: &mut Cast) -> Plot {
    let expected = Expected::Refused("R-TEMP");
    Plot { kind: Kind::Temporary, months: Some(13), expected, ..sole_owner(cast) }
}
