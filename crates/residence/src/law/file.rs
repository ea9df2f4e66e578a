//! Reading law files: every fault is named with its line and the nearest right word.

use jiff::SignedDuration;
use jiff::civil::Date;
use serde::Serialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Law, Laws, Months, Norm};

/// What is wrong with a law file, in one sentence that names the line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct LawError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what to write.
    pub what: String,
}

type Key<'a> = Spanned<std::borrow::Cow<'a, str>>;
type Entry<'t> = (&'t str, &'t Spanned<DeValue<'t>>);

const KEYS: [&str; 26] = [
    "from",
    "source",
    "online_only",
    "counter_scope",
    "consent_window",
    "consent_clock",
    "consent_forms",
    "consent_tries",
    "consent_reminders",
    "delivery_window",
    "no_phone_window",
    "phone_settle",
    "co_owners",
    "org_owner",
    "rent_for",
    "second_parent",
    "subject_min_age",
    "files_self_age",
    "adult_age",
    "temporary_months",
    "temporary_notices",
    "registration_duty",
    "objection_window",
    "sign_methods",
    "reasons",
    "norm",
];

/// The text of a file with what is needed to name a place in it.
struct Text<'a>(&'a str);

impl Text<'_> {
    fn error<T>(&self, at: usize, what: impl Into<String>) -> Result<T, LawError> {
        let before = self.0.get(..at).unwrap_or(self.0);
        Err(LawError { line: before.matches('\n').count() + 1, what: what.into() })
    }
}

/// The known name nearest to a mistyped one, if any is near (at most a third of it differs).
#[must_use]
pub fn nearest<'a>(typed: &str, known: &[&'a str]) -> Option<&'a str> {
    // A letter has four bytes at most: what is longer than this is near to nothing.
    let known = known.iter().filter(|name| typed.len() <= 8 * name.len());
    let distances = known.map(|name| (distance(typed, name), *name));
    distances.min().filter(|(far, name)| far * 3 <= name.len().max(3)).map(|(_, name)| name)
}

/// How many letters must be put in, taken out or changed (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (slot, b) in row.iter_mut().skip(1).zip(other.chars()) {
            let up = *slot;
            let here = (diagonal + usize::from(a != b)).min(left + 1).min(up + 1);
            diagonal = up;
            left = here;
            *slot = here;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

fn unknown_key<T>(text: &Text<'_>, key: &Key<'_>, known: &[&str]) -> Result<T, LawError> {
    let typed = key.get_ref();
    let hint = match nearest(typed, known) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("known keys: {}", known.join(", ")),
    };
    let visible = typed.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c });
    let what = format!("unknown key `{}`; {hint}", visible.take(40).collect::<String>());
    text.error(key.span().start, what)
}

/// A version as one file states it: its date and the keys it names, as JSON values.
struct Partial {
    from: Date,
    line_at: usize,
    keys: Vec<(&'static str, serde_json::Value, usize)>,
}

impl Laws {
    /// Reads files, each laid over those before it.
    pub(super) fn read(files: &[&str]) -> Result<Self, LawError> {
        let mut partials: Vec<Partial> = Vec::new();
        let mut norms: Vec<(String, Norm)> = Vec::new();
        let mut last = Text("");
        for file in files {
            last = Text(file);
            read_file(&last, &mut partials, &mut norms)?;
        }
        partials.sort_by_key(|p| p.from);
        norms.sort_by(|a, b| (&a.0, a.1.from).cmp(&(&b.0, b.1.from)));
        let mut versions = Vec::new();
        let mut whole = serde_json::Map::new();
        whole.insert("norms".into(), serde_json::Value::Array(Vec::new()));
        for partial in &partials {
            for (key, value, _) in &partial.keys {
                whole.insert((*key).into(), value.clone());
            }
            versions.push(resolve(&last, &whole, partial)?);
        }
        if versions.is_empty() {
            return last.error(0, "there is no [[version]]");
        }
        Ok(Self { versions, norms })
    }
}

/// A version with everything it inherits; the first one must state every key.
fn resolve(
    text: &Text<'_>,
    whole: &serde_json::Map<String, serde_json::Value>,
    partial: &Partial,
) -> Result<Law, LawError> {
    let law: Law = match serde_json::from_value(serde_json::Value::Object(whole.clone())) {
        Ok(law) => law,
        Err(why) => return text.error(partial.line_at, format!("this version lacks a key: {why}")),
    };
    if !(law.subject_min_age <= law.files_self_age && law.files_self_age <= law.adult_age) {
        let at = partial.keys.iter().find(|(key, ..)| key.ends_with("_age"));
        return text.error(
            at.map_or(partial.line_at, |(_, _, at)| *at),
            "the ages must rise: `subject_min_age` ≤ `files_self_age` ≤ `adult_age`",
        );
    }
    Ok(law)
}

fn read_file(
    text: &Text<'_>,
    partials: &mut Vec<Partial>,
    norms: &mut Vec<(String, Norm)>,
) -> Result<(), LawError> {
    let table = match DeTable::parse(text.0) {
        Ok(table) => table,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            return text.error(at, error.message().to_owned());
        }
    };
    let mut dates: Vec<Date> = Vec::new();
    for (key, value) in table.get_ref() {
        match (&**key.get_ref(), value.get_ref()) {
            ("version", DeValue::Array(items)) => {
                for item in items {
                    let partial = read_version(text, item)?;
                    if dates.contains(&partial.from) {
                        let what = format!("two versions begin on {}", partial.from);
                        return text.error(partial.line_at, what);
                    }
                    dates.push(partial.from);
                    lay_over(partials, partial);
                }
            }
            ("norm", DeValue::Array(items)) => {
                let mut seen = Vec::new();
                for item in items {
                    let (prefix, norm) = read_norm(text, item)?;
                    if seen.contains(&(prefix.clone(), norm.from)) {
                        let what = format!("two norms for `{prefix}` begin on {}", norm.from);
                        return text.error(item.span().start, what);
                    }
                    seen.push((prefix.clone(), norm.from));
                    norms.retain(|(p, n)| *p != prefix || n.from != norm.from);
                    norms.push((prefix, norm));
                }
            }
            ("version" | "norm", _) => {
                let what = format!("write [[{}]] with two brackets", key.get_ref());
                return text.error(key.span().start, what);
            }
            _ => return unknown_key(text, key, &["version", "norm"]),
        }
    }
    Ok(())
}

fn lay_over(partials: &mut Vec<Partial>, partial: Partial) {
    match partials.iter_mut().find(|p| p.from == partial.from) {
        Some(there) => {
            there.keys.retain(|(other, ..)| partial.keys.iter().all(|(key, ..)| key != other));
            // First, so that where keys contradict each other a line of the last file is named.
            there.keys.splice(0..0, partial.keys);
            there.line_at = partial.line_at;
        }
        None => partials.push(partial),
    }
}

fn read_version(text: &Text<'_>, item: &Spanned<DeValue<'_>>) -> Result<Partial, LawError> {
    let line_at = item.span().start;
    let DeValue::Table(table) = item.get_ref() else {
        return text.error(line_at, "a version is a table of keys");
    };
    let mut keys = Vec::new();
    for (key, value) in table {
        let known = KEYS.iter().filter(|k| **k != "norm").find(|k| **k == &**key.get_ref());
        let Some(known) = known else { return unknown_key(text, key, &KEYS) };
        keys.push((*known, read_value(text, (known, value))?, value.span().start));
    }
    let from = keys.iter().find(|(key, ..)| *key == "from");
    let Some(from) = from.and_then(|(_, value, _)| value.as_str()?.parse().ok()) else {
        return text.error(line_at, "this version has no `from` date");
    };
    Ok(Partial { from, line_at, keys })
}

/// The value of a key as JSON of the field of [`Law`] with the same name.
fn read_value(text: &Text<'_>, entry: Entry<'_>) -> Result<serde_json::Value, LawError> {
    let (key, value) = entry;
    match key {
        "from" => read_date(text, entry).map(|date| date.to_string().into()),
        "source" => match value.get_ref().as_str() {
            Some(source) => Ok(source.into()),
            None => text.error(value.span().start, "`source` must be a text in quotes"),
        },
        "online_only" => match value.get_ref().as_bool() {
            Some(flag) => Ok(flag.into()),
            None => text.error(value.span().start, "`online_only` must be true or false"),
        },
        "consent_window" | "delivery_window" | "no_phone_window" | "phone_settle"
        | "registration_duty" | "objection_window" => {
            json(text, value, &read_duration(text, key, value)?)
        }
        "consent_reminders" | "temporary_notices" => {
            let Some(list) = value.get_ref().as_array() else {
                return text.error(value.span().start, format!("`{key}` must be a list"));
            };
            let durations: Result<Vec<_>, _> =
                list.iter().map(|item| read_duration(text, key, item)).collect();
            json(text, value, &durations?)
        }
        "consent_tries" | "subject_min_age" | "files_self_age" | "adult_age" => {
            match integer(value).filter(|n| (1..=100).contains(n)) {
                Some(number) => Ok(number.into()),
                None => {
                    let what = format!("`{key}` must be a whole number from 1 to 100");
                    text.error(value.span().start, what)
                }
            }
        }
        "temporary_months" => json(text, value, &read_months(text, value)?),
        _ => read_words(text, key, value),
    }
}

fn json(
    text: &Text<'_>,
    at: &Spanned<DeValue<'_>>,
    value: &impl Serialize,
) -> Result<serde_json::Value, LawError> {
    serde_json::to_value(value).or_else(|why| text.error(at.span().start, why.to_string()))
}

fn integer(value: &Spanned<DeValue<'_>>) -> Option<i64> {
    match value.get_ref() {
        DeValue::Integer(number) => number.to_string().parse().ok(),
        DeValue::String(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => None,
    }
}

fn read_date(text: &Text<'_>, (key, value): Entry<'_>) -> Result<Date, LawError> {
    let date = match value.get_ref() {
        DeValue::Datetime(date) => date.to_string().parse().ok(),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Array(_)
        | DeValue::Table(_) => None,
    };
    match date {
        Some(date) => Ok(date),
        None => text.error(
            value.span().start,
            format!("`{key}` must be a date without quotes, such as 2026-01-31"),
        ),
    }
}

fn read_duration(
    text: &Text<'_>,
    key: &str,
    value: &Spanned<DeValue<'_>>,
) -> Result<SignedDuration, LawError> {
    let at = value.span().start;
    let Some(duration) = value.get_ref().as_str().and_then(parse_duration) else {
        let what = format!("`{key}` must be a duration such as \"60m\", \"24h\" or \"45s\"");
        return text.error(at, what);
    };
    let longest = SignedDuration::from_hours(10 * 366 * 24);
    if duration <= SignedDuration::ZERO || duration > longest {
        let what = format!("`{key}` must be longer than nothing and at most ten years");
        return text.error(at, what);
    }
    Ok(duration)
}

/// `500ms`, `45s`, `60m`, `24h`, `30d` and sums of them such as `1h30m`.
pub(crate) fn parse_duration(text: &str) -> Option<SignedDuration> {
    let mut rest = text.trim();
    let mut sum = SignedDuration::ZERO;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, tail) = rest.split_at_checked(digits)?;
        let number: i64 = number.parse().ok()?;
        let end = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
        let (unit, after) = tail.split_at_checked(end)?;
        let milliseconds: i64 = match unit {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return None,
        };
        let part = SignedDuration::from_millis(number.checked_mul(milliseconds)?);
        sum = sum.checked_add(part)?;
        rest = after;
    }
    Some(sum)
}

fn read_months(text: &Text<'_>, value: &Spanned<DeValue<'_>>) -> Result<Months, LawError> {
    let bound = |name: &str| {
        let found = value.get_ref().as_table()?.iter().find(|(key, _)| key.get_ref() == name)?;
        u8::try_from(integer(found.1)?).ok()
    };
    match (bound("min"), bound("max")) {
        (Some(min), Some(max)) if 1 <= min && min <= max && max <= 120 => Ok(Months { min, max }),
        _ => text.error(
            value.span().start,
            "`temporary_months` must be { min, max } with 1 ≤ min ≤ max ≤ 120",
        ),
    }
}

/// A word or a list of words out of a closed list.
fn read_words(
    text: &Text<'_>,
    key: &str,
    value: &Spanned<DeValue<'_>>,
) -> Result<serde_json::Value, LawError> {
    let (many, words): (bool, &[&str]) = match key {
        "consent_clock" => (false, &["receipt", "sending"]),
        "co_owners" => (false, &["all", "none_if_applicant_owns"]),
        "org_owner" => (false, &["refer", "consent"]),
        "rent_for" | "second_parent" => (false, &["ask", "tell"]),
        "counter_scope" => {
            (true, &["owner_minor", "owner_incapable", "owner_organisation", "owner_deceased"])
        }
        "consent_forms" => (true, &["sms_reply", "eds", "qr"]),
        "sign_methods" => (true, &["eds", "sms", "qr"]),
        _ => (true, &["family", "work", "study", "treatment", "purchase", "rent", "other"]),
    };
    let word = |item: &Spanned<DeValue<'_>>| {
        let typed = item.get_ref().as_str()?;
        words.contains(&typed).then(|| serde_json::Value::from(typed))
    };
    let read = if many {
        let items = value.get_ref().as_array();
        items.and_then(|items| items.iter().map(word).collect::<Option<Vec<_>>>()).map(Into::into)
    } else {
        word(value)
    };
    let shape = if many { "a list out of" } else { "one of" };
    match read {
        Some(read) => Ok(read),
        None => {
            let what = format!("`{key}` must be {shape}: {}", words.join(", "));
            text.error(value.span().start, what)
        }
    }
}

fn read_norm(text: &Text<'_>, item: &Spanned<DeValue<'_>>) -> Result<(String, Norm), LawError> {
    let at = item.span().start;
    let DeValue::Table(table) = item.get_ref() else {
        return text.error(at, "a norm is a table of keys");
    };
    let (mut prefix, mut from, mut area) = (None, None, None);
    for (key, value) in table {
        match &**key.get_ref() {
            "kato" => {
                let typed = value.get_ref().as_str().unwrap_or_default();
                let digits = typed.bytes().all(|b| b.is_ascii_digit());
                if typed.is_empty() || typed.len() > 9 || !digits {
                    let what = "`kato` must be one to nine digits in quotes";
                    return text.error(value.span().start, what);
                }
                prefix = Some(typed.to_owned());
            }
            "from" => from = Some(read_date(text, ("from", value))?),
            "square_metres" => {
                let read = integer(value).and_then(|n| u32::try_from(n).ok());
                area = read.filter(|n| (1..=1000).contains(n));
                if area.is_none() {
                    let what = "`square_metres` must be a whole number from 1 to 1000";
                    return text.error(value.span().start, what);
                }
            }
            _ => return unknown_key(text, key, &["kato", "from", "square_metres"]),
        }
    }
    match (prefix, from, area) {
        (Some(prefix), Some(from), Some(square_metres)) => {
            Ok((prefix, Norm { square_metres, from }))
        }
        _ => text.error(at, "a norm needs `kato`, `from` and `square_metres`"),
    }
}
