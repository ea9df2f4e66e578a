//! The description of the interface: OpenAPI 3.1, made from the handlers and completed with what
//! holds for every call.

use serde_json::{Map, Value, json};
use utoipa::OpenApi as _;

use super::api::{
    applications, certificates, consents, people, places, sign_in, signature, statistics, status,
};
use super::body::MOST_BYTES;
use super::health;
use super::problem::{KINDS, Problem};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        sign_in::ask,
        sign_in::finish,
        sign_in::ask_by_eds,
        sign_in::finish_by_eds,
        sign_in::out,
        people::me,
        places::search,
        places::address,
        places::pre_check,
        applications::create,
        applications::list,
        applications::show,
        applications::change,
        signature::sign,
        applications::withdraw,
        applications::repeat,
        consents::list,
        consents::answer,
        places::properties,
        certificates::of_registration,
        certificates::of_attempt,
        certificates::verify,
        statistics::statistics,
        status::status,
        health::alive,
        health::ready,
    ),
    components(schemas(Problem))
)]
struct Interface;

const ABOUT: &str = "Registration at the place of residence in Kazakhstan. JSON in UTF-8; times in \
RFC 3339 with the offset of Asia/Almaty. Texts come in the language of `Accept-Language` (`kk`, \
`ru`, `en`; Kazakh where none fits). Errors are problem documents (RFC 9457) whose `type` is stable; \
everything wrong with a request is named at once. What may not be seen is not found. Patterns say \
how a value looks; the check digits of ИИН and РКА are looked at besides.";

/// What of an answer names a thing that other calls are about: of which call and status, where in its
/// body, as which parameter, and those calls.
const LINKS: [(&str, &str, &str, &str, &[&str]); 9] = [
    ("askForSignIn", "202", "/challenge_id", "challenge_id", &["finishSignIn"]),
    ("askForEdsSignIn", "201", "/challenge_id", "challenge_id", &["finishEdsSignIn"]),
    ("findAddresses", "200", "/items/0/rka", "rka", &["address"]),
    ("createApplication", "201", "/id", "id", &["application", "changeDraft", "sign"]),
    ("sign", "200", "/id", "id", &["application", "withdraw", "askAgain"]),
    (
        "applications",
        "200",
        "/items/0/id",
        "id",
        &["application", "changeDraft", "sign", "withdraw", "askAgain", "certificateOfAttempt"],
    ),
    ("me", "200", "/registrations/0/id", "registration_id", &["certificate"]),
    ("verify", "200", "/code", "code", &["verify"]),
    ("consents", "200", "/items/0/id", "id", &["answerConsent"]),
];

const METHODS: [&str; 4] = ["get", "post", "patch", "delete"];

/// The description as JSON.
pub(crate) fn describe() -> Value {
    let mut all = serde_json::to_value(Interface::openapi()).unwrap_or_default();
    let info = json!({
        "title": "Tirkeu",
        "version": env!("CARGO_PKG_VERSION"),
        "description": ABOUT,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    });
    put(&mut all, "", "openapi", json!("3.1.0"));
    put(&mut all, "", "info", info);
    put(&mut all, "", "servers", json!([{"url": "/"}]));
    put(&mut all, "/components", "securitySchemes", security());
    put(&mut all, "/components", "responses", responses());
    put(&mut all, "/components", "headers", headers());
    put(&mut all, "/components", "parameters", parameters());
    let paths = all.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten().filter(|(path, _)| path.starts_with("/api/")) {
        for method in METHODS {
            if let Some(call) = item.get_mut(method).and_then(Value::as_object_mut) {
                complete(path, method, call);
            }
        }
    }
    all
}

fn security() -> Value {
    json!({
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "The token of a sign-in. It ends after 15 minutes without a request, \
                            after 8 hours, or with a sign-out.",
        },
    })
}

fn headers() -> Value {
    json!({
        "RetryAfter": {
            "description": "Seconds after which to try again",
            "required": true,
            "schema": {"type": "integer", "minimum": 1},
        },
        "ContentLanguage": {
            "description": "The language of the texts; a certificate is in two",
            "schema": {"type": "string", "enum": ["kk", "ru", "en", "kk, ru"]},
        },
    })
}

fn parameters() -> Value {
    json!({
        "AcceptLanguage": {
            "name": "Accept-Language",
            "in": "header",
            "description": "In which language texts are wanted: `kk`, `ru` or `en`",
            "schema": {"type": "string", "default": "kk"},
            "example": "kk",
        },
    })
}

/// Adds to a call what its parts make possible.
fn complete(path: &str, method: &str, call: &mut Map<String, Value>) {
    let parameters = call.get("parameters").and_then(Value::as_array);
    let takes = |place: &str| {
        let mut places = parameters.into_iter().flatten().filter_map(|one| one.get("in"));
        places.any(|other| other == place)
    };
    let (in_path, in_query) = (takes("path"), takes("query"));
    let writes = method != "get";
    let possible = [
        ("400", writes),
        ("401", call.contains_key("security")),
        ("403", path.contains("/consents/")),
        // The id of a sign-in is not looked for before its password: both are wrong together.
        ("404", in_path && !path.contains("/sign-in/")),
        ("408", writes),
        ("409", writes),
        ("413", writes),
        ("415", writes),
        ("422", writes || in_query),
        ("429", true),
        ("503", true),
    ];
    let id = call.get("operationId").cloned().unwrap_or_default();
    if let Some(responses) = call.get_mut("responses").and_then(Value::as_object_mut) {
        for (_, status, pointer, parameter, calls) in LINKS.iter().filter(|link| id == link.0) {
            if let Some(response) = responses.get_mut(*status) {
                put(response, "", "links", links(pointer, parameter, calls));
            }
        }
        for response in responses.values_mut() {
            let headers = response.get("headers").cloned().unwrap_or_else(|| json!({}));
            put(response, "", "headers", headers);
            put(response, "/headers", "Content-Language", reference("headers", "ContentLanguage"));
        }
        for (status, _) in possible.iter().filter(|(_, possible)| *possible) {
            let shared = reference("responses", status);
            responses.entry((*status).to_owned()).or_insert(shared);
        }
    }
    let parameters = call.entry("parameters").or_insert_with(|| json!([]));
    if let Some(all) = parameters.as_array_mut() {
        // A parameter that is left out is not there; there is no null outside JSON.
        for kind in all.iter_mut().filter_map(|one| one.pointer_mut("/schema/type")) {
            if let Some(first) = kind.get(0).cloned() {
                *kind = first;
            }
        }
        all.push(reference("parameters", "AcceptLanguage"));
    }
}

fn links(pointer: &str, parameter: &str, calls: &[&str]) -> Value {
    let link = |call: &&str| {
        let parameters = json!({parameter: format!("$response.body#{pointer}")});
        ((*call).to_owned(), json!({"operationId": call, "parameters": parameters}))
    };
    Value::Object(calls.iter().map(link).collect())
}

/// The problems of each status, once for all calls.
fn responses() -> Value {
    let mut all = Map::new();
    for (_, status) in KINDS {
        let kinds: Vec<String> = KINDS
            .iter()
            .filter(|(_, other)| *other == status)
            .map(|(name, _)| format!("/problems/{name}"))
            .collect();
        let mut headers = json!({"Content-Language": reference("headers", "ContentLanguage")});
        if matches!(status, 429 | 503) {
            put(&mut headers, "", "Retry-After", reference("headers", "RetryAfter"));
        }
        if status == 401 {
            let bearer =
                json!({"required": true, "schema": {"type": "string"}, "description": "`Bearer`"});
            put(&mut headers, "", "WWW-Authenticate", bearer);
        }
        let narrowed =
            json!({"properties": {"type": {"enum": kinds}, "status": {"const": status}}});
        let schema = json!({"allOf": [reference("schemas", "Problem"), narrowed]});
        let response = json!({
            "description": meaning(status),
            "headers": headers,
            "content": {"application/problem+json": {"schema": schema}},
        });
        all.insert(status.to_string(), response);
    }
    Value::Object(all)
}

fn reference(kind: &str, name: &str) -> Value {
    json!({"$ref": format!("#/components/{kind}/{name}")})
}

/// Puts a member into the object at a JSON pointer.
fn put(all: &mut Value, pointer: &str, name: &str, value: Value) {
    if let Some(object) = all.pointer_mut(pointer).and_then(Value::as_object_mut) {
        object.insert(name.to_owned(), value);
    }
}

fn meaning(status: u16) -> String {
    match status {
        400 => "Not JSON, or a header that cannot be read".into(),
        401 => "Nobody is signed in, or no longer".into(),
        403 => "A sign-in by EDS or QR is needed; or a form was not shown to this visitor".into(),
        404 => "There is no such thing, or it is not shown to the caller".into(),
        405 => "Not with this method; `Allow` names those there are".into(),
        408 => "The body did not come in time".into(),
        409 => "Not possible as things stand".into(),
        413 => format!("The body is larger than {MOST_BYTES} bytes"),
        415 => "Not plain `application/json`".into(),
        422 => "Fields are wrong, all of them named; or a rule speaks".into(),
        429 => "Too many; nothing was stored".into(),
        _ => "Something we need is out of order; nothing was stored".into(),
    }
}
