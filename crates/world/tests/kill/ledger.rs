//! What people were told, which must stay true whatever happens.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};

use residence::names::{AddressCode, CaseId, Iin, Phone};
use serde_json::Value;
use world::phones::{Phones, code_in};

/// One application as the person who made it knows it.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) id: CaseId,
    pub(crate) number: String,
    pub(crate) key: String,
    pub(crate) form: Value,
    pub(crate) token: String,
    pub(crate) applicant: Iin,
    pub(crate) phone: Phone,
    pub(crate) rka: AddressCode,
    /// The phones that are asked.
    pub(crate) asked: Vec<Phone>,
    /// The signature was acknowledged.
    pub(crate) signed: bool,
    /// The end was shown.
    pub(crate) ended: bool,
    /// Every deadline that was ever shown of each question, and which start of the service showed
    /// it first.
    pub(crate) deadlines: BTreeMap<usize, BTreeMap<String, u32>>,
    /// The questions whose deadline was shown before and after a kill.
    pub(crate) seen_again: BTreeSet<usize>,
}

/// Everything that was told.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<BTreeMap<String, Told>>);

impl Ledger {
    fn told(&self) -> MutexGuard<'_, BTreeMap<String, Told>> {
        self.0.lock().unwrap()
    }

    pub(crate) fn drafted(&self, told: Told) {
        self.told().insert(told.key.clone(), told);
    }

    pub(crate) fn signed(&self, key: &str) {
        self.told().get_mut(key).expect("a draft").signed = true;
    }

    pub(crate) fn all(&self) -> Vec<Told> {
        self.told().values().cloned().collect()
    }

    /// Keeps what this start of the service shows of an application, and holds it against what was
    /// shown before.
    pub(crate) fn shown(&self, key: &str, start: u32, shown: &Value) {
        let mut told = self.told();
        let told = told.get_mut(key).expect("a draft");
        let status = shown["status"].as_str().unwrap_or_default();
        assert!(!told.signed || status != "draft", "a signature was lost: {shown}");
        assert!(!told.ended || status == "registered", "a decision was changed: {shown}");
        told.ended |= status == "registered";
        let consents = shown["consents"].as_array().map(Vec::as_slice).unwrap_or_default();
        for (place, consent) in consents.iter().enumerate() {
            let Some(deadline) = consent["deadline"].as_str() else { continue };
            let known = told.deadlines.entry(place).or_default();
            let first = *known.entry(deadline.to_owned()).or_insert(start);
            if first != start {
                told.seen_again.insert(place);
            }
        }
    }
}

impl Told {
    /// Holds the copies of each question and of the password to sign against each other; everybody
    /// was told of the end.
    pub(crate) fn check_messages(&self, phones: &Phones, audit: &mut Audit) {
        let texts = |phone| -> Vec<String> {
            let messages = phones.messages(phone).unwrap_or_default().into_iter();
            messages.filter(|m| m.from == "1414").map(|m| m.text).collect()
        };
        let own = texts(self.phone);
        let to_sign = own.iter().filter(|text| text.contains(&self.number));
        let copies: Vec<_> = to_sign.filter_map(|text| code_in(text, 6)).collect();
        self.same(&copies, audit);
        let plain = |text: &&String| code_in(text, 6).is_none() && code_in(text, 8).is_none();
        assert!(own.iter().any(|text| plain(&text)), "the applicant was not told: {own:?}");
        for asked in &self.asked {
            let all = texts(*asked);
            let copies: Vec<_> = all.iter().filter_map(|text| code_in(text, 8)).collect();
            self.same(&copies, audit);
            assert!(all.iter().any(|text| plain(&text)), "an owner was not told: {all:?}");
        }
    }

    /// Counts the copies of a code, those beyond the first, and those that are another code.
    fn same(&self, copies: &[&str], audit: &mut Audit) {
        let first = copies.first().unwrap_or_else(|| panic!("{}: no code came", self.number));
        let others = copies.iter().filter(|copy| *copy != first).count();
        audit.codes += 1;
        audit.again += copies.len() - 1;
        if others > 0 {
            audit.codes_changed += others;
            audit.wrong.push(format!("{}: codes {copies:?}", self.number));
        }
    }

    /// Counts the deadlines that were seen before and after a kill, and those that moved.
    pub(crate) fn check_deadlines(&self, audit: &mut Audit) {
        audit.deadlines += self.deadlines.values().filter(|shown| !shown.is_empty()).count();
        audit.deadlines_seen_again += self.seen_again.len();
        for (place, shown) in self.deadlines.iter().filter(|(_, shown)| shown.len() > 1) {
            audit.deadlines_changed += 1;
            audit.wrong.push(format!("{}: deadlines of question {place} {shown:?}", self.number));
        }
    }
}

/// What was found when everything had come to its end.
#[derive(Debug, Default)]
pub(crate) struct Audit {
    pub(crate) applications: usize,
    pub(crate) lost: usize,
    pub(crate) doubled: usize,
    /// Questions and passwords to sign that came, each with at least one copy of its code.
    pub(crate) codes: usize,
    /// Copies beyond the first of each.
    pub(crate) again: usize,
    pub(crate) codes_changed: usize,
    /// Questions that had a deadline.
    pub(crate) deadlines: usize,
    /// Those whose deadline was shown before and after a kill.
    pub(crate) deadlines_seen_again: usize,
    pub(crate) deadlines_changed: usize,
    /// All of that in words.
    pub(crate) wrong: Vec<String>,
}

impl Audit {
    /// Nothing is lost, nothing doubled, no code and no deadline changed.
    pub(crate) fn is_clean(&self) -> bool {
        let found = [self.lost, self.doubled, self.codes_changed, self.deadlines_changed];
        found == [0; 4] && self.wrong.is_empty()
    }
}
