//! Signatures that were right when they came, while nothing said whether their certificates were
//! revoked. They are kept and tried again, and count from when they were read.

use jiff::{SignedDuration, Timestamp};
use residence::case::{Case, Status};
use residence::law::SignMethod;
use residence::names::{CaseId, Iin, RequestId};
use serde::{Deserialize, Serialize};
use store::{SlipChange, SlipWrite, StoreError, Work};

use crate::app::{Also, App};
use crate::cases::{MoveError, parsed, written};
use crate::desk::Refusal;
use crate::desk::eds::{UNLEARNED, UNLEARNED_FOR};
use crate::signatures::{SignatureFault, Taken};
use crate::worker::{Again, Done, after_move};

/// The kind of the record that says why a signature that had waited was not taken, and how long it does.
const LET_GO: &str = "let_go";
const TOLD_FOR: SignedDuration = SignedDuration::from_hours(24);

/// As whom somebody signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signer {
    /// The applicant, an application.
    Applicant(CaseId),
    /// A party, the answer to a question of an application.
    Party(CaseId, RequestId),
}

impl Signer {
    /// The key of its record.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Applicant(case) => case.to_string(),
            Self::Party(_, request) => request.to_string(),
        }
    }

    const fn case(self) -> CaseId {
        match self {
            Self::Applicant(case) | Self::Party(case, _) => case,
        }
    }
}

/// A signature that waits for an answer about its certificate.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unlearned {
    /// Who was signed in and handed it in.
    pub iin: Iin,
    /// As whom.
    pub signer: Signer,
    /// By which way.
    pub method: SignMethod,
    /// The signature, in Base64.
    pub cms: String,
    /// When it was read.
    pub read_at: Timestamp,
}

impl App {
    /// Tries a kept signature again.
    pub(crate) async fn signature(&self, work: &Work) -> Done {
        let Ok(kept) = serde_json::from_str::<Unlearned>(&work.body) else {
            tracing::error!("a kept signature cannot be read");
            return Done::Done;
        };
        let loaded = match self.case(kept.signer.case()).await {
            Ok(loaded) => loaded,
            Err(error) => return after_move(Err(error)),
        };
        let mut also = Self::settled(work);
        also.slips.push(SlipWrite {
            kind: UNLEARNED,
            key: kept.signer.key(),
            change: SlipChange::Remove,
        });
        let Some(document) = document(&loaded.case, kept.signer) else {
            return self.dropped(also, "it is no longer waited for").await;
        };
        if self.now().duration_since(kept.read_at) > UNLEARNED_FOR {
            return self.dropped(also, "nobody has answered for its certificate").await;
        }
        let taken = self.taken(kept.cms.as_bytes(), &document).await;
        let own = |taken: Taken| match taken.by == kept.iin {
            true => Ok(taken),
            false => Err(Refusal::Signature(SignatureFault::OtherPerson)),
        };
        let taken = match taken.and_then(own) {
            Ok(taken) => taken,
            Err(Refusal::Signature(fault)) => {
                match self.told_why(kept.signer, fault) {
                    Ok(told) => also.slips.push(told),
                    Err(error) => return Again::because(error),
                }
                return self.dropped(also, fault.as_str()).await;
            }
            Err(_) => return Again::because("nothing says whether a certificate is revoked"),
        };
        let method = kept.method;
        let done = match kept.signer {
            Signer::Applicant(_) => self.file(&loaded, method, taken, also.clone()).await.map(drop),
            Signer::Party(case, request) => {
                let (at, also) = (kept.read_at, also.clone());
                self.agreed(case, request, method, taken, at, also).await.map(drop)
            }
        };
        match done {
            Ok(()) => Done::Settled,
            Err(Refusal::Busy | Refusal::Store(_) | Refusal::Silent(_)) => {
                Again::because("the application could not be moved")
            }
            // Another application holds a subject, or the question has ended: it says so itself.
            Err(_) => self.dropped(also, "the application has gone on").await,
        }
    }

    /// For the page of whoever has signed: why it came to nothing.
    fn told_why(&self, signer: Signer, fault: SignatureFault) -> Result<SlipWrite, StoreError> {
        let change = SlipChange::Set { body: written(&fault)?, expires: self.after(TOLD_FOR) };
        Ok(SlipWrite { kind: LET_GO, key: signer.key(), change })
    }

    /// Why a signature that had waited was not taken, for a day.
    ///
    /// # Errors
    /// The store failed.
    pub async fn let_go(&self, signer: Signer) -> Result<Option<SignatureFault>, Refusal> {
        let slip = self.store.slip(LET_GO, &signer.key(), self.now()).await?;
        Ok(slip.map(|slip| parsed(&slip.body)).transpose()?)
    }

    /// Lets go of a signature that comes to nothing.
    async fn dropped(&self, also: Also, why: &str) -> Done {
        tracing::info!(why, "a signature that waited was not taken");
        let unit = store::Unit { settles: also.settles, slips: also.slips, ..Default::default() };
        match self.commit(unit).await {
            Ok(()) => Done::Settled,
            Err(error) => Again::because(error),
        }
    }

    /// Whether an answer that was read may still turn out to count: no deadline of this application
    /// is judged before that is known.
    pub(crate) async fn waits_for_a_signature(&self, id: CaseId) -> Result<bool, MoveError> {
        let loaded = self.recent_case(id).await?;
        if loaded.case.status() != Status::AwaitingConsent {
            return Ok(false);
        }
        let asking = loaded.case.state.asking();
        for request in asking.iter().flat_map(|asking| &asking.requests) {
            let key = request.id.to_string();
            if request.is_open() && self.store.slip(UNLEARNED, &key, self.now()).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The text that was to be signed, while it still is.
fn document(case: &Case, signer: Signer) -> Option<String> {
    match signer {
        Signer::Applicant(_) => {
            (case.status() == Status::Draft).then(|| case.application.document(case.number()))
        }
        Signer::Party(_, id) => {
            let asking = case.state.asking()?;
            let request = asking.requests.iter().find(|request| request.id == id)?;
            request.is_open().then(|| request.document(case.number(), &case.application))
        }
    }
}
