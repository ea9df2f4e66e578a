//! A temporary registration is for 1 to 12 months.
//!
//! Demands: a term within `temporary_months`.
//! Source: Population Registration Rules (the form offers 1–12 months).
//! In force: by the dated parameter `temporary_months`.

use super::{ALWAYS, Judge, Rule};
use crate::ground::{Article, RuleId};
use crate::intake::{Application, FieldError};
use crate::law::Law;

pub(super) const RULE: Rule = Rule {
    id: RuleId::Temp,
    article: Article::Rules677,
    from: ALWAYS,
    reads: &[],
    judge: Judge::AtDraft(judge),
};

fn judge(application: &Application, law: &Law) -> Option<FieldError> {
    let allowed = law.temporary_months.min..=law.temporary_months.max;
    let outside = application.months.is_some_and(|months| !allowed.contains(&months));
    outside.then(|| FieldError { field: "months".into(), code: "term", rule: Some(RuleId::Temp) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::Scene;

    #[test]
    fn cases() {
        for (months, refuses) in
            [(None, false), (Some(0), true), (Some(1), false), (Some(12), false), (Some(13), true)]
        {
            let mut scene = Scene::read("");
            scene.application.months = months;
            assert_eq!(judge(&scene.application, &scene.law).is_some(), refuses, "{months:?}");
        }
    }
}
