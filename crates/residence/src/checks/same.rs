//! Nobody is registered twice at one address in the same way.
//!
//! Demands: no subject has an active entry of the same kind at this address.
//! Source: none published; Tirkeu's own.
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::Register;
use crate::ground::{Article, RuleId};
use crate::names::Iin;

pub(super) const RULE: Rule = Rule {
    id: RuleId::Same,
    article: Article::OwnRule,
    from: ALWAYS,
    reads: &[Register::Registrations],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    let application = question.application;
    let there = |subject: Iin| {
        let entries = question.facts.registrations(subject);
        entries.iter().any(|e| e.rka == application.rka && e.kind == application.kind)
    };
    question.refuse_for(application.subjects.iter().copied(), there)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::Same,
            &[
                ("", "silent"),
                ("registered=here", "refuse"),
                ("registered=here months=3", "silent"),
                ("registered=here_temporary", "silent"),
                ("registered=here_temporary months=3", "refuse"),
                ("registered=there", "silent"),
            ],
        );
    }
}
