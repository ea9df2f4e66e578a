//! The demo: everything on one machine, with one application carried all the way first.

mod data;
mod first;
mod kiosk;
mod office;
mod tell;
mod totals;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use residence::names::Phone;
use service::boot::{self, Parts, Running};
use service::clock::Clock;
use service::config::{Config, Eds, Trust};
use service::limits::Limits;
use tokio::net::TcpListener;

use crate::authority::Authority;
use crate::authority::web::Served;
use crate::journey::Stuck;
use crate::key_holder::{KeyHolder, Owner};
use crate::phones::web::{Booth, router};
use crate::phones::{Holder, Phones};
use crate::population::Population;
use crate::sms_centre::SmsCentre;
use crate::stories::{Story, stories};

pub use tell::say;

/// How many households the demo's population has.
const HOUSEHOLDS: u64 = 400;
/// How often each story is told with people of its own.
const COPIES: u64 = 1;

/// How the demo is started.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Stop after the first application.
    pub once: bool,
    /// Empty the data folder first.
    pub fresh: bool,
    /// The data folder.
    pub data: PathBuf,
    /// A law file to lay over the built-in one.
    pub law: Option<PathBuf>,
    /// Where the portal listens.
    pub portal_port: u16,
    /// Where the office of the service centre listens.
    pub office_port: u16,
    /// Where the phones listen.
    pub phones_port: u16,
    /// Where the kiosk is; where nothing is said two ports behind the portal, or wherever there is room.
    pub kiosk_port: Option<u16>,
    /// Where the SMS centre listens.
    pub smpp_port: u16,
    /// Where the program that holds everybody's keys listens; the certification authority is at the
    /// port behind it.
    pub signer_port: u16,
}

/// Why the demo cannot go on, in one sentence with the remedy.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failed(pub String);

impl From<Stuck> for Failed {
    fn from(Stuck(what): Stuck) -> Self {
        Self(what)
    }
}

fn here(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

fn taken(what: &str, port: u16, option: &str) -> impl Fn(io::Error) -> Failed {
    let (what, option) = (what.to_owned(), option.to_owned());
    move |error| {
        if error.kind() == io::ErrorKind::AddrInUse {
            return Failed(format!(
                "port {port} for {what} is taken by another program; stop it or choose one with \
                 {option}"
            ));
        }
        Failed(format!("{what} cannot listen on port {port}: {error}"))
    }
}

/// The whole world of the demo while it runs.
pub struct World {
    /// The service.
    pub running: Running,
    /// Everybody's phones.
    pub phones: Arc<Phones>,
    /// Where the page of the phones is.
    pub phones_addr: SocketAddr,
    /// Where the kiosk is: the server in front of it.
    pub kiosk_addr: SocketAddr,
    /// Whether its people were made at this start.
    pub new: bool,
    /// The SMS centre.
    pub centre: SmsCentre,
    /// The certification authority.
    pub authority: Served,
    /// The program that holds everybody's keys.
    pub keys: KeyHolder,
    /// The stories that can be tried.
    pub told: Vec<Story>,
    /// Everybody else.
    pub population: Population,
}

impl World {
    /// Tells each story so many times more, with people and dwellings of their own; the page of the
    /// phones keeps to the first.
    ///
    /// # Errors
    /// [`Failed`] when the registers take no more people in.
    pub async fn tell_again(&mut self, times: u64) -> Result<(), Failed> {
        let (seed, today) = (self.population.seed(), self.population.today());
        let known = self.told.len();
        let more = stories(seed, COPIES + times, today).split_off(known);
        let store = &*self.running.app.store;
        data::import(store, more.iter().flat_map(|story| story.snapshot.clone().imports())).await?;
        hand_out_phones(&self.phones, &self.population, &more);
        self.keys.admit(people(&self.population, &more));
        self.told.extend(more);
        Ok(())
    }
}

/// Starts everything, carries one application all the way, and stays up unless told otherwise.
///
/// # Errors
/// [`Failed`] saying what stands in the way and what to do.
pub async fn run(settings: Settings) -> Result<(), Failed> {
    let started = std::time::Instant::now();
    let mut world = start(&settings).await?;
    say(&format!("\nEverything is up after {:.1} s.\n", started.elapsed().as_secs_f64()));
    first::application(&world).await?;
    if settings.once {
        world.running.stop().await;
        return Ok(());
    }
    tell::who_can_try(&world);
    let ended = tokio::select! {
        () = asked_to_stop() => Ok(()),
        error = world.running.failed() => Err(Failed(error.to_string())),
    };
    say("\nStopping.");
    world.running.stop().await;
    ended
}

/// Waits for Ctrl-C or SIGTERM.
async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => drop(terminate.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Starts everything; a port of 0 is any free one.
///
/// # Errors
/// [`Failed`] saying what stands in the way and what to do.
pub async fn start(settings: &Settings) -> Result<World, Failed> {
    if let Some(law) = settings.law.as_ref().filter(|law| !law.is_file()) {
        return Err(Failed(format!("there is no law file {}; check --law", law.display())));
    }
    // The service would name its configuration; here it is an option.
    let portal = here(settings.portal_port);
    drop(std::net::TcpListener::bind(portal).map_err(taken(
        "the portal",
        settings.portal_port,
        "--portal-port",
    ))?);
    let office = here(settings.office_port);
    drop(std::net::TcpListener::bind(office).map_err(taken(
        "the office",
        settings.office_port,
        "--office-port",
    ))?);
    let clock = service::clock::system();
    let folder = data::open(&settings.data, settings.fresh, clock())?;
    let phones = Arc::new(Phones::new(Arc::clone(&clock)));
    let centre = SmsCentre::start(here(settings.smpp_port), phones.clone()).map_err(taken(
        "the SMS centre",
        settings.smpp_port,
        "--smpp-port",
    ))?;
    let listener = TcpListener::bind(here(settings.phones_port)).await.map_err(taken(
        "the phones page",
        settings.phones_port,
        "--phones-port",
    ))?;
    let phones_addr = listener.local_addr().map_err(|error| Failed(error.to_string()))?;
    let front = front_of_kiosk(settings).await?;
    let kiosk_addr = front.local_addr().map_err(|error| Failed(error.to_string()))?;

    let authority = certification(settings, &clock).await?;
    let population = Population::generate(folder.seed, HOUSEHOLDS, folder.made_on);
    let told = stories(folder.seed, COPIES, folder.made_on);
    let keys = key_holder(settings, &authority, people(&population, &told)).await?;
    let config = config(settings, &centre, &authority, &keys)?;
    let running = boot::start(Parts { clock, ..Parts::of(config) });
    let running = running.await.map_err(|error| Failed(error.to_string()))?;
    let new = folder.fill(&*running.app.store, &population, &told).await?;
    office::seat(&*running.app.store, &population, running.app.now()).await?;
    hand_out_phones(&phones, &population, &told);

    let booth = Booth::new(Arc::clone(&phones), centre.clone(), &told, running.portal_addr)
        .with_keys(keys.keys());
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router(booth)).await {
            tracing::error!(%error, "the phones page has stopped");
        }
    });
    tokio::spawn(kiosk::serve(front, running.portal_addr));
    Ok(World {
        running,
        new,
        phones,
        phones_addr,
        kiosk_addr,
        centre,
        authority,
        keys,
        told,
        population,
    })
}

/// Where the server in front of the kiosk listens.
async fn front_of_kiosk(settings: &Settings) -> Result<TcpListener, Failed> {
    if let Some(port) = settings.kiosk_port {
        let bound = TcpListener::bind(here(port)).await;
        return bound.map_err(taken("the kiosk", port, "--kiosk-port"));
    }
    let near = settings.portal_port.checked_add(2).filter(|_| settings.portal_port > 0);
    match TcpListener::bind(here(near.unwrap_or(0))).await {
        Ok(listener) => Ok(listener),
        Err(_) => TcpListener::bind(here(0)).await.map_err(taken("the kiosk", 0, "--kiosk-port")),
    }
}

/// The certification authority, which remembers in the data folder what it has revoked.
async fn certification(settings: &Settings, clock: &Clock) -> Result<Served, Failed> {
    let port = settings.signer_port.checked_add(u16::from(settings.signer_port > 0));
    let port = port.ok_or_else(|| Failed("--signer-port must be below 65535".to_owned()))?;
    let authority = Authority::open(Arc::clone(clock), &settings.data.join("authority"))
        .map_err(|error| Failed(format!("the revocations in the data folder: {error}")))?;
    Served::start(here(port), Arc::new(authority)).await.map_err(taken(
        "the certification authority, the port behind the key-holder's,",
        port,
        "--signer-port",
    ))
}

/// The program that holds the keys of everybody in the demo.
async fn key_holder(
    settings: &Settings,
    authority: &Served,
    owners: Vec<Owner>,
) -> Result<KeyHolder, Failed> {
    let address = here(settings.signer_port);
    KeyHolder::start(address, Arc::clone(&authority.authority), owners).await.map_err(taken(
        "the key-holder",
        settings.signer_port,
        "--signer-port",
    ))
}

/// Who has keys: those of the stories first, then everybody else.
fn people(population: &Population, told: &[Story]) -> Vec<Owner> {
    let mut owners = office::owners(population);
    for story in told {
        let note = format!("Story {}", story.id);
        let of_story = story.snapshot.persons.iter();
        owners.extend(of_story.map(|person| Owner { person: person.into(), note: note.clone() }));
    }
    for neighbourhood in population.iter() {
        let of_street = neighbourhood.snapshot.persons.iter();
        owners.extend(of_street.map(|row| Owner { person: row.into(), note: String::new() }));
    }
    owners
}

fn config(
    settings: &Settings,
    centre: &SmsCentre,
    authority: &Served,
    keys: &KeyHolder,
) -> Result<Config, Failed> {
    let url = format!("smpp://demo@{}", centre.address());
    let mut sms = smpp::LinkConfig::parse(&url, "").map_err(|error| Failed(error.to_string()))?;
    // A trial may have an hour of seconds: what the centre has for us must be known as quickly.
    sms.enquire_link_interval = Duration::from_millis(500);
    sms.quiet = Duration::from_millis(200);
    let mut config = Config::new(settings.data.join("tirkeu.db"), sms);
    config.listen.portal = here(settings.portal_port);
    config.listen.office = here(settings.office_port);
    config.listen.metrics = None;
    config.law.clone_from(&settings.law);
    config.eds = Eds {
        ocsp: authority.ocsp().parse().ok(),
        lists: authority.lists().iter().filter_map(|list| list.parse().ok()).collect(),
        stamps: authority.tsp().parse().ok(),
        key_holder: format!("{}/", keys.url()),
        ..Eds::of(Trust::Demo)
    };
    config.seal = Some(data::seal(&settings.data, &authority.authority)?);
    // Everybody in the demo may sign in by SMS, from one address: both are closed in production.
    config.sign_in.sms = true;
    config.kiosks = kiosk::registered();
    config.limits = Limits { requests_a_minute: 1_000_000, ..Limits::default() };
    Ok(config)
}

fn hand_out_phones(phones: &Phones, population: &Population, told: &[Story]) {
    let give = |phone: Phone, iin, name: String, note: String| {
        if phones.holder(phone).is_none_or(|holder| holder.note.is_empty()) {
            phones.give(Holder { phone, name, iin, note });
        }
    };
    for story in told {
        let scenario = &story.scenario;
        for binding in &story.snapshot.phones {
            let row = story.snapshot.person(binding.iin);
            let name = row.map(|person| person.full_name()).unwrap_or_default();
            let part = if binding.iin == scenario.applicant {
                "applies"
            } else if scenario.asks.iter().any(|ask| ask.iin == binding.iin) {
                "is asked"
            } else {
                "takes part"
            };
            give(binding.phone, binding.iin, name, format!("Story {}: {part}", story.id));
        }
    }
    for neighbourhood in population.iter() {
        for binding in &neighbourhood.snapshot.phones {
            let row = neighbourhood.snapshot.person(binding.iin);
            let name = row.map(|person| person.full_name()).unwrap_or_default();
            give(binding.phone, binding.iin, name, String::new());
        }
    }
}
