//! XML with namespaces, read strictly: UTF-8, no document type, nothing that is declared elsewhere.
//! Comments are not kept: a signature over a whole document does not cover them.

use std::rc::Rc;

use crate::der::Malformed;

/// Elements within elements, and attributes of one, at most.
const DEEPEST: usize = 64;
const MOST_ATTRIBUTES: usize = 64;

/// The namespace of `xml:`.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

const BROKEN: Malformed = Malformed::Rule("it is not XML as it is read here");

/// Prefixes and what they stand for; each once.
pub(super) type Scope = Vec<(String, String)>;

/// A name with its prefix and what the prefix stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QName {
    pub(super) prefix: String,
    pub(super) local: String,
    pub(super) space: String,
}

#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) name: QName,
    /// What is in scope; shared by those who declare nothing.
    pub(super) scope: Rc<Scope>,
    pub(super) attributes: Vec<(QName, String)>,
    pub(super) children: Vec<Node>,
}

#[derive(Clone, Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
    /// An instruction: target and data.
    Instruction(String, String),
}

/// A document: instructions before and after the root.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub(super) before: Vec<(String, String)>,
    pub(super) root: Element,
    pub(super) after: Vec<(String, String)>,
}

/// Attributes as they are written, namespaces among them.
type Written<'x> = Vec<(&'x str, String)>;

struct Reader<'x> {
    rest: &'x str,
}

/// Reads a whole document.
pub(super) fn read(text: &str) -> Result<Document, Malformed> {
    let text =
        text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    if text.contains(|letter: char| letter < ' ' && !matches!(letter, '\t' | '\n'))
        || text.contains(['\u{FFFE}', '\u{FFFF}'])
    {
        return Err(BROKEN);
    }
    let mut reader = Reader { rest: &text };
    if reader.rest.starts_with("<?xml ") {
        let declaration = reader.until("?>")?.to_ascii_lowercase();
        let is_other = declaration.contains("encoding") && !declaration.contains("utf-8");
        if is_other || !declaration.contains("1.0") {
            return Err(Malformed::Rule("only XML 1.0 in UTF-8 is read"));
        }
    }
    let before = reader.around()?;
    let scope = Rc::new(vec![("xml".to_owned(), XML.to_owned()), (String::new(), String::new())]);
    let root = reader.element(&scope, DEEPEST)?;
    let after = reader.around()?;
    if reader.rest.is_empty() { Ok(Document { before, root, after }) } else { Err(BROKEN) }
}

impl<'x> Reader<'x> {
    fn eat(&mut self, start: &str) -> bool {
        let rest = self.rest.strip_prefix(start);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// What stands before the end, which is passed.
    fn until(&mut self, end: &str) -> Result<&'x str, Malformed> {
        let (inside, rest) = self.rest.split_once(end).ok_or(BROKEN)?;
        self.rest = rest;
        Ok(inside)
    }

    fn blanks(&mut self) -> bool {
        let rest = self.rest.trim_start_matches([' ', '\t', '\n']);
        let passed = rest.len() < self.rest.len();
        self.rest = rest;
        passed
    }

    /// Blanks, comments and instructions outside the root.
    fn around(&mut self) -> Result<Vec<(String, String)>, Malformed> {
        let mut found = Vec::new();
        loop {
            self.blanks();
            if self.eat("<!--") {
                self.comment()?;
            } else if self.eat("<?") {
                found.push(self.instruction()?);
            } else {
                return Ok(found);
            }
        }
    }

    fn comment(&mut self) -> Result<(), Malformed> {
        self.until("--")?;
        if self.eat(">") { Ok(()) } else { Err(BROKEN) }
    }

    fn instruction(&mut self) -> Result<(String, String), Malformed> {
        let (target, data) = (self.name()?, self.until("?>")?);
        let is_apart = data.is_empty() || data.starts_with([' ', '\t', '\n']);
        if target.contains(':') || target.eq_ignore_ascii_case("xml") || !is_apart {
            return Err(BROKEN);
        }
        Ok((target.to_owned(), data.trim_start_matches([' ', '\t', '\n']).to_owned()))
    }

    fn name(&mut self) -> Result<&'x str, Malformed> {
        let is_inner = |letter: char| {
            letter.is_ascii_alphanumeric() || ":_-.".contains(letter) || letter.is_alphanumeric()
        };
        let end = self.rest.find(|letter| !is_inner(letter)).ok_or(BROKEN)?;
        let (name, rest) = self.rest.split_at_checked(end).ok_or(BROKEN)?;
        let starts = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
        self.rest = rest;
        if starts { Ok(name) } else { Err(BROKEN) }
    }

    /// An element, whose `<` comes next.
    fn element(&mut self, scope: &Rc<Scope>, deeper: usize) -> Result<Element, Malformed> {
        let deeper = deeper.checked_sub(1).ok_or(Malformed::TooDeep)?;
        if !self.eat("<") {
            return Err(BROKEN);
        }
        let name = self.name()?;
        let (attributes, is_empty) = self.attributes()?;
        let (declared, attributes): (Vec<_>, Vec<_>) = attributes
            .into_iter()
            .partition(|(name, _)| *name == "xmlns" || name.starts_with("xmlns:"));
        let scope = widened(scope, declared)?;
        let mut named: Vec<(QName, String)> = Vec::new();
        for (name, value) in attributes {
            let name = qualified(name, &scope, false)?;
            let is_same = |(other, _): &(QName, String)| {
                (&other.local, &other.space) == (&name.local, &name.space)
            };
            if named.iter().any(is_same) {
                return Err(BROKEN);
            }
            named.push((name, value));
        }
        let children = if is_empty { Vec::new() } else { self.children(name, &scope, deeper)? };
        let name = qualified(name, &scope, true)?;
        Ok(Element { name, scope, attributes: named, children })
    }

    /// Attributes up to the end of the tag, and whether the element ends with it.
    fn attributes(&mut self) -> Result<(Written<'x>, bool), Malformed> {
        let mut found: Written<'x> = Vec::new();
        loop {
            let is_apart = self.blanks();
            if self.eat("/>") {
                return Ok((found, true));
            }
            if self.eat(">") {
                return Ok((found, false));
            }
            if !is_apart || found.len() == MOST_ATTRIBUTES {
                return Err(BROKEN);
            }
            let name = self.name()?;
            self.blanks();
            if !self.eat("=") {
                return Err(BROKEN);
            }
            self.blanks();
            let quote = if self.eat("\"") { "\"" } else { "'" };
            if quote == "'" && !self.eat("'") {
                return Err(BROKEN);
            }
            let value = self.until(quote)?.replace(['\t', '\n'], " ");
            if value.contains('<') || found.iter().any(|(other, _)| *other == name) {
                return Err(BROKEN);
            }
            found.push((name, resolved(&value)?));
        }
    }

    fn children(
        &mut self,
        name: &str,
        scope: &Rc<Scope>,
        deeper: usize,
    ) -> Result<Vec<Node>, Malformed> {
        let (mut children, mut text) = (Vec::new(), String::new());
        loop {
            let end = self.rest.find('<').ok_or(BROKEN)?;
            let (plain, rest) = self.rest.split_at_checked(end).ok_or(BROKEN)?;
            self.rest = rest;
            if plain.contains("]]>") {
                return Err(BROKEN);
            }
            text.push_str(&resolved(plain)?);
            if self.eat("<!--") {
                self.comment()?;
                continue;
            }
            if self.eat("<![CDATA[") {
                text.push_str(self.until("]]>")?);
                continue;
            }
            if !text.is_empty() {
                children.push(Node::Text(std::mem::take(&mut text)));
            }
            if self.eat("</") {
                let is_right = self.name()? == name;
                self.blanks();
                return if is_right && self.eat(">") { Ok(children) } else { Err(BROKEN) };
            }
            if self.eat("<?") {
                let (target, data) = self.instruction()?;
                children.push(Node::Instruction(target, data));
            } else {
                children.push(Node::Element(self.element(scope, deeper)?));
            }
        }
    }
}

/// The scope with what an element declares.
fn widened(scope: &Rc<Scope>, declared: Written<'_>) -> Result<Rc<Scope>, Malformed> {
    if declared.is_empty() {
        return Ok(Rc::clone(scope));
    }
    let mut scope = Scope::clone(scope);
    for (name, space) in declared {
        let prefix = name.strip_prefix("xmlns:").unwrap_or_default();
        let is_reserved = matches!(prefix, "xml" | "xmlns") || space == XML;
        if is_reserved || (name != "xmlns" && (space.is_empty() || prefix.is_empty())) {
            return Err(BROKEN);
        }
        scope.retain(|(other, _)| other != prefix);
        scope.push((prefix.to_owned(), space));
    }
    if scope.len() > MOST_ATTRIBUTES { Err(Malformed::TooBig) } else { Ok(Rc::new(scope)) }
}

/// What a name stands for. An attribute without a prefix is in no namespace.
fn qualified(name: &str, scope: &[(String, String)], is_element: bool) -> Result<QName, Malformed> {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let space = scope.iter().find(|(known, _)| known == prefix).map(|(_, space)| space.clone());
    let space = if prefix.is_empty() && !is_element { Some(String::new()) } else { space };
    let is_whole = !local.is_empty()
        && !local.contains(':')
        && !local.starts_with(|letter: char| letter.is_ascii_digit() || "-.".contains(letter))
        && (!name.contains(':') || !prefix.is_empty());
    let space = space.filter(|_| is_whole).ok_or(BROKEN)?;
    Ok(QName { prefix: prefix.to_owned(), local: local.to_owned(), space })
}

/// The text with what is written with `&` in it.
fn resolved(text: &str) -> Result<String, Malformed> {
    let (mut resolved, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((plain, written)) = rest.split_once('&') {
        let (name, after) = written.split_once(';').ok_or(BROKEN)?;
        resolved.push_str(plain);
        resolved.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => number(name).ok_or(BROKEN)?,
        });
        rest = after;
    }
    resolved.push_str(rest);
    Ok(resolved)
}

fn number(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let (digits, radix) = digits.strip_prefix('x').map_or((digits, 10), |digits| (digits, 16));
    let is_number = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let letter = u32::from_str_radix(digits, radix).ok().filter(|_| is_number);
    let letter = letter.and_then(char::from_u32)?;
    let is_allowed = letter >= ' ' || matches!(letter, '\t' | '\n' | '\r');
    (is_allowed && !matches!(letter, '\u{FFFE}' | '\u{FFFF}')).then_some(letter)
}
