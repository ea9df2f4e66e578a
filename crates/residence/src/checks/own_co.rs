//! The applicant is one of several owners: the others agree.
//!
//! Demands: the yes of every other owner (`co_owners = "all"`), or nobody's
//! (`"none_if_applicant_owns"`): sources differ.
//! Source: the order of 14 November 2025; official cards of the service.
//! In force: by the dated parameter `co_owners`.

use super::{ALWAYS, Judge, Question, Role, Rule, Verdict};
use crate::consent::Party;
use crate::facts::Register;
use crate::ground::{Article, RuleId};
use crate::law::CoOwners;

pub(super) const RULE: Rule = Rule {
    id: RuleId::OwnCo,
    article: Article::OrderNovember2025,
    from: ALWAYS,
    reads: &[Register::Titles],
    judge: Judge::Consent(judge),
};

fn judge(question: &Question<'_>, _asked: &[Party]) -> Verdict {
    let applicant = question.application.applicant;
    let owners = question.owners();
    let answering = question.answering();
    let others: Vec<_> = answering.into_iter().filter(|owner| *owner != applicant).collect();
    if !owners.contains(&applicant) || others.is_empty() {
        return Verdict::Silent;
    }
    match question.law.co_owners {
        CoOwners::NoneIfApplicantOwns => Verdict::ok_if(true),
        CoOwners::All => {
            Verdict::Ask(others.into_iter().map(|owner| (owner, Role::CoOwner)).collect())
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
            RuleId::OwnCo,
            &[
                ("owners=a,o", "ask o:co_owner"),
                ("owners=a,o,p", "ask o:co_owner p:co_owner"),
                ("owners=a", "silent"),
                ("owners=o", "silent"),
                ("owners=a,o law.co_owners=none_if_applicant_owns", "ok"),
                ("channel=counter owners=a,o,m paper=m:guardian", "ask o:co_owner"),
                ("channel=counter owners=a,m paper=m:guardian", "silent"),
                ("tenure=state lease=listed owners=o", "silent"),
            ],
        );
    }
}
