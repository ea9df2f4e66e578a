//! By which of the ways that are open somebody signs in, signs or agrees.

use residence::law::SignMethod;

use super::question::{Choice, Field, Opt, Question};
use super::visit::Visit;
use crate::text::key;

/// In the order in which they are offered: the strongest on this very device first.
const ORDER: [SignMethod; 3] = [SignMethod::Eds, SignMethod::Qr, SignMethod::Sms];
/// On a phone, and at a kiosk whose visitors have theirs with them: what they carry comes first.
const ORDER_BY_PHONE: [SignMethod; 3] = [SignMethod::Qr, SignMethod::Sms, SignMethod::Eds];

/// What the ways are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    SignIn,
    Sign,
    Agree,
}

impl What {
    const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Sign => "sign",
            Self::Agree => "agree",
        }
    }
}

/// How a way is called in forms and addresses.
pub(crate) const fn name(way: SignMethod) -> &'static str {
    match way {
        SignMethod::Eds => "eds",
        SignMethod::Qr => "qr",
        SignMethod::Sms => "sms",
    }
}

/// The way of this name, if it is one of these.
pub(crate) fn chosen(ways: &[SignMethod], text: &str) -> Option<SignMethod> {
    ways.iter().copied().find(|way| name(*way) == text)
}

impl Visit {
    /// The ways to do something here, in the order in which they are offered.
    pub(crate) fn ways(&self, what: What) -> Vec<SignMethod> {
        let app = &self.web.app;
        let law = app.law_at(app.now());
        let is_open = |way: &SignMethod| {
            let lawful = what == What::SignIn || law.sign_methods.contains(way);
            let set_up = match way {
                SignMethod::Eds => app.sign_in.eds,
                SignMethod::Qr => app.sign_in.qr,
                SignMethod::Sms => match what {
                    What::SignIn => app.sign_in.sms,
                    What::Sign => true,
                    What::Agree => false,
                },
            };
            lawful && set_up
        };
        let by_phone = self.around.kiosk || self.around.as_app;
        let order = if by_phone { ORDER_BY_PHONE } else { ORDER };
        order.into_iter().filter(is_open).collect()
    }

    /// The field that asks for one of them; without a legend it carries the heading of its page.
    pub(crate) fn ways_field(&self, what: What, ways: &[SignMethod], legend: String) -> Field {
        let option = |way: &SignMethod| {
            let text = key("ways", name(*way));
            let hint = match way {
                SignMethod::Sms => key(&format!("{text}-hint"), what.as_str()),
                SignMethod::Eds if self.around.kiosk => "ways-eds-hint-kiosk".to_owned(),
                SignMethod::Qr if self.around.kiosk => "ways-qr-hint-kiosk".to_owned(),
                SignMethod::Qr if self.around.as_app => "ways-qr-hint-app".to_owned(),
                SignMethod::Eds | SignMethod::Qr => format!("{text}-hint"),
            };
            let value = name(*way).to_owned();
            Opt { value, label: self.t(&text), hint: self.t(&hint), chosen: false }
        };
        let options = ways.iter().map(option).collect();
        Field::Choice(Choice { name: "method", legend, options, ..Choice::default() })
    }

    /// The heading of the page that asks which way.
    pub(crate) fn ways_heading(&self, what: What) -> String {
        self.t(&key("ways", what.as_str()))
    }

    /// The way back to the choice, where there is one.
    pub(crate) fn other_ways(&self, several: bool, page: &str) -> Vec<(String, String)> {
        if several { vec![(page.to_owned(), self.t("ways-again"))] } else { Vec::new() }
    }
}

impl Question {
    /// Says that one of the ways has to be chosen.
    pub(crate) fn wants_a_way(&mut self, visit: &Visit) {
        self.blame("method", visit.t("ways-choose"));
    }
}
