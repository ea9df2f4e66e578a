//! Children under 14 follow their parents.
//!
//! Demands: no subject younger than `subject_min_age` at the signing: such a child comes along with
//! the parent's own move, or to where the parent is registered already, and nowhere else.
//! Source: Civil Code, article 16; announcement of 18 November 2025.
//! In force: by the dated parameter `subject_min_age`.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::Register;
use crate::ground::{Article, RuleId};
use crate::names::Iin;

pub(super) const RULE: Rule = Rule {
    id: RuleId::Age14,
    article: Article::CivilCode16,
    from: ALWAYS,
    reads: &[Register::Persons, Register::Registrations],
    judge: Judge::Authority(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    let too_young =
        |subject: Iin| question.age(subject).is_some_and(|age| age < question.law.subject_min_age);
    let application = question.application;
    let parent = application.applicant;
    let lives_there =
        || question.facts.registrations(parent).iter().any(|entry| entry.rka == application.rka);
    let left_alone = !application.children.is_empty()
        && !application.subjects.contains(&parent)
        && !lives_there();
    let subjects = application.subjects.iter().copied();
    let left = application.children.iter().copied().filter(|_| left_alone);
    question.refuse_for(subjects.chain(left), |iin| {
        application.children.contains(&iin) || too_young(iin)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::Age14,
            &[
                ("", "silent"),
                ("subject=13 kin=parent", "refuse"),
                ("subject=14 kin=parent", "silent"),
                ("applicant.age=13", "refuse"),
                ("subject=14-1d kin=parent", "refuse"),
                ("child=5", "silent"),
                ("child=5 subject=15 kin=parent", "refuse"),
                ("child=5 subject=15 kin=parent registered=here", "silent"),
                ("child=5 subject=15 kin=parent registered=there", "refuse"),
            ],
        );
    }
}
