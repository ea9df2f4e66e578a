//! Which key signs: what a person would choose in the dialog among those that fit.

use std::sync::Arc;

use eds::oid;
use residence::names::Iin;
use serde::Deserialize;

use super::keys::{Ring, Which};
use crate::authority::Holder;

/// A key that was chosen on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Whose.
    pub iin: Iin,
    /// Which of theirs.
    pub which: Which,
    /// It signs even where it does not fit: as if a program showed keys that it was asked to hide.
    pub always: bool,
}

/// Which keys are asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Fits {
    iin: Option<String>,
    bin: Option<String>,
    serial_number: Option<String>,
    ext_key_usage_oids: Option<Vec<String>>,
    /// Certificates of authorities, one of which has issued the key. Nothing, or none at all, is any:
    /// the demo has no others.
    chain: Option<Vec<String>>,
}

impl Fits {
    /// Keys with this purpose.
    pub(super) fn for_purpose(purpose: oid::Oid) -> Self {
        Self { ext_key_usage_oids: Some(vec![purpose.to_string()]), ..Self::default() }
    }

    fn is_met(&self, holder: &Holder) -> bool {
        let certificate = &holder.certificate;
        let has = |kind, prefix: &str, wanted: &Option<String>| {
            let wanted = wanted.as_deref().unwrap_or_default();
            let number = format!("{prefix}{wanted}");
            wanted.is_empty() || certificate.subject.texts(kind).any(|text| text == number)
        };
        let serial: String = certificate.serial.iter().map(|byte| format!("{byte:02x}")).collect();
        let wanted_serial = self.serial_number.as_deref().unwrap_or_default();
        let purposes = certificate.extensions.purposes.as_deref().unwrap_or_default();
        let purposes: Vec<String> = purposes.iter().map(ToString::to_string).collect();
        let wanted = self.ext_key_usage_oids.as_deref().unwrap_or_default();
        has(oid::SERIAL_NUMBER, "IIN", &self.iin)
            && has(oid::ORGANIZATIONAL_UNIT, "BIN", &self.bin)
            && (wanted_serial.is_empty() || wanted_serial.eq_ignore_ascii_case(&serial))
            && wanted.iter().all(|purpose| purposes.contains(purpose))
            && self.is_issued(holder)
    }

    fn is_issued(&self, holder: &Holder) -> bool {
        let chain = self.chain.as_deref().unwrap_or_default();
        let above = chain.iter().filter_map(|text| {
            let der = eds::pem::to_der(text.as_bytes()).ok()?;
            eds::x509::Certificate::read(&der).ok()
        });
        chain.is_empty() || above.into_iter().any(|one| one.has_signed(&holder.certificate).is_ok())
    }
}

/// The key that signs: the one that was chosen if it fits, else one of the person who is asked for;
/// nothing if the person would find no key in the dialog.
pub(super) fn choose(ring: &Ring, choice: Option<Choice>, fits: &Fits) -> Option<Arc<Holder>> {
    if let Some(Choice { iin, which, always }) = choice
        && let Some(holder) = ring.key(iin, which)
        && (always || fits.is_met(&holder))
    {
        return Some(holder);
    }
    let asked = fits.iin.as_deref().filter(|iin| !iin.is_empty());
    let iin = match asked {
        Some(iin) => iin.parse().ok()?,
        None => choice?.iin,
    };
    let usual = [Which::Gost, Which::Rsa, Which::SigningIn, Which::Organisation];
    usual.into_iter().filter_map(|which| ring.key(iin, which)).find(|key| fits.is_met(key))
}
