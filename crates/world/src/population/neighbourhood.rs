//! A neighbourhood: two blocks of flats, some houses, and the families who live and move there.

use jiff::ToSpan;
use jiff::civil::Date;
use residence::facts::{AddressKind, Holder, Lease, Relation};
use residence::names::{AddressCode, Iin};
use residence::registration::Kind;

use super::PER_NEIGHBOURHOOD;
use super::chance::Chance;
use super::household::{Household, Maker};
use super::names::Clan;
use super::numbers::{self, Place};
use super::places::Street;
use super::scenario::{Answer, Ask, Expected, MIX, Move, Role, Scenario};
use super::snapshot::{Site, Snapshot};

/// Below this serial no address of the population has its РКА, so that others can count there.
const FIRST_SERIAL: u64 = 1_000_000;

/// Some families, what the registers say of them, and one application for each.
///
/// No tie, title or lease leads out of a neighbourhood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbourhood {
    /// What the registers say.
    pub snapshot: Snapshot,
    /// An application for each household, in order. No two have the same subject or dwelling.
    pub scenarios: Vec<Scenario>,
}

/// Makes one neighbourhood.
pub(super) struct Builder {
    chance: Chance,
    today: Date,
    at: u64,
    turn: u64,
    street: Street,
    made: Neighbourhood,
}

impl Builder {
    pub(super) fn new(seed: u64, at: u64, today: Date) -> Self {
        let mut chance = Chance::new(seed, at + 1);
        let turn = Chance::new(seed, 0).below(365);
        let street = Street::draw(&mut chance);
        Self { chance, today, at, turn, street, made: Neighbourhood::default() }
    }

    pub(super) fn build(mut self) -> Neighbourhood {
        let number = self.chance.between(1, 180).to_string();
        let homes = self.block(0, &number);
        let other = format!("{number}/1");
        let flats = self.block(1, &other);
        self.shop_and_plot(flats, &other);
        let brothers = self.chance.percent(50);
        let clan = Clan::draw(&mut self.chance);
        let mut households = Vec::new();
        let mut dwellings = Vec::new();
        for place in 0..PER_NEIGHBOURHOOD {
            let own = if brothers && place < 2 { clan } else { Clan::draw(&mut self.chance) };
            let household = self.settle(place, own);
            dwellings.push((self.home(place, homes, &number, &household), place));
            households.push(household);
        }
        let pair = match households.as_slice() {
            [first, second, ..] if brothers => first.head.zip(second.head),
            _ => None,
        };
        if let Some((one, other)) = pair {
            self.made.snapshot.tie(one, Relation::Sibling, other);
        }
        for (home, place) in dwellings {
            let rka = self.flat(4 + place, flats, &other, 21 + place);
            let beside = |step| nth(&households, (place + step) % PER_NEIGHBOURHOOD);
            let (Some(who), Some(next), Some(third)) = (beside(0), beside(1), beside(2)) else {
                continue;
            };
            let brother = pair.and_then(|(one, two)| match who.mover {
                mover if mover == one => Some(two),
                mover if mover == two => Some(one),
                _ => None,
            });
            let cast = Cast { who, brother, next: next.principal, third: third.principal, home };
            self.scenario(&cast, rka);
        }
        self.made
    }

    fn settle(&mut self, place: u64, clan: Clan) -> Household {
        let ordinal = self.at * PER_NEIGHBOURHOOD + place;
        let (snapshot, chance) = (&mut self.made.snapshot, &mut self.chance);
        Maker::new(snapshot, chance, self.today, ordinal, self.turn, clan).settle()
    }

    fn block(&mut self, which: u64, number: &str) -> AddressCode {
        let rka = numbers::rka(Place::Building, FIRST_SERIAL + self.at * 10 + which);
        self.made.snapshot.build(&self.street, &Site::whole(rka, AddressKind::Block, number));
        rka
    }

    fn flat(&mut self, which: u64, block: AddressCode, house: &str, number: u64) -> AddressCode {
        let rka = numbers::rka(Place::Flat, FIRST_SERIAL + self.at * 10 + which);
        self.made.snapshot.build(&self.street, &Site::flat(rka, block, house, number));
        rka
    }

    /// Premises and land where nobody lives.
    fn shop_and_plot(&mut self, block: AddressCode, house: &str) {
        let rka = numbers::rka(Place::Flat, FIRST_SERIAL + self.at * 10 + 8);
        let shop = Site::flat(rka, block, house, 1).not_for_living();
        self.made.snapshot.build(&self.street, &shop);
        self.made.snapshot.own(rka, self.organisation(), 12_000, self.today);
        let rka = numbers::rka(Place::Plot, FIRST_SERIAL + self.at);
        let plot = Site::whole(rka, AddressKind::Plot, &format!("{house}А")).not_for_living();
        self.made.snapshot.build(&self.street, &plot);
    }

    /// Where a household lives, and by what right.
    fn home(
        &mut self,
        place: u64,
        block: AddressCode,
        number: &str,
        household: &Household,
    ) -> AddressCode {
        let rka = if self.chance.percent(20) {
            let rka = numbers::rka(Place::Building, FIRST_SERIAL + self.at * 10 + 2 + place);
            let house = Site::whole(rka, AddressKind::House, &format!("{number}/{}", place + 2));
            self.made.snapshot.build(&self.street, &house);
            rka
        } else {
            self.flat(place, block, number, 3 + place * 4)
        };
        let area = self.area();
        let principal = household.principal;
        match self.chance.below(100) {
            0..70 => self.made.snapshot.own(rka, Holder::Person(principal), area, self.today),
            70..87 => {
                // With the spouse, a child, or whoever else lives there.
                let mut owners = vec![principal];
                owners.extend(household.members.iter().copied().find(|iin| *iin != principal));
                for owner in owners {
                    self.made.snapshot.own(rka, Holder::Person(owner), area, self.today);
                }
            }
            87..95 => {
                let others = household.members.iter().copied().filter(|iin| *iin != principal);
                self.let_out(rka, principal, others.collect(), area);
            }
            _ => self.made.snapshot.own(rka, self.organisation(), area, self.today),
        }
        for member in &household.members {
            self.made.snapshot.register(*member, rka, self.today, &mut self.chance);
        }
        rka
    }

    fn let_out(&mut self, rka: AddressCode, tenant: Iin, listed: Vec<Iin>, area: u32) {
        let from = self.today - 3.years();
        let housing_office = format!("г. {}, Центр обеспечения жильём", self.street.city.ru);
        let lease = Lease { rka, tenant, listed, from, until: None, housing_office };
        self.made.snapshot.let_out(lease, self.organisation(), area);
    }

    /// A company, or the city as owner of its housing stock.
    fn organisation(&self) -> Holder {
        Holder::Organisation(numbers::bin(self.at % 500))
    }

    /// 60 to 95 square metres: four people fit under any norm.
    fn area(&mut self) -> u32 {
        u32::try_from(self.chance.between(6_000, 9_500)).unwrap_or(6_000)
    }

    /// Makes a move true: rights, leases, and what is to come of it.
    fn scenario(&mut self, cast: &Cast<'_>, flat: AddressCode) {
        let area = self.area();
        let mover = cast.who.mover;
        let movement = self.chance.weigh(&MIX);
        let rka = if movement == Move::AlreadyThere { cast.home } else { flat };
        let (owners, expected): (Vec<Iin>, _) = match movement {
            Move::OwnerAlone => (vec![mover], Expected::Registered),
            Move::CoOwners => (vec![mover, self.partner(cast)], Expected::Registered),
            Move::OtherOwner if self.chance.percent(15) => {
                (vec![cast.next, cast.third], Expected::Registered)
            }
            Move::OtherOwner => (vec![cast.next], Expected::Registered),
            Move::OwnerRefuses => (vec![cast.next], Expected::Refused("R-CON-NO")),
            Move::OwnerSilent => (vec![cast.next], Expected::Refused("R-CON-TIME")),
            Move::StateRental => {
                let (tenant, mut listed) = (cast.next, cast.who.members.clone());
                let tenant = if self.chance.percent(50) { mover } else { tenant };
                listed.retain(|iin| *iin != tenant);
                self.let_out(rka, tenant, listed, area);
                (Vec::new(), Expected::Registered)
            }
            Move::NotListed => {
                self.let_out(rka, cast.next, Vec::new(), area);
                (Vec::new(), Expected::Refused("R-RENT-OUT"))
            }
            Move::NoTitle => (Vec::new(), Expected::Refused("R-TITLE")),
            Move::AlreadyThere => (Vec::new(), Expected::Refused("R-SAME")),
        };
        for owner in &owners {
            self.made.snapshot.own(rka, Holder::Person(*owner), area, self.today);
        }
        let answer = match movement {
            Move::OwnerRefuses => Answer::Refuses,
            Move::OwnerSilent => Answer::Silent,
            Move::OwnerAlone
            | Move::CoOwners
            | Move::OtherOwner
            | Move::StateRental
            | Move::NoTitle
            | Move::AlreadyThere
            | Move::NotListed => Answer::Agrees,
        };
        let role = if owners.contains(&mover) { Role::CoOwner } else { Role::Owner };
        let asked = owners.into_iter().filter(|owner| *owner != mover);
        let snapshot = &self.made.snapshot;
        let ask = |iin| Ask { iin, phone: snapshot.phone(iin), role, answer };
        let asks = asked.map(ask).collect();
        let temporary = movement != Move::AlreadyThere && self.chance.percent(10);
        let months = temporary.then(|| u8::try_from(self.chance.between(1, 12)).unwrap_or(1));
        self.made.scenarios.push(Scenario {
            applicant: mover,
            phone: self.made.snapshot.phone(mover),
            subject: mover,
            rka,
            kind: if temporary { Kind::Temporary } else { Kind::Permanent },
            months,
            asks,
            expected,
        });
    }

    /// With whom a dwelling is owned: spouse, brother, or a stranger.
    fn partner(&mut self, cast: &Cast<'_>) -> Iin {
        let stranger = self.chance.percent(30);
        let kin = cast.who.spouse.or(cast.brother).filter(|_| !stranger);
        kin.unwrap_or(cast.next)
    }
}

/// The people around one move.
struct Cast<'a> {
    who: &'a Household,
    brother: Option<Iin>,
    next: Iin,
    third: Iin,
    home: AddressCode,
}

fn nth(households: &[Household], place: u64) -> Option<&Household> {
    usize::try_from(place).ok().and_then(|place| households.get(place))
}
