//! Every way in, as a table: method, path, type of the body, and its fields with a sound value each.
//! A hostile value takes the place of one of them, so that it is read however late that happens.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Map, Value, json};

use super::super::town::{Answer, Home, Town, Who};

/// What a body is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// There is none.
    Nothing,
    /// A JSON object.
    Json,
    /// What an HTML form sends.
    Form,
}

/// One way in.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// With its placeholders, as it is described.
    pub(crate) path: &'static str,
    pub(crate) kind: Kind,
    /// The fields of the body, each with a sound value.
    pub(crate) fields: Vec<(&'static str, Value)>,
    /// The parameters behind the `?`, each with a sound value.
    pub(crate) query: Vec<(&'static str, &'static str)>,
    /// Whether it ends the session it is called with.
    pub(crate) signs_out: bool,
}

impl Call {
    pub(crate) fn new(method: Method, path: &'static str) -> Self {
        let (fields, query) = (Vec::new(), Vec::new());
        Self { method, path, kind: Kind::Nothing, fields, query, signs_out: false }
    }

    fn get(path: &'static str) -> Self {
        Self::new(Method::GET, path)
    }

    fn post(path: &'static str) -> Self {
        Self::new(Method::POST, path).takes(Kind::Json, &[])
    }

    pub(crate) fn takes(mut self, kind: Kind, fields: &[(&'static str, Value)]) -> Self {
        self.kind = kind;
        self.fields = fields.to_vec();
        self
    }

    fn asks(mut self, query: &[(&'static str, &'static str)]) -> Self {
        self.query = query.to_vec();
        self
    }

    fn signs_out(mut self) -> Self {
        self.signs_out = true;
        self
    }

    /// Which call, for people.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The path with something in place of every placeholder.
    pub(crate) fn at(&self, id: &str) -> String {
        let mut path = String::new();
        let mut rest = self.path;
        while let Some((before, after)) = rest.split_once('{') {
            path += before;
            path += id;
            rest = after.split_once('}').unwrap().1;
        }
        path + rest
    }

    /// A body of sound values but for one field, which may be none that is known.
    pub(crate) fn body(&self, field: &str, value: Value) -> String {
        let mut all: Map<String, Value> =
            self.fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        if !field.is_empty() || !value.is_null() {
            all.insert(field.to_owned(), value);
        }
        match self.kind {
            Kind::Nothing => String::new(),
            Kind::Json => Value::Object(all).to_string(),
            Kind::Form => form(&all),
        }
    }

    /// A body of sound values.
    pub(crate) fn sound(&self) -> String {
        self.body("", Value::Null)
    }

    pub(crate) fn content_type(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Nothing => None,
            Kind::Json => Some("application/json"),
            Kind::Form => Some("application/x-www-form-urlencoded"),
        }
    }

    /// A request of this call; `None` where no client could send it.
    pub(crate) fn request(
        &self,
        path: &str,
        headers: &[(&str, &[u8])],
        body: impl Into<Body>,
    ) -> Option<Request<Body>> {
        let mut request = Request::builder().method(self.method.clone()).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(kind) = self.content_type() {
            request = request.header("content-type", kind);
        }
        request.body(body.into()).ok()
    }
}

/// Sends a request, if there is one; the allowance of the network address is not what is tried.
pub(crate) async fn sent(town: &Town, request: Option<Request<Body>>) -> Option<Answer> {
    town.passes(jiff::SignedDuration::from_millis(1));
    Some(town.send(request?).await)
}

/// A text as it may stand in an address, whatever it is.
pub(crate) fn quoted(text: &str) -> String {
    text.bytes().fold(String::new(), |mut all, byte| {
        if byte.is_ascii_alphanumeric() {
            all.push(char::from(byte));
        } else {
            write!(all, "%{byte:02X}").unwrap();
        }
        all
    })
}

fn form(fields: &Map<String, Value>) -> String {
    let one = |name: &str, value: &Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("{}={}", quoted(name), quoted(&text))
    };
    let pairs = fields.iter().flat_map(|(name, value)| match value {
        Value::Array(all) => all.iter().map(|value| one(name, value)).collect(),
        Value::Null => Vec::new(),
        other => vec![one(name, other)],
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// Every call of the interface, and the plain pages.
pub(crate) fn calls() -> Vec<Call> {
    let (iin, rka) = (json!(Who::Aru.iin()), json!(Home::Flat.rka()));
    let application = [
        ("kind", json!("temporary")),
        ("months", json!(3)),
        ("rka", rka.clone()),
        ("reason", json!("family")),
        ("arrived_on", json!("2026-01-10")),
        ("subjects", json!([iin])),
        ("children", json!([])),
        ("channel", json!("portal")),
    ];
    let signature = [("method", json!("sms")), ("code", json!("000000")), ("cms", json!("MA=="))];
    let answer = [
        ("answer", json!("refuse")),
        ("reason", json!("stranger")),
        ("method", json!("eds")),
        ("cms", json!("MA==")),
    ];
    let pre_check = [("rka", rka), ("kind", json!("permanent")), ("subject", iin.clone())];
    let patch = Call::new(Method::PATCH, "/api/v1/applications/{id}");
    vec![
        Call::post("/api/v1/sign-in/sms").takes(Kind::Json, &[("iin", iin)]),
        Call::post("/api/v1/sign-in/sms/{challenge_id}")
            .takes(Kind::Json, &[("code", json!("000000"))]),
        Call::post("/api/v1/sign-out").signs_out(),
        Call::get("/api/v1/me"),
        Call::get("/api/v1/addresses").asks(&[("q", "flat")]),
        Call::get("/api/v1/addresses/{rka}"),
        Call::post("/api/v1/pre-checks").takes(Kind::Json, &pre_check),
        Call::get("/api/v1/properties"),
        Call::get("/api/v1/applications").asks(&[("cursor", ""), ("limit", "20")]),
        Call::post("/api/v1/applications").takes(Kind::Json, &application),
        Call::get("/api/v1/applications/{id}"),
        patch.takes(Kind::Json, &application),
        Call::post("/api/v1/applications/{id}/signature").takes(Kind::Json, &signature),
        Call::post("/api/v1/applications/{id}/withdrawal"),
        Call::post("/api/v1/applications/{id}/repeat"),
        Call::post("/api/v1/sign-in/eds"),
        Call::post("/api/v1/sign-in/eds/{challenge_id}")
            .takes(Kind::Json, &[("cms", json!("AAAA"))]),
        Call::get("/api/v1/consents"),
        Call::post("/api/v1/consents/{id}/answer").takes(Kind::Json, &answer),
        Call::get("/api/v1/certificates/{registration_id}.pdf").asks(&[("x", "")]),
        Call::get("/api/v1/applications/{id}/attempt.pdf").asks(&[("x", "")]),
        Call::get("/api/v1/verify/{code}").asks(&[("x", "")]),
        Call::get("/certificates").asks(&[("x", "")]),
        Call::get("/verify").asks(&[("code", "KQTR")]),
        Call::get("/verify/{code}").asks(&[("x", "")]),
        Call::get("/api/v1/statistics").asks(&[("from", "2026-01-01"), ("to", "2026-01-15")]),
        Call::get("/api/v1/status").asks(&[("x", "")]),
        Call::get("/api/v1/openapi.json").asks(&[("x", "")]),
        Call::get("/api/docs").asks(&[("x", "")]),
        Call::get("/problems/{name}").asks(&[("x", "")]),
        Call::get("/assets/plain.css").asks(&[("x", "")]),
        Call::get("/").asks(&[("x", "")]),
        Call::get("/healthz").asks(&[("x", "")]),
        Call::get("/readyz").asks(&[("x", "")]),
    ]
}

/// The fields of a request body, as they are described.
fn described<'d>(all: &'d Value, call: &'d Value) -> Vec<&'d str> {
    let schema = &call["requestBody"]["content"]["application/json"]["schema"]["$ref"];
    let Some(reference) = schema.as_str() else { return Vec::new() };
    let schema = all.pointer(reference.strip_prefix('#').unwrap()).unwrap();
    schema["properties"].as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn the_table_has_every_call_that_is_described() {
    let town = Town::new().await;
    let all = town.get("", "/openapi.json").await.is(200);
    let table = calls();
    for (path, item) in all["paths"].as_object().unwrap() {
        for (method, call) in item.as_object().unwrap() {
            let name = format!("{} {path}", method.to_uppercase());
            let found = table.iter().find(|call| call.name() == name);
            let found = found.unwrap_or_else(|| panic!("{name} is not in the table"));
            for field in described(&all, call) {
                assert!(found.fields.iter().any(|(name, _)| *name == field), "{name}: {field}");
            }
            for one in call["parameters"].as_array().into_iter().flatten() {
                let asked = one["in"] == "query";
                let there = found.query.iter().any(|(name, _)| one["name"] == *name);
                assert!(!asked || there, "{name}: {one}");
            }
        }
    }
}

#[test]
fn bodies_are_written_as_their_kind() {
    let call = Call::post("/x/{id}").takes(Kind::Form, &[("a", json!("b c")), ("d", json!(["e"]))]);
    assert_eq!(call.body("a", json!("<ә>")), "a=%3C%D3%99%3E&d=e");
    assert_eq!(call.body("f", json!("")), "a=b%20c&d=e&f=");
    assert_eq!(call.sound(), "a=b%20c&d=e");
    let call = call.takes(Kind::Json, &[("a", json!(1))]);
    assert_eq!(call.body("a", json!("\"")), r#"{"a":"\""}"#);
    assert_eq!((call.sound(), call.at("7")), (r#"{"a":1}"#.to_owned(), "/x/7".to_owned()));
}
