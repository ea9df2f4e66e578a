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
    /// Key of GOST 34.310-2004 by its older name, which key files still have.
    OLD_KEY_GOST_2004 = 1 . 3 . 6 . 1 . 4 . 1 . 6801 . 1 . 5 . 8;
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

    /// Part of a name: the name in full.
    COMMON_NAME = 2 . 5 . 4 . 3;
    /// Part of a name: the family name.
    SURNAME = 2 . 5 . 4 . 4;
    /// Part of a name: `IIN` and twelve digits in certificates of the state.
    SERIAL_NUMBER = 2 . 5 . 4 . 5;
    /// Part of a name: the country.
    COUNTRY = 2 . 5 . 4 . 6;
    /// Part of a name: the organisation.
    ORGANIZATION = 2 . 5 . 4 . 10;
    /// Part of a name: `BIN` and twelve digits in certificates of the state.
    ORGANIZATIONAL_UNIT = 2 . 5 . 4 . 11;
    /// Part of a name: the patronymic in certificates of the state.
    GIVEN_NAME = 2 . 5 . 4 . 42;
    /// Part of a name: the address for mail.
    EMAIL = 1 . 2 . 840 . 113549 . 1 . 9 . 1;

    /// Extension: which key it is.
    SUBJECT_KEY = 2 . 5 . 29 . 14;
    /// Extension: what the key is for.
    KEY_USAGE = 2 . 5 . 29 . 15;
    /// Extension: further names of the subject.
    SUBJECT_NAMES = 2 . 5 . 29 . 17;
    /// Extension: whether it is an authority.
    BASIC_CONSTRAINTS = 2 . 5 . 29 . 19;
    /// Extension: what the subjects below may be called.
    NAME_CONSTRAINTS = 2 . 5 . 29 . 30;
    /// Extension: where revocation lists are.
    DISTRIBUTION_POINTS = 2 . 5 . 29 . 31;
    /// Extension: under which policies it was issued.
    POLICIES = 2 . 5 . 29 . 32;
    /// The policy that stands for any.
    ANY_POLICY = 2 . 5 . 29 . 32 . 0;
    /// Extension: which policy stands for which.
    POLICY_MAPPINGS = 2 . 5 . 29 . 33;
    /// Extension: which key has signed it.
    AUTHORITY_KEY = 2 . 5 . 29 . 35;
    /// Extension: rules on policies.
    POLICY_CONSTRAINTS = 2 . 5 . 29 . 36;
    /// Extension: purposes of the key.
    EXTENDED_KEY_USAGE = 2 . 5 . 29 . 37;
    /// The purpose that stands for any.
    ANY_PURPOSE = 2 . 5 . 29 . 37 . 0;
    /// Extension: where changes to revocation lists are.
    FRESHEST_LIST = 2 . 5 . 29 . 46;
    /// Extension: after how many certificates "any policy" says nothing.
    INHIBIT_ANY_POLICY = 2 . 5 . 29 . 54;
    /// Extension: a responder need not be asked about itself.
    OCSP_NO_CHECK = 1 . 3 . 6 . 1 . 5 . 5 . 7 . 48 . 1 . 5;
    /// Extension: where to ask about the certificate.
    ACCESS = 1 . 3 . 6 . 1 . 5 . 5 . 7 . 1 . 1;
    /// A way to ask: a responder of OCSP.
    ACCESS_RESPONDER = 1 . 3 . 6 . 1 . 5 . 5 . 7 . 48 . 1;
    /// A way to ask: the certificate of the issuer.
    ACCESS_ISSUER = 1 . 3 . 6 . 1 . 5 . 5 . 7 . 48 . 2;
    /// Extension of the state: in what the key is kept.
    KEY_STORE = 1 . 2 . 398 . 3 . 3 . 5;

    /// Extension of revocation lists: their number.
    LIST_NUMBER = 2 . 5 . 29 . 20;
    /// Extension of an entry: why.
    REASON = 2 . 5 . 29 . 21;
    /// Extension of an entry: since when the key may have been in other hands.
    INVALIDITY_DATE = 2 . 5 . 29 . 24;
    /// Extension of revocation lists: changes since which number.
    DELTA_INDICATOR = 2 . 5 . 29 . 27;
    /// Extension of revocation lists: what they are about.
    ISSUING_POINT = 2 . 5 . 29 . 28;
    /// Extension of an entry: whose certificate it is.
    ENTRY_ISSUER = 2 . 5 . 29 . 29;

    /// A basic answer of OCSP.
    OCSP_BASIC = 1 . 3 . 6 . 1 . 5 . 5 . 7 . 48 . 1 . 1;
    /// Extension of OCSP: the nonce.
    OCSP_NONCE = 1 . 3 . 6 . 1 . 5 . 5 . 7 . 48 . 1 . 2;
    /// Extension of OCSP: what was never issued is called revoked.
    OCSP_NEVER_ISSUED = 1 . 3 . 6 . 1 . 5 . 5 . 7 . 48 . 1 . 9;
    /// Purpose: answers of OCSP.
    OCSP_SIGNING = 1 . 3 . 6 . 1 . 5 . 5 . 7 . 3 . 9;

    /// Content of CMS: bytes.
    DATA = 1 . 2 . 840 . 113549 . 1 . 7 . 1;
    /// Content of CMS: bytes and who has signed them.
    SIGNED_DATA = 1 . 2 . 840 . 113549 . 1 . 7 . 2;
    /// Content of CMS: a time-stamp.
    STAMP_INFO = 1 . 2 . 840 . 113549 . 1 . 9 . 16 . 1 . 4;
    /// Attribute: what kind of content it is.
    CONTENT_TYPE = 1 . 2 . 840 . 113549 . 1 . 9 . 3;
    /// Attribute: the hash of the content.
    MESSAGE_DIGEST = 1 . 2 . 840 . 113549 . 1 . 9 . 4;
    /// Attribute: when the signer says it was.
    SIGNING_TIME = 1 . 2 . 840 . 113549 . 1 . 9 . 5;
    /// Attribute: the hash of the signer's certificate.
    SIGNING_CERTIFICATE = 1 . 2 . 840 . 113549 . 1 . 9 . 16 . 2 . 47;
    /// Attribute: a time-stamp over the signature.
    SIGNATURE_STAMP = 1 . 2 . 840 . 113549 . 1 . 9 . 16 . 2 . 14;
    /// Purpose: time-stamps.
    TIME_STAMPING = 1 . 3 . 6 . 1 . 5 . 5 . 7 . 3 . 8;
    /// Purpose: mail, by which the state means signing.
    EMAIL_PROTECTION = 1 . 3 . 6 . 1 . 5 . 5 . 7 . 3 . 4;
    /// Purpose: signing in.
    CLIENT_AUTH = 1 . 3 . 6 . 1 . 5 . 5 . 7 . 3 . 2;
    /// Purpose of the state: a natural person.
    PERSON = 1 . 2 . 398 . 3 . 3 . 4 . 1 . 1;
    /// Purpose of the state: an organisation.
    ORGANISATION = 1 . 2 . 398 . 3 . 3 . 4 . 1 . 2;
    /// Purpose of the state: the head of an organisation.
    HEAD = 1 . 2 . 398 . 3 . 3 . 4 . 1 . 2 . 1;
    /// A store of keys, as the state names it: a file of PKCS #12.
    KEPT_IN_A_FILE = 1 . 2 . 398 . 3 . 3 . 5 . 1 . 1;

    /// Content of key files: bytes under a cipher.
    ENCRYPTED_DATA = 1 . 2 . 840 . 113549 . 1 . 7 . 6;
    /// A password through SHA-1 to three-key Triple DES.
    PBE_SHA1_3DES = 1 . 2 . 840 . 113549 . 1 . 12 . 1 . 3;
    /// A password through SHA-1 to RC2 with 40 bits.
    PBE_SHA1_RC2_40 = 1 . 2 . 840 . 113549 . 1 . 12 . 1 . 6;
    /// In a key file: a private key.
    KEY_BAG = 1 . 2 . 840 . 113549 . 1 . 12 . 10 . 1 . 1;
    /// In a key file: a private key under a cipher of its own.
    SEALED_KEY_BAG = 1 . 2 . 840 . 113549 . 1 . 12 . 10 . 1 . 2;
    /// In a key file: a certificate.
    CERTIFICATE_BAG = 1 . 2 . 840 . 113549 . 1 . 12 . 10 . 1 . 3;
    /// In a key file: a certificate of X.509.
    X509_CERTIFICATE = 1 . 2 . 840 . 113549 . 1 . 9 . 22 . 1;
    /// In a key file: what a key is called.
    FRIENDLY_NAME = 1 . 2 . 840 . 113549 . 1 . 9 . 20;
}
