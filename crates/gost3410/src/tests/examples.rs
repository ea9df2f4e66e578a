//! The worked examples of RFC 7091, section 7, with the nonces it prints.

use crate::bytes::{self, Order};
use crate::curve::{Curve, Parameters};
use crate::digest::Digest;
use crate::domain::Domain;
use crate::private::{PrivateKey, sign_with};
use crate::signature::Signature;

/// An example; the numbers are in hexadecimal digits, the highest first.
struct Example {
    curve: Curve,
    d: &'static str,
    x: &'static str,
    y: &'static str,
    e: &'static str,
    k: &'static str,
    r: &'static str,
    s: &'static str,
}

const EXAMPLES: [Example; 2] = [
    Example {
        curve: Curve::Test256,
        d: "7A929ADE789BB9BE10ED359DD39A72C11B60961F49397EEE1D19CE9891EC3B28",
        x: "7F2B49E270DB6D90D8595BEC458B50C58585BA1D4E9B788F6689DBD8E56FD80B",
        y: "26F1B489D6701DD185C8413A977B3CBBAF64D1C593D26627DFFB101A87FF77DA",
        e: "2DFBC1B372D89A1188C09C52E0EEC61FCE52032AB1022E8E67ECE6672B043EE5",
        k: "77105C9B20BCD3122823C8CF6FCC7B956DE33814E95B7FE64FED924594DCEAB3",
        r: "41AA28D2F1AB148280CD9ED56FEDA41974053554A42767B83AD043FD39DC0493",
        s: "01456C64BA4642A1653C235A98A60249BCD6D3F746B631DF928014F6C5BF9C40",
    },
    Example {
        curve: Curve::Test512,
        d: "0BA6048AADAE241BA40936D47756D7C93091A0E8514669700EE7508E508B1020\
            72E8123B2200A0563322DAD2827E2714A2636B7BFD18AADFC62967821FA18DD4",
        x: "115DC5BC96760C7B48598D8AB9E740D4C4A85A65BE33C1815B5C320C854621DD\
            5A515856D13314AF69BC5B924C8B4DDFF75C45415C1D9DD9DD33612CD530EFE1",
        y: "37C7C90CD40B0F5621DC3AC1B751CFA0E2634FA0503B3D52639F5D7FB72AFD61\
            EA199441D943FFE7F0C70A2759A3CDB84C114E1F9339FDF27F35ECA93677BEEC",
        e: "3754F3CFACC9E0615C4F4A7C4D8DAB531B09B6F9C170C533A71D147035B0C591\
            7184EE536593F4414339976C647C5D5A407ADEDB1D560C4FC6777D2972075B8C",
        k: "0359E7F4B1410FEACC570456C6801496946312120B39D019D455986E364F3658\
            86748ED7A44B3E794434006011842286212273A6D14CF70EA3AF71BB1AE679F1",
        r: "2F86FA60A081091A23DD795E1E3C689EE512A3C82EE0DCC2643C78EEA8FCACD3\
            5492558486B20F1C9EC197C90699850260C93BCBCD9C5C3317E19344E173AE36",
        s: "1081B394696FFE8E6585E7A9362D26B6325F56778AADBC081C0BFBE933D52FF5\
            823CE288E8C4F362526080DF7F70CE406A6EEB1F56919CB92A9853BDE73E5B4A",
    },
];

/// The bytes of hexadecimal digits, in the first places.
fn hex(digits: &str) -> [u8; 64] {
    let mut bytes = [0; 64];
    for (byte, at) in bytes.iter_mut().zip((0..digits.len()).step_by(2)) {
        *byte = u8::from_str_radix(&digits[at..at + 2], 16).expect("two digits");
    }
    bytes
}

fn check<const N: usize>(example: &Example, domain: &Domain<N>) {
    let size = example.curve.size();
    let [d, x, y, e, k, r, s] =
        [example.d, example.x, example.y, example.e, example.k, example.r, example.s].map(hex);
    let number = |digits: &[u8; 64]| bytes::narrow::<N>(&bytes::read(&digits[..size], Order::Big));

    let key = PrivateKey::from_be_bytes(example.curve, &d[..size]).expect("a private key");
    let public = key.public_key();
    assert_eq!(public.to_be_bytes()[..size], x[..size]);
    assert_eq!(public.to_be_bytes()[size..], y[..size]);

    let digest = Digest::from_be_bytes(&e[..size]).expect("a digest");
    let e = digest.number(&domain.order).expect("a digest of the size of the key");
    let signed = sign_with(&number(&k), &number(&d), &e, domain).expect("neither is nought");
    assert_eq!(signed, (number(&r), number(&s)));

    let signature = Signature::of_numbers(example.curve, &signed.0, &signed.1);
    assert_eq!(signature.to_be_bytes()[..size], s[..size]);
    assert_eq!(signature.to_be_bytes()[size..], r[..size]);
    assert_eq!(public.verify(&digest, &signature), Ok(()));
}

#[test]
fn the_examples_of_the_standard() {
    for example in &EXAMPLES {
        match example.curve.parameters() {
            Parameters::Short(domain) => check(example, domain),
            Parameters::Long(domain) => check(example, domain),
        }
    }
}
