//! What people were told, which must stay true whatever happens.

use std::collections::BTreeMap;
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
    /// The deadline of each question, as soon as one was shown.
    pub(crate) deadlines: BTreeMap<usize, String>,
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

    /// Keeps what is shown of an application, and holds it against what was shown before.
    pub(crate) fn shown(&self, key: &str, shown: &Value) {
        let mut told = self.told();
        let told = told.get_mut(key).expect("a draft");
        let status = shown["status"].as_str().unwrap_or_default();
        assert!(!told.signed || status != "draft", "a signature was lost: {shown}");
        assert!(!told.ended || status == "registered", "a decision was changed: {shown}");
        told.ended |= status == "registered";
        let consents = shown["consents"].as_array().map(Vec::as_slice).unwrap_or_default();
        for (place, consent) in consents.iter().enumerate() {
            let deadline = consent["deadline"].as_str();
            let known = told.deadlines.get(&place).map(String::as_str);
            assert!(known.is_none() || known == deadline, "{known:?} has moved: {shown}");
            if let Some(deadline) = deadline {
                told.deadlines.insert(place, deadline.to_owned());
            }
        }
    }
}

impl Told {
    /// Each copy of a question and of a password to sign has the same code; everybody was told of
    /// the end. Gives back how many copies there were beyond the first.
    pub(crate) fn check_messages(&self, phones: &Phones) -> usize {
        let texts = |phone| -> Vec<String> {
            let messages = phones.messages(phone).unwrap_or_default().into_iter();
            messages.filter(|m| m.from == "1414").map(|m| m.text).collect()
        };
        let own = texts(self.phone);
        let to_sign = own.iter().filter(|text| text.contains(&self.number));
        let copies: Vec<_> = to_sign.filter_map(|text| code_in(text, 6)).collect();
        let mut beyond = self.same(&copies);
        let plain = |text: &&String| code_in(text, 6).is_none() && code_in(text, 8).is_none();
        assert!(own.iter().any(|text| plain(&text)), "the applicant was not told: {own:?}");
        for asked in &self.asked {
            let all = texts(*asked);
            let copies: Vec<_> = all.iter().filter_map(|text| code_in(text, 8)).collect();
            beyond += self.same(&copies);
            assert!(all.iter().any(|text| plain(&text)), "an owner was not told: {all:?}");
        }
        beyond
    }

    /// Checks that the copies of a code are one code; how many there are beyond the first.
    fn same(&self, copies: &[&str]) -> usize {
        let first = copies.first().unwrap_or_else(|| panic!("{}: no code came", self.number));
        assert!(copies.iter().all(|copy| copy == first), "{}: {copies:?}", self.number);
        copies.len() - 1
    }
}
