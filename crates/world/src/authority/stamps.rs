//! Time-stamps (RFC 3161).

use eds::Malformed;
use eds::der::write::{algorithm, generalized_time, name, number, octets, sequence};
use eds::der::{tag, whole, write};
use eds::digest::Hash;
use eds::oid;
use eds::sign::{How, Signer, cms_of};
use jiff::Timestamp;

use super::certificate::Holder;
use super::policy;

/// The most bytes of a question.
const MOST: usize = 16 * 1024;

/// What is to be stamped.
pub(super) struct Wish<'w> {
    /// The algorithm and the digest, as they were asked for.
    print: &'w [u8],
    pub(super) nonce: Option<&'w [u8]>,
}

/// Why there is no stamp: the bit of `PKIFailureInfo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    Algorithm,
    Format,
    Policy,
}

impl From<Malformed> for Refused {
    fn from(_: Malformed) -> Self {
        Self::Format
    }
}

impl<'w> Wish<'w> {
    pub(super) fn read(der: &'w [u8]) -> Result<Self, Refused> {
        let mut fields = whole(der, MOST)?.sequence()?;
        if fields.any()?.small()? != 1 {
            return Err(Refused::Format);
        }
        let print = fields.one(tag::SEQUENCE)?;
        let mut parts = print.values();
        let known = Hash::of(parts.sequence()?.oid()?).map_err(|_| Refused::Algorithm)?;
        if parts.any()?.octets()?.len() != known.digest(&[]).len() {
            return Err(Refused::Format);
        }
        parts.end()?;
        let policy = fields.optional(tag::OID)?;
        let nonce = fields.optional(tag::INTEGER)?.map(|nonce| nonce.integer()).transpose()?;
        fields.flag()?;
        fields.end()?;
        if policy.is_some_and(|one| one.inside != policy::stamping().as_der()) {
            return Err(Refused::Policy);
        }
        Ok(Self { print: print.whole, nonce })
    }
}

/// A response that grants a time-stamp.
pub(super) fn granted(wish: &Wish<'_>, authority: &Holder, count: u64, at: Timestamp) -> Vec<u8> {
    let token = token(wish.print, wish.nonce, authority, count, at);
    sequence(&[&sequence(&[&number(0)]), &token])
}

/// A response that grants none.
pub(super) fn refused(why: Refused) -> Vec<u8> {
    let place = match why {
        Refused::Algorithm => &[7, 0x80][..],
        Refused::Format => &[2, 0x04],
        Refused::Policy => &[0, 0x00, 0x01],
    };
    sequence(&[&sequence(&[&number(2), &write(tag::BIT_STRING, &[place])])])
}

/// A time-stamp over the bytes themselves.
pub(super) fn over(bytes: &[u8], authority: &Holder, count: u64, at: Timestamp) -> Vec<u8> {
    let by = authority.key.algorithm().hash();
    let print = sequence(&[&algorithm(by.oid()), &octets(&by.digest(bytes))]);
    token(&print, None, authority, count, at)
}

/// The time-stamp: its certificate comes with it always, as with the state's.
fn token(
    print: &[u8],
    nonce: Option<&[u8]>,
    authority: &Holder,
    count: u64,
    at: Timestamp,
) -> Vec<u8> {
    let nonce = nonce.map(|nonce| write(tag::INTEGER, &[nonce])).unwrap_or_default();
    let policy = name(policy::stamping());
    let info =
        sequence(&[&number(1), &policy, print, &number(count), &generalized_time(at), &nonce]);
    let signer = Signer { key: &authority.key, certificate: &authority.certificate, at: None };
    let Ok(token) = cms_of(oid::STAMP_INFO, &info, How::Attached, &[signer]) else {
        panic!("the parts of our keys belong together")
    };
    token
}
