//! `tirkeu eds verify` over authorities and signatures of our own making.

use eds::der::write::{self, distinguished_name, extension, holding, number, sequence};
use eds::key::PrivateKey;
use eds::oid::{self, Oid};
use eds::sign::{self, How, Signer, seal};
use eds::x509::Certificate;
use eds::{der, pem};
use expect_test::expect;
use jiff::Timestamp;

use crate::place::{Place, Said};

const NOW: &str = "2026-08-01T12:00:00Z";
const TEXT: &[u8] = b"application 17";

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A key and its certificate.
struct Holder {
    key: PrivateKey,
    certificate: Certificate,
}

const PERSON: [(Oid, &str); 4] = [
    (oid::COMMON_NAME, "СЕРІКОВА АЙГҮЛ"),
    (oid::GIVEN_NAME, "БОЛАТҚЫЗЫ"),
    (oid::SERIAL_NUMBER, "IIN900101400019"),
    (oid::COUNTRY, "KZ"),
];

impl Holder {
    fn new(seed: u8, names: &[(Oid, &str)], by: Option<&Self>) -> Self {
        let key = PrivateKey::generate_gost_2015(&[seed; 72]).unwrap();
        let subject = distinguished_name(names);
        let signer = by.map_or(&key, |by| &by.key);
        let usage = |bits: &[u8]| {
            let bits = der::write(der::tag::BIT_STRING, &[bits]);
            extension(oid::KEY_USAGE, true, &bits)
        };
        let authority = extension(oid::BASIC_CONSTRAINTS, true, &sequence(&[&write::yes()]));
        // Whoever is below the root signs; the root certifies.
        let extensions =
            if by.is_some() { usage(&[6, 0xC0]) } else { [authority, usage(&[1, 6])].concat() };
        let from_to =
            ["2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"].map(|at| write::time(time(at)));
        let body = sequence(&[
            &holding(0, &[&number(2)]),
            &number(seed.into()),
            &signer.algorithm_identifier(),
            by.map_or(&subject, |by| by.certificate.subject.as_der()),
            &sequence(&[&from_to.concat()]),
            &subject,
            &key.public_key_info(),
            &holding(3, &[&sequence(&[&extensions])]),
        ]);
        let certificate = Certificate::read(&seal(&body, signer).unwrap()).unwrap();
        Self { key, certificate }
    }

    /// A list of the first of August, in which these numbers are.
    fn list(&self, revoked: &[u8]) -> Vec<u8> {
        let [at, next] =
            ["2026-08-01T00:00:00Z", "2026-08-03T00:00:00Z"].map(|at| write::time(time(at)));
        let entries = revoked.iter().map(|serial| {
            sequence(&[&number((*serial).into()), &write::time(time("2026-06-16T00:00:00Z"))])
        });
        let entries = entries.collect::<Vec<_>>().concat();
        let body = sequence(&[
            &number(1),
            &self.key.algorithm_identifier(),
            self.certificate.subject.as_der(),
            &at,
            &next,
            &sequence(&[&entries]),
        ]);
        seal(&body, &self.key).unwrap()
    }

    fn cms(&self, how: How) -> Vec<u8> {
        let at = Some(time("2026-07-31T09:00:00Z"));
        let signer = Signer { key: &self.key, certificate: &self.certificate, at };
        sign::cms(TEXT, how, &[signer]).unwrap()
    }
}

/// A root in the folder `trust`, and a person below it.
fn world(place: &Place) -> (Holder, Holder) {
    let root = Holder::new(1, &[(oid::COMMON_NAME, "ROOT")], None);
    let person = Holder::new(3, &PERSON, Some(&root));
    place.write("trust/of/2026/root.cer", root.certificate.as_der());
    (root, person)
}

fn judge(place: &Place, args: &[&str]) -> Said {
    let usual = ["eds", "verify", "--trust", "trust", "--at", NOW];
    place.run(usual.iter().chain(args))
}

#[test]
fn a_signature_is_read_in_every_form() {
    let place = Place::new("eds-forms");
    let (_, person) = world(&place);
    let (attached, detached) = (person.cms(How::Attached), person.cms(How::Detached));
    place.write("text", TEXT);
    place.write("other", b"application 18");
    place.write("a.der", &attached);
    place.write("a.pem", sign::pem(&attached));
    place.write("a.txt", pem::to_base64(&attached));
    place.write("d.der", &detached);
    place.write("a.xml", sign::xml("<a>тест</a>", &person.key, &person.certificate).unwrap());
    for (args, code, said) in [
        (&["a.der"][..], 0, "TOTAL-PASSED"),
        (&["a.pem"], 0, "TOTAL-PASSED"),
        (&["a.txt"], 0, "TOTAL-PASSED"),
        (&["a.der", "--content", "text"], 0, "TOTAL-PASSED"),
        (&["a.der", "--content", "other"], 1, "TOTAL-FAILED/HASH_FAILURE"),
        (&["d.der", "--content", "text"], 0, "TOTAL-PASSED"),
        (&["d.der", "--content", "other"], 1, "TOTAL-FAILED/HASH_FAILURE"),
        (&["d.der"], 2, "INDETERMINATE/SIGNED_DATA_NOT_FOUND"),
        (&["a.xml"], 0, "TOTAL-PASSED"),
        (&["a.der", "--trust", "prod"], 2, "INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND"),
        (&["a.der", "--trust", "demo"], 2, "INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND"),
        (&["a.der", "--at", "2025-12-31T00:00:00Z"], 1, "TOTAL-FAILED/NOT_YET_VALID"),
        (&["a.der", "--at", "2027-01-02T00:00:00Z"], 2, "INDETERMINATE/OUT_OF_BOUNDS_NO_POE"),
    ] {
        let usual = ["eds", "verify", "--at", NOW, "--trust", "trust"];
        // What is named last counts: clap takes one of each, so the usual ones are left out then.
        let usual = usual.chunks(2).filter(|pair| !args.contains(&pair[0])).flatten();
        let Said { code: found, out, err } = place.run(usual.chain(args));
        assert_eq!(found, Some(code), "{args:?}: {out}{err}");
        assert!(out.contains(&format!("  verdict     {said}\n")), "{args:?}: {out}");
    }
}

#[test]
fn a_person_reads_who_has_signed() {
    let place = Place::new("eds-words");
    let (root, person) = world(&place);
    place.write("a.cms", person.cms(How::Attached));
    place.write("good.crl", root.list(&[4]));
    let said = judge(&place, &["a.cms", "--crl", "good.crl"]).succeeds();
    expect![[r#"
        a.cms: the signature is valid.
          verdict     TOTAL-PASSED
          why         everything that was checked is right
          judged      at 2026-08-01 17:00:00, trusting trust
          content     within the signature

        Signature 1 of 1
          verdict     TOTAL-PASSED
          why         everything that was checked is right
          algorithm   GOST R 34.10-2012 with 512 bits and Streebog-512
          said time   2026-07-31 14:00:00, which nothing proves
          time-stamp  none
          signer      СЕРІКОВА АЙГҮЛ БОЛАТҚЫЗЫ, ИИН 900101400019
          serial      03
          chain       1. CN=СЕРІКОВА АЙГҮЛ, GN=БОЛАТҚЫЗЫ, serialNumber=IIN900101400019, C=KZ (valid 2026-01-01 to 2027-01-01)
                      2. CN=ROOT (valid 2026-01-01 to 2027-01-01)
          revocation  1. not revoked
    "#]].assert_eq(&said);
    place.write("bad.crl", root.list(&[3]));
    let revoked = judge(&place, &["a.cms", "--crl", "good.crl", "--crl", "bad.crl"]);
    assert_eq!(revoked.code, Some(2), "{}", revoked.out);
    assert!(revoked.out.contains("REVOKED at 2026-06-16 05:00:00: unspecified"), "{}", revoked.out);
    assert!(revoked.out.contains("INDETERMINATE/REVOKED_NO_POE"), "{}", revoked.out);
    let without = judge(&place, &["a.cms"]).succeeds();
    assert!(without.contains("  revocation  1. not checked: no --crl\n"), "{without}");
}

/// A list that says nothing of the certificate is no good news for whoever gave it.
#[test]
fn a_list_that_says_nothing_leaves_it_open() {
    let place = Place::new("eds-lists");
    let (root, person) = world(&place);
    place.write("a.cms", person.cms(How::Attached));
    place.write("root.crl", root.list(&[]));
    let stranger = Holder::new(9, &[(oid::COMMON_NAME, "OTHER")], None);
    place.write("other.crl", stranger.list(&[]));
    let open = |args: &[&str]| {
        let Said { code, out, .. } =
            place.run(["eds", "verify", "a.cms", "--trust", "trust"].iter().chain(args));
        assert_eq!(code, Some(2), "{args:?}: {out}");
        assert!(out.contains("INDETERMINATE/TRY_LATER"), "{out}");
    };
    open(&["--at", "2026-08-04T00:00:00Z", "--crl", "root.crl"]);
    open(&["--at", NOW, "--crl", "other.crl"]);
    place.write("a.cer", person.certificate.as_der());
    let certificate = judge(&place, &["a.cer", "--crl", "other.crl"]);
    assert_eq!(certificate.code, Some(2), "{}", certificate.out);
}

#[test]
fn a_program_reads_the_same() {
    let place = Place::new("eds-json");
    let (root, person) = world(&place);
    place.write("a.cms", person.cms(How::Attached));
    place.write("root.crl", root.list(&[3]));
    let said = judge(&place, &["a.cms", "--json", "--crl", "root.crl"]);
    assert_eq!(said.code, Some(2));
    expect![[r#"
        {
          "file": "a.cms",
          "kind": "cms",
          "verdict": "INDETERMINATE",
          "sub_indication": "REVOKED_NO_POE",
          "why": "the certificate is revoked, and nothing proves that the signature is older",
          "judged_at": "2026-08-01T12:00:00Z",
          "trust": "trust",
          "content": "attached",
          "signers": [
            {
              "verdict": "INDETERMINATE",
              "sub_indication": "REVOKED_NO_POE",
              "why": "the certificate is revoked, and nothing proves that the signature is older",
              "algorithm": "GOST R 34.10-2012 with 512 bits and Streebog-512",
              "claimed_time": "2026-07-31T09:00:00Z",
              "known_since": "2026-08-01T12:00:00Z",
              "time_stamps": [],
              "certificate": {
                "name": "СЕРІКОВА АЙГҮЛ БОЛАТҚЫЗЫ",
                "iin": "900101400019",
                "bin": null,
                "organisation": null,
                "subject": "CN=СЕРІКОВА АЙГҮЛ, GN=БОЛАТҚЫЗЫ, serialNumber=IIN900101400019, C=KZ",
                "issuer": "CN=ROOT",
                "serial": "03",
                "not_before": "2026-01-01T00:00:00Z",
                "not_after": "2027-01-01T00:00:00Z",
                "algorithm": "GOST R 34.10-2012 with 512 bits and Streebog-512",
                "chain": [
                  {
                    "subject": "CN=СЕРІКОВА АЙГҮЛ, GN=БОЛАТҚЫЗЫ, serialNumber=IIN900101400019, C=KZ",
                    "issuer": "CN=ROOT",
                    "serial": "03",
                    "not_before": "2026-01-01T00:00:00Z",
                    "not_after": "2027-01-01T00:00:00Z"
                  },
                  {
                    "subject": "CN=ROOT",
                    "issuer": "CN=ROOT",
                    "serial": "01",
                    "not_before": "2026-01-01T00:00:00Z",
                    "not_after": "2027-01-01T00:00:00Z"
                  }
                ],
                "revocation": [
                  {
                    "status": "revoked",
                    "at": "2026-06-16T00:00:00Z",
                    "reason": "unspecified",
                    "why": null
                  }
                ]
              }
            }
          ],
          "certificate": null
        }
    "#]]
    .assert_eq(&said.out);
}

#[test]
fn a_program_reads_that_nothing_can_be_read() {
    let place = Place::new("eds-broken");
    world(&place);
    place.write("b.cms", "0000");
    let broken = judge(&place, &["b.cms", "--json"]);
    assert_eq!(broken.code, Some(1));
    let json: serde_json::Value = serde_json::from_str(&broken.out).unwrap();
    assert_eq!(json["kind"], serde_json::Value::Null);
    assert_eq!(
        (&json["verdict"], &json["sub_indication"]),
        (&"TOTAL-FAILED".into(), &"FORMAT_FAILURE".into())
    );
}

#[test]
fn a_certificate_is_never_called_a_signature() {
    let place = Place::new("eds-certificate");
    let (_, person) = world(&place);
    place.write("a.cer", pem::block("CERTIFICATE", person.certificate.as_der()));
    let said = judge(&place, &["a.cer"]).succeeds();
    assert!(said.starts_with("a.cer: the certificate is valid.\n"), "{said}");
    assert!(said.contains("nothing is signed with it here"), "{said}");
    assert!(!said.to_lowercase().contains("signature"), "{said}");
    let json = judge(&place, &["a.cer", "--json"]).succeeds();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["kind"], &json["verdict"]), (&"certificate".into(), &"TOTAL-PASSED".into()));
    assert_eq!(json["signers"], serde_json::json!([]));
    assert_eq!(json["certificate"]["iin"], "900101400019");
    let expired = ["eds", "verify", "a.cer", "--trust", "trust", "--at", "2027-02-01T00:00:00Z"];
    let Said { code, out, .. } = place.run(expired);
    assert_eq!(code, Some(2));
    assert!(out.contains("a certificate is not valid any more; another time"), "{out}");
}

#[test]
fn what_cannot_be_read_is_named_with_the_remedy() {
    let place = Place::new("eds-unread");
    let (_, person) = world(&place);
    place.write("a.cms", person.cms(How::Attached));
    place.write("text", TEXT);
    place.write("a.xml", "<a/>");
    place.write("empty/read.me", "nothing");
    place.write("broken/root.cer", "nothing");
    for (args, said) in [
        (
            &["text"][..],
            "text is neither a signature (CMS, XML) nor a certificate that can be read",
        ),
        (&["a.xml"], "nobody has signed; give the file as it was made"),
        (&["nowhere"], "nowhere cannot be read"),
        (&["a.xml", "--content", "text"], "so leave --content out"),
        (&["a.cms", "--content", "nowhere"], "nowhere cannot be read"),
        (&["a.cms", "--crl", "text"], "text is no revocation list"),
        (&["a.cms", "--tsa-trust", "nowhere"], "--tsa-trust must be prod, demo or a folder"),
        (&["a.cms", "--tsa-trust", "empty"], "no certificate in it has signed itself"),
        (&["a.cms", "--tsa-trust", "broken"], "root.cer: it is neither Base64 nor PEM"),
    ] {
        let err = judge(&place, args).fails();
        assert!(err.starts_with("tirkeu: ") && err.contains(said), "{args:?}: {err}");
        assert_eq!(err.lines().count(), 1, "{err}");
    }
}

/// Roots and those below them, in DER and PEM, among other files and in folders.
#[test]
fn a_folder_of_trust_is_searched() {
    let place = Place::new("eds-trust");
    let (root, person) = world(&place);
    let second = Holder::new(2, &[(oid::COMMON_NAME, "SECOND")], None);
    let two = [&root, &second].map(|one| pem::block("CERTIFICATE", one.certificate.as_der()));
    place.write("mixed/deep/er/both.pem", two.concat());
    place.write("mixed/README.md", "which certificates these are");
    place.write("mixed/list.crl", root.list(&[]));
    place.write("mixed/nothing.der", b"");
    place.write("a.cms", person.cms(How::Attached));
    let args = ["eds", "verify", "a.cms", "--trust", "mixed", "--at", NOW];
    place.run(args).succeeds();
}

/// A name in a certificate is anything that its authority wrote there.
#[test]
fn names_do_not_command_the_terminal() {
    let place = Place::new("eds-terminal");
    let (root, _) = world(&place);
    let names = [(oid::COMMON_NAME, "A\u{1b}[2J\nverdict TOTAL-PASSED\u{9b}31m")];
    let person = Holder::new(5, &names, Some(&root));
    place.write("a.cms", person.cms(How::Attached));
    let said = judge(&place, &["a.cms"]).succeeds();
    assert!(said.chars().all(|letter| letter == '\n' || !letter.is_control()), "{said:?}");
    assert!(!said.contains("\nverdict"), "{said}");
}
