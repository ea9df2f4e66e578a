//! Who lives in the town, and where.

use residence::facts::{
    Address, AddressKind, Holder, Kin, Language, Ownership, Person, PersonStatus, PhoneBinding,
    Relation, Sex, TitleRow,
};
use residence::names::{AddressCode, Iin, Phone, RegistrationId};
use residence::registration::{Entry, Kind};
use service::registers::import::{Row, to_import};
use store::Store;

/// Somebody of the town.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Owns the flat, and the block it is in.
    Owner,
    /// Wants to live there; has a child.
    Aru,
    /// The child of Aru, seven years old.
    Child,
    /// Owns the house together with Aru.
    CoOwner,
    /// Has nothing to do with any of them; owns the villa.
    Stranger,
    /// Fifteen years old, owns the hut.
    Minor,
    /// Has no number in the mobile base.
    Silent,
    /// In no register.
    Unknown,
}

impl Who {
    const ALL: [Self; 7] = [
        Self::Owner,
        Self::Aru,
        Self::Child,
        Self::CoOwner,
        Self::Stranger,
        Self::Minor,
        Self::Silent,
    ];

    fn place(self) -> usize {
        match self {
            Self::Unknown => Self::ALL.len(),
            known => Self::ALL.iter().position(|who| *who == known).unwrap(),
        }
    }

    /// A number that is right by its check digit.
    pub(crate) fn iin(self) -> Iin {
        let valid = (0..1000u32)
            .flat_map(|serial| (0..10).map(move |check| format!("85010130{serial:03}{check}")));
        valid.filter_map(|text| text.parse().ok()).nth(self.place()).unwrap()
    }

    pub(crate) fn phone(self) -> Phone {
        format!("+7701555010{}", self.place()).parse().unwrap()
    }
}

/// A dwelling of the town.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Home {
    Flat,
    House,
    Villa,
    Hut,
    /// Owned by somebody without a number.
    Yurt,
    Block,
    /// On no record.
    Nowhere,
}

impl Home {
    pub(crate) fn rka(self) -> AddressCode {
        let (kind, serial) = match self {
            Self::Flat => (1, 204),
            Self::House => (0, 205),
            Self::Villa => (0, 206),
            Self::Hut => (0, 207),
            Self::Block => (0, 208),
            Self::Yurt => (0, 209),
            Self::Nowhere => (1, 999),
        };
        AddressCode::compose(kind, 2025, serial).unwrap()
    }
}

/// Fills the registers.
pub(crate) async fn settle(store: &dyn Store) {
    let mut rows: Vec<Row> = Who::ALL.map(|who| Row::Person(person(who))).into();
    let phones = Who::ALL.into_iter().filter(|who| !matches!(who, Who::Silent | Who::Child));
    rows.extend(phones.map(|who| {
        let bound_at = "2020-01-01T00:00:00Z".parse().unwrap();
        Row::Phone(PhoneBinding { iin: who.iin(), phone: who.phone(), bound_at })
    }));
    let (iin, of) = (Who::Aru.iin(), Who::Child.iin());
    rows.push(Row::Kin(Kin { iin, of, relation: Relation::Parent, until: None }));
    for home in [Home::Flat, Home::House, Home::Villa, Home::Hut, Home::Yurt, Home::Block] {
        rows.push(Row::Address(address(home)));
    }
    for (home, owner) in [
        (Home::Flat, Who::Owner),
        (Home::House, Who::Aru),
        (Home::House, Who::CoOwner),
        (Home::Villa, Who::Stranger),
        (Home::Hut, Who::Minor),
        (Home::Yurt, Who::Silent),
    ] {
        rows.push(Row::Title(title(home, owner)));
    }
    for who in [Who::Aru, Who::Child] {
        rows.push(Row::Registration(Entry {
            id: RegistrationId::from_random(u128::try_from(who.place()).unwrap() + 1),
            iin: who.iin(),
            rka: Home::Villa.rka(),
            kind: Kind::Permanent,
            opened_at: "2020-01-01T00:00:00Z".parse().unwrap(),
            until: None,
            closed_at: None,
            opened_by: "import".into(),
            closed_by: None,
        }));
    }
    let rows = rows.into_iter().filter_map(to_import).collect();
    store.import(rows).await.unwrap();
}

fn person(who: Who) -> Person {
    let (born, language) = match who {
        Who::Child => ("2018-05-01", Language::Kk),
        Who::Minor => ("2010-05-01", Language::Kk),
        Who::Aru => ("1990-05-01", Language::En),
        Who::Owner | Who::CoOwner | Who::Stranger | Who::Silent | Who::Unknown => {
            ("1985-01-01", Language::Ru)
        }
    };
    Person {
        iin: who.iin(),
        family_name: format!("Тегі-{who:?}"),
        given_name: "Аты".into(),
        patronymic: None,
        born: born.parse().unwrap(),
        sex: Sex::Female,
        citizenship: "KZ".into(),
        status: PersonStatus::Active,
        full_time_student: false,
        language,
    }
}

fn address(home: Home) -> Address {
    let (kind, flat) = match home {
        Home::Flat => (AddressKind::Flat, Some("7".to_owned())),
        Home::Block => (AddressKind::Block, None),
        Home::House | Home::Villa | Home::Hut | Home::Yurt | Home::Nowhere => {
            (AddressKind::House, None)
        }
    };
    Address {
        rka: home.rka(),
        building: matches!(home, Home::Flat).then(|| Home::Block.rka()),
        kato: "751110000".parse().unwrap(),
        kind,
        living: true,
        actual: true,
        place_kk: "Алматы".into(),
        place_ru: "Алматы".into(),
        street_kk: format!("{home:?} көшесі"),
        street_ru: format!("улица {home:?}"),
        house: "12".into(),
        flat,
    }
}

fn title(home: Home, owner: Who) -> TitleRow {
    TitleRow {
        rka: home.rka(),
        owner: Some(Holder::Person(owner.iin())),
        ownership: Ownership::Private,
        commissioned: true,
        area_hundredths: 9_000,
        since: Some("2019-05-20".parse().unwrap()),
        document: format!("contract of {owner:?}"),
        encumbrance: None,
    }
}
