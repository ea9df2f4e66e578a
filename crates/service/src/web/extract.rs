//! What handlers take from the head of a request.

use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::header;
use axum::http::request::Parts;
use residence::intake::FieldError;

use super::Web;
use super::fault::{Fault, Wrong};
use super::language::wanted;
use crate::desk::{Caller, Refusal};

/// The most bytes of an `Idempotency-Key`.
const MOST_OF_A_KEY: usize = 255;

/// A signed-in person, and the token they signed in with.
pub(crate) struct Signed {
    /// Who.
    pub(crate) caller: Caller,
    /// By which token.
    pub(crate) token: String,
}

impl FromRequestParts<Arc<Web>> for Signed {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Self, Fault> {
        let nobody = || Fault::Refused(Refusal::Unauthorised);
        let mut lines = parts.headers.get_all(header::AUTHORIZATION).iter();
        let (Some(line), None) = (lines.next(), lines.next()) else { return Err(nobody()) };
        let (scheme, token) =
            line.to_str().ok().and_then(|l| l.split_once(' ')).ok_or_else(nobody)?;
        let hexadecimal = token.bytes().all(|b| b.is_ascii_hexdigit());
        if !scheme.eq_ignore_ascii_case("bearer") || token.len() != 64 || !hexadecimal {
            return Err(nobody());
        }
        let token = token.to_owned();
        let caller = web.app.session(&token, wanted(&parts.headers)).await?;
        Ok(Self { caller, token })
    }
}

/// An id in the path; one of another form names nothing.
pub(crate) struct Id<T>(pub(crate) T);

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let read = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = read.map_err(|_| Fault::NoPage)?;
        text.parse().map(Self).map_err(|_| Fault::NoPage)
    }
}

/// Two ids in the path.
pub(crate) struct Ids<T>(pub(crate) T, pub(crate) T);

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for Ids<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let read = Path::<(String, String)>::from_request_parts(parts, state).await;
        let Path((one, other)) = read.map_err(|_| Fault::NoPage)?;
        let read = |text: String| text.parse().map_err(|_| Fault::NoPage);
        Ok(Self(read(one)?, read(other)?))
    }
}

/// An id in the path, and the place of something in it.
pub(crate) struct Place<T>(pub(crate) T, pub(crate) usize);

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for Place<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let read = Path::<(String, String)>::from_request_parts(parts, state).await;
        let Path((id, place)) = read.map_err(|_| Fault::NoPage)?;
        let id = id.parse().map_err(|_| Fault::NoPage)?;
        Ok(Self(id, place.parse().map_err(|_| Fault::NoPage)?))
    }
}

/// The `Idempotency-Key`, if there is one.
pub(crate) struct OnceKey(pub(crate) Option<String>);

impl<S: Sync> FromRequestParts<S> for OnceKey {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let mut lines = parts.headers.get_all("idempotency-key").iter();
        let Some(line) = lines.next() else { return Ok(Self(None)) };
        let key = line.to_str().ok().filter(|key| {
            (1..=MOST_OF_A_KEY).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic())
        });
        match (key, lines.next()) {
            (Some(key), None) => Ok(Self(Some(key.to_owned()))),
            (None, _) | (_, Some(_)) => Err(Fault::IdempotencyKey),
        }
    }
}

/// The parameters behind the `?`, and what is wrong with them so far.
pub(crate) struct Asked {
    came: Vec<(String, String)>,
    wrong: Vec<Wrong>,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let read = Query::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Query(came) = read.map_err(|_| Fault::Fields(vec![Wrong::new("", "type")]))?;
        Ok(Self { came, wrong: Vec::new() })
    }
}

impl Asked {
    /// A parameter of at most so many characters.
    pub(crate) fn text(&mut self, name: &'static str, most: usize) -> Option<String> {
        let mut named = self.came.iter().filter(|(came, _)| came == name);
        let (_, text) = named.next()?;
        let code = match named.next() {
            Some(_) => "repeated_field",
            None if text.chars().count() > most => "too_long",
            None if text.chars().any(char::is_control) => "characters",
            None => return Some(text.clone()),
        };
        self.wrong.push(Wrong::new(name, code));
        None
    }

    /// A parameter that is read, if it is there.
    pub(crate) fn parsed<T>(
        &mut self,
        name: &'static str,
        most: usize,
        read: impl FnOnce(&str) -> Result<T, FieldError>,
    ) -> Option<T> {
        let text = self.text(name, most)?;
        match read(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong.push(error.into());
                None
            }
        }
    }

    /// One more thing that is wrong.
    pub(crate) fn wrong(&mut self, name: &'static str, code: &'static str) {
        self.wrong.push(Wrong::new(name, code));
    }

    /// Whether something is wrong with a parameter already.
    pub(crate) fn is_wrong(&self, name: &str) -> bool {
        self.wrong.iter().any(|wrong| wrong.field == name)
    }

    /// That nothing is wrong. Parameters we do not know are left alone: they are put on addresses
    /// by others on the way.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub(crate) fn done(self) -> Result<(), Fault> {
        if self.wrong.is_empty() { Ok(()) } else { Err(Fault::Fields(self.wrong)) }
    }
}
