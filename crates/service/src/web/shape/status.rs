//! How the service is doing now.

use serde::Serialize;
use utoipa::ToSchema;

use super::{time, time_if};
use crate::desk::status;
use crate::pulse::Heard;
use crate::web::shape::statistics::Durations;

/// How the service is doing now. Computed at most every five seconds.
#[derive(Serialize, ToSchema)]
pub(crate) struct Status {
    /// When this was so.
    #[schema(format = DateTime, example = "2026-01-15T10:05:00+05:00")]
    pub(crate) at: String,
    /// Each register, and whether it answers.
    pub(crate) registers: Vec<RegisterStatus>,
    /// Whether the SMS centre is connected.
    pub(crate) sms_up: bool,
    /// Whoever says whether a certificate of a signature is revoked; null where nobody is asked.
    pub(crate) authority: Option<Answering>,
    /// How long things take now.
    pub(crate) decisions: Decisions,
}

/// A register.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterStatus {
    /// Which one.
    #[schema(example = "persons")]
    pub(crate) register: &'static str,
    /// Whether it answers.
    #[serde(flatten)]
    pub(crate) answering: Answering,
}

/// Whether somebody who is asked answers.
#[derive(Serialize, ToSchema)]
pub(crate) struct Answering {
    /// `answers`, `silent`, or `not_asked` in the last quarter of an hour.
    #[schema(example = "answers")]
    pub(crate) state: &'static str,
    /// When they answered last; null when they have not since the start.
    #[schema(format = DateTime, example = "2026-01-15T10:05:00+05:00")]
    pub(crate) answered_at: Option<String>,
    /// When they were silent last; null when they have not been since the start.
    #[schema(format = DateTime, example = "2026-01-15T10:04:00+05:00")]
    pub(crate) silent_at: Option<String>,
}

/// How long applications took that were signed in the last hours.
#[derive(Serialize, ToSchema)]
pub(crate) struct Decisions {
    /// In how many hours.
    #[schema(example = 6)]
    pub(crate) hours: i64,
    /// How many of them are decided.
    pub(crate) decided: u64,
    /// From the signature to the decision, everything included.
    pub(crate) time_to_decision: Durations,
    /// The same without the wait for people.
    pub(crate) time_without_wait: Durations,
}

impl Status {
    /// As programs read it.
    pub(crate) fn of(status: &status::Status) -> Self {
        let answering = |heard: &Heard| Answering {
            state: heard.state(status.at).as_str(),
            answered_at: time_if(heard.answered),
            silent_at: time_if(heard.silent),
        };
        let register = |(register, heard): &(residence::facts::Register, Heard)| RegisterStatus {
            register: register.as_str(),
            answering: answering(heard),
        };
        Self {
            at: time(status.at),
            registers: status.registers.iter().map(register).collect(),
            sms_up: status.sms,
            authority: status.authority.as_ref().map(answering),
            decisions: Decisions {
                hours: status::HOURS,
                decided: status.decided,
                time_to_decision: durations(status.to_decision),
                time_without_wait: durations(status.without_wait),
            },
        }
    }
}

const fn durations(percentiles: store::Percentiles) -> Durations {
    Durations { median_ms: percentiles.median, p95_ms: percentiles.p95 }
}
