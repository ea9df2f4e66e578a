//! Keys and signatures as bytes, and what is refused.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use gost3410::{Curve, Digest, Error, PrivateKey, PublicKey, Signature};

/// Bytes that look random, others for another seed.
fn bytes(seed: u8, count: usize) -> Vec<u8> {
    let mut state = u32::from(seed) + 1;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..count).map(|_| next()).collect()
}

fn key(curve: Curve, seed: u8) -> PrivateKey {
    PrivateKey::generate(curve, &bytes(seed, curve.size() + 8)).unwrap()
}

fn digest(curve: Curve, seed: u8) -> Digest {
    Digest::from_le_bytes(&bytes(seed, curve.size())).unwrap()
}

fn reversed(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().rev().copied().collect()
}

#[test]
fn what_is_signed_is_verified_on_every_curve() {
    for curve in Curve::ALL {
        for seed in 0..8 {
            let (key, digest) = (key(curve, seed), digest(curve, seed + 100));
            let signature = key.sign(&digest).unwrap();
            assert_eq!(key.public_key().verify(&digest, &signature), Ok(()), "{curve:?}");
        }
    }
}

#[test]
fn digests_that_are_nought_modulo_the_order_are_one() {
    for curve in Curve::ALL {
        let mut one = vec![0; curve.size()];
        one[0] = 1;
        let nought = Digest::from_le_bytes(&vec![0; curve.size()]).unwrap();
        let one = Digest::from_le_bytes(&one).unwrap();
        let key = key(curve, 3);
        let signature = key.sign(&nought).unwrap();
        assert_eq!(signature, key.sign(&one).unwrap());
        assert_eq!(key.public_key().verify(&one, &signature), Ok(()));
    }
}

#[test]
fn both_orders_of_bytes_are_read_as_they_are_written() {
    for curve in Curve::ALL {
        let (key, digest) = (key(curve, 1), digest(curve, 2));
        let (public, signature) = (key.public_key(), key.sign(&digest).unwrap());
        let (size, le, be) = (curve.size(), signature.to_le_bytes(), signature.to_be_bytes());
        assert_eq!((le.len(), be.len()), (2 * size, 2 * size));
        assert_eq!(reversed(&le), *be, "a signature is reversed as a whole");
        assert_eq!(Signature::from_le_bytes(curve, &le), Ok(signature));
        assert_eq!(Signature::from_be_bytes(curve, &be), Ok(signature));

        let (le, be) = (public.to_le_bytes(), public.to_be_bytes());
        let each_reversed = [reversed(&le[..size]), reversed(&le[size..])].concat();
        assert_eq!(each_reversed, *be, "of a key each number is reversed");
        assert_eq!(PublicKey::from_le_bytes(curve, &le), Ok(public));
        assert_eq!(PublicKey::from_be_bytes(curve, &be), Ok(public));

        let (le, be) = (key.to_le_bytes(), key.to_be_bytes());
        assert_eq!(reversed(&le), *be);
        assert_eq!(PrivateKey::from_le_bytes(curve, &le).unwrap().public_key(), public);
        assert_eq!(PrivateKey::from_be_bytes(curve, &be).unwrap().public_key(), public);

        let bytes = bytes(2, size);
        assert_eq!(Digest::from_be_bytes(&reversed(&bytes)), Digest::from_le_bytes(&bytes));
    }
}

#[test]
fn every_flipped_bit_of_a_signature_is_refused() {
    for curve in [Curve::Tc26_512A, Curve::CryptoProA, Curve::Tc26_256A] {
        let (key, digest) = (key(curve, 5), digest(curve, 6));
        let (public, good) = (key.public_key(), key.sign(&digest).unwrap());
        for bit in 0..16 * curve.size() {
            let mut bytes = good.to_le_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let refusal = Signature::from_le_bytes(curve, &bytes)
                .and_then(|signature| public.verify(&digest, &signature));
            assert!(
                matches!(refusal, Err(Error::WrongSignature | Error::OutOfRange)),
                "{curve:?}: bit {bit}: {refusal:?}"
            );
        }
    }
}

#[test]
fn every_flipped_bit_of_a_digest_or_a_key_is_refused() {
    for curve in [Curve::Tc26_512A, Curve::CryptoProA, Curve::Tc26_512C] {
        let (key, signed) = (key(curve, 7), bytes(8, curve.size()));
        let (public, digest) = (key.public_key(), Digest::from_le_bytes(&signed).unwrap());
        let signature = key.sign(&digest).unwrap();
        for bit in 0..8 * curve.size() {
            let mut other = signed.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            let other = Digest::from_le_bytes(&other).unwrap();
            assert_eq!(public.verify(&other, &signature), Err(Error::WrongSignature));
        }
        for bit in 0..16 * curve.size() {
            let mut other = public.to_le_bytes().to_vec();
            other[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(PublicKey::from_le_bytes(curve, &other), Err(Error::NotOnCurve));
        }
        let stranger = PrivateKey::generate(curve, &bytes(9, curve.size() + 8)).unwrap();
        let refusal = stranger.public_key().verify(&digest, &signature);
        assert_eq!(refusal, Err(Error::WrongSignature));
    }
}

/// A nonce follows from key and digest, and from nothing else but what is mixed in.
#[test]
fn a_digest_has_one_signature_unless_more_is_mixed_in() {
    for curve in Curve::ALL {
        let (key, digest, other) = (key(curve, 1), digest(curve, 2), digest(curve, 3));
        let signature = key.sign(&digest).unwrap();
        assert_eq!(key.sign(&digest), Ok(signature));
        assert_eq!(key.sign_hedged(&digest, &[]), Ok(signature));
        let hedged = key.sign_hedged(&digest, &[1]).unwrap();
        let size = curve.size();
        let r = |signature: &Signature| signature.to_le_bytes()[..size].to_vec();
        assert_ne!(r(&hedged), r(&signature));
        assert_ne!(r(&key.sign(&other).unwrap()), r(&signature));
        assert_ne!(r(&key.sign_hedged(&digest, &[2]).unwrap()), r(&hedged));
        assert_eq!(key.public_key().verify(&digest, &hedged), Ok(()));
    }
}

/// Signatures whose nonces were derived by RFC 6979 with the HMAC of another implementation, that
/// of OpenSSL's GOST engine, and made with the arithmetic of another language. Each key is made of
/// ones, each digest of the byte given and noughts. On `Test512` and `CryptoProB` the first number
/// drawn is not below the order.
#[test]
fn nonces_are_those_of_the_standard() {
    let table = [
        (
            Curve::Tc26_512A,
            1,
            "89c0af39e027d88789d32ca8b5d86d86a5409e55626d5cc97cc0184b9a608781\
             b519b5577d9dc574e69674a3ef4caf9dbdf82b2667cd2f671a1f59b535e28bd7\
             579ce1a9c1f19bad756305aaafd64aabbd4f62b9d76ebb4d985b096d5c53c0fb\
             58f6d3a78aa77d74480ab69756687cff6e1d2d3de620cfbb34f059f6aa660587",
        ),
        (
            Curve::Test512,
            1,
            "80b5f6f7aa784e85597b68bb15c921b1267e72aedabddd5ad03ca08f5e5b337e\
             cbafcb319db3493ba9fa88efa67b9dd751e555722a53729cb990b8e44bb31137\
             9c85acb105248ab500d7af9c93a7bda1f7da75479d9dc4c3af70b6618e6de111\
             683e1d95a76aa831415d076a7175f836fb6bd3586d1d59a1ef9584748c629733",
        ),
        (
            Curve::Tc26_512C,
            1,
            "a8ceb466352ef58d1ce8e8a73492c502268e7f5163b2b311b527a6008da603cf\
             e06c59706cbc7ef7a3ca920a2b4cba376226ae9d59026ec347b1b3e84d925500\
             71f50255df0886a1b78f0a93abcad818a9dbf7af645ff562760cc169aec37424\
             15bdc73c15d962b2675d2e81150650cc27f1d303b771d2cd234da35abb33fe05",
        ),
        (
            Curve::CryptoProA,
            1,
            "a9a09a8a20efb5f9e121e1f996b6232d8c6058fe0b80ddf5cd6905da1e8bff45\
             0e0dfa014869359df16e7c41c8559abed6575834374c01f560d87d6ff4fcca3e",
        ),
        (
            Curve::Tc26_256A,
            1,
            "a2efe61677a369408bbe1c1cdf2a0f39392ced590e198f4851cda21641e66d2e\
             fe43b32b7f5bd055723711aa563d83faf6696038a228d4153e6386553afaae18",
        ),
        (
            Curve::CryptoProB,
            4,
            "f695c08a70833577ac80f8e724a55823e415a1fad451b7d883be5f6da08d3c31\
             50dade3c598118e96aaf83d626530aa5be6d327f762795dfd7367f023579bc5f",
        ),
    ];
    for (curve, first, expected) in table {
        let key = PrivateKey::from_le_bytes(curve, &vec![1; curve.size()]).unwrap();
        let mut digest = vec![0; curve.size()];
        digest[0] = first;
        let digest = Digest::from_le_bytes(&digest).unwrap();
        let expected = hex(expected);
        assert_eq!(*key.sign(&digest).unwrap().to_le_bytes(), expected, "{curve:?}");
    }
}

#[test]
fn other_lengths_are_refused() {
    for curve in Curve::ALL {
        let size = curve.size();
        for length in (0..=2 * size + 1).filter(|length| *length != 2 * size) {
            let bytes = vec![1; length];
            assert_eq!(PublicKey::from_le_bytes(curve, &bytes), Err(Error::Length));
            assert_eq!(PublicKey::from_be_bytes(curve, &bytes), Err(Error::Length));
            assert_eq!(Signature::from_le_bytes(curve, &bytes), Err(Error::Length));
            assert_eq!(Signature::from_be_bytes(curve, &bytes), Err(Error::Length));
        }
        for length in (0..=2 * size).filter(|length| *length != size) {
            let bytes = vec![1; length];
            assert_eq!(PrivateKey::from_le_bytes(curve, &bytes).unwrap_err(), Error::Length);
            assert_eq!(PrivateKey::from_be_bytes(curve, &bytes).unwrap_err(), Error::Length);
            if length != size + 8 {
                assert_eq!(PrivateKey::generate(curve, &bytes).unwrap_err(), Error::Length);
            }
        }
    }
    for length in (0..=65).filter(|length| !matches!(length, 32 | 64)) {
        assert_eq!(Digest::from_le_bytes(&vec![1; length]), Err(Error::Length));
        assert_eq!(Digest::from_be_bytes(&vec![1; length]), Err(Error::Length));
    }
    let (short, long) = (key(Curve::CryptoProA, 1), key(Curve::Tc26_512A, 1));
    let (of_short, of_long) = (digest(Curve::CryptoProA, 1), digest(Curve::Tc26_512A, 1));
    assert_eq!(short.sign(&of_long), Err(Error::Length));
    assert_eq!(long.sign(&of_short), Err(Error::Length));
    let signature = short.sign(&of_short).unwrap();
    assert_eq!(short.public_key().verify(&of_long, &signature), Err(Error::Length));
    assert_eq!(long.public_key().verify(&of_short, &signature), Err(Error::OtherCurve));
}

#[test]
fn numbers_that_are_nought_or_too_high_are_refused() {
    for curve in Curve::ALL {
        let size = curve.size();
        let (nought, highest) = (vec![0; size], vec![0xFF; size]);
        for wrong in [&nought[..], &highest] {
            assert_eq!(PrivateKey::from_le_bytes(curve, wrong).unwrap_err(), Error::OutOfRange);
            assert_eq!(PrivateKey::from_be_bytes(curve, wrong).unwrap_err(), Error::OutOfRange);
            let good = vec![1; size];
            for pair in [[&good[..], wrong].concat(), [wrong, &good[..]].concat()] {
                assert_eq!(Signature::from_le_bytes(curve, &pair), Err(Error::OutOfRange));
                assert_eq!(Signature::from_be_bytes(curve, &pair), Err(Error::OutOfRange));
            }
        }
        assert_eq!(PrivateKey::generate(curve, &vec![0; size + 8]).unwrap_err(), Error::OutOfRange);
        for wrong in [[&nought[..], &nought].concat(), [&highest[..], &highest].concat()] {
            assert_eq!(PublicKey::from_le_bytes(curve, &wrong), Err(Error::NotOnCurve));
        }
    }
}

fn hex(digits: &str) -> Vec<u8> {
    let pairs = (0..digits.len()).step_by(2);
    pairs.map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn the_order_is_too_high_and_the_number_below_it_is_not() {
    let orders = [
        (Curve::CryptoProA, "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893"),
        (Curve::Tc26_256A, "400000000000000000000000000000000FD8CDDFC87B6635C115AF556C360C67"),
    ];
    for (curve, order) in orders {
        let order = reversed(&hex(order));
        let mut last = order.clone();
        last[0] -= 1;
        assert_eq!(PrivateKey::from_le_bytes(curve, &order).unwrap_err(), Error::OutOfRange);
        let minus_one = PrivateKey::from_le_bytes(curve, &last).unwrap().public_key();
        let mut one = vec![0; curve.size()];
        one[0] = 1;
        let plus_one = PrivateKey::from_le_bytes(curve, &one).unwrap().public_key();
        let size = curve.size();
        assert_eq!(minus_one.to_le_bytes()[..size], plus_one.to_le_bytes()[..size]);
        assert_ne!(minus_one, plus_one);

        let pair = |r: &[u8], s: &[u8]| Signature::from_le_bytes(curve, &[r, s].concat());
        assert_eq!(pair(&order, &one), Err(Error::OutOfRange));
        assert_eq!(pair(&one, &order), Err(Error::OutOfRange));
        assert!(pair(&last, &last).is_ok());
    }
}

/// Multiples of the generators that RFC 8133, appendix A.5, prints.
#[test]
fn multiples_that_a_standard_prints() {
    let table = [
        (
            Curve::CryptoProA,
            "1F2538097D5A031FA68BBB43C84D12B3DE47B7061C0D5E24993E0C873CDBA6B3",
            "BBC77CF42DC1E62D06227935379B4AA4D14FEA4F565DDF4CB4FA4D31579F9676",
            "8E16604A4AFDF28246684D4996274781F6CB80ABBBA1414C1513EC988509DABF",
        ),
        (
            Curve::CryptoProB,
            "499D72B90299CAB0DA1F8BE19D9122F622A13B32B730C46BD0664044F2144FAD",
            "61D6F916DB717222D74877F179F7EBEF7CD4D24D8C1F523C048E34A1DF30F8DD",
            "3EC48863049CFCFE662904082E78503F4973A4E105E2F1B18C69A5E7FB209000",
        ),
        (
            Curve::CryptoProC,
            "3A54AC3F19AD9D0B1EAC8ACDCEA70E581F1DAC33D13FEAFD81E762378639C1A8",
            "96B7F09C94D297C257A7DA48364C0076E59E48D221CBA604AE111CA3933B446A",
            "54E4953D86B77ECCEB578500931E822300F7E091F79592CA202A020D762C34A6",
        ),
    ];
    for (curve, d, x, y) in table {
        let key = PrivateKey::from_be_bytes(curve, &hex(d)).unwrap();
        assert_eq!(*key.public_key().to_be_bytes(), [hex(x), hex(y)].concat());
    }
}

/// A curve of four times as many points as its group has points outside it. The one of order two
/// lies where `x³ + ax + b` is nought.
#[test]
fn a_point_outside_the_group_is_no_key() {
    let twisted_edwards = Curve::Tc26_256A;
    let of_order_two = [
        "0100FE73F595FF158E974B44D478D9588744FE5C192AC47EA63075DCE7A14AAA",
        "0000000000000000000000000000000000000000000000000000000000000000",
    ];
    let generator_and_that = [
        "18476B1AF2E5CECDC380E4C91D2A3A5C2B6C0788066615E2B4E9A63246463E96",
        "4CFA952E3B48A1409977E07FABA396136986D7E8EDC05C336154375BE5070030",
    ];
    for point in [of_order_two, generator_and_that] {
        let point = point.map(hex).concat();
        assert_eq!(PublicKey::from_be_bytes(twisted_edwards, &point), Err(Error::NotOnCurve));
    }
}

/// On this curve the generator's `x` is nought, and its `y` so low that either plus the prime still
/// has thirty-two bytes.
#[test]
fn a_coordinate_has_one_way_of_being_written() {
    let curve = Curve::CryptoProC;
    let x = "0000000000000000000000000000000000000000000000000000000000000000";
    let y = "41ECE55743711A8C3CBF3783CD08C0EE4D4DC440D4641A8F366E550DFDB3BB67";
    let prime = "9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D759B";
    let y_and_prime = "DD8C45B69DF69B93E7DDFFE2384A89991CD232C74CF46C62B0074CC6FFE13102";
    let key = |x: &str, y: &str| PublicKey::from_be_bytes(curve, &[hex(x), hex(y)].concat());
    assert!(key(x, y).is_ok());
    assert_eq!(key(prime, y), Err(Error::NotOnCurve));
    assert_eq!(key(x, y_and_prime), Err(Error::NotOnCurve));
}

#[test]
fn secrets_are_not_printed() {
    let key = key(Curve::CryptoProA, 1);
    assert_eq!(format!("{key:?}"), "PrivateKey(CryptoProA)");
    assert_eq!(format!("{:?}", key.to_le_bytes()), "Encoded(32 bytes)");
}
