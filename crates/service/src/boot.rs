//! Starts the service and stops it in good order.
//!
//! The production binary and the demo start it alike; what differs (clock, randomness, registers) is
//! handed over as [`Parts`].

mod key;
mod metrics;
mod seal;
mod tasks;
mod trust;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use residence::law::Laws;
use smpp::Link;
use store::postgres::Postgres;
use store::sqlite::Sqlite;
use store::{Store, StoreError, postgres, sqlite};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

pub use key::{KeyError, KeyFile};

use crate::app::{App, Bell, OfficeSettings, SignIn, Signatures, SmsGate};
use crate::chance::Chance;
use crate::clock::Clock;
use crate::config::{self, Config, Place};
use crate::gate::{self, SmppGate};
use crate::registers::{Registers, Snapshots, Watched};
use crate::text::Texts;
use crate::{chance, clock, web, worker};
use metrics::Metrics;
pub use seal::seal;
use tasks::Ended;
pub use trust::{signatures, trust};

/// How long open connections and work may take to end at a stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// Makes the registers over the store that was opened.
pub type MakeRegisters = Box<dyn FnOnce(Arc<dyn Store>) -> Arc<dyn Registers> + Send>;

/// What the service is made of.
pub struct Parts {
    /// The configuration.
    pub config: Config,
    /// Tells the time.
    pub clock: Clock,
    /// Draws random bits.
    pub chance: Chance,
    /// Makes the registers.
    pub registers: MakeRegisters,
    /// Make a new secret key although the store is not new: the old one is lost.
    pub new_key: bool,
}

impl Parts {
    /// The parts of a service of this machine.
    #[must_use]
    pub fn of(config: Config) -> Self {
        Self {
            config,
            clock: clock::system(),
            chance: chance::system(),
            registers: Box::new(|store| Arc::new(Snapshots::new(store))),
            new_key: false,
        }
    }
}

/// Why the service did not start, or had to stop.
#[derive(Debug, thiserror::Error)]
pub enum BootError {
    /// An address could not be listened at.
    #[error("{}", cannot_listen(.address, .key, .error))]
    Listen {
        /// Which address.
        address: SocketAddr,
        /// The key of `[listen]` that names it.
        key: &'static str,
        /// What the system said.
        error: io::Error,
    },
    /// The secret key cannot be had.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A law file is wrong.
    #[error("{}: {what}", .file.display())]
    Law {
        /// Which file.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The certificates that are trusted cannot be read.
    #[error("{}: {what}", .folder.display())]
    Trust {
        /// Where they are.
        folder: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// The seal cannot be had.
    #[error("{}: {what}", .file.display())]
    Seal {
        /// Which file.
        file: PathBuf,
        /// What is wrong with it, and what to do.
        what: String,
    },
    /// The store cannot be opened, or may no longer be trusted.
    #[error("{}", with_remedy(.0))]
    Store(StoreError),
    /// A part of the service ended by itself.
    #[error("{0} ended unexpectedly; the log says why, start the service again")]
    Ended(&'static str),
}

/// What the store says, and what to do about it.
#[must_use]
pub fn with_remedy(error: &StoreError) -> String {
    let remedy = match error {
        StoreError::Full(_) => "make room and try again; nothing that was accepted is lost",
        StoreError::Unavailable(_) => {
            "see that `url` of [store] is right, that its folder is there and this user may write \
             in it, and that nothing else works on the store"
        }
        StoreError::NotDurable(_) => {
            "the service stops, since nothing more could be promised; check the disk, then start \
             again (everything that was acknowledged is in the store)"
        }
        StoreError::Damaged(_) => {
            "if `url` of [store] names the right file and this program is the newest, restore the \
             last backup (docs/operations.md, Recover)"
        }
    };
    format!("{error}; {remedy}")
}

fn cannot_listen(address: &SocketAddr, key: &str, error: &io::Error) -> String {
    let (port, ip) = (address.port(), address.ip());
    let remedy = format!("give another one with `{key}` of [listen]");
    let kind = error.kind();
    if kind == io::ErrorKind::AddrInUse {
        format!("port {port} on {ip} is taken; {remedy}")
    } else if kind == io::ErrorKind::PermissionDenied {
        format!("port {port} on {ip} may not be used by this user; {remedy}")
    } else if kind == io::ErrorKind::AddrNotAvailable {
        format!("{ip} is no address of this machine; {remedy}")
    } else {
        format!("nothing can listen on port {port} of {ip} ({error}); {remedy}")
    }
}

/// A service that runs.
pub struct Running {
    /// The service.
    pub app: Arc<App>,
    /// Where the portal listens.
    pub portal_addr: SocketAddr,
    /// Where the office of a service centre listens.
    pub office_addr: SocketAddr,
    /// Where figures for monitoring are, if anywhere.
    pub metrics_addr: Option<SocketAddr>,
    link: Link,
    stop: watch::Sender<bool>,
    tasks: JoinSet<Ended>,
}

impl Running {
    /// Waits until the service cannot go on, which is never when all is well: the disk refused a
    /// durable write, or a part of the service died. Stop it then, and end the process as failed.
    pub async fn failed(&mut self) -> BootError {
        match self.tasks.join_next().await {
            Some(Ok(Ended::Store(error))) => BootError::Store(error),
            Some(Ok(Ended::Task(name))) => BootError::Ended(name),
            Some(Err(_)) => BootError::Ended("a part of the service"),
            None => std::future::pending().await,
        }
    }

    /// Stops in good order: nothing new is taken, what is under way ends, the link is unbound, the
    /// store is closed when the last [`App`] is dropped.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        let ended = async {
            // The work under way may still want the link, for whose end only its intake waits.
            while self.tasks.len() > 1 {
                drop(self.tasks.join_next().await);
            }
            self.link.shutdown().await;
            while self.tasks.join_next().await.is_some() {}
        };
        if tokio::time::timeout(PATIENCE, ended).await.is_err() {
            tracing::warn!(
                "something was still being done at the stop; it is left to the next start"
            );
        }
        self.tasks.shutdown().await;
    }
}

/// Starts the service: everything is checked and bound before anything is done.
///
/// # Errors
/// [`BootError`] in one sentence with its remedy.
pub async fn start(parts: Parts) -> Result<Running, BootError> {
    let Parts { config, clock, chance, registers, new_key } = parts;
    let laws = laws(config.law.as_deref())?;
    let portal = listen(config.listen.portal, "portal").await?;
    let office = listen(config.listen.office, "office").await?;
    let figures = match config.listen.metrics {
        Some(address) => Some(listen(address, "metrics").await?),
        None => None,
    };
    let key_file = KeyFile { path: &config.key_file, store: &config.store };
    key_file.make_if_missing(&chance, new_key)?;
    let store = own(&config.store).await.map_err(BootError::Store)?;
    let keys = key_file.read()?;

    let origin = config.listen.public.clone();
    let origin =
        origin.unwrap_or_else(|| format!("http://{}", local(&portal, config.listen.portal)));
    let seal = seal(config.seal.as_ref())?.map(Arc::new);
    let signatures = Signatures { seal, ..signatures(&config.eds, origin)? };
    let mut link_config = config.sms;
    link_config.jitter_seed = u64::try_from(chance() >> 64).unwrap_or_default();
    let (to_us, inbound) = mpsc::channel(gate::INBOUND_QUEUE);
    let link = Link::start(link_config, Arc::clone(&clock), to_us);
    let (bell, handed) = Bell::new();
    let sms: Arc<dyn SmsGate> = Arc::new(SmppGate::new(link.clone()));
    let pulse = Arc::default();
    let watched =
        Watched::new(registers(Arc::clone(&store)), Arc::clone(&pulse), Arc::clone(&clock));
    let app = Arc::new(App {
        registers: Arc::new(watched),
        pulse,
        store,
        sms,
        clock,
        chance,
        laws,
        texts: Arc::new(Texts::built_in()),
        keys,
        limits: config.limits,
        sign_in: SignIn { eds: config.sign_in.eds, qr: config.sign_in.qr, sms: config.sign_in.sms },
        signatures,
        kiosks: config.kiosks,
        office: office_settings(config.office, local(&office, config.listen.office)),
        bell,
        recent: crate::cases::RecentCases::default(),
    });

    let (stop, stopped) = watch::channel(false);
    let lists = tasks::revocation_lists(Arc::clone(&app), stopped.clone());
    let metrics = Arc::new(Metrics::new(Arc::clone(&app)));
    let mut tasks = JoinSet::new();
    let worked = worker::run(Arc::clone(&app), handed, stopped.clone());
    tasks.spawn(tasks::named("the worker", worked));
    tasks.spawn(tasks::named("the intake of SMS", gate::take_in(Arc::clone(&app), inbound)));
    tasks.spawn(tasks::named("the revocation lists", lists));
    tasks.spawn(tasks::sweep(Arc::clone(&app), stopped.clone()));
    tasks.spawn(tasks::nights(Arc::clone(&app), stopped.clone()));
    tasks.spawn(tasks::watch_store(Arc::clone(&app.store), stopped.clone()));
    let portal_addr = local(&portal, config.listen.portal);
    let faces = metrics.counting(web::router(Arc::clone(&app)));
    tasks.spawn(tasks::named("the portal", serve(portal, faces, stopped.clone())));
    let office_addr = local(&office, config.listen.office);
    let faces = metrics.counting(web::office(Arc::clone(&app)));
    tasks.spawn(tasks::named("the office", serve(office, faces, stopped.clone())));
    let metrics_addr = figures.as_ref().zip(config.listen.metrics).map(|(l, a)| local(l, a));
    if let Some(listener) = figures {
        tasks.spawn(tasks::named("monitoring", serve(listener, metrics.router(), stopped)));
    }
    Ok(Running { app, portal_addr, office_addr, metrics_addr, link, stop, tasks })
}

/// What the office goes by; where nothing is said people reach it where it listens.
fn office_settings(office: config::Office, listens: SocketAddr) -> OfficeSettings {
    let origin = office.public.unwrap_or_else(|| format!("http://{listens}"));
    OfficeSettings { origin, audit_share: office.audit_share }
}

/// Opens the store to work on it; makes it, or brings its schema up to date.
///
/// # Errors
/// The store cannot be opened.
pub async fn own(place: &Place) -> Result<Arc<dyn Store>, StoreError> {
    Ok(match place {
        Place::File(path) => Arc::new(Sqlite::open(path, sqlite::Options::default())?),
        Place::Database(url) => Arc::new(Postgres::open(url, postgres::Options::default()).await?),
    })
}

/// Opens the store to look into it, also while a service works on it.
///
/// # Errors
/// The store cannot be opened, or is of an older version.
pub async fn look(place: &Place) -> Result<Arc<dyn Store>, StoreError> {
    Ok(match place {
        Place::File(path) => Arc::new(Sqlite::open_read_only(path)?),
        Place::Database(url) => Arc::new(Postgres::look(url, postgres::Options::default()).await?),
    })
}

/// The built-in parameters, with a file laid over them where there is one.
///
/// # Errors
/// [`BootError::Law`] naming the line.
pub fn laws(file: Option<&Path>) -> Result<Laws, BootError> {
    let Some(file) = file else { return Ok(Laws::built_in()) };
    let wrong = |what| BootError::Law { file: file.to_owned(), what };
    match std::fs::read_to_string(file) {
        Ok(text) => Laws::with_overlay(&text).map_err(|error| wrong(error.to_string())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Laws::built_in()),
        Err(error) => Err(wrong(format!("the law file cannot be read: {error}"))),
    }
}

async fn listen(address: SocketAddr, key: &'static str) -> Result<TcpListener, BootError> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|error| BootError::Listen { address, key, error })
}

/// Where it listens: with the port that was given where any would do.
fn local(listener: &TcpListener, asked: SocketAddr) -> SocketAddr {
    listener.local_addr().unwrap_or(asked)
}

async fn serve(listener: TcpListener, router: Router, stopped: watch::Receiver<bool>) {
    if let Err(error) = web::serve(listener, router, stopped).await {
        tracing::error!(%error, "listening ended");
    }
}
