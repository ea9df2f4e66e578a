//! What a certificate says beyond name, key and dates.

use crate::der::{Malformed, Reader, Value, tag, whole};
use crate::oid::{self, Oid};
use crate::x509::{DistributionPoint, GeneralName, NameConstraints};

/// The most policies of one certificate: the work of RFC 5280, 6.1.3 grows with them.
const MOST_POLICIES: usize = 64;

/// What a key is for: the bits of `KeyUsage`, the first in the lowest place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUsage(pub u16);

impl KeyUsage {
    /// Signatures of people and answers.
    pub const DIGITAL_SIGNATURE: u16 = 1;
    /// Signatures that bind.
    pub const NON_REPUDIATION: u16 = 1 << 1;
    /// Signatures under certificates.
    pub const CERTIFICATES: u16 = 1 << 5;
    /// Signatures under revocation lists.
    pub const REVOCATION_LISTS: u16 = 1 << 6;

    /// Whether any of these bits is set.
    #[must_use]
    pub const fn any_of(self, bits: u16) -> bool {
        self.0 & bits != 0
    }
}

/// `BasicConstraints`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BasicConstraints {
    /// Whether it is an authority.
    pub is_authority: bool,
    /// How many authorities may stand below it.
    pub depth: Option<u32>,
}

/// `AuthorityKeyIdentifier`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthorityKey {
    /// The `SubjectKeyIdentifier` of the issuer.
    pub key: Option<Vec<u8>>,
    /// The issuer of the issuer, and the serial number of its certificate.
    pub certificate: Option<(Vec<GeneralName>, Vec<u8>)>,
}

/// `PolicyConstraints`: after how many certificates the rule holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PolicyConstraints {
    /// A policy is needed.
    pub require: Option<u32>,
    /// No policy may be replaced.
    pub inhibit_mapping: Option<u32>,
}

/// The extensions that are known here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions {
    /// Whether and how far it is an authority.
    pub basic_constraints: Option<BasicConstraints>,
    /// What the key is for.
    pub key_usage: Option<KeyUsage>,
    /// For which purposes.
    pub purposes: Option<Vec<Oid>>,
    /// Whether whoever does not know the purposes must refuse.
    pub purposes_are_critical: bool,
    /// Which key it is.
    pub subject_key: Option<Vec<u8>>,
    /// Which key has signed it.
    pub authority_key: Option<AuthorityKey>,
    /// Further names of the subject.
    pub names: Vec<GeneralName>,
    /// What the subjects below may be called.
    pub name_constraints: Option<NameConstraints>,
    /// Under which policies it was issued.
    pub policies: Option<Vec<Oid>>,
    /// Which policy of the issuer stands for which of the subject.
    pub policy_mappings: Vec<(Oid, Oid)>,
    /// Rules on policies.
    pub policy_constraints: PolicyConstraints,
    /// After how many certificates "any policy" says nothing.
    pub inhibit_any_policy: Option<u32>,
    /// Where revocation lists are.
    pub points: Vec<DistributionPoint>,
    /// Whether a responder need not be asked about itself.
    pub is_not_checked: bool,
    /// In what the key is kept, as the state names it.
    pub key_store: Vec<Oid>,
    /// A critical one that is not known, if there is one.
    pub unknown_critical: Option<Oid>,
}

/// An extension: its name, whether it is critical, and what it holds.
pub(crate) type Extension<'d> = (Oid, bool, &'d [u8]);

/// The extensions of a list, each name once.
pub(crate) fn each_extension(list: Value<'_>) -> Result<Vec<Extension<'_>>, Malformed> {
    let mut found: Vec<Extension<'_>> = Vec::new();
    for value in list.sequence()? {
        let mut fields = value?.sequence()?;
        let (name, critical, held) = (fields.oid()?, fields.flag()?, fields.any()?.octets()?);
        fields.end()?;
        if found.iter().any(|(other, ..)| *other == name) {
            return Err(Malformed::Rule("an extension is there twice"));
        }
        found.push((name, critical, held));
    }
    if found.is_empty() {
        Err(Malformed::Rule("the list of extensions is empty"))
    } else {
        Ok(found)
    }
}

impl Extensions {
    pub(crate) fn read(list: Value<'_>) -> Result<Self, Malformed> {
        let mut extensions = Self::default();
        for (name, critical, held) in each_extension(list)? {
            if !extensions.take(name, critical, held)? && critical {
                extensions.unknown_critical = Some(name);
            }
        }
        let signs = extensions.key_usage.is_some_and(|usage| usage.any_of(KeyUsage::CERTIFICATES));
        let is_authority = extensions.basic_constraints.is_some_and(|one| one.is_authority);
        if !is_authority && (signs || extensions.name_constraints.is_some()) {
            return Err(Malformed::Rule(
                "only an authority signs certificates and constrains names",
            ));
        }
        Ok(extensions)
    }

    /// Reads one; false if it is not known, or may not be critical and is.
    fn take(&mut self, name: Oid, critical: bool, held: &[u8]) -> Result<bool, Malformed> {
        let value = || whole(held, held.len());
        match name {
            oid::BASIC_CONSTRAINTS => self.basic_constraints = Some(basic_constraints(value()?)?),
            oid::KEY_USAGE => self.key_usage = Some(key_usage(value()?)?),
            oid::EXTENDED_KEY_USAGE => {
                self.purposes = Some(oids(value()?)?);
                self.purposes_are_critical = critical;
            }
            oid::SUBJECT_KEY => self.subject_key = Some(value()?.octets()?.to_vec()),
            oid::AUTHORITY_KEY => self.authority_key = Some(authority_key(value()?)?),
            oid::SUBJECT_NAMES => self.names = GeneralName::read_all(value()?.sequence()?)?,
            oid::NAME_CONSTRAINTS => self.name_constraints = Some(NameConstraints::read(value()?)?),
            oid::POLICIES => self.policies = Some(policies(value()?)?),
            oid::POLICY_MAPPINGS => self.policy_mappings = policy_mappings(value()?)?,
            oid::POLICY_CONSTRAINTS => self.policy_constraints = policy_constraints(value()?)?,
            oid::INHIBIT_ANY_POLICY => self.inhibit_any_policy = Some(value()?.small()?),
            oid::DISTRIBUTION_POINTS => self.points = DistributionPoint::read_all(value()?)?,
            oid::FRESHEST_LIST => drop(DistributionPoint::read_all(value()?)?),
            oid::OCSP_NO_CHECK => self.is_not_checked = true,
            oid::KEY_STORE => self.key_store = oids(value()?)?,
            _ => return Ok(false),
        }
        let never_critical =
            [oid::SUBJECT_KEY, oid::AUTHORITY_KEY, oid::FRESHEST_LIST, oid::KEY_STORE];
        Ok(!never_critical.contains(&name))
    }

    /// Whether the certificate may serve this purpose; without a word about purposes it may.
    #[must_use]
    pub fn allow(&self, purpose: Oid) -> bool {
        let allows = |known: &Oid| *known == purpose || *known == oid::ANY_PURPOSE;
        self.purposes.as_ref().is_none_or(|purposes| purposes.iter().any(allows))
    }
}

fn basic_constraints(value: Value<'_>) -> Result<BasicConstraints, Malformed> {
    let mut fields = value.sequence()?;
    let is_authority = fields.flag()?;
    let depth = fields.optional(tag::INTEGER)?.map(Value::small).transpose()?;
    fields.end()?;
    if depth.is_some() && !is_authority {
        return Err(Malformed::Rule("a depth is for authorities"));
    }
    Ok(BasicConstraints { is_authority, depth })
}

fn key_usage(value: Value<'_>) -> Result<KeyUsage, Malformed> {
    match value.tagged(tag::BIT_STRING)?.flags_inside()? {
        0 => Err(Malformed::Rule("a key is for nothing")),
        bits => Ok(KeyUsage(bits)),
    }
}

fn oids(value: Value<'_>) -> Result<Vec<Oid>, Malformed> {
    let names: Vec<Oid> = value.sequence()?.map(|name| name?.oid()).collect::<Result<_, _>>()?;
    if names.is_empty() { Err(Malformed::Rule("a list of names is empty")) } else { Ok(names) }
}

pub(crate) fn authority_key(value: Value<'_>) -> Result<AuthorityKey, Malformed> {
    let mut fields = value.sequence()?;
    let key = fields.optional(tag::context(0))?.map(|key| key.inside.to_vec());
    let issuer = fields.optional(tag::holding(1))?;
    let serial = fields.optional(tag::context(2))?.map(|serial| serial.inside.to_vec());
    fields.end()?;
    let issuer = issuer.map(|names| GeneralName::read_all(names.values())).transpose()?;
    match (issuer, serial) {
        (None, None) => Ok(AuthorityKey { key, certificate: None }),
        (Some(issuer), Some(serial)) => {
            Ok(AuthorityKey { key, certificate: Some((issuer, serial)) })
        }
        _ => Err(Malformed::Rule("issuer and serial number belong together")),
    }
}

fn policies(value: Value<'_>) -> Result<Vec<Oid>, Malformed> {
    let mut found: Vec<Oid> = Vec::new();
    for policy in value.sequence()? {
        let name = policy?.sequence()?.oid()?;
        if found.contains(&name) || found.len() == MOST_POLICIES {
            return Err(Malformed::Rule("a policy is there twice, or there are more than 64"));
        }
        found.push(name);
    }
    if found.is_empty() { Err(Malformed::Rule("the list of policies is empty")) } else { Ok(found) }
}

fn policy_mappings(value: Value<'_>) -> Result<Vec<(Oid, Oid)>, Malformed> {
    let pair = |mut fields: Reader<'_>| {
        let pair = (fields.oid()?, fields.oid()?);
        fields.end()?;
        Ok(pair)
    };
    let pairs: Vec<_> =
        value.sequence()?.map(|value| pair(value?.sequence()?)).collect::<Result<_, _>>()?;
    if pairs.is_empty() || pairs.len() > MOST_POLICIES {
        return Err(Malformed::Rule("no policy is replaced, or more than 64 are"));
    }
    Ok(pairs)
}

fn policy_constraints(value: Value<'_>) -> Result<PolicyConstraints, Malformed> {
    let mut fields = value.sequence()?;
    let mut count = |number| match fields.optional(tag::context(number))? {
        None => Ok(None),
        Some(value) => {
            Value { tag: tag::INTEGER, inside: value.inside, whole: value.whole }.small().map(Some)
        }
    };
    let constraints = PolicyConstraints { require: count(0)?, inhibit_mapping: count(1)? };
    fields.end()?;
    if constraints == PolicyConstraints::default() {
        return Err(Malformed::Rule("constraints of policies are empty"));
    }
    Ok(constraints)
}
