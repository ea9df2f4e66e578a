//! The link against a centre that follows a script, in stopped time.

mod inbound;
mod scripted;

use crate::SubmitError;
use crate::wire::{command, status};
use scripted::Setting;
use std::time::Duration;

const SUBMIT: u32 = 0x4;

#[tokio::test(start_paused = true)]
async fn a_text_in_two_parts_is_taken_when_both_are() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.connection().await;
    let bind = centre.hears(0x9).await;
    assert_eq!(bind.body, b"tirkeu\0secret\0\0\x34\0\0\0");
    assert_eq!(setting.submits("early").await.unwrap(), Err(SubmitError::LinkDown));
    centre.answers(&bind, status::OK, b"centre\0").await;
    setting.until(|link| link.state().up).await;

    let submitted = setting.submits(&"Құжат ".repeat(20));
    let (first, second) = (centre.hears(SUBMIT).await, centre.hears(SUBMIT).await);
    centre.answers(&second, status::OK, b"00AF\0").await;
    centre.answers(&first, status::OK, b"00ae").await;
    assert_eq!(submitted.await.unwrap(), Ok(vec!["00ae".into(), "00AF".into()]));
}

#[tokio::test(start_paused = true)]
async fn the_window_is_shared_by_all_callers() {
    let mut setting = Setting::new(|config| config.window = 2);
    let mut centre = setting.bound().await;
    let callers: Vec<_> = (0..5).map(|n| setting.submits(&n.to_string())).collect();
    let mut open = vec![centre.hears(SUBMIT).await, centre.hears(SUBMIT).await];
    for _ in 0..3 {
        assert!(setting.now() < 4000 && !callers.iter().all(|caller| caller.is_finished()));
        let quiet = tokio::time::timeout(Duration::from_millis(100), centre.next()).await;
        assert!(quiet.is_err(), "a third submit without room");
        centre.answers(&open.remove(0), status::OK, b"id\0").await;
        open.push(centre.hears(SUBMIT).await);
    }
    for frame in open {
        centre.answers(&frame, status::OK, b"id\0").await;
    }
    for caller in callers {
        assert_eq!(caller.await.unwrap(), Ok(vec!["id".into()]));
    }
}

#[tokio::test(start_paused = true)]
async fn what_nobody_waits_for_is_not_sent() {
    let mut setting = Setting::new(|config| config.window = 1);
    let mut centre = setting.bound().await;
    let first = setting.submits("first");
    let frame = centre.hears(SUBMIT).await;
    let second = setting.submits("second");
    tokio::time::sleep(Duration::from_millis(10)).await;
    second.abort();
    tokio::time::sleep(Duration::from_millis(10)).await;
    centre.answers(&frame, status::OK, b"id\0").await;
    assert_eq!(first.await.unwrap(), Ok(vec!["id".into()]));
    assert!(centre.hears_nothing().await);
}

#[tokio::test(start_paused = true)]
async fn throttling_slows_down_and_then_goes_on() {
    for refusal in [status::THROTTLED, status::QUEUE_FULL] {
        let mut setting = Setting::new(|_| {});
        let mut centre = setting.bound().await;
        let submitted = setting.submits("x");
        let mut waits = Vec::new();
        for _ in 0..4 {
            let frame = centre.hears(SUBMIT).await;
            let refused_at = setting.now();
            centre.answers(&frame, refusal, b"").await;
            let again = centre.hears(SUBMIT).await;
            waits.push(setting.now() - refused_at);
            centre.answers(&again, refusal, b"").await;
        }
        assert!(waits.is_sorted() && waits[0] >= 100 && waits[3] > waits[0], "{waits:?}");
        let last = centre.hears(SUBMIT).await;
        centre.answers(&last, status::OK, b"id\0").await;
        assert_eq!(submitted.await.unwrap(), Ok(vec!["id".into()]));
    }
}

#[tokio::test(start_paused = true)]
async fn throttling_without_end_is_reported() {
    let mut setting = Setting::new(|config| config.throttle_tries = 3);
    let mut centre = setting.bound().await;
    let submitted = setting.submits("x");
    for _ in 0..3 {
        let frame = centre.hears(SUBMIT).await;
        centre.answers(&frame, status::THROTTLED, b"").await;
    }
    assert_eq!(submitted.await.unwrap(), Err(SubmitError::Throttled { tries: 3 }));
    assert!(centre.hears_nothing().await);
}

#[tokio::test(start_paused = true)]
async fn refusals_are_passed_on() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.bound().await;
    let submitted = setting.submits("x");
    let frame = centre.hears(SUBMIT).await;
    centre.answers(&frame, 0x0B, b"\0").await;
    assert_eq!(submitted.await.unwrap(), Err(SubmitError::Rejected { status: 0x0B }));

    let submitted = setting.submits("x");
    let frame = centre.hears(SUBMIT).await;
    centre.says(command::GENERIC_NACK, 0x03, frame.sequence, b"").await;
    assert_eq!(submitted.await.unwrap(), Err(SubmitError::Rejected { status: 0x03 }));

    let too_long = setting.submits(&"ә".repeat(202)).await.unwrap();
    assert_eq!(too_long, Err(SubmitError::TooLong { parts: 4 }));
}

#[tokio::test(start_paused = true)]
async fn no_response_in_time_is_unknown_and_a_late_one_does_no_harm() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.bound().await;
    let submitted = setting.submits("x");
    let frame = centre.hears(SUBMIT).await;
    let (outcome, _) = tokio::join!(submitted, centre.hears_nothing());
    assert_eq!(outcome.unwrap(), Err(SubmitError::Unknown));
    centre.answers(&frame, status::OK, b"late\0").await;
    let submitted = setting.submits("y");
    let frame = centre.hears(SUBMIT).await;
    centre.answers(&frame, status::OK, b"id\0").await;
    assert_eq!(submitted.await.unwrap(), Ok(vec!["id".into()]));
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_leaves_the_outcome_open_and_comes_back() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.bound().await;
    let submitted = setting.submits("x");
    centre.hears(SUBMIT).await;
    drop(centre);
    assert_eq!(submitted.await.unwrap(), Err(SubmitError::Unknown));
    assert!(!setting.link.state().up);
    assert_eq!(setting.submits("x").await.unwrap(), Err(SubmitError::LinkDown));
    let mut centre = setting.bound().await;
    let submitted = setting.submits("x");
    let frame = centre.hears(SUBMIT).await;
    centre.answers(&frame, status::OK, b"id\0").await;
    assert_eq!(submitted.await.unwrap(), Ok(vec!["id".into()]));
}

#[tokio::test(start_paused = true)]
async fn a_silent_centre_is_left() {
    let mut setting = Setting::new(|_| {});
    let centre = setting.bound().await;
    let up_at = setting.now();
    setting.until(|link| !link.state().up).await;
    let config = crate::LinkConfig::parse("smpp://a@h:1", "").unwrap();
    let expected = config.enquire_link_interval + config.response_timeout;
    let took = setting.now() - up_at;
    assert!((expected.as_millis()..expected.as_millis() + 100).contains(&took), "{took} ms");
    drop(centre);
    setting.bound().await;
}

#[tokio::test(start_paused = true)]
async fn a_centre_that_never_ends_its_word_is_left() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.bound().await;
    let up_at = setting.now();
    centre.writes(&[0, 0, 0xEA, 0x60, 0, 0, 0, 5]).await;
    while setting.link.state().up {
        assert!(setting.now() - up_at < 60_000, "octets alone keep the link up");
        centre.writes(b"a").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    setting.bound().await;
}

#[tokio::test(start_paused = true)]
async fn a_refused_bind_is_tried_again_later_and_later() {
    let mut setting = Setting::new(|_| {});
    let mut waits = Vec::new();
    let mut last = setting.now();
    for _ in 0..9 {
        let mut centre = setting.connection().await;
        waits.push(setting.now() - last);
        last = setting.now();
        let bind = centre.hears(0x9).await;
        centre.answers(&bind, status::INVALID_PASSWORD, b"").await;
    }
    assert!(waits[1] <= 500 && waits[4] > 4 * waits[1], "{waits:?}");
    assert!((22_500..=30_000).contains(&waits[8]), "{waits:?}");
    assert!(!setting.link.state().up);
    setting.bound().await;
}

#[tokio::test(start_paused = true)]
async fn the_centre_may_end_the_session() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.bound().await;
    centre.says(command::UNBIND, 0, 77, b"").await;
    assert_eq!(centre.hears(command::UNBIND_RESP).await.sequence, 77);
    assert!(centre.next().await.is_none());
    setting.bound().await;
}

#[tokio::test(start_paused = true)]
async fn shutdown_waits_for_responses_and_unbinds() {
    let mut setting = Setting::new(|_| {});
    let mut centre = setting.bound().await;
    let submitted = setting.submits("x");
    let frame = centre.hears(SUBMIT).await;
    let link = setting.link.clone();
    let ending = tokio::spawn(async move { link.shutdown().await });
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(setting.submits("late").await.unwrap(), Err(SubmitError::LinkDown));
    centre.answers(&frame, status::OK, b"id\0").await;
    let unbind = centre.hears(command::UNBIND).await;
    centre.answers(&unbind, status::OK, b"").await;
    ending.await.unwrap();
    assert_eq!(submitted.await.unwrap(), Ok(vec!["id".into()]));
    assert!(centre.next().await.is_none());
    assert_eq!(setting.submits("x").await.unwrap(), Err(SubmitError::LinkDown));
    setting.link.shutdown().await;
}

#[tokio::test(start_paused = true)]
async fn shutdown_ends_a_link_that_is_down() {
    let mut setting = Setting::new(|_| {});
    let centre = setting.connection().await;
    setting.link.shutdown().await;
    drop(centre);
}
