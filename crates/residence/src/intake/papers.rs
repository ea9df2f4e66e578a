//! Consents on paper: at the counter, of those who answer for an owner who cannot.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Digest, FieldError};
use crate::facts::Holder;

/// The most characters of a number or a name on a paper.
const LONGEST: usize = 200;

/// Who agrees by a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// Parent, guardian or trustee of the owner: ата-ана, қорғаншы, қамқоршы / родитель, опекун,
    /// попечитель.
    Guardian,
    /// The guardianship authority: қорғаншылық органы / орган опеки.
    Guardianship,
    /// The heirs, before a notary: мұрагерлер / наследники.
    Heirs,
    /// The organisation that owns: ұйым / организация.
    Organisation,
}

impl PaperKind {
    /// Every kind.
    pub const ALL: [Self; 4] =
        [Self::Guardian, Self::Guardianship, Self::Heirs, Self::Organisation];

    /// The name in the interface and in translations.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Guardian => "guardian",
            Self::Guardianship => "guardianship",
            Self::Heirs => "heirs",
            Self::Organisation => "organisation",
        }
    }
}

/// One consent on paper: қағаз жүзіндегі келісім / согласие на бумаге. It is part of what the
/// applicant signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// For which owner.
    pub whose: Holder,
    /// Who agrees.
    pub kind: PaperKind,
    /// The number of the document.
    pub number: String,
    /// Its date.
    pub dated: Date,
    /// Who issued or certified it.
    pub issued_by: String,
    /// The SHA-256 of the kept scan.
    pub scan: Digest,
}

/// A paper as it was typed in; nothing is checked yet but the scan, which is kept already.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of a paper")]
pub struct PaperForm {
    /// An ИИН, a БИН, or `unidentified`.
    pub whose: String,
    pub kind: String,
    pub number: String,
    pub dated: String,
    pub issued_by: String,
    pub scan: Option<Digest>,
}

impl PaperForm {
    /// The paper this form describes.
    ///
    /// # Errors
    /// Every field that is wrong, each as `prefix` and its name.
    pub fn read(&self, prefix: &str, today: Date) -> Result<Paper, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let mut error = |field: &str, code| {
            wrong.push(FieldError { field: format!("{prefix}{field}"), code, rule: None });
        };
        let whose = self.holder();
        if whose.is_none() {
            error("whose", if self.whose.trim().is_empty() { "required" } else { "holder_form" });
        }
        let kind = PaperKind::ALL.into_iter().find(|kind| kind.as_str() == self.kind);
        if kind.is_none() {
            error("kind", if self.kind.is_empty() { "required" } else { "unknown_word" });
        }
        for (field, text) in [("number", &self.number), ("issued_by", &self.issued_by)] {
            match text.trim().chars().count() {
                0 => error(field, "required"),
                1..=LONGEST => {}
                _ => error(field, "too_long"),
            }
        }
        let typed = self.dated.trim();
        let dated = typed.parse::<Date>().ok().filter(|date| date.to_string() == typed);
        match dated {
            None if typed.is_empty() => error("dated", "required"),
            Some(date) if date > today => error("dated", "date_future"),
            Some(date) if date.year() >= 1900 => {}
            Some(_) | None => error("dated", "date_form"),
        }
        if self.scan.is_none() {
            error("scan", "required");
        }
        match (whose, kind, dated, self.scan) {
            (Some(whose), Some(kind), Some(dated), Some(scan)) if wrong.is_empty() => Ok(Paper {
                whose,
                kind,
                number: self.number.trim().to_owned(),
                dated,
                issued_by: self.issued_by.trim().to_owned(),
                scan,
            }),
            _ => Err(wrong),
        }
    }

    /// An organisation and a person have numbers of one form: which it is, the kind says.
    fn holder(&self) -> Option<Holder> {
        let typed = self.whose.trim();
        if typed == "unidentified" {
            return Some(Holder::Unidentified);
        }
        if self.kind == PaperKind::Organisation.as_str() {
            return typed.parse().ok().map(Holder::Organisation);
        }
        typed.parse().ok().map(Holder::Person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn form() -> PaperForm {
        PaperForm {
            whose: "000000000000".into(),
            kind: "guardianship".into(),
            number: " 12-3 ".into(),
            dated: "2026-01-15".into(),
            issued_by: "Akimat".into(),
            scan: Some(Digest::of(b"scan")),
        }
    }

    #[test]
    fn every_wrong_field_is_named() {
        type Spoil = fn(&mut PaperForm);
        let rows: [(Spoil, &str); 9] = [
            (|f| f.whose = "1".into(), "p.whose holder_form"),
            (|f| f.whose = " ".into(), "p.whose required"),
            (|f| f.kind = "friend".into(), "p.kind unknown_word"),
            (|f| f.number = " ".into(), "p.number required"),
            (|f| f.issued_by = "x".repeat(201), "p.issued_by too_long"),
            (|f| f.dated = "2026-01-16".into(), "p.dated date_future"),
            (|f| f.dated = "15.01.2026".into(), "p.dated date_form"),
            (|f| f.dated = "0001-01-01".into(), "p.dated date_form"),
            (|f| f.scan = None, "p.scan required"),
        ];
        for (spoil, expected) in rows {
            let mut form = form();
            spoil(&mut form);
            let wrong = form.read("p.", date(2026, 1, 15)).expect_err(expected);
            let said: Vec<_> = wrong.iter().map(|e| format!("{} {}", e.field, e.code)).collect();
            assert_eq!(said.join(", "), expected);
        }
        let paper = form().read("", date(2026, 1, 15)).unwrap();
        assert_eq!((paper.number.as_str(), paper.kind), ("12-3", PaperKind::Guardianship));
        let owned = PaperForm { kind: "organisation".into(), ..form() };
        let paper = owned.read("", date(2026, 1, 15)).unwrap();
        assert!(matches!(paper.whose, Holder::Organisation(_)));
    }
}
