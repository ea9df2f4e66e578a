//! The premises are meant for living.
//!
//! Demands: a use for living in the address register; a bare plot of land is not one.
//! Source: the order of 14 November 2025 (list of premises).
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::{AddressKind, Register};
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::AddrUse,
    article: Article::OrderNovember2025,
    from: ALWAYS,
    reads: &[Register::Addresses],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    match question.dwelling().and_then(|dwelling| dwelling.address.is.as_ref()) {
        None => Verdict::NotJudged(RuleId::Addr),
        Some(address) => Verdict::refuse_if(!address.living || address.kind == AddressKind::Plot),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::AddrUse,
            &[
                ("", "silent"),
                ("address=not_living", "refuse"),
                ("address=plot", "refuse"),
                ("address=unknown", "not_judged R-ADDR"),
            ],
        );
    }
}
