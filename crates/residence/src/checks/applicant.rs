//! The applicant may act: capable, and active in the person register.
//!
//! Demands: no court decision on incapacity in force; status active.
//! Source: none published; Tirkeu's own, after the Civil Code on capacity.
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::{PersonStatus, Register};
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::Applicant,
    article: Article::OwnRule,
    from: ALWAYS,
    reads: &[Register::Persons, Register::Capacity],
    judge: Judge::Authority(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    let applicant = question.application.applicant;
    let row = question.facts.person(applicant);
    let active = row.is_some_and(|person| person.status == PersonStatus::Active);
    Verdict::refuse_if(!active || question.is_incapable(applicant))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::Applicant,
            &[
                ("", "silent"),
                ("applicant.capacity=incapable", "refuse"),
                ("applicant.capacity=partially_capable", "refuse"),
                ("applicant.capacity=capable", "silent"),
                ("applicant.status=deceased", "refuse"),
                ("applicant.status=excluded", "refuse"),
                ("applicant.unknown", "refuse"),
                ("subject=15 kin=parent subject.capacity=incapable", "silent"),
            ],
        );
    }
}
