//! The public corpus of JSON parsers as bodies of every call that takes one.

use super::super::town::{Home, Town, Who, errors, move_to};
use super::calls::{Call, Kind, calls, sent};
use super::{Watch, corpus, sober};

/// The largest body that is read.
const MOST_BYTES: usize = 64 * 1024;

#[tokio::test]
async fn the_json_corpus_is_read_as_json_is() {
    let Some(folder) = corpus("vectors/json-parsing") else { return };
    let watch = Watch::begin();
    let town = Town::new().await;
    let bearer = format!("Bearer {}", town.signs_in(Who::Aru).await);
    let token = bearer.strip_prefix("Bearer ").unwrap();
    let id = town.drafts(token, &move_to(Home::Flat)).await;
    let headers = [("authorization", bearer.as_bytes()), ("accept-language", b"en")];
    let (mut accepted, mut refused) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let bytes = std::fs::read(&path).unwrap();
        // To sign out takes an empty object, and the session with it.
        let stay = |call: &&Call| call.kind == Kind::Json && !call.signs_out;
        for call in calls().iter().filter(stay) {
            let about = format!("{name} to {}", call.name());
            let request = call.request(&call.at(&id), &headers, bytes.clone());
            let answer = sent(&town, request).await.unwrap();
            sober(&answer, "", &about);
            // An empty body is none at all where none is needed.
            if bytes.is_empty() && call.fields.is_empty() {
                continue;
            }
            let expected = match name.as_bytes() {
                [b'y', ..] => false,
                [b'n', ..] => true,
                _ => continue,
            };
            let status = answer.status.as_u16();
            let syntax = status == 400 && errors(&answer.json()) == ["json"];
            let large = status == 413 && bytes.len() > MOST_BYTES;
            assert_eq!(syntax || large, expected, "{about}: {status} {}", answer.text);
            *(if expected { &mut refused } else { &mut accepted }) += 1;
        }
    }
    watch.all_answered();
    // 95 that are JSON and 188 that are not, to nine calls; two of them need no body.
    assert!(accepted >= 95 * 9 && refused >= 187 * 9, "{accepted} and {refused}");
}
