//! The living-space norm at this territory holds after the registration.
//!
//! Demands: people registered (permanently or temporarily) and all entrants of this application who
//! are not exempt are at most ⌊area / norm⌋. Exempt are the owners, their spouses, relatives and
//! wards, and full-time students; where nobody but exempt people enters, the norm asks nothing. State
//! rental housing goes by its lease alone.
//! Source: Law on population migration, article 51; decision of the Astana council of 26 December
//! 2025. The formula is Tirkeu's reading of them.
//! In force: by the dated `[[norm]]` of the territory.

use super::{ALWAYS, Judge, Question, Rule, Verdict, params};
use crate::facts::{Register, Relation};
use crate::ground::{Article, RuleId};
use crate::names::Iin;

pub(super) const RULE: Rule = Rule {
    id: RuleId::Norm,
    article: Article::Migration51,
    from: ALWAYS,
    reads: &[Register::Titles, Register::Registrations, Register::Kin],
    judge: Judge::State(judge),
};

fn judge(question: &Question<'_>) -> Verdict {
    if let Err(instead) = question.holders() {
        return instead;
    }
    let Some(dwelling) = question.dwelling() else { return Verdict::NotJudged(RuleId::Addr) };
    let kato = dwelling.address.is.as_ref().map(|address| address.kato);
    let Some(norm) = kato.and_then(|kato| question.law.norm_at(kato)) else {
        return Verdict::Silent;
    };
    let registered = &dwelling.registered.is;
    let enters = |iin: &Iin| !registered.contains(iin) && !is_exempt(question, *iin);
    let entrants = question.application.people().filter(enters).count();
    let hundredths = dwelling.title.is.as_ref().map_or(0, |title| title.area_hundredths);
    let each = norm.square_metres.saturating_mul(100).max(1);
    let room = usize::try_from(hundredths / each).unwrap_or(usize::MAX);
    let after = registered.len() + entrants;
    if entrants == 0 || after <= room {
        return Verdict::Silent;
    }
    Verdict::Refuse(params([
        ("area", format!("{}.{:02}", hundredths / 100, hundredths % 100)),
        ("norm", norm.square_metres.to_string()),
        ("room", room.to_string()),
        ("after", after.to_string()),
    ]))
}

/// Who may be to an owner what an owner may be to a ward: an owner's own representative is neither
/// relative nor ward.
const NO_KIN: [Relation; 3] = [Relation::Guardian, Relation::Trustee, Relation::Representative];

fn is_exempt(question: &Question<'_>, iin: Iin) -> bool {
    let student = question.facts.person(iin).is_some_and(|person| person.full_time_student);
    let today = question.today();
    let with_owner = |owner: Iin| {
        owner == iin
            || question.facts.ties(owner, iin, today).next().is_some()
            || question.facts.ties(iin, owner, today).any(|tie| !NO_KIN.contains(&tie))
    };
    student || question.owners().into_iter().any(with_owner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::check;

    #[test]
    fn cases() {
        check(
            RuleId::Norm,
            &[
                ("", "silent"),
                ("norm=15 area=30 residents=1", "silent"),
                ("norm=15 area=30 residents=2", "refuse"),
                ("norm=15 area=29.99 residents=1", "refuse"),
                ("area=30 residents=9", "silent"),
                ("norm=15 area=30 residents=2 owners=a", "silent"),
                ("norm=15 area=30 residents=2 student", "silent"),
                ("norm=15 area=30 residents=2 owner_is=spouse", "silent"),
                ("norm=15 area=30 residents=2 owner_is=representative", "silent"),
                ("norm=15 area=30 residents=2 owner_has=parent", "silent"),
                ("norm=15 area=30 residents=2 owner_has=representative", "refuse"),
                ("norm=15 area=30 residents=1 child=5", "refuse"),
                ("norm=15 area=30 residents=2 registered=here_temporary", "silent"),
                ("norm=15 title=none", "not_judged R-TITLE"),
            ],
        );
    }
}
