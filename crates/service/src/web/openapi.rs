//! The description of the interface: OpenAPI 3.1, made from the handlers and completed with what
//! holds for every call.

use serde_json::{Map, Value, json};
use utoipa::OpenApi as _;

use super::api::{applications, consents, people, places, sign_in, signature, statistics};
use super::body::MOST_BYTES;
use super::health;
use super::problem::{KINDS, Problem};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        sign_in::ask,
        sign_in::finish,
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
        statistics::statistics,
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

const METHODS: [&str; 4] = ["get", "post", "patch", "delete"];

/// The description as JSON.
pub(crate) fn describe() -> Value {
    let mut all = serde_json::to_value(Interface::openapi()).unwrap_or_default();
    all["openapi"] = json!("3.1.0");
    all["info"] = json!({
        "title": "Tirkeu",
        "version": env!("CARGO_PKG_VERSION"),
        "description": ABOUT,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    });
    all["servers"] = json!([{"url": "/"}]);
    all["components"]["securitySchemes"] = json!({
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "The token of a sign-in. It ends after 15 minutes without a request, \
                            after 8 hours, or with a sign-out.",
        },
    });
    all["components"]["responses"] = responses();
    all["components"]["headers"] = json!({
        "RetryAfter": {
            "description": "Seconds after which to try again",
            "required": true,
            "schema": {"type": "integer", "minimum": 1},
        },
        "ContentLanguage": {
            "description": "The language of the texts",
            "schema": {"type": "string", "enum": ["kk", "ru", "en"]},
        },
    });
    all["components"]["parameters"] = json!({
        "AcceptLanguage": {
            "name": "Accept-Language",
            "in": "header",
            "description": "In which language texts are wanted: `kk`, `ru` or `en`",
            "schema": {"type": "string", "default": "kk", "maxLength": 255},
            "example": "kk",
        },
    });
    for (path, item) in all["paths"].as_object_mut().into_iter().flatten() {
        for method in METHODS {
            if let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) {
                complete(path, method, operation);
            }
        }
    }
    all
}

/// Adds to a call what its parts make possible.
fn complete(path: &str, method: &str, call: &mut Map<String, Value>) {
    let parameters = call.get("parameters").and_then(Value::as_array);
    let takes =
        |place: &str| parameters.into_iter().flatten().any(|parameter| parameter["in"] == place);
    let (in_path, in_query, in_header) = (takes("path"), takes("query"), takes("header"));
    let body = call.contains_key("requestBody");
    let post = method != "get";
    let health = !path.starts_with("/api/");
    // The id of a sign-in is not looked for before its password: both are wrong together.
    let found = in_path && !path.contains("sign-in");
    let changes = post && path.contains("/applications/") || path.contains("/answer");
    let races = post && !changes && body;
    let possible = [
        ("400", body || in_header || post),
        ("401", call.contains_key("security")),
        ("404", found),
        ("408", post),
        ("409", changes || races),
        ("413", post),
        ("415", post),
        ("422", body || in_query || post),
        ("429", !health),
        ("503", !health),
    ];
    if let Some(responses) = call.get_mut("responses").and_then(Value::as_object_mut) {
        for response in responses.values_mut().filter(|_| !health) {
            response["headers"]["Content-Language"] =
                json!({"$ref": "#/components/headers/ContentLanguage"});
        }
        for (status, _) in possible.iter().filter(|(_, possible)| *possible) {
            let reference = json!({"$ref": format!("#/components/responses/{status}")});
            responses.entry((*status).to_owned()).or_insert(reference);
        }
    }
    if !health
        && let Some(parameters) =
            call.entry("parameters").or_insert_with(|| json!([])).as_array_mut()
    {
        parameters.push(json!({"$ref": "#/components/parameters/AcceptLanguage"}));
    }
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
        let mut headers =
            json!({"Content-Language": {"$ref": "#/components/headers/ContentLanguage"}});
        if matches!(status, 429 | 503) {
            headers["Retry-After"] = json!({"$ref": "#/components/headers/RetryAfter"});
        }
        if status == 401 {
            headers["WWW-Authenticate"] =
                json!({"required": true, "schema": {"type": "string"}, "description": "`Bearer`"});
        }
        let response = json!({
            "description": meaning(status),
            "headers": headers,
            "content": {
                "application/problem+json": {
                    "schema": {
                        "allOf": [
                            {"$ref": "#/components/schemas/Problem"},
                            {"properties": {
                                "type": {"enum": kinds},
                                "status": {"const": status},
                            }},
                        ],
                    },
                },
            },
        });
        all.insert(status.to_string(), response);
    }
    Value::Object(all)
}

fn meaning(status: u16) -> String {
    match status {
        400 => "Not JSON, or a header that cannot be read".into(),
        401 => "Nobody is signed in, or no longer".into(),
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
