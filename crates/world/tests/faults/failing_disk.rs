//! The disk refuses a durable write, or is full.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;
use tokio::task::JoinSet;
use world::http::Client;
use world::population::chance::Chance;

use super::disk::{Disk, Say};
use super::service_process::aside;
use super::town::Town;

/// Applications that begin in each round.
const LOAD: [&str; 3] = ["other_owner", "two_owners", "sole_owner"];
/// How often the disk refuses a durable write.
const REFUSED: u32 = 10;
/// How often it is full.
const FULL: u32 = 6;
/// How often somebody new asks each time it is full.
const ASKED: u32 = 10;

/// People of a round begin.
fn begin(town: &Arc<Town>, people: &mut JoinSet<()>, round: u32) {
    let round = usize::try_from(round).unwrap();
    for id in LOAD {
        let place = town.told.iter().enumerate().filter(|(_, story)| story.id == id);
        let place = place.map(|(place, _)| place).nth(round).unwrap();
        let (town, name) = (Arc::clone(town), format!("{id}-{round}"));
        people.spawn(async move { town.carry(&town.told[place], &name).await });
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_refused_durable_write_ends_the_service() {
    let town = Town::new("no-sync", &LOAD, REFUSED.into(), false).await;
    let disk = Disk::under(&town).await;
    town.is_troubled.store(true, Ordering::Relaxed);
    let mut chance = Chance::new(u64::from(std::process::id()), 1);
    let mut people = JoinSet::new();
    for round in 0..REFUSED {
        begin(&town, &mut people, round);
        let commits = 1 + u32::try_from(chance.below(20)).unwrap();
        aside(&town.service, move |service| service.sees(commits, &AtomicBool::new(false))).await;
        // A disk that is asked again after a refusal may say yes without having the data.
        let say = if round % 2 == 0 { Say::OneSyncFails } else { Say::NoSync };
        disk.say(say);
        let (status, log) = aside(&town.service, |service| service.ended()).await;
        assert_eq!(status.code(), Some(1), "{say:?}: {status}\n{log}");
        let why = "the disk refused a durable write";
        let last = log.lines().next_back().unwrap_or_default();
        assert!(last.contains(why) && last.contains("the service stops"), "{say:?}: {last}");
        match say {
            Say::OneSyncFails => assert!(disk.has_failed_once()),
            Say::NoSync => assert!(disk.lose_what_was_not_synced() > 0, "something was not synced"),
            Say::NoRoom => {}
        }
        disk.mend();
        town.start_again().await;
    }
    people.join_all().await;
    let audit = town.check_end(true).await;
    assert!(audit.is_clean(), "{audit:?}");
    assert_eq!(audit.applications, LOAD.len() * usize::try_from(REFUSED).unwrap());
    println!(
        "a durable write was refused {REFUSED} times under load, and what was not synced was lost \
         every other time; {} requests were refused meanwhile; stops, applications, lost, doubled, \
         codes changed, deadlines changed, slowest restart:\n{}",
        town.refusals.load(Ordering::Relaxed),
        town.row(&audit)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_full_disk_refuses_newcomers_until_there_is_room() {
    let town = Town::new("no-room", &LOAD, u64::from(FULL) + 1, false).await;
    let disk = Disk::under(&town).await;
    town.is_troubled.store(true, Ordering::Relaxed);
    let newcomer = town.told.last().unwrap();
    let token = town.sign_in(newcomer, newcomer.scenario.phone.unwrap(), "newcomer").await;
    let (start, address) = *town.service.place().borrow();
    let client = Client::new(address.unwrap()).with_token(&token);
    let sign_in = json!({ "iin": newcomer.scenario.applicant });
    let form = json!({ "kind": "permanent", "rka": newcomer.scenario.rka, "reason": "other" });
    let mut chance = Chance::new(u64::from(std::process::id()), 2);
    let mut people = JoinSet::new();
    for round in 0..FULL {
        begin(&town, &mut people, round);
        let commits = 1 + u32::try_from(chance.below(20)).unwrap();
        aside(&town.service, move |service| service.sees(commits, &AtomicBool::new(false))).await;
        disk.say(Say::NoRoom);
        let mut commits = Vec::new();
        for number in 0..ASKED {
            let key = format!("{round}-{number}");
            let asked = client.post_once("/api/v1/sign-in/sms", &sign_in, &key).await.unwrap();
            assert_eq!(asked.status, 503, "round {round}, try {number}: {}", asked.body);
            let drafted = client.post_once("/api/v1/applications", &form, &key).await.unwrap();
            assert_eq!(drafted.status, 503, "round {round}, try {number}: {}", drafted.body);
            // What is there can be seen.
            assert_eq!(client.get("/api/v1/applications").await.unwrap().status, 200);
            commits.push(aside(&town.service, |service| service.commits()).await);
        }
        commits.dedup();
        assert_eq!(commits.len(), 1, "nothing was saved without room: {commits:?}");
        disk.mend();
        let key = format!("{round}-0");
        let drafted = client.post_once("/api/v1/applications", &form, &key).await.unwrap();
        assert_eq!(drafted.status, 201, "there is room again: {}", drafted.body);
    }
    people.join_all().await;
    assert_eq!(*town.service.place().borrow(), (start, address), "the same process went on");
    let refusals = town.refusals.load(Ordering::Relaxed);
    // What the centre took but we could not note has receipts that name nothing we know.
    let audit = town.check_end(true).await;
    assert!(audit.is_clean(), "{audit:?}");
    assert_eq!(audit.applications, LOAD.len() * usize::try_from(FULL).unwrap());
    println!(
        "full {FULL} times under load; {} of {} newcomers' requests and {refusals} of others were \
         refused; {} applications ended once in the same process",
        FULL * ASKED * 2,
        FULL * ASKED * 2,
        audit.applications
    );
}
