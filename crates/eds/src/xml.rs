//! Signatures in XML (XMLDSIG), as the state's signing program makes them: within the root element, over
//! the whole document. What covers only a part is refused.
//!
//! A second signer signs the document with the first signature in it. So each signature is over the
//! document without itself and without those that follow it.

mod canonical;
mod draft;
mod read;

pub(crate) use draft::unsigned;

use crate::algorithm::Algorithm;
use crate::der::Malformed;
use crate::digest::Hash;
use crate::pem::from_base64;
use crate::verify::{Grounds, Report, Signed, SubIndication, Verdict, judge_unstamped, refused};
use crate::x509::Certificate;

use read::{Document, Element, Node, read};

/// The most bytes of a document.
pub const MOST: usize = 1 << 20;

/// Signatures in one document, at most.
const MOST_SIGNERS: usize = 8;

/// The namespace of signatures.
const SPACE: &str = "http://www.w3.org/2000/09/xmldsig#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/// Canonical XML 1.0, with comments and without: there are none in what is signed.
const CANONICAL: [&str; 2] = [
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
];

/// Names of algorithms: of a signature, and of the hash that goes with it.
const ALGORITHMS: [(Algorithm, &str, &str); 3] = [
    (
        Algorithm::Gost2015,
        "urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34102015-gostr34112015-512",
        "urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34112015-512",
    ),
    (
        Algorithm::Gost2004,
        "http://www.w3.org/2001/04/xmldsig-more#gost34310-gost34311",
        "http://www.w3.org/2001/04/xmldsig-more#gost34311",
    ),
    (
        Algorithm::Rsa(Hash::Sha256),
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "http://www.w3.org/2001/04/xmlenc#sha256",
    ),
];

const PARTIAL: Malformed = Malformed::Rule("a signature does not cover the whole document");
const PROFILE: Malformed = Malformed::Rule("a signature is not built as the state builds it");

/// One signature of a document.
struct Signature {
    algorithm: Option<Algorithm>,
    hash: Option<Hash>,
    digest: Vec<u8>,
    /// `SignedInfo` as it is signed.
    signed: Vec<u8>,
    value: Vec<u8>,
    certificates: Vec<Certificate>,
}

/// Judges the signatures of a document. What the report calls the content is the document without any
/// signature, in canonical form.
///
/// # Errors
/// Why it is no signed document: nothing is said of whether it counts, and it does not.
pub fn verify(document: &[u8], grounds: &Grounds<'_>) -> Result<Report, Malformed> {
    if document.len() > MOST {
        return Err(Malformed::TooBig);
    }
    let text = std::str::from_utf8(document).map_err(|_| Malformed::Value)?;
    let document = read(text)?;
    let places = places(&document)?;
    let mut signers = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let Some(Node::Element(element)) = document.root.children.get(*place) else { continue };
        let without = places.get(at..).unwrap_or_default();
        let signature = Signature::read(element, &document.root)?;
        signers.push(signature.judge(&canonical::document(&document, without), grounds));
    }
    let verdict =
        signers.iter().map(|signer: &Signed| signer.verdict).max().unwrap_or(Verdict::NOTHING);
    let content = Some(canonical::document(&document, &places));
    Ok(Report { verdict, signers, content })
}

/// Where the signatures stand among the children of the root; nowhere else may be any.
fn places(document: &Document) -> Result<Vec<usize>, Malformed> {
    let mut places = Vec::new();
    for (place, child) in document.root.children.iter().enumerate() {
        match child {
            Node::Element(element) if is_named(element, "Signature") => {
                places.push(place);
                if element.children.iter().any(holds_signature) {
                    return Err(PROFILE);
                }
            }
            other if holds_signature(other) => return Err(PARTIAL),
            Node::Element(_) | Node::Text(_) | Node::Instruction(..) => {}
        }
    }
    match places.len() {
        _ if is_named(&document.root, "Signature") => Err(PARTIAL),
        0 => Err(Malformed::Rule("nobody has signed")),
        1..=MOST_SIGNERS => Ok(places),
        _ => Err(Malformed::TooBig),
    }
}

fn is_named(element: &Element, local: &str) -> bool {
    element.name.space == SPACE && element.name.local == local
}

fn holds_signature(node: &Node) -> bool {
    match node {
        Node::Element(element) => {
            is_named(element, "Signature") || element.children.iter().any(holds_signature)
        }
        Node::Text(_) | Node::Instruction(..) => false,
    }
}

/// The children of an element that holds no text of its own: these, in this order.
fn children<'e, const N: usize>(
    element: &'e Element,
    names: [&str; N],
) -> Result<[&'e Element; N], Malformed> {
    let mut found = Vec::new();
    for child in &element.children {
        match child {
            Node::Element(child) => found.push(child),
            Node::Text(text) if text.trim().is_empty() => {}
            Node::Text(_) | Node::Instruction(..) => return Err(PROFILE),
        }
    }
    let found: [&Element; N] = found.try_into().map_err(|_| PROFILE)?;
    if found.iter().zip(names).all(|(one, name)| is_named(one, name)) {
        Ok(found)
    } else {
        Err(PROFILE)
    }
}

fn attribute<'e>(element: &'e Element, local: &str) -> Option<&'e str> {
    let named = |name: &read::QName| name.space.is_empty() && name.local == local;
    element.attributes.iter().find(|(name, _)| named(name)).map(|(_, value)| value.as_str())
}

/// The bytes whose Base64 an element holds.
fn bytes(element: &Element) -> Result<Vec<u8>, Malformed> {
    match element.children.as_slice() {
        [Node::Text(text)] => from_base64(text.as_bytes()),
        _ => Err(PROFILE),
    }
}

impl Signature {
    fn read(element: &Element, root: &Element) -> Result<Self, Malformed> {
        let [info, value, key] = children(element, ["SignedInfo", "SignatureValue", "KeyInfo"])?;
        let parts = ["CanonicalizationMethod", "SignatureMethod", "Reference"];
        let [form, method, reference] = children(info, parts)?;
        let [transforms, hash, digest] =
            children(reference, ["Transforms", "DigestMethod", "DigestValue"])?;
        let [enveloped, whole] = children(transforms, ["Transform", "Transform"])?;
        let named = |element| attribute(element, "Algorithm").unwrap_or_default();
        let is_plain =
            [form, method, hash, enveloped, whole].iter().all(|one| one.children.is_empty());
        if attribute(reference, "URI") != Some("")
            || named(enveloped) != ENVELOPED
            || !CANONICAL.contains(&named(whole))
        {
            return Err(PARTIAL);
        }
        if !is_plain || !CANONICAL.contains(&named(form)) {
            return Err(PROFILE);
        }
        let [data] = children(key, ["X509Data"])?;
        let [certificate] = children(data, ["X509Certificate"])?;
        let find = |matches: &dyn Fn(&(Algorithm, &str, &str)) -> bool| {
            ALGORITHMS.iter().find(|one| matches(one)).map(|(algorithm, ..)| *algorithm)
        };
        Ok(Self {
            algorithm: find(&|(_, name, _)| *name == named(method)),
            hash: find(&|(_, _, name)| *name == named(hash)).map(Algorithm::hash),
            digest: bytes(digest)?,
            signed: canonical::element(info, &[element, root]),
            value: bytes(value)?,
            certificates: vec![Certificate::read(&bytes(certificate)?)?],
        })
    }

    fn judge(&self, document: &[u8], grounds: &Grounds<'_>) -> Signed {
        let right = self.is_right(document);
        judge_unstamped(self.certificates.first(), self.algorithm, right, grounds)
    }

    fn is_right(&self, document: &[u8]) -> Result<(), Verdict> {
        let weak = Verdict::Indeterminate(SubIndication::CryptoConstraintsFailure);
        let (algorithm, hash) = self.algorithm.zip(self.hash).ok_or(weak)?;
        if hash.digest(document) != self.digest {
            return Err(Verdict::Failed(SubIndication::HashFailure));
        }
        let missing = Verdict::Indeterminate(SubIndication::NoSigningCertificateFound);
        let certificate = self.certificates.first().ok_or(missing)?;
        let key = certificate.key.as_ref().map_err(|unfit| refused(*unfit))?;
        key.verify(algorithm, &self.signed, &self.value).map_err(refused)
    }
}
