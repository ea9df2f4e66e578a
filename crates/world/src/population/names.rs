//! Names of people who do not exist: real given names, surnames made of everyday words.

use residence::facts::{Language, Sex};

use super::chance::Chance;

/// Surnames from Kazakh words: cloud, bridge, road, lamp, notebook, …
const KAZAKH_SURNAMES: [&str; 35] = [
    "Бұлтбаев",
    "Көпірбаев",
    "Жолбеков",
    "Шамбаев",
    "Дәптербеков",
    "Қаламбаев",
    "Терезебаев",
    "Есікбаев",
    "Сағатбеков",
    "Кілтбаев",
    "Орындықов",
    "Үстелбаев",
    "Шайбаев",
    "Нанбаев",
    "Кесебеков",
    "Сандықбаев",
    "Бесікбаев",
    "Тарақов",
    "Айнабеков",
    "Қайшыбаев",
    "Балғабаев",
    "Шегебаев",
    "Арқанов",
    "Қоңыраубаев",
    "Домбырабаев",
    "Кітапбеков",
    "Парақов",
    "Суретбаев",
    "Хатбаев",
    "Жаңбырбаев",
    "Қағазбеков",
    "Шаңырақов",
    "Үлгібаев",
    "Сынақбаев",
    "Мысалбеков",
];

/// Surnames from Russian words, likewise.
const RUSSIAN_SURNAMES: [&str; 25] = [
    "Облаков",
    "Мостов",
    "Фонарёв",
    "Тропинин",
    "Зонтов",
    "Лампин",
    "Тетрадкин",
    "Окошкин",
    "Порогов",
    "Часовников",
    "Ключев",
    "Скамейкин",
    "Столов",
    "Чайников",
    "Хлебов",
    "Чашкин",
    "Сундуков",
    "Зеркалов",
    "Молотков",
    "Гвоздев",
    "Верёвкин",
    "Колоколов",
    "Страничкин",
    "Примеров",
    "Образцов",
];

/// A man's name, and the stem of the patronymic of his children.
type Man = (&'static str, &'static str);

const KAZAKH_MEN: [Man; 15] = [
    ("Ерлан", "Ерлан"),
    ("Нұрлан", "Нұрлан"),
    ("Асқар", "Асқар"),
    ("Дәурен", "Дәурен"),
    ("Бауыржан", "Бауыржан"),
    ("Қанат", "Қанат"),
    ("Марат", "Марат"),
    ("Серік", "Серік"),
    ("Талғат", "Талғат"),
    ("Айдос", "Айдос"),
    ("Әлихан", "Әлихан"),
    ("Жандос", "Жандос"),
    ("Олжас", "Олжас"),
    ("Санжар", "Санжар"),
    ("Тимур", "Тимур"),
];

const RUSSIAN_MEN: [Man; 15] = [
    ("Алексей", "Алексеев"),
    ("Виктор", "Викторов"),
    ("Дмитрий", "Дмитриев"),
    ("Игорь", "Игорев"),
    ("Максим", "Максимов"),
    ("Николай", "Николаев"),
    ("Олег", "Олегов"),
    ("Павел", "Павлов"),
    ("Роман", "Романов"),
    ("Сергей", "Сергеев"),
    ("Юрий", "Юрьев"),
    ("Антон", "Антонов"),
    ("Борис", "Борисов"),
    ("Григорий", "Григорьев"),
    ("Фёдор", "Фёдоров"),
];

const KAZAKH_WOMEN: [&str; 15] = [
    "Айгүл",
    "Әсел",
    "Гүлнар",
    "Дана",
    "Жанар",
    "Зарина",
    "Қарлығаш",
    "Ләззат",
    "Мәдина",
    "Назгүл",
    "Салтанат",
    "Сәуле",
    "Айжан",
    "Ботагөз",
    "Динара",
];

const RUSSIAN_WOMEN: [&str; 15] = [
    "Алла",
    "Вера",
    "Галина",
    "Дарья",
    "Елена",
    "Зоя",
    "Ирина",
    "Ксения",
    "Лидия",
    "Марина",
    "Нина",
    "Ольга",
    "Полина",
    "Светлана",
    "Юлия",
];

/// A line of a family: what its members are called after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clan {
    kazakh: bool,
    surname: &'static str,
    father: Man,
}

/// What one person is called.
#[derive(Clone, Debug)]
pub(crate) struct Called {
    pub(crate) family_name: String,
    pub(crate) given_name: String,
    pub(crate) patronymic: Option<String>,
}

impl Clan {
    /// A family of its own.
    pub(crate) fn draw(chance: &mut Chance) -> Self {
        let kazakh = chance.percent(70);
        let surname = chance.pick(if kazakh { &KAZAKH_SURNAMES } else { &RUSSIAN_SURNAMES });
        Self { kazakh, surname, father: man(kazakh, chance) }
    }

    /// Another family whose members speak the same language: whom one marries, say.
    pub(crate) fn beside(self, chance: &mut Chance) -> Self {
        let surnames: &[&str] = if self.kazakh { &KAZAKH_SURNAMES } else { &RUSSIAN_SURNAMES };
        Self { surname: chance.pick(surnames), father: man(self.kazakh, chance), ..self }
    }

    /// The family of the children of somebody called so.
    pub(crate) fn children_of(self, father: &str) -> Self {
        let men = if self.kazakh { KAZAKH_MEN } else { RUSSIAN_MEN };
        let father = men.into_iter().find(|(given, _)| *given == father).unwrap_or(self.father);
        Self { father, ..self }
    }

    /// The family of somebody who took the surname of another at the wedding.
    pub(crate) fn married_into(self, other: Self) -> Self {
        Self { surname: other.surname, ..self }
    }

    /// The given name of the father of its members.
    pub(crate) fn forefather(self) -> &'static str {
        self.father.0
    }

    /// The language most of the family is written to in.
    pub(crate) fn language(self, chance: &mut Chance) -> Language {
        match (self.kazakh, chance.below(100)) {
            (_, 0) => Language::En,
            (true, 1..=75) => Language::Kk,
            (true, _) | (false, _) => Language::Ru,
        }
    }

    /// Calls a member of the family; one in eight has no patronymic.
    pub(crate) fn call(self, sex: Sex, chance: &mut Chance) -> Called {
        let stem = self.father.1;
        let (given, ending) = match (self.kazakh, sex) {
            (true, Sex::Male) => (chance.pick(&KAZAKH_MEN).0, "ұлы"),
            (true, Sex::Female) => (chance.pick(&KAZAKH_WOMEN), "қызы"),
            (false, Sex::Male) => (chance.pick(&RUSSIAN_MEN).0, "ич"),
            (false, Sex::Female) => (chance.pick(&RUSSIAN_WOMEN), "на"),
        };
        let feminine = if sex == Sex::Female { "а" } else { "" };
        Called {
            family_name: format!("{}{feminine}", self.surname),
            given_name: given.to_owned(),
            patronymic: (chance.below(8) > 0).then(|| format!("{stem}{ending}")),
        }
    }
}

fn man(kazakh: bool, chance: &mut Chance) -> Man {
    chance.pick(if kazakh { &KAZAKH_MEN } else { &RUSSIAN_MEN })
}
