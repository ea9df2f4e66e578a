//! A document of XML whose canonical form was written by hand.

use eds::digest::Hash;
use eds::verify::{SubIndication as Sub, Verdict};
use eds::{pem, signer, xml};

use super::made::World;

const NOW: &str = "2026-08-01T12:00:00Z";
const SPACE: &str = "http://www.w3.org/2000/09/xmldsig#";

/// What is signed, and what its canonical form is: attributes in order, namespaces before them, no empty
/// tags, everything written out that the elements above have declared.
const BODY: &str = "<q b='2' a=\"1&#10;'\" xmlns=\"urn:y\" x:c=\"&lt;\"/>тест &gt; &quot;";
const CANONICAL: &str = "<q xmlns=\"urn:y\" a=\"1&#xA;'\" b=\"2\" x:c=\"&lt;\"></q>тест &gt; \"";

fn info(digest: &str, scope: &str, from: &str) -> String {
    let urn = "urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms";
    let c14n = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
    format!(
        "<ds:SignedInfo{scope}>\
         <ds:CanonicalizationMethod Algorithm=\"{c14n}\"></ds:CanonicalizationMethod>\
         <ds:SignatureMethod Algorithm=\"{urn}:gostr34102015-gostr34112015-512\"></ds:SignatureMethod>\
         <ds:Reference URI=\"{from}\"><ds:Transforms>\
         <ds:Transform Algorithm=\"{SPACE}enveloped-signature\"></ds:Transform>\
         <ds:Transform Algorithm=\"{c14n}#WithComments\"></ds:Transform></ds:Transforms>\
         <ds:DigestMethod Algorithm=\"{urn}:gostr34112015-512\"></ds:DigestMethod>\
         <ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>"
    )
}

/// The document, signed by the person. `from` says what the signature is over.
fn document(world: &World, from: &str) -> String {
    let tag = "<a xmlns:x=\"urn:x\" xml:lang=\"kk\">";
    let whole = format!("<?first 1?>\n{tag}{CANONICAL}</a>\n<?last?>");
    let digest = pem::to_base64(&Hash::Streebog512.digest(whole.as_bytes()));
    let scope = format!(" xmlns:ds=\"{SPACE}\" xmlns:x=\"urn:x\" xml:lang=\"kk\"");
    let value = pem::to_base64(&world.person.sign(info(&digest, &scope, from).as_bytes()));
    let certificate = pem::to_base64(world.person.certificate.as_der());
    let info = info(&digest, "", from);
    format!(
        "<?first   1?><!-- here -->{tag}{BODY}<ds:Signature xmlns:ds=\"{SPACE}\">{info}\
         <ds:SignatureValue>{value}</ds:SignatureValue><ds:KeyInfo><ds:X509Data>\
         <ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>\
         </ds:Signature></a><?last?>\n"
    )
}

#[test]
fn the_canonical_form_is_the_one_of_the_standard() {
    let world = World::new();
    let document = document(&world, "");
    let report = world.with_grounds(NOW, |grounds| xml::verify(document.as_bytes(), grounds));
    let report = report.unwrap();
    assert_eq!(report.verdict, Verdict::Passed);
    assert_eq!(signer::person(&report).unwrap().iin, "900101400019");
}

#[test]
fn only_the_whole_document_is_taken() {
    let world = World::new();
    let judge =
        |text: &str| world.with_grounds(NOW, |grounds| xml::verify(text.as_bytes(), grounds));
    assert!(judge(&document(&world, "#part")).is_err());
    let right = document(&world, "");
    let c14n = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments";
    let xslt = "http://www.w3.org/TR/1999/REC-xslt-19991116";
    assert!(judge(&right.replace(c14n, xslt)).is_err());
    let sha1 = right.replace(":gostr34112015-512\"></ds:D", ":sha1\"></ds:D");
    let weak = Verdict::Indeterminate(Sub::CryptoConstraintsFailure);
    assert_eq!(judge(&sha1).unwrap().verdict, weak);
}

#[test]
fn lists_and_times_are_asked_for_documents_too() {
    let world = World::new().listing("2026-08-01T00:00:00Z", &[(3, "2026-06-16T00:00:00Z", 4)]);
    let document = document(&world, "");
    let judge = |at| {
        let report = world.with_grounds(at, |grounds| xml::verify(document.as_bytes(), grounds));
        report.unwrap().verdict
    };
    assert_eq!(judge(NOW), Verdict::Indeterminate(Sub::RevokedNoPoe));
    assert_eq!(judge("2028-01-01T00:00:00Z"), Verdict::Indeterminate(Sub::OutOfBoundsNoPoe));
}
