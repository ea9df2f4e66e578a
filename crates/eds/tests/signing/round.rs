//! What is signed here passes here, with every kind of key, and with nothing else.

use eds::algorithm::{Algorithm, PublicKey, Unfit};
use eds::cms::SignedData;
use eds::der::Reader;
use eds::der::write::{algorithm, bits, name as oid_of, number, octets, sequence};
use eds::digest::Hash;
use eds::key::PrivateKey;
use eds::sign::{self, How, Signer};
use eds::verify::{Report, SubIndication as Sub, Verdict};
use eds::{Malformed, oid, pem, signer, xml};

use super::made::{Holder, Kind, PERSON, World, stamp, time};

const NOW: &str = "2026-08-01T12:00:00Z";
const CONTENT: &[u8] = b"application 17";

/// One person with a key of each kind.
fn people(world: &World) -> [Holder; 3] {
    let kind = Kind::Holder(vec![oid::EMAIL_PROTECTION, oid::PERSON], false);
    let above = Some(&world.authority);
    [
        Holder::new(5, &PERSON, &kind, above),
        Holder::old(6, &PERSON, &kind, above),
        Holder::rsa(7, &PERSON, &kind, above),
    ]
}

fn signs(holder: &Holder) -> Signer<'_> {
    Signer { key: &holder.key, certificate: &holder.certificate, at: Some(time(NOW)) }
}

fn cms(how: How, people: &[&Holder]) -> Vec<u8> {
    let signers: Vec<_> = people.iter().map(|one| signs(one)).collect();
    sign::cms(CONTENT, how, &signers).unwrap()
}

#[test]
fn each_kind_of_key_signs() {
    let world = World::new();
    let algorithms = [Algorithm::Gost2015, Algorithm::Gost2004, Algorithm::Rsa(Hash::Sha256)];
    for (person, algorithm) in people(&world).iter().zip(algorithms) {
        assert_eq!(person.key.algorithm(), algorithm);
        assert_eq!(person.certificate.key, Ok(person.key.public_key()));
        assert_eq!(person.certificate.key_info(), Ok(&person.key.public_key_info()[..]));
        let der = cms(How::Attached, &[person]);
        assert_eq!(der, cms(How::Attached, &[person]), "no chance in it");
        let report = world.judge(&der, NOW).unwrap();
        assert_eq!(report.verdict, Verdict::Passed);
        assert_eq!(report.content.as_deref(), Some(CONTENT));
        assert_eq!(report.signers[0].claimed_time, Some(time(NOW)));
        assert_eq!(report.signers[0].algorithm, Some(algorithm));
        assert_eq!(signer::person(&report).unwrap().iin, "900101400019");
        let der = cms(How::Detached, &[person]);
        let judge = |content| world.judge_with(&der, content, NOW).unwrap().verdict;
        assert_eq!(judge(Some(CONTENT)), Verdict::Passed);
        assert_eq!(judge(Some(b"application 18")), Verdict::Failed(Sub::HashFailure));
        assert_eq!(judge(None), Verdict::Indeterminate(Sub::SignedDataNotFound));
        assert_eq!(pem::to_der(sign::pem(&der).as_bytes()), Ok(der));
    }
}

#[test]
fn a_signature_by_another_key_than_the_certificate_names_is_wrong() {
    let world = World::new();
    let people = people(&world);
    for (one, other) in [(0, 1), (1, 2), (2, 0)] {
        let signer = Signer { key: &people[one].key, ..signs(&people[other]) };
        let der = sign::cms(CONTENT, How::Attached, &[signer]).unwrap();
        let wrong = Verdict::Failed(Sub::SigCryptoFailure);
        assert_eq!(world.judge(&der, NOW).unwrap().verdict, wrong);
    }
}

#[test]
fn several_sign_at_once() {
    let world = World::new();
    let people = people(&world);
    let report = world.judge(&cms(How::Attached, &people.each_ref()), NOW).unwrap();
    assert_eq!((report.verdict, report.signers.len()), (Verdict::Passed, 3));
    let mut found: Vec<_> =
        report.signers.iter().map(|one| one.certificate.clone().unwrap().serial).collect();
    found.sort();
    assert_eq!(found, [[5], [6], [7]]);
    let nobody = Malformed::Rule("nobody has signed");
    assert_eq!(world.judge(&cms(How::Attached, &[]), NOW).err(), Some(nobody));
}

#[test]
fn a_stamp_is_put_to_its_signer() {
    let world = World::new();
    let people = people(&world);
    let plain = cms(How::Detached, &[&people[0], &people[1]]);
    let mut stamped = plain.clone();
    // A stamp may change the order, so each is looked for by what is not stamped yet.
    for at in ["2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z"] {
        let data = SignedData::read(&stamped).unwrap();
        let place = data.signers.iter().position(|one| one.stamps.is_empty()).unwrap();
        let token = stamp(&world.stamps, &data.signers[place].signature, at);
        stamped = sign::with_stamp(&stamped, place, &token).unwrap();
    }
    let judge = |der: &[u8]| -> Report {
        world.judge_with(der, Some(CONTENT), "2028-01-01T00:00:00Z").unwrap()
    };
    assert_eq!(judge(&plain).verdict, Verdict::Indeterminate(Sub::OutOfBoundsNoPoe));
    assert_eq!(judge(&stamped).verdict, Verdict::Passed);
    // A second stamp over the same signature stands beside the first.
    let data = SignedData::read(&stamped).unwrap();
    let token = stamp(&world.stamps, &data.signers[0].signature, "2026-05-01T00:00:00Z");
    let both = sign::with_stamp(&stamped, 0, &token).unwrap();
    let report = judge(&both);
    assert_eq!(report.verdict, Verdict::Passed);
    let mut counts: Vec<_> = report.signers.iter().map(|one| one.stamps.len()).collect();
    counts.sort_unstable();
    assert_eq!(counts, [1, 2]);
    let earliest = report.signers.iter().map(|one| one.known_since).min();
    assert_eq!(earliest, Some(time("2026-05-01T00:00:00Z")));
    assert!(sign::with_stamp(&plain, 2, &token).is_err(), "there are but two");
    assert!(sign::with_stamp(&token[1..], 0, &token).is_err());
}

#[test]
fn documents_are_signed_by_one_after_the_other() {
    let world = World::new();
    let text = "<?xml version=\"1.0\"?>\r\n<!-- first --><a b='1' xmlns=\"urn:y\"><c/>тест &amp;\
                 \r\n</a><?last </a>?>";
    let judge = |text: &str| -> Report {
        world.with_grounds(NOW, |grounds| xml::verify(text.as_bytes(), grounds)).unwrap()
    };
    let mut signed = text.to_owned();
    for (count, person) in people(&world).iter().enumerate() {
        signed = sign::xml(&signed, &person.key, &person.certificate).unwrap();
        let report = judge(&signed);
        assert_eq!((report.verdict, report.signers.len()), (Verdict::Passed, count + 1));
        assert_eq!(report.signers[count].certificate.as_ref(), Some(&person.certificate));
    }
    let content = "<a xmlns=\"urn:y\" b=\"1\"><c></c>тест &amp;\n</a>\n<?last </a>?>";
    assert_eq!(judge(&signed).content.as_deref(), Some(content.as_bytes()));
    let changed = judge(&signed.replace("тест", "тост"));
    assert_eq!(changed.verdict, Verdict::Failed(Sub::HashFailure));
    let person = &people(&world)[0];
    let empty = sign::xml("<a/>", &person.key, &person.certificate).unwrap();
    assert_eq!(judge(&empty).content.as_deref(), Some(&b"<a></a>"[..]));
}

#[test]
fn what_could_not_be_checked_again_is_not_signed() {
    let world = World::new();
    let by_person = |text: &str| sign::xml(text, &world.person.key, &world.person.certificate);
    let big = format!("<a>{}</a>", "x".repeat((1 << 20) - 100));
    let inner = "<a><Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/></a>";
    let outer = "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/>";
    // A signature beside which no other could be checked.
    let signed = by_person("<a/>").unwrap();
    let part = signed.replace("URI=\"\"", "URI=\"#part\"");
    assert_ne!(part, signed);
    for text in
        ["", "text", "<a>", "<!DOCTYPE a><a/>", &part, &big, &format!("<b>{inner}</b>"), outer]
    {
        assert!(by_person(text).is_err(), "{}", &text[..text.len().min(80)]);
    }
}

/// Keys as files have them; what is none is refused, and none is shown.
#[test]
fn keys_are_read_as_the_state_writes_them() {
    let private = |kind: &[u8], key: &[u8]| sequence(&[&number(0), kind, &octets(key)]);
    let info = |key: &PrivateKey| {
        let info = key.public_key_info();
        let mut info = Reader::new(&info).sequence().unwrap();
        info.any().unwrap().whole.to_vec()
    };
    let long = PrivateKey::generate_gost_2015(&[5; 72]).unwrap();
    let short = PrivateKey::generate_gost_2004(&[5; 40]).unwrap();
    let mut number_of_one = [0; 64];
    number_of_one[0] = 1;
    let one = PrivateKey::from_pkcs8(&private(&info(&long), &octets(&number_of_one))).unwrap();
    let two = PrivateKey::from_pkcs8(&private(&info(&short), &number(1))).unwrap();
    let old = |version| sequence(&[&number(version), &octets(&[&[0; 31][..], &[1]].concat())]);
    let old_kind = algorithm(oid::OLD_KEY_GOST_2004);
    let three = PrivateKey::from_pkcs8(&private(&old_kind, &old(1))).unwrap();
    assert_eq!(two.public_key(), three.public_key());
    for key in [&one, &two, &long, &short] {
        let value = key.sign(CONTENT).unwrap();
        assert_eq!(key.public_key().verify(key.algorithm(), CONTENT, &value), Ok(()));
        let wrong = key.public_key().verify(key.algorithm(), b"application 18", &value);
        assert_eq!(wrong, Err(Unfit::Wrong));
    }
    assert_eq!(format!("{one:?} {two:?}").matches("PrivateKey").count(), 2);
    for wrong in [
        private(&info(&long), &octets(&[0; 64])),
        private(&info(&long), &octets(&[1; 63])),
        private(&info(&long), &number(1)),
        private(&info(&short), &number(0)),
        private(&info(&short), &octets(&[1; 32])),
        private(&algorithm(oid::KEY_GOST_2015), &octets(&number_of_one)),
        private(&old_kind, &old(2)),
        private(&sequence(&[&oid_of(oid::OLD_KEY_GOST_2004), &number(1)]), &old(1)),
        private(&algorithm(oid::RSA), &number(1)),
        private(&algorithm(oid::SHA256), &number(1)),
        [private(&info(&short), &number(1)), vec![0]].concat(),
        Vec::new(),
    ] {
        assert!(PrivateKey::from_pkcs8(&wrong).is_err(), "{wrong:?}");
    }
    assert!(PrivateKey::generate_gost_2015(&[1; 64]).is_err());
}

/// A key of GOST-2004 in the form that certificates of information systems still have.
#[test]
fn the_older_form_of_a_public_key_is_read() {
    let key = PrivateKey::generate_gost_2004(&[5; 40]).unwrap();
    let PublicKey::Gost2004(point) = key.public_key() else { panic!("another kind of key") };
    let start = [6, 2, 0, 0, 0x3A, 0xAA, 0, 0, 0, b'E', b'C', b'1', 0, 2, 0, 0];
    let read = |start: &[u8], point: &[u8]| {
        let name = algorithm(oid::OLD_KEY_GOST_2004);
        let info = sequence(&[&name, &bits(&[start, point].concat())]);
        PublicKey::read(Reader::new(&info).any().unwrap())
    };
    assert_eq!(read(&start, &point.to_le_bytes()), Ok(key.public_key()));
    assert_eq!(read(&start, &point.to_be_bytes()), Err(Unfit::Key));
    assert_eq!(read(&start[1..], &point.to_le_bytes()), Err(Unfit::Key));
    assert_eq!(read(&[7; 16], &point.to_le_bytes()), Err(Unfit::Key));
}

/// A key whose halves are of two different ones signs nothing, rather than giving something away.
#[test]
fn a_broken_key_of_rsa_signs_nothing() {
    let der = pem::to_der(include_str!("../files/rsa.pem").as_bytes()).unwrap();
    let key = PrivateKey::from_pkcs8(&der).unwrap();
    assert_eq!(format!("{key:?}"), "Rsa(PrivateKey(RSA, 2048 bits))");
    // Version, modulus and public exponent of four fields take 300 bytes; the secret exponent follows.
    let mut broken = der.clone();
    broken[400] ^= 1;
    let broken = PrivateKey::from_pkcs8(&broken).unwrap();
    assert_eq!(broken.public_key(), key.public_key());
    assert_eq!(broken.sign(CONTENT), Err(Unfit::Wrong));
}
