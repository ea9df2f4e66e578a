//! In a block of flats a flat is chosen.
//!
//! Demands: the РКА does not name the whole block.
//! Source: none published; Tirkeu's own.
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::{AddressKind, Register};
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::AddrUnit,
    article: Article::OwnRule,
    from: ALWAYS,
    reads: &[Register::Addresses],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    match question.dwelling().and_then(|dwelling| dwelling.address.is.as_ref()) {
        None => Verdict::NotJudged(RuleId::Addr),
        Some(address) => Verdict::refuse_if(address.kind == AddressKind::Block),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::AddrUnit,
            &[
                ("", "silent"),
                ("address=block", "refuse"),
                ("address=house", "silent"),
                ("address=unknown", "not_judged R-ADDR"),
            ],
        );
    }
}
