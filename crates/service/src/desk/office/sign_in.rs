//! Signing in at the office: by ЭЦҚ / ЭЦП only, and only whoever is on the staff.

use residence::intake::FieldError;
use serde::Serialize;
use store::{SlipChange, SlipWrite, Unit};

use super::staff::{Staff, StaffLine, write};
use super::{Officer, Refusal};
use crate::app::App;
use crate::cases::{parsed, written};
use crate::desk::eds::{CHALLENGE_LASTS, Handed, ToSign};
use crate::desk::sessions::{Face, Opened};
use crate::desk::{Assurance, Caller, once};
use crate::keys::token_key;

/// The kind of the record of a text: one that was made at the portal opens nothing here.
const CHALLENGE: &str = "office_eds";
/// The code of the field error for somebody who has signed rightly and does not work here.
pub const NOT_STAFF: &str = "not_staff";

impl App {
    /// A text that signs somebody in at the office when it is signed.
    ///
    /// # Errors
    /// The store failed.
    pub async fn office_challenge(&self) -> Result<ToSign, Refusal> {
        #[derive(Serialize)]
        struct Document<'a> {
            document: &'static str,
            office: &'a str,
            nonce: String,
            from: jiff::Timestamp,
            until: jiff::Timestamp,
        }
        let id = format!("{:032x}", (self.chance)());
        let expires = self.after(CHALLENGE_LASTS);
        let document = written(&Document {
            document: "tirkeu/office-sign-in/1",
            office: &self.office.origin,
            nonce: format!("{:032x}{:032x}", (self.chance)(), (self.chance)()),
            from: self.now(),
            until: expires,
        })?;
        let to_sign = ToSign { id, document, expires };
        let change = SlipChange::Set { body: written(&to_sign)?, expires };
        let slip = SlipWrite { kind: CHALLENGE, key: to_sign.id.clone(), change };
        self.commit(Unit { slips: vec![slip], ..Unit::default() }).await?;
        Ok(to_sign)
    }

    /// Opens the one session of a member of staff who has signed the text; the one they had has ended.
    ///
    /// # Errors
    /// [`Refusal::Fields`] with [`NOT_STAFF`] for anybody else, [`Refusal::Signature`],
    /// [`Refusal::Unlearnable`], [`Refusal::Ended`], or a fault.
    pub async fn office_sign_in(&self, id: &str, handed: Handed<'_>) -> Result<Opened, Refusal> {
        let slip = self.store.slip(CHALLENGE, id, self.now()).await?.ok_or(Refusal::Ended)?;
        let to_sign: ToSign = parsed(&slip.body)?;
        let taken = self.taken(handed.bytes, &to_sign.document).await?;
        let known = self.staff_of(taken.by).await?.filter(|(staff, _)| staff.is_active());
        let Some((staff, version)) = known else {
            tracing::warn!("somebody who is not on the staff tried to sign in at the office");
            let wrong = FieldError { field: "cms".into(), code: NOT_STAFF, rule: None };
            return Err(Refusal::Fields(vec![wrong]));
        };
        let (opened, session) =
            self.new_session(staff.iin, Assurance::Signature, Face::Office.into())?;
        let change = SlipChange::Consume { expected: slip.version };
        let consumed = SlipWrite { kind: CHALLENGE, key: id.to_owned(), change };
        let (evidence, _) = self.evidence(taken, None);
        let badge = staff.badge;
        let staff = Staff { session: Some(token_key(&opened.token)), ..staff };
        let record = write(&staff, (Some(version), self.now()), &StaffLine::SignedIn)?;
        let unit = Unit {
            slips: vec![consumed, session],
            evidence: vec![evidence],
            records: vec![record],
            ..Unit::default()
        };
        once(self.commit(unit).await)?;
        tracing::info!(%badge, "an officer signed in");
        Ok(opened)
    }

    /// The officer of a session: nobody whose roles have ended since, and nobody who has signed in again
    /// elsewhere.
    ///
    /// # Errors
    /// The store failed.
    pub async fn officer(&self, caller: Caller, token: &str) -> Result<Option<Officer>, Refusal> {
        let known = self.staff_of(caller.iin).await?;
        let session = token_key(token);
        Ok(known.filter(|(staff, _)| staff.is_active()).and_then(|(staff, version)| {
            let is_theirs = staff.session.as_deref() == Some(session.as_str());
            is_theirs.then_some(Officer { staff, version, language: caller.language })
        }))
    }
}
