//! Every number of the law, dated and cited.
//!
//! The parameters live in `law.toml` beside this crate; an operator may lay another file over it.
//! [`Laws::on`] gives the parameters in force on a day in Asia/Almaty; an application keeps the
//! [`Law`] it was signed under, so that its decision can be computed again years later.

mod file;

pub(crate) use file::parse_duration;
pub use file::{LawError, nearest};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::names::Kato;

/// The day at this time in Asia/Almaty, the zone the law is dated in.
#[must_use]
pub fn day(at: Timestamp) -> Date {
    almaty().to_datetime(at).date()
}

/// The first moment of a day in Asia/Almaty.
#[must_use]
pub fn beginning(day: Date) -> Timestamp {
    let midnight = day.to_datetime(jiff::civil::Time::midnight());
    almaty().to_timestamp(midnight).unwrap_or(Timestamp::MAX)
}

/// The zone that dates of the law are in (UTC+5 since 1 March 2024, UTC+6 before).
#[must_use]
pub fn almaty() -> TimeZone {
    const ALMATY: TimeZone = jiff::tz::get!("Asia/Almaty");
    ALMATY
}

/// What starts the hour in which a party answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentClock {
    /// The receipt of the request.
    Receipt,
    /// The acceptance of the SMS by the SMS centre.
    Sending,
}

/// In which form a party may agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentForm {
    /// A reply to the SMS from 1414.
    SmsReply,
    /// A signature with ЭЦҚ / ЭЦП in the portal.
    Eds,
    /// A signature by eGov QR.
    Qr,
}

/// How an application may be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignMethod {
    /// ЭЦҚ / ЭЦП.
    Eds,
    /// A one-time SMS password.
    Sms,
    /// eGov QR.
    Qr,
}

/// Which co-owners must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoOwners {
    /// All of them.
    All,
    /// None when the applicant is an owner.
    NoneIfApplicantOwns,
}

/// What happens where an organisation owns the dwelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrgOwner {
    /// The service centre.
    Refer,
    /// The organisation agrees with its own signature.
    Consent,
}

/// Whether somebody is asked or only told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskOrTell {
    /// Asked; nothing happens without their yes.
    Ask,
    /// Told.
    Tell,
}

/// What the counter may file while registration is online only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CounterScope {
    /// An owner is under age.
    OwnerMinor,
    /// An owner is incapable or partially capable.
    OwnerIncapable,
    /// An owner is an organisation.
    OwnerOrganisation,
    /// An owner died.
    OwnerDeceased,
}

impl CounterScope {
    /// The name in the law file and in translations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OwnerMinor => "owner_minor",
            Self::OwnerIncapable => "owner_incapable",
            Self::OwnerOrganisation => "owner_organisation",
            Self::OwnerDeceased => "owner_deceased",
        }
    }
}

/// Why somebody registers: тіркелу себебі / причина регистрации.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name says it all")]
pub enum Reason {
    Family,
    Work,
    Study,
    Treatment,
    Purchase,
    Rent,
    Other,
}

impl Reason {
    /// The name in the interface, in the law and in translations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Work => "work",
            Self::Study => "study",
            Self::Treatment => "treatment",
            Self::Purchase => "purchase",
            Self::Rent => "rent",
            Self::Other => "other",
        }
    }
}

/// The shortest and longest term of a temporary registration, in months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Months {
    /// The shortest.
    pub min: u8,
    /// The longest.
    pub max: u8,
}

/// A living-space norm in force: тұрғын алаң нормативі / норматив жилой площади.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Norm {
    /// Useful area a person, in whole square metres.
    pub square_metres: u32,
    /// Since when.
    pub from: Date,
}

/// The parameters in force on one day. The meaning of each is in `law.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are the keys of law.toml, which explains each")]
pub struct Law {
    /// The first day of this version.
    pub from: Date,
    pub source: String,
    pub online_only: bool,
    pub counter_scope: Vec<CounterScope>,
    pub consent_window: SignedDuration,
    pub consent_clock: ConsentClock,
    pub consent_forms: Vec<ConsentForm>,
    pub consent_tries: u8,
    /// Cases that were signed before there were reminders have none.
    #[serde(default)]
    pub consent_reminders: Vec<SignedDuration>,
    pub delivery_window: SignedDuration,
    pub no_phone_window: SignedDuration,
    pub phone_settle: SignedDuration,
    pub co_owners: CoOwners,
    pub org_owner: OrgOwner,
    pub rent_for: AskOrTell,
    pub second_parent: AskOrTell,
    pub subject_min_age: i16,
    pub files_self_age: i16,
    pub adult_age: i16,
    pub temporary_months: Months,
    pub temporary_notices: Vec<SignedDuration>,
    pub registration_duty: SignedDuration,
    pub objection_window: SignedDuration,
    pub sign_methods: Vec<SignMethod>,
    pub reasons: Vec<Reason>,
    /// The norms in force, by prefix of the КАТО, longest prefix first.
    pub norms: Vec<(String, Norm)>,
}

impl Law {
    /// The living-space norm at a territory.
    #[must_use]
    pub fn norm_at(&self, kato: Kato) -> Option<Norm> {
        let found = self.norms.iter().find(|(prefix, _)| kato.as_str().starts_with(prefix));
        found.map(|(_, norm)| *norm)
    }
}

/// All versions of the parameters, oldest first; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laws {
    versions: Vec<Law>,
    norms: Vec<(String, Norm)>,
}

impl Laws {
    /// The parameters built into this program.
    ///
    /// # Panics
    /// Never: a test reads the built-in file.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the built-in file is a constant that a test reads")]
    pub fn built_in() -> Self {
        Self::read(&[BUILT_IN]).expect("the built-in law file is right")
    }

    /// The built-in parameters with the text of another file laid over them.
    ///
    /// # Errors
    /// [`LawError`] naming the line of `text` and what to write instead.
    pub fn with_overlay(text: &str) -> Result<Self, LawError> {
        Self::read(&[BUILT_IN, text])
    }

    /// The parameters in force on a day, with the norms of that day. Before the first version the
    /// first one holds.
    #[must_use]
    pub fn on(&self, day: Date) -> Law {
        let at = self.versions.partition_point(|v| v.from <= day).saturating_sub(1);
        let mut law = self.versions.get(at).unwrap_or_else(|| self.first()).clone();
        law.norms = norms_on(&self.norms, day);
        law
    }

    /// The first days of the versions and of the norms, oldest first.
    #[must_use]
    pub fn dates(&self) -> Vec<Date> {
        let mut dates: Vec<Date> = self.versions.iter().map(|v| v.from).collect();
        dates.extend(self.norms.iter().map(|(_, norm)| norm.from));
        dates.sort_unstable();
        dates.dedup();
        dates
    }

    #[expect(clippy::indexing_slicing, reason = "reading refuses a file without a version")]
    fn first(&self) -> &Law {
        &self.versions[0]
    }
}

/// The built-in file.
pub const BUILT_IN: &str = include_str!("../law.toml");

fn norms_on(norms: &[(String, Norm)], day: Date) -> Vec<(String, Norm)> {
    let mut now: Vec<(String, Norm)> = Vec::new();
    for (prefix, norm) in norms.iter().filter(|(_, norm)| norm.from <= day) {
        now.retain(|(other, _)| other != prefix);
        now.push((prefix.clone(), *norm));
    }
    now.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
    now
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_version_in_force_goes_by_the_date_in_almaty() {
        let laws = Laws::built_in();
        for (time, online_only) in [
            ("2025-11-23T18:59:59Z", false), // 23:59:59 in Almaty
            ("2025-11-23T19:00:00Z", true),  // midnight in Almaty
            ("2019-01-01T00:00:00Z", false),
        ] {
            let at: Timestamp = time.parse().unwrap();
            assert_eq!(laws.on(day(at)).online_only, online_only, "{time}");
        }
        assert_eq!(beginning(date(2025, 11, 24)).to_string(), "2025-11-23T19:00:00Z");
        assert_eq!(beginning(date(2023, 11, 24)).to_string(), "2023-11-23T18:00:00Z");
    }

    #[test]
    fn the_norm_goes_by_territory_and_date() {
        let laws = Laws::built_in();
        let norm = |kato: &str, day| laws.on(day).norm_at(kato.parse().unwrap());
        assert_eq!(norm("710000000", date(2026, 7, 31)), None);
        assert_eq!(norm("710000000", date(2026, 8, 1)).map(|n| n.square_metres), Some(15));
        assert_eq!(norm("750000000", date(2026, 8, 1)), None);
    }

    #[test]
    fn an_overlay_replaces_only_what_it_names() {
        let laws = Laws::with_overlay(
            "[[version]]\nfrom = 2025-11-24\nsource = \"trial\"\nconsent_window = \"45s\"\n\
             [[norm]]\nkato = \"75\"\nfrom = 2027-01-01\nsquare_metres = 12\n",
        )
        .unwrap();
        let law = laws.on(date(2027, 1, 1));
        assert_eq!(law.consent_window, SignedDuration::from_secs(45));
        assert!(law.online_only);
        assert_eq!(law.norm_at("750000000".parse().unwrap()).map(|n| n.square_metres), Some(12));
        assert_eq!(laws.on(date(2024, 1, 1)).consent_window, SignedDuration::from_mins(60));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let check = |text: &str, expected: &str| {
            let error = Laws::with_overlay(text).expect_err(text);
            assert_eq!(error.to_string(), expected);
        };
        let head = "[[version]]\nfrom = 2026-01-01\nsource = \"trial\"\n";
        check(
            &format!("{head}consent_windw = \"1h\"\n"),
            "line 4: unknown key `consent_windw`; did you mean `consent_window`?",
        );
        check(
            &format!("{head}consent_window = 60\n"),
            "line 4: `consent_window` must be a duration such as \"60m\", \"24h\" or \"45s\"",
        );
        check(
            &format!("{head}consent_window = \"0s\"\n"),
            "line 4: `consent_window` must be longer than nothing and at most ten years",
        );
        check(
            &format!("{head}co_owners = \"some\"\n"),
            "line 4: `co_owners` must be one of: all, none_if_applicant_owns",
        );
        check(&format!("{head}{head}"), "line 4: two versions begin on 2026-01-01");
        check("[[version]]\nsource = \"x\"\n", "line 1: this version has no `from` date");
        check(
            "\"\\u001b[2Jversion\" = 1\n",
            "line 1: unknown key `\u{fffd}[2Jversion`; known keys: version, norm",
        );
        check("[[versoin]]\n", "line 1: unknown key `versoin`; did you mean `version`?");
        check(
            "[[norm]]\nkato = \"7x\"\nfrom = 2026-01-01\nsquare_metres = 15\n",
            "line 2: `kato` must be one to nine digits in quotes",
        );
        check(
            &format!("{head}temporary_months = {{ min = 9, max = 3 }}\n"),
            "line 4: `temporary_months` must be { min, max } with 1 ≤ min ≤ max ≤ 120",
        );
        check(
            &format!("{head}subject_min_age = 17\n"),
            "line 4: the ages must rise: `subject_min_age` ≤ `files_self_age` ≤ `adult_age`",
        );
        check(
            "[[version]]\nfrom = 2020-01-01\nsource = \"trial\"\nsubject_min_age = 17\n",
            "line 4: the ages must rise: `subject_min_age` ≤ `files_self_age` ≤ `adult_age`",
        );
        let broken = Laws::with_overlay("[[version]\n").expect_err("broken").to_string();
        assert!(broken.starts_with("line 1: "), "{broken}");
    }
}
