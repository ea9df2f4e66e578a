//! Registration is due within 10 days of arrival; being late is recorded and told, no more.
//!
//! Demands: nothing; a stated arrival longer ago than `registration_duty` is noted.
//! Source: Population Registration Rules; Administrative Code, article 492.
//! In force: by the dated parameter `registration_duty`.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::Late,
    article: Article::Rules677,
    from: ALWAYS,
    reads: &[],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    let Some(arrived) = question.application.arrived_on else { return Verdict::Silent };
    let due = arrived.checked_add(question.law.registration_duty);
    Verdict::ok_if(due.is_ok_and(|last| last < question.signed_on))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::Late,
            &[
                ("", "silent"),
                ("arrived=10", "silent"),
                ("arrived=11", "ok"),
                ("arrived=0", "silent"),
            ],
        );
    }
}
