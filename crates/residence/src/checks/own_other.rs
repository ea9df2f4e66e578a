//! The applicant is not an owner: every owner agrees.
//!
//! Demands: the yes of each owner, within the hour from the receipt of the question.
//! Source: announcement of 18 November 2025; the order of 14 November 2025.
//! In force: always.

use super::{ALWAYS, Judge, Question, Role, Rule, Verdict};
use crate::consent::Party;
use crate::facts::Register;
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::OwnOther,
    article: Article::Announcement,
    from: ALWAYS,
    reads: &[Register::Titles],
    judge: Judge::Consent(judge),
};

fn judge(question: &Question<'_>, _asked: &[Party]) -> Verdict {
    let owners = question.owners();
    if owners.is_empty() || owners.contains(&question.application.applicant) {
        return Verdict::Silent;
    }
    let answering = question.answering();
    if answering.is_empty() {
        return Verdict::Silent;
    }
    Verdict::Ask(answering.into_iter().map(|owner| (owner, Role::Owner)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::OwnOther,
            &[
                ("owners=o", "ask o:owner"),
                ("owners=o,p", "ask o:owner p:owner"),
                ("owners=a", "silent"),
                ("owners=a,o", "silent"),
                ("channel=counter owners=o,m,d paper=m:guardian paper=d:heirs", "ask o:owner"),
                ("channel=counter owners=m,d paper=m:guardian paper=d:heirs", "silent"),
                ("tenure=state lease=listed owners=o", "silent"),
                ("subject=15 kin=parent owners=s,o", "ask o:owner s:owner"),
            ],
        );
    }
}
