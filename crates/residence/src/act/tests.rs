//! Tables of acts: what each does to the book, and why one is not done.

use jiff::civil::date;

use super::*;
use crate::checks::scene::{time, who};
use crate::facts::{AddressKind, Language, PersonStatus, Sex};
use crate::notice::Message;
use crate::registration::Kind;

fn rka(place: u32) -> AddressCode {
    AddressCode::compose(1, 2099, place).unwrap()
}

/// `1p` a permanent entry at the first address, `2t` a temporary one at the second; `!` closed, with
/// what closed it behind; `@` what opened it.
fn entry(words: &str, place: u128) -> Entry {
    let (plain, closed_by) = words.split_once('!').unwrap_or((words, ""));
    let (plain, opened_by) = plain.split_once('@').unwrap_or((plain, "import"));
    let temporary = plain.ends_with('t');
    Entry {
        id: RegistrationId::from_random(place),
        iin: who("a"),
        rka: rka(plain.get(..1).unwrap().parse().unwrap()),
        kind: if temporary { Kind::Temporary } else { Kind::Permanent },
        opened_at: time("08:00:00"),
        until: temporary.then(|| date(2026, 3, 1)),
        closed_at: (!closed_by.is_empty()).then(|| time("09:00:00")),
        opened_by: opened_by.into(),
        closed_by: (!closed_by.is_empty()).then(|| closed_by.into()),
    }
}

fn person(letter: &str, years: i16, entries: Vec<Entry>) -> ActPerson {
    let person = Person {
        iin: who(letter),
        family_name: "Сынақов".into(),
        given_name: "Сынақ".into(),
        patronymic: None,
        born: date(2026 - years, 1, 1),
        sex: Sex::Female,
        citizenship: "KZ".into(),
        status: PersonStatus::Active,
        full_time_student: false,
        language: Language::Ru,
    };
    ActPerson { person: Some(person), phone: None, entries, version: 3 }
}

fn dwelling(place: u32, host: &str) -> (AddressCode, ActDwelling) {
    let address = Address {
        rka: rka(place),
        building: None,
        kato: "710000000".parse().unwrap(),
        kind: AddressKind::Flat,
        living: place != 8,
        actual: true,
        place_kk: "Астана қ.".into(),
        place_ru: "г. Астана".into(),
        street_kk: "Сынақ көшесі".into(),
        street_ru: "улица Пробная".into(),
        house: place.to_string(),
        flat: None,
    };
    let address = (place != 9).then_some(address);
    (rka(place), ActDwelling { address, hosts: vec![who(host)], version: 5 })
}

fn facts(entries: &str, years: i16) -> ActFacts {
    let entries = (1..).zip(entries.split_whitespace()).map(|(place, words)| entry(words, place));
    let mother = Entry { iin: who("s"), ..entry("2p", 77) };
    ActFacts {
        at: time("10:00:00"),
        people: BTreeMap::from([
            (who("a"), person("a", years, entries.collect())),
            (who("s"), person("s", 40, vec![mother])),
            (who("q"), person("q", 41, Vec::new())),
            (who("o"), person("o", 50, Vec::new())),
            (who("p"), person("p", 50, Vec::new())),
        ]),
        dwellings: BTreeMap::from([
            dwelling(1, "o"),
            dwelling(2, "p"),
            dwelling(8, "p"),
            dwelling(9, "p"),
        ]),
        parents: if years < 18 { vec![who("s"), who("q")] } else { Vec::new() },
    }
}

fn basis() -> Basis {
    Basis {
        document: "decision".into(),
        number: "1".into(),
        dated: date(2026, 1, 10),
        issued_by: "court".into(),
        scan: None,
    }
}

fn badge(place: u128) -> Badge {
    Badge::from_random(place)
}

fn act(kind: ActKind, entry: u128, to: u32) -> Act {
    let matter = Matter {
        kind,
        person: who("a"),
        mother: (kind == ActKind::Birth).then(|| who("s")),
        entry: kind.entry().map(|_| RegistrationId::from_random(entry)),
        rka: kind.address().then(|| rka(to)),
    };
    Act::propose(matter, basis(), (badge(1), time("09:30:00")), Seed::new(1))
}

fn approved(act: &Act, facts: &ActFacts) -> Result<ActStep, ActFault> {
    let facts = Box::new(facts.clone());
    let event = ActEvent::Approved { by: badge(2), facts, seed: Seed::new(2) };
    act.apply(&event, time("10:00:00"))
}

/// `-1` the first entry is closed, `+2p` one is opened there.
fn shown(step: &ActStep) -> String {
    let change = |change: &BookChange| match change {
        BookChange::Close { id, by, .. } => {
            assert_eq!(*by, step.next.name());
            format!("-{}", id.to_bytes()[15])
        }
        BookChange::Open(entry) => {
            assert_eq!((entry.opened_by.clone(), entry.closed_at), (step.next.name(), None));
            let place = (1..=9).find(|place| rka(*place) == entry.rka).unwrap();
            let kind = if entry.kind == Kind::Permanent { "p" } else { "t" };
            format!("+{place}{kind}")
        }
    };
    step.book.iter().map(change).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_each_act_does_to_the_book() {
    use ActKind::*;
    for (kind, entries, entry, to, expected) in [
        (Death, "1p 2t", 0, 0, "-1 -2"),
        (Death, "1p!case 2t", 0, 0, "-2"),
        (Death, "1p!case", 0, 0, "nothing_open"),
        (Emigration, "1p", 0, 0, "-1"),
        (Emigration, "", 0, 0, "nothing_open"),
        (CourtRemoval, "1p 2t", 2, 0, "-2"),
        (CourtRemoval, "1p!case", 1, 0, "entry_closed"),
        (CourtRemoval, "1p", 5, 0, "no_entry"),
        (CourtRegistration, "1p", 0, 2, "-1 +2p"),
        (CourtRegistration, "1p 2t", 0, 2, "-1 -2 +2p"),
        (CourtRegistration, "", 0, 2, "+2p"),
        (CourtRegistration, "2p", 0, 2, "same_address"),
        (CourtRegistration, "1p", 0, 9, "no_address"),
        (CourtRegistration, "1p", 0, 8, "no_address"),
        (Annulment, "1p!NEW 2p@NEW", 2, 0, "-2 +1p"),
        (Annulment, "1p!OLD 2p@NEW", 2, 0, "-2"),
        (Annulment, "1p!NEW 2p@NEW!act", 2, 0, "entry_closed"),
        (Annulment, "1p 2t@NEW", 2, 0, "-2"),
        (Correction, "1p", 1, 2, "-1 +2p"),
        (Correction, "2t", 1, 1, "-1 +1t"),
        (Correction, "1p", 1, 1, "same_address"),
        (Correction, "1p", 1, 9, "no_address"),
        (Correction, "1p!case", 1, 2, "entry_closed"),
        (Restoration, "1p!act", 1, 0, "+1p"),
        (Restoration, "1p", 1, 0, "entry_open"),
        (Restoration, "1p!act 2p", 1, 0, "has_permanent"),
        (Restoration, "1p!act 2t", 1, 0, "+1p"),
        (Restoration, "2t!act", 1, 0, "+2t"),
    ] {
        let step = approved(&act(kind, entry, to), &facts(entries, 40));
        let found = step.as_ref().map_or_else(|why| why.as_str().replace("act_", ""), shown);
        assert_eq!(found, expected, "{kind:?} {entries}");
        if let Ok(step) = step {
            assert_eq!(step.rests_on.people, [(who("a"), 3)], "{kind:?} {entries}");
            let opens = step.book.iter().any(|change| matches!(change, BookChange::Open(_)));
            assert_eq!(step.rests_on.dwelling.is_some(), opens, "{kind:?} {entries}");
        }
    }
}

#[test]
fn a_newborn_is_where_the_mother_is() {
    let birth = act(ActKind::Birth, 0, 0);
    let known = facts("", 0);
    let step = approved(&birth, &known).unwrap();
    assert_eq!(shown(&step), "+2p");
    assert_eq!(step.rests_on.people, [(who("a"), 3), (who("s"), 3)]);
    let told: Vec<_> = step.notices.iter().map(|notice| (notice.to, notice.message)).collect();
    assert_eq!(told[..2], [(who("s"), Message::Born), (who("q"), Message::Born)]);
    type Spoil = fn(&mut ActFacts);
    let rows: [(Spoil, ActFault); 4] = [
        (|f| f.parents.clear(), ActFault::NotTheMother),
        (|f| f.people.get_mut(&who("s")).unwrap().entries.clear(), ActFault::MotherNowhere),
        (
            |f| f.people.get_mut(&who("a")).unwrap().entries = vec![entry("1p!x", 1)],
            ActFault::ChildRegistered,
        ),
        (|f| f.people.get_mut(&who("a")).unwrap().person = None, ActFault::NoPerson),
    ];
    for (spoil, expected) in rows {
        let mut facts = known.clone();
        spoil(&mut facts);
        assert_eq!(approved(&birth, &facts), Err(expected));
    }
}

#[test]
fn whoever_proposes_does_not_decide_and_an_end_is_an_end() {
    let act = act(ActKind::Death, 0, 0);
    let facts = Box::new(facts("1p", 40));
    let seed = Seed::new(2);
    let at = time("10:00:00");
    let approves = |by| ActEvent::Approved { by, facts: facts.clone(), seed };
    let rejects = |by| ActEvent::Rejected { by, reason: "no".into() };
    let withdraws = |by| ActEvent::Withdrawn { by };
    let (one, other) = (badge(1), badge(2));
    assert_eq!(act.apply(&approves(one), at), Err(ActFault::SameOfficer));
    assert_eq!(act.apply(&rejects(one), at), Err(ActFault::SameOfficer));
    assert_eq!(act.apply(&withdraws(other), at), Err(ActFault::NotTheirs));
    for event in [approves(other), rejects(other), withdraws(one)] {
        let ended = act.apply(&event, at).unwrap();
        let changes = matches!(event, ActEvent::Approved { .. });
        assert_eq!(ended.book.is_empty(), !changes);
        for again in [approves(other), rejects(other), withdraws(one)] {
            assert_eq!(ended.next.apply(&again, at), Err(ActFault::Ended));
        }
        let proposed = ActEvent::Proposed {
            by: one,
            matter: act.matter.clone(),
            basis: act.basis.clone(),
            seed: Seed::new(1),
        };
        let text = serde_json::to_string(&[&proposed, &event]).unwrap();
        let events: Vec<ActEvent> = serde_json::from_str(&text).unwrap();
        let times = [act.proposed_at, at];
        let replayed = Act::replay(events.iter().zip(times)).unwrap();
        assert_eq!(replayed, Some(ended.next));
    }
}

#[test]
fn the_person_the_parents_and_the_hosts_are_told_once() {
    let told = |act: &Act, facts: &ActFacts| {
        let step = approved(act, facts).unwrap();
        let one = |notice: &Notice| {
            let letter = ["a", "s", "q", "o", "p"].into_iter().find(|l| who(l) == notice.to);
            format!("{}:{}", letter.unwrap(), notice.message.key())
        };
        step.notices.iter().map(one).collect::<Vec<_>>().join(" ")
    };
    let court = act(ActKind::CourtRegistration, 0, 2);
    assert_eq!(told(&court, &facts("1p", 40)), "a:by-act p:there-by-act o:left");
    assert_eq!(told(&court, &facts("1p", 10)), "a:by-act s:by-act q:by-act p:there-by-act o:left");
    assert_eq!(told(&act(ActKind::Death, 0, 0), &facts("1p", 40)), "o:left");
    let annulment = act(ActKind::Annulment, 2, 0);
    assert_eq!(told(&annulment, &facts("1p!N 2p@N", 40)), "a:by-act o:there-by-act p:left");
}

#[test]
fn names_are_their_serialised_names() {
    for kind in ActKind::ALL {
        assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.as_str()));
    }
    let faults: std::collections::BTreeSet<_> =
        ActFault::ALL.iter().map(|fault| fault.as_str()).collect();
    assert_eq!(faults.len(), ActFault::ALL.len());
}
