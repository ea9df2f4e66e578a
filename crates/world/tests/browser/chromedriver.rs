//! The process of chromedriver, one for all tests of this file.

use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// Starts chromedriver in a session of its own and waits for the end of its own input, which comes
/// when the tests are over, whatever ended them. Then it ends the browsers and removes the folder.
const GUARD: &str = "setsid chromedriver --port=0 & driver=$!
read -r _
kill -s KILL -- \"-$driver\"
rm -rf \"$1\"";

/// Chromedriver while it runs.
pub(crate) struct Chromedriver {
    pub(crate) address: SocketAddr,
    /// The guard's input: closed by the system with this process.
    _guarded: ChildStdin,
}

impl Chromedriver {
    /// Starts it on a free port; `folder` is removed at the end.
    pub(crate) fn start(folder: &Path) -> Self {
        let mut guard = Command::new("sh")
            .args(["-c", GUARD, "guard"])
            .arg(folder)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh starts");
        let (guarded, output) = (guard.stdin.take().unwrap(), guard.stdout.take().unwrap());
        let (heard, port) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some((_, port)) = line.split_once("successfully on port ") {
                    heard.send(port.trim_end_matches('.').parse::<u16>()).ok();
                }
            }
            guard.wait().ok();
        });
        let port = port.recv_timeout(Duration::from_secs(30));
        let port = port.expect("chromedriver starts: apt-get install chromium chromium-driver");
        Self { address: (Ipv4Addr::LOCALHOST, port.expect("a port")).into(), _guarded: guarded }
    }
}
