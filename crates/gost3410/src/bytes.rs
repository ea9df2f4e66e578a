//! Numbers as bytes.

use core::fmt;
use core::ops::Deref;

use zeroize::Zeroize as _;

use crate::error::Error;
use crate::limbs::Limbs;

/// A number of either size; one of 256 bits has nought above.
pub(crate) type Number = Limbs<8>;

/// The order of the bytes of a number, and of the numbers of a signature.
#[derive(Clone, Copy)]
pub(crate) enum Order {
    /// The lowest byte first.
    Little,
    /// The highest byte first.
    Big,
}

/// The number that the bytes are.
pub(crate) fn read(bytes: &[u8], order: Order) -> Number {
    match order {
        Order::Little => gather(bytes.iter()),
        Order::Big => gather(bytes.iter().rev()),
    }
}

/// Two numbers of so many bytes each.
pub(crate) fn read_two(bytes: &[u8], size: usize, order: Order) -> Result<(Number, Number), Error> {
    let halves = bytes.split_at_checked(size);
    let (first, second) = halves.filter(|(_, rest)| rest.len() == size).ok_or(Error::Length)?;
    Ok((read(first, order), read(second, order)))
}

fn gather<'b>(mut lowest_first: impl Iterator<Item = &'b u8>) -> Number {
    let mut number = [0; 8];
    for limb in &mut number {
        for shift in (0..64).step_by(8) {
            *limb |= u64::from(lowest_first.next().copied().unwrap_or(0)) << shift;
        }
    }
    number
}

/// The words of a number of the size at hand.
pub(crate) fn narrow<const N: usize>(number: &Number) -> Limbs<N> {
    let mut limbs = [0; N];
    for (limb, word) in limbs.iter_mut().zip(number) {
        *limb = *word;
    }
    limbs
}

/// The number with nought above.
pub(crate) fn widen<const N: usize>(limbs: &Limbs<N>) -> Number {
    let mut number = [0; 8];
    for (word, limb) in number.iter_mut().zip(limbs) {
        *word = *limb;
    }
    number
}

/// A key or a signature as bytes: at most 128, to be read as a slice. They are overwritten when
/// they are dropped.
#[derive(Clone)]
pub struct Encoded {
    bytes: [u8; 128],
    length: usize,
}

impl Encoded {
    /// The numbers one after the other, each of so many bytes.
    pub(crate) fn new(numbers: &[&Number], size: usize, order: Order) -> Self {
        let mut bytes = [0; 128];
        for (field, number) in bytes.chunks_exact_mut(size).zip(numbers) {
            let lowest_first = number.iter().flat_map(|limb| limb.to_le_bytes());
            for (byte, value) in field.iter_mut().zip(lowest_first) {
                *byte = value;
            }
            match order {
                Order::Little => {}
                Order::Big => field.reverse(),
            }
        }
        Self { bytes, length: size * numbers.len() }
    }
}

impl Deref for Encoded {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or(&self.bytes)
    }
}

impl AsRef<[u8]> for Encoded {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

/// Says how many bytes there are; they may be a private key.
impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encoded({} bytes)", self.length)
    }
}

impl Drop for Encoded {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}
