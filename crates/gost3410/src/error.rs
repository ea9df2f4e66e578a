use core::fmt;

/// Why a key, a digest or a signature is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Error {
    /// There are more or fewer bytes than the curve asks for.
    Length,
    /// A coordinate is not below the prime of the field, or the point is not on the curve, or not
    /// in the group of the generator.
    NotOnCurve,
    /// A private key, or a number of a signature, is nought or not below the order of the group.
    OutOfRange,
    /// Key and signature belong to different curves.
    OtherCurve,
    /// The signature is not of this digest by this key.
    WrongSignature,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "the number of bytes does not fit the curve",
            Self::NotOnCurve => "the point is not one of the curve's group",
            Self::OutOfRange => "a number is nought or not below the order of the group",
            Self::OtherCurve => "key and signature belong to different curves",
            Self::WrongSignature => "the signature is not of this digest by this key",
        })
    }
}

impl core::error::Error for Error {}
