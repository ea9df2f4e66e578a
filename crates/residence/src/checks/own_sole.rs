//! The applicant is the only owner: nobody else is asked.
//!
//! Demands: nothing more.
//! Source: announcement of 18 November 2025.
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::{Holder, Register};
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::OwnSole,
    article: Article::Announcement,
    from: ALWAYS,
    reads: &[Register::Titles],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    match question.holders() {
        Err(instead) => instead,
        Ok(holders) => Verdict::ok_if(holders == [Holder::Person(question.application.applicant)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::OwnSole,
            &[
                ("", "silent"),
                ("owners=a", "ok"),
                ("owners=a,o", "silent"),
                ("title=none", "not_judged R-TITLE"),
                ("tenure=state lease=listed", "silent"),
            ],
        );
    }
}
