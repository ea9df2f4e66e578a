//! Dwellings with an owner or co-owner under age are served at a service centre.
//!
//! Demands: every owner is at least `adult_age` years old at the signing. Applicants are told
//! neutrally: the reason is for owners and the counter only.
//! Source: announcement of 18 November 2025 (counter only).
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::Register;
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::OwnMinor,
    article: Article::Announcement,
    from: ALWAYS,
    reads: &[Register::Titles, Register::Persons],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    question.refer_if_an_owner(|owner| {
        question.age(owner).is_some_and(|age| age < question.law.adult_age)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::OwnMinor,
            &[
                ("", "silent"),
                ("title=none", "not_judged R-TITLE"),
                ("address=unknown", "not_judged R-ADDR"),
                ("tenure=state lease=listed owners=m,i,d,org", "silent"),
                ("owners=m", "refer"),
                ("owners=a,m", "refer"),
                ("owners=o", "silent"),
                ("applicant.age=17 owners=a", "refer"),
            ],
        );
    }
}
