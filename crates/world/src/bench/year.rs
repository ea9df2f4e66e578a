//! The national year: everything from the draft to the notices, durable, inside one process.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use residence::case::Status;
use residence::facts::Language;
use residence::intake::Form;
use residence::law::{Laws, day};
use residence::names::{CaseId, Phone};
use residence::registration::Kind;
use service::app::{App, Bell, SignIn, Signatures};
use service::clock::Clock;
use service::desk::{Assurance, Caller, Once};
use service::keys::Keys;
use service::limits::Limits;
use service::registers::Snapshots;
use service::text::Texts;
use store::Store;
use store::sqlite::Sqlite;
use tokio::sync::watch;

use super::gate::Gate;
use super::meter::{Steps, processor_time, real, resident_mib, writer_time};
use super::report::Report;
use crate::phones::code_in;
use crate::population::{Answer, Expected, Population, Scenario};

/// The applications of a year: the announced 750,000 in 322 days at 70 % of all.
pub const YEAR: f64 = 1_210_000.0;

/// How the year is measured.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Which share of a year.
    pub fraction: f64,
    /// How many people act at once.
    pub at_once: usize,
    /// Seed of the population.
    pub seed: u64,
}

/// What goes wrong, in one sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failed(pub String);

fn failed(error: impl std::fmt::Display) -> Failed {
    Failed(error.to_string())
}

/// The clock of the machine, moved forward now and then, so that an hour need not be waited for.
fn moved_clock() -> (Clock, Arc<AtomicI64>) {
    let ahead = Arc::new(AtomicI64::new(0));
    let moved = Arc::clone(&ahead);
    let system = service::clock::system();
    let clock: Clock = Arc::new(move || {
        let ahead = SignedDuration::from_secs(moved.load(Ordering::Relaxed));
        system().checked_add(ahead).unwrap_or(Timestamp::MAX)
    });
    (clock, ahead)
}

struct World {
    app: Arc<App>,
    gate: Arc<Gate>,
    sqlite: Arc<Sqlite>,
    ahead: Arc<AtomicI64>,
    ended: Mutex<HashMap<String, u64>>,
    wrong: Mutex<Vec<String>>,
    steps: Steps,
}

/// Carries a share of the year through and says how fast.
///
/// # Errors
/// [`Failed`] when the store fails or an application ends other than it must.
pub async fn run(settings: &Settings, folder: &Path) -> Result<Report, Failed> {
    let wanted = number(YEAR * settings.fraction);
    let (clock, ahead) = moved_clock();
    let sqlite = Sqlite::open(folder.join("year.db"), store::sqlite::Options::default());
    let sqlite = Arc::new(sqlite.map_err(failed)?);
    let (scenarios, rows) = populate(&*sqlite, settings.seed, wanted, &clock).await?;
    let gate = Arc::new(Gate::new(Arc::clone(&clock)));
    let (app, queue) = app(&sqlite, &gate, clock);
    gate.open(&app);
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(service::worker::run(Arc::clone(&app), queue, stopped));
    let world = Arc::new(World {
        app,
        gate,
        sqlite,
        ahead,
        ended: Mutex::default(),
        wrong: Mutex::default(),
        steps: Steps::default(),
    });

    let before = world.sqlite.counters();
    let (cpu, writer) = (processor_time("self"), writer_time());
    let begun = Instant::now();
    let count = scenarios.len();
    all(&world, scenarios, settings.at_once).await?;
    let took = begun.elapsed().as_secs_f64();
    let (cpu, writer) = (processor_time("self") - cpu, writer_time() - writer);
    let after = world.sqlite.counters();
    // Whoever receives it is gone already when the worker has ended.
    let _ = stop.send(true);
    worker.await.map_err(failed)?;

    let wrong = std::mem::take(&mut *world.wrong.lock().unwrap_or_else(PoisonError::into_inner));
    if let Some(first) = wrong.first() {
        return Err(Failed(format!(
            "{} applications ended wrong; the first: {first}",
            wrong.len()
        )));
    }
    let applications = real(count);
    let mut report = Report {
        id: "year",
        what: format!(
            "{count} applications ({rows} register rows), {} people at once, SQLite, \
             synchronous=FULL, load generator included",
            settings.at_once
        ),
        figures: Vec::new(),
    };
    let per = |n: u64| real(usize::try_from(n).unwrap_or(usize::MAX)) / applications;
    report.figure("applications a second", applications / took, "1/s");
    report.figure("the whole year would take", YEAR * took / applications / 60.0, "min");
    report.figure("units an application", per(after.units - before.units), "");
    report.figure("commits an application", per(after.commits - before.commits), "");
    report.figure("fsyncs an application", per(after.synced - before.synced), "");
    report.figure("SMS an application", per(world.gate.sent()), "");
    report.figure("processor time an application", cpu / applications * 1e6, "µs");
    report.figure("  of it the writer of the store", writer / applications * 1e6, "µs");
    for (step, median) in world.steps.medians() {
        report.figure(step, median, "ms (median)");
    }
    report.figure("memory at the end", resident_mib(), "MiB");
    for (ending, n) in &*world.ended.lock().unwrap_or_else(PoisonError::into_inner) {
        tracing::info!(%ending, n, "ended");
    }
    Ok(report)
}

fn app(
    sqlite: &Arc<Sqlite>,
    gate: &Arc<Gate>,
    clock: Clock,
) -> (Arc<App>, tokio::sync::mpsc::Receiver<store::Work>) {
    let store: Arc<dyn Store> = sqlite.clone();
    let (bell, queue) = Bell::new();
    let app = App {
        registers: Arc::new(Snapshots::new(Arc::clone(&store))),
        store,
        sms: gate.clone(),
        clock,
        chance: service::chance::system(),
        laws: Laws::built_in(),
        texts: Arc::new(Texts::built_in()),
        keys: Keys::new([7; 32]),
        limits: Limits::default(),
        sign_in: SignIn { eds: false, qr: false, sms: true },
        signatures: Signatures::default(),
        pulse: Arc::default(),
        kiosks: service::kiosk::Kiosks::default(),
        office: service::app::OfficeSettings::default(),
        bell,
        recent: service::cases::RecentCases::default(),
    };
    (Arc::new(app), queue)
}

/// Loads a population that is large enough and lists what its people apply for.
async fn populate(
    store: &dyn Store,
    seed: u64,
    wanted: usize,
    clock: &Clock,
) -> Result<(Vec<Scenario>, usize), Failed> {
    let today = day(clock());
    let households = u64::try_from(wanted).unwrap_or(u64::MAX).max(100);
    let population = Population::generate(seed, households, today);
    let mut scenarios = Vec::new();
    let mut minds = HashMap::new();
    let mut rows = 0;
    let mut batch = Vec::new();
    for neighbourhood in population.iter() {
        if scenarios.len() >= wanted {
            break;
        }
        let wanted = neighbourhood.scenarios.into_iter().filter(measured);
        scenarios.extend(wanted.filter(|scenario| of_one_mind(&mut minds, scenario)));
        batch.extend(neighbourhood.snapshot.imports());
        if batch.len() >= 2000 {
            rows += batch.len();
            store.import(std::mem::take(&mut batch)).await.map_err(failed)?;
        }
    }
    rows += batch.len();
    store.import(batch).await.map_err(failed)?;
    scenarios.truncate(wanted);
    Ok((scenarios, rows))
}

/// Whoever has a phone to sign with and asks people who have one.
fn measured(scenario: &Scenario) -> bool {
    scenario.phone.is_some()
        && scenario.asks.iter().all(|ask| ask.phone.is_some())
        && scenario.expected != Expected::Asks
}

/// Whether everybody who is asked answers as they answer elsewhere: a phone here has one mind.
fn of_one_mind(minds: &mut HashMap<Phone, Answer>, scenario: &Scenario) -> bool {
    let asked = || scenario.asks.iter().filter_map(|ask| Some((ask.phone?, ask.answer)));
    let same = asked().all(|(phone, answer)| minds.get(&phone).is_none_or(|mind| *mind == answer));
    if same {
        minds.extend(asked());
    }
    same
}

/// Everybody acts, so many at once; those who are kept waiting get their hour at the end.
async fn all(world: &Arc<World>, scenarios: Vec<Scenario>, at_once: usize) -> Result<(), Failed> {
    let next = Arc::new(AtomicUsize::new(0));
    let scenarios = Arc::new(scenarios);
    let waiting = Arc::new(Mutex::new(Vec::new()));
    let mut people = tokio::task::JoinSet::new();
    for _ in 0..at_once {
        let (world, next) = (Arc::clone(world), Arc::clone(&next));
        let (scenarios, waiting) = (Arc::clone(&scenarios), Arc::clone(&waiting));
        people.spawn(async move {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(scenario) = scenarios.get(at) else { return Ok(()) };
                if let Some(id) = act(&world, scenario).await? {
                    waiting.lock().unwrap_or_else(PoisonError::into_inner).push((id, at));
                }
            }
        });
    }
    while let Some(done) = people.join_next().await {
        done.map_err(failed)??;
    }
    let waiting = std::mem::take(&mut *waiting.lock().unwrap_or_else(PoisonError::into_inner));
    let mut look = tokio::time::interval(Duration::from_millis(5));
    // Whoever moves the clock while a question is on its way ends it as never received.
    for (id, _) in &waiting {
        while !received(world, *id).await? {
            look.tick().await;
        }
    }
    world.ahead.fetch_add(SignedDuration::from_hours(25).as_secs(), Ordering::Relaxed);
    for (id, at) in waiting {
        loop {
            let loaded = world.app.case(id).await.map_err(failed)?;
            if loaded.case.status().is_terminal() {
                if let Some(scenario) = scenarios.get(at) {
                    world.ended(scenario, &loaded.case);
                }
                break;
            }
            look.tick().await;
        }
    }
    drain(world).await
}

/// Whether everybody who is asked has received the question, or the application has ended.
async fn received(world: &World, id: CaseId) -> Result<bool, Failed> {
    let case = world.app.case(id).await.map_err(failed)?.case;
    let asking = case.state.asking();
    let all = asking.is_some_and(|asking| asking.requests.iter().all(|r| r.clock.is_some()));
    Ok(all || case.status().is_terminal())
}

/// Waits until nothing is left to be done now.
async fn drain(world: &World) -> Result<(), Failed> {
    let mut look = tokio::time::interval(Duration::from_millis(5));
    loop {
        let next = world.app.store.queue().await.map_err(failed)?.next_due;
        // What is held counts as due at the end of its hold; terms of months are left alone.
        let soon = world.app.now().checked_add(2 * service::app::HOLD).map_err(failed)?;
        if next.is_none_or(|due| due > soon) {
            return Ok(());
        }
        look.tick().await;
    }
}

/// One person files one application and learns how it ends; the id of one whose end takes an hour.
async fn act(world: &World, scenario: &Scenario) -> Result<Option<CaseId>, Failed> {
    let Some(phone) = scenario.phone else { return Ok(None) };
    let mut inbox = world.gate.applicant(phone);
    let silent = scenario.asks.iter().any(|ask| ask.answer == Answer::Silent);
    for ask in &scenario.asks {
        if let Some(phone) = ask.phone {
            world.gate.asked(phone, ask.answer);
        }
    }
    let caller =
        Caller { iin: scenario.applicant, assurance: Assurance::Sms, language: Language::Kk };
    let app = &world.app;
    let mut since = Instant::now();
    let once = Once { key: None, purpose: "applications" };
    let draft = app.draft(caller, &form(scenario), once).await;
    let draft = draft.map_err(|refusal| Failed(format!("a draft was refused: {refusal:?}")))?;
    world.steps.note(0, &mut since);
    let id = draft.case.id;
    let sent = app.send_signing_code(caller, id).await;
    sent.map_err(|refusal| Failed(format!("no password was sent: {refusal:?}")))?;
    let code = loop {
        let Some(text) = inbox.recv().await else { return Ok(None) };
        if let Some(code) = code_in(&text, 6) {
            break code.to_owned();
        }
    };
    world.steps.note(1, &mut since);
    let signed = app.sign_by_sms(caller, id, &code).await;
    signed.map_err(|refusal| Failed(format!("a signature was refused: {refusal:?}")))?;
    world.steps.note(2, &mut since);
    if silent {
        return Ok(Some(id));
    }
    // The next SMS to the applicant tells the end.
    while let Some(_text) = inbox.recv().await {
        if app.recent_case(id).await.map_err(failed)?.case.status().is_terminal() {
            // The end is read from the store, as whoever asks for it would.
            world.ended(scenario, &app.case(id).await.map_err(failed)?.case);
            world.steps.note(3, &mut since);
            break;
        }
    }
    Ok(None)
}

fn form(scenario: &Scenario) -> Form {
    Form {
        channel: None,
        kind: Some(scenario.kind.as_str().to_owned()),
        months: scenario.months.filter(|_| scenario.kind == Kind::Temporary).map(i64::from),
        rka: Some(scenario.rka.to_string()),
        reason: Some("other".into()),
        arrived_on: None,
        subjects: vec![scenario.subject.to_string()],
        children: None,
    }
}

impl World {
    /// Counts an end, and whether it is the right one.
    fn ended(&self, scenario: &Scenario, case: &residence::case::Case) {
        let rules: Vec<&str> = case
            .state
            .decision()
            .map(|decision| decision.grounds().map(|ground| ground.rule.as_str()).collect())
            .unwrap_or_default();
        let right = match scenario.expected {
            Expected::Registered => case.status() == Status::Registered,
            Expected::Refused(rule) => case.status() == Status::Refused && rules.contains(&rule),
            Expected::Referred(rule) => case.status() == Status::Referred && rules.contains(&rule),
            Expected::Asks => true,
        };
        let ending = format!("{} {}", case.status().as_str(), rules.join(" "));
        if !right {
            let what = format!("{} instead of {}", ending, scenario.expected);
            self.wrong.lock().unwrap_or_else(PoisonError::into_inner).push(what);
        }
        let mut ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        *ended.entry(ending).or_insert(0) += 1;
    }
}

#[expect(clippy::as_conversions, reason = "a positive figure becomes a count")]
fn number(figure: f64) -> usize {
    figure.max(1.0) as usize
}
