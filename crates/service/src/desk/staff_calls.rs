//! Calls of the staff from a kiosk: somebody stands there and needs help.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::{RecordQuery, RecordWrite, Unit};

use super::Refusal;
use crate::app::App;
use crate::cases::{parsed, written};
use crate::kiosk::Kiosk;
use crate::limits::Tally;

const STAFF_CALL: &str = "staff_call";
/// So many calls of one kiosk are taken in [`WITHIN`].
const MOST: u32 = 3;
/// See [`MOST`].
const WITHIN: SignedDuration = SignedDuration::from_mins(5);

/// A call. It says nothing of who stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffCall {
    /// Counts up: a cursor.
    pub no: u64,
    /// When.
    pub at: Timestamp,
    /// The name of the kiosk.
    pub kiosk: String,
    /// Its service centre.
    pub centre: String,
}

#[derive(Serialize, Deserialize)]
struct Body {
    kiosk: String,
    centre: String,
}

impl App {
    /// Calls somebody of the staff to a kiosk.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] when it was called from there three times in five minutes, or a fault.
    pub async fn call_staff(&self, kiosk: &Kiosk) -> Result<(), Refusal> {
        let key = format!("staff_calls:{}", kiosk.fingerprint());
        let tally = Tally { key, most: MOST, within: WITHIN };
        let counted = match self.one_more(&tally, "").await? {
            Ok(counted) => counted,
            Err(too_many) => return Err(Refusal::TooMany("staff_calls", too_many)),
        };
        let Kiosk { name, centre, .. } = kiosk;
        let call = RecordWrite {
            kind: STAFF_CALL,
            id: format!("{:032x}", (self.chance)()),
            expected: None,
            at: self.now(),
            body: written(&Body { kiosk: name.clone(), centre: centre.clone() })?,
            line: None,
            keys: Some(vec![centre.clone()]),
        };
        let unit = Unit { slips: vec![counted], records: vec![call], ..Unit::default() };
        self.commit(unit).await?;
        tracing::info!(kiosk = name, centre, "the staff was called to a kiosk");
        Ok(())
    }

    /// The calls from the kiosks of a service centre, or of all, newest first; those before this one.
    ///
    /// # Errors
    /// The store failed.
    pub async fn staff_calls(
        &self,
        centre: Option<&str>,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<StaffCall>, Refusal> {
        let key = centre.map(str::to_owned);
        let query = RecordQuery { kind: STAFF_CALL, key, before, limit };
        let found = self.store.records(&query).await?;
        let call = |record: &store::StoredRecord| {
            let Body { kiosk, centre } = parsed(&record.body)?;
            Ok(StaffCall { no: record.no, at: record.at, kiosk, centre })
        };
        found.iter().map(call).collect()
    }
}
