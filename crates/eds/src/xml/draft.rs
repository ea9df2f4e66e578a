//! A document with a signature in it that lacks its value only.

use super::{
    ALGORITHMS, CANONICAL, ENVELOPED, MOST, Node, PARTIAL, PROFILE, SPACE, Signature, canonical,
    is_named, places, read,
};
use crate::algorithm::Algorithm;
use crate::der::Malformed;
use crate::pem::to_base64;

/// What stands before and after the value, and what it is the signature of.
pub(crate) struct Draft {
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) signed: Vec<u8>,
}

/// The room that the value of a signature takes, in Base64, at most.
const LONGEST_VALUE: usize = 1024;

/// Drafts the signature at the end of the root element. The certificate is in Base64.
pub(crate) fn unsigned(
    text: &str,
    algorithm: Algorithm,
    certificate: &str,
) -> Result<Draft, Malformed> {
    if text.len() > MOST {
        return Err(Malformed::TooBig);
    }
    let mut document = read(text)?;
    let whole = canonical::document(&document, &[]);
    let digest = to_base64(&algorithm.hash().digest(&whole));
    // Whatever follows the root might look like its end.
    document.after.clear();
    let end = canonical::document(&document, &[]).len();
    let end = whole.get(..end).and_then(|root| root.windows(2).rposition(|two| two == b"</"));
    let (before, after) = whole.split_at_checked(end.ok_or(PARTIAL)?).ok_or(PARTIAL)?;
    let [before, after] = [before, after].map(|part| String::from_utf8_lossy(part).into_owned());
    let before = format!(
        "{before}<ds:Signature xmlns:ds=\"{SPACE}\">{}<ds:SignatureValue>",
        info(algorithm, &digest)?
    );
    let after = format!(
        "</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}\
         </ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>{after}"
    );
    if before.len() + LONGEST_VALUE + after.len() > MOST {
        return Err(Malformed::TooBig);
    }
    let signed = signed(&[&before[..], &after].concat())?;
    Ok(Draft { before, after, signed })
}

/// `SignedInfo` in canonical form, but for the namespaces it has from outside.
fn info(algorithm: Algorithm, digest: &str) -> Result<String, Malformed> {
    let known = ALGORITHMS.iter().find(|(other, ..)| *other == algorithm);
    let (_, method, hash) = known.ok_or(PROFILE)?;
    let [plain, commented] = CANONICAL;
    let named =
        |element: &str, name: &str| format!("<ds:{element} Algorithm=\"{name}\"></ds:{element}>");
    Ok([
        "<ds:SignedInfo>",
        &named("CanonicalizationMethod", plain),
        &named("SignatureMethod", method),
        "<ds:Reference URI=\"\"><ds:Transforms>",
        &named("Transform", ENVELOPED),
        &named("Transform", commented),
        "</ds:Transforms>",
        &named("DigestMethod", hash),
        "<ds:DigestValue>",
        digest,
        "</ds:DigestValue></ds:Reference></ds:SignedInfo>",
    ]
    .concat())
}

/// What the last signature of a document is over.
fn signed(draft: &str) -> Result<Vec<u8>, Malformed> {
    let document = read(draft)?;
    let places = places(&document)?;
    let (last, others) = places.split_last().ok_or(PROFILE)?;
    // Beside one that cannot be read this one could not be checked either.
    for place in others {
        if let Some(Node::Element(other)) = document.root.children.get(*place) {
            Signature::read(other, &document.root)?;
        }
    }
    let Some(Node::Element(signature)) = document.root.children.get(*last) else {
        return Err(PROFILE);
    };
    let info = signature.children.iter().find_map(|child| match child {
        Node::Element(info) if is_named(info, "SignedInfo") => Some(info),
        Node::Element(_) | Node::Text(_) | Node::Instruction(..) => None,
    });
    Ok(canonical::element(info.ok_or(PROFILE)?, &[signature, &document.root]))
}
