//! A folder with a configuration, and the program run in it.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// How long the program may take for anything before the test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A folder of its own, removed at the end.
pub(crate) struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            drop(std::fs::remove_dir_all(&self.0));
        }
    }
}

/// What the program said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    #[track_caller]
    pub(crate) fn succeeds(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self.out
    }

    #[track_caller]
    pub(crate) fn fails(self) -> String {
        assert_eq!(self.code, Some(1), "{}{}", self.out, self.err);
        self.err
    }
}

impl Place {
    pub(crate) fn new(name: &str) -> Self {
        let name = format!("tirkeu-commands-{name}-{}", std::process::id());
        let place = Self(std::env::temp_dir().join(name));
        std::fs::create_dir_all(&place.0).unwrap();
        place.write(
            "tirkeu.toml",
            "[store]\nurl = \"sqlite://tirkeu.db\"\n\
             [listen]\nportal = \"127.0.0.1:0\"\noffice = \"127.0.0.1:0\"\nmetrics = \"127.0.0.1:0\"\n\
             [sms]\nurl = \"smpp://tirkeu@127.0.0.1:1\"\n\
             [eds]\nocsp = \"off\"\nlists = \"off\"\nstamps = \"off\"\n",
        );
        place
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.0.join(file)
    }

    /// Writes a file, with the folders it is in.
    pub(crate) fn write(&self, file: &str, what: impl AsRef<[u8]>) {
        let path = self.path(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, what).unwrap();
    }

    pub(crate) fn append(&self, file: &str, text: &str) {
        let before = std::fs::read_to_string(self.path(file)).unwrap();
        self.write(file, before + text);
    }

    pub(crate) fn replace(&self, file: &str, from: &str, to: &str) {
        let before = std::fs::read_to_string(self.path(file)).unwrap();
        self.write(file, before.replace(from, to));
    }

    pub(crate) fn private(&self, file: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(self.path(file), mode).unwrap();
    }

    fn command(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tirkeu"));
        command.args(args).current_dir(&self.0);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("TIRKEU") {
                command.env_remove(name);
            }
        }
        command
    }

    pub(crate) fn run(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Said {
        self.run_with::<&str, &str>(args, [])
    }

    pub(crate) fn run_with<N: AsRef<OsStr>, V: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = impl AsRef<OsStr>>,
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> Said {
        let output = self.command(args).envs(variables).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Starts the service and waits until it says where it is.
    pub(crate) fn serve_with<const N: usize>(&self, args: [&str; N]) -> Service {
        let log = self.path("log");
        let mut child = self
            .command(["serve"].iter().chain(&args))
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let (say, hear) = mpsc::channel();
        std::thread::spawn(move || {
            let heard = |line: String| say.send(line);
            BufReader::new(out).lines().map_while(Result::ok).try_for_each(heard)
        });
        let mut service = Service { child, log, portal: String::new(), metrics: String::new() };
        for address in ["portal", "metrics"] {
            let line = hear.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("{}", service.said()));
            let at = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
            match address {
                "portal" => service.portal = at,
                _ => service.metrics = at,
            }
        }
        service
    }
}

/// A service that runs; killed when it is dropped.
pub(crate) struct Service {
    child: Child,
    log: PathBuf,
    pub(crate) portal: String,
    metrics: String,
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Service {
    fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> String {
        get(&self.portal, path)
    }

    pub(crate) fn metrics(&self) -> String {
        get(&self.metrics, "/metrics")
    }

    /// Asks it to stop, and gives back its log.
    #[track_caller]
    pub(crate) fn stops_cleanly(mut self) -> String {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let (say, hear) = mpsc::channel();
        let watched = pid.clone();
        // A service that does not stop is stopped, so that the wait below ends.
        let watch = std::thread::spawn(move || {
            if hear.recv_timeout(PATIENCE).is_err() {
                drop(Command::new("kill").args(["-KILL", &watched]).status());
            }
        });
        let status = self.child.wait().unwrap();
        say.send(()).unwrap();
        watch.join().unwrap();
        assert_eq!(status.code(), Some(0), "{}", self.said());
        self.said()
    }
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
