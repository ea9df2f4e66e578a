//! The cookies of the portal: the session, the language, for those who are not signed in a random
//! word that their forms are bound to, and what was begun with a phone. None is read by a script, none goes to another site.

use axum::http::{HeaderMap, header};
use residence::facts::Language;

use crate::desk::sessions::Face;
use crate::web::language::wanted;

/// Holds the token of a session.
pub(crate) const SESSION: &str = "__Host-session";
/// Holds the token of a session at the office: one of the portal opens nothing there.
const OFFICE_SESSION: &str = "__Host-office";
/// Holds the random word of somebody who is not signed in.
pub(crate) const GUEST: &str = "__Host-guest";
/// Holds which signing with a phone this browser has begun, and the secret that goes with it.
pub(crate) const BEGUN: &str = "__Host-begun";
/// Says that the browser shows the portal as an app of the phone.
pub(crate) const AS_APP: &str = "__Host-app";
/// Holds how large letters are at a kiosk.
pub(crate) const LETTERS: &str = "__Host-letters";
/// Holds the language that was chosen.
pub(crate) const LANGUAGE: &str = "__Host-language";

/// The name of the cookie that holds the token of a session.
pub(crate) const fn session(face: Face) -> &'static str {
    match face {
        Face::Office => OFFICE_SESSION,
        Face::Portal | Face::Api => SESSION,
    }
}

/// A year, in seconds: how long a chosen language is remembered.
const A_YEAR: u32 = 31_536_000;

/// The cookie of this name, if it came once and is nothing but ASCII letters and digits.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    let mut named = pairs.filter(|(other, _)| other.trim() == name);
    let (_, value) = named.next()?;
    let plain = value.bytes().all(|b| b.is_ascii_alphanumeric());
    Some(value).filter(|_| plain && named.next().is_none())
}

/// The language that was chosen, else the one the browser asks for.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    let chosen = read(headers, LANGUAGE);
    named(chosen.unwrap_or_default()).unwrap_or_else(|| wanted(headers))
}

/// A language by its code.
pub(crate) fn named(code: &str) -> Option<Language> {
    Language::ALL.into_iter().find(|language| language.as_str() == code)
}

/// Sets a cookie until the browser is closed.
pub(crate) fn set(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax")
}

/// Remembers the language.
pub(crate) fn set_language(language: Language) -> String {
    format!("{}; Max-Age={A_YEAR}", set(LANGUAGE, language.as_str()))
}

/// Takes a cookie away.
pub(crate) fn clear(name: &str) -> String {
    format!("{}; Max-Age=0", set(name, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_that_is_plain_and_came_once() {
        for (line, expected) in [
            ("__Host-session=abc1", Some("abc1")),
            ("a=b; __Host-session=abc1; c=d", Some("abc1")),
            ("__Host-session=abc1; __Host-session=abc2", None),
            ("__Host-session=a\"b", None),
            ("__host-session=abc1", None),
            ("x__Host-session=abc1", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, line.parse().unwrap());
            assert_eq!(read(&headers, SESSION), expected, "{line}");
        }
    }
}
