//! What the centre brings, against the script.

use super::scripted::Setting;
use crate::deliver::tests::body;
use crate::wire::{command, status};
use crate::{Inbound, InboundMessage, InboundReceipt, ReceiptState};
use jiff::Timestamp;
use std::time::Duration;

fn message(event: Option<Inbound>) -> InboundMessage {
    match event.expect("an event") {
        Inbound::Message(message) => message,
        Inbound::Receipt(_) => panic!("a receipt"),
    }
}

fn receipt(event: Option<Inbound>) -> InboundReceipt {
    match event.expect("an event") {
        Inbound::Receipt(receipt) => receipt,
        Inbound::Message(_) => panic!("a message"),
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_answered_before_it_is_stored() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.bound().await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    centre.delivers(1, &body(0, 0, b"YES 1", &[])).await;
    centre.delivers(2, &body(0, 0, b"YES 2", &[])).await;
    centre.delivers(3, &body(0, 0, b"YES 3", &[])).await;
    let first = message(setting.inbound.recv().await);
    let second = message(setting.inbound.recv().await);
    let third = message(setting.inbound.recv().await);
    assert_eq!((first.from.as_str(), first.to.as_str()), ("+77011234567", "1414"));
    assert_eq!((first.text.as_str(), first.read_at), ("YES 1", Timestamp::from_second(5).unwrap()));
    assert!(centre.hears_nothing().await);
    second.ack.stored();
    first.ack.refused();
    drop(third);
    let later = status::TEMPORARY;
    assert_eq!(centre.delivery_answers(3).await, [(2, status::OK), (1, later), (3, later)]);
}

#[tokio::test(start_paused = true)]
async fn parts_are_answered_when_the_whole_is_stored() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.bound().await;
    centre.delivers(1, &body(0x40, 8, b"\x05\0\x03\x09\x02\x02\x04\xd8", &[])).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let last_part_at = setting.now();
    centre.delivers(2, &body(0x40, 8, b"\x05\0\x03\x09\x02\x01\x04\x18", &[])).await;
    let whole = message(setting.inbound.recv().await);
    assert_eq!(whole.text, "ИӘ");
    assert_eq!(whole.read_at.as_millisecond(), i64::try_from(last_part_at).unwrap());
    assert!(centre.hears_nothing().await);
    whole.ack.stored();
    let mut answers = centre.delivery_answers(2).await;
    answers.sort_unstable();
    assert_eq!(answers, [(1, status::OK), (2, status::OK)]);
}

#[tokio::test(start_paused = true)]
async fn a_centre_that_sends_one_at_a_time_gets_its_parts_through() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.bound().await;
    let part = |number: u8| body(0x40, 0, &[5, 0, 3, 9, 2, number, b'a' - 1 + number], &[]);
    centre.delivers(1, &part(1)).await;
    assert_eq!(centre.delivery_answers(1).await, [(1, status::TEMPORARY)]);
    centre.delivers(2, &part(2)).await;
    let whole = message(setting.inbound.recv().await);
    assert_eq!(whole.text, "ab");
    whole.ack.stored();
    assert_eq!(centre.delivery_answers(1).await, [(2, status::OK)]);
    centre.delivers(3, &part(1)).await;
    assert_eq!(centre.delivery_answers(1).await, [(3, status::OK)]);
    assert!(setting.inbound.try_recv().is_err(), "not a second time");
}

#[tokio::test(start_paused = true)]
async fn a_receipt_may_come_before_the_response() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.bound().await;
    let submitted = setting.submits("x");
    let frame = centre.hears(0x4).await;
    let text = b"id:00ff sub:001 done date:2511240911 stat:DELIVRD err:000 text:";
    centre.delivers(1, &body(4, 0, text, &[])).await;
    let read = receipt(setting.inbound.recv().await);
    assert_eq!((read.message_id.as_str(), read.phone.as_str()), ("00ff", "+77011234567"));
    assert_eq!(read.state, ReceiptState::Delivered);
    assert_eq!(read.done_date.as_deref(), Some("2511240911"));
    read.ack.stored();
    assert_eq!(centre.delivery_answers(1).await, [(1, status::OK)]);
    centre.answers(&frame, status::OK, b"255\0").await;
    let ids = submitted.await.unwrap().unwrap();
    assert!(crate::same_message(&ids[0], "00ff"));
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_gets_its_status_and_the_link_lives_on() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.bound().await;
    for (command, sequence, octets, answer, fault) in [
        (0x5, 1, &b"\0\x01\x01770"[..], 0x8000_0005, status::INVALID_SOURCE),
        (0x5, 2, b"", 0x8000_0005, status::SYSTEM_ERROR),
        (0x5, 3, &body(4, 0, b"no id here", &[]), 0x8000_0005, status::REJECTED),
        (0x0777, 4, b"?", 0x8000_0000, status::INVALID_COMMAND),
        (0x0103, 5, b"", 0x8000_0000, status::INVALID_COMMAND),
    ] {
        centre.says(command, 0, sequence, octets).await;
        let heard = centre.hears(answer).await;
        assert_eq!((heard.sequence, heard.status), (sequence, fault));
    }
    centre.says(0x8000_0777, 0, 6, b"?").await;
    centre.says(command::ENQUIRE_LINK, 0, 7, b"").await;
    assert_eq!(centre.hears(command::ENQUIRE_LINK_RESP).await.sequence, 7);
    centre.writes(&[0xFF, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 8]).await;
    let nack = centre.hears(command::GENERIC_NACK).await;
    assert_eq!((nack.sequence, nack.status), (8, status::INVALID_COMMAND_LENGTH));
    assert!(centre.next().await.is_none());
    setting.bound().await;
}

#[tokio::test(start_paused = true)]
async fn an_answer_for_an_older_session_is_not_sent_in_the_next() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.bound().await;
    centre.delivers(1, &body(0, 0, b"YES 1", &[])).await;
    let first = message(setting.inbound.recv().await);
    drop(centre);
    let mut centre = setting.bound().await;
    first.ack.stored();
    assert!(centre.hears_nothing().await);
    centre.delivers(1, &body(0, 0, b"YES 1", &[])).await;
    message(setting.inbound.recv().await).ack.stored();
    assert_eq!(centre.delivery_answers(1).await, [(1, status::OK)]);
}

#[tokio::test(start_paused = true)]
async fn a_slow_consumer_does_not_delay_the_time_of_reading() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.bound().await;
    for sequence in 1..=100 {
        centre.delivers(sequence, &body(0, 0, b"YES", &[])).await;
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    for _ in 1..=100 {
        let event = message(setting.inbound.recv().await);
        assert!(event.read_at.as_millisecond() < 1000, "{}", event.read_at);
        event.ack.stored();
    }
    assert_eq!(centre.delivery_answers(100).await.len(), 100);
}

#[tokio::test(start_paused = true)]
async fn drained_means_read_and_stored() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.bound().await;
    let drained =
        |setting: &Setting| setting.link.state().drained_through.map(Timestamp::as_millisecond);
    assert_eq!(drained(&setting), None);
    setting.until(|link| link.state().drained_through.is_some()).await;
    assert!((2000..2100).contains(&setting.now()), "quiet for two seconds: {}", setting.now());

    centre.delivers(1, &body(0, 0, b"YES", &[])).await;
    let event = message(setting.inbound.recv().await);
    let arrived = event.read_at.as_millisecond();
    let waiting = tokio::spawn(async move {
        centre.hears_nothing().await;
        centre
    });
    let mut centre = waiting.await.unwrap();
    assert_eq!(drained(&setting), Some(arrived), "not past what is not stored");
    event.ack.stored();
    centre.delivery_answers(1).await;
    centre.hears_nothing().await;
    let after = drained(&setting).unwrap();
    assert!(after > arrived + 5000, "goes on with each sign of life: {after}");
    drop(centre);
    setting.until(|link| !link.state().up).await;
    assert_eq!(drained(&setting), Some(after));
}

#[tokio::test(start_paused = true)]
async fn a_busy_centre_is_drained_after_a_while() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.bound().await;
    for sequence in 1..=70 {
        assert_eq!(setting.link.state().drained_through.is_some(), sequence > 61, "{sequence} s");
        centre.delivers(sequence, &body(0, 0, b"YES", &[])).await;
        message(setting.inbound.recv().await).ack.stored();
        centre.delivery_answers(1).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn garbage_never_ends_the_link() {
    let mut setting = Setting::new(|config| config.window = 4);
    let mut noise = crate::noise::Noise(1);
    for round in 0..60 {
        let mut centre = setting.bound().await;
        for sequence in 0..40 {
            let command = [0x5, 0x8000_0004, 0x8000_0000, 0x15, noise.next()][noise.below(5)];
            let mut octets = body(noise.octet(), noise.octet(), b"\x05\0\x03\x01\x02\x01abc", b"");
            noise.spoil(&mut octets);
            centre.says(command, noise.next(), sequence, &octets).await;
        }
        let octets: Vec<u8> = (0..round).map(|_| noise.octet()).collect();
        centre.writes(&octets).await;
        while let Ok(event) = setting.inbound.try_recv() {
            drop(event);
        }
        drop(centre);
        setting.until(|link| !link.state().up).await;
    }
}
