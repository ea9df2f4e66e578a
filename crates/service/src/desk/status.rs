//! How the service is doing now, for everybody to see. Nothing in it is about anybody.

use jiff::{SignedDuration, Timestamp};
use residence::facts::Register;
use store::Percentiles;

use super::Refusal;
use crate::app::App;
use crate::pulse::{Heard, State};

/// Over how many hours it is said how long things take.
pub const HOURS: i64 = 6;

/// The registers that others keep.
const REGISTERS: [Register; 7] = [
    Register::Persons,
    Register::Kin,
    Register::Capacity,
    Register::Addresses,
    Register::Titles,
    Register::Leases,
    Register::Phones,
];

/// How it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// When.
    pub at: Timestamp,
    /// What was heard of each register.
    pub registers: Vec<(Register, Heard)>,
    /// Whether the SMS centre is connected.
    pub sms: bool,
    /// What was heard of whoever says whether a certificate is revoked; `None` where nobody is asked.
    pub authority: Option<Heard>,
    /// How many of the applications that were signed in the last [`HOURS`] are decided.
    pub decided: u64,
    /// How long they took from the signature to the decision, in milliseconds.
    pub to_decision: Percentiles,
    /// The same without the wait for people.
    pub without_wait: Percentiles,
}

impl Status {
    /// Whether something that we need is known to be out of order.
    #[must_use]
    pub fn is_disturbed(&self) -> bool {
        let silent = |heard: &Heard| heard.state(self.at) == State::Silent;
        !self.sms
            || self.authority.as_ref().is_some_and(silent)
            || self.registers.iter().any(|(_, heard)| silent(heard))
    }
}

impl App {
    /// How it is now.
    ///
    /// # Errors
    /// The store failed.
    pub async fn status(&self) -> Result<Status, Refusal> {
        let at = self.now();
        let from = at.checked_sub(SignedDuration::from_hours(HOURS)).unwrap_or(at);
        // One moment more, since the later bound is not in it.
        let to = at.checked_add(SignedDuration::from_millis(1)).unwrap_or(at);
        let figures = self.store.figures(&[from, to]).await?;
        let ended = |status: &str| matches!(status, "registered" | "refused" | "referred");
        let ended = figures.services.iter().filter(|count| ended(&count.status));
        Ok(Status {
            at,
            registers: REGISTERS.map(|register| (register, self.pulse.heard(register))).into(),
            sms: self.sms.is_up(),
            authority: self.signatures.checker.responder(),
            decided: ended.map(|count| count.services).sum(),
            to_decision: figures.to_decision,
            without_wait: figures.without_wait,
        })
    }
}
