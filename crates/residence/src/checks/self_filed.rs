//! Whoever is 16 or over and capable files alone.
//!
//! Demands: no relative files for such a subject; the tenant of state rental housing may file for a
//! listed person (R-RENT-FOR asks that person).
//! Source: announcement of 18 November 2025, which names no other representative of a capable adult.
//! In force: by the dated parameter `files_self_age`.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::Register;
use crate::ground::{Article, RuleId};
use crate::names::Iin;

pub(super) const RULE: Rule = Rule {
    id: RuleId::SelfFiled,
    article: Article::Announcement,
    from: ALWAYS,
    reads: &[Register::Persons, Register::Capacity, Register::Kin],
    judge: Judge::Authority(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    let files_alone = |subject: Iin| {
        question.age(subject).is_some_and(|age| age >= question.law.files_self_age)
            && !question.is_incapable(subject)
            && !question.is_tenant_for(subject)
    };
    question.refuse_for(question.represented(), files_alone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::SelfFiled,
            &[
                ("", "silent"),
                ("subject=16 kin=parent", "refuse"),
                ("subject=15 kin=parent", "silent"),
                ("subject=40 kin=parent subject.capacity=incapable", "silent"),
                ("subject=40 tenure=state lease=tenant", "silent"),
                ("subject=40 kin=parent tenure=state lease=tenant", "silent"),
            ],
        );
    }
}
