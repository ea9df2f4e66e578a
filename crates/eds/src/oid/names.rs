//! What is known here.

use super::Oid;

oids! {
    /// Key of GOST R 34.10-2012 with 512 bits, as the state names it ("GOST-2015").
    KEY_GOST_2015 = 1 . 2 . 398 . 3 . 10 . 1 . 1 . 2 . 2;
    /// The curve of such a key: tc26-gost-3410-12-512-paramSetA of RFC 7836.
    CURVE_GOST_2015 = 1 . 2 . 398 . 3 . 10 . 1 . 1 . 2 . 2 . 1;
    /// Signature of GOST R 34.10-2012 with 512 bits over Streebog-512.
    SIGNATURE_GOST_2015 = 1 . 2 . 398 . 3 . 10 . 1 . 1 . 2 . 3 . 2;
    /// Key of GOST 34.310-2004.
    KEY_GOST_2004 = 1 . 2 . 398 . 3 . 10 . 1 . 1 . 1 . 1;
    /// The curve of such a key: id-GostR3410-2001-CryptoPro-A-ParamSet of RFC 4357.
    CURVE_GOST_2004 = 1 . 2 . 398 . 3 . 10 . 1 . 1 . 1 . 1 . 1;
    /// The parameters of the hash that go with that curve.
    HASH_SET_GOST_2004 = 1 . 2 . 398 . 3 . 10 . 1 . 3 . 1 . 1 . 0;
    /// Signature of GOST 34.310-2004 over GOST 34.311-95.
    SIGNATURE_GOST_2004 = 1 . 2 . 398 . 3 . 10 . 1 . 1 . 1 . 2;
    /// GOST 34.311-95 with the test S-boxes.
    GOST_94 = 1 . 2 . 398 . 3 . 10 . 1 . 3 . 1;
    /// Streebog-256.
    STREEBOG_256 = 1 . 2 . 398 . 3 . 10 . 1 . 3 . 2;
    /// Streebog-512.
    STREEBOG_512 = 1 . 2 . 398 . 3 . 10 . 1 . 3 . 3;

    /// Key of RSA.
    RSA = 1 . 2 . 840 . 113549 . 1 . 1 . 1;
    /// RSA, PKCS #1 v1.5, over MD5.
    RSA_MD5 = 1 . 2 . 840 . 113549 . 1 . 1 . 4;
    /// RSA, PKCS #1 v1.5, over SHA-1.
    RSA_SHA1 = 1 . 2 . 840 . 113549 . 1 . 1 . 5;
    /// The mask function of PSS.
    MGF1 = 1 . 2 . 840 . 113549 . 1 . 1 . 8;
    /// RSA, PSS.
    RSA_PSS = 1 . 2 . 840 . 113549 . 1 . 1 . 10;
    /// RSA, PKCS #1 v1.5, over SHA-256.
    RSA_SHA256 = 1 . 2 . 840 . 113549 . 1 . 1 . 11;
    /// RSA, PKCS #1 v1.5, over SHA-384.
    RSA_SHA384 = 1 . 2 . 840 . 113549 . 1 . 1 . 12;
    /// RSA, PKCS #1 v1.5, over SHA-512.
    RSA_SHA512 = 1 . 2 . 840 . 113549 . 1 . 1 . 13;
    /// SHA-1.
    SHA1 = 1 . 3 . 14 . 3 . 2 . 26;
    /// MD5.
    MD5 = 1 . 2 . 840 . 113549 . 2 . 5;
    /// SHA-256.
    SHA256 = 2 . 16 . 840 . 1 . 101 . 3 . 4 . 2 . 1;
    /// SHA-384.
    SHA384 = 2 . 16 . 840 . 1 . 101 . 3 . 4 . 2 . 2;
    /// SHA-512.
    SHA512 = 2 . 16 . 840 . 1 . 101 . 3 . 4 . 2 . 3;
}
