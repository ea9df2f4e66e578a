//! Peers that take their time: connections that say nothing, drip, or never read.

use std::time::Duration;

use service::limits::Limits;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

use super::super::listener::{exchange, listen};
use super::super::town::Town;
use super::{Watch, grew_little, in_memory_kb, left_out};

const SOBER: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
/// More than any part of a request and its answer may take.
const BOUND: Duration = Duration::from_secs(90);
/// So many connections the service holds at a time.
const MOST_CONNECTIONS: usize = 1_024;

/// Sends something at once, then a piece every two seconds until the service hangs up; what it
/// answered. The time is the test's own: it goes on when nobody has anything to do.
async fn drips(address: &str, at_once: &str, piece: &'static str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(at_once.as_bytes()).await.unwrap();
    let (mut reading, mut writing) = stream.into_split();
    let dripping = tokio::spawn(async move {
        while writing.write_all(piece.as_bytes()).await.is_ok() {
            sleep(Duration::from_secs(2)).await;
        }
    });
    let mut answer = Vec::new();
    let ended = timeout(BOUND, reading.read_to_end(&mut answer)).await;
    dripping.abort();
    // A reset is an end too.
    drop(ended.unwrap_or_else(|_| panic!("{at_once:?} and then {piece:?} is held")));
    String::from_utf8(answer).unwrap()
}

#[tokio::test(start_paused = true)]
async fn who_drips_is_shown_the_door() {
    let watch = Watch::begin();
    let town = Town::new().await;
    let (address, _stop, _served) = listen(&town).await;
    let head = |call: &str, lines: &str| {
        format!("{call} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{lines}\r\n")
    };
    let (length, chunks) = ("content-length: 9999\r\n", "transfer-encoding: chunked\r\n");
    let sign_in = "POST /api/v1/sign-in/sms";
    for (at_once, piece, expected) in [
        ("".to_owned(), "\r\n", ""),
        ("".to_owned(), "G", ""),
        ("GET / HTTP/1.1\r\n".to_owned(), "a: b\r\n", ""),
        ("GET / HTTP/1.1\r\na: ".to_owned(), "b", ""),
        (head(sign_in, length), "{", "408"),
        (head(sign_in, length), " ", "408"),
        (head(sign_in, chunks), "1\r\n \r\n", "408"),
        (head(sign_in, chunks) + "1;", "x", "408"),
        // Bodies that nobody waits for.
        (head("GET /healthz", length), "x", "200"),
        (head("GET /nothing", chunks), "1\r\nx\r\n", "404"),
        (head("POST /healthz", length), "x", "405"),
        (head("POST /api/v1/applications", length), "x", "401"),
        (head("GET /healthz", "") + "GET", "x", "200"),
    ] {
        let answer = drips(&address, &at_once, piece).await;
        let about = format!("{at_once:?}, then {piece:?}: {answer}");
        assert_eq!(answer.get(9..12).unwrap_or_default(), expected, "{about}");
    }
    watch.all_answered();
}

#[tokio::test(start_paused = true)]
async fn who_never_reads_is_shown_the_door() {
    let town = Town::with(Limits { requests_a_minute: 60_000, ..Limits::default() }).await;
    let (address, _stop, _served) = listen(&town).await;
    let mut stream = TcpStream::connect(&address).await.unwrap();
    let request = b"GET /api/v1/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(100);
    let began = Instant::now();
    // More and more is asked for, and nothing is taken.
    let asks = async { while stream.write_all(&request).await.is_ok() {} };
    let ended = timeout(BOUND, asks).await;
    assert!(ended.is_ok(), "the connection is held after {:?}", began.elapsed());
}

/// How many connections this process can open to itself, two files each.
fn openable(wanted: usize) -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files = limits.lines().find(|line| line.starts_with("Max open files"));
    let files = files.and_then(|line| line.split_whitespace().nth(3)?.parse::<usize>().ok());
    let possible = files.unwrap_or(usize::MAX).saturating_sub(256) / 2;
    if possible < wanted {
        let fewer = wanted - possible;
        left_out(&format!("{fewer} idle connections at the edge (too few open files are allowed)"));
    }
    possible.min(wanted)
}

async fn idle(address: &str, count: usize) -> Vec<TcpStream> {
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(TcpStream::connect(address).await.unwrap());
    }
    all
}

#[tokio::test]
async fn a_thousand_idle_connections_keep_nobody_out() {
    let town = Town::new().await;
    let (address, _stop, _served) = listen(&town).await;
    let before = in_memory_kb();
    let held = idle(&address, openable(1_000)).await;
    let answer = exchange(&address, SOBER).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    grew_little(before);
    // Nobody had to leave for it.
    for stream in &held {
        let read = stream.try_read(&mut [0]);
        assert_eq!(read.unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
    }
}

#[tokio::test(start_paused = true)]
async fn others_are_served_when_all_places_were_taken_by_idle_ones() {
    let town = Town::new().await;
    let (address, _stop, _served) = listen(&town).await;
    let began = Instant::now();
    let _held = idle(&address, openable(MOST_CONNECTIONS + 1)).await;
    let answer = exchange(&address, SOBER).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(began.elapsed() < BOUND, "after {:?}", began.elapsed());
}
