//! The applicant may act for the subject.
//!
//! Demands: the applicant is the subject, or their parent, guardian, trustee or representative on
//! record, or the tenant of the lease that lists them; children who come along are the applicant's
//! and under 14. Whoever has no link is told this alone, whoever the subject may be.
//! Source: announcement of 18 November 2025 (who may apply).
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::{Register, Relation};
use crate::ground::{Article, RuleId};
use crate::names::Iin;

pub(super) const RULE: Rule = Rule {
    id: RuleId::Rep,
    article: Article::Announcement,
    from: ALWAYS,
    reads: &[Register::Kin, Register::Leases],
    judge: Judge::Authority(judge),
};

const LINKS: [Relation; 4] =
    [Relation::Parent, Relation::Guardian, Relation::Trustee, Relation::Representative];

fn judge(question: &Question<'_>) -> Verdict {
    let no_link =
        |subject: Iin| !question.is_tied_to(subject, &LINKS) && !question.is_tenant_for(subject);
    let no_child = |child: Iin| {
        let grown = question.age(child).is_none_or(|age| age >= question.law.subject_min_age);
        grown || !question.is_tied_to(child, &LINKS)
    };
    let children = &question.application.children;
    let represented = question.represented();
    question.refuse_for(represented.chain(children.iter().copied()), |iin| {
        if children.contains(&iin) { no_child(iin) } else { no_link(iin) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::Rep,
            &[
                ("", "silent"),
                ("subject=15", "refuse"),
                ("subject=15 kin=parent", "silent"),
                ("subject=40", "refuse"),
                ("subject=40 kin=guardian", "silent"),
                ("subject=40 kin=guardian kin.ended", "refuse"),
                ("subject=40 kin=spouse", "refuse"),
                ("subject=40 subject.unknown", "refuse"),
                ("subject=40 subject.status=deceased", "refuse"),
                ("subject=40 tenure=state lease=tenant", "silent"),
                ("subject=40 tenure=state lease=listed", "refuse"),
                ("subject=40 tenure=state lease=ended_tenant", "refuse"),
                ("child=5", "silent"),
                ("child=5 child.stranger", "refuse"),
                ("child=14", "refuse"),
            ],
        );
    }
}
