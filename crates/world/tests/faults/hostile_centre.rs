//! The SMS centre lies, stammers, falls silent, floods, and brings things in any order.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};
use tokio::task::JoinSet;
use world::http::Client;
use world::sms_centre::Faults;

use super::between::{self, Meddler};
use super::flood::Flood;
use super::misdeeds::{Misdeed, Misdeeds};
use super::orders::{Orders, all_orders};
use super::town::{Town, is_receipt};

/// Everything a centre does wrong that shows at once. A bind that fails makes the service wait
/// longer before the next, so those come apart.
const QUICK: [Misdeed; 18] = [
    Misdeed::HangsUp,
    Misdeed::GarbageOnceBound,
    Misdeed::Garbage,
    Misdeed::Length(0),
    Misdeed::RefusesBind(0x0E),
    Misdeed::Length(15),
    Misdeed::RefusesBind(0x58),
    Misdeed::Length(80_000),
    Misdeed::Length(u32::MAX),
    Misdeed::HalfThenGone,
    Misdeed::AnswersToNothing,
    Misdeed::WrongNumbers,
    Misdeed::StrangeDeliveries,
    Misdeed::StrangeRequests,
    Misdeed::Unbinds,
    Misdeed::WrongNumbers,
    Misdeed::StrangeDeliveries,
    Misdeed::HalfThenGone,
];
/// What only time tells.
const SLOW: [Misdeed; 3] = [Misdeed::Drips, Misdeed::HalfThenSilent, Misdeed::IgnoresBind];
/// Applications whose events come in another order at the same time: their parts fit the window.
const TOGETHER: usize = 8;

/// A centre that is as it should be, but for how it speaks.
struct Good {
    drips: bool,
}

impl Meddler for Good {
    fn drips(&self) -> bool {
        self.drips
    }
}

async fn town(
    name: &str,
    ids: &[&str],
    copies: u64,
    misdeeds: &[Misdeed],
    meddler: Arc<dyn Meddler>,
) -> (Arc<Town>, Misdeeds) {
    let done = OnceLock::new();
    let between = |centre| {
        let (address, misdeeds) = between::listen(centre, misdeeds.to_vec(), meddler);
        done.get_or_init(|| misdeeds);
        address
    };
    let town = Town::with_link(name, ids, copies, false, between).await;
    (town, done.into_inner().unwrap())
}

/// Every story of the town is carried through at the same time.
fn all_begin(town: &Arc<Town>) -> JoinSet<()> {
    let mut people = JoinSet::new();
    for place in 0..town.told.len() {
        let town = Arc::clone(town);
        people.spawn(async move { town.carry(&town.told[place], &format!("one-{place}")).await });
    }
    people
}

/// Applications go through a centre that first does all of this wrong; the service stays up and
/// does what it should about each.
async fn through(name: &str, misdeeds: &[Misdeed], drips: bool) -> usize {
    let ids = ["other_owner", "two_owners", "sole_owner"];
    let (town, done) = town(name, &ids, 2, misdeeds, Arc::new(Good { drips })).await;
    let place = *town.service.place().borrow();
    let client = Client::new(place.1.unwrap());
    let mut look = tokio::time::interval(std::time::Duration::from_millis(20));
    while done.done().len() < misdeeds.len() {
        look.tick().await;
        assert_eq!(client.get("/readyz").await.unwrap().status, 200, "{:?}", done.done());
    }
    for (misdeed, went) in done.done() {
        assert_eq!(went, Ok(()), "{misdeed:?}");
    }
    let mut people = all_begin(&town);
    while let Some(ended) = people.join_next().await {
        ended.unwrap();
    }
    assert_eq!(*town.service.place().borrow(), place, "the service stayed up");
    let audit = town.check_end(true).await;
    assert!(audit.is_clean(), "{audit:?}");
    assert_eq!(audit.applications, town.told.len());
    audit.applications
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_centre_that_does_everything_wrong() {
    let ended = through("hostile", &QUICK, true).await;
    let kinds: BTreeSet<_> = QUICK.iter().map(|misdeed| format!("{misdeed:?}")).collect();
    println!(
        "{} misdeeds of {} kinds; the link came back after each, and {ended} applications ended \
         once over a link that gives one octet at a time",
        QUICK.len(),
        kinds.len()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_centre_that_falls_silent_or_does_not_end() {
    let ended = through("silent", &SLOW, false).await;
    println!("left by itself: {SLOW:?}; {ended} applications ended once afterwards");
}

/// What is shown of how an application ended.
fn end_of(shown: &Value) -> Value {
    let consents = shown["consents"].as_array().unwrap().iter();
    let consents: Vec<_> = consents.map(|c| json!([c["role"], c["status"]])).collect();
    json!([shown["status"], consents, shown["grounds"]])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn response_receipts_and_reply_come_in_any_order() {
    let orders = Arc::new(Orders::default());
    let all = all_orders();
    let copies = u64::try_from(all.len()).unwrap();
    let meddler: Arc<dyn Meddler> = Arc::<Orders>::clone(&orders);
    let (town, _) = town("orders", &["other_owner"], copies, &[], meddler).await;
    town.centre.set_faults(Faults { duplicate_receipts: true, ..Faults::default() });
    let stories: Vec<usize> = (0..town.told.len()).collect();
    for (together, orders_now) in stories.chunks(TOGETHER).zip(all.chunks(TOGETHER)) {
        let mut people = JoinSet::new();
        for (place, order) in together.iter().copied().zip(orders_now) {
            let owner = town.told[place].scenario.asks[0].phone.unwrap();
            orders.of(owner.as_str(), *order);
            let town = Arc::clone(&town);
            people.spawn(async move {
                town.carry(&town.told[place], &format!("order-{place}")).await;
            });
        }
        people.join_all().await;
    }
    let audit = town.check_end(true).await;
    orders.all_went_out(all.len());
    assert!(audit.is_clean(), "{audit:?}");
    assert_eq!((audit.applications, audit.again), (all.len(), 0));
    let mut ends = BTreeSet::new();
    for told in town.ledger.all() {
        let shown = town.look(&told.token, &told.key, &told.id.to_string()).await;
        ends.insert(end_of(&shown).to_string());
    }
    assert_eq!(ends.len(), 1, "{ends:?}");
    println!(
        "{} orders of response, receipt, reply and second receipt, one end: {ends:?}",
        all.len()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_is_stored_or_given_back_in_bounded_memory() {
    let flood = Arc::new(Flood::default());
    let meddler: Arc<dyn Meddler> = Arc::<Flood>::clone(&flood);
    let (town, _) = town("flood", &["other_owner", "two_owners"], 2, &[], meddler).await;
    town.centre.set_faults(Faults { throttle_every: 3, ..Faults::default() });
    let place = *town.service.place().borrow();
    let before = town.service.most_memory();
    let mut people = all_begin(&town);
    let (kept, given_back, refused) = flood.pour().await;
    let left = town.left(&town.look_into()).await;
    let left = left.iter().filter(|work| is_receipt(work)).count();
    assert_eq!(left, kept, "every receipt that was acknowledged is stored");
    assert_eq!((kept, refused), (Flood::RECEIPTS, Flood::ABSURD));
    while let Some(ended) = people.join_next().await {
        ended.unwrap();
    }
    let after = town.service.most_memory();
    assert_eq!(*town.service.place().borrow(), place, "the service stayed up");
    let audit = town.check_end(true).await;
    assert!(audit.is_clean(), "{audit:?}");
    assert_eq!(audit.applications, town.told.len());
    let grown = after.zip(before).map(|(after, before)| after - before);
    match grown {
        Some(grown) => assert!(grown <= Flood::MOST_KIB, "{grown} KiB"),
        None => println!("left out: how much memory it took (this system does not say)"),
    }
    println!(
        "{kept} receipts at once stored and acknowledged, {given_back} deliveries asked to come later, \
         {refused} absurd ones refused; memory grew by {grown:?} KiB; {} applications ended once, every \
         third of their messages throttled",
        audit.applications
    );
}
