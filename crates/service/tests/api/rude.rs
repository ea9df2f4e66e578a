//! What nobody types on purpose, in every field of every form of the portal: no fault of ours, and
//! nothing comes back as anything but text.

use axum::body::Body;
use axum::http::Request;

use super::hostile::strings::naughty;
use super::town::{Home, Town, Who};
use super::visitor::Visitor;

/// What breaks other programs, and what only a form would take for something: a template, too much.
fn strings() -> Vec<String> {
    let mut strings = naughty();
    let own = ["{{ f.token }}", "{% raw %}", "Ә\u{301}\u{301}\u{301}", "99999999999999999999"];
    strings.extend(own.map(str::to_owned));
    strings.push("x".repeat(60_000));
    strings.push("\u{1f1f0}\u{1f1ff}".repeat(300));
    strings
}

/// Whether the page repeats the string where a browser would take it for markup.
#[track_caller]
fn harmless(page: &str, string: &str, place: &str) {
    let marks = string.contains('<') && string.chars().any(char::is_alphabetic);
    assert!(!marks || !page.contains(string.trim()), "{string:?} stands as it is at {place}");
}

#[tokio::test]
async fn every_field_takes_every_string() {
    let town = Town::new().await;
    let mut guest = Visitor::new(&town, "en").await;
    let mut aru = Visitor::signed_in(&town, Who::Aru, "en").await;
    let strings = strings();

    guest.opens("/sign-in").await;
    let (token, challenge) = (guest.token(), "0".repeat(32));
    let mut tried = 0;
    for string in &strings {
        let sign_in = format!("/sign-in/{challenge}");
        for (path, field) in
            [("/sign-in/sms", "iin"), (sign_in.as_str(), "code"), ("/sign-in", "switch")]
        {
            let answer = guest.posts(path, &token, &[(field, string)]).await;
            assert!(answer.status.as_u16() < 500, "{path} {field} {string:?}: {}", answer.text);
            harmless(&answer.text, string, path);
            tried += 1;
        }
    }

    aru.opens("/apply/who").await;
    aru.sends(&[("who", Who::Aru.iin().as_str())]).await;
    let rka = Home::Flat.rka();
    aru.opens(&format!("/apply/where?q={rka}")).await;
    aru.sends(&[("rka", rka.as_str())]).await;
    let token = aru.token();
    let fields: [(&str, &str); 14] = [
        ("/apply/who", "who"),
        ("/apply/who", "other"),
        ("/apply/where", "rka"),
        ("/apply/flat", "flat"),
        ("/apply/pre-check", "x"),
        ("/apply/kind", "kind"),
        ("/apply/kind", "months"),
        ("/apply/children", "children"),
        ("/apply/reason", "reason"),
        ("/apply/arrival", "day"),
        ("/apply/arrival", "year"),
        ("/apply/kind", "switch"),
        ("/apply", "action"),
        ("/apply/kind", "token"),
    ];
    for string in &strings {
        for (path, field) in fields {
            let answer = if field == "token" {
                aru.posts(path, string, &[]).await
            } else {
                aru.posts(path, &token, &[(field, string)]).await
            };
            assert!(answer.status.as_u16() < 500, "{path} {field} {string:?}: {}", answer.text);
            harmless(&answer.text, string, path);
            tried += 1;
        }
    }
    assert!(tried > 200, "{tried}");
}

#[tokio::test]
async fn every_address_takes_every_string() {
    let town = Town::new().await;
    let aru = Visitor::signed_in(&town, Who::Aru, "en").await;
    for string in strings() {
        let short: String = string.chars().take(400).collect();
        let text: String = form_urlencoded::byte_serialize(short.as_bytes()).collect();
        for path in [
            format!("/?language={text}"),
            format!("/sign-in?to={text}"),
            format!("/stay?to={text}"),
            format!("/apply/where?q={text}"),
            format!("/apply/{text}"),
            format!("/applications/{text}"),
            format!("/applications?from={text}"),
            format!("/questions/{text}"),
            format!("/notices?before={text}"),
            format!("/statistics?from={text}&to={text}"),
            format!("/statistics/{text}.csv"),
            format!("/assets/{text}/{text}"),
            format!("/{text}"),
        ] {
            let answer = aru.fetches(&path, &[]).await;
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.text);
            harmless(&answer.text, &short, &path);
            if answer.status.as_u16() == 303 {
                let to = answer.header("location");
                assert!(to.starts_with('/') && !to.starts_with("//"), "{path} leads to {to}");
            }
        }
    }
}

#[tokio::test]
async fn heads_are_as_rude() {
    let town = Town::new().await;
    for string in strings().into_iter().filter(|s| s.len() < 2_000) {
        for (name, text) in [
            ("accept-language", string.clone()),
            ("cookie", string.clone()),
            ("cookie", format!("__Host-session={string}")),
            ("cookie", format!("__Host-begun={string}")),
            ("cookie", format!("__Host-language={string}; __Host-guest={string}")),
            ("accept-encoding", string.clone()),
        ] {
            let Ok(value) = axum::http::HeaderValue::from_bytes(text.as_bytes()) else {
                continue;
            };
            let request = Request::builder().uri("/sign-in/sms").header(name, value);
            let answer = town.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, 200, "{name} {text:?}");
            harmless(&answer.text, &string, name);
        }
    }
}

#[tokio::test]
async fn bodies_that_are_no_forms() {
    let town = Town::new().await;
    let whole = "a=b&".repeat(20_000);
    let rows: [(&str, &[u8], &str, u16); 7] = [
        ("application/json", b"{}", "", 415),
        ("multipart/form-data; boundary=x", b"--x--", "", 415),
        ("application/x-www-form-urlencoded", b"token=1", "gzip", 415),
        ("application/x-www-form-urlencoded", whole.as_bytes(), "", 413),
        ("application/x-www-form-urlencoded", b"%%%=%ff%fe&&&==", "", 403),
        ("application/x-www-form-urlencoded; charset=utf-16", b"\xff\xfe", "", 403),
        ("", b"", "", 415),
    ];
    for (kind, body, packed, expected) in rows {
        let mut request =
            Request::builder().method("POST").uri("/sign-in").header("content-type", kind);
        if !packed.is_empty() {
            request = request.header("content-encoding", packed);
        }
        let answer = town.send(request.body(Body::from(body.to_vec())).unwrap()).await;
        assert_eq!(answer.status, expected, "{kind} {packed}");
        assert!(answer.text.starts_with("<!doctype html>"), "a page says so");
    }
}
