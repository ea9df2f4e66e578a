//! An act as it was typed, and what is wrong with it.

use jiff::civil::Date;
use residence::act::{ActKind, Basis, Matter};
use residence::intake::FieldError;
use residence::names::{AddressCode, Iin};

use super::LONGEST;
use crate::desk::sign_in::iin_error;

/// An act as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of an act and its basis")]
pub struct ActForm {
    pub person: String,
    pub mother: String,
    pub rka: String,
    pub document: String,
    pub number: String,
    pub dated: String,
    pub issued_by: String,
}

impl ActForm {
    pub(super) fn read(
        &self,
        kind: ActKind,
        today: Date,
    ) -> Result<(Matter, Basis), Vec<FieldError>> {
        let mut wrong = Vec::new();
        let person = read_iin("person", &self.person, &mut wrong);
        let mother = if kind == ActKind::Birth {
            read_iin("mother", &self.mother, &mut wrong)
        } else {
            None
        };
        let rka = self.rka.replace([' ', '-'], "").parse::<AddressCode>().ok();
        if kind.address() && rka.is_none() {
            let code = if self.rka.trim().is_empty() { "required" } else { "rka_form" };
            wrong.push(FieldError { field: "rka".into(), code, rule: None });
        }
        for (field, text) in
            [("document", &self.document), ("number", &self.number), ("issued_by", &self.issued_by)]
        {
            let code = match text.trim().chars().count() {
                0 => "required",
                1..=LONGEST => continue,
                _ => "too_long",
            };
            wrong.push(FieldError { field: field.into(), code, rule: None });
        }
        let dated = self.dated.trim();
        let read = dated.parse::<Date>().ok().filter(|date| date.to_string() == dated);
        let code = match read {
            None if dated.is_empty() => Some("required"),
            Some(date) if date > today => Some("date_future"),
            Some(date) if date.year() >= 1900 => None,
            Some(_) | None => Some("date_form"),
        };
        wrong.extend(code.map(|code| FieldError { field: "dated".into(), code, rule: None }));
        match (person, read) {
            (Some(person), Some(dated)) if wrong.is_empty() => Ok((
                Matter { kind, person, mother, entry: None, rka: rka.filter(|_| kind.address()) },
                Basis {
                    document: self.document.trim().to_owned(),
                    number: self.number.trim().to_owned(),
                    dated,
                    issued_by: self.issued_by.trim().to_owned(),
                    scan: None,
                },
            )),
            _ => Err(wrong),
        }
    }
}

fn read_iin(field: &str, text: &str, wrong: &mut Vec<FieldError>) -> Option<Iin> {
    match text.replace(' ', "").parse() {
        Ok(iin) => Some(iin),
        Err(_) if text.trim().is_empty() => {
            wrong.push(FieldError { field: field.into(), code: "required", rule: None });
            None
        }
        Err(why) => {
            wrong.push(iin_error(field, why));
            None
        }
    }
}
