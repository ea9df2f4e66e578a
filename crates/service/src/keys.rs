//! Codes and tokens, and the key they are made with.
//!
//! A code is a truncated MAC over all it is bound to: what is signed or asked, who, and for which
//! request. So the database holds no code, sending again sends the same one, and a code for one
//! request says nothing about another. What makes it die is the state of the request.

use hmac::{Hmac, KeyInit as _, Mac as _};
use residence::consent::ConsentRequest;
use residence::names::CaseId;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::desk::certificates::Code;

/// The secret key of this installation.
#[derive(Clone)]
pub struct Keys(Hmac<Sha256>);

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// The keys made of 32 secret bytes.
    #[must_use]
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    pub fn new(secret: [u8; 32]) -> Self {
        Self(Hmac::<Sha256>::new_from_slice(&secret).expect("a key of any length"))
    }

    fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(purpose.as_bytes());
        for part in parts {
            // The length before each part: no two lists of parts give the same bytes.
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// A code of so many decimal digits (at most 18). The bias of the reduction is below 2⁻³⁰.
    fn code(&self, digits: u32, purpose: &str, parts: &[&[u8]]) -> String {
        let mac = self.mac(purpose, parts);
        let head = mac.iter().take(8).fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte));
        let width = usize::try_from(digits).unwrap_or_default();
        format!("{:0width$}", head % 10u64.pow(digits))
    }

    /// The eight digits that agree to or refuse one request.
    #[must_use]
    pub fn consent_code(&self, request: &ConsentRequest) -> String {
        let party = request.party.iin;
        let parts: [&[u8]; 3] =
            [&request.id.to_bytes(), party.as_str().as_bytes(), &request.digest.0];
        self.code(8, "consent", &parts)
    }

    /// The six digits of a sign-in or signing password.
    #[must_use]
    pub fn password(&self, purpose: &str, challenge: &str, bound_to: &str) -> String {
        self.code(6, purpose, &[challenge.as_bytes(), bound_to.as_bytes()])
    }

    /// The token that a form of the portal carries: whoever does not know the cookie cannot make it.
    #[must_use]
    pub fn form_token(&self, cookie: &str) -> String {
        let mac = self.mac("form", &[cookie.as_bytes()]);
        mac.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The code of a certificate: the same whenever the same is certified, and known to nobody who has
    /// not been told.
    #[must_use]
    pub fn certificate_code(&self, of: &str, on: &str) -> Code {
        let mac = self.mac("certificate", &[of.as_bytes(), on.as_bytes()]);
        let bits = mac.iter().take(16).fold(0u128, |sum, byte| (sum << 8) | u128::from(*byte));
        Code::of(bits)
    }

    /// A number below one million that nobody without the key can foresee: whether this thing is drawn
    /// for a purpose.
    #[must_use]
    pub fn lot(&self, purpose: &str, name: &str) -> u32 {
        let mac = self.mac("lot", &[purpose.as_bytes(), name.as_bytes()]);
        let head = mac.iter().take(8).fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte));
        u32::try_from(head % 1_000_000).unwrap_or_default()
    }

    /// The id of what a person makes under an idempotency key: the same key gives the same id.
    #[must_use]
    pub fn keyed_id(&self, person: &str, purpose: &str, key: &str) -> CaseId {
        let mac = self.mac("idempotency", &[person.as_bytes(), purpose.as_bytes(), key.as_bytes()]);
        let mut bits = [0; 16];
        bits.iter_mut().zip(mac).for_each(|(slot, byte)| *slot = byte);
        CaseId::from_bytes(bits)
    }
}

/// Whether two codes are the same, in a time that does not tell how far they agree.
#[must_use]
pub fn same_code(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// How a token is kept: as its SHA-256, so that a stolen database opens no session.
#[must_use]
pub fn token_key(token: &str) -> String {
    let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
    residence::intake::Digest(hash).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_bound_to_all_it_is_made_of() {
        let keys = Keys::new([7; 32]);
        let code = keys.password("sign", "challenge", "digest");
        assert_eq!(code.len(), 6);
        assert_eq!(code, keys.password("sign", "challenge", "digest"));
        for other in [
            keys.password("sign_in", "challenge", "digest"),
            keys.password("sign", "challengf", "digest"),
            keys.password("sign", "challenge", "digesu"),
            keys.password("sign", "challenged", "igest"),
            Keys::new([8; 32]).password("sign", "challenge", "digest"),
        ] {
            assert_ne!(code, other);
        }
    }

    #[test]
    fn codes_are_evenly_spread() {
        let keys = Keys::new([7; 32]);
        let mut first = [0u32; 10];
        for n in 0..10_000 {
            let code = keys.password("sign", &n.to_string(), "");
            first[usize::from(code.as_bytes()[0] - b'0')] += 1;
        }
        assert!(first.iter().all(|count| (850..1150).contains(count)), "{first:?}");
    }
}
