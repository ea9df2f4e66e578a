//! How much of what is allowed. Every refusal for load comes before anything is filed.

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use store::{SlipChange, SlipWrite, StoreError};

use crate::app::App;
use crate::cases::{parsed, written};

/// The `[limits]` of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Seconds before the same password is sent again.
    pub code_resend_seconds: u32,
    /// New passwords in 15 minutes for one phone and purpose.
    pub codes_in_15_minutes: u32,
    /// Tries of one password.
    pub code_tries: u32,
    /// Wrong passwords in an hour for one person; then a quarter of an hour of rest.
    pub failures_an_hour: u32,
    /// Applications a day by one person for one dwelling that ask somebody.
    pub consent_rounds_a_day: u32,
    /// Dwellings a week that the applicant neither owns nor rents.
    pub strange_dwellings_a_week: u32,
    /// Pre-checks an hour by one person.
    pub pre_checks_an_hour: u32,
    /// Searches and views an hour by one officer of a service centre.
    pub office_looks_an_hour: u32,
    /// Requests a minute from one network address.
    pub requests_a_minute: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            code_resend_seconds: 60,
            codes_in_15_minutes: 6,
            code_tries: 5,
            failures_an_hour: 10,
            consent_rounds_a_day: 3,
            strange_dwellings_a_week: 3,
            pre_checks_an_hour: 30,
            office_looks_an_hour: 120,
            requests_a_minute: 300,
        }
    }
}

/// The time has not come yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// Seconds until it has; at least 1.
    pub retry_after_seconds: i64,
}

impl TooMany {
    /// Too many until that moment.
    #[must_use]
    pub fn until(then: Timestamp, now: Timestamp) -> Self {
        Self { retry_after_seconds: then.duration_since(now).as_secs().max(0).saturating_add(1) }
    }
}

/// What is counted, for whom, and how many in which time.
#[derive(Clone, Debug)]
pub struct Tally {
    /// What and for whom, as one text.
    pub key: String,
    /// So many.
    pub most: u32,
    /// In this time.
    pub within: SignedDuration,
}

/// The times something happened, and to tell one from another, about what.
type Times = Vec<(Timestamp, String)>;

impl App {
    async fn times(&self, tally: &Tally) -> Result<(Times, Option<u64>), StoreError> {
        let now = self.now();
        let Some(slip) = self.store.slip("tally", &tally.key, now).await? else {
            return Ok((Times::new(), None));
        };
        let mut times: Times = parsed(&slip.body)?;
        times.retain(|(at, _)| now.duration_since(*at) < tally.within);
        Ok((times, Some(slip.version)))
    }

    /// Whether one more would be too many.
    ///
    /// # Errors
    /// The store failed.
    pub async fn is_full(&self, tally: &Tally) -> Result<Option<TooMany>, StoreError> {
        let (times, _) = self.times(tally).await?;
        Ok(full(&times, tally, self.now()))
    }

    /// One more: the record to save with it, or that it is too many. Something about a thing that
    /// was counted already (`about`, when it is not empty) does not count again.
    ///
    /// # Errors
    /// The store failed.
    pub async fn one_more(
        &self,
        tally: &Tally,
        about: &str,
    ) -> Result<Result<SlipWrite, TooMany>, StoreError> {
        let now = self.now();
        let (mut times, expected) = self.times(tally).await?;
        let known = !about.is_empty() && times.iter().any(|(_, other)| other == about);
        if !known {
            if let Some(too_many) = full(&times, tally, now) {
                return Ok(Err(too_many));
            }
            times.push((now, about.to_owned()));
        }
        let expires = now.checked_add(tally.within).unwrap_or(Timestamp::MAX);
        let body = written(&times)?;
        let change = SlipChange::Put { expected, body, expires, now };
        Ok(Ok(SlipWrite { kind: "tally", key: tally.key.clone(), change }))
    }
}

fn full(times: &Times, tally: &Tally, now: Timestamp) -> Option<TooMany> {
    let most = usize::try_from(tally.most).unwrap_or(usize::MAX);
    if times.len() < most {
        return None;
    }
    let oldest = times.iter().map(|(at, _)| *at).min().unwrap_or(now);
    let free = oldest.checked_add(tally.within).unwrap_or(Timestamp::MAX);
    Some(TooMany::until(free, now))
}
