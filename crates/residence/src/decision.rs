//! How a case ended, and why.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ground::{Finding, Outcome};

/// How a case was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// Registered.
    Approved,
    /// Refused.
    Refused,
    /// Referred to a service centre.
    Referred,
}

/// The one decision of a case: шешім / решение.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// When it fell.
    pub at: Timestamp,
    /// What it is.
    pub ruling: Ruling,
    /// Everything that was found, in table order.
    pub findings: Vec<Finding>,
}

impl Decision {
    /// Decides over what was found: refused if anything refuses, else referred if anything refers.
    #[must_use]
    pub fn over(findings: Vec<Finding>, at: Timestamp) -> Self {
        let any = |outcome| findings.iter().any(|finding| finding.outcome == outcome);
        let ruling = if any(Outcome::Refuse) {
            Ruling::Refused
        } else if any(Outcome::Refer) {
            Ruling::Referred
        } else {
            Ruling::Approved
        };
        Self { at, ruling, findings }
    }

    /// The grounds of a refusal (and what refers beside it), or of a referral, in table order.
    pub fn grounds(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|f| matches!(f.outcome, Outcome::Refuse | Outcome::Refer))
    }

    /// What was found and is worth saying though it changes nothing.
    pub fn notes(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|f| f.outcome == Outcome::Ok)
    }
}
