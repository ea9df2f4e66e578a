//! The address exists and is in use.
//!
//! Demands: the address register knows the РКА and counts it as actual. (A malformed РКА is refused
//! when the form is read.)
//! Source: the order of 14 November 2025 (ownership is looked up by РКА).
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::Register;
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::Addr,
    article: Article::OrderNovember2025,
    from: ALWAYS,
    reads: &[Register::Addresses],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    let address = question.dwelling().and_then(|dwelling| dwelling.address.is.as_ref());
    Verdict::refuse_if(address.is_none_or(|address| !address.actual))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::Addr,
            &[("", "silent"), ("address=unknown", "refuse"), ("address=old", "refuse")],
        );
    }
}
