//! Dwellings of an organisation, or of an owner without a number, are served at a service centre.
//!
//! Demands: every owner is a person with an ИИН. Under `org_owner = "consent"` an organisation may
//! agree with the signature of its БИН certificate; until such signatures are verified here, the
//! service centre it is. Applicants are told neutrally.
//! At the counter a paper of each organisation stands beside the application.
//! Source: none published for the online service; Tirkeu's own.
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::Register;
use crate::ground::{Article, RuleId};
use crate::intake::PaperKind;
use crate::law::CounterScope;

pub(super) const RULE: Rule = Rule {
    id: RuleId::OwnOrg,
    article: Article::OwnRule,
    from: ALWAYS,
    reads: &[Register::Titles],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    question.by_paper(CounterScope::OwnerOrganisation, &[PaperKind::Organisation])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::OwnOrg,
            &[
                ("", "silent"),
                ("title=none", "not_judged R-TITLE"),
                ("address=unknown", "not_judged R-ADDR"),
                ("tenure=state lease=listed owners=m,i,d,org", "silent"),
                ("owners=org", "refer"),
                ("owners=a,org", "refer"),
                ("owners=none", "refer"),
                ("owners=o", "silent"),
                ("channel=counter owners=o", "silent"),
                ("channel=counter owners=org", "refuse"),
                ("channel=counter owners=o,org paper=o:organisation", "refuse"),
                ("channel=counter owners=org paper=org:guardian", "refuse"),
                ("channel=counter owners=org paper=org:organisation", "ok"),
                ("owners=org paper=org:organisation", "refer"),
            ],
        );
    }
}
