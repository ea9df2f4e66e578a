//! Dwellings of an owner who died, with the heirs not entered, are served at a service centre.
//!
//! Demands: every owner is active in the person register; a record that was removed or is unknown
//! counts the same, since nobody can answer for it. Applicants are told neutrally.
//! Source: none published; Tirkeu's own.
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::{PersonStatus, Register};
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::OwnDead,
    article: Article::OwnRule,
    from: ALWAYS,
    reads: &[Register::Titles, Register::Persons],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    question.refer_if_an_owner(|owner| {
        question.facts.person(owner).is_none_or(|person| person.status != PersonStatus::Active)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::OwnDead,
            &[
                ("", "silent"),
                ("title=none", "not_judged R-TITLE"),
                ("address=unknown", "not_judged R-ADDR"),
                ("tenure=state lease=listed owners=m,i,d,org", "silent"),
                ("owners=d", "refer"),
                ("owners=a,d", "refer"),
                ("owners=x", "refer"),
                ("owners=o", "silent"),
            ],
        );
    }
}
