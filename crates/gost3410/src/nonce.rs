//! Nonces that follow from the key and the digest: RFC 6979, section 3.2.

use hmac::digest::{FixedOutput, Key, KeyInit, Output, Update};
use zeroize::{Zeroize as _, Zeroizing};

use crate::bytes::{self, Encoded, Order};
use crate::limbs::{self, Limbs};

/// A keyed hash with as many bits as the numbers it makes.
pub(crate) trait Mac: KeyInit + Update + FixedOutput {}

impl<M: KeyInit + Update + FixedOutput> Mac for M {}

/// The state `K` and `V` of the generator.
pub(crate) struct Nonces<M: Mac> {
    key: Output<M>,
    value: Output<M>,
    /// Whether a nonce has been made already.
    is_under_way: bool,
}

impl<M: Mac> Nonces<M> {
    /// For a private key and a digest, both below the order, and what else is to be mixed in.
    pub(crate) fn new<const N: usize>(d: &Limbs<N>, e: &Limbs<N>, more: &[u8]) -> Self {
        let (d, e) = (Zeroizing::new(bytes::widen(d)), bytes::widen(e));
        let seed = Encoded::new(&[&*d, &e], 8 * N, Order::Big);
        let (mut key, mut value) = (Output::<M>::default(), Output::<M>::default());
        key.fill(0);
        value.fill(1);
        let mut nonces = Self { key, value, is_under_way: false };
        nonces.mix(&[&[0], &seed, more]);
        nonces.mix(&[&[1], &seed, more]);
        nonces
    }

    /// The next number above nought and below the order.
    pub(crate) fn next_below<const N: usize>(&mut self, order: &Limbs<N>) -> Limbs<N> {
        loop {
            if self.is_under_way {
                self.mix(&[&[0]]);
            }
            self.is_under_way = true;
            self.value = self.keyed(&[]);
            let drawn = Zeroizing::new(bytes::read(&self.value, Order::Big));
            let number = cut(bytes::narrow(&drawn), order);
            if !limbs::is_zero(&number) && limbs::is_below(&number, order) {
                return number;
            }
        }
    }

    /// `K = HMAC(K, V ‖ parts)`, `V = HMAC(K, V)`.
    fn mix(&mut self, parts: &[&[u8]]) {
        self.key = self.keyed(parts);
        self.value = self.keyed(&[]);
    }

    fn keyed(&self, parts: &[&[u8]]) -> Output<M> {
        // HMAC fills a key that is shorter than its block with nought.
        let mut key = Key::<M>::default();
        for (byte, value) in key.iter_mut().zip(&self.key) {
            *byte = *value;
        }
        let mut mac = M::new(&key);
        key.as_mut_slice().zeroize();
        mac.update(&self.value);
        parts.iter().for_each(|part| mac.update(part));
        mac.finalize_fixed()
    }
}

/// As many of the highest bits as the order has.
fn cut<const N: usize>(mut number: Limbs<N>, order: &Limbs<N>) -> Limbs<N> {
    let mut at = 64 * N;
    while at > 0 && limbs::bit(order, at - 1) == 0 {
        number = limbs::half(&number, 0);
        at -= 1;
    }
    number
}

impl<M: Mac> Drop for Nonces<M> {
    fn drop(&mut self) {
        self.key.as_mut_slice().zeroize();
        self.value.as_mut_slice().zeroize();
    }
}
