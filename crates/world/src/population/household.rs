//! Families: who lives together, and how they are tied.

use jiff::ToSpan;
use jiff::civil::Date;
use residence::facts::{Person, PersonStatus, Relation, Sex};
use residence::names::Iin;

use super::chance::Chance;
use super::names::{Called, Clan};
use super::numbers::{self, FIRST_TEN, PER_TEN, TENS};
use super::snapshot::Snapshot;

/// How many households have numbers of their own: one person of each sex and generation for each
/// day of a year, ten of serials, and serial.
pub(super) const NUMBERED: u64 = 365 * TENS * PER_TEN;

/// How many members of a household may have a phone.
const PHONES_EACH: u64 = 6;

/// A generation: years of birth that no other generation has. A household has at most one person of
/// each sex in each, which is what keeps ИИН apart without a list of those given out.
#[derive(Clone, Copy)]
struct Generation {
    oldest: i16,
    youngest: i16,
}

const SMALL: Generation = Generation { oldest: 9, youngest: 0 };
const OLDER: Generation = Generation { oldest: 22, youngest: 10 };
const ADULT: Generation = Generation { oldest: 53, youngest: 23 };
const SENIOR: Generation = Generation { oldest: 85, youngest: 54 };

/// A child of so many calendar years is of age whatever the day.
const GROWN: i16 = 19;

/// People who live together.
#[derive(Clone, Debug)]
pub(super) struct Household {
    /// Everybody alive, and registered here.
    pub(super) members: Vec<Iin>,
    /// Who moves: capable, a citizen, with a phone, leaving no child behind.
    pub(super) mover: Iin,
    /// Who can be asked as an owner: capable, of age, with a phone.
    pub(super) principal: Iin,
    /// The husband or wife of the mover, with a phone.
    pub(super) spouse: Option<Iin>,
    /// The man of the family, who may have a brother in the neighbourhood.
    pub(super) head: Option<Iin>,
}

/// What a household can be.
#[derive(Clone, Copy)]
enum Form {
    Single,
    Couple,
    Family,
    LoneParent,
    Seniors,
    Orphans,
    Ward,
}

const FORMS: [(Form, u64); 7] = [
    (Form::Single, 25),
    (Form::Couple, 20),
    (Form::Family, 32),
    (Form::LoneParent, 10),
    (Form::Seniors, 8),
    (Form::Orphans, 2),
    (Form::Ward, 3),
];

/// Makes the people of one household.
pub(super) struct Maker<'a> {
    pub(super) snapshot: &'a mut Snapshot,
    pub(super) chance: &'a mut Chance,
    pub(super) today: Date,
    /// Which household of the population.
    pub(super) ordinal: u64,
    /// Turns the days of birth of a whole population.
    pub(super) turn: u64,
    pub(super) clan: Clan,
    household: Vec<Iin>,
    phones: u64,
}

impl<'a> Maker<'a> {
    pub(super) fn new(
        snapshot: &'a mut Snapshot,
        chance: &'a mut Chance,
        today: Date,
        ordinal: u64,
        turn: u64,
        clan: Clan,
    ) -> Self {
        Self { snapshot, chance, today, ordinal, turn, clan, household: Vec::new(), phones: 0 }
    }

    /// Makes a household of some form.
    pub(super) fn settle(self) -> Household {
        match self.chance.weigh(&FORMS) {
            Form::Single => self.single(),
            Form::Couple => self.couple(ADULT, 23, 53),
            Form::Seniors => self.couple(SENIOR, 56, 80),
            Form::Family => self.family(),
            Form::LoneParent => self.lone_parent(),
            Form::Orphans => self.orphans(),
            Form::Ward => self.ward(),
        }
    }

    fn single(mut self) -> Household {
        let sex = self.sex();
        let clan = self.clan;
        let adult = self.chance.percent(70);
        let (generation, years) = if adult { (ADULT, (23, 53)) } else { (SENIOR, (54, 80)) };
        let iin = self.person(generation, sex, years, clan);
        self.phone(iin);
        let head = (adult && sex == Sex::Male).then_some(iin);
        self.household(iin, iin, None, head)
    }

    fn couple(mut self, generation: Generation, youngest: i16, oldest: i16) -> Household {
        let (husband, wife) = self.spouses(generation, (youngest, oldest));
        self.phone(wife);
        let head = (generation.oldest == ADULT.oldest).then_some(husband);
        let (mover, spouse) =
            if self.chance.percent(50) { (husband, wife) } else { (wife, husband) };
        self.household(mover, husband, Some(spouse), head)
    }

    /// Father, mother, children and a grandparent, or a grown-up child, who moves away.
    fn family(mut self) -> Household {
        let (father, mother) = self.spouses(ADULT, (26, 50));
        if self.chance.percent(97) {
            self.phone(mother);
        }
        let children = self.children(&[father, mother]);
        let grown = children.iter().copied().find(|iin| self.years(*iin) >= GROWN);
        let mover = grown.unwrap_or_else(|| self.grandparent(father, &children));
        self.phone(mover);
        if grown.is_none() {
            self.maybe_dead(father, mover);
        }
        self.maybe_foreign(mother);
        self.household(mover, father, None, Some(father))
    }

    /// A mother or father alone with small children, who come along.
    fn lone_parent(mut self) -> Household {
        let sex = if self.chance.percent(80) { Sex::Female } else { Sex::Male };
        let clan = self.clan;
        let parent = self.person(ADULT, sex, (25, 42), clan);
        self.phone(parent);
        let both = self.chance.percent(30);
        for child in if both { &[Sex::Male, Sex::Female][..] } else { &[Sex::Female] } {
            self.child(SMALL, *child, &[parent]);
        }
        let head = (sex == Sex::Male).then_some(parent);
        self.household(parent, parent, None, head)
    }

    /// A grandmother who is guardian of a child; the grown-up brother of the child moves away.
    fn orphans(mut self) -> Household {
        let clan = self.clan;
        let guardian = self.person(SENIOR, Sex::Female, (56, 75), clan);
        let brother = self.person(OLDER, Sex::Male, (GROWN, 22), clan);
        let sex = self.sex();
        let child = self.person(SMALL, sex, (1, 9), clan);
        self.snapshot.tie(guardian, Relation::Guardian, child);
        self.snapshot.tie(guardian, Relation::Grandparent, child);
        self.snapshot.tie(guardian, Relation::Grandparent, brother);
        self.snapshot.tie(brother, Relation::Sibling, child);
        self.phone(guardian);
        self.phone(brother);
        self.household(brother, guardian, None, None)
    }

    /// A guardian of a grandparent who was found incapable; the grown-up child moves away.
    fn ward(mut self) -> Household {
        let sex = self.sex();
        let clan = self.clan;
        let guardian = self.person(ADULT, sex, (42, 50), clan);
        let child_clan = self.clan_of_children(guardian);
        let child_sex = self.sex();
        let child = self.person(OLDER, child_sex, (GROWN, 22), child_clan);
        self.snapshot.tie(guardian, Relation::Parent, child);
        let ward = self.grandparent(guardian, &[child]);
        self.snapshot.find_incapable(ward, self.today);
        self.snapshot.tie(guardian, Relation::Guardian, ward);
        self.phone(guardian);
        self.phone(child);
        let head = (sex == Sex::Male).then_some(guardian);
        self.household(child, guardian, None, head)
    }

    fn household(
        self,
        mover: Iin,
        principal: Iin,
        spouse: Option<Iin>,
        head: Option<Iin>,
    ) -> Household {
        Household { members: self.household, mover, principal, spouse, head }
    }

    /// A husband with a phone, and his wife.
    fn spouses(&mut self, generation: Generation, (youngest, oldest): (i16, i16)) -> (Iin, Iin) {
        let clan = self.clan;
        let husband = self.person(generation, Sex::Male, (youngest, oldest), clan);
        let years = (self.years(husband) + self.chance.between(-2, 3)).clamp(youngest, oldest);
        let own = clan.beside(self.chance);
        let hers = if self.chance.percent(60) { own.married_into(clan) } else { own };
        let wife = self.person(generation, Sex::Female, (years, years), hers);
        self.snapshot.tie(husband, Relation::Spouse, wife);
        self.phone(husband);
        (husband, wife)
    }

    /// One to four children.
    fn children(&mut self, parents: &[Iin]) -> Vec<Iin> {
        let mut children = Vec::new();
        for (generation, hundredths) in [(OLDER, 40), (SMALL, 50)] {
            for sex in [Sex::Male, Sex::Female] {
                if self.chance.percent(hundredths) {
                    children.extend(self.child(generation, sex, parents));
                }
            }
        }
        if children.is_empty() {
            children.extend(self.child(SMALL, Sex::Female, parents));
        }
        children
    }

    /// A child of these parents, if one of that generation is possible: parents are 19 to 44 years
    /// older.
    fn child(&mut self, generation: Generation, sex: Sex, parents: &[Iin]) -> Option<Iin> {
        let years = parents.iter().map(|iin| self.years(*iin));
        let (young, old) = (years.clone().min()?, years.max()?);
        let oldest = generation.oldest.min(young - 19);
        let youngest = generation.youngest.max(old - 44);
        if youngest > oldest {
            return None;
        }
        let clan = self.clan_of_children(*parents.first()?);
        let child = self.person(generation, sex, (youngest, oldest), clan);
        for parent in parents {
            self.snapshot.tie(*parent, Relation::Parent, child);
        }
        if self.years(child) > 14 && self.chance.percent(90) {
            self.phone(child);
        }
        Some(child)
    }

    fn clan_of_children(&self, parent: Iin) -> Clan {
        let father = self.snapshot.person(parent).filter(|person| person.sex == Sex::Male);
        father.map_or(self.clan, |father| self.clan.children_of(&father.given_name))
    }

    /// A grandparent on the side of one parent.
    fn grandparent(&mut self, parent: Iin, children: &[Iin]) -> Iin {
        let sex = self.sex();
        let grandparent = self.elder(parent, sex);
        for child in children {
            self.snapshot.tie(grandparent, Relation::Grandparent, *child);
        }
        grandparent
    }

    /// Somebody 20 to 34 years older than their child, or as near to that as a senior can be.
    fn elder(&mut self, child: Iin, sex: Sex) -> Iin {
        let years = self.years(child) + self.chance.between(20, 34);
        let years = years.clamp(SENIOR.youngest, SENIOR.oldest);
        let clan = self.clan.beside(self.chance).married_into(self.clan);
        let elder = self.person(SENIOR, sex, (years, years), clan);
        let forefather = self.clan.forefather();
        if sex == Sex::Male
            && let Some(person) = self.snapshot.persons.last_mut()
        {
            person.given_name = forefather.to_owned();
        }
        self.snapshot.tie(elder, Relation::Parent, child);
        elder
    }

    /// In some families the other grandparent on that side has died.
    fn maybe_dead(&mut self, child: Iin, living: Iin) {
        let Some(person) = self.snapshot.person(living) else { return };
        let sex = if person.sex == Sex::Male { Sex::Female } else { Sex::Male };
        if self.chance.percent(25) {
            let dead = self.elder(child, sex);
            self.household.retain(|iin| *iin != dead);
            if let Some(person) = self.snapshot.persons.last_mut() {
                person.status = PersonStatus::Deceased;
            }
        }
    }

    /// A few wives are citizens of another country.
    fn maybe_foreign(&mut self, iin: Iin) {
        let foreign = self.chance.percent(3);
        let country = self.chance.pick(&["RU", "UZ", "KG", "MN"]);
        let person = self.snapshot.persons.iter_mut().find(|person| person.iin == iin);
        if let Some(person) = person.filter(|_| foreign) {
            person.citizenship = country.to_owned();
        }
    }

    fn sex(&mut self) -> Sex {
        if self.chance.percent(50) { Sex::Male } else { Sex::Female }
    }

    /// How many years ago somebody was born, by the calendar year.
    fn years(&self, iin: Iin) -> i16 {
        let born = self.snapshot.person(iin).map(|person| person.born.year());
        self.today.year() - born.unwrap_or_default()
    }

    /// Somebody born between so many years ago; `years` lie within the generation.
    fn person(&mut self, generation: Generation, sex: Sex, years: (i16, i16), clan: Clan) -> Iin {
        let (youngest, oldest) = (years.0.max(generation.youngest), years.1.min(generation.oldest));
        let year = self.today.year() - self.chance.between(youngest, oldest);
        // Which day, ten and place follow from the household; 157 and 365 share no factor, so
        // that neighbours have their birthdays in other months.
        let day = (self.ordinal * 157 + self.turn) % 365;
        let rest = self.ordinal / 365;
        let ten = FIRST_TEN + u16::try_from(rest / PER_TEN).unwrap_or(u16::MAX - FIRST_TEN);
        let born = day_of(year, day);
        let born = if born < self.today { born } else { day_of(year - 1, day) };
        let iin = numbers::iin(born, sex, ten, rest % PER_TEN);
        let called = clan.call(sex, self.chance);
        let mut person = living(iin, called, born, sex);
        person.language = clan.language(self.chance);
        person.full_time_student =
            (16..=22).contains(&person.age_on(self.today)) && self.chance.percent(50);
        self.snapshot.persons.push(person);
        self.household.push(iin);
        iin
    }

    /// Gives somebody a phone, once.
    fn phone(&mut self, iin: Iin) {
        if self.phones < PHONES_EACH && self.snapshot.phone(iin).is_none() {
            let phone = numbers::phone(self.ordinal * PHONES_EACH + self.phones);
            self.phones += 1;
            self.snapshot.bind(iin, phone, self.today, self.chance);
        }
    }
}

/// A living citizen.
pub(crate) fn living(iin: Iin, called: Called, born: Date, sex: Sex) -> Person {
    Person {
        iin,
        family_name: called.family_name,
        given_name: called.given_name,
        patronymic: called.patronymic,
        born,
        sex,
        citizenship: "KZ".to_owned(),
        status: PersonStatus::Active,
        full_time_student: false,
        language: residence::facts::Language::Kk,
    }
}

/// A day of a year (0–364), 29 February passed over.
fn day_of(year: i16, day: u64) -> Date {
    let common = Date::constant(2023, 1, 1) + i64::try_from(day).unwrap_or_default().days();
    let Ok(date) = Date::new(year, common.month(), common.day()) else {
        panic!("{year} is beyond the calendar")
    };
    date
}
