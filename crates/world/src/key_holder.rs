//! The key-holder: what NCALayer is on a person's machine, with the keys of all people of the demo.
//!
//! It speaks NCALayer's protocol on a web socket, without TLS, and has a page of its own on the same port:
//! which key signs, whether the next request is cancelled, whether it is slow or switched off, and which
//! key is revoked. It signs at once, as a person would who agrees to everything: nobody but pages of this
//! very machine may ask it, and it has no keys that are worth anything.

mod basics;
mod by_place;
mod choosing;
mod keys;
pub(crate) mod signing;
mod socket;
mod web;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use eds::revocation::Reason;
use residence::names::Iin;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::authority::{Authority, Holder};
use choosing::{Fits, choose};
use keys::Ring;

pub use choosing::Choice;
pub use keys::{NoSuchKey, Owner, Which};

/// The version that it says it is.
const VERSION: &str = "1.4";
/// What keeps a connection alive.
const HEARTBEAT: &str = "--heartbeat--";

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// At once.
    Ready,
    /// After this time: somebody looks for the password.
    Slow(Duration),
    /// Not at all: it is not running, as far as a portal can see.
    Off,
}

/// What became of the dialog in which a person chooses a key.
enum Dialog {
    Chosen(Arc<Holder>),
    Cancelled,
    /// No key fits; with what to do.
    NoKey(String),
}

#[derive(Default)]
struct Controls {
    choice: Option<Choice>,
    cancels_next: bool,
}

/// What the connections and the page share.
struct State {
    ring: Ring,
    controls: Mutex<Controls>,
    mode: watch::Sender<Mode>,
    address: SocketAddr,
}

/// A request of either module.
#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    module: String,
    #[serde(default)]
    method: String,
    #[serde(default)]
    args: Value,
    #[serde(default)]
    uuid: Option<Value>,
}

impl State {
    fn dialog(&self, fits: &Fits) -> Dialog {
        let choice = {
            let mut controls = locked(&self.controls);
            if std::mem::take(&mut controls.cancels_next) {
                return Dialog::Cancelled;
            }
            controls.choice
        };
        match choose(&self.ring, choice, fits) {
            Some(holder) => Dialog::Chosen(holder),
            None => Dialog::NoKey(format!("Choose a key that fits at http://{}/", self.address)),
        }
    }

    /// The answer to what was said on a connection.
    fn reply(&self, said: &str) -> String {
        if said == HEARTBEAT {
            return HEARTBEAT.into();
        }
        let request: Request = match serde_json::from_str(said) {
            Ok(request) => request,
            Err(why) => return json!({ "code": "500", "message": why.to_string() }).to_string(),
        };
        let answer = match request.module.as_str() {
            "kz.gov.pki.knca.basics" => basics::answer(self, &request.method, request.args),
            "kz.gov.pki.knca.commonUtils" => {
                let mut answer = by_place::answer(self, &request.method, &request.args);
                if let (Some(uuid), Some(members)) = (request.uuid, answer.as_object_mut()) {
                    members.insert("uuid".into(), uuid);
                }
                answer
            }
            _ => json!({ "success": false, "errorCode": "MODULE_NOT_FOUND" }),
        };
        answer.to_string()
    }
}

/// A running key-holder; it goes when this is dropped.
pub struct KeyHolder {
    /// Where it listens.
    pub address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

impl Drop for KeyHolder {
    fn drop(&mut self) {
        self.state.mode.send_replace(Mode::Off);
        self.task.abort();
    }
}

impl KeyHolder {
    /// Starts one with the keys of these people; a port of 0 is any free one.
    ///
    /// # Errors
    /// The address is taken, or is not one of this machine alone.
    pub async fn start(
        address: SocketAddr,
        authority: Arc<Authority>,
        owners: Vec<Owner>,
    ) -> io::Result<Self> {
        if !address.ip().is_loopback() {
            let kind = io::ErrorKind::InvalidInput;
            return Err(io::Error::new(kind, "a key-holder serves its own machine alone"));
        }
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let (mode, _) = watch::channel(Mode::Ready);
        let ring = Ring::new(authority);
        ring.admit(owners);
        let state = Arc::new(State { ring, controls: Mutex::default(), mode, address });
        let routes = web::router(Arc::clone(&state));
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, routes).await {
                tracing::error!(%error, "the key-holder has stopped");
            }
        });
        Ok(Self { address, state, task })
    }

    /// Where pages reach it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// Takes more people in.
    pub fn admit(&self, owners: Vec<Owner>) {
        self.state.ring.admit(owners);
    }

    /// Chooses the key that signs; nothing is none, and then only those sign who are asked for by ИИН.
    pub fn choose(&self, choice: Option<Choice>) {
        locked(&self.state.controls).choice = choice;
    }

    /// Takes in the key that signs out of a key file (PKCS #12), whoever has issued it, and chooses it;
    /// says whose it is.
    ///
    /// # Errors
    /// Why the file gives no key, in words.
    pub fn load(&self, file: &[u8], password: &str) -> Result<Iin, String> {
        load(&self.state, file, password)
    }

    /// Cancels the next request, as somebody would who closes the dialog.
    pub fn cancel_next(&self) {
        locked(&self.state.controls).cancels_next = true;
    }

    /// Changes how it answers.
    pub fn set_mode(&self, mode: Mode) {
        self.state.mode.send_replace(mode);
    }

    /// A key of a person; nothing for somebody who is not known here.
    #[must_use]
    pub fn key(&self, iin: Iin, which: Which) -> Option<Arc<Holder>> {
        self.state.ring.key(iin, which)
    }

    /// Revokes a key from now on.
    ///
    /// # Errors
    /// Nobody has this key, or the authority cannot write it down.
    pub fn revoke(&self, iin: Iin, which: Which, reason: Reason) -> io::Result<()> {
        revoke(&self.state, iin, which, reason)
    }

    /// Everybody's keys, for a phone that signs with them too.
    #[must_use]
    pub fn keys(&self) -> Keys {
        Keys(Arc::clone(&self.state))
    }

    /// The authority that has issued the keys.
    #[must_use]
    pub fn authority(&self) -> &Arc<Authority> {
        &self.state.ring.authority
    }
}

/// Everybody's keys.
#[derive(Clone)]
pub struct Keys(Arc<State>);

impl Keys {
    /// A key of a person; nothing for somebody who is not known here.
    #[must_use]
    pub fn of(&self, iin: Iin, which: Which) -> Option<Arc<Holder>> {
        self.0.ring.key(iin, which)
    }

    /// The authority that has issued them.
    #[must_use]
    pub fn authority(&self) -> &Arc<Authority> {
        &self.0.ring.authority
    }
}

fn load(state: &State, file: &[u8], password: &str) -> Result<Iin, String> {
    let iin = state.ring.load(file, password)?;
    let choice = Choice { iin, which: Which::Loaded, always: false };
    locked(&state.controls).choice = Some(choice);
    Ok(iin)
}

fn revoke(state: &State, iin: Iin, which: Which, reason: Reason) -> io::Result<()> {
    let holder = state.ring.key(iin, which).ok_or(io::ErrorKind::NotFound)?;
    let authority = &state.ring.authority;
    authority.revoke(&holder.certificate, reason, authority.now())
}
