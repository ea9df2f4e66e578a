//! The link to the SMS centre is cut at many places, in the middle of PDUs too, stalled and slow.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use tokio::task::JoinSet;
use world::population::chance::Chance;
use world::proxy::{Fault, Proxy, Way};

use super::town::Town;

/// Applications that are on their way at each cut.
const LOAD: [&str; 2] = ["other_owner", "two_owners"];
/// How often the link is cut each way.
const CUTS: u64 = 20;
/// How many faults of all kinds come one after another at least, and how many rounds of people begin
/// meanwhile.
const SPOILED: (u32, u64) = (14, 10);

/// A town with a proxy between the service and the SMS centre.
async fn town(name: &str, copies: u64) -> (Arc<Town>, Proxy) {
    let proxy = OnceLock::new();
    let between = |centre| proxy.get_or_init(|| Proxy::start(centre).unwrap()).address();
    let town = Town::with_link(name, &LOAD, copies, false, between).await;
    (town, proxy.into_inner().unwrap())
}

/// The people of one round begin.
fn begin(town: &Arc<Town>, people: &mut JoinSet<()>, round: u64) {
    let round = usize::try_from(round).unwrap();
    for id in LOAD {
        let place = town.told.iter().enumerate().filter(|(_, story)| story.id == id);
        let place = place.map(|(place, _)| place).nth(round).unwrap();
        let (town, name) = (Arc::clone(town), format!("{id}-{round}"));
        people.spawn(async move { town.carry(&town.told[place], &name).await });
    }
}

/// How many messages came, how many of them again, and how often one came at the most.
fn copies(town: &Town) -> (usize, usize, usize) {
    let (mut all, mut again, mut most) = (0, 0, 0);
    for told in town.ledger.all() {
        for phone in told.asked.iter().chain([&told.phone]) {
            let mut texts = BTreeMap::<_, usize>::new();
            let messages = town.phones.messages(*phone).unwrap_or_default();
            for message in messages.into_iter().filter(|message| message.from == "1414") {
                *texts.entry(message.text).or_default() += 1;
            }
            all += texts.len();
            again += texts.values().sum::<usize>() - texts.len();
            most = texts.into_values().chain([most]).max().unwrap_or_default();
        }
    }
    (all, again, most)
}

/// Applications go through while the link is cut at one place after another; what came of it.
async fn cut_at_many_places(way: Way) -> String {
    let (town, proxy) = town(&format!("cut-{way:?}"), CUTS + 1).await;
    let mut chance = Chance::new(u64::from(std::process::id()), 3);
    let mut whole = 0;
    for round in 0..=CUTS {
        let before = proxy.count().octets(way);
        if round > 0 {
            // Somewhere in each stretch of the way in turn.
            let octets = 1 + (round - 1) * whole / CUTS + chance.below(whole / CUTS);
            proxy.arm(way, octets, Fault::Cut);
        }
        let mut people = JoinSet::new();
        begin(&town, &mut people, round);
        people.join_all().await;
        town.rests(true).await;
        if round == 0 {
            whole = proxy.count().octets(way) - before;
        }
        proxy.calm();
    }
    let count = proxy.count();
    let (messages, again, most) = copies(&town);
    // The last stretches may hold octets that were not needed this time.
    assert!(u64::from(count.cuts) * 4 >= CUTS * 3, "{count:?}");
    assert!(count.within * 2 > count.cuts, "most are in the middle of a PDU: {count:?}");
    assert!(most <= 2, "a message came {most} times with one cut");
    let audit = town.check_end(true).await;
    assert!(audit.is_clean(), "{audit:?}");
    assert_eq!(audit.applications, LOAD.len() * usize::try_from(CUTS + 1).unwrap());
    format!(
        "{way:?}: cut {} times within {whole} octets, {} of them in the middle of a PDU; {} \
         applications ended once; {again} of {messages} messages came a second time, none a third; \
         {} codes, none changed",
        count.cuts, count.within, audit.applications, audit.codes
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_on_the_way_to_the_centre() {
    println!("{}", cut_at_many_places(Way::ToServer).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_on_the_way_from_the_centre() {
    println!("{}", cut_at_many_places(Way::ToClient).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn late_stalled_and_cut_one_after_another() {
    let seed = u64::from(std::process::id());
    println!("seed {seed}");
    let (faults, rounds) = SPOILED;
    let (town, proxy) = town("spoiled", rounds).await;
    let mut people = JoinSet::new();
    proxy.spoil(seed);
    let mut spoiled = tokio::time::interval(std::time::Duration::from_millis(100));
    let mut begun = 0;
    loop {
        let count = proxy.count();
        if count.cuts + count.stalls >= faults && begun == rounds {
            break;
        }
        spoiled.tick().await;
        // New people keep octets moving.
        if people.len() < 4 * LOAD.len() && begun < rounds {
            begin(&town, &mut people, begun);
            begun += 1;
        }
        while let Some(ended) = people.try_join_next() {
            ended.unwrap();
        }
        if begun == rounds && people.is_empty() {
            break;
        }
    }
    proxy.calm();
    people.join_all().await;
    let count = proxy.count();
    let audit = town.check_end(true).await;
    assert!(audit.is_clean(), "{audit:?}");
    assert_eq!(audit.applications, LOAD.len() * usize::try_from(rounds).unwrap());
    assert!(count.cuts > 0 && count.stalls > 0, "{count:?}");
    let (messages, again, most) = copies(&town);
    println!(
        "cut {} times ({} in the middle of a PDU) and stalled {} times; {} applications ended once; \
         {again} of {messages} messages came again, one at most {most} times; {} codes, none changed",
        count.cuts, count.within, count.stalls, audit.applications, audit.codes
    );
}
