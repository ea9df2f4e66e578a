use axum::http::Method;
use jiff::SignedDuration;
use residence::case::Effect;
use residence::facts::Language;
use residence::names::CaseId;
use residence::notice::{Contact, Message, Notice};
use serde_json::{Value, json};
use store::{CaseKey, CaseWrite, Claims, JournalRow, NewWork, Unit};

use super::town::{Home, Town, Who, errors, move_to};

fn events(application: &Value) -> Vec<&str> {
    let lines = application["journal"].as_array().unwrap();
    lines.iter().map(|line| line["event"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn from_the_draft_to_the_registration() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let made = town.post(&token, "/applications", &move_to(Home::Flat)).await;
    assert!(made.header("location").starts_with("/api/v1/applications/"));
    let made = made.is(201);
    assert_eq!(made["status"], "draft");
    assert_eq!(made["digest"].as_str().unwrap().len(), 64);
    let id = made["id"].as_str().unwrap();

    let signed = town.signs(Who::Aru, &token, id).await;
    assert_eq!(signed["status"], "signed");
    let seen = town.sees(&token, id).await;
    assert_eq!(seen["status"], "awaiting_consent");
    assert_eq!(seen["number"], made["number"]);
    assert_eq!(seen["receipt"], Value::Null);
    let consent = &seen["consents"][0];
    assert_eq!((&consent["role"], &consent["status"]), (&json!("owner"), &json!("asked")));
    assert_eq!(consent["deadline"], Value::Null);
    assert_eq!(consent["asked_at"], "2026-01-15T10:00:00+05:00");
    assert!(!seen.to_string().contains(&Who::Owner.iin().to_string()), "who is asked is not said");

    town.delivers(Who::Owner).await;
    let seen = town.sees(&token, id).await;
    assert_eq!(seen["consents"][0]["status"], "received");
    assert_eq!(seen["consents"][0]["deadline"], "2026-01-15T11:00:00+05:00");

    town.passes(SignedDuration::from_mins(59));
    let token = town.signs_in(Who::Aru).await;
    let code = town.code(Who::Owner);
    town.writes(Who::Owner, &format!("да {code}")).await;
    let seen = town.sees(&token, id).await;
    assert_eq!(seen["status"], "registered", "{seen}");
    assert_eq!(seen["consents"][0]["status"], "agreed");
    assert_eq!(
        events(&seen),
        [
            "drafted",
            "signed",
            "checked",
            "asked",
            "delivered",
            "reminded",
            "agreed",
            "all_agreed",
            "registered",
            "notified"
        ]
    );
    let me = town.get(&token, "/me").await.is(200);
    let registrations = me["registrations"].as_array().unwrap();
    assert_eq!(registrations.len(), 2);
    assert_ne!(registrations[0]["closed_at"], Value::Null);
    assert_eq!(registrations[1]["rka"], json!(Home::Flat.rka()));
}

#[tokio::test]
async fn the_owner_refuses_in_the_portal_and_the_applicant_asks_again() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let id = town.drafts(&token, &move_to(Home::Flat)).await;
    town.signs(Who::Aru, &token, &id).await;

    let owner = town.signs_in(Who::Owner).await;
    let questions = town.get(&owner, "/consents").await.is(200);
    let question = &questions["items"][0];
    assert_eq!(question["status"], "received", "opening counts as receipt");
    assert_eq!(question["applicant"], "Тегі-Aru А.");
    assert_eq!(question["deadline"], "2026-01-15T11:00:00+05:00");
    assert_eq!(town.get(&token, "/consents").await.is(200)["items"], json!([]));
    let path = format!("/consents/{}/answer", question["id"].as_str().unwrap());

    let agree = town.post(&owner, &path, &json!({"answer": "agree", "method": "eds"})).await;
    let agree = agree.problem(403, "stronger-sign-in");
    assert!(agree["detail"].as_str().unwrap().contains("SMS"), "{agree}");
    let answer = json!({"answer": "refuse", "reason": "stranger"});
    town.post(&token, &path, &answer).await.problem(404, "not-found");
    let refused = town.post(&owner, &path, &answer).await.is(200);
    assert_eq!(refused["status"], "refused");
    town.post(&owner, &path, &answer).await.problem(409, "closed");
    town.works().await;

    let seen = town.sees(&token, &id).await;
    assert_eq!(seen["status"], "refused");
    assert_eq!(seen["grounds"][0]["rule"], "R-CON-NO");
    assert_eq!(seen["grounds"][0]["text"], "The owner does not agree.");
    assert!(!seen["grounds"][0]["article"].as_str().unwrap().is_empty());

    let path = format!("/applications/{id}/repeat");
    let headers = [("authorization", format!("Bearer {token}")), ("idempotency-key", "r1".into())];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    let again = town.call(Method::POST, &path, &headers, "").await.is(201);
    assert_ne!(again["id"], json!(id));
    assert_eq!(again["status"], "draft");
    assert_eq!(again, town.call(Method::POST, &path, &headers, "").await.is(201));
    let copy = town.sees(&token, again["id"].as_str().unwrap()).await;
    assert_eq!(copy["rka"], seen["rka"]);
}

#[tokio::test(start_paused = true)]
async fn what_one_person_is_told_at_the_same_moment_goes_together() {
    let town = Town::new().await;
    let contact = Contact { phone: Some(Who::Aru.phone()), language: Language::Ru };
    let token = town.signs_in(Who::Aru).await;
    let mut numbers = Vec::new();
    for home in [Home::Flat, Home::House] {
        let id = town.drafts(&token, &move_to(home)).await;
        let case = town.app.case(id.parse().unwrap()).await.unwrap().case;
        let notice = Notice { to: Who::Aru.iin(), contact, message: Message::Withdrawn };
        let work = NewWork {
            kind: "tell",
            key: id,
            case: Some(case.id),
            body: serde_json::to_string(&Effect::Tell(notice)).unwrap(),
            due: town.app.now(),
            held_until: None,
        };
        town.app.commit(Unit { work: vec![work], ..Unit::default() }).await.unwrap();
        numbers.push(case.number().to_string());
    }
    let before = town.inbox(Who::Aru).len();
    town.worker_runs_for(std::time::Duration::from_secs(1)).await;
    let told = town.inbox(Who::Aru).split_off(before);
    let [told] = told.as_slice() else { panic!("not one message: {told:?}") };
    for number in numbers {
        assert!(told.contains(&number), "{told} does not name {number}");
    }
    assert_eq!(town.app.store.queue().await.unwrap().pieces, 0, "each notice is settled");
}

#[tokio::test]
async fn three_wrong_codes_lock_the_code_and_the_owner_is_told() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let id = town.drafts(&token, &move_to(Home::Flat)).await;
    town.signs(Who::Aru, &token, &id).await;
    let code = town.code(Who::Owner);
    let wrong = if code == "00000000" { "11111111" } else { "00000000" };
    let mut heard = Vec::new();
    for (try_, word) in ["yes", "да", "иә"].into_iter().enumerate() {
        let before = town.inbox(Who::Owner).len();
        town.writes(Who::Owner, &format!("{word} {wrong}")).await;
        let events = events(&town.sees(&token, &id).await).join(" ");
        assert_eq!(events.contains("locked"), try_ == 2, "{events}");
        heard.push(town.inbox(Who::Owner).len() - before);
    }
    assert_eq!(heard, [1, 0, 1], "one hint a minute, and the lock is told at once");
    town.passes(SignedDuration::from_mins(2));
    town.writes(Who::Owner, &format!("да {code}")).await;
    let seen = town.sees(&token, &id).await;
    assert_eq!(seen["status"], "awaiting_consent", "a locked code agrees to nothing");
    let told = town.inbox(Who::Owner);
    assert_eq!(told[told.len() - 1], told[told.len() - 2], "and that is told again");
}

#[tokio::test]
async fn one_damaged_record_keeps_no_answer_of_a_phone_waiting() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let id = town.drafts(&token, &move_to(Home::Flat)).await;
    town.signs(Who::Aru, &token, &id).await;
    let line = JournalRow { seq: 1, at: town.app.now(), event: "{".into(), lines: "[]".into() };
    let damaged = CaseWrite {
        id: CaseId::from_random(7),
        expected: None,
        body: "{".into(),
        journal: vec![line],
        wake: None,
        figures: None,
        keys: Some(vec![(CaseKey::AskedPhone, Who::Owner.phone().to_string())]),
        claims: Claims::Keep,
    };
    town.app.commit(Unit { case: Some(damaged), ..Unit::default() }).await.unwrap();
    let code = town.code(Who::Owner);
    town.writes(Who::Owner, &format!("да {code}")).await;
    assert_eq!(town.sees(&token, &id).await["status"], "registered");
    assert_eq!(town.app.store.queue().await.unwrap().oldest_incoming, None);
}

#[tokio::test]
async fn a_draft_changes_until_it_is_signed_and_is_withdrawn_after() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let id = town.drafts(&token, &move_to(Home::Flat)).await;
    let path = format!("/applications/{id}");
    town.post(&token, &format!("{path}/withdrawal"), &json!({})).await.problem(409, "conflict");
    town.post(&token, &format!("{path}/repeat"), &json!({})).await.problem(409, "conflict");

    let before = town.sees(&token, &id).await;
    let body = json!({"kind": "temporary", "months": 3, "reason": "work"});
    let changed = town.patch(&token, &path, &body).await.is(200);
    assert_ne!(changed["digest"], before["digest"]);
    let seen = town.sees(&token, &id).await;
    assert_eq!((&seen["kind"], &seen["months"]), (&json!("temporary"), &json!(3)));
    assert_eq!((&seen["rka"], &seen["children"]), (&before["rka"], &before["children"]));
    town.patch(&token, &path, &json!({"kind": "permanent"})).await.is(200);
    assert_eq!(town.sees(&token, &id).await["months"], Value::Null);
    let wrong = town.patch(&token, &path, &json!({"months": 3, "rka": null, "kin": 1})).await;
    assert_eq!(
        errors(&wrong.problem(422, "invalid-fields")),
        ["months not_with_permanent", "rka required", "kin unknown_field"]
    );

    // A password that was sent for what the draft said before is void.
    let sign = format!("{path}/signature");
    town.post(&token, &sign, &json!({"method": "sms"})).await.is(202);
    town.works().await;
    let old = town.code(Who::Aru);
    town.patch(&token, &path, &json!({"reason": "study"})).await.is(200);
    let void = town.post(&token, &sign, &json!({"method": "sms", "code": old})).await;
    assert_eq!(errors(&void.problem(422, "invalid-fields")), ["code code_expired"]);

    town.passes(SignedDuration::from_mins(2));
    town.signs(Who::Aru, &token, &id).await;
    town.patch(&token, &path, &json!({"reason": "work"})).await.problem(409, "conflict");
    let withdrawn = town.post(&token, &format!("{path}/withdrawal"), &json!({})).await.is(200);
    assert_eq!(withdrawn["status"], "withdrawn");
    assert_eq!(withdrawn["consents"][0]["status"], "void");
    town.post(&token, &format!("{path}/withdrawal"), &json!({})).await.problem(409, "conflict");
}

#[tokio::test]
async fn an_open_application_stands_in_the_way_of_the_next() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let first = town.drafts(&token, &move_to(Home::Flat)).await;
    town.signs(Who::Aru, &token, &first).await;
    let number = town.sees(&token, &first).await["number"].as_str().unwrap().to_owned();
    let next = town.drafts(&token, &move_to(Home::Villa)).await;
    let path = format!("/applications/{next}/signature");
    let problem = town.post(&token, &path, &json!({"method": "sms"})).await;
    let problem = problem.problem(409, "open-application");
    assert_eq!(problem["rule"], "R-OPEN");
    assert!(!problem["article"].as_str().unwrap().is_empty());
    assert!(problem["detail"].as_str().unwrap().contains(&number));
}

#[tokio::test]
async fn the_state_of_an_owner_is_told_neutrally() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let body = json!({"rka": Home::Hut.rka(), "kind": "permanent"});
    let before = town.post(&token, "/pre-checks", &body).await.is(200);
    assert_eq!(before["outcome"], "service_centre");
    assert!(!before.to_string().contains("R-OWN"), "{before}");
    let id = town.drafts(&token, &move_to(Home::Hut)).await;
    town.signs(Who::Aru, &token, &id).await;
    let seen = town.sees(&token, &id).await;
    assert_eq!(seen["status"], "referred");
    assert_eq!(seen["grounds"][0]["rule"], "R-OWN-MINOR");
    assert_eq!(seen["grounds"][0]["text"], "This dwelling is served at a service centre.");
    assert_eq!(seen["grounds"][0]["facts"], json!([]));
}

#[tokio::test]
async fn methods_that_are_not_open_say_so() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let id = town.drafts(&token, &move_to(Home::Flat)).await;
    let path = format!("/applications/{id}/signature");
    let body = json!({"method": "eds", "cms": "AAAA"});
    let problem = town.post(&token, &path, &body).await.problem(422, "signature");
    assert_eq!(
        (errors(&problem), &problem["rule"]),
        (vec!["cms unreadable R-SIGN".into()], &json!("R-SIGN"))
    );
    town.call(Method::POST, "/sign-in/eds", &[], "").await.problem(422, "method-unavailable");
    for (body, expected) in [
        (json!({}), "method required"),
        (json!({"method": "fax"}), "method method"),
        (json!({"method": "eds"}), "cms required"),
        (json!({"method": 1}), "method type"),
        (json!({"method": "sms", "code": "12345"}), "code code_form"),
        (json!({"method": "sms", "code": 123_456}), "code type"),
        (json!({"method": "sms", "kode": "1"}), "kode unknown_field"),
    ] {
        let problem = town.post(&token, &path, &body).await.problem(422, "invalid-fields");
        assert_eq!(errors(&problem), [expected], "{body}");
    }
}

#[tokio::test]
async fn a_hundred_requests_with_one_key_make_one_application() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let bearer = format!("Bearer {token}");
    let make = |language: &'static str, body: Value| {
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", "one"),
            ("accept-language", language),
        ];
        let (town, body) = (&town, body.to_string());
        async move { town.call(Method::POST, "/applications", &headers, body).await }
    };
    let mut made = Vec::new();
    let calls = (0..100).map(|n| make(if n % 2 == 0 { "kk" } else { "ru" }, move_to(Home::Flat)));
    for answer in join(calls.collect()).await {
        made.push(answer.is(201));
    }
    assert!(made.iter().all(|other| *other == made[0]));
    let list = town.get(&token, "/applications").await.is(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    make("kk", move_to(Home::Villa)).await.problem(422, "idempotency-mismatch");

    // The key stays with what it made, also when that has moved on.
    let id = made[0]["id"].as_str().unwrap();
    town.signs(Who::Aru, &token, id).await;
    assert_eq!(make("kk", move_to(Home::Flat)).await.is(201), made[0]);
    // Another person's key is another key.
    let other = town.signs_in(Who::Stranger).await;
    let headers = [
        ("authorization", format!("Bearer {other}")),
        ("content-type", "application/json".into()),
        ("idempotency-key", "one".into()),
    ];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    let body = move_to(Home::Flat).to_string();
    let theirs = town.call(Method::POST, "/applications", &headers, body).await.is(201);
    assert_ne!(theirs["id"], made[0]["id"]);
}

/// All of them, in step with one another.
async fn join<F: Future>(calls: Vec<F>) -> Vec<F::Output> {
    let mut calls: Vec<_> = calls.into_iter().map(|call| (Box::pin(call), None)).collect();
    std::future::poll_fn(|context| {
        let mut waits = false;
        for (call, answer) in calls.iter_mut().filter(|(_, answer)| answer.is_none()) {
            match call.as_mut().poll(context) {
                std::task::Poll::Ready(ready) => *answer = Some(ready),
                std::task::Poll::Pending => waits = true,
            }
        }
        if waits { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
    calls.into_iter().filter_map(|(_, answer)| answer).collect()
}
