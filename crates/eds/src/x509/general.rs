//! Names of other kinds, and what an authority may name.

use crate::der::{Malformed, Reader, Value, tag};
use crate::oid;
use crate::x509::Name;

/// The most names of one list.
const MOST: usize = 2048;

/// A `GeneralName`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GeneralName {
    /// A mailbox; in constraints also a host, or a domain with a dot before it.
    Email(String),
    /// A host.
    Dns(String),
    /// A distinguished name.
    Directory(Name),
    /// An address of the web and its like; in constraints a host or a domain.
    Uri(String),
    /// Four or sixteen bytes; in constraints as many again for the mask.
    Ip(Vec<u8>),
    /// Another kind, by its number.
    Other(u8),
}

impl GeneralName {
    /// Reads one.
    ///
    /// # Errors
    /// If it is not DER, or a text holds more than ASCII.
    pub fn read(value: Value<'_>) -> Result<Self, Malformed> {
        let text = || {
            let text = std::str::from_utf8(value.inside).ok().filter(|text| text.is_ascii());
            text.map(str::to_owned).ok_or(Malformed::Value)
        };
        match value.tag {
            0x81 => text().map(Self::Email),
            0x82 => text().map(Self::Dns),
            0x86 => text().map(Self::Uri),
            0x87 => Ok(Self::Ip(value.inside.to_vec())),
            0xA4 => Name::read(crate::algorithm::only(value.values())?).map(Self::Directory),
            0xA0 | 0xA3 | 0xA5 | 0x88 => Ok(Self::Other(value.tag & 0x1F)),
            _ => Err(Malformed::Unexpected),
        }
    }

    /// Reads `GeneralNames`, whatever tag is around them.
    pub(crate) fn read_all(values: Reader<'_>) -> Result<Vec<Self>, Malformed> {
        let names: Vec<Self> = values.map(|value| Self::read(value?)).collect::<Result<_, _>>()?;
        match names.len() {
            0 => Err(Malformed::Rule("a list of names is empty")),
            1..=MOST => Ok(names),
            _ => Err(Malformed::TooBig),
        }
    }

    const fn kind(&self) -> u8 {
        match self {
            Self::Email(_) => 1,
            Self::Dns(_) => 2,
            Self::Directory(_) => 4,
            Self::Uri(_) => 6,
            Self::Ip(_) => 7,
            Self::Other(number) => *number,
        }
    }

    /// Whether a name is within a constraint of its kind; nothing if that cannot be said.
    fn is_within(&self, constraint: &Self) -> Option<bool> {
        match (self, constraint) {
            (Self::Email(name), Self::Email(constraint)) => email(name, constraint),
            (Self::Dns(name), Self::Dns(constraint)) => dns(name, constraint),
            (Self::Directory(name), Self::Directory(constraint)) => Some(name.is_below(constraint)),
            (Self::Uri(name), Self::Uri(constraint)) => Some(host(&uri_host(name)?, constraint)),
            (Self::Ip(name), Self::Ip(constraint)) => ip(name, constraint),
            _ => None,
        }
    }
}

fn email(name: &str, constraint: &str) -> Option<bool> {
    let (mailbox, host_name) = name.rsplit_once('@')?;
    if mailbox.is_empty() || mailbox.contains(['@', ' ']) || !is_host(host_name) {
        return None;
    }
    Some(match constraint.rsplit_once('@') {
        Some((wanted, at)) => mailbox == wanted && host_name.eq_ignore_ascii_case(at),
        None => host(host_name, constraint),
    })
}

/// A host itself, or whatever is below a domain with a dot before it.
fn host(name: &str, constraint: &str) -> bool {
    if constraint.starts_with('.') {
        name.len() > constraint.len() && ends_with(name, constraint)
    } else {
        name.eq_ignore_ascii_case(constraint)
    }
}

/// A host, or whatever is below it; nothing for what is no host.
fn dns(name: &str, constraint: &str) -> Option<bool> {
    let below = || ends_with(name, &format!(".{constraint}"));
    let is_within = constraint.is_empty() || name.eq_ignore_ascii_case(constraint) || below();
    is_host(name.strip_prefix("*.").unwrap_or(name)).then_some(is_within)
}

/// Whether a name with an asterisk stands for names within the constraint and others besides.
fn may_be_within(name: &GeneralName, constraint: &GeneralName) -> bool {
    match (name, constraint) {
        (GeneralName::Dns(name), GeneralName::Dns(constraint)) => {
            name.strip_prefix('*').is_some_and(|end| ends_with(constraint, end))
        }
        _ => false,
    }
}

fn is_host(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(is_letter);
    name.split('.').all(is_label)
}

fn ends_with(name: &str, end: &str) -> bool {
    name.to_ascii_lowercase().ends_with(&end.to_ascii_lowercase())
}

/// The host of an address; nothing if it has none by name.
fn uri_host(uri: &str) -> Option<String> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?;
    let is_name =
        host.contains(|letter: char| letter.is_ascii_alphabetic()) && !host.starts_with('[');
    is_name.then(|| host.to_owned())
}

fn ip(name: &[u8], constraint: &[u8]) -> Option<bool> {
    let (network, mask) = constraint.split_at_checked(constraint.len() / 2)?;
    if !matches!(name.len(), 4 | 16) {
        return None;
    }
    let bytes = name.iter().zip(network).zip(mask);
    Some(name.len() == network.len() && bytes.into_iter().all(|((n, w), m)| n & m == w & m))
}

/// `NameConstraints`: what the subjects below an authority may be called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameConstraints {
    permitted: Vec<GeneralName>,
    excluded: Vec<GeneralName>,
}

impl NameConstraints {
    pub(crate) fn read(value: Value<'_>) -> Result<Self, Malformed> {
        let mut fields = value.sequence()?;
        let mut trees = |number| match fields.optional(tag::holding(number))? {
            None => Ok(Vec::new()),
            Some(holder) => subtrees(holder),
        };
        let (permitted, excluded) = (trees(0)?, trees(1)?);
        fields.end()?;
        if permitted.is_empty() && excluded.is_empty() {
            return Err(Malformed::Rule("constraints of names are empty"));
        }
        Ok(Self { permitted, excluded })
    }

    /// Whether these names, and the address in the subject, are allowed. What cannot be compared is
    /// not.
    #[must_use]
    pub fn allow(&self, subject: &Name, names: &[GeneralName]) -> bool {
        let directory = Some(subject).filter(|name| !name.is_empty()).cloned();
        let in_subject = subject.texts(oid::EMAIL).map(|text| GeneralName::Email(text.to_owned()));
        let all = directory.map(GeneralName::Directory).into_iter().chain(in_subject);
        all.chain(names.iter().cloned()).all(|name| self.allow_one(&name))
    }

    /// How many comparisons that takes.
    pub(crate) fn cost(&self, names: usize) -> usize {
        (self.permitted.len() + self.excluded.len()) * (names + 1)
    }

    fn allow_one(&self, name: &GeneralName) -> bool {
        let of_kind = |list: &[GeneralName]| -> Vec<Option<bool>> {
            let same = list.iter().filter(|constraint| constraint.kind() == name.kind());
            same.map(|constraint| name.is_within(constraint)).collect()
        };
        let (permitted, excluded) = (of_kind(&self.permitted), of_kind(&self.excluded));
        (permitted.is_empty() || permitted.contains(&Some(true)))
            && permitted.iter().all(Option::is_some)
            && excluded.iter().all(|within| *within == Some(false))
            && !self.excluded.iter().any(|constraint| may_be_within(name, constraint))
    }
}

fn subtrees(holder: Value<'_>) -> Result<Vec<GeneralName>, Malformed> {
    let trees = holder.values().map(|tree| {
        let mut fields = tree?.sequence()?;
        let base = GeneralName::read(fields.any()?)?;
        // `minimum` is 0, which goes without saying, and `maximum` is never there.
        fields.end()?;
        if is_constraint(&base) { Ok(base) } else { Err(Malformed::Rule("no constraint of names")) }
    });
    let trees: Vec<_> = trees.collect::<Result<_, _>>()?;
    match trees.len() {
        0 => Err(Malformed::Rule("constraints of names are empty")),
        1..=MOST => Ok(trees),
        _ => Err(Malformed::TooBig),
    }
}

fn is_constraint(base: &GeneralName) -> bool {
    match base {
        GeneralName::Ip(bytes) => {
            let (_, mask) = bytes.split_at(bytes.len() / 2);
            let ones = mask.iter().map(|byte| byte.leading_ones()).sum::<u32>();
            let set = mask.iter().map(|byte| byte.count_ones()).sum::<u32>();
            let leading = mask.iter().take_while(|byte| **byte == 0xFF).count();
            let is_prefix = mask.iter().skip(leading + 1).all(|byte| *byte == 0) && ones == set;
            matches!(bytes.len(), 8 | 32) && is_prefix
        }
        GeneralName::Dns(name) => !name.starts_with('.') && !name.contains('*'),
        GeneralName::Email(_)
        | GeneralName::Directory(_)
        | GeneralName::Uri(_)
        | GeneralName::Other(_) => true,
    }
}
