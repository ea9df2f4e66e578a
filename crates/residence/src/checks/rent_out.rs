//! State rental housing: applicant and subjects are listed in the lease.
//!
//! Demands: a lease that names each of them; the tenant counts as listed. The text names the housing
//! office that mends the lease.
//! Source: announcement of 18 November 2025 (who is not listed is refused automatically).
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict, params};
use crate::facts::Register;
use crate::ground::{Article, RuleId};
use crate::names::Iin;

pub(super) const RULE: Rule = Rule {
    id: RuleId::RentOut,
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
            let application = question.application;
            let lease = question.facts.lease_on(question.today());
            let listed = |iin: Iin| lease.is_some_and(|lease| lease.lists(iin));
            let people = std::iter::once(application.applicant).chain(question.represented());
            let Some(people) = question.concerned(people, |iin| !listed(iin)) else {
                return Verdict::Silent;
            };
            let office = lease.map(|lease| lease.housing_office.clone()).unwrap_or_default();
            let mut named = params([("office", office)]);
            named.extend(people);
            Verdict::Refuse(named)
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
            RuleId::RentOut,
            &[
                ("", "silent"),
                ("tenure=state lease=listed", "silent"),
                ("tenure=state lease=self_tenant", "silent"),
                ("tenure=state lease=unlisted", "refuse"),
                ("tenure=state lease=none", "refuse"),
                ("tenure=state lease=ended", "silent"),
                ("lease=unlisted owners=o", "refuse"),
                ("lease=ended_unlisted owners=o", "silent"),
                ("address=unknown", "not_judged R-ADDR"),
            ],
        );
    }
}
