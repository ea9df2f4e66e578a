//! The outcomes of ETSI EN 319 102-1.

use std::fmt;

/// Whether a signature counts. The later one is the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// TOTAL-PASSED.
    Passed,
    /// INDETERMINATE: it cannot be said.
    Indeterminate(SubIndication),
    /// TOTAL-FAILED.
    Failed(SubIndication),
}

impl Verdict {
    /// There is no signature.
    pub const NOTHING: Self = Self::Failed(SubIndication::FormatFailure);
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed => f.write_str("TOTAL-PASSED"),
            Self::Indeterminate(sub) => write!(f, "INDETERMINATE/{sub}"),
            Self::Failed(sub) => write!(f, "TOTAL-FAILED/{sub}"),
        }
    }
}

macro_rules! sub_indications {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// Why a signature does not count, in the words of ETSI EN 319 102-1, 5.1.3.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum SubIndication {
            $($(#[$doc])* $name,)*
        }

        impl SubIndication {
            /// Its name in the standard.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

sub_indications! {
    /// It is not written as it should be.
    FormatFailure = "FORMAT_FAILURE";
    /// Something else was signed.
    HashFailure = "HASH_FAILURE";
    /// The key has not signed it.
    SigCryptoFailure = "SIG_CRYPTO_FAILURE";
    /// It is older than its certificate.
    NotYetValid = "NOT_YET_VALID";
    /// A rule on signatures is broken.
    SigConstraintsFailure = "SIG_CONSTRAINTS_FAILURE";
    /// A rule on the certificates is broken.
    ChainConstraintsFailure = "CHAIN_CONSTRAINTS_FAILURE";
    /// Something else is wrong with the certificates.
    CertificateChainGeneralFailure = "CERTIFICATE_CHAIN_GENERAL_FAILURE";
    /// An algorithm or key that does not hold.
    CryptoConstraintsFailure = "CRYPTO_CONSTRAINTS_FAILURE";
    /// A time-stamp from the future.
    TimestampOrderFailure = "TIMESTAMP_ORDER_FAILURE";
    /// Whoever has signed has not given the certificate.
    NoSigningCertificateFound = "NO_SIGNING_CERTIFICATE_FOUND";
    /// No trusted certificate is reached.
    NoCertificateChainFound = "NO_CERTIFICATE_CHAIN_FOUND";
    /// The certificate is revoked, and nothing proves that the signature is older.
    RevokedNoPoe = "REVOKED_NO_POE";
    /// So is one above it.
    RevokedCaNoPoe = "REVOKED_CA_NO_POE";
    /// The certificate is not valid any more, and nothing proves that the signature is older.
    OutOfBoundsNoPoe = "OUT_OF_BOUNDS_NO_POE";
    /// Whether the certificate is revoked cannot be said now.
    TryLater = "TRY_LATER";
    /// What was signed is not there.
    SignedDataNotFound = "SIGNED_DATA_NOT_FOUND";
}

impl fmt::Display for SubIndication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
