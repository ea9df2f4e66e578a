//! Sessions: who holds a token, and for how long.
//!
//! A token opens something at the face it was given at and nowhere else: the cookie of the portal is
//! no bearer token of the API, and that of a kiosk opens nothing anywhere else. It is kept here as
//! its hash only.

use jiff::{SignedDuration, Timestamp};
use residence::facts::Language;
use residence::intake::Channel;
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
/// A session at a kiosk ends after so long without a request: the next one in the queue stands there.
pub const KIOSK_IDLE: SignedDuration = SignedDuration::from_secs(90);
/// A session at a kiosk ends so long after the sign-in.
pub const KIOSK_ABSOLUTE: SignedDuration = SignedDuration::from_mins(15);
/// A session is written anew at most so often; that of a kiosk with every request.
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

/// From where somebody comes: the face they meet, through which channel they apply there, and at
/// which device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The face.
    pub face: Face,
    /// The channel.
    pub channel: Channel,
    /// The fingerprint of the kiosk's certificate, if it is a kiosk.
    pub kiosk: Option<String>,
}

impl From<Face> for Seat {
    fn from(face: Face) -> Self {
        let channel = match face {
            Face::Api | Face::Portal => Channel::Portal,
            Face::Office => Channel::Counter,
        };
        Self { face, channel, kiosk: None }
    }
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
    /// Somebody is signed in, and applies through this channel.
    Signed(Caller, Channel),
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
    /// Sessions of earlier releases say nothing of it.
    #[serde(default = "portal")]
    channel: Channel,
    #[serde(default)]
    kiosk: Option<String>,
}

const fn portal() -> Channel {
    Channel::Portal
}

impl Session {
    /// How long it lasts without a request.
    const fn idle(&self) -> SignedDuration {
        if self.kiosk.is_some() { KIOSK_IDLE } else { IDLE }
    }
}

impl App {
    /// A session for somebody who has just proved who they are, and the record to save.
    pub(super) fn new_session(
        &self,
        iin: Iin,
        assurance: Assurance,
        seat: Seat,
    ) -> Result<(Opened, SlipWrite), Refusal> {
        let token = format!("{:032x}{:032x}", (self.chance)(), (self.chance)());
        let Seat { face, channel, kiosk } = seat;
        let until = self.after(if kiosk.is_some() { KIOSK_ABSOLUTE } else { ABSOLUTE });
        let session = Session { iin, assurance, touched: self.now(), until, face, channel, kiosk };
        let change = SlipChange::Set { body: written(&session)?, expires: until };
        let put = SlipWrite { kind: SESSION, key: token_key(&token), change };
        Ok((Opened { iin, token, expires: until }, put))
    }

    /// Who is signed in by this token of the API. Using it keeps the session from growing idle.
    ///
    /// # Errors
    /// [`Refusal::Unauthorised`] for a token that opens nothing, or a fault.
    pub async fn session(&self, token: &str, language: Language) -> Result<Caller, Refusal> {
        match self.holder(token, language, &Face::Api.into(), true).await? {
            Some(Holder::Signed(caller, _)) => Ok(caller),
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
        seat: &Seat,
        used: bool,
    ) -> Result<Option<Holder>, Refusal> {
        let key = token_key(token);
        let now = self.now();
        let Some(slip) = self.store.slip(SESSION, &key, now).await? else { return Ok(None) };
        let mut session: Session = parsed(&slip.body)?;
        let elsewhere = session.face != seat.face || session.kiosk != seat.kiosk;
        if elsewhere || now >= session.until {
            return Ok(None);
        }
        let unused = now.duration_since(session.touched);
        if unused >= session.idle() {
            return Ok(Some(Holder::Idle(session.iin)));
        }
        if used && (unused >= TOUCH_EVERY || session.kiosk.is_some()) {
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
        let Session { iin, assurance, channel, .. } = session;
        Ok(Some(Holder::Signed(Caller { iin, assurance, language }, channel)))
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
