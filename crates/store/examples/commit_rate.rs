//! How many units a second a store file takes, by the number of committers at a time.
//!
//! `cargo run --release -p store --example commit_rate [SECONDS [FOLDER [LOG_PAGES [BATCH]]]]`
//!
//! Each committer files application after application, as the service would: twelve units and about
//! forty rows each, every unit waited for.

#![expect(clippy::print_stdout, clippy::expect_used, reason = "a measurement for people to read")]

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use residence::names::{AddressCode, CaseId, Iin, RegistrationId};
use residence::registration::{Entry, Kind};
use store::sqlite::{Options, Sqlite};
use store::{
    BookWrite, CaseFigures, CaseKey, CaseWrite, Claims, JournalRow, NewWork, NoticeWrite, Settle,
    Settled, SlipChange, SlipWrite, Store, Unit, WorkId,
};

const MOVES: u64 = 11;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let number = |text: Option<String>| text.and_then(|text| text.parse::<u32>().ok());
    let seconds = number(arguments.next()).unwrap_or(3);
    let folder = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let log_pages = number(arguments.next()).unwrap_or(Options::default().log_pages);
    let batch = number(arguments.next()).and_then(|batch| batch.try_into().ok());
    let batch = batch.unwrap_or(Options::default().batch);
    let folder = folder.join(format!("tirkeu-commit-rate-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let people = Arc::new(people());
    println!("committers  units/s  applications/s  units a durable write  p50 ms  p99 ms");
    for committers in [1, 32, 256, 2048] {
        let path = folder.join(format!("{committers}.db"));
        let options = Options { log_pages, batch, ..Options::default() };
        let store = Arc::new(Sqlite::open(path, options).expect("the store opens"));
        measure(&store, &people, committers, Duration::from_secs(seconds.into()));
    }
    println!("in memory, for the processor time alone:");
    let store = Arc::new(Sqlite::in_memory().expect("the store opens"));
    measure(&store, &people, 1, Duration::from_secs(seconds.into()));
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
}

fn measure(store: &Arc<Sqlite>, people: &Arc<Vec<Iin>>, committers: u32, span: Duration) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build();
    let runtime = runtime.expect("the runtime starts");
    let next = Arc::new(AtomicU64::new(1));
    let start = Instant::now();
    let tasks: Vec<_> = (0..committers)
        .map(|_| {
            let (store, people, next) = (Arc::clone(store), Arc::clone(people), Arc::clone(&next));
            runtime.spawn(async move {
                let mut waits = Vec::new();
                while start.elapsed() < span {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let place = usize::try_from(n).expect("it fits") % people.len();
                    let iin = people.get(place).copied().expect("there are people");
                    application(&store, n, iin, &mut waits).await;
                }
                waits
            })
        })
        .collect();
    let mut waits: Vec<Duration> = Vec::new();
    for task in tasks {
        waits.extend(runtime.block_on(task).expect("no committer fails"));
    }
    let took = start.elapsed().as_secs_f64();
    let counters = store.counters();
    waits.sort_unstable();
    let rank = |of_100: usize| {
        let wait = waits.get(waits.len() * of_100 / 100).copied().unwrap_or_default();
        wait.as_secs_f64() * 1000.0
    };
    let count = |count: u64| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    println!(
        "{committers:10}  {:7.0}  {:14.0}  {:21.1}  {:6.2}  {:6.2}",
        count(counters.units) / took,
        count(counters.units) / took / count(MOVES + 1),
        count(counters.units) / count(counters.synced),
        rank(50),
        rank(99),
    );
}

/// One application from filing to registration: twelve units, each committed alone.
async fn application(store: &Sqlite, n: u64, iin: Iin, waits: &mut Vec<Duration>) {
    // Spread like random ids.
    let id = CaseId::from_random(u128::from(n) * 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    let mut held = None;
    for version in 0..=MOVES {
        let unit = unit(id, n, version, iin, held);
        let sent = Instant::now();
        let answer = store.commit(vec![unit]).await.pop().expect("an answer");
        waits.push(sent.elapsed());
        held = answer.expect("nothing conflicts").work.first().copied();
    }
}

fn unit(id: CaseId, n: u64, version: u64, iin: Iin, held: Option<WorkId>) -> Unit {
    let at = |seconds: u64| {
        let seconds = i64::try_from(seconds).expect("it fits");
        Timestamp::from_second(1_763_960_400 + seconds).expect("a time")
    };
    let first = version == 0;
    let last = version == MOVES;
    let keys = vec![(CaseKey::Applicant, iin.to_string()), (CaseKey::Subject, iin.to_string())];
    let case = CaseWrite {
        id,
        expected: (!first).then_some(version),
        body: "x".repeat(1200),
        journal: vec![JournalRow {
            seq: version + 1,
            at: at(n),
            event: "e".repeat(200),
            lines: "l".repeat(150),
        }],
        wake: (!last).then(|| at(n + 3600)),
        figures: (first || version == 2 || last).then(|| figures(at(n), version)),
        keys: first.then_some(keys),
        claims: if version == 2 {
            Claims::Take(vec![iin])
        } else if last {
            Claims::Release
        } else {
            Claims::Keep
        },
    };
    let work = NewWork {
        kind: "check",
        key: format!("{id}:{version}"),
        case: Some(id),
        body: "w".repeat(150),
        due: at(n),
        held_until: Some(at(n + 60)),
    };
    let slip = SlipWrite {
        kind: "key",
        key: format!("{id}"),
        change: SlipChange::Put {
            expected: None,
            body: "answer".to_owned(),
            expires: at(n + 86_400),
            now: at(n),
        },
    };
    let notice = NoticeWrite {
        to: iin,
        at: at(n),
        case: Some(id),
        body: r#"{"message":"registered"}"#.into(),
    };
    let settle = |id| Settle { id, attempt: 1, how: Settled::Done };
    Unit {
        case: Some(case),
        rests_on: Vec::new(),
        book: if last { vec![BookWrite::Open(entry(n, iin, at(n)))] } else { Vec::new() },
        work: if last { Vec::new() } else { vec![work] },
        settles: held.map(settle).into_iter().collect(),
        slips: if first { vec![slip] } else { Vec::new() },
        notices: if last { vec![notice] } else { Vec::new() },
        ..Unit::default()
    }
}

fn figures(at: Timestamp, version: u64) -> CaseFigures {
    CaseFigures {
        channel: "portal",
        kind: "permanent",
        status: "signed",
        region: "75".to_owned(),
        persons: 1,
        signed_at: (version > 0).then_some(at),
        decided_at: (version == MOVES).then_some(at),
        waited_ms: 0,
        grounds: Vec::new(),
    }
}

/// Temporary, so that the same person can move in again and again.
fn entry(n: u64, iin: Iin, at: Timestamp) -> Entry {
    let serial = u32::try_from(n % 1_000_000).expect("it fits");
    Entry {
        id: RegistrationId::from_random(u128::from(n) * 0xd134_2543_de82_ef95_0000_0001_0000_0001),
        iin,
        rka: AddressCode::compose(1, 2013, serial).expect("an address"),
        kind: Kind::Temporary,
        opened_at: at,
        until: None,
        closed_at: None,
        opened_by: "KQTR-BWDM-XHPL".to_owned(),
        closed_by: None,
    }
}

fn people() -> Vec<Iin> {
    let numbers = (0..100_000u32).map(|n| (n.wrapping_mul(48_271) % 100_000, n % 28 + 1));
    let texts = numbers.flat_map(|(serial, day)| {
        (0..10).map(move |check| format!("9901{day:02}{serial:05}{check}"))
    });
    texts.filter_map(|text| text.parse().ok()).collect()
}
