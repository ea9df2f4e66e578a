//! A party did not answer before its deadline.
//!
//! Demands: an answer read strictly before `received_at + consent_window`; at the deadline is late,
//! and late is late even where no timer rang.
//! Source: announcement of 18 November 2025 (within one hour of receiving the code).
//! In force: by the dated parameter `consent_window`, from 24 November 2025 with the SMS question.

use super::{ALWAYS, Judge, Rule};
use crate::consent::Outcome;
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::ConTime,
    article: Article::Announcement,
    from: ALWAYS,
    reads: &[],
    judge: Judge::Answer(judge),
};

fn judge(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Lapsed { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::outcomes;

    #[test]
    fn cases() {
        for outcome in outcomes() {
            let name = outcome.as_str();
            assert_eq!(judge(&outcome), name == "lapsed", "{name}");
        }
    }
}
