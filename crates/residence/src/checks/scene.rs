//! Scenes in words, so that the tables of the rules read like the law.
//!
//! A scene is a line of words: `subject=15 kin=parent owners=a,o title=none`. Without words: an adult
//! citizen applies for a flat of another adult. People: `a` applicant, `s` subject, `c` child, `q`
//! the other parent, `o` and `p` owners, `m` a minor owner, `i` an incapable one, `d` a dead one.

mod words;

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::{Judgement, Question, Rule, Signing, Verdict};
use crate::consent::{
    ConsentRequest, Form, Outcome, Party, PortalOnly, RefusalReason, Role, Route,
};
use crate::facts::*;
use crate::ground::{self, RuleId};
use crate::intake::{Application, Channel, Digest};
use crate::law::{AskOrTell, CoOwners, Law, Laws, Norm, Reason, SignMethod};
use crate::names::{AddressCode, CaseId, Iin, Phone, RegistrationId, RequestId};
use crate::registration::{Entry, Kind};

const SIGNED_ON: Date = date(2026, 1, 15);

/// A moment of the day of the scenes, in Asia/Almaty.
pub(crate) fn time(clock: &str) -> Timestamp {
    format!("2026-01-15T{clock}+05:00").parse().unwrap()
}

/// The person with this letter.
pub(crate) fn who(letter: &str) -> Iin {
    let serial = letter.bytes().fold(0u64, |sum, byte| sum * 31 + u64::from(byte));
    (0..100)
        .find_map(|step| {
            let head = format!("{:011}", serial * 100 + step);
            (0..10).find_map(|check| format!("{head}{check}").parse().ok())
        })
        .unwrap()
}

fn letter(iin: Iin) -> &'static str {
    let letters = ["a", "s", "c", "q", "o", "p", "m", "i", "d"];
    letters.into_iter().find(|l| who(l) == iin).unwrap_or("?")
}

pub(crate) fn here() -> AddressCode {
    AddressCode::compose(1, 2099, 1).unwrap()
}

fn there() -> AddressCode {
    AddressCode::compose(1, 2099, 2).unwrap()
}

fn phone(iin: Iin) -> Phone {
    format!("+7701{}", iin.as_str().get(4..11).unwrap()).parse().unwrap()
}

fn answered<T>(is: T) -> Answered<T> {
    Answered { at: time("09:59:59"), is }
}

/// A case to judge: an application, the law, the answers of the registers.
pub(crate) struct Scene {
    pub(crate) application: Application,
    pub(crate) law: Law,
    pub(crate) facts: Facts,
}

impl Scene {
    /// Reads a line of words.
    pub(crate) fn read(words: &str) -> Self {
        let mut scene = Self::plain();
        for word in words.split_whitespace() {
            let (key, value) = word.split_once('=').unwrap_or((word, ""));
            scene.word(key, value);
        }
        scene
    }

    pub(crate) fn question(&self) -> Question<'_> {
        Question {
            application: &self.application,
            law: &self.law,
            signed_on: SIGNED_ON,
            facts: &self.facts,
        }
    }

    fn plain() -> Self {
        let people = ["a", "s", "c", "q", "o", "p", "m", "i", "d"];
        let people = people.map(|l| (who(l), person_facts(who(l), 40)));
        let title = Title {
            ownership: Ownership::Private,
            commissioned: true,
            area_hundredths: 9000,
            holders: vec![Holder::Person(who("o"))],
            encumbrances: Vec::new(),
        };
        let mut scene = Self {
            application: Application {
                channel: Channel::Portal,
                applicant: who("a"),
                subjects: vec![who("a")],
                children: Vec::new(),
                kind: Kind::Permanent,
                months: None,
                rka: here(),
                reason: Reason::Work,
                arrived_on: None,
                language: Language::Kk,
                papers: Vec::new(),
                filed_with: None,
            },
            law: Laws::built_in().on(SIGNED_ON),
            facts: Facts {
                at: time("10:00:00"),
                people: BTreeMap::from(people),
                kin: answered(Vec::new()),
                leases: Some(answered(Vec::new())),
                dwelling: Some(DwellingFacts {
                    address: answered(Some(flat(here()))),
                    title: answered(Some(title)),
                    registered: answered(Vec::new()),
                    locks: answered(Vec::new()),
                    leaving: BTreeMap::new(),
                    version: 0,
                }),
            },
        };
        scene.born("m", 10);
        scene.capacity("i", "incapable");
        scene.row("d").status = PersonStatus::Deceased;
        scene
    }

    fn facts_of(&mut self, l: &str) -> &mut PersonFacts {
        self.facts.people.get_mut(&who(l)).unwrap()
    }

    fn row(&mut self, l: &str) -> &mut Person {
        self.facts_of(l).person.is.as_mut().unwrap()
    }

    fn born(&mut self, l: &str, years: i16) {
        self.row(l).born = SIGNED_ON.checked_sub(years.years()).unwrap();
    }

    fn capacity(&mut self, l: &str, state: &str) {
        let state = serde_json::from_value(serde_json::Value::from(state)).unwrap();
        let decision = Capacity { iin: who(l), state, from: date(2020, 1, 1), until: None };
        self.facts_of(l).capacity.is.push(decision);
    }

    fn dwelling(&mut self) -> &mut DwellingFacts {
        self.facts.dwelling.as_mut().unwrap()
    }

    fn address(&mut self) -> &mut Address {
        self.dwelling().address.is.as_mut().unwrap()
    }

    fn title(&mut self) -> &mut Title {
        self.dwelling().title.is.as_mut().unwrap()
    }

    fn tie(&mut self, one: &str, of: &str, relation: Relation) {
        let tie = Kin { iin: who(one), of: who(of), relation, until: None };
        self.facts.kin.is.push(tie);
    }

    fn entry(&mut self, l: &str, rka: AddressCode, kind: Kind) {
        let entry = Entry {
            id: RegistrationId::from_random(u128::from(who(l).as_str().as_bytes()[10])),
            iin: who(l),
            rka,
            kind,
            opened_at: time("00:00:00"),
            until: None,
            closed_at: None,
            opened_by: "import".into(),
            closed_by: None,
        };
        self.facts_of(l).registrations.is.push(entry);
        if rka == here() {
            self.dwelling().registered.is.push(who(l));
        }
    }

    fn word(&mut self, key: &str, value: &str) {
        let (one, what) = key.split_once('.').unwrap_or(("", key));
        let l = match one {
            "applicant" => "a",
            "subject" => "s",
            other => other,
        };
        match (l, what) {
            ("law", _) => self.law_word(what, value),
            ("kin", "ended") => {
                self.facts.kin.is.iter_mut().for_each(|k| k.until = Some(date(2025, 1, 1)));
            }
            ("child", "stranger") => self.facts.kin.is.retain(|k| k.of != who("c")),
            (_, "age") => self.born(l, value.parse().unwrap()),
            (_, "capacity") => self.capacity(l, value),
            (_, "citizen") => value.clone_into(&mut self.row(l).citizenship),
            (_, "unknown") => self.facts_of(l).person.is = None,
            (_, "status") => {
                let status = serde_json::from_value(serde_json::Value::from(value)).unwrap();
                self.row(l).status = status;
            }
            (_, "phone") => self.phone_word(l, value),
            ("", "subject" | "child" | "kin" | "other_parent") => self.people_word(what, value),
            ("", _) => self.dwelling_word(what, value),
            (_, _) => panic!("no such word: {key}"),
        }
    }

    fn law_word(&mut self, key: &str, value: &str) {
        match (key, value) {
            ("rent_for", "tell") => self.law.rent_for = AskOrTell::Tell,
            ("second_parent", "tell") => self.law.second_parent = AskOrTell::Tell,
            ("online_only", "no") => self.law.online_only = false,
            ("counter_scope", "none") => self.law.counter_scope.clear(),
            ("co_owners", _) => self.law.co_owners = CoOwners::NoneIfApplicantOwns,
            _ => panic!("no such word: law.{key}={value}"),
        }
    }

    fn phone_word(&mut self, l: &str, value: &str) {
        let own = self.facts_of("a").phone.is.unwrap();
        let phone = &mut self.facts_of(l).phone.is;
        match value {
            "none" => *phone = None,
            "fresh" => phone.as_mut().unwrap().bound_at = time("00:00:00"),
            _ => phone.as_mut().unwrap().phone = own.phone,
        }
    }

    fn people_word(&mut self, key: &str, value: &str) {
        match key {
            "subject" => {
                self.application.subjects = vec![who("s")];
                let young = value.strip_suffix("-1d");
                self.born("s", young.unwrap_or(value).parse().unwrap());
                if young.is_some() {
                    let row = self.row("s");
                    row.born = row.born.tomorrow().unwrap();
                }
            }
            "child" => {
                self.application.children = vec![who("c")];
                self.born("c", value.parse().unwrap());
                self.tie("a", "c", Relation::Parent);
            }
            "kin" => self.tie("a", "s", words::relation(value)),
            _ => {
                let child = if self.application.children.is_empty() { "s" } else { "c" };
                self.tie("q", child, Relation::Parent);
                self.entry(child, there(), Kind::Permanent);
                if value != "elsewhere" {
                    self.entry("q", there(), Kind::Permanent);
                }
                if value == "dead" {
                    self.row("q").status = PersonStatus::Deceased;
                }
            }
        }
    }

    fn dwelling_word(&mut self, key: &str, value: &str) {
        match key {
            "address" => match value {
                "unknown" => {
                    self.dwelling().address.is = None;
                    self.dwelling().title.is = None;
                }
                "old" => self.address().actual = false,
                "not_living" => self.address().living = false,
                "block" => self.address().kind = AddressKind::Block,
                "house" => self.address().kind = AddressKind::House,
                _ => self.address().kind = AddressKind::Plot,
            },
            "title" if value == "none" => self.dwelling().title.is = None,
            "title" => self.title().commissioned = false,
            "owners" => {
                let letters = value.split(',').filter(|l| !l.is_empty());
                self.title().holders = letters.map(words::holder).collect();
            }
            "channel" => self.application.channel = Channel::Counter,
            "paper" => self.application.papers.push(words::paper(value)),
            "tenure" => self.title().ownership = Ownership::StateRental,
            "lease" => self.lease(value),
            "lock" => self.dwelling().locks.is.push(who(value)),
            "registered" => {
                let rka = if value.starts_with("here") { here() } else { there() };
                let temporary = value.ends_with("temporary");
                self.entry("a", rka, if temporary { Kind::Temporary } else { Kind::Permanent });
            }
            "months" => {
                self.application.kind = Kind::Temporary;
                self.application.months = value.parse().ok();
            }
            "norm" => {
                let norm = Norm { square_metres: value.parse().unwrap(), from: SIGNED_ON };
                self.law.norms = vec![("71".into(), norm)];
            }
            "area" => {
                let (metres, rest) = value.split_once('.').unwrap_or((value, "0"));
                let whole: u32 = metres.parse().unwrap();
                self.title().area_hundredths = whole * 100 + rest.parse::<u32>().unwrap();
            }
            "residents" => {
                let count = value.parse().unwrap();
                let residents = ["p", "q", "m", "i"].into_iter().cycle().take(count);
                let residents = residents.enumerate().map(|(n, l)| who(&format!("{l}{n}")));
                self.dwelling().registered.is.extend(residents.collect::<Vec<_>>());
            }
            "student" => self.row("a").full_time_student = true,
            "owner_is" => self.tie("o", "a", words::relation(value)),
            "owner_has" => self.tie("a", "o", words::relation(value)),
            "arrived" => {
                let days: i64 = value.parse().unwrap();
                self.application.arrived_on = SIGNED_ON.checked_sub(days.days()).ok();
            }
            _ => panic!("no such word: {key}"),
        }
    }

    fn lease(&mut self, value: &str) {
        let (tenant, listed): (&str, Vec<&str>) = match value {
            "none" => return,
            "tenant" | "self_tenant" | "ended_tenant" => ("a", vec!["s"]),
            "unlisted" | "ended_unlisted" => ("o", vec!["p"]),
            _ => ("o", vec!["a"]),
        };
        let until = value.starts_with("ended").then_some(date(2025, 12, 31));
        self.facts.leases.as_mut().unwrap().is.push(Lease {
            rka: here(),
            tenant: who(tenant),
            listed: listed.into_iter().map(who).collect(),
            from: date(2024, 1, 1),
            until,
            housing_office: "No. 1".into(),
        });
    }
}

fn flat(rka: AddressCode) -> Address {
    Address {
        rka,
        building: None,
        kato: "710000000".parse().unwrap(),
        kind: AddressKind::Flat,
        living: true,
        actual: true,
        place_kk: "Астана қ.".into(),
        place_ru: "г. Астана".into(),
        street_kk: "Сынақ көшесі".into(),
        street_ru: "улица Пробная".into(),
        house: "1".into(),
        flat: Some("2".into()),
    }
}

fn person_facts(iin: Iin, age: i16) -> PersonFacts {
    let person = Person {
        iin,
        family_name: "Сынақов".into(),
        given_name: "Сынақ".into(),
        patronymic: None,
        born: SIGNED_ON.checked_sub(age.years()).unwrap(),
        sex: Sex::Male,
        citizenship: "KZ".into(),
        status: PersonStatus::Active,
        full_time_student: false,
        language: Language::Kk,
    };
    let bound_at = time("10:00:00").checked_sub(SignedDuration::from_hours(24 * 30)).unwrap();
    PersonFacts {
        person: answered(Some(person)),
        capacity: answered(Vec::new()),
        phone: answered(Some(PhoneBinding { iin, phone: phone(iin), bound_at })),
        registrations: answered(Vec::new()),
        version: 0,
    }
}

fn shown(parties: &[(Iin, Role)]) -> String {
    let words = parties.iter().map(|(iin, role)| format!("{}:{}", letter(*iin), role.as_str()));
    let mut words: Vec<_> = words.collect();
    words.sort();
    words.join(" ")
}

/// Checks one rule over scenes.
#[track_caller]
#[expect(clippy::wildcard_enum_match_arm, reason = "only three kinds are judged over facts")]
pub(crate) fn check(id: RuleId, rows: &[(&str, &str)]) {
    let rule = Rule::of(id);
    for (words, expected) in rows {
        let scene = Scene::read(words);
        let question = scene.question();
        let verdict = match rule.judge {
            super::Judge::Authority(judge) | super::Judge::State(judge) => judge(&question),
            super::Judge::Consent(judge) => judge(&question, &super::judge(&question).parties),
            _ => panic!("{id} is not judged over facts"),
        };
        let verdict = match verdict {
            Verdict::Silent => "silent".to_owned(),
            Verdict::Ok(_) => "ok".to_owned(),
            Verdict::Refuse(_) => "refuse".to_owned(),
            Verdict::Refer(_) => "refer".to_owned(),
            Verdict::Ask(parties) => format!("ask {}", shown(&parties)),
            Verdict::NotJudged(because) => format!("not_judged {because}"),
        };
        assert_eq!(verdict, *expected, "{id}: {words}");
    }
}

/// The judgement of all stages over a scene.
pub(crate) fn judgement(words: &str) -> Judgement {
    super::judge(&Scene::read(words).question())
}

/// The decision over a scene in words.
pub(crate) fn decide(words: &str) -> String {
    let judgement = judgement(words);
    let grounds = |outcome| {
        let found = judgement.findings.iter().filter(move |f| f.outcome == outcome);
        found.map(|f| f.rule.as_str()).collect::<Vec<_>>().join(" ")
    };
    if judgement.any(ground::Outcome::Refuse) {
        format!("refuse {}", grounds(ground::Outcome::Refuse))
    } else if judgement.any(ground::Outcome::Refer) {
        format!("refer {}", grounds(ground::Outcome::Refer))
    } else if judgement.parties.is_empty() {
        "approve".to_owned()
    } else {
        let parties: Vec<_> = judgement.parties.iter().map(|p| (p.iin, p.role)).collect();
        format!("ask {}", shown(&parties))
    }
}

/// A moment of signing: an SMS password of the applicant's own, but for the words.
pub(crate) fn signing(words: &str) -> Signing {
    let has = |word| words.split_whitespace().any(|w| w == word);
    let signer = if has("stranger") { who("o") } else { who("a") };
    Signing {
        applicant: who("a"),
        method: if has("eds") { SignMethod::Eds } else { SignMethod::Sms },
        has_phone: !has("no_phone"),
        signer: (!has("nobody")).then_some(signer),
        open: has("open").then(|| CaseId::from_random(1).number()),
    }
}

/// Every way a request can stand.
pub(crate) fn outcomes() -> Vec<Outcome> {
    let at = time("10:00:00");
    vec![
        Outcome::Open,
        Outcome::Agreed { at, form: Form::SmsReply },
        Outcome::Refused { at, form: Form::Portal, reason: RefusalReason::NotMine },
        Outcome::Lapsed { at },
        Outcome::Unreachable { at },
        Outcome::Void { at },
    ]
}

/// Parties in words: `o:owner q:other_parent`.
pub(crate) fn parties(words: &str) -> Vec<Party> {
    let party = |word: &str| {
        let (letter, role) = word.split_once(':').unwrap();
        let role = serde_json::from_value(serde_json::Value::from(role)).unwrap();
        Party { iin: who(letter), role, route: Route::Portal(PortalOnly::NoNumber) }
    };
    words.split_whitespace().map(party).collect()
}

/// A question to the owner by SMS, asked at this time.
pub(crate) fn request(clock: &str) -> ConsentRequest {
    let law = Laws::built_in().on(SIGNED_ON);
    let owner = who("o");
    let party = Party { iin: owner, role: Role::Owner, route: Route::Sms(phone(owner)) };
    let id = RequestId::from_random(1);
    ConsentRequest::new(id, party, Digest::of(b"application"), &law, time(clock))
}
