//! The body of a request: one JSON object, read field by field, so that everything wrong with it is
//! said at once.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use residence::intake::{FieldError, MOST_PEOPLE};
use residence::law::nearest;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::fault::{Fault, Wrong};

/// The largest body, in bytes.
pub(crate) const MOST_BYTES: usize = 64 * 1024;
/// The body must be here within this time.
const WITHIN: Duration = Duration::from_secs(10);
/// The most unknown fields that are named, and the most characters of a name.
const MOST_UNKNOWN: usize = 20;
const MOST_OF_A_NAME: usize = 40;

/// The fields of a request, and what is wrong with them so far.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    came: Vec<(String, Value)>,
    known: Vec<&'static str>,
    wrong: Vec<Wrong>,
}

/// The fields of a request that may come without a body.
#[derive(Debug, Default)]
pub(crate) struct MayBeEmpty(pub(crate) Fields);

impl<S: Sync> FromRequest<S> for Fields {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &S) -> Result<Self, Fault> {
        let (parts, body) = request.into_parts();
        is_json(&parts.headers)?;
        Self::read(&bytes(&parts.headers, body).await?)
    }
}

impl<S: Sync> FromRequest<S> for MayBeEmpty {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &S) -> Result<Self, Fault> {
        let (parts, body) = request.into_parts();
        let bytes = bytes(&parts.headers, body).await?;
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        is_json(&parts.headers)?;
        Ok(Self(Fields::read(&bytes)?))
    }
}

fn is_json(headers: &HeaderMap) -> Result<(), Fault> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let mut parts =
        kind.unwrap_or_default().split(';').map(|part| part.trim().to_ascii_lowercase());
    let json = parts.next().is_some_and(|kind| kind == "application/json");
    let utf_8 = parts.all(|part| match part.strip_prefix("charset=") {
        Some(charset) => charset.trim_matches('"') == "utf-8",
        None => true,
    });
    let plain = headers.get_all(header::CONTENT_ENCODING).iter().all(|how| how == "identity");
    if json && utf_8 && plain { Ok(()) } else { Err(Fault::MediaType) }
}

/// The whole body, if it is no larger and no slower than allowed.
pub(crate) async fn bytes(headers: &HeaderMap, body: Body) -> Result<Bytes, Fault> {
    let promised = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    let promised = promised.and_then(|length| length.parse::<u64>().ok());
    if promised.is_some_and(|length| usize::try_from(length).is_ok_and(|n| n > MOST_BYTES)) {
        return Err(Fault::TooLarge);
    }
    let read = axum::body::to_bytes(body, MOST_BYTES);
    match tokio::time::timeout(WITHIN, read).await {
        Ok(read) => read.map_err(|_| Fault::TooLarge),
        Err(_) => Err(Fault::Slow),
    }
}

impl Fields {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let read = reader.deserialize_any(Object);
        let read = read.and_then(|came| reader.end().map(|()| came));
        // What is no object is not read to its end: whether it is JSON at all is still to be told.
        let read = match read {
            Err(error) if error.is_data() => serde_json::from_slice::<Value>(bytes).and(Err(error)),
            read => read,
        };
        match read {
            Ok(came) => {
                let mut fields = Self { came, ..Self::default() };
                fields.repeated();
                Ok(fields)
            }
            Err(error) if error.is_data() => Err(Fault::Fields(vec![Wrong::new("", "type")])),
            Err(error) => Err(Fault::Json { line: error.line(), column: error.column() }),
        }
    }

    /// A field that stands twice says nothing: readers differ in which one they take.
    fn repeated(&mut self) {
        let mut seen = BTreeSet::new();
        let twice = self.came.iter().filter(|(name, _)| !seen.insert(name.as_str()));
        let wrong = twice.map(|(name, _)| Wrong::new(shown(name), "repeated_field"));
        for wrong in wrong.take(MOST_UNKNOWN).collect::<Vec<_>>() {
            self.note(wrong);
        }
    }

    /// Whether the field is there, `null` counting.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.came.iter().any(|(came, _)| came == name)
    }

    /// That there are fields with these names, whether or not they came.
    pub(crate) fn know(&mut self, names: &[&'static str]) {
        self.known.extend(names);
    }

    fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        let at = self.came.iter().position(|(came, _)| came == name)?;
        let (_, value) = self.came.swap_remove(at);
        Some(value).filter(|value| !value.is_null())
    }

    /// A text of at most so many characters; `null` is none.
    pub(crate) fn text(&mut self, name: &'static str, most: usize) -> Option<String> {
        let value = self.take(name)?;
        self.as_text(name.to_owned(), value, most)
    }

    /// A signature in Base64 or PEM; whether it is one is looked at where it counts.
    pub(crate) fn signature(&mut self, name: &'static str, most: usize) -> Option<String> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=- \r\n".contains(&byte);
        let code = match self.take(name)? {
            Value::String(text) if text.len() > most => "too_long",
            Value::String(text) if !text.bytes().all(plain) => "cms",
            Value::String(text) => return Some(text).filter(|text| !text.is_empty()),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_) => "type",
        };
        self.note(Wrong::new(name, code));
        None
    }

    /// The same for a signature that must be there.
    pub(crate) fn needed_signature(&mut self, name: &'static str, most: usize) -> Option<String> {
        let before = self.wrong.len();
        let signature = self.signature(name, most);
        if signature.is_none() && self.wrong.len() == before {
            self.note(Wrong::new(name, "required"));
        }
        signature
    }

    fn as_text(&mut self, field: String, value: Value, most: usize) -> Option<String> {
        let code = match value {
            Value::String(text) if text.chars().count() > most => "too_long",
            Value::String(text) if text.chars().any(char::is_control) => "characters",
            Value::String(text) => return Some(text),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_) => "type",
        };
        self.note(Wrong::new(field, code));
        None
    }

    /// A whole number; `3.0` is one.
    pub(crate) fn integer(&mut self, name: &'static str) -> Option<i64> {
        let value = self.take(name)?;
        let number = value.as_number().and_then(|number| {
            number.as_i64().or_else(|| {
                let float = number.as_f64().filter(|float| float.fract() == 0.0)?;
                format!("{float}").parse().ok()
            })
        });
        if number.is_none() {
            // A number beyond all bounds is a number still: the form says what its bounds are.
            if value.is_number() && !value.as_f64().is_some_and(|float| float.fract() != 0.0) {
                return Some(i64::MAX);
            }
            self.note(Wrong::new(name, "type"));
        }
        number
    }

    /// Texts of at most so many characters each; one that is wrong stands as an empty one, so that
    /// the places of the others stay. Of a list that no form takes whole only so much is looked at
    /// that the form says so.
    pub(crate) fn texts(&mut self, name: &'static str, most: usize) -> Option<Vec<String>> {
        match self.take(name)? {
            Value::Array(values) => {
                let named = values.into_iter().take(MOST_PEOPLE + 1).enumerate();
                let read = named.map(|(place, value)| {
                    self.as_text(format!("{name}[{place}]"), value, most).unwrap_or_default()
                });
                Some(read.collect())
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Object(_) => {
                self.note(Wrong::new(name, "type"));
                None
            }
        }
    }

    /// A text that must be there and be read.
    pub(crate) fn parsed<T>(
        &mut self,
        name: &'static str,
        most: usize,
        read: impl FnOnce(&str) -> Result<T, FieldError>,
    ) -> Option<T> {
        let before = self.wrong.len();
        let value = self.optional(name, most, read);
        if value.is_none() && self.wrong.len() == before {
            self.note(Wrong::new(name, "required"));
        }
        value
    }

    /// The same for a text that may be left out.
    pub(crate) fn optional<T>(
        &mut self,
        name: &'static str,
        most: usize,
        read: impl FnOnce(&str) -> Result<T, FieldError>,
    ) -> Option<T> {
        let text = self.text(name, most).filter(|text| !text.is_empty())?;
        match read(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.note(error.into());
                None
            }
        }
    }

    /// That nothing is wrong; what else is wrong is looked for only if something is.
    ///
    /// # Errors
    /// Everything that is wrong, unknown fields last; of one field only what was found first.
    pub(crate) fn done(mut self, more: impl FnOnce() -> Vec<FieldError>) -> Result<(), Fault> {
        let unknown = self.came.iter().take(MOST_UNKNOWN).map(|(name, _)| Wrong {
            near: nearest(name, &self.known),
            ..Wrong::new(shown(name), "unknown_field")
        });
        let unknown: Vec<Wrong> = unknown.collect();
        if self.wrong.is_empty() && unknown.is_empty() {
            return Ok(());
        }
        for wrong in more().into_iter().map(Wrong::from).chain(unknown) {
            self.note(wrong);
        }
        Err(Fault::Fields(self.wrong))
    }

    /// Keeps what is wrong, unless something is wrong with the same field already.
    fn note(&mut self, wrong: Wrong) {
        if !self.has(&wrong.field) {
            self.wrong.push(wrong);
        }
    }

    fn has(&self, field: &str) -> bool {
        let whole = field.split('[').next().unwrap_or(field);
        self.wrong.iter().any(|wrong| wrong.field == field || wrong.field == whole)
    }
}

/// A name from outside as an answer may repeat it: letters, digits and what joins them. Markup and
/// what turns the direction of writing do not pass, whoever shows the answer to whom.
fn shown(name: &str) -> String {
    let passes = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    name.chars().filter(passes).take(MOST_OF_A_NAME).collect()
}

/// The members of a JSON object in their order, repeated ones too.
struct Object;

impl<'de> Visitor<'de> for Object {
    type Value = Vec<(String, Value)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with a body of a `name` of one letter and a `list` of such.
    fn wrong(body: &str) -> String {
        let mut fields = Fields::read(body.as_bytes()).unwrap();
        fields.parsed("name", 1, |text| Ok(text.to_owned()));
        fields.texts("list", 1);
        match fields.done(Vec::new) {
            Ok(()) => String::new(),
            Err(Fault::Fields(wrong)) => {
                let said = wrong.iter().map(|wrong| format!("{} {}", wrong.field, wrong.code));
                said.collect::<Vec<_>>().join(", ")
            }
            Err(fault) => panic!("{fault:?}"),
        }
    }

    #[test]
    fn of_one_field_only_what_was_found_first() {
        for (body, expected) in [
            (r#"{"name":"a","list":["b"]}"#, ""),
            (r#"{"name":"long"}"#, "name too_long"),
            (r#"{"name":"long","name":"a"}"#, "name repeated_field"),
            (r#"{"name":null,"name":"a"}"#, "name repeated_field"),
            (r#"{"name":"a","list":["long",1],"list":[]}"#, "list repeated_field"),
            (r#"{"name":"a","list":["long",1]}"#, "list[0] too_long, list[1] type"),
            (r#"{"name":"a","nam<":1,"nam>":2}"#, "nam unknown_field"),
        ] {
            assert_eq!(wrong(body), expected, "{body}");
        }
    }

    #[test]
    fn a_long_list_is_not_answered_item_by_item() {
        let list = vec!["1"; 30_000].join(",");
        let said = wrong(&format!(r#"{{"name":"a","list":[{list}]}}"#));
        assert_eq!(said.matches("type").count(), MOST_PEOPLE + 1);
    }
}
