//! A party could not be reached in its window: said as such, since it is not a refusal.
//!
//! Source: none published; Tirkeu's own.
//! In force: by the dated parameters `delivery_window` and `no_phone_window`.

use super::{ALWAYS, Judge, Rule};
use crate::consent::Outcome;
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::ConReach,
    article: Article::OwnRule,
    from: ALWAYS,
    reads: &[],
    judge: Judge::Answer(judge),
};

fn judge(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Unreachable { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::outcomes;

    #[test]
    fn cases() {
        for outcome in outcomes() {
            let name = outcome.as_str();
            assert_eq!(judge(&outcome), name == "unreachable", "{name}");
        }
    }
}
