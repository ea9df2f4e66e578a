//! What PostgreSQL does beyond the contract of all engines.

#![expect(clippy::unwrap_used, reason = "a test that goes wrong should stop there")]

mod cluster;
#[expect(dead_code, reason = "made for the contract; some of it serves here")]
#[path = "contract/make.rs"]
mod make;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Barrier, Mutex};
use std::thread;

use make::*;
use store::postgres::{Options, Postgres};
use store::{
    BookQuery, BookWrite, CaseWrite, Claims, CommitError, Entity, ImportRow, Imported, NoticeQuery,
    NoticeWrite, Store, StoreError, Taken, Unit,
};

const FORGETFUL: Options = Options { readers: 4, queue: 4096, batch: 512, forgetful: true };

fn open(url: &str) -> Postgres {
    wait(Postgres::open(url, FORGETFUL)).unwrap()
}

/// An empty database, or nothing to do where there is no server.
macro_rules! database {
    () => {
        match cluster::database() {
            Some(url) => url,
            None => {
                eprintln!("left out: PostgreSQL (TIRKEU_POSTGRES is not set)");
                return;
            }
        }
    };
}

#[test]
fn nobody_lives_at_two_places_at_once() {
    let store = open(&database!());
    let (id, iin) = (residence::names::RegistrationId::from_random(1), person(1));
    let close = BookWrite::Close { id, at: at(50), by: "moved".to_owned() };
    save(&store, of_book([BookWrite::Open(entry(1, iin, flat(1))), close]));
    // Opened at the seventh second, while the other lasted until the fiftieth.
    let refused = commit(&store, of_book([BookWrite::Open(entry(7, iin, flat(2)))]));
    assert_eq!(taken(refused), Taken::PermanentEntry);
    save(&store, of_book([BookWrite::Open(entry(50, iin, flat(2)))]));
    let loaded = wait(store.import(vec![ImportRow::Entry(entry(8, iin, flat(3)))])).unwrap();
    assert!(matches!(loaded[..], [Imported::Refused(_)]), "{loaded:?}");
}

#[test]
fn nodes_on_one_database_meet_in_its_constraints() {
    let url = database!();
    let nodes: Vec<Postgres> = (0..3).map(|_| open(&url)).collect();
    let (won, stale_units, taken_units) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let rested = Mutex::new(Vec::new());
    let start = Barrier::new(nodes.len());
    // Every node decides about the same twenty people at the same dwelling, resting on what it read.
    thread::scope(|scope| {
        for (place, node) in nodes.iter().enumerate() {
            let (won, stale_units, taken_units) = (&won, &stale_units, &taken_units);
            let (rested, start) = (&rested, &start);
            scope.spawn(move || {
                for n in 1..=20usize {
                    start.wait();
                    // Half of the time they are of different people: then the version alone decides.
                    let iin = person(if n % 2 == 0 { n } else { 100 + n * 10 + place });
                    let dwelling = BookQuery { of: Entity::Dwelling(flat(1)), closed_too: false };
                    let version = wait(node.book(dwelling)).unwrap().version;
                    let id = u128::try_from(n * 10 + place).unwrap();
                    let told = NoticeWrite {
                        to: person(99),
                        at: at(1),
                        case: None,
                        body: format!("{id}"),
                    };
                    let unit = Unit {
                        book: vec![BookWrite::Open(entry(id, iin, flat(1)))],
                        notices: vec![told],
                        ..rests_on(Entity::Dwelling(flat(1)), version)
                    };
                    match commit(node, unit) {
                        Ok(_) => {
                            rested.lock().unwrap().push(version);
                            won.fetch_add(1, Ordering::Relaxed)
                        }
                        Err(CommitError::Stale("dwelling")) => {
                            stale_units.fetch_add(1, Ordering::Relaxed)
                        }
                        Err(CommitError::Taken(Taken::PermanentEntry)) => {
                            taken_units.fetch_add(1, Ordering::Relaxed)
                        }
                        // Told at the end: whoever stopped here would leave the others waiting.
                        Err(_) => 0,
                    };
                }
            });
        }
    });
    let rested = rested.into_inner().unwrap();
    let versions: BTreeSet<u64> = rested.iter().copied().collect();
    assert_eq!(versions.len(), rested.len(), "no two decisions rested on one version");
    let all = BookQuery { of: Entity::Dwelling(flat(1)), closed_too: true };
    let page = wait(nodes[0].book(all)).unwrap();
    let won = won.into_inner();
    assert_eq!(page.version, won, "each success moved the version once");
    assert_eq!(u64::try_from(page.entries.len()).unwrap(), won);
    assert_eq!(won + stale_units.into_inner() + taken_units.into_inner(), 60);
    let told = NoticeQuery { of: person(99), before: None, limit: 99 };
    assert_eq!(wait(nodes[1].notices(told)).unwrap().newest, won, "told with its cause alone");
    assert_eq!(wait(nodes[2].examine()).unwrap(), [""; 0]);
}

#[test]
fn work_is_shared_out_between_nodes_and_fenced() {
    let url = database!();
    let (one, two) = (open(&url), open(&url));
    let work = (0..50).map(|n| piece(&format!("piece {n:02}"), 10)).collect();
    save(&one, Unit { work, ..Unit::default() });
    let first = wait(one.lease(at(10), at(70), 20)).unwrap();
    let second = wait(two.lease(at(10), at(70), 99)).unwrap();
    assert_eq!((first.len(), second.len()), (20, 30));
    assert!(second.iter().all(|piece| first.iter().all(|other| other.id != piece.id)));
    // The first node pauses beyond its hold: the other takes over, and the first is fenced.
    let taken_over = wait(two.lease(at(70), at(130), 99)).unwrap();
    assert_eq!(taken_over.len(), 50);
    let late = settle(&first[0], store::Settled::Done);
    assert!(stale(commit(&one, late)));
    let held = taken_over.iter().find(|piece| piece.id == first[0].id).unwrap();
    save(&two, settle(held, store::Settled::Done));
}

#[test]
fn a_wave_with_one_wrong_unit_saves_all_the_others() {
    let store = open(&database!());
    save(
        &store,
        of_case(CaseWrite { claims: Claims::Take(vec![person(7)]), ..new_case(case_id(900)) }),
    );
    let unit = |n: u128| {
        let iin = person(usize::try_from(n).unwrap());
        of_case(CaseWrite { claims: Claims::Take(vec![iin]), ..new_case(case_id(n)) })
    };
    let answers = wait(store.commit((1..=64).map(unit).collect()));
    let held = Taken::OpenApplication { subject: person(7), number: case_id(900).number() };
    for (n, answer) in (1..).zip(answers) {
        match answer {
            Ok(_) => assert_ne!(n, 7),
            Err(CommitError::Taken(taken)) => assert_eq!((n, taken), (7, held.clone())),
            Err(other) => panic!("{n}: {other}"),
        }
    }
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
}

#[test]
fn a_lost_connection_is_made_again() {
    let url = database!();
    let store = open(&url);
    save(&store, of_case(new_case(case_id(1))));
    let other = open(&url);
    wait(other.end_other_sessions()).unwrap();
    // Whoever was in the middle of a question learns it; the next one is answered.
    let mut answers = (0..50).map(|_| wait(store.load(case_id(1))));
    assert!(answers.any(|answer| matches!(answer, Ok(Some(_)))));
    let mut answers = (2..50).map(|n| commit(&store, of_case(new_case(case_id(n)))));
    assert!(answers.any(|answer| answer.is_ok()));
}

#[test]
fn a_database_of_another_program_or_of_a_newer_version_is_left_alone() {
    let url = database!();
    let run = |sql: &'static str| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (client, connection) =
                tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
            let connection = tokio::spawn(connection);
            client.batch_execute(sql).await.unwrap();
            drop(client);
            connection.await.unwrap().unwrap();
        });
    };
    let refused = || match wait(Postgres::open(&url, FORGETFUL)) {
        Err(StoreError::Damaged(says)) => says,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was opened"),
    };
    run("CREATE TABLE guests (name text)");
    assert!(refused().contains("another program"));
    run("DROP TABLE guests");
    drop(open(&url));
    run("INSERT INTO tirkeu_schema VALUES (99)");
    assert!(refused().contains("newer version"));
    assert!(matches!(
        wait(Postgres::open("host=/nowhere user=x", Options::default())),
        Err(StoreError::Unavailable(_))
    ));
}

#[test]
fn months_have_their_partitions() {
    let url = database!();
    let store = open(&url);
    for _ in 0..2 {
        wait(store.tend(at(0))).unwrap();
    }
    save(&store, of_case(new_case(case_id(1))));
    assert_eq!(wait(store.journal(case_id(1))).unwrap().len(), 1);
    assert_eq!(wait(store.examine()).unwrap(), [""; 0]);
}

#[test]
fn what_one_node_loads_the_others_read() {
    let url = database!();
    let nodes = [open(&url), open(&url)];
    let row = |body: &str| ImportRow::Register {
        kind: store::RegisterKind::Persons,
        key: person(1).to_string(),
        part: String::new(),
        others: Vec::new(),
        search: None,
        body: body.to_owned(),
        moves: None,
    };
    let name = store::Name::Key(person(1).to_string());
    let query = store::RegisterQuery { kind: store::RegisterKind::Persons, name };
    for n in 0..20 {
        let body = format!("{n}");
        wait(nodes[n % 2].import(vec![row(&body)])).unwrap();
        assert_eq!(wait(nodes[n % 2].register(&query)).unwrap(), std::slice::from_ref(&body));
        // The word goes round within moments.
        while wait(nodes[(n + 1) % 2].register(&query)).unwrap() != [body.clone()] {
            thread::yield_now();
        }
    }
}

#[test]
fn a_server_that_may_forget_is_refused() {
    // The server of these tests does not wait for its disk.
    let url = database!();
    let refused = wait(Postgres::open(&url, Options::default())).err();
    let Some(StoreError::Unavailable(says)) = refused else { panic!("{refused:?}") };
    assert!(says.contains("fsync is off"), "{says}");
    assert!(wait(Postgres::look(&url, FORGETFUL)).is_err(), "nothing was made of it");
    drop(open(&url));
    drop(wait(Postgres::look(&url, FORGETFUL)).unwrap());
}
