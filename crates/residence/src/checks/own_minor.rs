//! Dwellings with an owner or co-owner under age are served at a service centre.
//!
//! Demands: every owner is at least `adult_age` years old at the signing. Applicants are told
//! neutrally: the reason is for owners and the counter only. At the counter a paper of the parent,
//! guardian, trustee or guardianship authority of each stands beside the application.
//! Source: announcement of 18 November 2025 (counter only).
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::Register;
use crate::ground::{Article, RuleId};
use crate::intake::PaperKind;
use crate::law::CounterScope;

pub(super) const RULE: Rule = Rule {
    id: RuleId::OwnMinor,
    article: Article::Announcement,
    from: ALWAYS,
    reads: &[Register::Titles, Register::Persons],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    question.by_paper(CounterScope::OwnerMinor, &[PaperKind::Guardian, PaperKind::Guardianship])
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
                ("channel=counter owners=o", "silent"),
                ("channel=counter owners=m", "refuse"),
                ("channel=counter owners=o,m paper=o:guardian", "refuse"),
                ("channel=counter owners=m paper=m:heirs", "refuse"),
                ("channel=counter owners=m paper=m:guardian", "ok"),
                ("owners=m paper=m:guardian", "refer"),
                ("applicant.age=17 owners=a", "refer"),
            ],
        );
    }
}
