//! Who must agree is, at the decision, still who was asked.
//!
//! Demands: the owners who must agree now are just those who were asked as owners, and nobody else
//! has come to be needed.
//! Source: none published; Tirkeu's own.
//! In force: always.

use std::collections::BTreeSet;

use super::{ALWAYS, Judge, Rule};
use crate::consent::{Party, Role};
use crate::facts::Register;
use crate::ground::{Article, RuleId};
use crate::names::Iin;

pub(super) const RULE: Rule = Rule {
    id: RuleId::ConChg,
    article: Article::OwnRule,
    from: ALWAYS,
    reads: &[Register::Titles],
    judge: Judge::AtDecision(judge),
};

fn judge(asked: &[Party], needed: &[Party]) -> bool {
    let all = |parties: &[Party]| parties.iter().map(|p| p.iin).collect::<BTreeSet<Iin>>();
    let owners = |parties: &[Party]| {
        let owner = |p: &&Party| matches!(p.role, Role::Owner | Role::CoOwner);
        parties.iter().filter(owner).map(|p| p.iin).collect::<BTreeSet<Iin>>()
    };
    owners(asked) != owners(needed) || !all(needed).is_subset(&all(asked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::parties;

    #[test]
    fn cases() {
        for (asked, needed, changed) in [
            ("o:owner", "o:owner", false),
            ("o:owner", "p:owner", true),
            ("o:owner", "o:owner p:owner", true),
            ("o:owner p:owner", "o:owner", true),
            ("o:owner q:other_parent", "o:owner", false),
            ("o:owner", "o:owner q:other_parent", true),
            ("", "", false),
            ("", "o:owner", true),
        ] {
            assert_eq!(judge(&parties(asked), &parties(needed)), changed, "{asked} / {needed}");
        }
    }
}
