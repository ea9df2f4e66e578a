//! What all tests of this file share: the world with the real service in it, chromedriver, a site of
//! trial pages.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use residence::names::Phone;
use tokio::runtime::{Builder, Runtime};
use world::demo::{Settings, World, start};
use world::journey::Road;
use world::key_holder::{Choice, KeyHolder, Mode, Which};
use world::phones::code_in;
use world::stories::Story;

use crate::chromedriver::Chromedriver;
use crate::people::Somebody;
use crate::trial;

/// How long the world may take with anything.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often each story is told besides the first time: each journey has people of its own.
const COPIES: u64 = 80;

static STAGE: LazyLock<Option<Stage>> =
    LazyLock::new(|| match std::env::var_os("TIRKEU_BROWSER") {
        Some(installed) => Some(Stage::set_up(Path::new(&installed))),
        None => {
            // Past the test harness, which keeps the print macros quiet.
            writeln!(std::io::stderr(), "left out: browser tests (run ./test)").ok();
            None
        }
    });

/// The shared stage, set up with the first test; `None` where there is no browser.
pub(crate) fn stage() -> Option<&'static Stage> {
    STAGE.as_ref()
}

/// The world, the browsers' driver, the trial pages.
pub(crate) struct Stage {
    runtime: Runtime,
    /// The world, with the service under test.
    pub(crate) world: World,
    pub(crate) chromedriver: Chromedriver,
    /// The accessibility checker, as a script.
    pub(crate) axe: String,
    trial: SocketAddr,
    folder: PathBuf,
    profiles: AtomicUsize,
    claimed: Mutex<BTreeMap<&'static str, usize>>,
}

/// The program that holds everybody's keys, while one test has it.
pub(crate) struct Keys<'s> {
    pub(crate) holder: &'s KeyHolder,
    _alone: MutexGuard<'static, ()>,
}

impl Keys<'_> {
    /// Chooses one of the keys of somebody; it signs even where it does not fit.
    pub(crate) fn chooses(&self, who: Somebody, which: Which) {
        self.holder.choose(Some(Choice { iin: who.iin, which, always: true }));
    }
}

impl Drop for Keys<'_> {
    fn drop(&mut self) {
        self.holder.choose(None);
        self.holder.set_mode(Mode::Ready);
    }
}

impl Stage {
    fn set_up(installed: &Path) -> Self {
        let axe = installed.join("node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&axe).unwrap_or_else(|error| {
            panic!("{}: {error}; run npm ci in {}", axe.display(), installed.display())
        });
        let folder = std::env::temp_dir().join(format!("tirkeu-browser-{}", std::process::id()));
        std::fs::remove_dir_all(&folder).ok();
        std::fs::create_dir_all(&folder).expect("a folder for this run");
        let chromedriver = Chromedriver::start(&folder);
        let runtime = Builder::new_multi_thread().enable_all().build().expect("a runtime");
        let settings = Settings {
            once: true,
            fresh: true,
            data: folder.join("data"),
            law: None,
            portal_port: 0,
            office_port: 0,
            phones_port: 0,
            kiosk_port: None,
            smpp_port: 0,
            signer_port: 0,
        };
        let mut world = runtime.block_on(start(&settings)).expect("the world starts");
        runtime.block_on(world.tell_again(COPIES)).expect("more people");
        let trial = runtime.block_on(trial::serve());
        Self {
            runtime,
            world,
            chromedriver,
            axe,
            trial,
            folder,
            profiles: AtomicUsize::new(0),
            claimed: Mutex::default(),
        }
    }

    /// A folder that is not there yet.
    pub(crate) fn new_profile(&self) -> PathBuf {
        self.folder.join(format!("profile-{}", self.profiles.fetch_add(1, Ordering::Relaxed)))
    }

    /// The address of a path of the portal.
    pub(crate) fn portal(&self, path: &str) -> String {
        format!("http://{}{path}", self.world.running.portal_addr)
    }

    /// The address of a path of the phones.
    pub(crate) fn phones(&self, path: &str) -> String {
        format!("http://{}{path}", self.world.phones_addr)
    }

    /// The address of a trial page, see [`trial`].
    pub(crate) fn trial(&self, path: &str) -> String {
        format!("http://{}{path}", self.trial)
    }

    /// A story of this name whose people nobody has had yet.
    #[track_caller]
    pub(crate) fn story(&self, id: &str) -> &Story {
        let mut alike = self.world.told.iter().filter(|story| story.id == id);
        let mut claimed = self.claimed.lock().unwrap_or_else(PoisonError::into_inner);
        let first = alike.clone().next().expect("such a story");
        let next = claimed.entry(first.id).or_default();
        *next += 1;
        alike.nth(*next - 1).unwrap_or_else(|| panic!("the story {id} is told no more; see COPIES"))
    }

    /// What the journeys over the API need: answers by SMS, and looking at an application.
    pub(crate) fn road(&self) -> Road<'_> {
        Road {
            portal: self.world.running.portal_addr,
            phones: &self.world.phones,
            centre: &self.world.centre,
        }
    }

    /// Waits for what the world does.
    #[track_caller]
    pub(crate) fn wait<T>(&self, what: &str, future: impl Future<Output = T>) -> T {
        let bounded = async { tokio::time::timeout(PATIENCE, future).await };
        self.runtime.block_on(bounded).unwrap_or_else(|_| panic!("{what} took too long"))
    }

    /// How many messages a phone has; to be asked before what will send another.
    pub(crate) fn received(&self, phone: Phone) -> usize {
        self.world.phones.messages(phone).map_or(0, |messages| messages.len())
    }

    /// The program that holds everybody's keys, for one test alone: what it is told to do holds for
    /// all who ask it.
    pub(crate) fn keys(&self) -> Keys<'_> {
        static ALONE: Mutex<()> = Mutex::new(());
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        Keys { holder: &self.world.keys, _alone: alone }
    }

    /// Switches a phone off: what is sent to it stays with the centre.
    pub(crate) fn switch_off(&self, phone: Phone) {
        self.world.phones.switch(phone, false);
    }

    /// The code of so many digits in the SMS that comes after so many messages: six digits to sign in
    /// and to sign, eight to consent.
    #[track_caller]
    pub(crate) fn code(&self, phone: Phone, digits: usize, after: usize) -> String {
        let phones = &self.world.phones;
        let wanted = |message: &world::phones::Message| {
            let messages = phones.messages(phone).unwrap_or_default();
            let newer = messages.iter().skip(after).any(|other| other == message);
            newer && code_in(&message.text, digits).is_some()
        };
        let message = self.wait("an SMS with a code", phones.wait_for(phone, wanted));
        code_in(&message.text, digits).unwrap_or_default().to_owned()
    }
}
