//! Who acts in a journey, and where.

use residence::facts::Language;
use residence::names::{AddressCode, Iin, Phone};
use serde_json::{Value, json};
use world::journey::{Wish, expect, text};
use world::population::Snapshot;
use world::stories::Story;

use crate::stage::Stage;

/// Somebody with a phone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Somebody {
    pub(crate) iin: Iin,
    pub(crate) phone: Phone,
}

impl Somebody {
    #[track_caller]
    fn of(iin: Iin, phone: Option<Phone>) -> Self {
        Self { iin, phone: phone.expect("a phone") }
    }
}

/// Somebody who moves into a flat.
pub(crate) struct Move<'s> {
    pub(crate) applicant: Somebody,
    /// A child of the applicant, under fourteen, who lives with them.
    pub(crate) child: Option<Iin>,
    /// Who is asked.
    pub(crate) owner: Option<Somebody>,
    /// The flat.
    pub(crate) rka: AddressCode,
    registers: &'s Snapshot,
}

impl<'s> Move<'s> {
    /// As a story tells it.
    #[track_caller]
    pub(crate) fn of(story: &'s Story) -> Self {
        let scenario = &story.scenario;
        let owner = scenario.asks.first().map(|ask| Somebody::of(ask.iin, ask.phone));
        Self {
            applicant: Somebody::of(scenario.applicant, scenario.phone),
            child: None,
            owner,
            rka: scenario.rka,
            registers: &story.snapshot,
        }
    }

    /// A parent with a child who moves into a flat of somebody else, its only owner.
    #[track_caller]
    pub(crate) fn of_a_family(stage: &'s Stage) -> Self {
        let family = &stage.story("child_13").scenario;
        let applicant = Somebody::of(family.applicant, family.phone);
        Self { applicant, child: Some(family.subject), ..Self::of(stage.story("other_owner")) }
    }

    /// The phone of the one who is asked.
    #[track_caller]
    pub(crate) fn owner(&self) -> Somebody {
        self.owner.expect("somebody is asked")
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

    /// Makes a draft over the API; its number in addresses.
    #[track_caller]
    pub(crate) fn is_drafted(&self, stage: &Stage) -> String {
        let Somebody { iin, phone } = self.applicant;
        let wish = Wish { applicant: iin, phone, form: self.form() };
        let road = stage.road();
        let drafted = async {
            let client = road.sign_in(iin, phone).await?;
            text(&expect(road.draft(&client, &wish).await?, 201, "the draft")?, "id")
        };
        stage.wait("the draft", drafted).expect("it is drafted")
    }

    fn form(&self) -> Value {
        json!({ "kind": "permanent", "rka": self.rka, "reason": "rent" })
    }

    /// Applies and signs over the API; the number of the application in addresses.
    #[track_caller]
    pub(crate) fn is_filed(&self, stage: &Stage) -> String {
        let Somebody { iin, phone } = self.applicant;
        let wish = Wish { applicant: iin, phone, form: self.form() };
        let road = stage.road();
        let filed = async {
            let client = road.sign_in(iin, phone).await?;
            let draft = expect(road.draft(&client, &wish).await?, 201, "the draft")?;
            let id = text(&draft, "id")?;
            road.sign(&client, &wish, &id).await?;
            let settled = ["awaiting_consent", "registered", "refused", "referred"];
            road.until(&client, &id, &settled).await.map(|_| id)
        };
        stage.wait("the application", filed).expect("it is filed")
    }
}
