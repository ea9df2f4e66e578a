//! An ИИН has twelve digits and the right check digit.
//!
//! Demands: as [`crate::names::Iin`]; a form with another text in such a field is not read.
//! Source: the rules of the number register; resolution 853 of 26 August 2013 (nothing else may be
//! read from the digits).
//! In force: always.

use super::{ALWAYS, Judge, Rule};
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::Iin,
    article: Article::NumberRegister,
    from: ALWAYS,
    reads: &[],
    judge: Judge::ByType,
};

#[cfg(test)]
mod tests {
    use crate::names::{Iin, NameError};

    #[test]
    fn cases() {
        for (text, expected) in [
            ("000000000000", None),
            ("000000000001", Some(NameError::CheckDigit)),
            ("00000000000", Some(NameError::Form)),
            ("00000000000O", Some(NameError::Form)),
        ] {
            assert_eq!(text.parse::<Iin>().err(), expected, "{text}");
        }
    }
}
