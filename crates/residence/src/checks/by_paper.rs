//! Owners who cannot answer online: the counter serves them, and somebody agrees for them on paper.

use super::{Question, Verdict, params};
use crate::facts::{Holder, PersonStatus};
use crate::ground::Params;
use crate::intake::{Channel, PaperKind};
use crate::law::CounterScope;
use crate::names::Iin;

/// Why an owner cannot answer online.
const ALL: [CounterScope; 4] = [
    CounterScope::OwnerMinor,
    CounterScope::OwnerIncapable,
    CounterScope::OwnerDeceased,
    CounterScope::OwnerOrganisation,
];

impl Question<'_> {
    /// Whether the application is taken down at the counter of a service centre.
    pub(super) fn at_counter(&self) -> bool {
        self.application.channel == Channel::Counter
    }

    /// Whether an owner is somebody whom only the counter serves, for this reason.
    pub(super) fn is_served_there(&self, holder: Holder, why: CounterScope) -> bool {
        match (why, holder) {
            (CounterScope::OwnerOrganisation, Holder::Organisation(_) | Holder::Unidentified) => {
                true
            }
            (CounterScope::OwnerMinor, Holder::Person(iin)) => {
                self.age(iin).is_some_and(|age| age < self.law.adult_age)
            }
            (CounterScope::OwnerIncapable, Holder::Person(iin)) => self.is_incapable(iin),
            (CounterScope::OwnerDeceased, Holder::Person(iin)) => {
                let person = self.facts.person(iin);
                person.is_none_or(|person| person.status != PersonStatus::Active)
            }
            (_, Holder::Person(_) | Holder::Organisation(_) | Holder::Unidentified) => false,
        }
    }

    /// The owners who can answer for themselves. For the others somebody agrees by a paper.
    pub(super) fn answering(&self) -> Vec<Iin> {
        let by_paper =
            |iin: &Iin| ALL.into_iter().any(|why| self.is_served_there(Holder::Person(*iin), why));
        let owners = self.owners().into_iter();
        // Anywhere else such a dwelling is referred before anybody is asked.
        owners.filter(|owner| !self.at_counter() || !by_paper(owner)).collect()
    }

    /// The owners for whom somebody agrees by a paper, and why each.
    #[must_use]
    pub fn by_others(&self) -> Vec<(Holder, CounterScope)> {
        let holders = self.holders().unwrap_or_default();
        let of = |holder: &Holder| {
            let holder = *holder;
            ALL.into_iter()
                .filter(move |why| self.is_served_there(holder, *why))
                .map(move |why| (holder, why))
        };
        holders.iter().flat_map(of).collect()
    }

    /// Judges a rule over owners who cannot answer online: the counter serves them, with a paper of
    /// one of these kinds for each.
    pub(super) fn by_paper(&self, why: CounterScope, kinds: &[PaperKind]) -> Verdict {
        let holders = match self.holders() {
            Err(instead) => return instead,
            Ok(holders) => holders,
        };
        let such = holders.iter().filter(|holder| self.is_served_there(**holder, why));
        let mut such = such.peekable();
        if such.peek().is_none() {
            return Verdict::Silent;
        }
        if !self.at_counter() {
            return Verdict::Refer(Params::new());
        }
        let papers = &self.application.papers;
        let agreed = |holder: &Holder| {
            papers.iter().any(|paper| paper.whose == *holder && kinds.contains(&paper.kind))
        };
        match such.all(agreed) {
            true => Verdict::Ok(Params::new()),
            false => Verdict::Refuse(params([("paper", "missing".to_owned())])),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::scene::decide;

    #[test]
    fn decisions_at_the_counter() {
        for (scene, expected) in [
            ("channel=counter", "refuse R-CHANNEL"),
            ("channel=counter title=none", "refuse R-TITLE"),
            ("channel=counter registered=here", "refuse R-CHANNEL R-SAME"),
            ("channel=counter applicant.citizen=RU", "refuse R-CHANNEL"),
            ("channel=counter owners=m", "refuse R-OWN-MINOR"),
            ("channel=counter owners=m paper=m:guardianship", "approve"),
            ("channel=counter owners=m,o paper=m:guardianship", "ask o:owner"),
            ("channel=counter owners=m,o paper=m:guardianship paper=o:guardian", "ask o:owner"),
            (
                "channel=counter owners=m,i,d,org",
                "refuse R-OWN-MINOR R-OWN-INCAP R-OWN-DEAD R-OWN-ORG",
            ),
            (
                "channel=counter owners=a,m,i,d,org paper=m:guardian paper=i:guardian \
                 paper=d:heirs paper=org:organisation",
                "approve",
            ),
            ("law.online_only=no channel=counter", "ask o:owner"),
            ("law.online_only=no channel=counter applicant.citizen=RU owners=a", "approve"),
        ] {
            assert_eq!(decide(scene), expected, "{scene}");
        }
    }
}
