use crate::domain::Domain;
use crate::parameters as known;

/// The curves that are known, under the names of their parameter sets.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Curve {
    /// id-tc26-gost-3410-12-512-paramSetA (RFC 7836). Kazakhstan's "GOST-2015" keys are on it.
    Tc26_512A,
    /// id-tc26-gost-3410-12-512-paramSetB (RFC 7836).
    Tc26_512B,
    /// id-tc26-gost-3410-2012-512-paramSetC (RFC 7836).
    Tc26_512C,
    /// id-tc26-gost-3410-2012-256-paramSetA (RFC 7836).
    Tc26_256A,
    /// id-GostR3410-2001-CryptoPro-A-ParamSet (RFC 4357), also called
    /// id-tc26-gost-3410-2012-256-paramSetB. Kazakhstan's "GOST-2004" keys are on it.
    CryptoProA,
    /// id-GostR3410-2001-CryptoPro-B-ParamSet (RFC 4357), also called
    /// id-tc26-gost-3410-2012-256-paramSetC.
    CryptoProB,
    /// id-GostR3410-2001-CryptoPro-C-ParamSet (RFC 4357), also called
    /// id-tc26-gost-3410-2012-256-paramSetD.
    CryptoProC,
    /// The curve of the worked example with 256 bits (RFC 7091, section 7.1). Not for use.
    Test256,
    /// The curve of the worked example with 512 bits (RFC 7091, section 7.2). Not for use.
    Test512,
}

/// The parameters of a curve, by its size.
pub(crate) enum Parameters {
    Short(&'static Domain<4>),
    Long(&'static Domain<8>),
}

impl Curve {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Tc26_512A,
        Self::Tc26_512B,
        Self::Tc26_512C,
        Self::Tc26_256A,
        Self::CryptoProA,
        Self::CryptoProB,
        Self::CryptoProC,
        Self::Test256,
        Self::Test512,
    ];

    /// Bytes of a digest and of a private key: 32 or 64. A public key and a signature have twice
    /// as many.
    #[must_use]
    pub const fn size(self) -> usize {
        match self.parameters() {
            Parameters::Short(_) => 32,
            Parameters::Long(_) => 64,
        }
    }

    pub(crate) const fn parameters(self) -> Parameters {
        match self {
            Self::Tc26_512A => Parameters::Long(&known::TC26_512_A),
            Self::Tc26_512B => Parameters::Long(&known::TC26_512_B),
            Self::Tc26_512C => Parameters::Long(&known::TC26_512_C),
            Self::Tc26_256A => Parameters::Short(&known::TC26_256_A),
            Self::CryptoProA => Parameters::Short(&known::CRYPTO_PRO_A),
            Self::CryptoProB => Parameters::Short(&known::CRYPTO_PRO_B),
            Self::CryptoProC => Parameters::Short(&known::CRYPTO_PRO_C),
            Self::Test256 => Parameters::Short(&known::TEST_256),
            Self::Test512 => Parameters::Long(&known::TEST_512),
        }
    }
}
