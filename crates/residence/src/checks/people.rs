//! Of several people in one application, whom a ground is about.
//!
//! The applicant named them all, so nothing is told that was not known; where there is one person alone,
//! nobody needs to be named.

use super::{Question, Verdict, params};
use crate::ground::Params;
use crate::names::Iin;

/// The parameter that names them.
pub(crate) const PEOPLE: &str = "people";

impl<'a> Question<'a> {
    /// The subjects other than the applicant.
    pub(super) fn represented(&self) -> impl Iterator<Item = Iin> + use<'a> {
        let applicant = self.application.applicant;
        self.application.subjects.iter().copied().filter(move |subject| *subject != applicant)
    }

    /// Refuses for those of these people of whom it is so.
    pub(super) fn refuse_for(
        &self,
        people: impl Iterator<Item = Iin>,
        is: impl Fn(Iin) -> bool,
    ) -> Verdict {
        self.concerned(people, is).map_or(Verdict::Silent, Verdict::Refuse)
    }

    /// Refers to a service centre for those of these people of whom it is so.
    pub(super) fn refer_for(
        &self,
        people: impl Iterator<Item = Iin>,
        is: impl Fn(Iin) -> bool,
    ) -> Verdict {
        self.concerned(people, is).map_or(Verdict::Silent, Verdict::Refer)
    }

    /// Who of these it is so of, as a ground names them; `None` where it is nobody.
    pub(super) fn concerned(
        &self,
        people: impl Iterator<Item = Iin>,
        is: impl Fn(Iin) -> bool,
    ) -> Option<Params> {
        let found: Vec<String> = people.filter(|iin| is(*iin)).map(|iin| iin.to_string()).collect();
        if found.is_empty() {
            return None;
        }
        let alone = self.application.people().count() == 1;
        Some(if alone { Params::new() } else { params([(PEOPLE, found.join(", "))]) })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::checks::scene::judgement;
    use crate::ground::RuleId;

    fn named(words: &str) -> BTreeMap<RuleId, usize> {
        let grounds = judgement(words).findings.into_iter();
        let named = grounds.filter_map(|finding| {
            Some((finding.rule, finding.params.get("people")?.split(", ").count()))
        });
        named.collect()
    }

    #[test]
    fn whoever_is_alone_is_not_named() {
        assert!(named("subject=13 kin=parent").is_empty());
        assert!(named("registered=here").is_empty());
    }

    #[test]
    fn of_several_those_are_named_of_whom_it_is_so() {
        assert_eq!(named("child=5 registered=here"), BTreeMap::from([(RuleId::Same, 1)]));
    }
}
