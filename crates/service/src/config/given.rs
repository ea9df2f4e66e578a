//! What the file and the environment say, key by key, each with the place where it stands.

use std::collections::BTreeMap;
use std::ffi::OsString;

use residence::law::nearest;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Fault;

/// The sections and their keys.
pub(super) const KNOWN: &[(&str, &[&str])] = &[
    ("store", &["url"]),
    ("listen", &["portal", "public", "office", "metrics"]),
    ("law", &["file"]),
    ("sms", &["url", "password", "source", "window"]),
    ("eds", &["trust", "tsa_trust", "ocsp", "lists", "stamps", "key_holder"]),
    ("sign_in", &["eds", "qr", "sms"]),
    ("office", &["public", "audit_share"]),
    (
        "limits",
        &[
            "code_resend_seconds",
            "codes_in_15_minutes",
            "code_tries",
            "failures_an_hour",
            "consent_rounds_a_day",
            "strange_dwellings_a_week",
            "pre_checks_an_hour",
            "office_looks_an_hour",
            "requests_a_minute",
        ],
    ),
    ("kiosk", &["devices", "proxies"]),
    ("registers", &["persons", "kin", "capacity", "addresses", "titles", "leases", "phones"]),
    ("seal", &["file", "password_file"]),
    ("secrets", &["key_file"]),
];

/// What variables of the environment begin with.
const PREFIX: &str = "TIRKEU__";

/// A value as it stands.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Number(i64),
    Flag(bool),
    /// A number with a fraction, as it is written.
    Fraction(String),
    /// From the environment, where everything is text.
    Variable(String),
    /// A list, a date.
    Other,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    pub(super) value: Value,
    pub(super) place: String,
}

/// All that is stated, and what is wrong so far.
pub(super) struct Given {
    /// The name of the file.
    pub(super) name: String,
    pub(super) values: BTreeMap<(&'static str, &'static str), Stated>,
    pub(super) faults: Vec<Fault>,
}

impl Given {
    /// What a file says.
    pub(super) fn read(text: &str, name: &str) -> Self {
        let mut given = Self { name: name.to_owned(), values: BTreeMap::new(), faults: Vec::new() };
        match DeTable::parse(text) {
            Ok(table) => given.sections(text, table.get_ref()),
            Err(error) => {
                let place = given.line(text, error.span().map_or(0, |span| span.start));
                let what = format!("this is not TOML: {}", error.message().replace('\n', ", "));
                given.faults.push(Fault { place, what });
            }
        }
        given
    }

    fn line(&self, text: &str, at: usize) -> String {
        let before = text.get(..at).unwrap_or(text);
        format!("{}, line {}", self.name, before.matches('\n').count() + 1)
    }

    fn sections(&mut self, text: &str, table: &DeTable<'_>) {
        for (section, value) in table {
            let place = self.line(text, section.span().start);
            let typed = section.get_ref();
            let Some((known, keys)) = KNOWN.iter().find(|(known, _)| known == typed) else {
                let what = unknown_section(typed);
                self.faults.push(Fault { place, what });
                continue;
            };
            match value.get_ref() {
                DeValue::Table(table) => self.section(text, (known, keys), table),
                DeValue::String(_)
                | DeValue::Integer(_)
                | DeValue::Float(_)
                | DeValue::Boolean(_)
                | DeValue::Datetime(_)
                | DeValue::Array(_) => {
                    let what =
                        format!("`{known}` is a section; write [{known}] on a line of its own");
                    self.faults.push(Fault { place, what });
                }
            }
        }
    }

    fn section(
        &mut self,
        text: &str,
        (section, keys): (&'static str, &'static [&'static str]),
        table: &DeTable<'_>,
    ) {
        for (key, value) in table {
            let place = self.line(text, key.span().start);
            match keys.iter().find(|known| *known == key.get_ref()) {
                Some(known) => {
                    let stated = Stated { value: plain(value), place };
                    self.values.insert((section, known), stated);
                }
                None => {
                    let what = unknown_key(section, key.get_ref(), keys);
                    self.faults.push(Fault { place, what });
                }
            }
        }
    }

    /// Lays variables of the environment over the file.
    pub(super) fn lay_over(&mut self, environment: impl IntoIterator<Item = (OsString, OsString)>) {
        for (name, value) in environment {
            // A name that is no text is none of ours.
            let Some(name) = name.to_str() else { continue };
            let Some(path) = name.strip_prefix(PREFIX) else { continue };
            let place = format!("environment variable {name}");
            match variable(path, value) {
                Ok((names, value)) => {
                    self.values.insert(names, Stated { value, place });
                }
                Err(what) => self.faults.push(Fault { place, what }),
            }
        }
    }
}

type Names = (&'static str, &'static str);

fn variable(path: &str, value: OsString) -> Result<(Names, Value), String> {
    let path = path.to_lowercase();
    let Some((section, key)) = path.split_once("__") else {
        return Err("write TIRKEU__SECTION__KEY, such as TIRKEU__LISTEN__PORTAL".to_owned());
    };
    let known = KNOWN.iter().find(|(known, _)| *known == section);
    let (section, keys) = known.ok_or_else(|| unknown_section(section))?;
    let found = keys.iter().find(|known| **known == key);
    let key = found.ok_or_else(|| unknown_key(section, key, keys))?;
    let value = value.into_string().map_err(|_| "its value is not UTF-8".to_owned())?;
    Ok(((section, key), Value::Variable(value)))
}

fn plain(value: &Spanned<DeValue<'_>>) -> Value {
    match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => number.to_string().parse().map_or(Value::Other, Value::Number),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Float(number) => Value::Fraction(number.to_string()),
        DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => Value::Other,
    }
}

fn unknown_section(typed: &str) -> String {
    let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
    // A key that stands above the first section, or in the wrong one.
    let home = KNOWN.iter().find(|(_, keys)| keys.contains(&typed));
    match (nearest(typed, &names), home) {
        (Some(near), _) => format!("unknown section `{typed}`; did you mean `{near}`?"),
        (None, Some((home, _))) => format!("`{typed}` belongs into [{home}]"),
        (None, None) => {
            format!("unknown section `{typed}`; known sections: {}", names.join(", "))
        }
    }
}

fn unknown_key(section: &str, typed: &str, keys: &[&str]) -> String {
    match nearest(typed, keys) {
        Some(near) => format!("unknown key `{typed}` in [{section}]; did you mean `{near}`?"),
        None => {
            format!("unknown key `{typed}` in [{section}]; known keys: {}", keys.join(", "))
        }
    }
}
