use axum::body::Body;
use axum::http::Method;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use service::registers::import::{MonthTotal, Row, to_import};

use super::town::{Home, Town, Who, errors, move_to};

#[tokio::test]
async fn what_is_another_persons_is_not_there() {
    let town = Town::new().await;
    let aru = town.signs_in(Who::Aru).await;
    let stranger = town.signs_in(Who::Stranger).await;
    let id = town.drafts(&aru, &move_to(Home::Flat)).await;
    let path = format!("/applications/{id}");
    for path in [path.as_str(), &format!("/applications/{:032x}", 1), "/applications/x"] {
        town.get(&stranger, path).await.problem(404, "not-found");
        town.patch(&stranger, path, &json!({})).await.problem(404, "not-found");
        for (call, body) in [
            ("withdrawal", json!({})),
            ("repeat", json!({})),
            ("signature", json!({"method": "sms"})),
            ("signature", json!({"method": "eds", "cms": "AAAA"})),
        ] {
            let answer = town.post(&stranger, &format!("{path}/{call}"), &body).await;
            answer.problem(404, "not-found");
        }
    }
    assert_eq!(town.get(&stranger, "/applications").await.is(200)["items"], json!([]));
    let cursor = format!("/applications?cursor={id}");
    let problem = town.get(&stranger, &cursor).await.problem(422, "invalid-fields");
    assert_eq!(errors(&problem), ["cursor cursor"]);
}

#[tokio::test]
async fn lists_go_page_by_page() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(town.drafts(&token, &move_to(Home::Flat)).await);
    }
    let (mut seen, mut pages, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        let page = town.get(&token, &format!("/applications?limit=2{cursor}")).await.is(200);
        let items = page["items"].as_array().unwrap();
        seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        pages += 1;
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    made.reverse();
    assert_eq!((seen, pages), (made, 3));
    for query in ["limit=0", "limit=101", "limit=x", "limit=2&limit=3"] {
        town.get(&token, &format!("/applications?{query}")).await.problem(422, "invalid-fields");
    }
}

#[tokio::test]
async fn addresses_are_found_and_shown() {
    let town = Town::new().await;
    let found = town.get("", "/addresses?q=%D0%B0%D0%BB%D0%BC%20flat").await.is(200);
    assert_eq!(found["items"][0]["rka"], json!(Home::Flat.rka()));
    assert_eq!(found["items"][0]["building"], json!(Home::Block.rka()));
    assert_eq!(found["items"][0]["address"], "Алматы, улица Flat, 12, flat 7");
    assert_eq!(found["next"], Value::Null);
    let path = format!("/addresses/{}", Home::Flat.rka());
    assert_eq!(town.get("", &path).await.is(200), found["items"][0]);
    for path in [format!("/addresses/{}", Home::Nowhere.rka()), "/addresses/1".into()] {
        town.get("", &path).await.problem(404, "not-found");
    }
    for (query, expected) in [
        ("", "q required"),
        ("?q=ab", "q too_short"),
        ("?q=%20%20%20a", "q too_short"),
        ("?q=abc%00", "q characters"),
        ("?q=abc&q=abc", "q repeated_field"),
        (&format!("?q={}", "a".repeat(201)), "q too_long"),
    ] {
        let problem = town.get("", &format!("/addresses{query}")).await;
        assert_eq!(errors(&problem.problem(422, "invalid-fields")), [expected], "{query}");
    }
}

#[tokio::test]
async fn a_pre_check_counts_and_names_nobody() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    for (home, outcome, consents) in [
        (Home::Flat, "asks", json!([{"role": "owner", "count": 1}])),
        (Home::House, "asks", json!([{"role": "co_owner", "count": 1}])),
        (Home::Nowhere, "refused", json!([])),
        (Home::Block, "refused", json!([])),
    ] {
        let body = json!({"rka": home.rka(), "kind": "permanent"});
        let seen = town.post(&token, "/pre-checks", &body).await.is(200);
        assert_eq!((&seen["outcome"], &seen["consents"]), (&json!(outcome), &consents), "{home:?}");
        assert_eq!(seen["grounds"] == json!([]), outcome == "asks");
        assert!(!seen["text"].as_str().unwrap().is_empty());
    }
    let body = json!({"rka": Home::Flat.rka(), "kind": "permanent", "subject": Who::Child.iin()});
    let child = town.post(&token, "/pre-checks", &body).await.is(200);
    assert_eq!(child["grounds"][0]["rule"], "R-AGE-14");
    let mut told = Vec::new();
    for stranger in [Who::Minor, Who::Stranger, Who::Unknown] {
        let body = json!({"rka": Home::Flat.rka(), "kind": "permanent", "subject": stranger.iin()});
        let problem = town.post(&token, "/pre-checks", &body).await.problem(422, "invalid-fields");
        assert_eq!(errors(&problem), ["subject not_represented R-REP"]);
        told.push(problem);
    }
    assert!(told.iter().all(|problem| *problem == told[0]), "strangers are not told apart");
    let body = json!({"rka": "1", "kind": true, "subject": "1", "extra": 1});
    let problem = town.post(&token, "/pre-checks", &body).await.problem(422, "invalid-fields");
    assert_eq!(
        errors(&problem),
        ["rka rka_form R-ADDR", "kind type", "subject iin_form R-IIN", "extra unknown_field"]
    );
}

#[tokio::test]
async fn owners_see_what_they_own() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let list = town.get(&token, "/properties").await.is(200);
    let item = &list["items"][0];
    assert_eq!((&item["rka"], &item["area"]), (&json!(Home::House.rka()), &json!(90.0)));
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn statistics_are_public_and_count() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    let id = town.drafts(&token, &move_to(Home::Nowhere)).await;
    town.signs(Who::Aru, &token, &id).await;
    assert_eq!(town.sees(&token, &id).await["grounds"][0]["rule"], "R-ADDR");
    let figures = town.get("", "/statistics").await.is(200);
    assert_eq!((&figures["from"], &figures["to"]), (&json!("2026-01-01"), &json!("2026-01-15")));
    assert_eq!(figures["channels"][0], json!({"channel": "portal", "services": 1, "persons": 1}));
    assert_eq!(figures["share_online"], json!(1.0));
    assert_eq!(figures["outcomes"][0]["status"], "refused");
    assert_eq!(figures["grounds"][0], json!({"rule": "R-ADDR", "services": 1}));
    assert_eq!(figures["months"][0]["month"], "2026-01");
    let empty = town.get("", "/statistics?from=2025-01-01&to=2025-01-31").await.is(200);
    assert_eq!((&empty["share_online"], &empty["total"]["services"]), (&Value::Null, &json!(0)));
    for (query, expected) in [
        ("from=2026-02-30&to=tomorrow", vec!["from date_form", "to date_form"]),
        ("from=2026-02-02&to=2026-02-01", vec!["to date_order"]),
        ("to=9999-12-31", vec!["to date_form"]),
    ] {
        let problem = town.get("", &format!("/statistics?{query}")).await;
        assert_eq!(errors(&problem.problem(422, "invalid-fields")), expected);
    }
}

#[tokio::test]
async fn statistics_go_month_by_month() {
    let town = Town::new().await;
    let total = |month: &str, channel: &str, services: u64| {
        let (month, channel) = (month.to_owned(), channel.to_owned());
        Row::Total(MonthTotal { month, channel, services, persons: services })
    };
    let totals = [total("2025-11", "counter", 3), total("2026-01", "counter", 1)];
    let rows = totals.into_iter().filter_map(to_import).collect();
    town.app.store.import(rows).await.unwrap();
    // In the last hour of January by the clock of Almaty, and in the first of February.
    town.passes(
        "2026-01-31T18:30:00Z".parse::<Timestamp>().unwrap().duration_since(town.app.now()),
    );
    for home in [Home::Nowhere, Home::Flat] {
        let token = town.signs_in(Who::Aru).await;
        let id = town.drafts(&token, &move_to(home)).await;
        town.signs(Who::Aru, &token, &id).await;
        town.passes(SignedDuration::from_mins(40));
    }
    town.delivers(Who::Owner).await;
    let code = town.code(Who::Owner);
    town.writes(Who::Owner, &format!("да {code}")).await;

    let figures = town.get("", "/statistics?from=2025-11-15").await.is(200);
    let months = figures["months"].as_array().unwrap();
    let names: Vec<&Value> = months.iter().map(|month| &month["month"]).collect();
    assert_eq!(names, ["2025-11", "2025-12", "2026-01", "2026-02"]);
    let nothing = json!({"median_ms": null, "p95_ms": null});
    assert_eq!(
        months[1],
        json!({
            "month": "2025-12", "total": {"services": 0, "persons": 0}, "channels": [],
            "share_online": null, "outcomes": [], "time_to_decision": nothing,
            "time_without_wait": nothing,
        })
    );
    assert_eq!(
        months[2]["channels"],
        json!([
            {"channel": "counter", "services": 1, "persons": 1},
            {"channel": "portal", "services": 1, "persons": 1},
        ])
    );
    assert_eq!(months[2]["share_online"], json!(0.5));
    assert_eq!(months[2]["outcomes"], json!([{"status": "refused", "services": 1, "persons": 1}]));
    assert_eq!(months[3]["outcomes"][0]["status"], "registered");
    assert_eq!(months[3]["time_to_decision"]["median_ms"], json!(40 * 60 * 1000));
    assert_eq!(months[3]["time_without_wait"]["p95_ms"], json!(0));
    assert_eq!(months[3]["total"], json!({"services": 1, "persons": 1}));
    assert_eq!(figures["total"]["services"], json!(6), "the months make up the whole");
    let almaty = json!([{"region": "75", "name": "Almaty", "services": 1, "persons": 1}]);
    assert_eq!(figures["regions"], almaty);
    let far = town.get("", "/statistics?from=1900-01-01&to=8999-12-31").await.is(200);
    assert_eq!(far["months"], figures["months"]);
}

#[tokio::test]
async fn errors_come_in_the_language_that_is_wanted() {
    let town = Town::new().await;
    for (wanted, language, title) in [
        ("", "kk", "Табылмады"),
        ("de", "kk", "Табылмады"),
        ("ru-KZ, en;q=0.5", "ru", "Не найдено"),
        ("en", "en", "Not found"),
    ] {
        let headers = [("accept-language", wanted)];
        let answer = town.call(Method::GET, "/nothing", &headers, Body::empty()).await;
        assert_eq!(answer.header("content-language"), language);
        assert_eq!(answer.problem(404, "not-found")["title"], title);
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems_too() {
    let town = Town::new().await;
    let token = town.signs_in(Who::Aru).await;
    for (method, path, allow) in [
        (Method::DELETE, "/applications", "GET,HEAD,POST"),
        (Method::GET, "/sign-in/sms", "POST"),
        (Method::PUT, "/me", "GET,HEAD"),
        (Method::OPTIONS, "/me", "GET,HEAD"),
    ] {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str())];
        let answer = town.call(method, path, &headers, Body::empty()).await;
        assert_eq!(answer.header("allow"), allow, "{path}");
        answer.problem(405, "method-not-allowed");
    }
    for path in ["", "/", "/applications/", "/%", "/%00", "/applications/..%2fme"] {
        let answer = town.get(&token, path).await;
        answer.problem(404, "not-found");
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let town = Town::new().await;
    for path in ["/me", "/addresses?q=abc", "/openapi.json", "/nothing"] {
        let answer = town.get("", path).await;
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}
