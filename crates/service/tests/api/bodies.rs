use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use super::town::{Home, Town, Who, errors, move_to};

fn with(name: &str, value: Value) -> Value {
    let mut body = move_to(Home::Flat);
    body[name] = value;
    body
}

#[tokio::test]
async fn every_field_in_every_wrong_way() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let own = json!(Who::Aru.iin());
    let many = json!(vec![Who::Aru.iin(); 21]);
    for (name, value, expected) in [
        ("kind", json!(null), "kind required"),
        ("kind", json!(""), "kind required"),
        ("kind", json!("forever"), "kind unknown_word"),
        ("kind", json!(["permanent"]), "kind type"),
        ("kind", json!("x".repeat(65)), "kind too_long"),
        ("kind", json!("perma\u{0}nent"), "kind characters"),
        ("kind", json!("temporary"), "months required"),
        ("months", json!(3), "months not_with_permanent"),
        ("months", json!("3"), "months type"),
        ("months", json!(3.5), "months type"),
        ("months", json!({}), "months type"),
        ("rka", json!(null), "rka required"),
        ("rka", json!("123"), "rka rka_form R-ADDR"),
        ("rka", json!("1209900000000147"), "rka rka_check_digit R-ADDR"),
        ("rka", json!(1_209_900_000_000_146_u64), "rka type"),
        ("rka", json!("１２０９９００００００００１４６"), "rka rka_form R-ADDR"),
        ("reason", json!("fun"), "reason unknown_word"),
        ("reason", json!(false), "reason type"),
        ("arrived_on", json!("2026-02-30"), "arrived_on date_form"),
        ("arrived_on", json!("2026-01-16"), "arrived_on date_future"),
        ("arrived_on", json!("2026-01-10T00:00:00"), "arrived_on date_form"),
        ("arrived_on", json!(20_260_110), "arrived_on type"),
        ("subjects", json!("me"), "subjects type"),
        ("subjects", json!({}), "subjects type"),
        ("subjects", json!([7]), "subjects[0] type"),
        ("subjects", json!([null]), "subjects[0] type"),
        ("subjects", json!(["1"]), "subjects[0] iin_form R-IIN"),
        ("subjects", json!(["850101300011"]), "subjects[0] iin_check_digit R-IIN"),
        ("subjects", json!([own, own]), "subjects[1] twice"),
        ("subjects", many, "subjects too_many"),
        ("children", json!([own]), "children twice"),
        ("children", json!([[]]), "children[0] type"),
        ("channel", json!("kiosk"), "channel unknown_word"),
        ("channel", json!("counter"), "channel counter_closed R-CHANNEL"),
        ("raeson", json!("work"), "raeson unknown_field"),
        ("<b onclick='x'>&\u{202e}", json!(1), "b onclickx unknown_field"),
    ] {
        let body = with(name, value);
        let problem = town.post(&token, "/applications", &body).await;
        let problem = problem.problem(422, "invalid-fields");
        assert_eq!(errors(&problem), [expected], "{body}");
        let error = &problem["errors"][0];
        assert!(error["message"].as_str().unwrap().len() > 10);
        assert_eq!(error["rule"], problem["rule"]);
        assert_eq!(error["article"], problem["article"]);
    }
    for months in [json!(0), json!(13), json!(-1), json!(99_999_999_999_u64), json!(1e300)] {
        let mut body = with("months", months);
        body["kind"] = json!("temporary");
        let problem = town.post(&token, "/applications", &body).await;
        assert_eq!(errors(&problem.problem(422, "invalid-fields")), ["months term R-TEMP"]);
    }
    assert_eq!(town.get(&token, "/applications").await.is(200)["items"], json!([]));
}

#[tokio::test]
async fn an_empty_text_is_as_good_as_none() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let id = town.drafts(&token, &with("channel", json!(""))).await;
    town.patch(&token, &format!("/applications/{id}"), &json!({"channel": ""})).await.is(200);
    let body = json!({"rka": Home::Flat.rka(), "kind": "permanent", "subject": ""});
    town.post(&token, "/pre-checks", &body).await.is(200);
    let path = format!("/applications/{id}/signature");
    town.post(&token, &path, &json!({"method": "sms", "cms": ""})).await.is(202);
    let path = format!("/consents/{id}/answer");
    let body = json!({"answer": "refuse", "reason": "", "method": "", "cms": ""});
    town.post(&token, &path, &body).await.is(404);
}

#[tokio::test]
async fn a_signature_is_base64() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let id = town.drafts(&token, &move_to(Home::Flat)).await;
    for (path, body) in [
        (format!("/applications/{id}/signature"), json!({"method": "eds", "cms": "MA==!"})),
        (
            format!("/consents/{id}/answer"),
            json!({"answer": "agree", "method": "eds", "cms": "ЭЦП"}),
        ),
    ] {
        let problem = town.post(&token, &path, &body).await.problem(422, "invalid-fields");
        assert_eq!(errors(&problem), ["cms cms"]);
    }
}

#[tokio::test]
async fn everything_wrong_is_said_at_once() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let body = json!({
        "kind": 1, "months": "x", "rka": "1", "subjects": ["1", 2, Who::Aru.iin()],
        "children": [Who::Child.iin(), Who::Child.iin()], "Reason": "work", "zzz": {},
    });
    let problem = town.post(&token, "/applications", &body).await.problem(422, "invalid-fields");
    assert_eq!(
        errors(&problem),
        [
            "kind type",
            "months type",
            "subjects[1] type",
            "rka rka_form R-ADDR",
            "reason required",
            "subjects[0] iin_form R-IIN",
            "children[1] twice",
            "Reason unknown_field",
            "zzz unknown_field",
        ]
    );
    let near = &problem["errors"][7]["message"];
    assert!(near.as_str().unwrap().contains("reason"), "{near}");
    assert_eq!(problem["rule"], "R-ADDR");
}

/// A call with a body, and who is signed in for it.
async fn everywhere(town: &Town, token: &str) -> Vec<(Method, String)> {
    let id = town.drafts(token, &move_to(Home::Flat)).await;
    let calls = [
        (Method::POST, "/sign-in/sms".to_owned()),
        (Method::POST, format!("/sign-in/sms/{id}")),
        (Method::POST, "/pre-checks".into()),
        (Method::POST, "/applications".into()),
        (Method::PATCH, format!("/applications/{id}")),
        (Method::POST, format!("/applications/{id}/signature")),
        (Method::POST, format!("/applications/{id}/withdrawal")),
        (Method::POST, format!("/applications/{id}/repeat")),
        (Method::POST, format!("/consents/{id}/answer")),
    ];
    calls.into()
}

#[tokio::test]
async fn hostile_bodies_are_refused_and_nothing_breaks() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let bearer = format!("Bearer {token}");
    let nested = |open: &str, close: &str| {
        format!("{}1{}", open.repeat(20_000 / open.len()), close.repeat(20_000 / open.len()))
    };
    let bodies: Vec<(Vec<u8>, u16)> = vec![
        (b"".to_vec(), 400),
        (b"{".to_vec(), 400),
        (b"{}}".to_vec(), 400),
        (b"{\"kind\":}".to_vec(), 400),
        (b"{\"kind\":\"a\xff\"}".to_vec(), 400),
        (b"{\"kind\":\"\\ud800\"}".to_vec(), 400),
        (b"{\"kind\":1e999}".to_vec(), 400),
        (b"{\"kind\":NaN}".to_vec(), 400),
        (b"\xef\xbb\xbf{}".to_vec(), 400),
        (b"{'kind':1}".to_vec(), 400),
        (b"{\"kind\":1,}".to_vec(), 400),
        (b"[]".to_vec(), 422),
        (b"null".to_vec(), 422),
        (b"\"x\"".to_vec(), 422),
        (b"17".to_vec(), 422),
        (b"17 seventeen".to_vec(), 400),
        (b"null}".to_vec(), 400),
        (b"\"x\"\"y\"".to_vec(), 400),
        (b"[{}}".to_vec(), 400),
        (b"{\"kind\":1,\"kind\":2}".to_vec(), 422),
        (nested("{\"kind\":", "}").into_bytes(), 400),
        (format!("{{\"kind\":{}}}", nested("[", "]")).into_bytes(), 400),
        ("[".repeat(60_000).into_bytes(), 400),
        (format!("{{\"{}\":1}}", "k".repeat(60_000)).into_bytes(), 422),
        (members(4_000).into_bytes(), 422),
        (vec![b' '; 65_537], 413),
        (vec![b'['; 200_000], 413),
    ];
    for (method, path) in everywhere(&town, &token).await {
        for (body, status) in &bodies {
            let empty =
                body.is_empty() && (path.ends_with("withdrawal") || path.ends_with("repeat"));
            let headers =
                [("authorization", bearer.as_str()), ("content-type", "application/json")];
            let answer = town.call(method.clone(), &path, &headers, body.clone()).await;
            let expected = if empty { 409 } else { *status };
            let shown = String::from_utf8_lossy(body.get(..40).unwrap_or(body)).into_owned();
            assert_eq!(answer.status.as_u16(), expected, "{path} {shown}: {}", answer.text);
            assert!(answer.text.len() < 10_000);
        }
    }
}

fn members(count: usize) -> String {
    let members: Vec<String> = (0..count).map(|n| format!("\"k{n}\":{n}")).collect();
    format!("{{{}}}", members.join(","))
}

#[tokio::test]
async fn a_slip_in_json_is_named_by_line_and_column() {
    let town = Town::new().await;
    let headers = [("content-type", "application/json"), ("accept-language", "en")];
    let body = "{\n  \"iin\": oops\n}";
    let problem = town.call(Method::POST, "/sign-in/sms", &headers, body).await;
    let problem = problem.problem(400, "bad-request");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("line 2") && detail.contains("column 10"), "{detail}");
    assert_eq!(errors(&problem), ["json"]);
}

#[tokio::test]
async fn only_plain_json_is_taken() {
    let town = Town::new().await;
    let body = json!({"iin": Who::Aru.iin()}).to_string();
    for (headers, status) in [
        (vec![], 415),
        (vec![("content-type", "text/plain")], 415),
        (vec![("content-type", "application/jsonp")], 415),
        (vec![("content-type", "application/json; charset=koi8-r")], 415),
        (vec![("content-type", "application/json"), ("content-encoding", "gzip")], 415),
        (vec![("content-type", "application/json"), ("content-length", "70000")], 413),
        (vec![("content-type", "Application/JSON; charset=UTF-8")], 202),
        (vec![("content-type", "application/json"), ("content-encoding", "identity")], 202),
    ] {
        let answer = town.call(Method::POST, "/sign-in/sms", &headers, body.clone()).await;
        assert_eq!(answer.status.as_u16(), status, "{headers:?}");
    }
}

#[tokio::test]
async fn idempotency_keys_are_visible_ascii() {
    let town = Town::new().await;
    let body = json!({"iin": Who::Unknown.iin()}).to_string();
    let (longest, longer) = ("k".repeat(255), "k".repeat(256));
    for (key, status) in
        [("", 400), ("a b", 400), ("ключ", 400), (&longer, 400), (&longest, 202), ("!~", 202)]
    {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        let answer = town.call(Method::POST, "/sign-in/sms", &headers, body.clone()).await;
        assert_eq!(answer.status.as_u16(), status, "{key}");
    }
    let twice =
        [("content-type", "application/json"), ("idempotency-key", "a"), ("idempotency-key", "a")];
    let answer = town.call(Method::POST, "/sign-in/sms", &twice, Body::from(body)).await;
    answer.problem(400, "bad-request");
}
