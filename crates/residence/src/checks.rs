//! The rules, in the order in which they are judged and their grounds are listed.
//!
//! One rule, one file: what it demands, the article it rests on, since when, the function, and a
//! table of cases. Adding a rule is a file and two lines here. Three stages: *authority* (may this
//! person file this at all; if not, nothing else is read), the *state of things* (all grounds are
//! collected), *consent* (nobody is asked while anything refuses or refers).

mod addr;
mod addr_unit;
mod addr_use;
mod age_14;
mod age_16;
mod applicant;
mod by_paper;
mod channel;
mod citizen;
mod con_chg;
mod con_no;
mod con_reach;
mod con_time;
mod der_event;
mod iin;
mod kid_other;
mod late;
mod norm;
mod open;
mod own_co;
mod own_dead;
mod own_incap;
mod own_lock;
mod own_minor;
mod own_org;
mod own_other;
mod own_phone;
mod own_sole;
mod people;
mod person;
mod phone;
mod rent_end;
mod rent_for;
mod rent_in;
mod rent_out;
mod rep;
mod same;
#[cfg(test)]
pub(crate) mod scene;
mod self_filed;
mod sign;
mod temp;
mod title;
mod ward;

use jiff::civil::Date;

use crate::consent::{Outcome as Answer, Party, Role, Route};
use crate::facts::{CapacityState, DwellingFacts, Facts, Holder, Ownership, Register, Relation};
use crate::ground::{Article, Evidence, Finding, Outcome, Params, RuleId};
use crate::intake::{Application, FieldError};
use crate::law::{Law, SignMethod, day};
use crate::names::{CaseNumber, Iin};

/// All rules, in table order.
pub const RULES: [&Rule; 40] = [
    &channel::RULE,
    &iin::RULE,
    &sign::RULE,
    &phone::RULE,
    &applicant::RULE,
    &rep::RULE,
    &age_14::RULE,
    &age_16::RULE,
    &self_filed::RULE,
    &ward::RULE,
    &person::RULE,
    &citizen::RULE,
    &addr::RULE,
    &addr_unit::RULE,
    &addr_use::RULE,
    &rent_end::RULE,
    &rent_out::RULE,
    &rent_for::RULE,
    &rent_in::RULE,
    &title::RULE,
    &own_minor::RULE,
    &own_incap::RULE,
    &own_dead::RULE,
    &own_org::RULE,
    &own_lock::RULE,
    &same::RULE,
    &open::RULE,
    &norm::RULE,
    &temp::RULE,
    &late::RULE,
    &own_sole::RULE,
    &own_co::RULE,
    &own_other::RULE,
    &own_phone::RULE,
    &kid_other::RULE,
    &con_no::RULE,
    &con_time::RULE,
    &con_reach::RULE,
    &con_chg::RULE,
    &der_event::RULE,
];

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name.
    pub id: RuleId,
    /// The text it rests on.
    pub article: Article,
    /// The first day it is in force.
    pub from: Date,
    /// The registers whose answers it reads.
    pub reads: &'static [Register],
    /// When and how it is judged.
    pub judge: Judge,
}

impl Rule {
    /// The rule with this name.
    #[must_use]
    pub fn of(id: RuleId) -> &'static Self {
        let found = RULES.iter().find(|rule| rule.id == id);
        found.copied().unwrap_or(&rep::RULE)
    }
}

/// When and how a rule is judged.
#[derive(Clone, Copy, Debug)]
pub enum Judge {
    /// When the form is read, by the very types of its fields.
    ByType,
    /// When the draft is made or changed; nothing is stored if it speaks.
    AtDraft(fn(&Application, &Law) -> Option<FieldError>),
    /// At the signing; nothing is filed if it speaks.
    AtSigning(fn(&Signing) -> Option<Params>),
    /// In the case, first stage.
    Authority(fn(&Question<'_>) -> Verdict),
    /// In the case, second stage.
    State(fn(&Question<'_>) -> Verdict),
    /// In the case, third stage; sees who is asked so far.
    Consent(fn(&Question<'_>, &[Party]) -> Verdict),
    /// By how a party answered.
    Answer(fn(&Answer) -> bool),
    /// At the decision: who was asked against who must agree now.
    AtDecision(fn(&[Party], &[Party]) -> bool),
    /// At the approval of an act ([`crate::act`]), not in a case.
    ByAct,
}

/// What is known at the moment of signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signing {
    /// The person of the session.
    pub applicant: Iin,
    /// How they sign.
    pub method: SignMethod,
    /// Whether the mobile base has a number for them.
    pub has_phone: bool,
    /// Whose signature or password it proved to be; `None`: nobody's.
    pub signer: Option<Iin>,
    /// Another open application for one of the subjects.
    pub open: Option<CaseNumber>,
}

/// What a rule answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does not apply, or is met without a word.
    Silent,
    /// It is met and worth saying.
    Ok(Params),
    /// It refuses.
    Refuse(Params),
    /// It refers to a service centre.
    Refer(Params),
    /// These must agree first.
    Ask(Vec<(Iin, Role)>),
    /// Its facts cannot exist, because of that rule.
    NotJudged(RuleId),
}

impl Verdict {
    fn refuse_if(condition: bool) -> Self {
        if condition { Self::Refuse(Params::new()) } else { Self::Silent }
    }

    fn ok_if(condition: bool) -> Self {
        if condition { Self::Ok(Params::new()) } else { Self::Silent }
    }
}

fn params<const N: usize>(pairs: [(&str, String); N]) -> Params {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The first day of the rules whose beginning was not published: the first version of the law.
const ALWAYS: Date = jiff::civil::date(2020, 1, 1);

/// What is judged: an application, the law of its signing day, the answers of the registers.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The application.
    pub application: &'a Application,
    /// The law of the signing day.
    pub law: &'a Law,
    /// The signing day: ages count at this date.
    pub signed_on: Date,
    /// What the registers answered.
    pub facts: &'a Facts,
}

impl<'a> Question<'a> {
    /// The day of the facts: leases and ties hold or do not hold on this day.
    fn today(&self) -> Date {
        day(self.facts.at)
    }

    /// Full years of age at the signing; `None` for somebody the register does not know.
    fn age(&self, iin: Iin) -> Option<i16> {
        Some(self.facts.person(iin)?.age_on(self.signed_on))
    }

    fn is_incapable(&self, iin: Iin) -> bool {
        match self.facts.capacity_on(iin, self.today()) {
            CapacityState::Incapable | CapacityState::PartiallyCapable => true,
            CapacityState::Capable => false,
        }
    }

    /// Whether the applicant is something to this person that can give authority.
    fn is_tied_to(&self, of: Iin, relations: &[Relation]) -> bool {
        let applicant = self.application.applicant;
        self.facts.ties(applicant, of, self.today()).any(|tie| relations.contains(&tie))
    }

    /// Whether the applicant is the tenant of the lease in force that lists this person.
    fn is_tenant_for(&self, of: Iin) -> bool {
        let today = self.today();
        self.facts.lease_on(today).is_some_and(|lease| {
            lease.in_force_on(today)
                && lease.tenant == self.application.applicant
                && lease.lists(of)
        })
    }

    fn dwelling(&self) -> Option<&'a DwellingFacts> {
        self.facts.dwelling.as_ref()
    }

    /// Whether the dwelling is state rental housing; `None` when there is no such address. A lease
    /// that has ended says nothing against private owners on record: the flat was privatised.
    fn is_state_rental(&self) -> Option<bool> {
        let dwelling = self.dwelling()?;
        dwelling.address.is.as_ref()?;
        let title = dwelling.title.is.as_ref();
        let by_title = title.is_some_and(|title| title.ownership == Ownership::StateRental);
        let owned = title.is_some_and(|title| !title.holders.is_empty());
        let today = self.today();
        let by_lease = self.facts.lease_on(today).is_some_and(|l| l.in_force_on(today) || !owned);
        Some(by_title || by_lease)
    }

    /// The holders of a private dwelling, or what to answer instead: silence for state rental
    /// housing, *not judged* where no title can exist.
    fn holders(&self) -> Result<&'a [Holder], Verdict> {
        match self.is_state_rental() {
            None => Err(Verdict::NotJudged(RuleId::Addr)),
            Some(true) => Err(Verdict::Silent),
            Some(false) => match self.dwelling().and_then(|d| d.title.is.as_ref()) {
                Some(title) if !title.holders.is_empty() => Ok(&title.holders),
                Some(_) | None => Err(Verdict::NotJudged(RuleId::Title)),
            },
        }
    }

    /// The owners who are persons; empty where there is no private title.
    fn owners(&self) -> Vec<Iin> {
        let person = |holder: &Holder| match holder {
            Holder::Person(iin) => Some(*iin),
            Holder::Organisation(_) | Holder::Unidentified => None,
        };
        self.holders().unwrap_or_default().iter().filter_map(person).collect()
    }

    /// How a person can be asked: by SMS, or only in the portal and why.
    fn route(&self, iin: Iin) -> Route {
        use crate::consent::PortalOnly::{Fresh, NoNumber, Shared};
        let number = |of: Iin| self.facts.people.get(&of)?.phone.is;
        let Some(binding) = number(iin) else { return Route::Portal(NoNumber) };
        let settled = binding.bound_at.checked_add(self.law.phone_settle);
        if settled.is_ok_and(|since| since > self.facts.at) {
            return Route::Portal(Fresh);
        }
        if number(self.application.applicant).is_some_and(|own| own.phone == binding.phone) {
            return Route::Portal(Shared);
        }
        if !self.law.consent_forms.contains(&crate::law::ConsentForm::SmsReply) {
            return Route::Portal(NoNumber);
        }
        Route::Sms(binding.phone)
    }
}

/// Everything that was found, and who must agree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// What the rules found, in table order.
    pub findings: Vec<Finding>,
    /// Who must agree, each once.
    pub parties: Vec<Party>,
}

impl Judgement {
    /// Whether any rule came to this.
    #[must_use]
    pub fn any(&self, outcome: Outcome) -> bool {
        self.findings.iter().any(|finding| finding.outcome == outcome)
    }

    /// Whether nothing refuses and nothing refers.
    #[must_use]
    pub fn passes(&self) -> bool {
        !self.any(Outcome::Refuse) && !self.any(Outcome::Refer)
    }
}

/// First stage alone: may this person file this at all?
#[must_use]
pub fn authority(question: &Question<'_>) -> Judgement {
    let mut judgement = Judgement::default();
    for rule in in_force(question) {
        if let Judge::Authority(judge) = rule.judge {
            judgement.record(rule, judge(question), question);
        }
    }
    // Whoever has no link to the subject learns nothing about the subject, not even by its silence.
    if judgement.refuses(RuleId::Rep) {
        judgement.findings.retain(|finding| finding.rule == RuleId::Rep);
    }
    judgement
}

/// All three stages; the last two only over a dwelling that was read ([`unread`]).
#[must_use]
pub fn judge(question: &Question<'_>) -> Judgement {
    let mut judgement = authority(question);
    if !judgement.passes() || question.facts.dwelling.is_none() {
        return judgement;
    }
    for rule in in_force(question) {
        if let Judge::State(judge) = rule.judge {
            judgement.record(rule, judge(question), question);
        }
    }
    if judgement.passes() {
        // How the parties can be asked is judged once it is known who they all are.
        let (routes, who): (Vec<_>, Vec<_>) =
            in_force(question).partition(|rule| rule.id == RuleId::OwnPhone);
        for rule in who.into_iter().chain(routes) {
            if let Judge::Consent(judge) = rule.judge {
                let verdict = judge(question, &judgement.parties);
                judgement.record(rule, verdict, question);
            }
        }
    } else {
        judgement.parties.clear();
        judgement.findings.retain(|finding| finding.outcome != Outcome::Ask);
    }
    // R-CHANNEL stands first in the table and is judged over the owners.
    judgement.findings.sort_by_key(|finding| finding.rule);
    judgement
}

/// The register whose answer is missing though these rules need it: a judgement without it would
/// pass what nobody looked at.
#[must_use]
pub fn unread(question: &Question<'_>) -> Option<Register> {
    if !authority(question).passes() {
        return None;
    }
    match (&question.facts.dwelling, &question.facts.leases) {
        (None, _) => Some(Register::Addresses),
        (Some(_), None) => Some(Register::Leases),
        (Some(_), Some(_)) => None,
    }
}

/// The rules that speak when a draft is made or changed.
#[must_use]
pub fn at_draft(application: &Application, law: &Law) -> Vec<FieldError> {
    let speak = |rule: &&Rule| match rule.judge {
        Judge::AtDraft(judge) => judge(application, law),
        Judge::ByType
        | Judge::AtSigning(_)
        | Judge::Authority(_)
        | Judge::State(_)
        | Judge::Consent(_)
        | Judge::Answer(_)
        | Judge::AtDecision(_)
        | Judge::ByAct => None,
    };
    RULES.iter().filter_map(speak).collect()
}

/// The first rule that speaks at the signing, if any.
#[must_use]
pub fn at_signing(signing: &Signing) -> Option<(RuleId, Params)> {
    RULES.iter().find_map(|rule| match rule.judge {
        Judge::AtSigning(judge) => judge(signing).map(|params| (rule.id, params)),
        Judge::ByType
        | Judge::AtDraft(_)
        | Judge::Authority(_)
        | Judge::State(_)
        | Judge::Consent(_)
        | Judge::Answer(_)
        | Judge::AtDecision(_)
        | Judge::ByAct => None,
    })
}

/// The ground that the answer of a party makes, if any.
#[must_use]
pub fn by_answer(outcome: &Answer) -> Option<RuleId> {
    RULES.iter().find_map(|rule| match rule.judge {
        Judge::Answer(judge) => judge(outcome).then_some(rule.id),
        Judge::ByType
        | Judge::AtDraft(_)
        | Judge::AtSigning(_)
        | Judge::Authority(_)
        | Judge::State(_)
        | Judge::Consent(_)
        | Judge::AtDecision(_)
        | Judge::ByAct => None,
    })
}

/// Whether those who were asked are no longer those who must agree.
#[must_use]
pub fn parties_changed(asked: &[Party], needed: &[Party]) -> bool {
    match con_chg::RULE.judge {
        Judge::AtDecision(judge) => judge(asked, needed),
        Judge::ByType
        | Judge::AtDraft(_)
        | Judge::AtSigning(_)
        | Judge::Authority(_)
        | Judge::State(_)
        | Judge::Consent(_)
        | Judge::Answer(_)
        | Judge::ByAct => false,
    }
}

fn in_force(question: &Question<'_>) -> impl Iterator<Item = &'static Rule> + use<> {
    let signed_on = question.signed_on;
    RULES.into_iter().filter(move |rule| rule.from <= signed_on)
}

impl Judgement {
    fn refuses(&self, id: RuleId) -> bool {
        self.findings.iter().any(|f| f.rule == id && f.outcome == Outcome::Refuse)
    }

    fn record(&mut self, rule: &Rule, verdict: Verdict, question: &Question<'_>) {
        let (outcome, params) = match verdict {
            Verdict::Silent => return,
            Verdict::Ok(params) => (Outcome::Ok, params),
            Verdict::Refuse(params) => (Outcome::Refuse, params),
            Verdict::Refer(params) => (Outcome::Refer, params),
            Verdict::NotJudged(because) => {
                (Outcome::NotJudged, params([("because", because.to_string())]))
            }
            Verdict::Ask(people) => {
                let count = people.len();
                for (iin, role) in people {
                    if self.parties.iter().all(|party| party.iin != iin) {
                        self.parties.push(Party { iin, role, route: question.route(iin) });
                    }
                }
                (Outcome::Ask, params([("count", count.to_string())]))
            }
        };
        let answered = |register: &Register| {
            let at = question.facts.answered_at(*register)?;
            Some(Evidence { register: *register, at })
        };
        let evidence = rule.reads.iter().filter_map(answered).collect();
        self.findings.push(Finding { rule: rule.id, outcome, params, evidence });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::scene::decide;

    #[test]
    fn the_list_is_the_table() {
        let ids: Vec<RuleId> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(ids, RuleId::ALL);
    }

    /// Each row has a ground of its own and all the faults of the rows below that can stand beside
    /// it: the first stage hides the others, the second collects.
    #[test]
    fn decisions_in_order_of_precedence() {
        for (scene, expected) in [
            ("subject=40 applicant.capacity=incapable address=unknown", "refuse R-REP"),
            (
                "subject=13 kin=parent applicant.age=15 applicant.capacity=incapable",
                "refuse R-APPLICANT R-AGE-14 R-AGE-16",
            ),
            ("subject=13 kin=parent address=unknown", "refuse R-AGE-14"),
            ("applicant.age=15 address=unknown", "refuse R-AGE-16"),
            ("subject=40 kin=parent subject.citizen=RU", "refuse R-SELF"),
            ("applicant.citizen=RU address=unknown", "refer R-CITIZEN"),
            ("address=unknown", "refuse R-ADDR"),
            ("address=block title=none", "refuse R-ADDR-UNIT R-TITLE"),
            ("address=not_living owners=m", "refuse R-ADDR-USE"),
            ("tenure=state lease=ended_unlisted", "refuse R-RENT-END R-RENT-OUT"),
            ("tenure=state lease=unlisted owners=m", "refuse R-RENT-OUT"),
            ("title=none registered=here", "refuse R-TITLE R-SAME"),
            ("owners=m,i,d,org", "refer R-OWN-MINOR R-OWN-INCAP R-OWN-DEAD R-OWN-ORG"),
            ("owners=m lock=m", "refuse R-OWN-LOCK"),
            ("owners=o registered=here", "refuse R-SAME"),
            ("owners=a,o", "ask o:co_owner"),
            ("owners=o,p", "ask o:owner p:owner"),
            ("owners=a", "approve"),
            ("tenure=state lease=listed", "approve"),
        ] {
            assert_eq!(decide(scene), expected, "{scene}");
        }
    }

    #[test]
    fn a_rule_whose_facts_cannot_exist_is_not_judged_and_says_why() {
        let judgement = scene::judgement("address=unknown");
        let not_judged: Vec<_> = judgement
            .findings
            .iter()
            .filter(|f| f.outcome == Outcome::NotJudged)
            .map(|f| (f.rule, f.params["because"].as_str()))
            .collect();
        assert!(not_judged.contains(&(RuleId::OwnMinor, "R-ADDR")), "{not_judged:?}");
        assert!(not_judged.contains(&(RuleId::Norm, "R-ADDR")), "{not_judged:?}");
        let judgement = scene::judgement("title=none");
        let minor = judgement.findings.iter().find(|f| f.rule == RuleId::OwnMinor).unwrap();
        assert_eq!(minor.params["because"], "R-TITLE");
    }
}
