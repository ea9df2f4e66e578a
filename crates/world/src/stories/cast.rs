//! Fresh people and dwellings, for one story after another.

use jiff::ToSpan;
use jiff::civil::Date;
use residence::facts::{AddressKind, Holder, Lease, PersonStatus, Relation, Sex};
use residence::names::{AddressCode, Bin, Iin};

use crate::population::chance::Chance;
use crate::population::household::living;
use crate::population::names::Clan;
use crate::population::numbers::{self, PER_TEN, Place, STORY_PHONE, STORY_TEN};
use crate::population::places::{ASTANA, CITIES, City, Street};
use crate::population::{Site, Snapshot};

/// The first serial of an address that only stories use.
const STORY_SERIAL: u64 = 900_000_000;
/// How many days before the day of the story birthdays lie: so that an age that decides lasts for
/// at least ten months while a demo is kept.
const BIRTHDAYS: u64 = 59;
/// 70 square metres.
const AREA: u32 = 7_000;

/// Makes people and dwellings that no other story has.
pub(super) struct Cast {
    pub(super) rows: Snapshot,
    chance: Chance,
    today: Date,
    people: u64,
    phones: u64,
    buildings: u64,
    organisations: u64,
}

impl Cast {
    pub(super) fn new(seed: u64, today: Date) -> Self {
        let chance = Chance::new(seed, u64::MAX);
        let rows = Snapshot::default();
        Self { rows, chance, today, people: 0, phones: 0, buildings: 0, organisations: 1_000 }
    }

    /// A capable adult with a phone and a home of their own.
    pub(super) fn adult(&mut self) -> Iin {
        let age = self.chance.between(40, 44);
        self.grown(age)
    }

    /// The same, of this age.
    pub(super) fn grown(&mut self, age: i16) -> Iin {
        let iin = self.nobody_home(age);
        self.give_phone(iin);
        self.give_home(iin);
        iin
    }

    /// A child of somebody, who lives where they do.
    pub(super) fn child_of(&mut self, parent: Iin, age: i16) -> Iin {
        let child = self.nobody_home(age);
        self.rows.tie(parent, Relation::Parent, child);
        let home = self.home_of(parent);
        self.live(child, home);
        child
    }

    /// An incapable adult with a home of their own.
    pub(super) fn incapable(&mut self) -> Iin {
        let iin = self.nobody_home(38);
        self.rows.find_incapable(iin, self.today);
        self.give_home(iin);
        iin
    }

    /// A capable adult with a home and no phone.
    pub(super) fn without_phone(&mut self) -> Iin {
        let iin = self.nobody_home(45);
        self.give_home(iin);
        iin
    }

    /// Somebody who has died.
    pub(super) fn dead(&mut self) -> Iin {
        let iin = self.nobody_home(70);
        if let Some(person) = self.rows.persons.last_mut() {
            person.status = PersonStatus::Deceased;
        }
        iin
    }

    /// A citizen of another country with a phone and a home.
    pub(super) fn foreigner(&mut self) -> Iin {
        let iin = self.adult();
        if let Some(person) = self.rows.persons.last_mut() {
            person.citizenship = "UZ".to_owned();
        }
        iin
    }

    /// A number that could be somebody's and is nobody's.
    pub(super) fn unknown(&mut self) -> Iin {
        let iin = self.nobody_home(30);
        self.rows.persons.retain(|person| person.iin != iin);
        iin
    }

    /// Somebody on record who lives nowhere yet.
    fn nobody_home(&mut self, age: i16) -> Iin {
        let sex = if self.chance.percent(50) { Sex::Male } else { Sex::Female };
        let days = i64::try_from(self.people % BIRTHDAYS).unwrap_or_default();
        let rest = self.people / BIRTHDAYS;
        self.people += 1;
        let born = self.today - i64::from(age).years() - (1 + days).days();
        let ten = STORY_TEN + u16::try_from(rest / PER_TEN).unwrap_or(99).min(99);
        let iin = numbers::iin(born, sex, ten, rest % PER_TEN);
        let clan = Clan::draw(&mut self.chance);
        let called = clan.call(sex, &mut self.chance);
        let mut person = living(iin, called, born, sex);
        person.language = clan.language(&mut self.chance);
        self.rows.persons.push(person);
        iin
    }

    pub(super) fn give_phone(&mut self, iin: Iin) {
        let phone = numbers::phone(STORY_PHONE + self.phones);
        self.phones += 1;
        self.rows.bind(iin, phone, self.today, &mut self.chance);
    }

    fn give_home(&mut self, iin: Iin) {
        let home = self.flat();
        self.own(home, &[iin]);
        self.live(iin, home);
    }

    /// Where somebody lives.
    pub(super) fn home_of(&mut self, iin: Iin) -> AddressCode {
        match self.rows.home(iin) {
            Some(home) => home,
            None => self.flat(),
        }
    }

    pub(super) fn live(&mut self, iin: Iin, rka: AddressCode) {
        self.rows.register(iin, rka, self.today, &mut self.chance);
    }

    /// Moves somebody to another permanent home, before the story begins.
    pub(super) fn move_to(&mut self, iin: Iin, rka: AddressCode) {
        self.rows.entries.retain(|entry| entry.iin != iin);
        self.live(iin, rka);
    }

    pub(super) fn tie(&mut self, iin: Iin, relation: Relation, of: Iin) {
        self.rows.tie(iin, relation, of);
    }

    /// A flat in a block of its own, without a title.
    pub(super) fn flat(&mut self) -> AddressCode {
        let city = self.chance.weigh(&CITIES);
        self.flat_in(city)
    }

    fn flat_in(&mut self, city: City) -> AddressCode {
        let (street, block, house) = self.block_in(city);
        let rka = numbers::rka(Place::Flat, STORY_SERIAL + self.buildings);
        let number = 1 + self.chance.below(120);
        self.rows.build(&street, &Site::flat(rka, block, &house, number));
        rka
    }

    /// Premises of a block where nobody may live.
    pub(super) fn shop(&mut self) -> AddressCode {
        let rka = self.flat();
        if let Some(address) = self.rows.addresses.last_mut() {
            address.living = false;
        }
        rka
    }

    /// A block of flats.
    pub(super) fn block(&mut self) -> AddressCode {
        let city = self.chance.weigh(&CITIES);
        self.block_in(city).1
    }

    fn block_in(&mut self, city: City) -> (Street, AddressCode, String) {
        self.buildings += 1;
        let street = Street::in_city(city, &mut self.chance);
        let house = self.chance.between(1, 180).to_string();
        let rka = numbers::rka(Place::Building, STORY_SERIAL + self.buildings);
        self.rows.build(&street, &Site::whole(rka, AddressKind::Block, &house));
        (street, rka, house)
    }

    /// A flat in the capital where one more person would be too many.
    pub(super) fn full_flat(&mut self) -> (AddressCode, Iin) {
        let rka = self.flat_in(ASTANA);
        let owner = self.adult();
        self.rows.own(rka, Holder::Person(owner), 4_500, self.today);
        self.move_to(owner, rka);
        for _ in 0..2 {
            let other = self.adult();
            self.move_to(other, rka);
        }
        (rka, owner)
    }

    /// A code that could be an address's and is none's.
    pub(super) fn nowhere(&mut self) -> AddressCode {
        self.buildings += 1;
        numbers::rka(Place::Flat, STORY_SERIAL + self.buildings)
    }

    pub(super) fn own(&mut self, rka: AddressCode, owners: &[Iin]) {
        for owner in owners {
            self.rows.own(rka, Holder::Person(*owner), AREA, self.today);
        }
    }

    pub(super) fn own_by_organisation(&mut self, rka: AddressCode) {
        let organisation = self.organisation();
        self.rows.own(rka, Holder::Organisation(organisation), AREA, self.today);
    }

    fn organisation(&mut self) -> Bin {
        self.organisations += 1;
        numbers::bin(self.organisations)
    }

    /// A flat of the state with a lease, which has ended when `ended`.
    pub(super) fn leased(&mut self, tenant: Iin, listed: &[Iin], ended: bool) -> AddressCode {
        let rka = self.flat();
        let from = self.today - 4.years();
        let until = ended.then(|| self.today - 30.days());
        let place = self.rows.addresses.last().map(|address| address.place_ru.clone());
        let housing_office = format!("{}, Центр обеспечения жильём", place.unwrap_or_default());
        let listed = listed.to_vec();
        let lease = Lease { rka, tenant, listed, from, until, housing_office };
        let state = Holder::Organisation(self.organisation());
        self.rows.let_out(lease, state, AREA);
        rka
    }
}
