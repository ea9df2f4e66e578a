//! Revocation lists (RFC 5280, 5), and whether a certificate stands in them.

mod check;
mod index;

pub use check::{Lists, check};

use jiff::Timestamp;

use crate::algorithm::{Algorithm, Unfit};
use crate::der::{Malformed, Reader, Value, tag, whole};
use crate::oid::{self, Oid};
use crate::revocation::{Reason, Revocation};
use crate::x509::{
    AuthorityKey, Certificate, GeneralName, Name, PointName, Signed, authority_key, each_extension,
};

use index::Index;

/// The most bytes of a list: that of the state has 22 million.
const MOST: usize = 256 << 20;

/// Every reason, a bit each.
const ALL_REASONS: u16 = 0x1FF;

/// `IssuingDistributionPoint`: what a list is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssuingPoint {
    /// Its name.
    pub name: Option<PointName>,
    /// No authorities.
    pub only_users: bool,
    /// Authorities alone.
    pub only_authorities: bool,
    /// The reasons it lists, a bit each.
    pub reasons: Option<u16>,
    /// Certificates of other issuers too.
    pub is_indirect: bool,
    /// Neither users nor authorities.
    pub only_attributes: bool,
}

/// A revocation list. It keeps what its signature is checked by, not its bytes.
#[derive(Clone, Debug)]
pub struct RevocationList {
    /// Who has signed it.
    pub issuer: Name,
    /// When it was made.
    pub this_update: Timestamp,
    /// When there will be a newer one at the latest.
    pub next_update: Option<Timestamp>,
    /// Its number, the highest byte first.
    pub number: Option<Vec<u8>>,
    /// The number of the list that it changes; nothing for a whole list.
    pub base: Option<Vec<u8>>,
    /// Which key has signed it.
    pub authority_key: Option<AuthorityKey>,
    /// What it is about.
    pub point: IssuingPoint,
    /// A critical extension that is not known, of the list or of an entry.
    pub unknown_critical: Option<Oid>,
    algorithm: Result<Algorithm, Unfit>,
    digest: Vec<u8>,
    signature: Vec<u8>,
    index: Index,
}

impl RevocationList {
    /// Reads a list in DER.
    ///
    /// # Errors
    /// If it is larger than 256 MiB, not DER, or breaks a rule of RFC 5280 on how it is written.
    pub fn read(der: &[u8]) -> Result<Self, Malformed> {
        let signed = Signed::read(whole(der, MOST)?)?;
        let mut fields = signed.body.values();
        let version = fields.optional(tag::INTEGER)?.map(Value::small).transpose()?;
        let (inner, outer) = (fields.any()?, signed.identifier);
        let algorithm = Algorithm::read(outer);
        // The state names the same algorithm inside with NULL and outside without.
        if inner.whole != outer.whole && (algorithm.is_err() || Algorithm::read(inner) != algorithm)
        {
            return Err(Malformed::Rule("two algorithms are named for one signature"));
        }
        let issuer = Name::read(fields.any()?)?;
        let this_update = fields.any()?.time()?;
        let has_next = matches!(fields.tag(), Some(tag::UTC_TIME | tag::GENERALIZED_TIME));
        let next_update = if has_next { Some(fields.any()?.time()?) } else { None };
        let entries = fields.optional(tag::SEQUENCE)?;
        let extensions = fields.optional(tag::holding(0))?;
        fields.end()?;
        if version.is_some_and(|version| version != 1)
            || (version.is_none() && extensions.is_some())
        {
            return Err(Malformed::Rule("the version of the list is not known"));
        }
        let hash = algorithm.ok().map(Algorithm::hash);
        let mut list = Self {
            issuer,
            this_update,
            next_update,
            number: None,
            base: None,
            authority_key: None,
            point: IssuingPoint::default(),
            unknown_critical: None,
            algorithm,
            digest: hash.map(|hash| hash.digest(signed.body.whole)).unwrap_or_default(),
            signature: signed.signature.to_vec(),
            index: Index::default(),
        };
        if let Some(holder) = extensions {
            list.take_extensions(crate::algorithm::only(holder.values())?)?;
        }
        if let Some(entries) = entries {
            list.take_entries(entries.values())?;
        }
        Ok(list)
    }

    fn take_extensions(&mut self, list: Value<'_>) -> Result<(), Malformed> {
        for (name, critical, held) in each_extension(list)? {
            let value = || whole(held, held.len());
            match name {
                oid::LIST_NUMBER => self.number = Some(value()?.unsigned()?.to_vec()),
                oid::DELTA_INDICATOR => self.base = Some(value()?.unsigned()?.to_vec()),
                oid::AUTHORITY_KEY => self.authority_key = Some(authority_key(value()?)?),
                oid::ISSUING_POINT => self.point = issuing_point(value()?)?,
                _ if critical => self.unknown_critical = Some(name),
                _ => {}
            }
        }
        Ok(())
    }

    fn take_entries(&mut self, entries: Reader<'_>) -> Result<(), Malformed> {
        let mut of = None;
        for entry in entries {
            let mut fields = entry?.sequence()?;
            let (serial, at) = (fields.any()?.integer()?, fields.any()?.time()?);
            let mut reason = Reason::Unspecified;
            if let Some(extensions) = fields.optional(tag::SEQUENCE)? {
                for (name, critical, held) in each_extension(extensions)? {
                    match name {
                        oid::REASON => reason = Reason::read(whole(held, held.len())?)?,
                        oid::INVALIDITY_DATE => {}
                        oid::ENTRY_ISSUER if self.point.is_indirect => {
                            let names = whole(held, held.len())?.sequence()?;
                            of = directory(GeneralName::read_all(names)?)
                                .filter(|name| *name != self.issuer);
                        }
                        _ if critical => self.unknown_critical = Some(name),
                        _ => {}
                    }
                }
            }
            fields.end()?;
            self.index.add(of.as_ref(), serial, Revocation { at, reason })?;
        }
        self.index.sort();
        Ok(())
    }

    /// How many certificates are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether none is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many bytes the entries take in memory.
    #[must_use]
    pub fn size(&self) -> usize {
        self.index.size()
    }

    /// What the list says of the certificate of this issuer and number.
    #[must_use]
    pub fn find(&self, issuer: &Name, serial: &[u8]) -> Option<Revocation> {
        let of = (*issuer != self.issuer).then_some(issuer);
        self.index.find(of, serial)
    }

    /// Whether these are changes of that list or of an earlier one, and newer than it. Numbers of
    /// changes cannot be compared with those of whole lists: the state counts them apart.
    #[must_use]
    pub fn is_change_of(&self, list: &Self) -> bool {
        let is_from = match (&self.base, &list.number) {
            (Some(base), Some(number)) => (base.len(), base) <= (number.len(), number),
            _ => false,
        };
        is_from
            && self.issuer == list.issuer
            && self.point == list.point
            && self.this_update >= list.this_update
    }

    /// Holds that the key of this certificate has signed the list.
    ///
    /// # Errors
    /// Why it has not, or why it does not count.
    pub fn is_signed_by(&self, signer: &Certificate) -> Result<(), Unfit> {
        let key = signer.key.as_ref().map_err(|unfit| *unfit)?;
        key.verify_digest(self.algorithm?, &self.digest, &self.signature)
    }
}

/// The distinguished name among them.
fn directory(names: Vec<GeneralName>) -> Option<Name> {
    names.into_iter().find_map(|name| match name {
        GeneralName::Directory(name) => Some(name),
        GeneralName::Email(_)
        | GeneralName::Dns(_)
        | GeneralName::Uri(_)
        | GeneralName::Ip(_)
        | GeneralName::Other(_) => None,
    })
}

fn issuing_point(value: Value<'_>) -> Result<IssuingPoint, Malformed> {
    let mut fields = value.sequence()?;
    let name = fields.optional(tag::holding(0))?.map(PointName::read).transpose()?;
    let mut flag = |number| match fields.optional(tag::context(number))? {
        None => Ok(false),
        Some(Value { inside: [0xFF], .. }) => Ok(true),
        Some(_) => Err(Malformed::Value),
    };
    let (only_users, only_authorities) = (flag(1)?, flag(2)?);
    let reasons = fields.optional(tag::context(3))?.map(Value::flags_inside).transpose()?;
    let mut flag = |number| match fields.optional(tag::context(number))? {
        None => Ok(false),
        Some(Value { inside: [0xFF], .. }) => Ok(true),
        Some(_) => Err(Malformed::Value),
    };
    let (is_indirect, only_attributes) = (flag(4)?, flag(5)?);
    fields.end()?;
    Ok(IssuingPoint { name, only_users, only_authorities, reasons, is_indirect, only_attributes })
}
