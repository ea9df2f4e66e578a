//! From a certificate to one that is trusted (RFC 5280, 6), at a time.

mod policies;
mod search;

pub use search::{MOST_SIGNATURES, find, find_with};

use jiff::Timestamp;
use thiserror::Error;

use crate::algorithm::Unfit;
use crate::oid::{self, Oid};
use crate::x509::{Certificate, KeyUsage};

use policies::Policies;

/// Comparisons of names with constraints in one path, at most.
const MOST_COMPARISONS: usize = 1 << 16;

/// What a path must hold.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The time at which everything must be valid.
    pub at: Timestamp,
    /// How many authorities may stand between the certificate and the trusted one.
    pub depth: usize,
    /// The policies that will do; any of them if there is [`oid::ANY_POLICY`].
    pub policies: Vec<Oid>,
    /// Whether a policy is needed.
    pub require_policy: bool,
    /// Whether no policy may be replaced.
    pub inhibit_mapping: bool,
    /// Whether "any policy" says nothing.
    pub inhibit_any_policy: bool,
}

impl Rules {
    /// Any policy or none, and eight authorities at most.
    #[must_use]
    pub fn at(at: Timestamp) -> Self {
        Self {
            at,
            depth: 8,
            policies: vec![oid::ANY_POLICY],
            require_policy: false,
            inhibit_mapping: false,
            inhibit_any_policy: false,
        }
    }
}

/// Why there is no path, or not a good one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// No trusted certificate is reached.
    #[error("no trusted certificate is reached")]
    Untrusted,
    /// A certificate is not valid yet.
    #[error("a certificate is not valid yet")]
    NotYet,
    /// A certificate is not valid any more.
    #[error("a certificate is not valid any more")]
    Expired,
    /// A signature that is wrong, or does not count.
    #[error("a certificate is not signed rightly: {0}")]
    Signature(Unfit),
    /// A certificate of no authority has signed another one.
    #[error("whoever has signed a certificate is no authority")]
    NoAuthority,
    /// Identifiers of keys do not fit.
    #[error("a certificate names another key of its issuer")]
    OtherKey,
    /// More authorities than one of them allows.
    #[error("there are more authorities than is allowed")]
    Depth,
    /// A critical extension that is not known.
    #[error("the critical extension {0} is not known")]
    Critical(Oid),
    /// A name that an authority may not give.
    #[error("a name is not allowed to its authority")]
    Name,
    /// No policy that will do.
    #[error("no policy is valid")]
    Policy,
    /// The search was given up.
    #[error("too much would have to be checked")]
    Limit,
}

/// A path that holds, from the certificate itself to the trusted one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path<'c>(pub Vec<&'c Certificate>);

impl<'c> Path<'c> {
    /// Whoever has signed the certificate at the start; itself if it is trusted itself.
    #[must_use]
    pub fn issuer(&self) -> Option<&'c Certificate> {
        self.0.get(1).or_else(|| self.0.first()).copied()
    }
}

/// What is asked of one certificate alone.
fn check_one(certificate: &Certificate, rules: &Rules) -> Result<(), Refusal> {
    // The last second counts as a whole: certificates know no smaller ones.
    if rules.at < certificate.not_before {
        Err(Refusal::NotYet)
    } else if rules.at.as_second() > certificate.not_after.as_second() {
        Err(Refusal::Expired)
    } else if let Some(name) = certificate.extensions.unknown_critical {
        Err(Refusal::Critical(name))
    } else {
        Ok(())
    }
}

/// What is asked of an issuer, but its signature; `below` authorities stand between it and the start.
fn check_issuer(issuer: &Certificate, subject: &Certificate, below: usize) -> Result<(), Refusal> {
    let extensions = &issuer.extensions;
    let constraints = extensions.basic_constraints.unwrap_or_default();
    let may_sign = extensions.key_usage.is_none_or(|usage| usage.any_of(KeyUsage::CERTIFICATES));
    if !constraints.is_authority || !may_sign {
        return Err(Refusal::NoAuthority);
    }
    let depth = constraints.depth.and_then(|depth| usize::try_from(depth).ok());
    if depth.is_some_and(|depth| below > depth) {
        return Err(Refusal::Depth);
    }
    let named = subject.extensions.authority_key.as_ref().and_then(|key| key.key.as_ref());
    match (named, &extensions.subject_key) {
        (Some(named), Some(key)) if named != key => Err(Refusal::OtherKey),
        _ => Ok(()),
    }
}

/// What is asked of a path as a whole: names and policies.
fn check_whole(path: &[&Certificate], rules: &Rules) -> Result<(), Refusal> {
    let Some((anchor, below)) = path.split_last() else { return Err(Refusal::Untrusted) };
    let mut constraints: Vec<_> = anchor.extensions.name_constraints.iter().collect();
    let (mut policies, mut comparisons) = (Policies::new(rules, below.len()), 0);
    for (left, certificate) in below.iter().enumerate().rev() {
        let extensions = &certificate.extensions;
        let is_last = left == 0;
        if is_last || !certificate.is_self_issued() {
            for constraint in &constraints {
                comparisons += constraint.cost(extensions.names.len());
                if comparisons > MOST_COMPARISONS {
                    return Err(Refusal::Limit);
                }
                if !constraint.allow(&certificate.subject, &extensions.names) {
                    return Err(Refusal::Name);
                }
            }
        }
        policies.go_on(certificate, is_last)?;
        constraints.extend(&extensions.name_constraints);
    }
    policies.end(rules)
}
