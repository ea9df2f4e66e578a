//! Documents of XML that the state's signing program and its test people have signed.

use std::fs;
use std::sync::OnceLock;

use eds::verify::{Grounds, Report, SubIndication, Trust, Verdict};
use eds::{Malformed, xml};
use jiff::SignedDuration;

use super::folder::folder;
use super::state::{certificates, time};

const ONE: &str = "ncanode/embedded/xml_signed_valid_string.xml";
const TWO: &str = "ncanode/embedded/xml_signed_valid_string_two_signers.xml";
const EARLIER: &str = "2021-06-01T00:00:00Z";
const UNTRUSTED: Verdict = Verdict::Indeterminate(SubIndication::NoCertificateChainFound);
const HASH: Verdict = Verdict::Failed(SubIndication::HashFailure);

fn judge(document: &str, at: &str) -> Result<Report, Malformed> {
    static TRUST: OnceLock<Trust> = OnceLock::new();
    let trust =
        TRUST.get_or_init(|| Trust::new(certificates(&folder("eds").unwrap().join("sdk/CA_Test"))));
    let grounds = Grounds {
        at: time(at),
        trust,
        stamp_trust: trust,
        needs_revocation: false,
        lists: &[],
        answers: &[],
        answer_age: SignedDuration::from_hours(1),
    };
    xml::verify(document.as_bytes(), &grounds)
}

fn verdicts(document: &str, at: &str) -> Vec<Verdict> {
    judge(document, at).unwrap().signers.iter().map(|one| one.verdict).collect()
}

fn read(file: &str) -> Option<String> {
    Some(fs::read_to_string(folder("eds")?.join(file)).unwrap())
}

#[test]
fn documents_with_one_and_two_signatures_are_right() {
    let (Some(one), Some(two)) = (read(ONE), read(TWO)) else { return };
    assert_eq!(verdicts(&one, EARLIER), [Verdict::Passed]);
    assert_eq!(judge(&one, EARLIER).unwrap().content.as_deref(), Some(&b"<a><b>test</b></a>"[..]));
    let too_early = Verdict::Failed(SubIndication::NotYetValid);
    assert_eq!(verdicts(&two, EARLIER), [Verdict::Passed, too_early]);
    let expired = Verdict::Indeterminate(SubIndication::OutOfBoundsNoPoe);
    assert_eq!(verdicts(&two, "2022-12-01T00:00:00Z"), [expired, Verdict::Passed]);
    for file in ["ncalayer-rs/test_gost512.xml_simple.xml", "ncalayer-rs/test_gost512.xml_ns.xml"] {
        assert_eq!(verdicts(&read(file).unwrap(), "2026-11-01T00:00:00Z"), [UNTRUSTED], "{file}");
    }
}

#[test]
fn a_part_of_a_document_is_not_signed() {
    let Some(part) = read("ncalayer-rs/test_gost512.xml_xpath.xml") else { return };
    assert!(judge(&part, "2026-11-01T00:00:00Z").is_err());
    let wsse = read("ncanode/embedded/wsse_xml_signed_string.xml").unwrap();
    assert!(judge(&wsse, EARLIER).is_err());
    let unsigned = read("ncanode/embedded/wsse_xml_valid_string.xml").unwrap();
    assert_eq!(judge(&unsigned, EARLIER).err(), Some(Malformed::Rule("nobody has signed")));
}

#[test]
fn changed_and_wrapped_documents_do_not_pass() {
    let (Some(one), Some(two)) = (read(ONE), read(TWO)) else { return };
    assert_eq!(verdicts(&one.replace("<b>test</b>", "<b>Test</b>"), EARLIER), [HASH]);
    assert_eq!(verdicts(&one.replace("<b>test</b>", "<b>test</b><c/>"), EARLIER), [HASH]);
    assert_eq!(verdicts(&one.replace("</a>", "<c/></a>"), EARLIER), [HASH]);
    assert_eq!(verdicts(&one.replace("<a>", "<?do it?><a>"), EARLIER), [HASH]);
    assert_eq!(verdicts(&one.replace("<a>", "<a xmlns:x=\"urn:x\">"), EARLIER), [HASH]);
    let wrong = Verdict::Failed(SubIndication::SigCryptoFailure);
    let other = one.replacen("\n<ds:SignatureMethod", "\n\n<ds:SignatureMethod", 1);
    assert_eq!(verdicts(&other, EARLIER), [wrong], "what is signed has a line more");
    // The signature moved down, and what it was over beside it.
    let start = one.find("<ds:Signature ").unwrap();
    let end = one.find("</ds:Signature>").unwrap() + "</ds:Signature>".len();
    let signature = &one[start..end];
    let wrapped = format!("<a><b>other</b><old><a><b>test</b>{signature}</a></old></a>");
    assert!(judge(&wrapped, EARLIER).is_err());
    let hidden = one.replace(signature, "");
    assert!(judge(&hidden, EARLIER).is_err(), "nobody has signed");
    // The first signature taken away from under the second.
    let first = two.find("<ds:Signature ").unwrap();
    let end = two.find("</ds:Signature>").unwrap() + "</ds:Signature>".len();
    let second = [&two[..first], &two[end..]].concat();
    assert_eq!(verdicts(&second, "2022-12-01T00:00:00Z"), [HASH]);
}

#[test]
fn what_may_be_written_otherwise_is_the_same_document() {
    let Some(one) = read(ONE) else { return };
    for (from, to) in [
        ("<b>test</b>", "<b >te<!-- not signed -->st</b\n>"),
        ("<b>test</b>", "<b>t&#101;s<![CDATA[t]]></b>"),
        ("<a>", "<!-- not signed --><a>"),
        ("encoding=\"utf-8\"", "encoding='UTF-8'"),
    ] {
        assert_eq!(verdicts(&one.replacen(from, to, 1), EARLIER), [Verdict::Passed], "{to}");
    }
}

#[test]
fn what_is_not_xml_or_says_more_is_not_read() {
    let Some(one) = read(ONE) else { return };
    for (from, to) in [
        ("<a>", "<!DOCTYPE a [<!ENTITY x \"test\">]><a>"),
        ("test", "&x;"),
        ("test", "&#0;"),
        ("<b>test</b>", "<b>test</c>"),
        ("<b>test</b>", "<x:b>test</x:b>"),
        ("<b>test</b>", "<b y='1' y='1'>test</b>"),
        ("</a>", "</a><a/>"),
        ("utf-8", "windows-1251"),
        ("version=\"1.0\"", "version=\"1.1\""),
        ("<b>test</b>", "<b>]]></b>"),
    ] {
        assert!(judge(&one.replacen(from, to, 1), EARLIER).is_err(), "{to}");
    }
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(judge(&deep, EARLIER).err(), Some(Malformed::TooDeep));
}
