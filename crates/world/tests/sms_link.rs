//! The link to the SMS centre against the world's own centre, over TCP.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail where it stands")]

use jiff::Timestamp;
use smpp::{
    Failure, Inbound, InboundMessage, InboundReceipt, Link, LinkConfig, PartId, ReceiptState,
    Submission, SubmitError, same_message,
};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::mpsc;
use world::sms_centre::{Delivery, Faults, Phones, SmsCentre};

const PHONE: &str = "+77011234567";
const OFF: &str = "+77020000000";
const NOBODY: &str = "+77999999999";
const KAZAKH: &str =
    "Ақтау қаласы, 5-шағынаудан: ә ғ қ ң ө ұ ү һ і Ә Ғ Қ Ң Ө Ұ Ү Һ І. 😀 Жауап: ИӘ немесе ЖОҚ. ";

#[derive(Default)]
struct Inboxes {
    received: Mutex<Vec<(String, String, String)>>,
    off: Mutex<Vec<String>>,
}

impl Phones for Inboxes {
    fn deliver(&self, to: &str, from: &str, text: String) -> Delivery {
        if to == NOBODY {
            return Delivery::Unknown;
        }
        if self.off.lock().unwrap().iter().any(|off| off == to) {
            return Delivery::Absent;
        }
        self.received.lock().unwrap().push((to.into(), from.into(), text));
        Delivery::Delivered
    }
}

struct Setting {
    phones: Arc<Inboxes>,
    centre: SmsCentre,
    link: Link,
    inbound: mpsc::Receiver<Inbound>,
}

impl Setting {
    async fn new(faults: Faults) -> Setting {
        let phones = Arc::new(Inboxes::default());
        let listen = "127.0.0.1:0".parse().unwrap();
        let centre = SmsCentre::start(listen, phones.clone()).unwrap();
        centre.set_faults(faults);
        let url = format!("smpp://tirkeu@{}", centre.address());
        let mut config = LinkConfig::parse(&url, "secret").unwrap();
        config.quiet = Duration::from_millis(100);
        config.enquire_link_interval = Duration::from_millis(100);
        config.reconnect_min = Duration::from_millis(20);
        config.throttle_pause = Duration::from_millis(2);
        let start = std::time::Instant::now();
        let clock = move || Timestamp::UNIX_EPOCH.checked_add(start.elapsed()).unwrap();
        let (to_us, inbound) = mpsc::channel(1000);
        let link = Link::start(config, Arc::new(clock), to_us);
        let setting = Setting { phones, centre, link, inbound };
        setting.until(|setting| setting.link.state().up).await;
        setting
    }

    async fn until(&self, holds: impl Fn(&Setting) -> bool) {
        let wait = async {
            while !holds(self) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), wait).await.expect("it never came true");
    }

    async fn submit(&self, to: &str, text: &str) -> Result<Vec<String>, SubmitError> {
        submit(&self.link, to, text, 7, None).await
    }

    async fn event(&mut self) -> Inbound {
        let event = tokio::time::timeout(Duration::from_secs(20), self.inbound.recv()).await;
        event.expect("nothing came").expect("the link ended")
    }

    async fn receipt(&mut self) -> InboundReceipt {
        match self.event().await {
            Inbound::Receipt(receipt) => receipt,
            Inbound::Message(message) => panic!("a message: {}", message.text),
        }
    }

    async fn message(&mut self) -> InboundMessage {
        match self.event().await {
            Inbound::Message(message) => message,
            Inbound::Receipt(_) => panic!("a receipt"),
        }
    }

    fn inbox(&self) -> Vec<String> {
        let received = self.phones.received.lock().unwrap();
        received.iter().map(|(_, _, text)| text.clone()).collect()
    }
}

async fn submit(
    link: &Link,
    to: &str,
    text: &str,
    reference: u8,
    validity: Option<Duration>,
) -> Result<Vec<String>, SubmitError> {
    let (to, text) = (to.to_owned(), text.to_owned());
    let ids = link.submit(Submission { to, text, validity, receipt: true, reference }).await?;
    Ok(ids.into_iter().map(PartId::into_string).collect())
}

#[tokio::test]
async fn texts_arrive_whole_with_one_receipt_a_part() {
    let mut setting = Setting::new(Faults::default()).await;
    let plain = "Plain text, quite long. ".repeat(14);
    for (text, parts) in [
        ("Сәлем", 1),
        ("Code: 48-29", 1),
        (&KAZAKH.repeat(2)[..], 3),
        (KAZAKH, 2),
        (&plain[..], 3),
        ("a@b_c [€]", 1),
    ] {
        setting.phones.received.lock().unwrap().clear();
        let ids = setting.submit(PHONE, text).await.unwrap();
        assert_eq!(ids.len(), parts, "{text}");
        let received = setting.phones.received.lock().unwrap().clone();
        assert_eq!(received, [(PHONE.to_owned(), "1414".to_owned(), text.to_owned())]);
        let mut receipted = Vec::new();
        for _ in 0..parts {
            let receipt = setting.receipt().await;
            assert_eq!((receipt.state, &receipt.phone[..]), (ReceiptState::Delivered, PHONE));
            assert!(receipt.done_date.as_deref().is_some_and(|date| date.starts_with("251124")));
            receipted.push(receipt.message_id);
            receipt.ack.stored();
        }
        receipted.sort();
        assert_eq!(receipted, ids);
    }
    setting.until(|setting| setting.centre.undelivered() == 0).await;
}

#[tokio::test]
async fn receipts_in_any_order_twice_early_and_in_hexadecimal() {
    let faults = Faults {
        receipt_before_response: true,
        duplicate_receipts: true,
        hex_ids: true,
        ..Faults::default()
    };
    for faults in [faults, Faults { reverse_receipts: true, ..faults }] {
        let mut setting = Setting::new(faults).await;
        let mut ids = Vec::new();
        for n in 0..10 {
            ids.extend(setting.submit(PHONE, &n.to_string()).await.unwrap());
        }
        let mut seen: HashMap<String, u32> = HashMap::new();
        for _ in 0..20 {
            let receipt = setting.receipt().await;
            let about = |id: &&String| same_message(id, &receipt.message_id);
            let matching: Vec<_> = ids.iter().filter(about).cloned().collect();
            assert_eq!(matching.len(), 1, "{}", receipt.message_id);
            *seen.entry(matching[0].clone()).or_default() += 1;
            receipt.ack.stored();
        }
        assert!(seen.len() == 10 && seen.values().all(|times| *times == 2), "{seen:?}");
        setting.until(|setting| setting.centre.undelivered() == 0).await;
    }
}

#[tokio::test]
async fn held_receipts_come_later_and_last_first() {
    let faults = Faults { hold_receipts: true, ..Faults::default() };
    let mut setting = Setting::new(faults).await;
    let mut ids = Vec::new();
    for n in 0..3 {
        ids.extend(setting.submit(PHONE, &n.to_string()).await.unwrap());
    }
    setting.until(|setting| setting.link.state().drained_through.is_some()).await;
    assert!(setting.inbound.try_recv().is_err());
    setting.centre.set_faults(Faults { reverse_receipts: true, ..Faults::default() });
    for id in ids.iter().rev() {
        let receipt = setting.receipt().await;
        assert_eq!(&receipt.message_id, id);
        receipt.ack.stored();
    }
}

#[tokio::test]
async fn phones_that_are_off_or_do_not_exist() {
    let mut setting = Setting::new(Faults::default()).await;
    setting.phones.off.lock().unwrap().push(OFF.into());
    let failed = |failure| ReceiptState::Failed(failure);

    setting.submit(NOBODY, "x").await.unwrap();
    assert_eq!(setting.receipt().await.state, failed(Failure::Undeliverable));
    // Not acknowledged, so it comes again.
    let again = setting.receipt().await;
    assert_eq!(again.state, failed(Failure::Undeliverable));
    again.ack.stored();

    let second = Some(Duration::from_secs(1));
    submit(&setting.link, OFF, "too late", 1, second).await.unwrap();
    let expired = setting.receipt().await;
    assert_eq!(expired.state, failed(Failure::Expired));
    expired.ack.stored();

    let hour = Some(Duration::from_secs(3600));
    submit(&setting.link, OFF, KAZAKH, 2, hour).await.unwrap();
    setting.phones.off.lock().unwrap().clear();
    setting.centre.phone_on(OFF);
    for _ in 0..2 {
        let receipt = setting.receipt().await;
        assert_eq!((receipt.state, &receipt.phone[..]), (ReceiptState::Delivered, OFF));
        receipt.ack.stored();
    }
    assert_eq!(setting.inbox(), [KAZAKH]);
}

#[tokio::test]
async fn replies_are_acknowledged_only_when_stored() {
    let mut setting = Setting::new(Faults::default()).await;
    for text in ["ИӘ 4829 1356", &KAZAKH.repeat(3)] {
        setting.centre.reply(PHONE, "1414", text);
        let refused = setting.message().await;
        assert_eq!((&refused.from[..], &refused.to[..]), (PHONE, "1414"));
        assert_eq!(refused.text, text);
        let first_read = refused.read_at;
        assert!(setting.centre.undelivered() > 0);
        refused.ack.refused();
        let dropped = setting.message().await;
        assert!(dropped.text == text && dropped.read_at > first_read);
        drop(dropped);
        let stored = setting.message().await;
        assert_eq!(stored.text, text);
        stored.ack.stored();
        setting.until(|setting| setting.centre.undelivered() == 0).await;
    }
    assert!(setting.inbound.try_recv().is_err());
}

#[tokio::test]
async fn a_link_cut_in_mid_window_comes_back_by_itself() {
    let faults = Faults { drop_link_after: Some(40), ..Faults::default() };
    let mut setting = Setting::new(faults).await;
    let mut callers = Vec::new();
    for n in 0..100u8 {
        let link = setting.link.clone();
        callers.push(tokio::spawn(async move {
            let mut tries = 0;
            loop {
                tries += 1;
                match submit(&link, PHONE, &format!("text {n}"), n, None).await {
                    Ok(ids) => return (ids, tries),
                    Err(SubmitError::Unknown | SubmitError::LinkDown) => {
                        tokio::time::sleep(Duration::from_millis(10)).await;
                    }
                    Err(other) => panic!("{other}"),
                }
            }
        }));
    }
    let mut ids = Vec::new();
    let mut repeated = 0;
    for caller in callers {
        let (submitted, tries) = caller.await.unwrap();
        ids.extend(submitted);
        repeated += usize::from(tries > 1);
    }
    assert!(repeated > 0, "the cut was felt");
    let inbox = setting.inbox();
    for n in 0..100 {
        assert!(inbox.contains(&format!("text {n}")), "{n}");
    }
    let mut open = ids.clone();
    while !open.is_empty() {
        let receipt = setting.receipt().await;
        open.retain(|id| *id != receipt.message_id);
        receipt.ack.stored();
    }
    setting.until(|setting| setting.link.state().up).await;
}

#[tokio::test]
async fn replies_wait_while_the_link_is_down() {
    let mut setting = Setting::new(Faults::default()).await;
    setting.centre.reply(PHONE, "1414", "before");
    let unanswered = setting.message().await;
    setting.centre.drop_links();
    setting.until(|setting| *setting.centre.bound().borrow() == 0).await;
    setting.centre.reply(PHONE, "1414", "meanwhile");
    let (again, meanwhile) = (setting.message().await, setting.message().await);
    assert_eq!((&again.text[..], &meanwhile.text[..]), ("before", "meanwhile"));
    unanswered.ack.stored();
    assert_eq!(setting.centre.undelivered(), 2, "an answer from before the cut counts for nothing");
    again.ack.stored();
    meanwhile.ack.stored();
    setting.until(|setting| setting.centre.undelivered() == 0).await;
    let read_at = setting.link.state().since;
    setting.until(|setting| setting.link.state().drained_through > Some(read_at)).await;
}

#[tokio::test]
async fn throttling_is_ridden_out() {
    let setting = Setting::new(Faults { throttle_every: 3, ..Faults::default() }).await;
    let mut callers = Vec::new();
    for n in 0..60u8 {
        let link = setting.link.clone();
        callers.push(tokio::spawn(async move {
            submit(&link, PHONE, &format!("text {n}"), n, None).await
        }));
    }
    for caller in callers {
        assert_eq!(caller.await.unwrap().unwrap().len(), 1);
    }
    assert_eq!(setting.inbox().len(), 60);

    setting.centre.set_faults(Faults { throttle_every: 1, ..Faults::default() });
    let refused = setting.submit(PHONE, "x").await;
    assert_eq!(refused, Err(SubmitError::Throttled { tries: 10 }));
}

#[tokio::test]
async fn shutdown_unbinds() {
    let setting = Setting::new(Faults::default()).await;
    setting.submit(PHONE, "x").await.unwrap();
    setting.link.shutdown().await;
    setting.until(|setting| *setting.centre.bound().borrow() == 0).await;
    assert_eq!(setting.submit(PHONE, "x").await, Err(SubmitError::LinkDown));
}
