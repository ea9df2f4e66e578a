//! Rules by name, the law behind each, and what a rule found.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::facts::Register;

/// Gives the rules their enum, their official ids and the list in table order.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)*) => {
        /// A rule of `docs/law/`, in the order in which grounds are listed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum RuleId {
            $($(#[$doc])* #[serde(rename = $id)] $name,)*
        }

        impl RuleId {
            /// Every rule, in table order.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The id that people and programs know the rule by.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }
        }
    };
}

rules! {
    /// The channel may file this.
    Channel = "R-CHANNEL",
    /// The ИИН is well-formed.
    Iin = "R-IIN",
    /// The signature is the applicant's.
    Sign = "R-SIGN",
    /// There is a number to sign with.
    Phone = "R-PHONE",
    /// The applicant may act.
    Applicant = "R-APPLICANT",
    /// The applicant may act for the subject.
    Rep = "R-REP",
    /// Children under 14 follow their parents.
    Age14 = "R-AGE-14",
    /// Under 16 a parent files.
    Age16 = "R-AGE-16",
    /// Adults file for themselves.
    SelfFiled = "R-SELF",
    /// Wards are represented.
    Ward = "R-WARD",
    /// The subject is active in the person register.
    Person = "R-PERSON",
    /// The subject is a citizen.
    Citizen = "R-CITIZEN",
    /// The address exists.
    Addr = "R-ADDR",
    /// A flat is chosen.
    AddrUnit = "R-ADDR-UNIT",
    /// The premises are for living.
    AddrUse = "R-ADDR-USE",
    /// The lease is in force.
    RentEnd = "R-RENT-END",
    /// The lease lists them.
    RentOut = "R-RENT-OUT",
    /// The tenant files for a listed person.
    RentFor = "R-RENT-FOR",
    /// The lease lists them: fine.
    RentIn = "R-RENT-IN",
    /// There is a title.
    Title = "R-TITLE",
    /// An owner is under age.
    OwnMinor = "R-OWN-MINOR",
    /// An owner is incapable.
    OwnIncap = "R-OWN-INCAP",
    /// An owner died.
    OwnDead = "R-OWN-DEAD",
    /// An organisation owns it.
    OwnOrg = "R-OWN-ORG",
    /// An owner always refuses.
    OwnLock = "R-OWN-LOCK",
    /// Registered there already.
    Same = "R-SAME",
    /// Another application is open.
    Open = "R-OPEN",
    /// The living-space norm.
    Norm = "R-NORM",
    /// The term of a temporary registration.
    Temp = "R-TEMP",
    /// Late after arrival.
    Late = "R-LATE",
    /// The applicant is the only owner.
    OwnSole = "R-OWN-SOLE",
    /// The applicant is one of several owners.
    OwnCo = "R-OWN-CO",
    /// The applicant is no owner.
    OwnOther = "R-OWN-OTHER",
    /// A party has no usable number.
    OwnPhone = "R-OWN-PHONE",
    /// A child would leave the other parent.
    KidOther = "R-KID-OTHER",
    /// A party refused.
    ConNo = "R-CON-NO",
    /// A party did not answer in time.
    ConTime = "R-CON-TIME",
    /// A party was not reached.
    ConReach = "R-CON-REACH",
    /// Who must agree has changed.
    ConChg = "R-CON-CHG",
    /// An event ends or moves a registration.
    DerEvent = "R-DER-EVENT",
}

impl RuleId {
    /// Whether the applicant is told only that the dwelling is served at a service centre: the
    /// state of an owner is nobody else's business.
    #[must_use]
    pub const fn is_neutral(self) -> bool {
        matches!(self, Self::OwnMinor | Self::OwnIncap | Self::OwnDead | Self::OwnOrg)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The text a rule rests on. The translations carry its official name in three languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Article {
    /// Population Registration Rules, order 677 of 9 September 2024.
    Rules677,
    /// The order of 14 November 2025 that amends them.
    OrderNovember2025,
    /// The joint order 500/НҚ, 801 of October 2025 on the online pilot.
    JointOrder,
    /// The announcement of the operator of 18 November 2025.
    Announcement,
    /// Resolution 853 of 26 August 2013 and the rules of the number register.
    NumberRegister,
    /// Civil Code, article 16.
    CivilCode16,
    /// Law on housing relations, articles 23 and 24.
    HousingLaw,
    /// Law on population migration, article 51, and the decision of the Astana council.
    Migration51,
    /// Rules of the mobile base, order 58 of 2016.
    MobileBase,
    /// No published rule: Tirkeu's own, said openly in `docs/law/`.
    OwnRule,
}

impl Article {
    /// Every article.
    pub const ALL: [Self; 10] = [
        Self::Rules677,
        Self::OrderNovember2025,
        Self::JointOrder,
        Self::Announcement,
        Self::NumberRegister,
        Self::CivilCode16,
        Self::HousingLaw,
        Self::Migration51,
        Self::MobileBase,
        Self::OwnRule,
    ];

    /// The key of its name in the translations.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rules677 => "rules-677",
            Self::OrderNovember2025 => "order-november-2025",
            Self::JointOrder => "joint-order",
            Self::Announcement => "announcement",
            Self::NumberRegister => "number-register",
            Self::CivilCode16 => "civil-code-16",
            Self::HousingLaw => "housing-law",
            Self::Migration51 => "migration-51",
            Self::MobileBase => "mobile-base",
            Self::OwnRule => "own-rule",
        }
    }
}

/// Named values that a text about a finding needs. A value never identifies a third person.
pub type Params = BTreeMap<String, String>;

/// An answer of a register that a finding rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Evidence {
    /// Which register.
    pub register: Register,
    /// When it answered.
    pub at: Timestamp,
}

/// What a rule came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It applies and is met; worth saying.
    Ok,
    /// It refuses.
    Refuse,
    /// It refers to a service centre.
    Refer,
    /// Somebody must agree first.
    Ask,
    /// Its facts cannot exist.
    NotJudged,
}

/// What one rule found, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// What it came to.
    pub outcome: Outcome,
    /// Values for the text; for [`Outcome::NotJudged`] the key `because` names the rule that stands
    /// in the way.
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    pub params: Params,
    /// The register answers it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_their_serialised_names() {
        for rule in RuleId::ALL {
            let json = serde_json::to_string(rule).unwrap();
            assert_eq!(json, format!("\"{}\"", rule.as_str()));
        }
    }
    #[test]
    fn only_the_state_of_an_owner_is_kept_from_the_applicant() {
        let neutral: Vec<_> = RuleId::ALL.iter().filter(|rule| rule.is_neutral()).collect();
        let named: Vec<_> = neutral.iter().map(|rule| rule.as_str()).collect();
        assert_eq!(named, ["R-OWN-MINOR", "R-OWN-INCAP", "R-OWN-DEAD", "R-OWN-ORG"]);
    }

    #[test]
    fn articles_have_keys_of_their_serialised_names() {
        for article in Article::ALL {
            let json = serde_json::to_string(&article).unwrap();
            let plain = |text: &str| text.replace(['"', '_', '-'], "");
            assert_eq!(plain(&json), plain(article.key()));
        }
    }
}
