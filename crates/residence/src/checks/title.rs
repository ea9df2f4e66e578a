//! There is a title on record and the building was commissioned.
//!
//! Demands: a right of ownership in the title register and a commissioned building. The text names
//! the papers and the office that mends it.
//! Source: Population Registration Rules (buildings without title documents are not registrable).
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::{Register, Title};
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::Title,
    article: Article::Rules677,
    from: ALWAYS,
    reads: &[Register::Titles],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    match question.is_state_rental() {
        None => Verdict::NotJudged(RuleId::Addr),
        Some(true) => Verdict::Silent,
        Some(false) => {
            let title = question.dwelling().and_then(|dwelling| dwelling.title.is.as_ref());
            let good = |title: &Title| title.commissioned && !title.holders.is_empty();
            Verdict::refuse_if(!title.is_some_and(good))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::Title,
            &[
                ("", "silent"),
                ("title=none", "refuse"),
                ("title=uncommissioned", "refuse"),
                ("owners=", "refuse"),
                ("tenure=state lease=listed title=none", "silent"),
                ("address=unknown", "not_judged R-ADDR"),
            ],
        );
    }
}
