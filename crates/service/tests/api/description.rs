use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};

use super::town::{Home, Town, Who, move_to};

async fn page(town: &Town, path: &str) -> super::town::Answer {
    town.send(Request::builder().uri(path).body(Body::empty()).unwrap()).await
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                found.insert(reference.clone());
            }
            members.values().for_each(|value| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test]
async fn the_description_is_whole() {
    let town = Town::new().await;
    let all = page(&town, "/api/v1/openapi.json").await.is(200);
    assert_eq!(all["openapi"], "3.1.0");
    let mut found = BTreeSet::new();
    references(&all, &mut found);
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(all.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    let mut ids = BTreeSet::new();
    for (path, item) in all["paths"].as_object().unwrap() {
        for (method, call) in item.as_object().unwrap() {
            let name = format!("{method} {path}");
            assert!(ids.insert(call["operationId"].to_string()), "{name}: id twice");
            assert!(call["summary"].is_string(), "{name}");
            let placeholders = path.matches('{').count();
            let parameters = call["parameters"].as_array().cloned().unwrap_or_default();
            let named = parameters.iter().filter(|one| one["in"] == "path").count();
            assert_eq!(placeholders, named, "{name}");
            if path.starts_with("/api/") {
                assert!(call["responses"]["429"].is_object(), "{name}");
                assert_eq!(
                    call["responses"]["401"].is_object(),
                    call.get("security").is_some(),
                    "{name}"
                );
            }
        }
    }
}

#[tokio::test]
async fn links_lead_from_an_answer_to_a_parameter_of_another_call() {
    let town = Town::new().await;
    let all = page(&town, "/api/v1/openapi.json").await.is(200);
    let paths = all["paths"].as_object().unwrap();
    let calls = || paths.values().flat_map(|item| item.as_object().unwrap().values());
    let mut leads = BTreeSet::new();
    for response in calls().flat_map(|call| call["responses"].as_object().unwrap().values()) {
        for link in response["links"].as_object().into_iter().flat_map(|all| all.values()) {
            let other = calls().find(|call| call["operationId"] == link["operationId"]);
            let other = other.unwrap_or_else(|| panic!("{link} leads nowhere"));
            let named = other["parameters"].as_array().unwrap().iter();
            let named: Vec<&Value> = named.map(|one| &one["name"]).collect();
            for (name, expression) in link["parameters"].as_object().unwrap() {
                assert!(named.contains(&&json!(name)), "{link}");
                let text = expression.as_str().unwrap();
                let pointer = text.strip_prefix("$response.body#/").unwrap();
                let schema = &response["content"]["application/json"]["schema"];
                let shown = format!("\"{}\"", pointer.rsplit('/').next().unwrap());
                assert!(whole(&all, schema).contains(&shown), "{link}");
            }
            leads.insert(link["operationId"].to_string());
        }
    }
    // To each call about a thing there is a way.
    let about = paths.iter().filter(|(path, _)| path.contains('{'));
    for call in about.flat_map(|(_, item)| item.as_object().unwrap().values()) {
        assert!(leads.contains(&call["operationId"].to_string()), "{}", call["operationId"]);
    }
}

/// A schema and those it refers to, written out.
fn whole(all: &Value, schema: &Value) -> String {
    let mut text = schema.to_string();
    let (mut seen, mut found) = (BTreeSet::new(), BTreeSet::new());
    references(schema, &mut found);
    while let Some(reference) = found.pop_first() {
        if seen.insert(reference.clone()) {
            let schema = all.pointer(reference.strip_prefix('#').unwrap()).unwrap();
            references(schema, &mut found);
            text += &schema.to_string();
        }
    }
    text
}

#[tokio::test]
async fn bodies_are_described_as_they_are_read() {
    let town = Town::new().await;
    let all = page(&town, "/api/v1/openapi.json").await.is(200);
    let form = &all["components"]["schemas"]["ApplicationRequest"];
    assert_eq!(form["additionalProperties"], false);
    assert_eq!(form["required"], json!(["kind", "rka", "reason"]));
    assert_eq!(form["properties"]["rka"]["pattern"], "^[0-9]{16}$");
    let patch = &all["components"]["schemas"]["ApplicationPatch"];
    assert_eq!(patch["required"], Value::Null);
}

#[tokio::test]
async fn answers_have_the_members_that_are_described() {
    let town = Town::new().await;
    let all = page(&town, "/api/v1/openapi.json").await.is(200);
    let token = town.signs_in(Who::Aru).await;
    let id = town.drafts(&token, &move_to(Home::Flat)).await;
    town.signs(Who::Aru, &token, &id).await;
    let owner = town.signs_in(Who::Owner).await;
    for (token, path, template) in [
        (&token, "/me".to_owned(), "/api/v1/me"),
        (&token, format!("/applications/{id}"), "/api/v1/applications/{id}"),
        (&token, "/applications".into(), "/api/v1/applications"),
        (&owner, "/consents".into(), "/api/v1/consents"),
        (&token, "/properties".into(), "/api/v1/properties"),
        (&token, "/statistics".into(), "/api/v1/statistics"),
        (&token, "/status".into(), "/api/v1/status"),
        (&token, "/addresses?q=flat".into(), "/api/v1/addresses"),
        (&token, "/nothing".into(), "problem"),
    ] {
        let answer = town.get(token, &path).await.json();
        let schema = if template == "problem" {
            &all["components"]["schemas"]["Problem"]
        } else {
            let get = &all["paths"][template]["get"];
            &get["responses"]["200"]["content"]["application/json"]["schema"]
        };
        fits(&all, schema, &answer, &path);
    }
}

/// Whether a value has the members and types that a schema says; patterns are left out.
fn fits(all: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        return fits(all, all.pointer(reference.strip_prefix('#').unwrap()).unwrap(), value, at);
    }
    if let Some(one_of) = schema["oneOf"].as_array() {
        let null = one_of.iter().any(|one| one["type"] == "null");
        let other = one_of.iter().find(|one| one["type"] != "null").unwrap();
        if !(null && value.is_null()) {
            fits(all, other, value, at);
        }
        return;
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let is = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    assert!(types.is_empty() || types.contains(&is), "{at}: {is} is none of {types:?}");
    if let Value::Array(values) = value {
        values.iter().for_each(|value| fits(all, &schema["items"], value, &format!("{at}[]")));
    }
    if let Value::Object(members) = value {
        let mut properties = schema["properties"].as_object().cloned().unwrap_or_default();
        let mut required = schema["required"].as_array().cloned().unwrap_or_default();
        for part in schema["allOf"].as_array().into_iter().flatten() {
            let part = match part["$ref"].as_str() {
                Some(reference) => all.pointer(reference.strip_prefix('#').unwrap()).unwrap(),
                None => part,
            };
            properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
            required.extend(part["required"].as_array().cloned().unwrap_or_default());
        }
        for name in &required {
            assert!(members.contains_key(name.as_str().unwrap()), "{at}: {name} is missing");
        }
        for (name, value) in members {
            let schema = properties.get(name);
            let schema = schema.unwrap_or_else(|| panic!("{at}: {name} is not described"));
            fits(all, schema, value, &format!("{at}.{name}"));
        }
    }
}

#[tokio::test]
async fn the_plain_pages_have_no_script_and_nothing_from_elsewhere() {
    let town = Town::new().await;
    for path in ["/api/docs", "/problems/late", "/assets/plain.css"] {
        let answer = page(&town, path).await;
        assert_eq!(answer.status, 200, "{path}");
        for foreign in ["<script", "style=", "http://", "src="] {
            assert!(!answer.text.contains(foreign), "{path}: {foreign}");
        }
        assert!(answer.header("content-security-policy").contains("default-src 'none'"));
    }
    let docs = page(&town, "/api/docs").await.text;
    assert!(docs.contains("/api/v1/applications/{id}/signature"));
    let none = page(&town, "/problems/none").await;
    assert_eq!(none.status, 404);
    assert!(none.text.starts_with("<!doctype html>"));
    page(&town, "/healthz").await.is(200);
    let ready = page(&town, "/readyz").await.is(200);
    assert_eq!((&ready["store"], &ready["sms"]), (&json!("ok"), &json!("up")));
    let head = Request::builder().method(Method::HEAD).uri("/").body(Body::empty()).unwrap();
    assert_eq!(town.send(head).await.text, "");
}

#[tokio::test]
async fn each_kind_of_problem_has_its_page_and_its_words() {
    let town = Town::new().await;
    let all = page(&town, "/api/v1/openapi.json").await.is(200);
    for response in all["components"]["responses"].as_object().unwrap().values() {
        let schema = &response["content"]["application/problem+json"]["schema"];
        for kind in schema["allOf"][1]["properties"]["type"]["enum"].as_array().unwrap() {
            let answer = page(&town, kind.as_str().unwrap()).await;
            assert_eq!(answer.status, 200, "{kind}");
            assert!(!answer.text.contains("problem-"), "{kind} has no title: {}", answer.text);
        }
    }
}
