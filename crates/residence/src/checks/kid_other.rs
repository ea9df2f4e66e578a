//! A child who would leave the other parent moves with that parent's yes.
//!
//! Demands: for each child who comes along, and each subject of 14 or 15, the yes of a parent who is
//! registered where the child is and does not move with it (`second_parent = "ask"`), or that this
//! parent is told (`"tell"`).
//! Source: Civil Code, article 16; the question is Tirkeu's own.
//! In force: by the dated parameter `second_parent`.

use std::collections::BTreeSet;

use super::{ALWAYS, Judge, Question, Role, Rule, Verdict};
use crate::consent::Party;
use crate::facts::{PersonStatus, Register, Relation};
use crate::ground::{Article, RuleId};
use crate::law::AskOrTell;
use crate::names::Iin;
use crate::registration::Kind;

pub(super) const RULE: Rule = Rule {
    id: RuleId::KidOther,
    article: Article::CivilCode16,
    from: ALWAYS,
    reads: &[Register::Kin, Register::Registrations],
    judge: Judge::Consent(judge),
};

fn judge(question: &Question<'_>, _asked: &[Party]) -> Verdict {
    let application = question.application;
    let young = |iin: &Iin| question.age(*iin).is_some_and(|age| age < question.law.files_self_age);
    let children = application.children.iter().copied();
    let parents: BTreeSet<Iin> = children
        .chain(question.represented().filter(young))
        .flat_map(|child| left_behind(question, child))
        .collect();
    match question.law.second_parent {
        _ if parents.is_empty() => Verdict::Silent,
        AskOrTell::Tell => Verdict::ok_if(true),
        AskOrTell::Ask => {
            Verdict::Ask(parents.into_iter().map(|iin| (iin, Role::OtherParent)).collect())
        }
    }
}

/// The living parents who stay where the child is registered now.
fn left_behind(question: &Question<'_>, child: Iin) -> Vec<Iin> {
    let application = question.application;
    let home = |iin: Iin| {
        let entries = question.facts.registrations(iin);
        entries.iter().find(|e| e.kind == Kind::Permanent).map(|e| e.rka)
    };
    let active = |iin: Iin| {
        question.facts.person(iin).is_some_and(|person| person.status == PersonStatus::Active)
    };
    let Some(here) = home(child).filter(|here| *here != application.rka) else {
        return Vec::new();
    };
    let parents = question.facts.kin.is.iter().filter(|kin| {
        kin.of == child && kin.relation == Relation::Parent && kin.holds_on(question.today())
    });
    parents
        .map(|kin| kin.iin)
        .filter(|parent| *parent != application.applicant)
        .filter(|parent| !application.subjects.contains(parent))
        .filter(|parent| active(*parent) && home(*parent) == Some(here))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::KidOther,
            &[
                ("owners=a", "silent"),
                ("owners=a child=5", "silent"),
                ("owners=a child=5 other_parent=there", "ask q:other_parent"),
                ("owners=a child=5 other_parent=elsewhere", "silent"),
                ("owners=a subject=15 kin=parent other_parent=there", "ask q:other_parent"),
                ("owners=a subject=15 kin=parent other_parent=dead", "silent"),
                ("owners=a subject=15 kin=parent other_parent=there law.second_parent=tell", "ok"),
                (
                    "owners=a subject=16 kin=guardian subject.capacity=incapable other_parent=there",
                    "silent",
                ),
            ],
        );
    }
}
