//! What a password opens (RFC 7292, appendix B).

use des::TdesEde3;
use des::cipher::{Array, BlockCipherDecrypt, BlockSizeUser, KeyInit as _, consts::U8};
use rc2::Rc2;
use sha1::{Digest as _, Sha1};
use zeroize::Zeroizing;

use super::Error;
use crate::der::Malformed;

/// Rounds of SHA-1 that one file may ask for. The state's files take some six thousand, those of OpenSSL
/// twelve.
const MOST_ROUNDS: u32 = 50_000;

/// Bytes that SHA-1 takes at once, and that it answers with.
const BLOCK: usize = 64;
const DIGEST: usize = 20;

/// What a derived key is for.
#[derive(Clone, Copy)]
enum Use {
    Key,
    Start,
    Seal,
}

/// A password as key files have it, and the rounds that are left for it.
pub(super) struct Password {
    bytes: Zeroizing<Vec<u8>>,
    rounds: u32,
}

impl Password {
    pub(super) fn new(text: &str) -> Self {
        let units = text.encode_utf16().chain([0]);
        let bytes = Zeroizing::new(units.flat_map(u16::to_be_bytes).collect());
        Self { bytes, rounds: MOST_ROUNDS }
    }

    /// The key of the seal.
    pub(super) fn seal_key(
        &mut self,
        salt: &[u8],
        rounds: u32,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.derive(Use::Seal, salt, rounds, DIGEST)
    }

    /// What was encrypted with Triple DES.
    pub(super) fn open_3des(
        &mut self,
        salt: &[u8],
        rounds: u32,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let key = self.derive(Use::Key, salt, rounds, 24)?;
        let start = self.derive(Use::Start, salt, rounds, 8)?;
        let cipher = TdesEde3::new_from_slice(&key).map_err(|_| Malformed::Value)?;
        open(&cipher, &start, sealed)
    }

    /// What was encrypted with RC2 and 40 bits.
    pub(super) fn open_rc2(
        &mut self,
        salt: &[u8],
        rounds: u32,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let key = self.derive(Use::Key, salt, rounds, 5)?;
        let start = self.derive(Use::Start, salt, rounds, 8)?;
        open(&Rc2::new_with_eff_key_len(&key, 40), &start, sealed)
    }

    /// So many bytes for this use (B.2).
    fn derive(
        &mut self,
        purpose: Use,
        salt: &[u8],
        rounds: u32,
        length: usize,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let blocks = u32::try_from(length.div_ceil(DIGEST)).unwrap_or(1);
        let left = rounds.checked_mul(blocks).and_then(|used| self.rounds.checked_sub(used));
        let left = left.filter(|_| rounds > 0 && salt.len() <= BLOCK);
        self.rounds = left.ok_or(Malformed::Rule("the password asks for too much work"))?;
        let number = match purpose {
            Use::Key => 1,
            Use::Start => 2,
            Use::Seal => 3,
        };
        let mut input = Zeroizing::new([filled(salt), filled(&self.bytes)].concat());
        let mut derived = Zeroizing::new(Vec::new());
        loop {
            let mut digest = Sha1::digest([&[number; BLOCK][..], &input].concat());
            for _ in 1..rounds {
                digest = Sha1::digest(digest);
            }
            derived.extend_from_slice(&digest);
            if derived.len() >= length {
                derived.truncate(length);
                return Ok(derived);
            }
            let more: Vec<u8> = digest.iter().copied().cycle().take(BLOCK).collect();
            for block in input.chunks_mut(BLOCK) {
                add(block, &more);
            }
        }
    }
}

/// The bytes over and over, up to whole blocks.
fn filled(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().cycle().take(bytes.len().next_multiple_of(BLOCK)).collect()
}

/// Adds the other number and one, both with the highest byte first; what is carried beyond is lost.
fn add(number: &mut [u8], other: &[u8]) {
    let mut carry = 1;
    for (byte, more) in number.iter_mut().zip(other).rev() {
        let [high, low] = (u16::from(*byte) + u16::from(*more) + carry).to_be_bytes();
        (*byte, carry) = (low, u16::from(high));
    }
}

/// Opens a chain of blocks (CBC) whose padding is that of PKCS #7.
fn open<C: BlockCipherDecrypt + BlockSizeUser<BlockSize = U8>>(
    cipher: &C,
    start: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (blocks, rest) = sealed.as_chunks::<8>();
    let mut before = <[u8; 8]>::try_from(start).map_err(|_| Malformed::Value)?;
    let mut opened = Zeroizing::new(Vec::with_capacity(sealed.len()));
    for block in blocks {
        let mut plain = Array::from(*block);
        cipher.decrypt_block(&mut plain);
        opened.extend(plain.iter().zip(before).map(|(byte, other)| byte ^ other));
        before = *block;
    }
    let padding = opened.last().copied().unwrap_or(0);
    let end = opened.len().checked_sub(usize::from(padding));
    let is_right = rest.is_empty()
        && (1..=8).contains(&padding)
        && end
            .and_then(|end| opened.get(end..))
            .is_some_and(|all| all.iter().all(|one| *one == padding));
    if !is_right {
        return Err(Malformed::Rule("what is encrypted has no end").into());
    }
    opened.truncate(end.unwrap_or(0));
    Ok(opened)
}
