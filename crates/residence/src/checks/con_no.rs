//! A party refuses: the application is refused, and the other parties are told.
//!
//! Source: the order of 14 November 2025 (the owner's consent is a condition).
//! In force: always.

use super::{ALWAYS, Judge, Rule};
use crate::consent::Outcome;
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::ConNo,
    article: Article::OrderNovember2025,
    from: ALWAYS,
    reads: &[],
    judge: Judge::Answer(judge),
};

fn judge(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Refused { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::outcomes;

    #[test]
    fn cases() {
        for outcome in outcomes() {
            let name = outcome.as_str();
            assert_eq!(judge(&outcome), name == "refused", "{name}");
        }
    }
}
