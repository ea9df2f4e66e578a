//! Where revocation lists are to be found.

use crate::der::{Malformed, Value, tag};
use crate::x509::{GeneralName, Name};

/// The name of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PointName {
    /// Names in full.
    Full(Vec<GeneralName>),
    /// What is added to the name of the issuer: one part, as DER has it.
    Relative(Vec<u8>),
}

impl PointName {
    pub(crate) fn read(holder: Value<'_>) -> Result<Self, Malformed> {
        let name = crate::algorithm::only(holder.values())?;
        match name.tag {
            0xA0 => GeneralName::read_all(name.values()).map(Self::Full),
            0xA1 => Ok(Self::Relative(name.inside.to_vec())),
            _ => Err(Malformed::Unexpected),
        }
    }

    /// The names in full, for an issuer of this name.
    #[must_use]
    pub fn full(&self, issuer: &Name) -> Vec<GeneralName> {
        match self {
            Self::Full(names) => names.clone(),
            Self::Relative(part) => {
                let part = Value { tag: tag::SET, inside: part, whole: part };
                issuer.with(part).map(GeneralName::Directory).into_iter().collect()
            }
        }
    }
}

/// A `DistributionPoint`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistributionPoint {
    /// Its name.
    pub name: Option<PointName>,
    /// The reasons that are listed there, a bit each; all of them if nothing is said.
    pub reasons: Option<u16>,
    /// Who signs the list, if not the issuer of the certificate.
    pub issuer: Vec<GeneralName>,
}

impl DistributionPoint {
    pub(crate) fn read(value: Value<'_>) -> Result<Self, Malformed> {
        let mut fields = value.sequence()?;
        let name = fields.optional(tag::holding(0))?.map(PointName::read).transpose()?;
        let reasons = fields.optional(tag::context(1))?;
        let issuer = fields.optional(tag::holding(2))?;
        fields.end()?;
        let issuer = issuer.map(|names| GeneralName::read_all(names.values())).transpose()?;
        if name.is_none() && issuer.is_none() {
            return Err(Malformed::Rule("a distribution point says nothing"));
        }
        let reasons = reasons.map(Value::flags_inside).transpose()?;
        Ok(Self { name, reasons, issuer: issuer.unwrap_or_default() })
    }

    pub(crate) fn read_all(value: Value<'_>) -> Result<Vec<Self>, Malformed> {
        let points: Vec<_> =
            value.sequence()?.map(|point| Self::read(point?)).collect::<Result<_, _>>()?;
        if points.is_empty() {
            return Err(Malformed::Rule("a list of distribution points is empty"));
        }
        Ok(points)
    }
}
