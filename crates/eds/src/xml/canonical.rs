//! Canonical XML 1.0 without comments.

use super::read::{Document, Element, Node};

/// The document without these children of its root.
pub(super) fn document(document: &Document, without: &[usize]) -> Vec<u8> {
    let mut out = String::new();
    for (target, data) in &document.before {
        instruction(&mut out, target, data);
        out.push('\n');
    }
    write(&mut out, &document.root, &[], without);
    for (target, data) in &document.after {
        out.push('\n');
        instruction(&mut out, target, data);
    }
    out.into_bytes()
}

/// An element by itself, with every namespace that is in scope there, and with the attributes of `xml:`
/// of those around it, the nearest first.
pub(super) fn element(element: &Element, around: &[&Element]) -> Vec<u8> {
    let mut element = element.clone();
    for (name, value) in around.iter().flat_map(|one| &one.attributes) {
        let is_there = element.attributes.iter().any(|(other, _)| other == name);
        if name.prefix == "xml" && !is_there {
            element.attributes.push((name.clone(), value.clone()));
        }
    }
    let mut out = String::new();
    write(&mut out, &element, &[], &[]);
    out.into_bytes()
}

fn write(out: &mut String, element: &Element, above: &[(String, String)], without: &[usize]) {
    let name = written(&element.name.prefix, &element.name.local);
    out.push('<');
    out.push_str(&name);
    let mut spaces: Vec<_> = element.scope.iter().filter(|one| is_news(one, above)).collect();
    spaces.sort();
    for (prefix, space) in spaces {
        let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        attribute(out, &name, space);
    }
    let mut attributes: Vec<_> = element.attributes.iter().collect();
    attributes.sort_by(|(one, _), (other, _)| {
        (&one.space, &one.local).cmp(&(&other.space, &other.local))
    });
    for (name, value) in attributes {
        attribute(out, &written(&name.prefix, &name.local), value);
    }
    out.push('>');
    for (place, child) in element.children.iter().enumerate() {
        match child {
            _ if without.contains(&place) => {}
            Node::Element(child) => write(out, child, &element.scope, &[]),
            Node::Text(text) => escape(out, text, &[('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;")]),
            Node::Instruction(target, data) => instruction(out, target, data),
        }
    }
    out.push_str("</");
    out.push_str(&name);
    out.push('>');
}

/// Whether a namespace must be written because the element above has another one or none.
fn is_news((prefix, space): &(String, String), above: &[(String, String)]) -> bool {
    let known = above.iter().find(|(other, _)| other == prefix).map(|(_, space)| space.as_str());
    let known = if prefix.is_empty() { Some(known.unwrap_or_default()) } else { known };
    prefix != "xml" && known != Some(space.as_str())
}

fn written(prefix: &str, local: &str) -> String {
    if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
}

fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    let escapes =
        [('&', "&amp;"), ('<', "&lt;"), ('"', "&quot;"), ('\t', "&#x9;"), ('\n', "&#xA;")];
    escape(out, value, &escapes);
    out.push('"');
}

fn instruction(out: &mut String, target: &str, data: &str) {
    out.push_str("<?");
    out.push_str(target);
    if !data.is_empty() {
        out.push(' ');
        out.push_str(data);
    }
    out.push_str("?>");
}

fn escape(out: &mut String, text: &str, escapes: &[(char, &str)]) {
    for letter in text.chars() {
        match escapes.iter().find(|(other, _)| *other == letter) {
            Some((_, escaped)) => out.push_str(escaped),
            None if letter == '\r' => out.push_str("&#xD;"),
            None => out.push(letter),
        }
    }
}
