//! State rental housing: a listed person whom the tenant registers agrees first.
//!
//! Demands: where the tenant files for a listed person of 16 or over, that person's yes
//! (`rent_for = "ask"`), or that they are told (`"tell"`).
//! Source: announcement of 18 November 2025 (the tenant may register listed persons); the question
//! to that person is Tirkeu's own.
//! In force: by the dated parameter `rent_for`.

use super::{ALWAYS, Judge, Question, Role, Rule, Verdict};
use crate::facts::Register;
use crate::ground::{Article, RuleId};
use crate::law::AskOrTell;
use crate::names::Iin;

pub(super) const RULE: Rule = Rule {
    id: RuleId::RentFor,
    article: Article::Announcement,
    from: ALWAYS,
    reads: &[Register::Leases, Register::Persons],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    let grown_up = |subject: &Iin| {
        question.is_tenant_for(*subject)
            && !question.is_incapable(*subject)
            && question.age(*subject).is_some_and(|age| age >= question.law.files_self_age)
    };
    let listed: Vec<Iin> = match question.is_state_rental() {
        None => return Verdict::NotJudged(RuleId::Addr),
        Some(false) => return Verdict::Silent,
        Some(true) => question.represented().filter(grown_up).collect(),
    };
    match question.law.rent_for {
        _ if listed.is_empty() => Verdict::Silent,
        AskOrTell::Tell => Verdict::ok_if(true),
        AskOrTell::Ask => {
            Verdict::Ask(listed.into_iter().map(|iin| (iin, Role::ListedPerson)).collect())
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
            RuleId::RentFor,
            &[
                ("", "silent"),
                ("subject=40 tenure=state lease=tenant", "ask s:listed_person"),
                ("subject=40 tenure=state lease=tenant law.rent_for=tell", "ok"),
                ("tenure=state lease=self_tenant", "silent"),
                ("subject=15 kin=parent tenure=state lease=tenant", "silent"),
                ("address=unknown", "not_judged R-ADDR"),
            ],
        );
    }
}
