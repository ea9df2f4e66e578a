//! State rental housing: listed, and the lease in force.
//!
//! Demands: nothing more; the tenant is told at once, and the state as owner is not asked.
//! Source: announcement of 18 November 2025.
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::Register;
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::RentIn,
    article: Article::Announcement,
    from: ALWAYS,
    reads: &[Register::Leases],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    match question.is_state_rental() {
        None => Verdict::NotJudged(RuleId::Addr),
        Some(false) => Verdict::Silent,
        Some(true) => {
            let today = question.today();
            let people = &question.application.subjects;
            let lease = question.facts.lease_on(today);
            Verdict::ok_if(lease.is_some_and(|lease| {
                lease.in_force_on(today) && people.iter().all(|iin| lease.lists(*iin))
            }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::RentIn,
            &[
                ("", "silent"),
                ("tenure=state lease=listed", "ok"),
                ("tenure=state lease=ended", "silent"),
                ("tenure=state lease=unlisted", "silent"),
                ("address=unknown", "not_judged R-ADDR"),
            ],
        );
    }
}
