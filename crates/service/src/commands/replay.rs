//! `tirkeu replay CASE`: the decision computed again from what happened, and compared.

use std::process::ExitCode;

use ::store::JournalRow;
use jiff::Timestamp;
use residence::case::{Case, Event};
use residence::facts::Language;
use residence::intake::Digest;
use serde_json::Value;
use service::cases::{Loaded, parsed, written};
use service::text::Texts;

use super::explain::{act, find};
use super::{ConfigAt, Failure, Outcome, output};

/// The most differences that are named.
const MOST: usize = 50;

/// The arguments.
#[derive(clap::Args)]
pub(super) struct Replay {
    /// The application: its reference number (BCDF-GHJK-LMNP) or its id.
    case: String,
    #[command(flatten)]
    at: ConfigAt,
}

impl Replay {
    pub(super) async fn run(self) -> Outcome {
        let store = super::store::look(&self.at.load()?).await?;
        let Some(Loaded { case, .. }) = find(&*store, &self.case).await? else {
            if let Some(said) = act(&*store, &Texts::built_in(), Language::En, &self.case).await? {
                return Err(Failure(said));
            }
            return Err(Failure(format!(
                "there is no application {}; check the number",
                self.case
            )));
        };
        let number = case.number();
        let journal = store.journal(case.id).await?;
        let again = computed(&case, &journal)?;
        let (kept, again) = (written(&case)?, written(&again)?);
        let (was, is) = (Digest::of(kept.as_bytes()), Digest::of(again.as_bytes()));
        let events = journal.len();
        if was == is {
            output::say(format_args!("{number}: the same decision, from {events} events."));
        } else {
            output::say(format_args!("{number}: another decision, from {events} events."));
        }
        output::say(format_args!("stored   {was}"));
        output::say(format_args!("computed {is}"));
        if was == is {
            return Ok(ExitCode::SUCCESS);
        }
        let mut found = Vec::new();
        differences("", &parsed(&kept)?, &parsed(&again)?, &mut found);
        found.into_iter().take(MOST).for_each(output::say);
        Err(Failure(format!(
            "{number} is not what its record says; keep the store as it is and tell who is \
             responsible for it"
        )))
    }
}

fn computed(case: &Case, journal: &[JournalRow]) -> Result<Case, Failure> {
    let number = case.number();
    let event = |row: &JournalRow| Ok((parsed::<Event>(&row.event)?, row.at));
    let events: Result<Vec<(Event, Timestamp)>, Failure> = journal.iter().map(event).collect();
    let events = events?;
    let replayed = Case::replay(case.id, events.iter().map(|(event, at)| (event, *at)));
    match replayed {
        Ok(Some(again)) => Ok(again),
        Ok(None) => Err(Failure(format!(
            "{number} has no record to compute it from; run `tirkeu doctor --deep`"
        ))),
        Err(why) => Err(Failure(format!(
            "the record of {number} does not fit together: {why}; run `tirkeu doctor --deep`"
        ))),
    }
}

/// Where two records differ: each place with both values.
fn differences(place: &str, stored: &Value, computed: &Value, found: &mut Vec<String>) {
    match (stored, computed) {
        (Value::Object(one), Value::Object(other)) => {
            let more = other.keys().filter(|key| !one.contains_key(*key));
            for key in one.keys().chain(more) {
                let of = |map: &serde_json::Map<_, _>| map.get(key).cloned().unwrap_or_default();
                let place = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
                differences(&place, &of(one), &of(other), found);
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            for at in 0..one.len().max(other.len()) {
                let of = |list: &[Value]| list.get(at).cloned().unwrap_or_default();
                differences(&format!("{place}[{at}]"), &of(one), &of(other), found);
            }
        }
        _ if stored == computed => {}
        _ => found.push(format!("{place}: stored {stored}, computed {computed}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_difference_is_named_with_both_values() {
        let mut found = Vec::new();
        let stored = json!({"a": 1, "b": [1, {"c": true}], "d": "x"});
        let computed = json!({"a": 1, "b": [2, {"c": false}, 3], "e": "x"});
        differences("", &stored, &computed, &mut found);
        assert_eq!(
            found,
            [
                "b[0]: stored 1, computed 2",
                "b[1].c: stored true, computed false",
                "b[2]: stored null, computed 3",
                "d: stored \"x\", computed null",
                "e: stored null, computed \"x\"",
            ]
        );
    }
}
