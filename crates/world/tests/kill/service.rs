//! The real program: found or built, started, watched from outside, killed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, mpsc};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::watch;

/// How long anything may take before the test fails. Work that was held comes back within a minute.
pub(crate) const PATIENCE: Duration = Duration::from_secs(100);

/// After so long without a commit a kill that waits for more comes all the same.
const QUIET: Duration = Duration::from_secs(2);

/// The program that is tried.
static PROGRAM: LazyLock<PathBuf> = LazyLock::new(program);

/// The program beside the test, built if it is not there or older than what it is made of.
fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).expect("target/debug/deps");
    let program = profile.join("tirkeu");
    let built = fs::metadata(&program).and_then(|meta| meta.modified()).ok();
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("crates");
    let parts = ["residence", "service", "smpp", "store"];
    let newest = parts.iter().filter_map(|part| newest(&crates.join(part).join("src"))).max();
    if built < newest {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--package", "service", "--bin", "tirkeu"]);
        build.arg("--target-dir").arg(profile.parent().expect("target")).current_dir(crates);
        if profile.ends_with("release") {
            build.arg("--release");
        }
        let done = build.status().is_ok_and(|status| status.success());
        let name = program.display();
        assert!(done && program.is_file(), "{name} is not built; run `cargo build -p service`");
    }
    program
}

/// When a file in a folder was changed last.
fn newest(folder: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let changed = |entry: fs::DirEntry| {
        let meta = entry.metadata().ok()?;
        if meta.is_dir() { newest(&entry.path()) } else { meta.modified().ok() }
    };
    entries.filter_map(changed).max()
}

/// Where the service is: which start this is, and its address while it lives.
pub(crate) type Place = (u32, Option<SocketAddr>);

/// A service in a folder of its own.
pub(crate) struct Service {
    folder: PathBuf,
    child: Mutex<Option<Child>>,
    place: watch::Sender<Place>,
    /// A library that stands between the program and the system.
    before: OnceLock<PathBuf>,
    /// Each file that was read for the count of commits, by its inode.
    shared: Mutex<BTreeMap<u64, Arc<File>>>,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.kill();
        if !std::thread::panicking() {
            drop(fs::remove_dir_all(&self.folder));
        }
    }
}

impl Service {
    /// A folder with a configuration and an empty store; nothing runs yet.
    pub(crate) fn new(name: &str, centre: SocketAddr) -> Self {
        let folder = std::env::temp_dir().join(format!("tirkeu-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap();
        let config = format!(
            "[store]\nurl = \"sqlite://tirkeu.db\"\n\
             [listen]\nportal = \"127.0.0.1:0\"\noffice = \"127.0.0.1:0\"\nmetrics = \"off\"\n\
             [sms]\nurl = \"smpp://tirkeu@{centre}\"\n[sign_in]\nsms = true\n\
             [limits]\ncode_resend_seconds = 1\ncodes_in_15_minutes = 1000\ncode_tries = 1000\n\
             failures_an_hour = 1000\nconsent_rounds_a_day = 1000\nrequests_a_minute = 100000000\n"
        );
        fs::write(folder.join("tirkeu.toml"), config).unwrap();
        let (place, _) = watch::channel((0, None));
        let service = Self {
            folder,
            child: Mutex::default(),
            place,
            before: OnceLock::new(),
            shared: Mutex::default(),
        };
        assert!(service.command("migrate").status().unwrap().success(), "a new store is made");
        service
    }

    /// The file of the store.
    pub(crate) fn store(&self) -> PathBuf {
        self.folder.join("tirkeu.db")
    }

    /// Where the service is; changes can be waited for.
    pub(crate) fn place(&self) -> watch::Receiver<Place> {
        self.place.subscribe()
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(&*PROGRAM);
        command.args([name, "--config", "tirkeu.toml"]).current_dir(&self.folder);
        let ours = |name: &str| name.starts_with("TIRKEU");
        let variables = std::env::vars_os().map(|(name, _)| name);
        for name in variables.filter(|name| name.to_str().is_some_and(ours)) {
            command.env_remove(name);
        }
        let log = File::options().create(true).append(true).open(self.folder.join("log")).unwrap();
        command.stdout(Stdio::piped()).stderr(log);
        if let Some(library) = self.before.get() {
            command.env("LD_PRELOAD", library);
        }
        command
    }

    /// From the next start on, a library stands between the program and the system.
    pub(crate) fn load_before(&self, library: PathBuf) {
        self.before.set(library).expect("one library");
    }

    /// What the program wrote, for a failure to show.
    fn said(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// Starts the service, with nothing but the plain command, and waits until it listens.
    pub(crate) fn start(&self) {
        let mut child = self.command("serve").spawn().unwrap();
        let out = child.stdout.take().expect("a pipe");
        *self.child.lock().unwrap() = Some(child);
        let (say, hear) = mpsc::channel();
        std::thread::spawn(move || {
            let heard = |line: String| say.send(line);
            drop(BufReader::new(out).lines().map_while(Result::ok).try_for_each(heard));
        });
        let line = hear.recv_timeout(PATIENCE);
        let line = line.unwrap_or_else(|_| panic!("it does not start:\n{}", self.said()));
        let address = line.split("http://").nth(1).and_then(|at| at.trim().parse().ok());
        let address = address.unwrap_or_else(|| panic!("no address: {line}"));
        self.place.send_modify(|place| *place = (place.0 + 1, Some(address)));
    }

    /// Kills the service (SIGKILL); whether it lived.
    pub(crate) fn kill(&self) -> bool {
        let Some(mut child) = self.child.lock().unwrap().take() else { return false };
        let lived = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        self.place.send_modify(|place| place.1 = None);
        lived
    }

    /// Waits until the service has ended by itself; how, and what it had written to its log.
    pub(crate) fn ended(&self) -> (ExitStatus, String) {
        let begun = Instant::now();
        loop {
            let status = self.child.lock().unwrap().as_mut().expect("a child").try_wait().unwrap();
            if let Some(status) = status {
                drop(self.child.lock().unwrap().take());
                self.place.send_modify(|place| place.1 = None);
                return (status, self.said());
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end:\n{}", self.said());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The most memory that the service has had at a time, in KiB, where the system says so.
    pub(crate) fn most_memory(&self) -> Option<u64> {
        let number = self.child.lock().unwrap().as_ref()?.id();
        let status = fs::read_to_string(format!("/proc/{number}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.split_whitespace().next()?.parse().ok()
    }

    /// What SQLite shares with readers while the store is open. It stays open here: to close it
    /// would give back every lock on it that readers in this process hold, and the next start of the
    /// service would empty it under them.
    fn shared(&self) -> Arc<File> {
        let path = self.folder.join("tirkeu.db-shm");
        let number = fs::metadata(&path).unwrap().ino();
        let mut all = self.shared.lock().unwrap();
        let open = all.entry(number).or_insert_with(|| Arc::new(File::open(path).unwrap()));
        Arc::clone(open)
    }

    /// How often the store was written since it was opened.
    pub(crate) fn commits(&self) -> u32 {
        Self::count(&self.shared())
    }

    /// The count that goes up when a commit can be seen (sqlite.org/walformat.html, 2.1).
    fn count(shared: &File) -> u32 {
        let mut count = [0; 4];
        drop(shared.read_exact_at(&mut count, 8));
        u32::from_ne_bytes(count)
    }

    /// Waits until so many more commits can be seen, or nothing has been written for a while;
    /// whether that came before `over` was said.
    pub(crate) fn sees(&self, commits: u32, over: &AtomicBool) -> bool {
        let shared = self.shared();
        let before = Self::count(&shared);
        let mut last = (0, Instant::now());
        while last.0 < commits && last.1.elapsed() < QUIET {
            if over.load(Ordering::Relaxed) {
                return false;
            }
            std::thread::yield_now();
            let seen = Self::count(&shared).wrapping_sub(before);
            if seen != last.0 {
                last = (seen, Instant::now());
            }
        }
        true
    }

    /// Kills the service so long after so many more commits, see [`Self::sees`].
    pub(crate) fn kill_after(&self, commits: u32, later: Duration, over: &AtomicBool) -> bool {
        if !self.sees(commits, over) {
            return false;
        }
        let seen = Instant::now();
        while seen.elapsed() < later {
            std::hint::spin_loop();
        }
        assert!(self.kill(), "it ended by itself:\n{}", self.said());
        true
    }
}

/// Runs something that blocks, away from the tasks.
pub(crate) async fn aside<T: Send + 'static>(
    service: &Arc<Service>,
    work: impl FnOnce(&Service) -> T + Send + 'static,
) -> T {
    let service = Arc::clone(service);
    tokio::task::spawn_blocking(move || work(&service)).await.unwrap()
}
