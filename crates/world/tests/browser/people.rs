//! Who acts in a journey, and where.

use residence::facts::Language;
use residence::names::{AddressCode, Iin, Phone};
use world::population::Snapshot;

use crate::stage::Stage;

/// Somebody with a phone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Somebody {
    pub(crate) iin: Iin,
    pub(crate) phone: Phone,
}

/// Somebody who moves into a flat of somebody else.
pub(crate) struct Move<'s> {
    pub(crate) applicant: Somebody,
    /// A child of the applicant, under fourteen.
    pub(crate) child: Iin,
    pub(crate) owner: Somebody,
    /// The flat.
    pub(crate) rka: AddressCode,
    registers: &'s Snapshot,
}

impl<'s> Move<'s> {
    /// A parent with a child, who live together, and a flat whose only owner is asked.
    #[track_caller]
    pub(crate) fn of(stage: &'s Stage) -> Self {
        let family = &stage.story("child_13").scenario;
        let flat = stage.story("other_owner");
        let owner = flat.scenario.asks[0];
        Self {
            applicant: Somebody { iin: family.applicant, phone: family.phone.expect("a phone") },
            child: family.subject,
            owner: Somebody { iin: owner.iin, phone: owner.phone.expect("a phone") },
            rka: flat.scenario.rka,
            registers: &flat.snapshot,
        }
    }

    /// The block of the flat.
    pub(crate) fn block(&self) -> AddressCode {
        let mut addresses = self.registers.addresses.iter();
        let flat = addresses.find(|address| address.rka == self.rka).expect("the flat");
        flat.building.expect("a flat is in a block")
    }

    /// The block in the words of a language: place, street and house.
    pub(crate) fn block_in_words(&self, language: Language) -> String {
        let block = self.block();
        let mut addresses = self.registers.addresses.iter();
        addresses.find(|address| address.rka == block).expect("the block").line(language)
    }
}
