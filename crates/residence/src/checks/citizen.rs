//! Foreigners and stateless persons are served at a service centre.
//!
//! Demands: every subject, and every child who comes along, is a citizen of Kazakhstan.
//! At the counter itself nobody is referred to it.
//! Source: Population Registration Rules, order 677 of 9 September 2024.
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::Register;
use crate::ground::{Article, RuleId};
use crate::names::Iin;

pub(super) const RULE: Rule = Rule {
    id: RuleId::Citizen,
    article: Article::Rules677,
    from: ALWAYS,
    reads: &[Register::Persons],
    judge: Judge::Authority(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    let foreign =
        |iin: Iin| question.facts.person(iin).is_some_and(|person| person.citizenship != "KZ");
    if question.at_counter() {
        return Verdict::Silent;
    }
    question.refer_for(question.application.people(), foreign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::Citizen,
            &[
                ("", "silent"),
                ("applicant.citizen=RU", "refer"),
                ("subject=15 kin=parent subject.citizen=DE", "refer"),
                ("subject=15 kin=parent applicant.citizen=DE", "silent"),
                ("child=5 c.citizen=DE", "refer"),
                ("channel=counter applicant.citizen=RU", "silent"),
            ],
        );
    }
}
