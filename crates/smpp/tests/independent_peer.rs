//! The link against an SMS centre written by others: the npm package `smpp` in server mode, see
//! `peer/server.js`. It needs Node.js and a folder where `npm ci` was run, named by
//! `TIRKEU_SMPP_PEER`; without that the test says so and checks nothing.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail where it stands")]

use jiff::Timestamp;
use smpp::{
    Inbound, InboundMessage, Link, LinkConfig, PartId, ReceiptState, Submission, SubmitError,
    same_message,
};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

const KAZAKH: &str = "Құрметті Айгерім! Сіздің мекенжайыңызға тіркелуге өтініш берілді: Ақтау қаласы, \
    5-шағынаудан. Келісесіз бе? ИӘ немесе ЖОҚ деп жауап беріңіз. ҺһҚқҢңҒғӨөҰұҮүІі 😀";

/// The other side, as a process.
struct Peer {
    process: Child,
    commands: ChildStdin,
    lines: mpsc::UnboundedReceiver<String>,
}

impl Peer {
    fn start(installed: &Path) -> Peer {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peer/server.js");
        let mut process = Command::new("node")
            .arg(script)
            .env("NODE_PATH", installed.join("node_modules"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node.js starts");
        let commands = process.stdin.take().unwrap();
        let output = process.stdout.take().unwrap();
        let (heard, lines) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                heard.send(line).ok();
            }
        });
        Peer { process, commands, lines }
    }

    fn tell(&mut self, words: &[&str]) {
        writeln!(self.commands, "{}", words.join("\t")).unwrap();
    }

    /// The words of the next line that begins with `word`; others are passed over.
    async fn says(&mut self, word: &str) -> Vec<String> {
        let wait = async {
            loop {
                let line = self.lines.recv().await.expect("the peer ended");
                let words: Vec<_> = line.split('\t').map(str::to_owned).collect();
                if words.first().is_some_and(|first| first == word) {
                    return words;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(20), wait).await.expect(word)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

struct Setting {
    peer: Peer,
    link: Link,
    inbound: mpsc::Receiver<Inbound>,
}

impl Setting {
    async fn start(installed: &Path) -> Setting {
        let mut peer = Peer::start(installed);
        let port = peer.says("listening").await.remove(1);
        let url = format!("smpp://tirkeu@127.0.0.1:{port}");
        let mut config = LinkConfig::parse(&url, "secret").unwrap();
        config.enquire_link_interval = Duration::from_millis(200);
        config.quiet = Duration::from_millis(100);
        config.throttle_pause = Duration::from_millis(5);
        let start = std::time::Instant::now();
        let clock = move || Timestamp::UNIX_EPOCH.checked_add(start.elapsed()).unwrap();
        let (to_us, inbound) = mpsc::channel(100);
        let link = Link::start(config, Arc::new(clock), to_us);
        Setting { peer, link, inbound }
    }

    async fn submit(&self, text: &str) -> Result<Vec<String>, SubmitError> {
        let submission = Submission {
            to: "+77011234567".into(),
            text: text.into(),
            validity: Some(Duration::from_secs(3600)),
            receipt: true,
            reference: 200,
        };
        let ids = self.link.submit(submission).await?;
        Ok(ids.into_iter().map(PartId::into_string).collect())
    }

    async fn event(&mut self) -> Inbound {
        let event = tokio::time::timeout(Duration::from_secs(20), self.inbound.recv()).await;
        event.expect("nothing came").expect("the link ended")
    }

    async fn receipts(&mut self, mut ids: Vec<String>) {
        while !ids.is_empty() {
            let Inbound::Receipt(receipt) = self.event().await else { panic!("a message") };
            assert_eq!(receipt.state, ReceiptState::Delivered);
            assert_eq!(receipt.phone, "+77011234567");
            assert_eq!(receipt.done_date.as_deref(), Some("2511241001"));
            assert!(ids.iter().any(|id| same_message(id, &receipt.message_id)));
            ids.retain(|id| !same_message(id, &receipt.message_id));
            receipt.ack.stored();
            assert_eq!(self.peer.says("answered").await, ["answered", "0"]);
        }
    }

    async fn message(&mut self) -> InboundMessage {
        let Inbound::Message(message) = self.event().await else { panic!("a receipt") };
        message
    }
}

#[test]
fn against_an_independent_centre() {
    let Some(installed) = std::env::var_os("TIRKEU_SMPP_PEER") else {
        // Past the test harness, which keeps the print macros quiet.
        let mut said = std::io::stderr();
        let how = "set TIRKEU_SMPP_PEER to crates/smpp/tests/peer after npm ci in it";
        writeln!(said, "left out: independent SMS centre ({how})").ok();
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(talk(Path::new(&installed)));
}

async fn talk(installed: &Path) {
    let mut setting = Setting::start(installed).await;
    assert_eq!(setting.peer.says("bound").await, ["bound", "tirkeu", "52"]);
    up(&setting.link).await;

    for (text, parts, coding) in [
        (KAZAKH, 3, "8"),
        ("Сәлем", 1, "8"),
        ("Code 48-29: reply YES or NO", 1, "0"),
        ("a@b_c [€] $", 1, "8"),
        (&"plain ".repeat(60), 3, "0"),
    ] {
        let ids = setting.submit(text).await.unwrap();
        assert_eq!(ids.len(), parts);
        assert!(ids.iter().all(|id| id.starts_with("abc")), "hexadecimal: {ids:?}");
        let heard = setting.peer.says("message").await;
        let parts = parts.to_string();
        let fields = ["message", "+77011234567", "1414", &parts, coding];
        assert_eq!(heard.get(..5).unwrap(), fields);
        let validity: u64 = heard.get(5).unwrap().parse().unwrap();
        assert!((3590..=3600).contains(&validity), "{validity} s");
        assert_eq!(heard.get(6).unwrap(), text);
        setting.receipts(ids).await;
    }

    for text in ["ИӘ 4829-1356 қабылдаймын", KAZAKH] {
        setting.peer.tell(&["reply", "+77011234567", "1414", text]);
        let message = setting.message().await;
        assert_eq!((&message.from[..], &message.to[..]), ("+77011234567", "1414"));
        assert_eq!(message.text, text);
        message.ack.stored();
        assert_eq!(setting.peer.says("answered").await, ["answered", "0"]);
    }
    setting.peer.tell(&["reply", "+77011234567", "1414", "ЖОҚ"]);
    let refused = setting.message().await;
    assert_eq!(refused.text, "ЖОҚ");
    refused.ack.refused();
    while setting.peer.says("answered").await != ["answered", "100"] {}

    setting.peer.tell(&["throttle", "4"]);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let ids = setting.submit("Сәлем").await.unwrap();
    setting.receipts(ids).await;

    setting.peer.tell(&["drop"]);
    assert_eq!(setting.peer.says("bound").await, ["bound", "tirkeu", "52"]);
    up(&setting.link).await;
    let ids = setting.submit("қайта").await.unwrap();
    setting.receipts(ids).await;
    setting.link.shutdown().await;
    assert_eq!(setting.peer.says("unbound").await, ["unbound"]);
}

async fn up(link: &Link) {
    let mut changes = link.watch();
    let wait = changes.wait_for(|state| state.up);
    tokio::time::timeout(Duration::from_secs(20), wait).await.expect("the link comes up").unwrap();
}
