//! Dwellings of an organisation, or of an owner without a number, are served at a service centre.
//!
//! Demands: every owner is a person with an ИИН. Under `org_owner = "consent"` an organisation may
//! agree with the signature of its БИН certificate; until such signatures are verified here, the
//! service centre it is. Applicants are told neutrally.
//! Source: none published for the online service; Tirkeu's own.
//! In force: always.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::{Holder, Register};
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::OwnOrg,
    article: Article::OwnRule,
    from: ALWAYS,
    reads: &[Register::Titles],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    let no_person = |holder: &Holder| match holder {
        Holder::Person(_) => false,
        Holder::Organisation(_) | Holder::Unidentified => true,
    };
    match question.holders() {
        Err(instead) => instead,
        Ok(holders) => Verdict::refer_if(holders.iter().any(no_person)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::OwnOrg,
            &[
                ("", "silent"),
                ("title=none", "not_judged R-TITLE"),
                ("address=unknown", "not_judged R-ADDR"),
                ("tenure=state lease=listed owners=m,i,d,org", "silent"),
                ("owners=org", "refer"),
                ("owners=a,org", "refer"),
                ("owners=none", "refer"),
                ("owners=o", "silent"),
            ],
        );
    }
}
