//! An owner has switched on "always refuse".
//!
//! Demands: no owner has locked the dwelling. The lock does not bind co-owners who file for
//! themselves, nor an owner's children under age.
//! Source: none published; Tirkeu's own.
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::{Register, Relation};
use crate::ground::{Article, RuleId};
use crate::names::Iin;

pub(super) const RULE: Rule = Rule {
    id: RuleId::OwnLock,
    article: Article::OwnRule,
    from: ALWAYS,
    reads: &[Register::Titles, Register::Locks, Register::Kin],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    if let Err(instead) = question.holders() {
        return instead;
    }
    let owners = question.owners();
    let locks = question.dwelling().map(|d| d.locks.is.as_slice()).unwrap_or_default();
    let locked = owners.iter().any(|owner| locks.contains(owner));
    let minor_child = |iin: Iin| {
        question.age(iin).is_some_and(|age| age < question.law.adult_age)
            && owners.iter().any(|owner| {
                question.facts.ties(*owner, iin, question.today()).any(|t| t == Relation::Parent)
            })
    };
    let bound = |iin: Iin| !owners.contains(&iin) && !minor_child(iin);
    Verdict::refuse_if(locked && question.application.people().any(bound))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::OwnLock,
            &[
                ("", "silent"),
                ("title=none", "not_judged R-TITLE"),
                ("owners=o lock=o", "refuse"),
                ("owners=o lock=p", "silent"),
                ("owners=a,o lock=o", "silent"),
                ("owners=a,o lock=o subject=15 kin=parent", "silent"),
                ("owners=a,o lock=o subject=40 kin=guardian", "refuse"),
                ("owners=o lock=o subject=15 kin=parent", "refuse"),
            ],
        );
    }
}
