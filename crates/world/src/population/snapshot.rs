//! Rows of every register that belong together.

use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::Offset;
use residence::facts::{
    Address, AddressKind, Capacity, CapacityState, Holder, Kin, Lease, Ownership, Person,
    PhoneBinding, Relation, TitleRow,
};
use residence::names::{AddressCode, Iin, Phone, RegistrationId};
use residence::registration::{Entry, Kind};
use service::registers::import::{Row, to_import};
use store::ImportRow;

use super::chance::Chance;
use super::places::Street;

/// What the registers say of some people and dwellings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The person register.
    pub persons: Vec<Person>,
    /// The kin register.
    pub kin: Vec<Kin>,
    /// Court decisions on capacity.
    pub capacity: Vec<Capacity>,
    /// The address register.
    pub addresses: Vec<Address>,
    /// The title register.
    pub titles: Vec<TitleRow>,
    /// Leases of state rental housing.
    pub leases: Vec<Lease>,
    /// The mobile base.
    pub phones: Vec<PhoneBinding>,
    /// The registration book.
    pub entries: Vec<Entry>,
}

/// Noon in Kazakhstan on a day.
pub(crate) fn noon(day: Date) -> Timestamp {
    let Ok(moment) = Offset::constant(5).to_timestamp(day.at(12, 0, 0, 0)) else {
        panic!("{day} is beyond the calendar")
    };
    moment
}

impl Snapshot {
    /// Every row, in its type.
    pub fn rows(self) -> impl Iterator<Item = Row> {
        let people = self.persons.into_iter().map(Row::Person);
        people
            .chain(self.kin.into_iter().map(Row::Kin))
            .chain(self.capacity.into_iter().map(Row::Capacity))
            .chain(self.addresses.into_iter().map(Row::Address))
            .chain(self.titles.into_iter().map(Row::Title))
            .chain(self.leases.into_iter().map(Row::Lease))
            .chain(self.phones.into_iter().map(Row::Phone))
            .chain(self.entries.into_iter().map(Row::Registration))
    }

    /// Every row, as a store takes it in.
    pub fn imports(self) -> impl Iterator<Item = ImportRow> {
        self.rows().filter_map(to_import)
    }

    /// Adds the rows of another.
    pub fn append(&mut self, mut other: Self) {
        self.persons.append(&mut other.persons);
        self.kin.append(&mut other.kin);
        self.capacity.append(&mut other.capacity);
        self.addresses.append(&mut other.addresses);
        self.titles.append(&mut other.titles);
        self.leases.append(&mut other.leases);
        self.phones.append(&mut other.phones);
        self.entries.append(&mut other.entries);
    }

    /// A person.
    #[must_use]
    pub fn person(&self, iin: Iin) -> Option<&Person> {
        self.persons.iter().find(|person| person.iin == iin)
    }

    /// A person's number in the mobile base.
    #[must_use]
    pub fn phone(&self, iin: Iin) -> Option<Phone> {
        self.phones.iter().find(|binding| binding.iin == iin).map(|binding| binding.phone)
    }

    /// Who has a right of ownership.
    pub fn owners(&self, rka: AddressCode) -> impl Iterator<Item = Holder> {
        self.titles.iter().filter(move |title| title.rka == rka).filter_map(|title| title.owner)
    }

    /// Where a person is registered permanently.
    #[must_use]
    pub fn home(&self, iin: Iin) -> Option<AddressCode> {
        let permanent = |entry: &&Entry| entry.iin == iin && entry.kind == Kind::Permanent;
        self.entries.iter().find(permanent).map(|entry| entry.rka)
    }

    /// Says that `iin` is the `relation` of `of`.
    pub(crate) fn tie(&mut self, iin: Iin, relation: Relation, of: Iin) {
        self.kin.push(Kin { iin, of, relation, until: None });
    }

    /// Says that a court found somebody incapable some years ago.
    pub(crate) fn find_incapable(&mut self, iin: Iin, today: Date) {
        let from = today - 2.years();
        self.capacity.push(Capacity { iin, state: CapacityState::Incapable, from, until: None });
    }

    /// Binds a number to a person; long enough ago to count.
    pub(crate) fn bind(&mut self, iin: Iin, phone: Phone, today: Date, chance: &mut Chance) {
        let day = today - i64::from(chance.between(10, 2_000)).days();
        self.phones.push(PhoneBinding { iin, phone, bound_at: noon(day) });
    }

    /// Registers a person permanently, some time after their birth.
    pub(crate) fn register(
        &mut self,
        iin: Iin,
        rka: AddressCode,
        today: Date,
        chance: &mut Chance,
    ) {
        let day = today - i64::from(chance.between(30, 3_000)).days();
        let born = self.person(iin).map_or(day, |person| person.born);
        self.entries.push(Entry {
            id: RegistrationId::from_random(chance.draw_wide()),
            iin,
            rka,
            kind: Kind::Permanent,
            opened_at: noon(day.max(born)),
            until: None,
            closed_at: None,
            opened_by: "import".to_owned(),
            closed_by: None,
        });
    }

    /// Records a right of ownership.
    pub(crate) fn own(&mut self, rka: AddressCode, owner: Holder, area: u32, today: Date) {
        // A document for each right; its number need only differ within the dwelling.
        let rights = self.titles.iter().filter(|title| title.rka == rka).count();
        self.titles.push(TitleRow {
            rka,
            owner: Some(owner),
            ownership: Ownership::Private,
            commissioned: true,
            area_hundredths: area,
            since: Some(today - 5.years()),
            document: format!("ДКП-{}", rights + 1),
            encumbrance: None,
        });
    }

    /// Records a dwelling of the state and the lease by which it is let.
    pub(crate) fn let_out(&mut self, lease: Lease, state: Holder, area: u32) {
        self.titles.push(TitleRow {
            rka: lease.rka,
            owner: Some(state),
            ownership: Ownership::StateRental,
            commissioned: true,
            area_hundredths: area,
            since: Some(lease.from - 1.years()),
            document: "КЖФ-1".to_owned(),
            encumbrance: None,
        });
        self.leases.push(lease);
    }

    /// Puts an address on record.
    pub(crate) fn build(&mut self, street: &Street, site: &Site) {
        self.addresses.push(Address {
            rka: site.rka,
            building: site.building,
            kato: street.city.code(),
            kind: site.kind,
            living: site.living,
            actual: true,
            place_kk: format!("{} қ.", street.city.kk),
            place_ru: format!("г. {}", street.city.ru),
            street_kk: street.kk.clone(),
            street_ru: street.ru.clone(),
            house: site.house.clone(),
            flat: site.flat.clone(),
        });
    }
}

/// What stands at a street.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) rka: AddressCode,
    pub(crate) kind: AddressKind,
    pub(crate) building: Option<AddressCode>,
    pub(crate) living: bool,
    pub(crate) house: String,
    pub(crate) flat: Option<String>,
}

impl Site {
    /// A building or plot at a number of the street.
    pub(crate) fn whole(rka: AddressCode, kind: AddressKind, house: &str) -> Self {
        Self { rka, kind, building: None, living: true, house: house.to_owned(), flat: None }
    }

    /// A flat of a block.
    pub(crate) fn flat(rka: AddressCode, block: AddressCode, house: &str, flat: u64) -> Self {
        let building = Some(block);
        let flat = Some(flat.to_string());
        Self { building, flat, ..Self::whole(rka, AddressKind::Flat, house) }
    }

    /// The same, but not for living.
    pub(crate) fn not_for_living(self) -> Self {
        Self { living: false, ..self }
    }
}
