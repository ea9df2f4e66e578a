//! Names and streets in the room that an SMS leaves them.

use residence::facts::{Address, Language};

/// The most UTF-16 units of a message: three parts of 67.
pub const MOST_UNITS: usize = 67 * smpp::MAX_PARTS;

/// The fewest units that a name or a street is cut to.
const LEAST: usize = 4;

/// The most units of a house or flat number; the register knows none nearly as long.
const NUMBER: usize = 10;

/// How many UTF-16 units a message takes. A character outside the basic plane may also waste a unit
/// at each of the two seams.
#[must_use]
pub fn units(text: &str) -> usize {
    let units = text.encode_utf16().count();
    let waste = if text.chars().any(|c| c.len_utf16() > 1) { smpp::MAX_PARTS - 1 } else { 0 };
    units + waste
}

/// The text with every run of four or more digits broken by spaces (`1204` → `12 04`), so that
/// nothing in an SMS looks like a code but the code. Whatever Unicode counts as numeric is a digit
/// here.
#[must_use]
pub fn break_digits(text: &str) -> String {
    let mut broken = String::with_capacity(text.len() + 4);
    let mut run: Vec<char> = Vec::new();
    for character in text.chars() {
        if character.is_numeric() {
            run.push(character);
        } else {
            end_run(&mut run, &mut broken);
            broken.push(character);
        }
    }
    end_run(&mut run, &mut broken);
    broken
}

fn end_run(run: &mut Vec<char>, broken: &mut String) {
    let group = match run.len() {
        0..4 => 3,
        4 => 2,
        _ => 3,
    };
    for (place, digits) in run.chunks(group).enumerate() {
        if place > 0 {
            broken.push(' ');
        }
        broken.extend(digits);
    }
    run.clear();
}

/// A text cut to some units, the last of them `…` where something was cut.
#[derive(Debug)]
pub(super) struct Cut<'a>(pub(super) &'a str, pub(super) usize);

impl Cut<'_> {
    pub(super) fn text(&self) -> String {
        let Self(text, most) = *self;
        if text.encode_utf16().count() <= most {
            return text.to_owned();
        }
        let mut room = most.saturating_sub(1);
        let fits = |c: &char| {
            let left = room.checked_sub(c.len_utf16());
            room = left.unwrap_or(0);
            left.is_some()
        };
        let kept: String = text.chars().take_while(fits).collect();
        format!("{}…", kept.trim_end())
    }
}

/// One line of printable characters, digits broken.
fn plain(text: &str) -> String {
    let spaced = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    break_digits(&spaced.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Composes a message with as much of a name and a street as fits.
pub(super) fn fitting(
    name: &str,
    address: Option<&Address>,
    language: Language,
    compose: impl Fn(&str, &str) -> String,
) -> String {
    let name = plain(name);
    let address = address.map(plain_address);
    let mut name_most = name.encode_utf16().count();
    let street = address.as_ref().map(|a| street(a, language)).unwrap_or_default();
    let mut street_most = street.encode_utf16().count();
    loop {
        let line = address.as_ref().map(|a| line(a, street_most, language)).unwrap_or_default();
        let text = compose(&Cut(&name, name_most).text(), &line);
        let over = units(&text).saturating_sub(MOST_UNITS);
        let (longer, shorter) = if street_most > name_most {
            (&mut street_most, name_most)
        } else {
            (&mut name_most, street_most)
        };
        if over == 0 || *longer <= LEAST {
            return text;
        }
        // The longer is cut to the shorter, then both alike.
        let step = match *longer - shorter.max(LEAST).min(*longer) {
            0 => over.div_ceil(2).min(*longer - LEAST),
            above => over.min(above),
        };
        *longer -= step;
    }
}

fn street(address: &Address, language: Language) -> &str {
    match language {
        Language::Kk => &address.street_kk,
        Language::Ru | Language::En => &address.street_ru,
    }
}

fn plain_address(address: &Address) -> Address {
    let number = |text: &str| Cut(&plain(text), NUMBER).text();
    Address {
        street_kk: plain(&address.street_kk),
        street_ru: plain(&address.street_ru),
        house: number(&address.house),
        flat: address.flat.as_deref().map(number),
        ..address.clone()
    }
}

/// Street, house and flat, the name of the street cut to some units.
fn line(address: &Address, most: usize, language: Language) -> String {
    let short = Address {
        street_kk: Cut(&address.street_kk, most).text(),
        street_ru: Cut(&address.street_ru, most).text(),
        ..address.clone()
    };
    short.street_line(language)
}
