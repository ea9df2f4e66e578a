//! A party without a usable number answers in the portal.
//!
//! Demands: nothing; a number is not usable when there is none in the mobile base, when it was bound
//! less than `phone_settle` ago, or when the applicant has the same one. The request is open in the
//! portal for `no_phone_window`.
//! Source: none published; Tirkeu's own.
//! In force: by the dated parameters `phone_settle` and `no_phone_window`.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::consent::{Party, Route};
use crate::facts::Register;
use crate::ground::{Article, RuleId};

pub(super) const RULE: Rule = Rule {
    id: RuleId::OwnPhone,
    article: Article::OwnRule,
    from: ALWAYS,
    reads: &[Register::Phones],
    judge: Judge::Consent(judge),
};

fn judge(_question: &Question<'_>, asked: &[Party]) -> Verdict {
    let portal_only = asked.iter().filter(|party| matches!(party.route, Route::Portal(_)));
    let parties: Vec<_> = portal_only.map(|party| (party.iin, party.role)).collect();
    if parties.is_empty() { Verdict::Silent } else { Verdict::Ask(parties) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::OwnPhone,
            &[
                ("owners=o", "silent"),
                ("owners=o o.phone=none", "ask o:owner"),
                ("owners=o o.phone=fresh", "ask o:owner"),
                ("owners=o o.phone=shared", "ask o:owner"),
                ("owners=o,p o.phone=none", "ask o:owner"),
                ("owners=a", "silent"),
                ("owners=a child=5 other_parent=there q.phone=none", "ask q:other_parent"),
            ],
        );
    }
}
