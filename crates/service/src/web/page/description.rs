//! The readable page of the OpenAPI description.

use serde_json::{Map, Value};

use super::{escaped, whole};

/// How deep an example goes into schemas.
const DEPTH: usize = 6;

/// The page, from the description.
pub(crate) fn description(all: &Value) -> String {
    let mut body = format!(
        "<h1>Tirkeu API</h1><p>{}</p><p><a href=\"/api/v1/openapi.json\">OpenAPI 3.1</a></p><ul>",
        prose(at(all, "/info/description"))
    );
    let calls: Vec<(&str, &str, &Value)> = calls(all).collect();
    for (path, method, call) in &calls {
        body.push_str(&format!(
            "<li><a href=\"#{}\"><code><span class=\"method\">{method}</span> {}</code></a> {}</li>",
            anchor(call),
            escaped(path),
            prose(at(call, "/summary")),
        ));
    }
    body.push_str("</ul>");
    for (path, method, call) in calls {
        body.push_str(&section(all, path, method, call));
    }
    whole("en", "Tirkeu API", &body)
}

fn calls(all: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    members(at(all, "/paths")).flat_map(|(path, item)| {
        members(item)
            .filter(|(_, call)| call.get("responses").is_some())
            .map(move |(method, call)| (path.as_str(), method.as_str(), call))
    })
}

fn section(all: &Value, path: &str, method: &str, call: &Value) -> String {
    let mut text = format!(
        "<h2 id=\"{}\"><code><span class=\"method\">{method}</span> {}</code></h2><p>{}. {}</p>",
        anchor(call),
        escaped(path),
        prose(at(call, "/summary")),
        prose(at(call, "/description")),
    );
    if call.get("security").is_some() {
        text.push_str("<p>Signed in (<code>Authorization: Bearer …</code>).</p>");
    }
    let parameters = at(call, "/parameters").as_array().into_iter().flatten();
    let rows: String = parameters
        .map(|parameter| {
            let parameter = resolved(all, parameter);
            format!(
                "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
                prose(at(parameter, "/name")),
                prose(at(parameter, "/in")),
                prose(at(parameter, "/description")),
            )
        })
        .collect();
    if !rows.is_empty() {
        text.push_str(&format!(
            "<table><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr>{rows}</table>"
        ));
    }
    let body = at(call, "/requestBody/content/application~1json/schema");
    if !body.is_null() {
        text.push_str(&fields(all, body));
        text.push_str(&code(&example(all, body, DEPTH)));
    }
    text.push_str("<table><tr><th>Status</th><th>Meaning</th></tr>");
    for (status, response) in members(at(call, "/responses")) {
        let meaning = prose(at(resolved(all, response), "/description"));
        text.push_str(&format!("<tr><td>{}</td><td>{meaning}</td></tr>", escaped(status)));
    }
    text.push_str("</table>");
    for (_, response) in members(at(call, "/responses")) {
        let answer = at(response, "/content/application~1json/schema");
        if !answer.is_null() {
            text.push_str(&fields(all, answer));
            text.push_str(&code(&example(all, answer, DEPTH)));
            break;
        }
    }
    text
}

/// The fields of a schema and what they mean.
fn fields(all: &Value, schema: &Value) -> String {
    let mut rows = String::new();
    for part in parts(all, schema) {
        let required = at(part, "/required").as_array().cloned().unwrap_or_default();
        for (name, field) in members(at(part, "/properties")) {
            let must = required.iter().any(|other| other == name);
            rows.push_str(&format!(
                "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
                escaped(name),
                if must { "always" } else { "optional" },
                prose(at(field, "/description")),
            ));
        }
    }
    format!("<table><tr><th>Field</th><th>There</th><th>Meaning</th></tr>{rows}</table>")
}

/// The schemas that a schema puts together; itself where it does not.
fn parts<'a>(all: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    let schema = resolved(all, schema);
    match at(schema, "/allOf").as_array() {
        Some(several) => several.iter().map(|part| resolved(all, part)).collect(),
        None => vec![schema],
    }
}

/// A value of a schema, from its examples.
fn example(all: &Value, schema: &Value, depth: usize) -> Value {
    let whole = resolved(all, schema);
    if let Some(example) = whole.get("example") {
        return example.clone();
    }
    if depth == 0 {
        return Value::Null;
    }
    let mut object = Map::new();
    for part in parts(all, whole) {
        for (name, field) in members(at(part, "/properties")) {
            object.insert(name.clone(), example(all, field, depth - 1));
        }
    }
    if !object.is_empty() {
        return Value::Object(object);
    }
    let kind = at(whole, "/type").as_str().or_else(|| at(whole, "/type/0").as_str());
    match kind {
        Some("array") => Value::Array(vec![example(all, at(whole, "/items"), depth - 1)]),
        Some("integer" | "number") => Value::from(0),
        Some("boolean") => Value::Bool(true),
        Some("string") => Value::from("…"),
        Some(_) | None => Value::Null,
    }
}

fn resolved<'a>(all: &'a Value, value: &'a Value) -> &'a Value {
    let reference = at(value, "/$ref").as_str().and_then(|path| path.strip_prefix('#'));
    reference.and_then(|pointer| all.pointer(pointer)).unwrap_or(value)
}

/// What stands at a JSON pointer; null where nothing does.
fn at<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn anchor(call: &Value) -> String {
    format!("{}-{}", prose(at(call, "/tags/0")).replace(' ', "-"), prose(at(call, "/operationId")))
}

fn code(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    format!("<pre>{}</pre>", escaped(&text))
}

fn prose(value: &Value) -> String {
    escaped(value.as_str().unwrap_or_default())
}
