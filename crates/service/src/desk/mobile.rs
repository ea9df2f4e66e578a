//! Signing with eGov Mobile: a QR picture or a link leads the app of the phone to a text, and the app
//! brings the signature back. The one who began it waits in a browser that holds a secret of its own:
//! whoever merely sees the picture can sign, and gains nothing.

mod shown;

use jiff::{SignedDuration, Timestamp};
use residence::facts::Language;
use residence::law::SignMethod;
use residence::names::{CaseId, Iin, RequestId};
use serde::{Deserialize, Serialize};
use store::{Evidence, SlipChange, SlipWrite, Unit};
use subtle::ConstantTimeEq as _;

use super::eds::{Agreeing, Filing, Handed};
use super::sessions::{Opened, Seat};
use super::{Assurance, Caller, Refusal, once};
use crate::app::{Also, App};
use crate::cases::{parsed, written};
use crate::keys::token_key;
use crate::signatures::SignatureFault;

/// How long a picture can be used.
pub const LASTS: SignedDuration = SignedDuration::from_mins(5);
/// How long it is remembered how it ended.
const REMEMBERED: SignedDuration = SignedDuration::from_mins(15);
/// The kind of the record.
const MOBILE: &str = "mobile";
/// Digits of an id, and of a secret.
const DIGITS: usize = 32;

/// What is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A sign-in.
    SignIn,
    /// A draft of the caller's.
    Application(CaseId),
    /// A question to the caller: they agree.
    Consent(RequestId),
}

/// What was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mobile {
    /// For the browser that began it, and nobody else.
    pub id: String,
    /// The text of the picture.
    pub qr: String,
    /// Opens the app on the phone that shows the page.
    pub link: String,
    /// Until when it can be used.
    pub expires: Timestamp,
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MobileState {
    /// Nobody has signed yet.
    Waiting {
        /// Until when.
        until: Timestamp,
        /// Whether an app has fetched the text.
        opened: bool,
    },
    /// It is signed, and what it was for is done.
    Done,
    /// It is signed and right; whether it counts is still to be learned.
    Kept,
    /// The signature was not taken.
    Refused(SignatureFault),
    /// What it was for cannot be done any more.
    Overtaken,
    /// Nobody has signed in time.
    Expired,
    /// It was called off.
    Cancelled,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Walk {
    purpose: Purpose,
    /// Who began it, unless it is to sign in.
    caller: Option<(Iin, Assurance)>,
    language: Language,
    document: String,
    /// The app shows that it has read the description.
    token: String,
    /// Hash of the secret of the browser.
    secret: String,
    stage: Stage,
    expires: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stage {
    Waiting { opened: bool },
    Signed(Iin),
    Done,
    Kept,
    Refused(SignatureFault),
    Overtaken,
    Cancelled,
}

/// What an app is told first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// What is signed.
    pub purpose: Purpose,
    /// Until when.
    pub expires: Timestamp,
    /// What the app shows when it asks for the text.
    pub token: String,
}

impl App {
    /// Begins.
    ///
    /// # Errors
    /// [`Refusal::MethodUnavailable`]; what signing the same with a key would refuse at once; or a fault.
    pub async fn mobile_begin(
        &self,
        who: Option<Caller>,
        purpose: Purpose,
        language: Language,
    ) -> Result<Mobile, Refusal> {
        let document = self.mobile_document(who, purpose).await?;
        let [id, secret] = [(); 2].map(|()| format!("{:032x}", (self.chance)()));
        let expires = self.after(LASTS);
        let walk = Walk {
            purpose,
            caller: who.map(|caller| (caller.iin, caller.assurance)),
            language,
            document,
            token: format!("{:032x}", (self.chance)()),
            secret: token_key(&secret),
            stage: Stage::Waiting { opened: false },
            expires,
        };
        self.put_walk(&id, None, &walk).await?;
        Ok(self.mobile(&id, format!("{id}{secret}"), expires))
    }

    async fn mobile_document(
        &self,
        who: Option<Caller>,
        purpose: Purpose,
    ) -> Result<String, Refusal> {
        match (purpose, who) {
            (Purpose::SignIn, _) if !self.sign_in.qr => Err(Refusal::MethodUnavailable),
            (Purpose::SignIn, _) => Ok(self.sign_in_text(LASTS)?.document),
            (Purpose::Application(_) | Purpose::Consent(_), None) => Err(Refusal::Unauthorised),
            (Purpose::Application(id), Some(caller)) => {
                let loaded = self.draft_to_sign(caller, id, SignMethod::Qr).await?;
                Ok(loaded.case.application.document(loaded.case.number()))
            }
            (Purpose::Consent(id), Some(caller)) => {
                let question = self.may_agree(caller, id).await?;
                let case = &question.case;
                Ok(question.request.document(case.number(), &case.application))
            }
        }
    }

    /// How it stands, for the browser that began it.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for an id that is not one, or is forgotten; or the store failed.
    pub async fn mobile_state(&self, id: &str) -> Result<MobileState, Refusal> {
        let (_, walk, _) = self.own_walk(id).await?;
        Ok(match walk.stage {
            Stage::Waiting { .. } if self.now() >= walk.expires => MobileState::Expired,
            Stage::Waiting { opened } => MobileState::Waiting { until: walk.expires, opened },
            Stage::Signed(_) | Stage::Done => MobileState::Done,
            Stage::Kept => MobileState::Kept,
            Stage::Refused(fault) => MobileState::Refused(fault),
            Stage::Overtaken => MobileState::Overtaken,
            Stage::Cancelled => MobileState::Cancelled,
        })
    }

    /// What was begun.
    ///
    /// # Errors
    /// As [`App::mobile_state`].
    pub async fn mobile_purpose(&self, id: &str) -> Result<Purpose, Refusal> {
        Ok(self.own_walk(id).await?.1.purpose)
    }

    /// Calls it off; what is signed already stays so.
    ///
    /// # Errors
    /// As [`App::mobile_state`].
    pub async fn mobile_cancel(&self, id: &str) -> Result<(), Refusal> {
        let (key, mut walk, version) = self.own_walk(id).await?;
        if matches!(walk.stage, Stage::Waiting { .. }) {
            walk.stage = Stage::Cancelled;
            self.put_walk(&key, Some(version), &walk).await?;
        }
        Ok(())
    }

    /// Opens the session that was signed for, once, in the browser that began it.
    ///
    /// # Errors
    /// [`Refusal::Ended`] when nobody has signed or it was opened already, or a fault.
    pub async fn mobile_sign_in(
        &self,
        id: &str,
        seat: impl Into<Seat> + Send,
    ) -> Result<Opened, Refusal> {
        let seat = seat.into();
        let (face, channel) = (seat.face, seat.channel.as_str());
        let (key, mut walk, version) = self.own_walk(id).await?;
        let Stage::Signed(iin) = walk.stage else { return Err(Refusal::Ended) };
        let (opened, session) = self.new_session(iin, Assurance::Signature, seat)?;
        walk.stage = Stage::Done;
        let done = self.walk_write(&key, Some(version), &walk)?;
        let unit = Unit { slips: vec![done, session], ..Unit::default() };
        once(self.commit(unit).await)?;
        tracing::info!(?face, channel, method = "qr", "somebody signed in");
        Ok(opened)
    }

    /// To the app: what there is to sign.
    ///
    /// # Errors
    /// [`Refusal::Ended`], or the store failed.
    pub async fn mobile_description(&self, id: &str) -> Result<Description, Refusal> {
        let (walk, _) = self.waiting(id).await?;
        Ok(Description { purpose: walk.purpose, expires: walk.expires, token: walk.token })
    }

    /// To the app: the text itself.
    ///
    /// # Errors
    /// [`Refusal::Unauthorised`] without the token, [`Refusal::Ended`], or the store failed.
    pub async fn mobile_text(&self, id: &str, token: &str) -> Result<String, Refusal> {
        let (mut walk, version) = self.with_token(id, token).await?;
        if walk.stage == (Stage::Waiting { opened: false }) {
            walk.stage = Stage::Waiting { opened: true };
            match self.put_walk(id, Some(version), &walk).await {
                // It was fetched twice at once, or called off: the signature will be told.
                Ok(()) | Err(Refusal::Busy) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        Ok(walk.document)
    }

    /// From the app: the signature. What it was for is done with it, once.
    ///
    /// # Errors
    /// [`Refusal::Unauthorised`], [`Refusal::Ended`], [`Refusal::Signature`] and whatever else stands in
    /// the way; the browser learns it too.
    pub async fn mobile_signed(&self, id: &str, token: &str, cms: &[u8]) -> Result<(), Refusal> {
        let (mut walk, version) = self.with_token(id, token).await?;
        let done = self.mobile_do(id, &mut walk, version, cms).await;
        let stage = match &done {
            Ok(()) => return Ok(()),
            Err(Refusal::Signature(fault)) => Stage::Refused(*fault),
            // Somebody else was faster, or something is out of order: the app may try again.
            Err(
                Refusal::Busy
                | Refusal::Store(_)
                | Refusal::Silent(_)
                | Refusal::Unlearnable
                | Refusal::TooMany(..),
            ) => return done,
            Err(_) => Stage::Overtaken,
        };
        walk.stage = stage;
        match self.put_walk(id, Some(version), &walk).await {
            Ok(()) | Err(Refusal::Busy) => done,
            Err(refusal) => Err(refusal),
        }
    }

    async fn mobile_do(
        &self,
        id: &str,
        walk: &mut Walk,
        version: u64,
        cms: &[u8],
    ) -> Result<(), Refusal> {
        let handed = Handed { bytes: cms, method: SignMethod::Qr };
        walk.stage = Stage::Done;
        let done = self.walk_write(id, Some(version), walk)?;
        let also = Also { slips: vec![done], ..Also::default() };
        let caller =
            walk.caller.map(|(iin, assurance)| Caller { iin, assurance, language: walk.language });
        let kept = match (walk.purpose, caller) {
            (Purpose::SignIn, _) => return self.mobile_proved(id, walk, version, cms).await,
            (Purpose::Application(_) | Purpose::Consent(_), None) => {
                return Err(Refusal::Unauthorised);
            }
            (Purpose::Application(case), Some(caller)) => {
                let filing = self.sign_with_key(caller, case, handed, also).await?;
                matches!(filing, Filing::Waiting)
            }
            (Purpose::Consent(request), Some(caller)) => {
                let agreeing = self.agree_with_key(caller, request, handed, also).await?;
                matches!(agreeing, Agreeing::Waiting)
            }
        };
        if kept {
            walk.stage = Stage::Kept;
            self.put_walk(id, Some(version), walk).await?;
        }
        Ok(())
    }

    /// Somebody has proved who they are; the browser that waits may open the session.
    async fn mobile_proved(
        &self,
        id: &str,
        walk: &mut Walk,
        version: u64,
        cms: &[u8],
    ) -> Result<(), Refusal> {
        let taken = self.taken(cms, &walk.document).await?;
        walk.stage = Stage::Signed(taken.by);
        let slip = self.walk_write(id, Some(version), walk)?;
        let (evidence, _) = self.evidence(taken, None);
        let evidence = vec![Evidence { sign_in: true, ..evidence }];
        let unit = Unit { slips: vec![slip], evidence, ..Unit::default() };
        once(self.commit(unit).await)
    }

    async fn walk(&self, key: &str) -> Result<Option<(Walk, u64)>, Refusal> {
        let Some(slip) = self.store.slip(MOBILE, key, self.now()).await? else { return Ok(None) };
        Ok(Some((parsed(&slip.body)?, slip.version)))
    }

    /// One that an app can still sign.
    async fn waiting(&self, key: &str) -> Result<(Walk, u64), Refusal> {
        let found = self.walk(key).await?.ok_or(Refusal::Ended)?;
        let waits = matches!(found.0.stage, Stage::Waiting { .. });
        if waits && self.now() < found.0.expires { Ok(found) } else { Err(Refusal::Ended) }
    }

    async fn with_token(&self, key: &str, token: &str) -> Result<(Walk, u64), Refusal> {
        let found = self.waiting(key).await?;
        let same = bool::from(found.0.token.as_bytes().ct_eq(token.as_bytes()));
        if same { Ok(found) } else { Err(Refusal::Unauthorised) }
    }

    /// The one that this browser began.
    async fn own_walk(&self, id: &str) -> Result<(String, Walk, u64), Refusal> {
        let (key, secret) = id.split_at_checked(DIGITS).ok_or(Refusal::NotFound)?;
        let (walk, version) = self.walk(key).await?.ok_or(Refusal::NotFound)?;
        let known = token_key(secret);
        if !bool::from(walk.secret.as_bytes().ct_eq(known.as_bytes())) {
            return Err(Refusal::NotFound);
        }
        Ok((key.to_owned(), walk, version))
    }

    fn walk_write(
        &self,
        key: &str,
        expected: Option<u64>,
        walk: &Walk,
    ) -> Result<SlipWrite, Refusal> {
        let expires = walk.expires.checked_add(REMEMBERED).unwrap_or(walk.expires);
        let change = SlipChange::Put { expected, body: written(walk)?, expires, now: self.now() };
        Ok(SlipWrite { kind: MOBILE, key: key.to_owned(), change })
    }

    async fn put_walk(&self, key: &str, expected: Option<u64>, walk: &Walk) -> Result<(), Refusal> {
        let slip = self.walk_write(key, expected, walk)?;
        Ok(self.commit(Unit { slips: vec![slip], ..Unit::default() }).await?)
    }
}
