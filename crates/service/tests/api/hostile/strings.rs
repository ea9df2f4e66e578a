//! Strings that have broken other programs, wherever a string can stand.

use serde_json::{Value, json};
use service::limits::Limits;

use super::super::town::{Home, Town, Who, move_to};
use super::calls::{Call, Kind, calls, quoted, sent};
use super::{Watch, corpus, sober};

/// Strings of our own that every run tries; the corpus comes on top.
const OWN: [&str; 12] = [
    "",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' OR '1'='1' --",
    "{{7*7}}${7*7}%s%n",
    "../../../../etc/passwd%00",
    "a\r\nset-cookie: x=y",
    "\u{0}\u{1}\u{7f}\u{85}",
    "\u{202e}\u{2066}\u{feff}\u{200d}",
    "İıſẞﬀ𝟙١٢٣",
    "-9223372036854775809e999",
    "👩‍👩‍👧‍👦🏳️‍🌈",
];

/// Ours and, where they are, those of the corpus.
pub(crate) fn naughty() -> Vec<String> {
    let mut all: Vec<String> = OWN.map(str::to_owned).into();
    if let Some(folder) = corpus("vectors/strings") {
        let text = std::fs::read_to_string(folder.join("blns.json")).unwrap();
        let more: Vec<String> = serde_json::from_str(&text).unwrap();
        assert!(more.len() > 500);
        all.extend(more);
    }
    all
}

/// Every fourth call, another fourth each time: heads are read by the same few lines for all.
fn in_turn(turn: usize) -> Vec<Call> {
    calls().into_iter().skip(turn % 4).step_by(4).collect()
}

/// A town, and who is signed in there.
struct Scene {
    town: Town,
    bearer: String,
    /// For calls that end their session.
    spare: String,
    id: String,
    watch: Watch,
}

impl Scene {
    async fn new() -> Self {
        let watch = Watch::begin();
        let town = Town::with(Limits { requests_a_minute: 60_000, ..Limits::default() }).await;
        let token = town.signs_in(Who::Aru).await;
        let spare = town.signs_in(Who::Owner).await;
        let id = town.drafts(&token, &move_to(Home::Flat)).await;
        let (bearer, spare) = (format!("Bearer {token}"), format!("Bearer {spare}"));
        Self { town, bearer, spare, id, watch }
    }

    fn bearer(&self, call: &Call) -> &[u8] {
        if call.signs_out { self.spare.as_bytes() } else { self.bearer.as_bytes() }
    }

    /// Sends a body to a call, signed in and not.
    async fn tries(&self, call: &Call, body: &str, string: &str) {
        let path = call.at(&self.id);
        let signed = [("authorization", self.bearer(call))];
        for headers in [&signed[..], &[]] {
            let answer = sent(&self.town, call.request(&path, headers, body.to_owned())).await;
            sober(&answer.unwrap(), string, &format!("{}: {body}", call.name()));
        }
    }

    /// Sends something in the head of a call, signed in; `None` where no client could.
    async fn tries_head(&self, call: &Call, path: &str, header: (&str, &[u8]), string: &str) {
        let signed = ("authorization", self.bearer(call));
        let both = [header, signed];
        // An authorization takes the place of ours.
        let headers = if header.0 == signed.0 { &both[..1] } else { &both[..] };
        if let Some(answer) = sent(&self.town, call.request(path, headers, call.sound())).await {
            sober(&answer, string, &format!("{} as {path}, {}", call.name(), header.0));
        }
    }

    /// That nobody was signed out by all that, and nothing broke.
    async fn ends(self) {
        let token = self.bearer.strip_prefix("Bearer ").unwrap();
        self.town.sees(token, &self.id).await;
        self.watch.all_answered();
    }
}

#[tokio::test]
async fn naughty_strings_in_every_field() {
    let scene = Scene::new().await;
    for string in &naughty() {
        for call in calls().iter().filter(|call| call.kind != Kind::Nothing) {
            for (field, sound) in &call.fields {
                let value = match sound {
                    Value::Array(_) => json!([string]),
                    _ => json!(string),
                };
                scene.tries(call, &call.body(field, value), string).await;
            }
            scene.tries(call, &call.body(string, json!(string)), string).await;
        }
    }
    scene.ends().await;
}

#[tokio::test]
async fn naughty_strings_in_every_address() {
    let scene = Scene::new().await;
    for (turn, string) in naughty().iter().enumerate() {
        for call in in_turn(turn) {
            // As a client writes them, and as they are.
            for text in [quoted(string), string.clone()] {
                let mut paths = vec![format!("{}?{text}", call.at(&scene.id))];
                if call.path.contains('{') {
                    paths.push(call.at(&text));
                }
                let queries = call.query.iter();
                paths.extend(queries.map(|(name, _)| format!("{}?{name}={text}", call.path)));
                for path in paths {
                    scene.tries_head(&call, &path, ("accept", b"*/*"), string).await;
                }
            }
        }
    }
    scene.ends().await;
}

#[tokio::test]
async fn naughty_strings_in_headers() {
    let scene = Scene::new().await;
    for (turn, string) in naughty().iter().enumerate() {
        let schemed = format!("Bearer {string}");
        for call in in_turn(turn) {
            let path = call.at(&scene.id);
            let mut headers = vec![
                ("accept-language", string.as_bytes()),
                ("authorization", string.as_bytes()),
                ("authorization", schemed.as_bytes()),
            ];
            if call.kind != Kind::Nothing {
                headers.push(("idempotency-key", string.as_bytes()));
                headers.push(("content-type", string.as_bytes()));
                headers.push(("content-encoding", string.as_bytes()));
            }
            for header in headers {
                scene.tries_head(&call, &path, header, string).await;
            }
        }
    }
    scene.ends().await;
}
