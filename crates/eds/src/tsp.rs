//! Time-stamps (RFC 3161): an authority says that a hash existed at a time.

use jiff::Timestamp;

use crate::algorithm::{Unfit, hash};
use crate::cms::SignedData;
use crate::der::{Malformed, tag, whole, write};
use crate::digest::Hash;
use crate::oid::{self, Oid};
use crate::x509::Certificate;

/// The most bytes of a time-stamp.
const MOST: usize = 64 * 1024;

/// A request to stamp these bytes, which asks for the certificate of the authority too. The nonce comes
/// back in [`Stamp::nonce`]; it is a positive number of at most 32 bytes.
#[must_use]
pub fn request(hash: Hash, stamped: &[u8], nonce: &[u8]) -> Vec<u8> {
    let print = [write::algorithm(hash.oid()), write::octets(&hash.digest(stamped))];
    let print = write::sequence(&[&print.concat()]);
    write::sequence(&[&write::number(1), &print, &write::unsigned(nonce), &write::yes()])
}

/// The `TimeStampToken` of a `TimeStampResp`, in DER.
///
/// # Errors
/// If the response is larger than 64 KiB, not DER, or grants none.
pub fn granted(der: &[u8]) -> Result<&[u8], Malformed> {
    let mut fields = whole(der, MOST)?.sequence()?;
    let status = fields.sequence()?.any()?.small()?;
    let token = fields.optional(tag::SEQUENCE)?;
    fields.end()?;
    match (status, token) {
        (0 | 1, Some(token)) => Ok(token.whole),
        _ => Err(Malformed::Rule("no time-stamp is granted")),
    }
}

/// A time-stamp.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// Under which policy it was made.
    pub policy: Oid,
    /// When.
    pub at: Timestamp,
    /// By which hash, or why that does not count.
    pub hash: Result<Hash, Unfit>,
    /// What the hash made of the stamped bytes.
    pub imprint: Vec<u8>,
    /// The nonce of the request.
    pub nonce: Option<Vec<u8>>,
    data: SignedData,
    content: Vec<u8>,
}

impl Stamp {
    /// Reads a `TimeStampToken` in DER.
    ///
    /// # Errors
    /// If it is larger than 64 KiB, not DER, no time-stamp, or not signed by exactly one.
    pub fn read(der: &[u8]) -> Result<Self, Malformed> {
        if der.len() > MOST {
            return Err(Malformed::TooBig);
        }
        let data = SignedData::read(der)?;
        let content = data.content.clone().filter(|_| data.content_type == oid::STAMP_INFO);
        let content = content.ok_or(Malformed::Rule("it is no time-stamp"))?;
        if data.signers.len() != 1 {
            return Err(Malformed::Rule("a time-stamp is signed by one"));
        }
        let mut fields = whole(&content, MOST)?.sequence()?;
        if fields.any()?.small()? != 1 {
            return Err(Malformed::Rule("the version of the time-stamp is not known"));
        }
        let policy = fields.oid()?;
        let mut print = fields.sequence()?;
        let (hash, imprint) = (hash(print.any()?), print.any()?.octets()?.to_vec());
        print.end()?;
        fields.any()?.integer()?;
        let at = fields.any()?.exact_time()?;
        fields.optional(tag::SEQUENCE)?;
        fields.flag()?;
        let nonce = fields.optional(tag::INTEGER)?.map(|nonce| nonce.integer()).transpose()?;
        let nonce = nonce.map(<[u8]>::to_vec);
        fields.optional(tag::holding(0))?;
        if fields.optional(tag::holding(1))?.is_some() {
            return Err(Malformed::Rule("extensions of the time-stamp are not known"));
        }
        fields.end()?;
        Ok(Self { policy, at, hash, imprint, nonce, data, content })
    }

    /// Reads the token of a `TimeStampResp` that grants one.
    ///
    /// # Errors
    /// If it grants none, or as [`Self::read`].
    pub fn read_response(der: &[u8]) -> Result<Self, Malformed> {
        Self::read(granted(der)?)
    }

    /// The certificates that came with it.
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.data.certificates
    }

    /// Whoever has stamped these bytes: the certificate is for time-stamps and, critically, for nothing
    /// else. Whether it is trusted is for the caller to ask, at [`Self::at`].
    ///
    /// # Errors
    /// [`Unfit::Wrong`] if it is a stamp over other bytes or not signed rightly, [`Unfit::Key`] if no
    /// certificate is there that may stamp, else why the signature does not count.
    pub fn signer(&self, stamped: &[u8]) -> Result<&Certificate, Unfit> {
        let signer = self.data.signers.first().ok_or(Unfit::Wrong)?;
        if self.hash?.digest(stamped) != self.imprint {
            return Err(Unfit::Wrong);
        }
        let algorithm = signer.algorithm?;
        let certificate = self.data.certificate_of(signer).ok_or(Unfit::Key)?;
        let extensions = &certificate.extensions;
        let is_for_stamps = extensions.purposes.as_deref() == Some(&[oid::TIME_STAMPING])
            && extensions.purposes_are_critical;
        if !is_for_stamps || signer.certificate.as_ref().is_some_and(|one| !one.is_of(certificate))
        {
            return Err(Unfit::Key);
        }
        let is_right = signer.content_type == oid::STAMP_INFO
            && algorithm.hash().digest(&self.content) == signer.digest;
        if !is_right {
            return Err(Unfit::Wrong);
        }
        let key = certificate.key.as_ref().map_err(|unfit| *unfit)?;
        key.verify(algorithm, signer.signed_bytes(), &signer.signature)?;
        Ok(certificate)
    }
}
