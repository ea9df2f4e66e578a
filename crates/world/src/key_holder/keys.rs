//! Everybody's keys: made when they are first needed, the same ones after each start.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex};

use eds::revocation::Reason;
use eds::{oid, pkcs12};
use jiff::Timestamp;
use residence::names::Iin;
use serde::{Deserialize, Serialize};

use super::locked;
use crate::authority::{Authority, Holder, Kind, Person, Purpose, Wanted};

/// Somebody who has keys.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Who.
    pub person: Person,
    /// What this person can try.
    pub note: String,
}

/// Which of a person's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// Of GOST-2015, for everything: what people have today.
    Gost,
    /// Of RSA, for signing.
    Rsa,
    /// Of RSA, for signing in only.
    SigningIn,
    /// One whose time is over.
    Expired,
    /// One that is revoked already.
    Revoked,
    /// The person as the head of an organisation.
    Organisation,
    /// One out of a key file, whoever has issued it.
    Loaded,
}

impl Which {
    /// All that are made here.
    pub const ALL: [Self; 6] =
        [Self::Gost, Self::Rsa, Self::SigningIn, Self::Expired, Self::Revoked, Self::Organisation];

    /// The word for it in addresses and forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gost => "gost",
            Self::Rsa => "rsa",
            Self::SigningIn => "signing_in",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Organisation => "organisation",
            Self::Loaded => "loaded",
        }
    }

    /// What people call it.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Gost => "GOST",
            Self::Rsa => "RSA",
            Self::SigningIn => "RSA, signing in only",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Organisation => "of an organisation",
            Self::Loaded => "out of a file",
        }
    }
}

impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// There is no such key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchKey;

impl FromStr for Which {
    type Err = NoSuchKey;

    fn from_str(text: &str) -> Result<Self, NoSuchKey> {
        Self::ALL.into_iter().find(|which| which.as_str() == text).ok_or(NoSuchKey)
    }
}

/// The first and the last moment of what is valid, and the last of what is not any more.
const FROM: &str = "2025-06-01T00:00:00Z";
const UNTIL: &str = "2040-06-01T00:00:00Z";
const OVER: &str = "2025-12-01T00:00:00Z";
/// Since when the keys that are revoked already are.
const REVOKED: &str = "2025-09-01T00:00:00Z";

fn time(text: &str) -> Timestamp {
    let Ok(time) = text.parse() else { panic!("{text} is a time") };
    time
}

/// The keys of all people.
pub(super) struct Ring {
    pub(super) authority: Arc<Authority>,
    owners: Mutex<BTreeMap<Iin, Arc<Owner>>>,
    made: Mutex<BTreeMap<(Iin, Which), Arc<Holder>>>,
}

impl Ring {
    pub(super) fn new(authority: Arc<Authority>) -> Self {
        Self { authority, owners: Mutex::default(), made: Mutex::default() }
    }

    /// Takes people in; those who are known already keep what is said of them.
    pub(super) fn admit(&self, new: Vec<Owner>) {
        let mut owners = locked(&self.owners);
        for owner in new {
            owners.entry(owner.person.iin).or_insert_with(|| Arc::new(owner));
        }
    }

    /// Those who have a part to play first, then by name.
    pub(super) fn owners(&self) -> Vec<Arc<Owner>> {
        let mut owners: Vec<Arc<Owner>> = locked(&self.owners).values().cloned().collect();
        owners.sort_by_key(|owner| (owner.note.is_empty(), owner.person.surname.clone()));
        owners
    }

    pub(super) fn owner(&self, iin: Iin) -> Option<Arc<Owner>> {
        locked(&self.owners).get(&iin).cloned()
    }

    /// A key of a person; nothing for somebody who is not known here.
    pub(super) fn key(&self, iin: Iin, which: Which) -> Option<Arc<Holder>> {
        let owner = self.owner(iin)?;
        let made = locked(&self.made).get(&(iin, which)).cloned();
        match (made, which) {
            (None, Which::Loaded) => None,
            (None, _) => Some(self.make(&owner.person, which)),
            (made, _) => made,
        }
    }

    /// Takes in the key that signs out of a key file (PKCS #12); says whose it is.
    pub(super) fn load(&self, file: &[u8], password: &str) -> Result<Iin, String> {
        let entries = pkcs12::read(file, password).map_err(|error| error.to_string())?;
        let signs = entries.into_iter().find_map(|entry| {
            let certificate = entry.certificates.into_iter().next()?;
            let purposes = certificate.extensions.purposes.as_deref().unwrap_or_default();
            let signs = purposes.contains(&oid::EMAIL_PROTECTION);
            signs.then_some(Holder { key: entry.key, certificate })
        });
        let holder = signs.ok_or("there is no key for signing with its certificate in the file")?;
        let subject = &holder.certificate.subject;
        let text = |kind| subject.texts(kind).next().unwrap_or_default().to_owned();
        let number = text(oid::SERIAL_NUMBER);
        let iin = number.strip_prefix("IIN").and_then(|iin| iin.parse::<Iin>().ok());
        let iin = iin.ok_or("its certificate names no ИИН with a right check digit")?;
        let (surname, name) = (text(oid::SURNAME), text(oid::COMMON_NAME));
        let given_name = name.strip_prefix(&surname).unwrap_or(&name).trim().to_owned();
        let patronymic = Some(text(oid::GIVEN_NAME)).filter(|text| !text.is_empty());
        let person = Person { iin, surname, given_name, patronymic };
        self.admit(vec![Owner { person, note: "Out of a key file".into() }]);
        locked(&self.made).insert((iin, Which::Loaded), Arc::new(holder));
        Ok(iin)
    }

    fn make(&self, person: &Person, which: Which) -> Arc<Holder> {
        let kind = match which {
            Which::Gost | Which::Expired | Which::Revoked | Which::Organisation | Which::Loaded => {
                Kind::Gost2015
            }
            Which::Rsa | Which::SigningIn => Kind::Rsa,
        };
        let purpose = match which {
            Which::SigningIn => Purpose::SigningIn,
            Which::Organisation => {
                Purpose::Organisation("240140000018".into(), "ЖШС «ҮЛГІ»".into())
            }
            Which::Gost | Which::Rsa | Which::Expired | Which::Revoked | Which::Loaded => {
                Purpose::Signing
            }
        };
        let until = time(if which == Which::Expired { OVER } else { UNTIL });
        let number = u32::from(which == Which::Revoked);
        let wanted = Wanted { person, kind, purpose, number, from: time(FROM), until };
        let holder = Arc::new(self.authority.certify(&wanted));
        if which == Which::Revoked {
            let certificate = &holder.certificate;
            if let Err(error) =
                self.authority.revoke(certificate, Reason::Superseded, time(REVOKED))
            {
                tracing::error!(%error, "a key was to be revoked, and is not");
            }
        }
        locked(&self.made).insert((person.iin, which), Arc::clone(&holder));
        holder
    }
}
