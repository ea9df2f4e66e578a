//! Dwellings with an incapable or partially capable owner are served at a service centre.
//!
//! Demands: no court decision on the capacity of an owner is in force. Applicants are told neutrally.
//! At the counter a paper of the guardian, trustee or guardianship authority of each stands beside the
//! application.
//! Source: announcement of 18 November 2025 (counter only).
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::Register;
use crate::ground::{Article, RuleId};
use crate::intake::PaperKind;
use crate::law::CounterScope;

pub(super) const RULE: Rule = Rule {
    id: RuleId::OwnIncap,
    article: Article::Announcement,
    from: ALWAYS,
    reads: &[Register::Titles, Register::Capacity],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    question.by_paper(CounterScope::OwnerIncapable, &[PaperKind::Guardian, PaperKind::Guardianship])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::OwnIncap,
            &[
                ("", "silent"),
                ("title=none", "not_judged R-TITLE"),
                ("address=unknown", "not_judged R-ADDR"),
                ("tenure=state lease=listed owners=m,i,d,org", "silent"),
                ("owners=i", "refer"),
                ("owners=a,i", "refer"),
                ("owners=o", "silent"),
                ("channel=counter owners=o", "silent"),
                ("channel=counter owners=i", "refuse"),
                ("channel=counter owners=o,i paper=o:guardianship", "refuse"),
                ("channel=counter owners=i paper=i:organisation", "refuse"),
                ("channel=counter owners=i paper=i:guardianship", "ok"),
                ("owners=i paper=i:guardianship", "refer"),
            ],
        );
    }
}
