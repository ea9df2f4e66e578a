//! The signature or one-time password is valid and the applicant's own.
//!
//! Demands: a proof that belongs to the person of the session, not expired, not used before.
//! Source: announcement of 18 November 2025 (signing by ЭЦП or one-time SMS password).
//! In force: always.

use super::{ALWAYS, Judge, Rule, Signing};
use crate::ground::{Article, Params, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::Sign,
    article: Article::Announcement,
    from: ALWAYS,
    reads: &[],
    judge: Judge::AtSigning(judge),
};

fn judge(signing: &Signing) -> Option<Params> {
    (signing.signer != Some(signing.applicant)).then(Params::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::signing;

    #[test]
    fn cases() {
        for (words, speaks) in [("", false), ("nobody", true), ("stranger", true), ("eds", false)] {
            assert_eq!(judge(&signing(words)).is_some(), speaks, "{words}");
        }
    }
}
