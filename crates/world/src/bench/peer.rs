//! OpenSSL as a process beside ours, which checks the same signatures.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const SCRIPT: &str = include_str!("openssl.py");

/// A signature as OpenSSL is given it.
pub(super) struct Given {
    /// The engine, or `-`.
    pub(super) engine: &'static str,
    /// `SubjectPublicKeyInfo`.
    pub(super) key: Vec<u8>,
    pub(super) signature: Vec<u8>,
    pub(super) digest: Vec<u8>,
}

/// The process.
pub(super) struct Peer {
    process: Child,
    says: ChildStdin,
    hears: BufReader<ChildStdout>,
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It ends by itself when nobody speaks to it any more.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Peer {
    pub(super) fn start() -> io::Result<Self> {
        let mut process = Command::new("python3")
            .args(["-c", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let missing = || io::Error::other("it has no input or output");
        let says = process.stdin.take().ok_or_else(missing)?;
        let hears = BufReader::new(process.stdout.take().ok_or_else(missing)?);
        Ok(Self { process, says, hears })
    }

    fn ask(&mut self, line: &str) -> io::Result<String> {
        writeln!(self.says, "{line}")?;
        let mut answer = String::new();
        if self.hears.read_line(&mut answer)? == 0 {
            return Err(io::Error::other("python3 finds no libcrypto, or has ended"));
        }
        Ok(answer.trim().to_owned())
    }

    /// Hands a signature over: its version, or why it does not check it.
    pub(super) fn load(&mut self, name: &str, given: &Given) -> Result<String, String> {
        let Given { engine, key, signature, digest } = given;
        let [key, signature, digest] = [key, signature, digest].map(|bytes| hex(bytes));
        let answer = self.ask(&format!("load {name} {engine} {key} {signature} {digest}"));
        let answer = answer.map_err(|error| error.to_string())?;
        match answer.split_once(' ') {
            Some(("ok", version)) => Ok(version.to_owned()),
            Some((_, why)) => Err(why.to_owned()),
            None => Err(answer),
        }
    }

    /// Nanoseconds that so many checks take.
    pub(super) fn run(&mut self, name: &str, times: u32) -> io::Result<u64> {
        self.ask(&format!("run {name} {times}"))?.parse().map_err(io::Error::other)
    }
}
