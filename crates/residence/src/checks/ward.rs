//! An adult ward is represented by the guardian, trustee or representative on record.
//!
//! Demands: for a subject of 18 or over whom a court found incapable or partially capable, the
//! applicant is one of these; being a parent is not enough.
//! Source: announcement of 18 November 2025 (who may apply).
//! In force: by the dated parameter `adult_age`.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::{Register, Relation};
use crate::ground::{Article, RuleId};
use crate::names::Iin;

pub(super) const RULE: Rule = Rule {
    id: RuleId::Ward,
    article: Article::Announcement,
    from: ALWAYS,
    reads: &[Register::Kin, Register::Capacity],
    judge: Judge::Authority(judge),
};

const GUARDIANS: [Relation; 3] = [Relation::Guardian, Relation::Trustee, Relation::Representative];

fn judge(question: &Question<'_>) -> Verdict {
    let is_ward = |subject: &Iin| {
        question.age(*subject).is_some_and(|age| age >= question.law.adult_age)
            && question.is_incapable(*subject)
    };
    let wards: Vec<Iin> = question.represented().filter(is_ward).collect();
    if wards.iter().any(|ward| !question.is_tied_to(*ward, &GUARDIANS)) {
        return Verdict::refuse_if(true);
    }
    Verdict::ok_if(!wards.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::Ward,
            &[
                ("", "silent"),
                ("subject=40 kin=guardian subject.capacity=incapable", "ok"),
                ("subject=40 kin=trustee subject.capacity=partially_capable", "ok"),
                ("subject=40 kin=parent subject.capacity=incapable", "refuse"),
                ("subject=17 kin=parent subject.capacity=incapable", "silent"),
                ("subject=40 kin=guardian", "silent"),
            ],
        );
    }
}
