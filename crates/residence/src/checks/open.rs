//! One open application a subject.
//!
//! Demands: no other application that is signed and not yet decided holds one of the subjects or
//! children. The store holds this by a constraint as well, so that two signings at once cannot both
//! pass.
//! Source: none published; Tirkeu's own.
//! In force: always.

use super::{ALWAYS, Judge, Rule, Signing, params};
use crate::ground::{Article, Params, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::Open,
    article: Article::OwnRule,
    from: ALWAYS,
    reads: &[],
    judge: Judge::AtSigning(judge),
};

fn judge(signing: &Signing) -> Option<Params> {
    signing.open.map(|number| params([("number", number.to_string())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::signing;

    #[test]
    fn cases() {
        for (words, speaks) in [("", false), ("open", true)] {
            assert_eq!(judge(&signing(words)).is_some(), speaks, "{words}");
        }
    }
}
