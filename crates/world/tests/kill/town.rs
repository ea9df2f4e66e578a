//! A town: people, phones, the SMS centre and the service, and all that must be true of them.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use residence::law::day;
use residence::registration::Kind;
use serde_json::Value;
use store::sqlite::{Options, Sqlite};
use store::{BookQuery, CaseKey, CaseQuery, Entity, Store as _, Work};
use world::phones::{Holder, Phones};
use world::population::Population;
use world::sms_centre::SmsCentre;
use world::stories::{Story, stories};

use super::ledger::{Audit, Ledger, Told};
use super::service_process::{PATIENCE, Service, aside};

/// How many households live in the town beside the people of the stories.
const HOUSEHOLDS: u64 = 20;

pub(crate) struct Town {
    pub(crate) service: Arc<Service>,
    pub(crate) phones: Arc<Phones>,
    pub(crate) centre: SmsCentre,
    pub(crate) ledger: Ledger,
    /// The applications that can be made, in the order they are told.
    pub(crate) told: Vec<Story>,
    /// Whether people answer only once the deadline is shown.
    pub(crate) patient: bool,
    /// Kill when people see the thing with this number; 0 is never.
    kill_at: AtomicU32,
    seen: AtomicU32,
    /// Whether the service may refuse requests for a while (503).
    pub(crate) is_troubled: AtomicBool,
    /// How many it refused.
    pub(crate) refusals: AtomicU32,
    /// How often the service was killed, and the longest it took to be back.
    pub(crate) kills: AtomicU32,
    slowest: Mutex<Duration>,
}

impl Town {
    /// A town in which these stories can be told so many times, with the service running.
    pub(crate) async fn new(name: &str, ids: &[&str], copies: u64, patient: bool) -> Arc<Self> {
        Self::with_link(name, ids, copies, patient, |centre| centre).await
    }

    /// The same with something between the service and the SMS centre, whose address is given and
    /// the address that the service is told given back.
    pub(crate) async fn with_link(
        name: &str,
        ids: &[&str],
        copies: u64,
        patient: bool,
        link: impl FnOnce(SocketAddr) -> SocketAddr,
    ) -> Arc<Self> {
        let clock = service::clock::system();
        let phones = Arc::new(Phones::new(Arc::clone(&clock)));
        let listen = "127.0.0.1:0".parse().unwrap();
        let centre = SmsCentre::start(listen, Arc::<Phones>::clone(&phones)).unwrap();
        let service = Arc::new(Service::new(name, link(centre.address())));
        let today = day(clock());
        let mut told = stories(1, copies, today);
        told.retain(|story| ids.contains(&story.id));
        for story in &told {
            for binding in &story.snapshot.phones {
                let (phone, iin) = (binding.phone, binding.iin);
                phones.give(Holder { phone, iin, name: String::new(), note: String::new() });
            }
        }
        let people = told.iter().flat_map(|story| story.snapshot.clone().imports());
        let rows = Population::generate(1, HOUSEHOLDS, today).rows().chain(people).collect();
        let store = Sqlite::open(service.store(), Options::default()).unwrap();
        store.import(rows).await.unwrap();
        drop(store);
        aside(&service, Service::start).await;
        Arc::new(Self {
            service,
            phones,
            centre,
            ledger: Ledger::default(),
            told,
            patient,
            kill_at: AtomicU32::new(0),
            seen: AtomicU32::new(0),
            is_troubled: AtomicBool::new(false),
            refusals: AtomicU32::new(0),
            kills: AtomicU32::new(0),
            slowest: Mutex::default(),
        })
    }

    /// The store, while the service works on it or is away.
    pub(crate) fn look_into(&self) -> Sqlite {
        Sqlite::open_read_only(self.service.store()).unwrap()
    }

    /// Kills when people see the thing with this number, counted from now.
    pub(crate) fn kill_at(&self, number: u32) {
        self.seen.store(0, Ordering::Relaxed);
        self.kill_at.store(number, Ordering::Relaxed);
    }

    /// Somebody has just seen something: that a request is done, a message, a deadline. Now may be
    /// the time to kill.
    pub(crate) async fn seen(&self) {
        let number = self.seen.fetch_add(1, Ordering::Relaxed) + 1;
        if self.kill_at.load(Ordering::Relaxed) == number {
            self.kill_at.store(0, Ordering::Relaxed);
            assert!(aside(&self.service, Service::kill).await, "it ended by itself");
            self.start_again().await;
        }
    }

    /// Kills so long after so many commits and starts again; whether that came before `over`.
    pub(crate) async fn kill_after(
        &self,
        commits: u32,
        later: Duration,
        over: &Arc<AtomicBool>,
    ) -> bool {
        let over = Arc::clone(over);
        let kill = move |service: &Service| service.kill_after(commits, later, &over);
        let killed = aside(&self.service, kill).await;
        if killed {
            self.start_again().await;
        }
        killed
    }

    /// Starts the service that was killed; what was acknowledged is there, before and after.
    pub(crate) async fn start_again(&self) {
        self.kills.fetch_add(1, Ordering::Relaxed);
        let told = self.ledger.all();
        self.check_store(&told).await;
        let begun = Instant::now();
        aside(&self.service, Service::start).await;
        self.took(begun.elapsed());
        self.check_store(&told).await;
    }

    fn took(&self, time: Duration) {
        let mut slowest = self.slowest.lock().unwrap();
        *slowest = time.max(*slowest);
    }

    /// How long the slowest start after a kill took.
    pub(crate) fn slowest(&self) -> Duration {
        *self.slowest.lock().unwrap()
    }

    /// What people were told is in the store, whether the service runs or not.
    async fn check_store(&self, told: &[Told]) {
        let store = self.look_into();
        assert_eq!(store.examine().await.unwrap(), [""; 0]);
        for told in told {
            let case = store.load(told.id).await.unwrap();
            let case = case.unwrap_or_else(|| panic!("{} was lost", told.number));
            let case = service::cases::read(&case).unwrap().case;
            let status = case.status().as_str();
            assert!(!told.signed || status != "draft", "{}: a signature was lost", told.number);
            assert!(!told.ended || status == "registered", "{} is {status}", told.number);
        }
    }

    /// Waits until nothing is left to be done and nothing on its way; with `lost_receipts`, nothing
    /// but receipts of messages that the service was killed in the middle of sending. Each
    /// waits a minute for its id to become known.
    pub(crate) async fn rests(&self, lost_receipts: bool) {
        let store = self.look_into();
        let mut pause = tokio::time::interval(Duration::from_millis(20));
        let mut left = Vec::new();
        let empty = async {
            for look in 1.. {
                pause.tick().await;
                let queue = store.queue().await.unwrap();
                if self.centre.undelivered() > 0 {
                    continue;
                }
                if queue.pieces == 0 {
                    break;
                }
                if lost_receipts && look % 10 == 0 {
                    left = self.left(&store).await;
                    if left.iter().all(is_receipt) {
                        break;
                    }
                }
            }
        };
        let patience = if lost_receipts { PATIENCE } else { PATIENCE * 3 };
        let empty = tokio::time::timeout(patience, empty).await;
        assert!(empty.is_ok(), "the outbox does not get empty: {left:?}");
    }

    /// The work that is left, as a copy of the store shows it.
    pub(crate) async fn left(&self, store: &Sqlite) -> Vec<Work> {
        let copy = self.service.store().with_extension("copy");
        store.backup(&copy).await.unwrap();
        let there = Sqlite::open(&copy, Options::default()).unwrap();
        let late = Timestamp::MAX;
        let left = there.lease(late, late, 100_000).await.unwrap();
        drop(there);
        std::fs::remove_file(copy).unwrap();
        left
    }

    /// Holds everything that was told against the store, the book and the phones when all has come
    /// to its end.
    pub(crate) async fn check_end(&self, lost_receipts: bool) -> Audit {
        self.rests(lost_receipts).await;
        let store = self.look_into();
        assert_eq!(store.examine().await.unwrap(), [""; 0]);
        let mut audit = Audit::default();
        for told in &self.ledger.all() {
            audit.applications += 1;
            self.check_kept(&store, told, &mut audit).await;
            self.send_again(told).await;
            self.check_book(&store, told, &mut audit).await;
            told.check_messages(&self.phones, &mut audit);
        }
        // With the deadlines that were shown just now.
        for told in &self.ledger.all() {
            told.check_deadlines(&mut audit);
        }
        self.rests(lost_receipts).await;
        audit
    }

    /// An application that was acknowledged is there and has come to its end.
    async fn check_kept(&self, store: &Sqlite, told: &Told, audit: &mut Audit) {
        let case = store.load(told.id).await.unwrap();
        let status = case.map(|case| service::cases::read(&case).unwrap().case.status().as_str());
        if status != Some("registered") {
            audit.lost += 1;
            audit.wrong.push(format!("{} is {status:?}", told.number));
        }
    }

    /// One application a person, one way through it, one entry in the book, the old one closed.
    async fn check_book(&self, store: &Sqlite, told: &Told, audit: &mut Audit) {
        let number = &told.number;
        let value = told.applicant.to_string();
        let query = CaseQuery { key: CaseKey::Applicant, value, before: None, limit: 10 };
        let cases = store.cases(&query).await.unwrap().len();
        let journal = store.journal(told.id).await.unwrap();
        let ends = journal.iter().filter(|row| row.lines.contains("registered")).count();
        let of = Entity::Person(told.applicant);
        let page = store.book(BookQuery { of, closed_too: true }).await.unwrap();
        let permanent: Vec<_> = page.entries.iter().filter(|e| e.kind == Kind::Permanent).collect();
        let (open, closed): (Vec<_>, Vec<_>) =
            permanent.into_iter().partition(|entry| entry.closed_at.is_none());
        if (cases, ends, open.len()) != (1, 1, 1) {
            audit.doubled += 1;
            audit.wrong.push(format!("{number}: {cases} cases, {ends} ends, entries {open:?}"));
        }
        for new in open {
            assert_eq!((new.rka, new.opened_by.as_str()), (told.rka, number.as_str()));
            let at_once = closed.iter().filter(|entry| {
                entry.closed_by.as_deref() == Some(number) && entry.closed_at == Some(new.opened_at)
            });
            assert_eq!(at_once.count(), closed.len(), "{number}: {closed:?}");
        }
    }

    /// The line of a table: kills, applications, lost, doubled, codes changed, deadlines changed,
    /// slowest restart.
    pub(crate) fn row(&self, audit: &Audit) -> String {
        let Audit { applications, lost, doubled, codes_changed, deadlines_changed, .. } = audit;
        let (kills, slowest) = (self.kills.load(Ordering::Relaxed), self.slowest().as_millis());
        format!(
            "| {kills} | {applications} | {lost} | {doubled} | {codes_changed} | \
             {deadlines_changed} | {slowest} ms |"
        )
    }
}

/// Whether a piece of work is a delivery receipt that waits.
pub(crate) fn is_receipt(work: &Work) -> bool {
    let body: Value = serde_json::from_str(&work.body).unwrap_or_default();
    work.kind == "receipt" && body["incoming"] == "receipt"
}
