//! Certificates of people.

use eds::oid::{self, Oid};
use jiff::Timestamp;
use residence::names::Iin;

use super::Kind;
use super::certificate::{Form, Holder, Role};
use super::key;
use super::tree::Tree;

/// Whom a certificate names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// ЖСН / ИИН.
    pub iin: Iin,
    /// Тегі / фамилия.
    pub surname: String,
    /// Аты / имя.
    pub given_name: String,
    /// Әкесінің аты / отчество.
    pub patronymic: Option<String>,
}

impl From<&residence::facts::Person> for Person {
    fn from(person: &residence::facts::Person) -> Self {
        Self {
            iin: person.iin,
            surname: person.family_name.clone(),
            given_name: person.given_name.clone(),
            patronymic: person.patronymic.clone(),
        }
    }
}

/// What a certificate of a person is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Signing; with GOST-2015 signing in too.
    Signing,
    /// Signing in, and nothing else.
    SigningIn,
    /// Signing as the head of the organisation with this БСН / БИН and name.
    Organisation(String, String),
}

/// The certificate that somebody wants.
#[derive(Clone, Debug)]
pub struct Wanted<'w> {
    /// Whose.
    pub person: &'w Person,
    /// Of which algorithm.
    pub kind: Kind,
    /// What for.
    pub purpose: Purpose,
    /// Which of those that are otherwise alike.
    pub number: u32,
    /// The first moment it is valid.
    pub from: Timestamp,
    /// The last moment it is valid.
    pub until: Timestamp,
}

impl Wanted<'_> {
    /// Key and certificate: the same ones whenever the same is wanted.
    pub(super) fn issue(&self, tree: &Tree) -> Holder {
        let Person { iin, surname, given_name, patronymic } = self.person;
        let [surname, name] = [surname.clone(), format!("{surname} {given_name}")];
        let [surname, name] = [surname, name].map(|text| text.to_uppercase());
        let patronymic = patronymic.as_ref().map(|text| text.to_uppercase());
        let number = format!("IIN{iin}");
        let mut subject: Vec<(Oid, &str)> = vec![
            (oid::COMMON_NAME, &name),
            (oid::SURNAME, &surname),
            (oid::SERIAL_NUMBER, &number),
            (oid::COUNTRY, "KZ"),
        ];
        subject.extend(patronymic.iter().map(|text| (oid::GIVEN_NAME, text.as_str())));
        let (role, unit) = match &self.purpose {
            Purpose::Signing => (Role::Signing, None),
            Purpose::SigningIn => (Role::SigningIn, None),
            Purpose::Organisation(bin, name) => {
                subject.push((oid::ORGANIZATION, name));
                (Role::Organisation, Some(format!("BIN{bin}")))
            }
        };
        subject.extend(unit.iter().map(|unit| (oid::ORGANIZATIONAL_UNIT, unit.as_str())));
        let (from, until) = (self.from, self.until);
        let label = format!("{role:?} {iin} {} {from} {until}", self.number);
        let form = Form { kind: self.kind, role, label: &label, subject: &subject, from, until };
        form.issue(key::of_person(self.kind, &label), Some(&tree.issuing))
    }
}
