//! Bytes over a real socket that are no request, or one that lies about itself.

use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::super::listener::{exchange, listen, read};
use super::super::town::Town;
use super::{Watch, grew_little, in_memory_kb};

const SOBER: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

/// On a connection that stays.
const KEPT: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";

/// The statuses of the answers, in their order.
fn statuses(answers: &str) -> Vec<u16> {
    let lines = answers.split("HTTP/1.").skip(1);
    lines.filter_map(|line| line.get(2..5)?.parse().ok()).collect()
}

/// The head of a sign-in with these lines, each with its end.
fn sign_in(lines: &str) -> Vec<u8> {
    let kind = "content-type: application/json";
    format!("POST /api/v1/sign-in/sms HTTP/1.1\r\nhost: x\r\n{kind}\r\n{lines}\r\n").into_bytes()
}

fn with(mut head: Vec<u8>, body: &[u8]) -> Vec<u8> {
    head.extend_from_slice(body);
    head
}

/// What is no request at all.
fn garbage() -> Vec<(&'static str, Vec<u8>)> {
    let mut hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec();
    hello.extend([7; 508]);
    let binary: Vec<u8> = (0..=255u8).cycle().take(50_000).collect();
    vec![
        ("a TLS hello", hello),
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec()),
        ("HTTP/0.9", b"GET /\r\n".to_vec()),
        ("HTTP/9.9", b"GET / HTTP/9.9\r\nhost: x\r\n\r\n".to_vec()),
        ("every byte", binary),
        ("line ends", b"\r\n".repeat(30_000)),
        ("one long word", vec![b'A'; 300_000]),
        ("a method without end", [vec![b'A'; 100_000], b" / HTTP/1.1\r\n\r\n".to_vec()].concat()),
        ("a null in a header", b"GET / HTTP/1.1\r\nhost: x\0y\r\n\r\n".to_vec()),
        ("a space before the colon", b"GET / HTTP/1.1\r\nhost : x\r\n\r\n".to_vec()),
        ("a space in the target", b"GET /a b HTTP/1.1\r\nhost: x\r\n\r\n".to_vec()),
        ("a bare return", b"GET / HTTP/1.1\rhost: x\r\r".to_vec()),
        ("an SSH client", b"SSH-2.0-OpenSSH_9.2\r\n".to_vec()),
        ("an SMPP bind", b"\0\0\0\x1f\0\0\0\x09\0\0\0\0\0\0\0\x01tirkeu\0\0\0\x34\0\0\0".to_vec()),
    ]
}

/// Heads that say what cannot be.
fn lies() -> Vec<(&'static str, Vec<u8>)> {
    let body = br#"{"iin":"1"}"#;
    let mut all = Vec::new();
    for (name, lines) in [
        ("a negative length", "content-length: -1\r\n"),
        ("a signed length", "content-length: +11\r\n"),
        ("a length in words", "content-length: eleven\r\n"),
        ("an empty length", "content-length: \r\n"),
        ("a length over 64 bits", "content-length: 99999999999999999999\r\n"),
        ("two lengths", "content-length: 11\r\ncontent-length: 12\r\n"),
        ("two lengths in one", "content-length: 11, 12\r\n"),
        ("a length and chunks", "content-length: 3\r\ntransfer-encoding: chunked\r\n"),
        ("chunks that are not last", "transfer-encoding: chunked, gzip\r\n"),
        ("another encoding", "transfer-encoding: gzip\r\n"),
    ] {
        all.push((name, with(sign_in(lines), body)));
    }
    let chunked = || sign_in("transfer-encoding: chunked\r\n");
    for (name, chunks) in [
        ("a size that is none", "zz\r\n{}\r\n0\r\n\r\n".to_owned()),
        ("a negative size", "-1\r\n{}\r\n0\r\n\r\n".to_owned()),
        ("a size over 64 bits", "fffffffffffffffff\r\n{}\r\n".to_owned()),
        ("a size too small", "1\r\n{}\r\n0\r\n\r\n".to_owned()),
        ("a chunk that ends early", "ffff\r\n{}".to_owned()),
        ("a size without its line", "2".to_owned()),
        ("no size", "\r\n\r\n".to_owned()),
        ("an endless extension", format!("2;{}\r\n{{}}\r\n0\r\n\r\n", "x".repeat(100_000))),
        ("endless trailers", format!("2\r\n{{}}\r\n0\r\n{}\r\n", "a: b\r\n".repeat(50_000))),
    ] {
        all.push((name, with(chunked(), chunks.as_bytes())));
    }
    all
}

#[tokio::test]
async fn garbage_and_lies_are_refused() {
    let watch = Watch::begin();
    let town = Town::new().await;
    let (address, _stop, _served) = listen(&town).await;
    let before = in_memory_kb();
    for (name, bytes) in garbage().into_iter().chain(lies()) {
        let answer = send_all(&address, &bytes).await;
        // The first answer may be one to what came before the lie was seen.
        let found = statuses(&answer);
        assert!(found.iter().all(|status| (400..500).contains(status)), "{name}: {answer}");
        assert!(answer.len() < 8_000, "{name}: {answer}");
        assert_eq!(statuses(&exchange(&address, SOBER).await), [200], "after {name}");
    }
    grew_little(before);
    watch.all_answered();
}

/// Sends bytes that may not be read to their end, and reads to the end.
async fn send_all(address: &str, bytes: &[u8]) -> String {
    send_again_and_again(address.to_owned(), [bytes.to_vec(), Vec::new()], 0).await
}

/// The same with a piece that is sent so many times.
async fn send_again_and_again(address: String, pieces: [Vec<u8>; 2], times: usize) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let sent = async {
        let [first, other] = pieces;
        stream.write_all(&first).await?;
        for _ in 0..times {
            stream.write_all(&other).await?;
        }
        stream.shutdown().await
    };
    let sent = tokio::time::timeout(Duration::from_secs(30), sent).await;
    // A service that has seen enough hangs up.
    drop(sent.expect("bytes are taken, or the connection ends"));
    read(stream).await
}

#[tokio::test]
async fn odd_requests_are_answered_like_others() {
    let watch = Watch::begin();
    let town = Town::new().await;
    let (address, _stop, _served) = listen(&town).await;
    let sound = br#"{"iin":"1"}"#;
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff\xec\xc1\x01\x0d\0\0\0\xc2\xa0\xf7Om\x0e7";
    let packed = |how: &str| sign_in(&format!("content-length: 23\r\ncontent-encoding: {how}\r\n"));
    let digits = format!("{{\"iin\":{}}}", "9".repeat(50_000));
    let nested = format!("{{\"iin\":{}", "[".repeat(60_000));
    let long =
        |body: &str| with(sign_in(&format!("content-length: {}\r\n", body.len())), body.as_bytes());
    for (name, request, expected) in [
        ("HTTP/1.0", b"GET / HTTP/1.0\r\n\r\n".to_vec(), vec![200]),
        ("no host", b"GET / HTTP/1.1\r\n\r\n".to_vec(), vec![200]),
        (
            "a whole address",
            b"GET http://y/healthz HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(),
            vec![200],
        ),
        ("a star", b"OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(), vec![404]),
        ("a tunnel", b"CONNECT x:1 HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(), vec![404]),
        ("its own method", b"BREW / HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(), vec![405]),
        ("a small method", b"get / HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(), vec![405]),
        ("dots", b"GET /api/v1/../../etc HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(), vec![404]),
        ("slashes", b"GET //healthz// HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(), vec![404]),
        ("a null", b"GET /problems/%00 HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(), vec![404]),
        ("raw bytes", b"GET /problems/\xff\xfe HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(), vec![400]),
        (
            "an upgrade",
            b"GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n".to_vec(),
            vec![200],
        ),
        ("packed", with(packed("gzip"), gzip), vec![415]),
        ("packed twice", with(packed("gzip, gzip"), gzip), vec![415]),
        ("packed otherwise", with(packed("zstd"), gzip), vec![415]),
        ("packed unsaid", with(sign_in("content-length: 23\r\n"), gzip), vec![400]),
        ("a number without end", long(&digits), vec![400]),
        ("nested without end", long(&nested), vec![400]),
        (
            "the same length twice",
            with(sign_in("content-length: 11\r\ncontent-length: 11\r\n"), sound),
            vec![422],
        ),
        (
            "a length that is too small",
            with(sign_in("content-length: 2\r\n"), sound),
            vec![400, 400],
        ),
        ("a length that is too large", with(sign_in("content-length: 99\r\n"), sound), vec![413]),
        ("many at once", KEPT.repeat(40), vec![200; 40]),
    ] {
        let answer = exchange(&address, &request).await;
        assert_eq!(statuses(&answer), expected, "{name}: {answer}");
    }
    watch.all_answered();
}

#[tokio::test]
async fn large_bodies_are_not_kept() {
    const LARGE: usize = 10 * 1024 * 1024;
    let watch = Watch::begin();
    let town = Town::new().await;
    let (address, _stop, _served) = listen(&town).await;
    let before = in_memory_kb();
    let piece = [b'['; 64 * 1024];
    let chunk = [b"10000\r\n".as_slice(), &piece, b"\r\n"].concat();
    let told = sign_in(&format!("content-length: {LARGE}\r\n"));
    let chunked = sign_in("transfer-encoding: chunked\r\n");
    // Sixty-four of them at once: 640 MB, were they kept.
    let mut all = tokio::task::JoinSet::new();
    for (head, piece) in [(told, piece.to_vec()), (chunked, chunk)] {
        for _ in 0..32 {
            let pieces = [head.clone(), piece.clone()];
            all.spawn(send_again_and_again(address.clone(), pieces, LARGE / piece.len()));
        }
    }
    for answer in all.join_all().await {
        // A service that hangs up on a peer that still sends may lose the answer on the way.
        assert!(statuses(&answer).iter().all(|status| *status == 413), "{answer}");
    }
    assert_eq!(statuses(&exchange(&address, SOBER).await), [200]);
    grew_little(before);
    watch.all_answered();
}
