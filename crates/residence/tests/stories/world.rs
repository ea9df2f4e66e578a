//! People, a clock, registers and one application: what a story needs, in the words of the story.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use residence::case::{Case, Effect, Event, LineCode, NotExpected, State, Transition};
use residence::consent::{ConsentRequest, Form, RefusalReason, Route, Saying};
use residence::facts::*;
use residence::intake::{Application, Channel, Digest, Signature};
use residence::law::{Law, Laws, Reason, almaty, day};
use residence::names::{AddressCode, CaseId, Iin, RegistrationId};
use residence::registration::{BookChange, Entry, Kind, Seed};

use crate::always;

/// Everybody who may come up in a story.
pub(crate) const PEOPLE: [&str; 8] =
    ["Aigerim", "Bolat", "Dana", "Daulet", "Erlan", "Kanat", "Saule", "Timur"];

/// The number of a person.
pub(crate) fn who(name: &str) -> Iin {
    let place = PEOPLE.iter().position(|n| *n == name).unwrap_or_else(|| panic!("who is {name}?"));
    numbers()[place]
}

fn numbers() -> &'static [Iin; 8] {
    static NUMBERS: OnceLock<[Iin; 8]> = OnceLock::new();
    NUMBERS.get_or_init(|| {
        std::array::from_fn(|place| {
            (0..100)
                .flat_map(|step| (0..10).map(move |check| (step, check)))
                .find_map(|(step, check)| format!("{:011}{check}", place * 100 + step).parse().ok())
                .unwrap()
        })
    })
}

/// The law of a day; reading it takes longer than a story.
fn law(day: Date) -> Law {
    static LAWS: OnceLock<Laws> = OnceLock::new();
    LAWS.get_or_init(Laws::built_in).on(day)
}

pub(crate) fn name(iin: Iin) -> &'static str {
    PEOPLE.into_iter().find(|n| who(n) == iin).unwrap_or("?")
}

/// The flat that all stories are about.
pub(crate) fn flat() -> AddressCode {
    codes()[0]
}

/// The flat that people come from.
pub(crate) fn home() -> AddressCode {
    codes()[1]
}

fn codes() -> &'static [AddressCode; 2] {
    static CODES: OnceLock<[AddressCode; 2]> = OnceLock::new();
    CODES.get_or_init(|| [1, 2].map(|serial| AddressCode::compose(1, 2099, serial).unwrap()))
}

pub(crate) struct World {
    pub(crate) now: Timestamp,
    began: Timestamp,
    pub(crate) law: Law,
    pub(crate) facts: Facts,
    pub(crate) case: Option<Case>,
    /// What happened to the case, as the journal keeps it.
    pub(crate) events: Vec<(Event, Timestamp)>,
    pub(crate) last: Option<Transition>,
    told: String,
    cases: u128,
    answers: u128,
}

impl World {
    /// Daulet owns the flat; everybody is a citizen of 40 but Timur (15) and Dana (5), both of them
    /// children of Aigerim and Bolat.
    pub(crate) fn at(time: &str) -> Self {
        let now: Timestamp = time.parse().unwrap();
        let at = |at| {
            move |row: PersonFacts| PersonFacts { person: Answered { at, ..row.person }, ..row }
        };
        let people = PEOPLE.map(|name| (who(name), at(now)(person(name, now))));
        let parent =
            |iin, of| Kin { iin: who(iin), of: who(of), relation: Relation::Parent, until: None };
        let ties =
            [("Aigerim", "Dana"), ("Aigerim", "Timur"), ("Bolat", "Dana"), ("Bolat", "Timur")];
        let title = Title {
            ownership: Ownership::Private,
            commissioned: true,
            area_hundredths: 9000,
            holders: vec![Holder::Person(who("Daulet"))],
            encumbrances: Vec::new(),
        };
        let facts = Facts {
            at: now,
            people: BTreeMap::from(people),
            kin: Answered { at: now, is: ties.map(|(iin, of)| parent(iin, of)).to_vec() },
            leases: Some(Answered { at: now, is: Vec::new() }),
            dwelling: Some(DwellingFacts {
                address: Answered { at: now, is: Some(address()) },
                title: Answered { at: now, is: Some(title) },
                registered: Answered { at: now, is: Vec::new() },
                locks: Answered { at: now, is: Vec::new() },
                leaving: BTreeMap::new(),
                version: 7,
            }),
        };
        Self {
            now,
            began: now,
            law: law(day(now)),
            facts,
            case: None,
            events: Vec::new(),
            last: None,
            told: String::new(),
            cases: 0,
            answers: 0,
        }
    }

    pub(crate) fn day() -> Self {
        Self::at("2026-01-15T10:00:00+05:00")
    }

    // The registers.

    pub(crate) fn owned_by(&mut self, names: &[&str]) {
        self.title().holders = names.iter().map(|n| Holder::Person(who(n))).collect();
        self.title().holders.sort_unstable();
    }

    pub(crate) fn title(&mut self) -> &mut Title {
        self.dwelling().title.is.as_mut().unwrap()
    }

    pub(crate) fn dwelling(&mut self) -> &mut DwellingFacts {
        self.facts.dwelling.as_mut().unwrap()
    }

    pub(crate) fn person(&mut self, name: &str) -> &mut PersonFacts {
        self.facts.people.get_mut(&who(name)).unwrap()
    }

    pub(crate) fn lease(&mut self, tenant: &str, listed: &[&str], until: Option<Date>) {
        self.title().ownership = Ownership::StateRental;
        self.facts.leases.as_mut().unwrap().is = vec![Lease {
            rka: flat(),
            tenant: who(tenant),
            listed: listed.iter().map(|n| who(n)).collect(),
            from: jiff::civil::date(2024, 1, 1),
            until,
            housing_office: "No. 1".into(),
        }];
    }

    pub(crate) fn lives(&mut self, name: &str, rka: AddressCode) {
        let entry = Entry {
            id: RegistrationId::from_random(self.registered() + 1),
            iin: who(name),
            rka,
            kind: Kind::Permanent,
            opened_at: self.now,
            until: None,
            closed_at: None,
            opened_by: "import".into(),
            closed_by: None,
        };
        self.person(name).registrations.is.push(entry);
        if rka == flat() {
            self.dwelling().registered.is.push(who(name));
        }
    }

    fn registered(&self) -> u128 {
        self.facts
            .people
            .values()
            .map(|p| p.registrations.is.len())
            .sum::<usize>()
            .try_into()
            .unwrap()
    }

    pub(crate) fn application(&self) -> Application {
        Application {
            channel: Channel::Portal,
            applicant: who("Aigerim"),
            subjects: vec![who("Aigerim")],
            children: Vec::new(),
            kind: Kind::Permanent,
            months: None,
            rka: flat(),
            reason: Reason::Work,
            arrived_on: None,
            language: Language::Ru,
            papers: Vec::new(),
            filed_with: None,
        }
    }

    pub(crate) fn drafts(&mut self, application: Application) {
        self.cases += 1;
        self.events.clear();
        let id = CaseId::from_random(self.cases);
        let event = Event::Drafted { application: application.clone() };
        let transition = Case::draft(id, application, self.now);
        self.case = None;
        self.took(event, transition);
    }

    pub(crate) fn signature(&self) -> Event {
        let case = self.case();
        let digest = case.application.digest(case.number());
        let signature = Signature::Eds { at: self.now, digest, evidence: Digest::of(b"cms") };
        Event::Signed { signature, law: Box::new(self.law.clone()) }
    }

    /// Drafts and signs.
    pub(crate) fn files(&mut self, application: Application) {
        self.drafts(application);
        self.does(self.signature());
    }

    /// Aigerim drafts and signs for herself, and the registers answer.
    pub(crate) fn applies(&mut self) {
        self.applies_for(self.application());
    }

    pub(crate) fn applies_for(&mut self, application: Application) {
        self.files(application);
        self.registers_answer();
    }

    pub(crate) fn registers_answer(&mut self) {
        self.does(self.answer());
    }

    pub(crate) fn answer(&self) -> Event {
        let mut facts = self.facts.clone();
        facts.at = self.now;
        Event::Answered { facts: Box::new(facts), seed: Seed::new(self.cases << 64 | self.answers) }
    }

    // Parties.

    pub(crate) fn request(&self, name: &str) -> ConsentRequest {
        let asking = self.case().state.asking().expect("somebody is asked");
        asking.requests.iter().find(|r| r.party.iin == who(name)).expect("is asked").clone()
    }

    pub(crate) fn delivered(&self, name: &str) -> Event {
        Event::SmsDelivered { request: self.request(name).id }
    }

    pub(crate) fn sms_fails(&self, name: &str) -> Event {
        Event::SmsFailed { request: self.request(name).id }
    }

    pub(crate) fn opens(&self, name: &str) -> Event {
        Event::Opened { request: self.request(name).id }
    }

    pub(crate) fn wrong_code(&self, name: &str) -> Event {
        let request = self.request(name);
        Event::WrongCode { request: request.id, tries: request.tries + 1 }
    }

    pub(crate) fn by_sms(&self, name: &str, saying: Saying) -> Event {
        self.says(name, saying, Form::SmsReply, RefusalReason::None)
    }

    pub(crate) fn by_eds(&self, name: &str) -> Event {
        let form = Form::Eds { evidence: Digest::of(b"consent") };
        self.says(name, Saying::Agree, form, RefusalReason::None)
    }

    pub(crate) fn refuses_in_portal(&self, name: &str, reason: RefusalReason) -> Event {
        self.says(name, Saying::Refuse, Form::Portal, reason)
    }

    pub(crate) fn says(
        &self,
        name: &str,
        saying: Saying,
        form: Form,
        reason: RefusalReason,
    ) -> Event {
        Event::PartyAnswered { request: self.request(name).id, saying, form, reason }
    }

    // Time.

    pub(crate) fn passes(&mut self, time: SignedDuration) {
        self.now = self.now.checked_add(time).unwrap();
    }

    /// The timer rings, and all that reached the SMS centre is read.
    pub(crate) fn rings(&mut self) {
        self.does(Event::Woken { read_through: self.now });
    }

    // What follows.

    pub(crate) fn case(&self) -> &Case {
        self.case.as_ref().expect("there is a case")
    }

    /// Something happens that must fit.
    #[track_caller]
    pub(crate) fn does(&mut self, event: Event) {
        let transition = self.case().apply(&event, self.now);
        let transition = transition.unwrap_or_else(|why| panic!("{event:?}: {why}"));
        assert_eq!(self.case().apply(&event, self.now).as_ref(), Ok(&transition));
        self.took(event, transition);
    }

    /// Something happens that must not change anything.
    #[track_caller]
    pub(crate) fn cannot(&self, event: &Event, why: NotExpected) {
        assert_eq!(self.case().apply(event, self.now), Err(why));
    }

    fn took(&mut self, event: Event, transition: Transition) {
        self.answers += 1;
        always::holds(self.case.as_ref(), &event, self.now, &transition);
        self.told.push_str(&tell((self.began, self.now), &transition));
        self.events.push((event, self.now));
        self.case = Some(transition.next.clone());
        self.last = Some(transition);
        always::replays(self.case(), &self.events);
        if let Some(case) = &self.case
            && case.status().is_terminal()
        {
            always::is_over(case, self.now);
        }
    }

    /// Everything that was written into the journal so far.
    #[track_caller]
    pub(crate) fn journal(&self, expected: expect_test::Expect) {
        expected.assert_eq(&self.told);
    }
}

fn person(name: &str, now: Timestamp) -> PersonFacts {
    let iin = who(name);
    let years: i16 = match name {
        "Dana" => 5,
        "Timur" => 15,
        _ => 40,
    };
    let row = Person {
        iin,
        family_name: "Сынақов".into(),
        given_name: name.into(),
        patronymic: None,
        born: day(now).checked_sub(years.years()).unwrap(),
        sex: Sex::Female,
        citizenship: "KZ".into(),
        status: PersonStatus::Active,
        full_time_student: false,
        language: Language::Kk,
    };
    let number = format!("+7701{}", &iin.as_str()[5..]).parse().unwrap();
    let bound_at = now.checked_sub(SignedDuration::from_hours(24 * 30)).unwrap();
    PersonFacts {
        person: Answered { at: now, is: Some(row) },
        capacity: Answered { at: now, is: Vec::new() },
        phone: Answered { at: now, is: Some(PhoneBinding { iin, phone: number, bound_at }) },
        registrations: Answered { at: now, is: Vec::new() },
        version: 3,
    }
}

fn address() -> Address {
    Address {
        rka: flat(),
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

/// The new lines of the journal, with what follows from them.
fn tell((began, at): (Timestamp, Timestamp), transition: &Transition) -> String {
    let local = at.to_zoned(almaty()).datetime();
    let mut format = if day(began) == day(at) { "%H:%M:%S" } else { "%m-%d %H:%M:%S" }.to_owned();
    if local.subsec_nanosecond() != 0 {
        format.push_str("%.3f");
    }
    let clock = local.strftime(&format);
    let mut text = String::new();
    for line in &transition.lines {
        let mut words: Vec<String> = line.params.values().cloned().collect();
        match line.code {
            LineCode::Asked | LineCode::AskedInPortal => words = asked(transition, line.code),
            LineCode::Refused | LineCode::Referred | LineCode::Registered => {
                words = decided(transition)
            }
            LineCode::Notified => words = notified(transition),
            _ => {}
        }
        let code = line.code.as_str();
        text.push_str(format!("{clock} {code:<15} {}", words.join(", ")).trim_end());
        text.push('\n');
    }
    text
}

fn asked(transition: &Transition, code: LineCode) -> Vec<String> {
    let requests = &transition.next.state.asking().unwrap().requests;
    let by_sms =
        |r: &&ConsentRequest| matches!(r.party.route, Route::Sms(_)) == (code == LineCode::Asked);
    requests
        .iter()
        .filter(by_sms)
        .map(|r| format!("{} as {}", name(r.party.iin), r.party.role.as_str()))
        .collect()
}

fn decided(transition: &Transition) -> Vec<String> {
    let decision = transition.next.state.decision().unwrap();
    let grounds = decision.grounds().map(|finding| finding.rule.to_string());
    let place = |rka: &AddressCode| if *rka == flat() { "to the flat" } else { "from home" };
    let book = transition.book.iter().map(|change| match change {
        BookChange::Open(entry) => {
            format!("{} {} {}", name(entry.iin), entry.kind.as_str(), place(&entry.rka))
        }
        BookChange::Close { .. } => "one entry closed".to_owned(),
    });
    grounds.chain(book).collect()
}

fn notified(transition: &Transition) -> Vec<String> {
    let notices = transition.effects.iter().filter_map(|effect| match effect {
        Effect::Tell(notice) => Some(format!("{} {}", name(notice.to), notice.message.key())),
        _ => None,
    });
    notices.collect()
}

/// Whether the case waits for somebody.
pub(crate) fn is_waiting(case: &Case) -> bool {
    matches!(case.state, State::AwaitingConsent(..))
}
