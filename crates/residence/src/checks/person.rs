//! A subject whom the applicant may act for is active in the person register.
//!
//! Demands: a row with status active for every linked subject and child who comes along.
//! Source: none published; Tirkeu's own.
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::{PersonStatus, Register};
use crate::ground::{Article, RuleId};
use crate::names::Iin;

pub(super) const RULE: Rule = Rule {
    id: RuleId::Person,
    article: Article::OwnRule,
    from: ALWAYS,
    reads: &[Register::Persons],
    judge: Judge::Authority(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    let inactive = |iin: Iin| {
        question.facts.person(iin).is_none_or(|person| person.status != PersonStatus::Active)
    };
    let children = question.application.children.iter().copied();
    question.refuse_for(question.represented().chain(children), inactive)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::Person,
            &[
                ("", "silent"),
                ("subject=15 kin=parent", "silent"),
                ("subject=15 kin=parent subject.status=deceased", "refuse"),
                ("subject=15 kin=parent subject.status=removed", "refuse"),
                ("subject=15 kin=parent subject.unknown", "refuse"),
            ],
        );
    }
}
