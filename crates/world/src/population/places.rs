//! Where people live: true cities with their КАТО codes, and streets that are made up.

use residence::names::Kato;

use super::chance::Chance;

/// A city.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct City {
    /// Its КАТО code.
    pub kato: &'static str,
    /// Its name in Kazakh.
    pub kk: &'static str,
    /// Its name in Russian.
    pub ru: &'static str,
}

impl City {
    /// The code as a value.
    ///
    /// # Panics
    /// Never: a test reads every code.
    #[must_use]
    pub fn code(&self) -> Kato {
        let Ok(code) = self.kato.parse() else { panic!("{} is no КАТО code", self.kato) };
        code
    }

    /// Whether a living-space norm is in force here.
    #[must_use]
    pub fn has_norm(&self) -> bool {
        self.kato.starts_with("71")
    }
}

const fn city(kato: &'static str, kk: &'static str, ru: &'static str) -> City {
    City { kato, kk, ru }
}

/// The capital, the only place with a living-space norm.
pub const ASTANA: City = city("710000000", "Астана", "Астана");

/// Cities and how many people live there, roughly, in tens of thousands.
pub const CITIES: [(City, u64); 23] = [
    (ASTANA, 155),
    (city("750000000", "Алматы", "Алматы"), 225),
    (city("790000000", "Шымкент", "Шымкент"), 125),
    (city("101010000", "Семей", "Семей"), 32),
    (city("111010000", "Көкшетау", "Кокшетау"), 17),
    (city("151010000", "Ақтөбе", "Актобе"), 56),
    (city("191010000", "Қонаев", "Қонаев"), 5),
    (city("231010000", "Атырау", "Атырау"), 33),
    (city("271010000", "Орал", "Уральск"), 24),
    (city("311010000", "Тараз", "Тараз"), 43),
    (city("331010000", "Талдықорған", "Талдыкорган"), 19),
    (city("351010000", "Қарағанды", "Караганда"), 52),
    (city("352410000", "Теміртау", "Темиртау"), 17),
    (city("391010000", "Қостанай", "Костанай"), 26),
    (city("392410000", "Рудный", "Рудный"), 12),
    (city("431010000", "Қызылорда", "Кызылорда"), 35),
    (city("471010000", "Ақтау", "Актау"), 27),
    (city("551010000", "Павлодар", "Павлодар"), 34),
    (city("552210000", "Екібастұз", "Экибастуз"), 13),
    (city("591010000", "Петропавл", "Петропавловск"), 22),
    (city("611010000", "Түркістан", "Туркестан"), 23),
    (city("621010000", "Жезқазған", "Жезказган"), 9),
    (city("631010000", "Өскемен", "Усть-Каменогорск"), 35),
];

/// Names of streets in Kazakh and Russian; each city has each of them.
const STREETS: [(&str, &str); 40] = [
    ("Көкбұлақ", "Кокбулак"),
    ("Самалды", "Самалды"),
    ("Алмалыбақ", "Алмалыбак"),
    ("Қызғалдақты", "Кызгалдакты"),
    ("Тұлпартас", "Тулпартас"),
    ("Аққайың", "Аккайын"),
    ("Мерейлі", "Мерейлы"),
    ("Нұрлыжол", "Нурлыжол"),
    ("Бәйшешек", "Байшешек"),
    ("Жұлдызды", "Жулдызды"),
    ("Құралай", "Куралай"),
    ("Шаттық", "Шаттык"),
    ("Теректі", "Теректы"),
    ("Ақшағала", "Акшагала"),
    ("Сарыдала", "Сарыдала"),
    ("Кемпірқосақ", "Кемпиркосак"),
    ("Көгершін", "Когершин"),
    ("Аралтөбе", "Аралтобе"),
    ("Талдыарық", "Талдыарык"),
    ("Жидекті", "Жидекты"),
    ("Қарлығашты", "Карлыгашты"),
    ("Айнабұлақ", "Айнабулак"),
    ("Арайлы", "Арайлы"),
    ("Күншуақ", "Куншуак"),
    ("Гүлдала", "Гульдала"),
    ("Тасарық", "Тасарык"),
    ("Бозторғай", "Бозторгай"),
    ("Жасыл бау", "Жасыл бау"),
    ("Шолпантау", "Шолпантау"),
    ("Қайыңды", "Каинды"),
    ("Ақсай өзені", "Аксай озени"),
    ("Сұңқартөбе", "Сункартобе"),
    ("Шырша", "Шырша"),
    ("Ұлар", "Улар"),
    ("Жайдары", "Жайдары"),
    ("Кең жайлау", "Кен жайлау"),
    ("Балдырған", "Балдырган"),
    ("Достастық", "Достастык"),
    ("Ырысты", "Ырысты"),
    ("Жаңа қоныс", "Жана коныс"),
];

/// A city, and a street in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Street {
    pub(crate) city: City,
    pub(crate) kk: String,
    pub(crate) ru: String,
}

impl Street {
    /// Any street of a city.
    pub(crate) fn in_city(city: City, chance: &mut Chance) -> Self {
        let (kk, ru) = chance.pick(&STREETS);
        Self { city, kk: format!("{kk} көшесі"), ru: format!("улица {ru}") }
    }

    /// Any street of any city, more often of a large one.
    pub(crate) fn draw(chance: &mut Chance) -> Self {
        let city = chance.weigh(&CITIES);
        Self::in_city(city, chance)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_one_and_every_street_another() {
        let codes: BTreeSet<_> = CITIES.iter().map(|(city, _)| city.code()).collect();
        assert_eq!(codes.len(), CITIES.len());
        assert_eq!(STREETS.iter().collect::<BTreeSet<_>>().len(), STREETS.len());
    }

    #[test]
    fn every_code_is_that_of_its_city_in_the_public_list() {
        let Ok(folder) = std::env::var("TIRKEU_CORPORA") else {
            eprintln!("left out: TIRKEU_CORPORA names no folder with the list of territories");
            return;
        };
        let list = std::fs::read_to_string(format!("{folder}/refdata/kato/kato.csv")).unwrap();
        for (city, _) in CITIES {
            let line = list.lines().find(|line| line.starts_with(city.kato)).unwrap();
            let expected = format!("г.{},{} қ.", city.ru, city.kk);
            assert!(line.ends_with(&expected), "{line}: {expected}");
        }
    }
}
