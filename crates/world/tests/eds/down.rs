//! What happens when a service of the authority is down: docs/signatures.md has the table.

use std::time::Duration;

use eds::revocation::Reason;
use jiff::SignedDuration;
use serde_json::json;
use world::authority::web::{Fault, Service};
use world::authority::{Kind, Wrong};

use crate::stage::{Stage, fault, signed, to_sign};

#[tokio::test]
async fn where_the_responder_says_nothing_of_use_a_fresh_list_speaks() {
    let stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    for fault in [
        Fault::Down,
        Fault::Garbage,
        Fault::Endless,
        Fault::Wrong(Wrong::Old),
        Fault::Wrong(Wrong::Nonce),
        Fault::Wrong(Wrong::Signer),
    ] {
        stage.served.fail(Service::Answers, Some(fault));
        let answer = stage.signs_in(&key).await;
        assert_eq!(answer.status, 200, "{fault:?}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_list_that_names_the_key_is_heard_where_the_responder_is_down() {
    let stage = Stage::failing(&[Service::Lists]).await;
    let key = stage.key(stage.applicant(), Kind::Rsa);
    let authority = &stage.served.authority;
    authority.revoke(&key.certificate, Reason::Superseded, stage.now()).unwrap();
    stage.served.fail(Service::Lists, None);
    stage.served.fail(Service::Answers, Some(Fault::Down));
    assert_eq!(fault(&stage.signs_in(&key).await), "revoked");
}

#[tokio::test]
async fn a_list_that_is_old_or_signed_by_another_takes_no_place() {
    let stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    stage.signed_in(&key).await;
    let checker = &stage.app().signatures.checker;
    assert_eq!(checker.lists(stage.now()), (6, 6));
    for wrong in [Wrong::Old, Wrong::Signer] {
        stage.served.fail(Service::Lists, Some(Fault::Wrong(wrong)));
        let before = stage.served.asked(Service::Lists);
        stage.passes(SignedDuration::from_mins(31));
        checker.refresh(&stage.app().clock).await;
        assert!(stage.served.asked(Service::Lists) > before, "they were asked for again");
        assert_eq!(checker.lists(stage.now()), (6, 6), "{wrong:?}: those at hand stay");
    }
    let none = Stage::failing_so(&[(Service::Lists, Fault::Wrong(Wrong::Signer))]).await;
    none.app().signatures.checker.refresh(&none.app().clock).await;
    assert_eq!(none.app().signatures.checker.lists(none.now()), (6, 0));
}

/// A list has millions of bytes: many who want it at once are served by one request.
#[tokio::test]
async fn lists_are_fetched_once_for_all_who_wait() {
    let slow = Fault::Slow(Duration::from_millis(100));
    let stage = Stage::failing_so(&[(Service::Lists, slow), (Service::Answers, Fault::Down)]).await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let one = || async { stage.signs_in(&key).await.status };
    let all = tokio::join!(one(), one(), one(), one(), one(), one(), one(), one());
    assert_eq!(<[u16; 8]>::from(all), [200; 8]);
    assert_eq!(stage.served.asked(Service::Lists), 6, "each list once");
}

#[tokio::test]
async fn without_a_stamp_it_counts_from_when_it_was_read() {
    let stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    for fault in [
        Fault::Down,
        Fault::Garbage,
        Fault::Wrong(Wrong::Nonce),
        Fault::Wrong(Wrong::Signer),
        Fault::Wrong(Wrong::Old),
    ] {
        stage.served.fail(Service::Stamps, Some(fault));
        let answer = stage.signs_in(&key).await;
        assert_eq!(answer.status, 200, "{fault:?}: {}", answer.body);
    }
}

#[tokio::test]
async fn nobody_signs_in_while_nothing_says_whether_the_key_is_revoked() {
    let stage = Stage::failing(&[Service::Lists, Service::Answers]).await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let answer = stage.signs_in(&key).await;
    assert_eq!(
        (answer.status, &answer.body["type"]),
        (503, &json!("/problems/revocation-unknown"))
    );
    assert!(answer.head.to_lowercase().contains("retry-after"), "{}", answer.head);
    // A wrong one is refused at once: nothing needs to be asked.
    let expired = [
        stage.now() - SignedDuration::from_hours(48),
        stage.now() - SignedDuration::from_hours(24),
    ];
    let key = stage.key_of(
        stage.applicant(),
        Kind::Gost2015,
        world::authority::Purpose::Signing,
        expired,
    );
    assert_eq!(fault(&stage.signs_in(&key).await), "expired");
}

/// Both are down at the worst moment: what was signed is kept, is not taken before its key is known to
/// count, and then counts from when it was read.
#[tokio::test]
async fn a_signature_waits_until_it_is_known_whether_its_key_is_revoked() {
    // An owner who is asked in the portal alone: their deadline waits for no link to an SMS centre.
    let mut stage = Stage::telling("owner_without_phone", &[]).await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let applicant = token(&stage, &key).await;
    let owner_key = stage.key(stage.owner(), Kind::Gost2015);
    let owner = token(&stage, &owner_key).await;
    let client = stage.client().with_token(&applicant);
    let (id, text) = stage.drafts(&client).await;

    fail(&stage, Some(Fault::Down));
    stage.restarts().await;
    let client = stage.client().with_token(&applicant);
    for _ in 0..2 {
        let waiting = stage.files(&client, &id, &signed(&text, &key)).await;
        assert_eq!((waiting.status, &waiting.body["awaits"]), (202, &json!("revocation")));
    }
    assert_eq!(stage.until(&client, &id, "draft").await["status"], "draft", "it is not filed");
    fail(&stage, None);
    // The service asks again after a while.
    stage.passes(SignedDuration::from_mins(2));
    stage.until(&client, &id, "awaiting_consent").await;

    let question = stage.question(&stage.client().with_token(&owner)).await;
    fail(&stage, Some(Fault::Down));
    stage.restarts().await;
    let path = format!("/api/v1/consents/{}/answer", question["id"].as_str().unwrap());
    let cms = signed(&to_sign(&question), &owner_key);
    let body = json!({ "answer": "agree", "method": "eds", "cms": cms });
    let waiting = stage.client().with_token(&owner).post(&path, &body).await.unwrap();
    assert_eq!(waiting.status, 202, "{}", waiting.body);
    // Its deadline comes and goes, and the question has not lapsed.
    let case = stage.app().case(id.parse().unwrap()).await.unwrap().case;
    let deadline = case.state.asking().unwrap().requests[0].clock.unwrap().deadline;
    stage.passes(deadline.duration_since(stage.app().now()) + SignedDuration::from_mins(2));
    woken(&stage).await;
    let case = stage.app().case(id.parse().unwrap()).await.unwrap().case;
    assert_eq!(case.status(), residence::case::Status::AwaitingConsent);
    fail(&stage, None);
    stage.passes(SignedDuration::from_mins(2));
    ends_as(&stage, &id, residence::case::Status::Registered).await;
}

/// The same, but the key turns out to be revoked before it signed.
#[tokio::test]
async fn a_signature_that_waited_is_let_go_when_its_key_is_revoked() {
    let mut stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let applicant = token(&stage, &key).await;
    let (id, text) = stage.drafts(&stage.client().with_token(&applicant)).await;
    fail(&stage, Some(Fault::Down));
    stage.restarts().await;
    let authority = &stage.served.authority;
    authority.revoke(&key.certificate, Reason::Superseded, stage.now()).unwrap();
    let client = stage.client().with_token(&applicant);
    assert_eq!(stage.files(&client, &id, &signed(&text, &key)).await.status, 202);
    let signer = service::work::Signer::Applicant(id.parse().unwrap());
    assert!(stage.app().waits_since(signer).await.unwrap().is_some());
    fail(&stage, None);
    stage.passes(SignedDuration::from_mins(2));
    soon(async || stage.app().waits_since(signer).await.unwrap().is_none()).await;
    assert_eq!(stage.until(&client, &id, "draft").await["status"], "draft");
    let why = stage.app().let_go(signer).await.unwrap();
    assert_eq!(why, Some(service::signatures::SignatureFault::Revoked), "and its page says why");
    let other = stage.key(stage.applicant(), Kind::Rsa);
    assert_eq!(stage.files(&client, &id, &signed(&text, &other)).await.status, 200);
}

/// Whose it is is learned with the rest: kept, it is still nobody else's.
#[tokio::test]
async fn a_signature_that_waited_is_let_go_when_it_is_of_somebody_else() {
    let mut stage = Stage::new().await;
    let applicant = token(&stage, &stage.key(stage.applicant(), Kind::Gost2015)).await;
    let (id, text) = stage.drafts(&stage.client().with_token(&applicant)).await;
    fail(&stage, Some(Fault::Down));
    stage.restarts().await;
    let client = stage.client().with_token(&applicant);
    let other = stage.key(stage.owner(), Kind::Gost2015);
    assert_eq!(stage.files(&client, &id, &signed(&text, &other)).await.status, 202);
    fail(&stage, None);
    stage.passes(SignedDuration::from_mins(2));
    let signer = service::work::Signer::Applicant(id.parse().unwrap());
    soon(async || stage.app().waits_since(signer).await.unwrap().is_none()).await;
    let why = stage.app().let_go(signer).await.unwrap();
    assert_eq!(why, Some(service::signatures::SignatureFault::OtherPerson));
    assert_eq!(stage.until(&client, &id, "draft").await["status"], "draft");
}

/// Nobody answers for it, a week long: it is let go, and holds nothing open any more.
#[tokio::test]
async fn a_signature_does_not_wait_for_ever() {
    let mut stage = Stage::new().await;
    let key = stage.key(stage.applicant(), Kind::Gost2015);
    let applicant = token(&stage, &key).await;
    let (id, text) = stage.drafts(&stage.client().with_token(&applicant)).await;
    fail(&stage, Some(Fault::Down));
    stage.restarts().await;
    let client = stage.client().with_token(&applicant);
    assert_eq!(stage.files(&client, &id, &signed(&text, &key)).await.status, 202);
    let pieces = async || stage.app().store.queue().await.unwrap().pieces;
    assert_eq!(pieces().await, 1);
    stage.passes(SignedDuration::from_hours(24 * 7 + 1));
    soon(async || pieces().await == 0).await;
    let signer = service::work::Signer::Applicant(id.parse().unwrap());
    assert!(stage.app().waits_since(signer).await.unwrap().is_none());
}

fn fail(stage: &Stage, fault: Option<Fault>) {
    for service in [Service::Answers, Service::Lists] {
        stage.served.fail(service, fault);
    }
}

async fn token(stage: &Stage, key: &world::authority::Holder) -> String {
    let answer = stage.signs_in(key).await;
    answer.body["token"].as_str().unwrap().to_owned()
}

async fn soon(mut done: impl AsyncFnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !done().await {
        assert!(begun.elapsed() < Duration::from_secs(60), "it does not come to pass");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Until the wake time of the case was looked at and put off.
async fn woken(stage: &Stage) {
    let now = stage.app().now();
    soon(async || {
        let queue = stage.app().store.queue().await.unwrap();
        queue.next_due.is_none_or(|due| due > now)
    })
    .await;
}

async fn ends_as(stage: &Stage, id: &str, status: residence::case::Status) {
    soon(async || stage.app().case(id.parse().unwrap()).await.unwrap().case.status() == status)
        .await;
}
