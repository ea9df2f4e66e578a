//! The real service is killed (SIGKILL) again and again: after each commit of an application's way,
//! after each thing that people see, and at random moments under load. Nothing that was acknowledged
//! is lost, nothing is done twice, no code and no deadline changes, and nothing has to be repaired.
//!
//! Phones and the SMS centre live in the test, so what they have survives. `TIRKEU_LONG=1` kills
//! three hundred times at random instead of fifty.

#![cfg(unix)]
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may fail where it stands and says what it did"
)]

#[path = "kill/ledger.rs"]
mod ledger;
#[path = "kill/person.rs"]
mod person;
#[path = "kill/service.rs"]
#[expect(dead_code, reason = "nothing stands between the program and the disk here")]
mod service_process;
#[path = "kill/town.rs"]
mod town;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;
use town::Town;
use world::population::chance::Chance;
use world::sms_centre::Faults;

/// The fewest commits that an application with one owner to ask makes, from sign-in to notices.
const FEWEST_COMMITS: u32 = 15;
/// What people see on the way: the sign-in begun, its password, the session, the draft, the password
/// on its way, come and accepted, the deadline, the question.
const SIGHTS: u32 = 9;
/// The parts of messages up to the question, as the SMS centre takes them, and the sight of the
/// message that each belongs to.
const PARTS: [(u32, u32); 6] = [(1, 2), (2, 6), (3, 6), (4, 9), (5, 9), (6, 9)];
/// How long after a commit the kill comes, in microseconds.
const LATER: [u64; 3] = [0, 1_000, 3_000];
/// How often the random kills come around, and how many there are each time.
const ROUNDS: (u32, u32) = (25, 2);
/// The same in the long run.
const LONG_ROUNDS: (u32, u32) = (100, 3);
/// Applications that begin in each round of the random kills, one of each story.
const LOAD: [&str; 5] = ["other_owner", "two_owners", "co_owner", "sole_owner", "other_owner"];

/// What stands in the line of the table that each test ends with.
const HEAD: &str =
    "kills, applications, lost, doubled, codes changed, deadlines changed, slowest restart:";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_after_each_commit_and_each_sight() {
    let town = Town::new("kill-each", &["other_owner"], 120, true).await;
    let mut stories = town.told.iter();
    for number in 1..=SIGHTS {
        town.kill_at(number);
        town.carry(stories.next().unwrap(), &format!("sight-{number}")).await;
        town.kill_at(0);
        assert_eq!(town.kills.load(Ordering::Relaxed), number, "killed each time");
        town.rests(true).await;
    }
    // The centre takes a part but the service never hears so, and is killed when the message comes.
    for (part, number) in PARTS {
        let cut = Faults { drop_link_after: Some(part), ..Faults::default() };
        town.centre.set_faults(cut);
        town.kill_at(number);
        town.carry(stories.next().unwrap(), &format!("part-{part}")).await;
        town.kill_at(0);
        town.rests(true).await;
        assert_eq!(town.centre.faults().drop_link_after, None, "cut once");
    }
    let mut all = Vec::new();
    for later in LATER.map(Duration::from_micros) {
        let (mut points, mut missed) = (0, 0);
        // Units that share a durable write make fewer of them: who comes too late tries again.
        while missed < 3 {
            let over = Arc::new(AtomicBool::new(false));
            let (killing, killed) = (Arc::clone(&town), Arc::clone(&over));
            let killer = async move { killing.kill_after(points + 1, later, &killed).await };
            let killer = tokio::spawn(killer);
            let name = format!("commit-{}-{}-{missed}", points + 1, later.as_micros());
            town.carry(stories.next().expect("it makes fewer commits"), &name).await;
            town.rests(true).await;
            over.store(true, Ordering::Relaxed);
            if killer.await.unwrap() {
                (points, missed) = (points + 1, 0);
            } else {
                missed += 1;
            }
        }
        assert!(points >= FEWEST_COMMITS, "only {points} commits were seen");
        all.push(points);
    }
    let audit = town.check_end(true).await;
    assert!(audit.is_clean(), "{audit:?}");
    assert!(audit.again > 0, "no message came again, so nothing is known of its code");
    assert_eq!(audit.deadlines, audit.applications, "each had its deadline");
    println!(
        "killed at {SIGHTS} sights, {} times beside a cut link, and after {all:?} commits; {} messages \
         came again with the same code; {HEAD}\n{}",
        PARTS.len(),
        audit.again,
        town.row(&audit)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_at_random_under_load() {
    let long = std::env::var_os("TIRKEU_LONG").is_some_and(|long| !long.is_empty());
    let (rounds, kills) = if long { LONG_ROUNDS } else { ROUNDS };
    let seed = u64::from(std::process::id());
    println!("seed {seed}");
    let mut chance = Chance::new(seed, 0);
    let town = Town::new("kill-random", &LOAD, u64::from(rounds) * 2, false).await;
    let mut people = JoinSet::new();
    let mut begun = 0;
    for round in 0..rounds {
        for id in LOAD {
            let of_kind = town.told.iter().enumerate().filter(|(_, story)| story.id == id);
            let taken = usize::try_from(round).unwrap() * 2 + usize::from(begun % LOAD.len() == 4);
            let place = of_kind.map(|(place, _)| place).nth(taken).unwrap();
            let town = Arc::clone(&town);
            let name = format!("round-{round}-{begun}");
            people.spawn(async move { town.carry(&town.told[place], &name).await });
            begun += 1;
        }
        for _ in 0..kills {
            // Far fewer commits than there will be: commits of several people share one.
            let commits = 1 + u32::try_from(chance.below(30)).unwrap();
            let later = Duration::from_micros(chance.below(3_000));
            let never = Arc::new(AtomicBool::new(false));
            assert!(town.kill_after(commits, later, &never).await, "round {round}: {commits}");
        }
    }
    while let Some(ended) = people.join_next().await {
        ended.unwrap();
    }
    assert_eq!(town.kills.load(Ordering::Relaxed), rounds * kills);
    let audit = town.check_end(!long).await;
    assert!(audit.is_clean(), "{audit:?}");
    assert_eq!(audit.applications, begun);
    assert!(audit.codes > begun, "each has a password to sign, and most have questions");
    assert!(audit.deadlines_seen_again > 0, "no deadline was looked at again after a kill");
    println!(
        "killed {rounds} times {kills} under load; {} messages came again with the same code; {} \
         deadlines stood through a kill; {HEAD}\n{}",
        audit.again,
        audit.deadlines_seen_again,
        town.row(&audit)
    );
}
