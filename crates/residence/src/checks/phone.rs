//! Whoever signs by SMS has a number in the mobile base (АМБ / БМГ).
//!
//! Demands: a number bound to the applicant; the text says how to bind one.
//! Source: announcement of 18 November 2025; order 58 of 2016 (V1600013195).
//! In force: always.

use super::{ALWAYS, Judge, Rule, Signing};
use crate::ground::{Article, Params, RuleId};
use crate::law::SignMethod;

pub(super) const RULE: Rule = Rule {
    id: RuleId::Phone,
    article: Article::MobileBase,
    from: ALWAYS,
    reads: &[],
    judge: Judge::AtSigning(judge),
};

fn judge(signing: &Signing) -> Option<Params> {
    (signing.method == SignMethod::Sms && !signing.has_phone).then(Params::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::signing;

    #[test]
    fn cases() {
        for (words, speaks) in [("", false), ("no_phone", true), ("no_phone eds", false)] {
            assert_eq!(judge(&signing(words)).is_some(), speaks, "{words}");
        }
    }
}
