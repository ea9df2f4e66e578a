//! The app eGov Mobile on a phone: it reads a QR picture or follows a link, fetches what is to be signed,
//! shows it, signs it with the person's key and brings it back.
//!
//! It is strict: whatever differs from the protocol is an error that says in words what and where. It
//! reaches only the portal of this machine, as the real one reaches only what is on its list.

mod link;
mod said;

use std::io;
use std::time::Duration;

use eds::pem;
use jiff::Timestamp;
use serde_json::Value;
use thiserror::Error;

use crate::authority::{Authority, Holder};
use crate::http::{Answer, Client};
use crate::key_holder::signing::{Manner, NotSigned, sign_bytes, sign_document};
use link::Place;
use said::{Described, Listed, Listing, Method};

pub use link::NoCode;
pub use said::Organisation;

/// How long the app waits for an answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// Where in the protocol it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Asking what is to be signed.
    Description,
    /// Fetching it.
    Documents,
    /// Bringing it back.
    Return,
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Description => "the description (GET, the first address)",
            Self::Documents => "the documents (GET, the second address)",
            Self::Return => "the signed documents (PUT, the second address)",
        })
    }
}

/// Why nothing was signed.
#[derive(Debug, Error)]
pub enum Stopped {
    /// What was scanned is no code of this app.
    #[error(transparent)]
    NoCode(#[from] NoCode),
    /// The portal cannot be reached, or does not answer in time.
    #[error("{0}: the portal cannot be reached: {1}")]
    Unreachable(Step, io::Error),
    /// It answers with another status than the protocol has.
    #[error("{0}: the portal answers with status {1}: {2}")]
    Status(Step, u16, String),
    /// The answer is not of the protocol.
    #[error("{0}: {1}")]
    Deviation(Step, String),
    /// The time to sign is over.
    #[error("the time to sign ended at {0}")]
    Expired(Timestamp),
    /// The key does not sign it.
    #[error("it was not signed: {0}")]
    NotSigned(String),
    /// The portal does not take the signature.
    #[error("the portal does not take the signature: {0}")]
    NotTaken(String),
}

impl From<NotSigned> for Stopped {
    fn from(why: NotSigned) -> Self {
        Self::NotSigned(why.to_string())
    }
}

/// A document as the app shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it is called, in Russian.
    pub name: String,
    /// What is said of it besides: names and values.
    pub details: Vec<(String, String)>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Document {
    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }
}

/// What is asked of the person who has scanned.
#[derive(Clone, Debug)]
pub struct Errand {
    /// What is signed, in one line.
    pub description: String,
    /// Until when.
    pub expires: Timestamp,
    /// Who asks.
    pub organisation: Organisation,
    /// What is signed.
    pub documents: Vec<Document>,
    method: Method,
    /// What came, to be sent back with signatures in the places of the documents.
    came: Value,
    client: Client,
    path: String,
}

/// Fetches what is to be signed, as the text of a picture or a link says.
///
/// # Errors
/// [`Stopped`] saying what is not as the protocol has it.
pub async fn open(scanned: &str, now: Timestamp) -> Result<Errand, Stopped> {
    let place = link::read(scanned)?;
    let client = Client::new(place.server);
    let answer = in_time(Step::Description, client.get(&place.path)).await?;
    let deviation = |what: String| Stopped::Deviation(Step::Description, what);
    let described = Described::read(&answer.body).map_err(deviation)?;
    let expires = described.expires().map_err(deviation)?;
    if expires <= now {
        return Err(Stopped::Expired(expires));
    }
    let second = Place::read(&described.document.uri);
    let second = second.map_err(|why| deviation(format!("`document.uri`: {why}")))?;
    let client = Client::new(second.server);
    let client = match described.token().map_err(deviation)? {
        Some(token) => client.with_token(token),
        None => client,
    };
    let deviation = |what: String| Stopped::Deviation(Step::Documents, what);
    let answer = in_time(Step::Documents, client.get(&second.path)).await?;
    let listing = Listing::read(&answer.body).map_err(deviation)?;
    let documents = listing.documents(&answer.body).map_err(deviation)?;
    Ok(Errand {
        description: described.description,
        expires,
        organisation: described.organisation,
        documents,
        method: listing.sign_method,
        came: answer.body,
        client,
        path: second.path,
    })
}

impl Errand {
    /// Signs everything and brings it back.
    ///
    /// # Errors
    /// [`Stopped`], and then nothing counts as signed.
    pub async fn sign(&self, authority: &Authority, holder: &Holder) -> Result<(), Stopped> {
        let now = authority.now();
        if self.expires <= now {
            return Err(Stopped::Expired(self.expires));
        }
        let mut signed = self.came.clone();
        let listed = signed.get_mut("documentsToSign").and_then(Value::as_array_mut);
        for (value, document) in listed.into_iter().flatten().zip(&self.documents) {
            let bytes = &document.bytes;
            let text = match self.method {
                Method::Xml => sign_document(holder, document.text().unwrap_or_default())?,
                Method::CmsWithData | Method::CmsSignOnly => {
                    let is_attached = self.method == Method::CmsWithData;
                    let manner = Manner { is_attached, is_stamped: false };
                    pem::to_base64(&sign_bytes(authority, holder, bytes, manner, now)?)
                }
            };
            if let Some(place) = value.pointer_mut(Listed::place(self.method)) {
                *place = text.into();
            }
        }
        let answer = timed(Step::Return, self.client.put(&self.path, &signed)).await?;
        match answer.status {
            200 => Ok(()),
            403 => Err(Stopped::NotTaken(message(&answer))),
            status => Err(Stopped::Status(Step::Return, status, message(&answer))),
        }
    }
}

/// An answer in time, whatever its status.
async fn timed(
    step: Step,
    answer: impl Future<Output = io::Result<Answer>>,
) -> Result<Answer, Stopped> {
    let late = |_| io::Error::new(io::ErrorKind::TimedOut, "no answer in time");
    let answer = tokio::time::timeout(PATIENCE, answer).await.map_err(late);
    answer.flatten().map_err(|error| Stopped::Unreachable(step, error))
}

/// A good answer in time.
async fn in_time(
    step: Step,
    answer: impl Future<Output = io::Result<Answer>>,
) -> Result<Answer, Stopped> {
    let answer = timed(step, answer).await?;
    match answer.status {
        200 => Ok(answer),
        status => Err(Stopped::Status(step, status, message(&answer))),
    }
}

/// What the portal says besides the status.
fn message(answer: &Answer) -> String {
    let said = ["message", "detail", "title"];
    let said = said.iter().find_map(|name| answer.body.get(name)?.as_str());
    said.unwrap_or("it says nothing more").to_owned()
}
