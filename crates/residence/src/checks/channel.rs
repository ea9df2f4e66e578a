//! The counter files only what must stay offline, once registration is online only.
//!
//! Demands: from `online_only` on, an application taken down at the counter is for a dwelling with an
//! owner of `counter_scope`: a minor, an incapable or dead person, an organisation. State rental housing
//! has no such owner.
//! Source: joint order 500/НҚ, 801 of October 2025; announcement of 18 November 2025.
//! In force: by the dated parameters `online_only` and `counter_scope`.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::Register;
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::Channel,
    article: Article::JointOrder,
    from: ALWAYS,
    reads: &[Register::Titles, Register::Persons, Register::Capacity],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    if !question.at_counter() || !question.law.online_only {
        return Verdict::Silent;
    }
    let holders = match question.holders() {
        Ok(holders) => holders,
        // State rental housing: nobody owns it who cannot answer.
        Err(Verdict::Silent) => &[],
        Err(instead) => return instead,
    };
    let scope = &question.law.counter_scope;
    let listed = holders
        .iter()
        .any(|holder| scope.iter().any(|why| question.is_served_there(*holder, *why)));
    Verdict::refuse_if(!listed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::Channel,
            &[
                ("", "silent"),
                ("channel=counter", "refuse"),
                ("channel=counter law.online_only=no", "silent"),
                ("channel=counter owners=m", "silent"),
                ("channel=counter owners=o,i", "silent"),
                ("channel=counter owners=d", "silent"),
                ("channel=counter owners=org", "silent"),
                ("channel=counter owners=none", "silent"),
                ("channel=counter owners=m,i,d,org law.counter_scope=none", "refuse"),
                ("channel=counter tenure=state lease=listed", "refuse"),
                ("channel=counter title=none", "not_judged R-TITLE"),
                ("channel=counter address=unknown", "not_judged R-ADDR"),
            ],
        );
    }
}
