//! A service with a staff, and people with keys.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use axum::Router;
use eds::sign::{How, Signer, cms};
use jiff::{SignedDuration, Timestamp};
use residence::case::{Case, Status};
use residence::facts::Language;
use residence::intake::Form;
use residence::law::SignMethod;
use residence::names::{Badge, CaseId, Iin};
use service::app::App;
use service::boot::{Parts, Running, start};
use service::clock::{Clock, system};
use service::config::{Config, Eds, Trust};
use service::desk::eds::Handed;
use service::desk::office::{Granted, Role, Staff, put_on_staff};
use service::desk::reading::Reading;
use service::desk::{Assurance, Caller, Once};
use world::authority::web::Served;
use world::authority::{Authority, Holder, Kind, Person, Purpose, Wanted};
use world::population::Snapshot;
use world::stories::{Story, stories};

pub(crate) struct Stage {
    service: Running,
    clock: Clock,
    ahead: Arc<AtomicI64>,
    served: Served,
    told: Vec<Story>,
    folder: PathBuf,
}

impl Drop for Stage {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// The staff of the stage, by role: people of stories that nothing else is told of.
const STAFF: [(Role, &str, usize); 6] = [
    (Role::Administrator, "sole_owner", 0),
    (Role::Operator, "two_owners", 0),
    (Role::Approver, "two_owners", 1),
    (Role::Auditor, "two_owners", 2),
    (Role::Reviewer, "other_owner", 0),
    (Role::Operator, "other_owner", 1),
];

impl Stage {
    pub(crate) async fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("tirkeu-office-{}-{count}", std::process::id()));
        drop(std::fs::remove_dir_all(&folder));
        std::fs::create_dir_all(&folder).unwrap();
        let ahead = Arc::new(AtomicI64::new(0));
        let moved = Arc::clone(&ahead);
        let system = system();
        let clock: Clock = Arc::new(move || {
            let ahead = SignedDuration::from_secs(moved.load(Ordering::SeqCst));
            system().checked_add(ahead).unwrap()
        });
        let authority = Arc::new(Authority::new(Arc::clone(&clock)));
        let served = Served::start((Ipv4Addr::LOCALHOST, 0).into(), authority).await.unwrap();
        let sms = smpp::LinkConfig::parse("smpp://nobody@127.0.0.1:9", "").unwrap();
        let mut config = Config::new(folder.join("tirkeu.db"), sms);
        config.listen.portal = (Ipv4Addr::LOCALHOST, 0).into();
        config.listen.office = (Ipv4Addr::LOCALHOST, 0).into();
        config.listen.metrics = None;
        config.limits.requests_a_minute = 1_000_000;
        config.office.audit_share = 1_000_000;
        config.eds = Eds {
            ocsp: served.ocsp().parse().ok(),
            lists: served.lists().iter().map(|list| list.parse().unwrap()).collect(),
            stamps: served.tsp().parse().ok(),
            ..Eds::of(Trust::Demo)
        };
        let today = residence::law::day(clock());
        let parts = Parts { clock: Arc::clone(&clock), ..Parts::of(config) };
        let service = start(parts).await.unwrap();
        let told = stories(u64::from(count) + 1, 2, today);
        for story in &told {
            let rows = story.snapshot.clone().imports().collect();
            service.app.store.import(rows).await.unwrap();
        }
        let stage = Self { service, clock, ahead, served, told, folder };
        stage.seats_the_staff().await;
        stage
    }

    async fn seats_the_staff(&self) {
        for (place, (role, ..)) in (1u128..).zip(STAFF) {
            let iin = self.officer(usize::try_from(place - 1).unwrap());
            let staff = Staff {
                iin,
                badge: Badge::from_random(place),
                name: role.as_str().to_owned(),
                centre: "ЦОН № 1".to_owned(),
                roles: BTreeSet::from([role]),
                granted: Granted::Console,
                since: self.now(),
                ended: None,
                session: None,
            };
            assert!(put_on_staff(self.app().store.as_ref(), &staff, None).await.unwrap());
        }
    }

    /// The member of staff at this place of the list.
    fn officer(&self, place: usize) -> Iin {
        let (_, story, nth) = STAFF[place];
        // The second telling: the first is what the tests tell of.
        let story = self.told.iter().filter(|one| one.id == story).nth(1).unwrap();
        let grown = |iin: &Iin| self.age(&story.snapshot, *iin) >= 18;
        let people = story.snapshot.persons.iter().map(|row| row.iin).filter(grown);
        people.clone().nth(nth).unwrap()
    }

    fn age(&self, rows: &Snapshot, iin: Iin) -> i16 {
        rows.person(iin).unwrap().age_on(residence::law::day(self.now()))
    }

    /// The one with this role; the first where several have it.
    pub(crate) fn with(&self, role: Role) -> Iin {
        self.officer(STAFF.iter().position(|(other, ..)| *other == role).unwrap())
    }

    /// The second operator.
    pub(crate) fn other_operator(&self) -> Iin {
        self.officer(STAFF.len() - 1)
    }

    pub(crate) fn badge(&self, iin: Iin) -> Badge {
        let place = (0..STAFF.len()).position(|place| self.officer(place) == iin).unwrap();
        Badge::from_random(u128::try_from(place).unwrap() + 1)
    }

    pub(crate) fn story(&self, id: &str) -> &Story {
        self.told.iter().find(|story| story.id == id).unwrap()
    }

    pub(crate) fn app(&self) -> &Arc<App> {
        &self.service.app
    }

    pub(crate) fn office(&self) -> Router {
        service::web::office(Arc::clone(self.app()))
    }

    pub(crate) fn portal(&self) -> Router {
        service::web::router(Arc::clone(self.app()))
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    pub(crate) fn passes(&self, time: SignedDuration) {
        self.ahead.fetch_add(time.as_secs(), Ordering::SeqCst);
    }

    /// The usual key of a person.
    pub(crate) fn key(&self, iin: Iin) -> Holder {
        let row = self.told.iter().find_map(|story| story.snapshot.person(iin)).unwrap();
        let person: Person = row.into();
        let half = SignedDuration::from_hours(24 * 180);
        let whole = |time: Timestamp| Timestamp::from_second(time.as_second()).unwrap();
        let (from, until) = (whole(self.now() - half), whole(self.now() + half));
        let (kind, purpose) = (Kind::Gost2015, Purpose::Signing);
        let wanted = Wanted { person: &person, kind, purpose, number: 0, from, until };
        self.served.authority.certify(&wanted)
    }

    /// A person applies online for the dwelling of their story, signs, and it is decided.
    pub(crate) async fn files_online(&self, story: &str) -> Case {
        let scenario = &self.story(story).scenario;
        let caller = Caller {
            iin: scenario.applicant,
            assurance: Assurance::Signature,
            language: Language::En,
        };
        let form = Form {
            kind: Some("permanent".to_owned()),
            rka: Some(scenario.rka.to_string()),
            reason: Some("family".to_owned()),
            ..Form::default()
        };
        let once = Once { key: None, purpose: "test" };
        let case = self.app().draft(caller, &form, once).await.unwrap().case;
        let document = case.application.document(case.number());
        let der = signed(document.as_bytes(), &self.key(scenario.applicant));
        let handed = Handed { bytes: &der, method: SignMethod::Eds };
        self.app().sign_by_eds(caller, case.id, handed).await.unwrap();
        self.until(case.id, |case| case.status() != Status::Signed).await
    }

    /// Waits until a case is as it should be.
    pub(crate) async fn until(&self, id: CaseId, is: impl Fn(&Case) -> bool) -> Case {
        let begun = std::time::Instant::now();
        loop {
            let case = self.app().case(id).await.unwrap().case;
            if is(&case) {
                return case;
            }
            assert!(begun.elapsed().as_secs() < 30, "{:?}", case.status());
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// Who has looked at somebody's data, and for what.
    pub(crate) async fn readings(&self, of: Iin) -> Vec<Reading> {
        let of = store::ReadingsOf::Person(of);
        let rows = self.app().readings_of(of, None, 100).await.unwrap();
        rows.into_iter().map(|(_, reading)| reading).collect()
    }
}

/// A signature kept apart.
pub(crate) fn signed(text: &[u8], key: &Holder) -> Vec<u8> {
    let second = Timestamp::from_second(system()().as_second()).unwrap();
    let signer = Signer { key: &key.key, certificate: &key.certificate, at: Some(second) };
    cms(text, How::Detached, &[signer]).unwrap()
}
