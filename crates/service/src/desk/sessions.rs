//! Sessions: who holds a token, and for how long.
//!
//! A token opens something at the face it was given at and nowhere else: the cookie of the portal is
//! no bearer token of the API. It is kept here as its hash only.

use jiff::{SignedDuration, Timestamp};
use residence::facts::Language;
use residence::names::Iin;
use serde::{Deserialize, Serialize};
use store::{CommitError, SlipChange, SlipWrite, Unit};

use super::{Assurance, Caller, Refusal};
use crate::app::App;
use crate::cases::{parsed, written};
use crate::keys::token_key;

/// A session ends after so long without a request.
pub const IDLE: SignedDuration = SignedDuration::from_mins(15);
/// A session ends so long after the sign-in.
pub const ABSOLUTE: SignedDuration = SignedDuration::from_hours(8);
/// A session is written anew at most so often.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_mins(1);

const SESSION: &str = "session";

/// Where a session was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// The API: a bearer token.
    #[default]
    Api,
    /// The pages of the portal: a cookie.
    Portal,
    /// The pages of a service centre: a cookie of their own.
    Office,
}

/// An open session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Who has signed in.
    pub iin: Iin,
    /// The token; kept here only as its hash.
    pub token: String,
    /// When the session ends at the latest.
    pub expires: Timestamp,
}

/// What a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Somebody is signed in.
    Signed(Caller),
    /// The session of this person has ended for want of requests. It opens nothing, but what the
    /// person typed meanwhile can be kept for them.
    Idle(Iin),
}

#[derive(Debug, Serialize, Deserialize)]
struct Session {
    iin: Iin,
    assurance: Assurance,
    touched: Timestamp,
    until: Timestamp,
    #[serde(default)]
    face: Face,
}

impl App {
    /// A session for somebody who has just proved who they are, and the record to save.
    pub(super) fn new_session(
        &self,
        iin: Iin,
        assurance: Assurance,
        face: Face,
    ) -> Result<(Opened, SlipWrite), Refusal> {
        let token = format!("{:032x}{:032x}", (self.chance)(), (self.chance)());
        let until = self.after(ABSOLUTE);
        let session = Session { iin, assurance, touched: self.now(), until, face };
        let change = SlipChange::Set { body: written(&session)?, expires: until };
        let put = SlipWrite { kind: SESSION, key: token_key(&token), change };
        Ok((Opened { iin, token, expires: until }, put))
    }

    /// Who is signed in by this token of the API. Using it keeps the session from growing idle.
    ///
    /// # Errors
    /// [`Refusal::Unauthorised`] for a token that opens nothing, or a fault.
    pub async fn session(&self, token: &str, language: Language) -> Result<Caller, Refusal> {
        match self.holder(token, language, Face::Api, true).await? {
            Some(Holder::Signed(caller)) => Ok(caller),
            Some(Holder::Idle(_)) | None => Err(Refusal::Unauthorised),
        }
    }

    /// Who holds this token; `used` keeps the session from growing idle, a page that only looks
    /// again by itself does not.
    ///
    /// # Errors
    /// The store failed.
    pub async fn holder(
        &self,
        token: &str,
        language: Language,
        face: Face,
        used: bool,
    ) -> Result<Option<Holder>, Refusal> {
        let key = token_key(token);
        let now = self.now();
        let Some(slip) = self.store.slip(SESSION, &key, now).await? else { return Ok(None) };
        let mut session: Session = parsed(&slip.body)?;
        if session.face != face || now >= session.until {
            return Ok(None);
        }
        let unused = now.duration_since(session.touched);
        if unused >= IDLE {
            return Ok(Some(Holder::Idle(session.iin)));
        }
        if used && unused >= TOUCH_EVERY {
            session.touched = now;
            let expires = session.until;
            let body = written(&session)?;
            let change = SlipChange::Put { expected: Some(slip.version), body, expires, now };
            let touch = SlipWrite { kind: SESSION, key, change };
            // Lost to a sign-out or to another request: either is as good.
            let unit = Unit { slips: vec![touch], ..Unit::default() };
            if let Err(CommitError::Engine(error)) = self.commit(unit).await {
                return Err(error.into());
            }
        }
        let Session { iin, assurance, .. } = session;
        Ok(Some(Holder::Signed(Caller { iin, assurance, language })))
    }

    /// Ends the session of a token; nothing happens when there is none.
    ///
    /// # Errors
    /// The store failed.
    pub async fn sign_out(&self, token: &str) -> Result<(), Refusal> {
        let remove = SlipWrite { kind: SESSION, key: token_key(token), change: SlipChange::Remove };
        match self.commit(Unit { slips: vec![remove], ..Unit::default() }).await {
            Err(CommitError::Engine(error)) => Err(error.into()),
            Ok(()) | Err(CommitError::Stale(_) | CommitError::Taken(_)) => Ok(()),
        }
    }
}
