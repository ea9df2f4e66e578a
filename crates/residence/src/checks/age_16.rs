//! For a subject of 14 or 15 a parent or legal representative files.
//!
//! Demands: the applicant is at least `files_self_age` years old; a tenant does not file for a
//! listed child who is younger and not their own.
//! Source: announcement of 18 November 2025 (who may apply).
//! In force: by the dated parameter `files_self_age`.

use super::{ALWAYS, Judge, Question, Rule, Verdict};
use crate::facts::{Register, Relation};
use crate::ground::{Article, RuleId};
use crate::names::Iin;

pub(super) const RULE: Rule = Rule {
    id: RuleId::Age16,
    article: Article::Announcement,
    from: ALWAYS,
    reads: &[Register::Persons],
    judge: Judge::Authority(judge),
};

const ELDERS: [Relation; 4] =
    [Relation::Parent, Relation::Guardian, Relation::Trustee, Relation::Representative];

fn judge(question: &Question<'_>) -> Verdict {
    let too_young =
        |iin: Iin| question.age(iin).is_some_and(|age| age < question.law.files_self_age);
    let only_by_lease = |subject: Iin| too_young(subject) && !question.is_tied_to(subject, &ELDERS);
    let applicant = question.application.applicant;
    let people = std::iter::once(applicant).chain(question.represented());
    question.refuse_for(
        people,
        |iin| {
            if iin == applicant { too_young(iin) } else { only_by_lease(iin) }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::Age16,
            &[
                ("", "silent"),
                ("applicant.age=15", "refuse"),
                ("applicant.age=16", "silent"),
                ("subject=15 kin=parent", "silent"),
                ("subject=15 tenure=state lease=tenant", "refuse"),
                ("subject=16 tenure=state lease=tenant", "silent"),
            ],
        );
    }
}
