//! Dwellings of an owner who died, with the heirs not entered, are served at a service centre.
//!
//! Demands: every owner is active in the person register; a record that was removed or is unknown
//! counts the same, since nobody can answer for it. Applicants are told neutrally.
//! At the counter a paper of the heirs of each stands beside the application.
//! Source: none published; Tirkeu's own.
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::Register;
use crate::ground::{Article, RuleId};
use crate::intake::PaperKind;
use crate::law::CounterScope;

pub(super) const RULE: Rule = Rule {
    id: RuleId::OwnDead,
    article: Article::OwnRule,
    from: ALWAYS,
    reads: &[Register::Titles, Register::Persons],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    question.by_paper(CounterScope::OwnerDeceased, &[PaperKind::Heirs])
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
                ("channel=counter owners=o", "silent"),
                ("channel=counter owners=d", "refuse"),
                ("channel=counter owners=o,d paper=o:heirs", "refuse"),
                ("channel=counter owners=d paper=d:guardian", "refuse"),
                ("channel=counter owners=d paper=d:heirs", "ok"),
                ("owners=d paper=d:heirs", "refer"),
            ],
        );
    }
}
