//! State rental housing: the lease is in force.
//!
//! Demands: where there is a lease on record, one that holds on the day of the facts.
//! Source: none published; Tirkeu's own.
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::Register;
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::RentEnd,
    article: Article::OwnRule,
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
            let lease = question.facts.lease_on(today);
            Verdict::refuse_if(lease.is_some_and(|lease| !lease.in_force_on(today)))
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
            RuleId::RentEnd,
            &[
                ("", "silent"),
                ("tenure=state lease=listed", "silent"),
                ("tenure=state lease=ended", "refuse"),
                ("tenure=state lease=none", "silent"),
                ("title=none lease=ended", "refuse"),
                ("lease=ended owners=o", "silent"),
                ("lease=listed owners=o", "silent"),
                ("address=unknown", "not_judged R-ADDR"),
            ],
        );
    }
}
