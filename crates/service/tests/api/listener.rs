use std::time::Duration;

use service::limits::Limits;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::town::Town;

/// A real listener over the town; its address and the way to stop it.
pub(crate) async fn listen(
    town: &Town,
) -> (String, watch::Sender<bool>, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (stop, stopped) = watch::channel(false);
    let router = town.router.clone();
    let served = tokio::spawn(async move {
        service::web::serve(listener, router, stopped).await.unwrap();
    });
    (address, stop, served)
}

/// Sends all, says that there is no more, and reads to the end.
pub(crate) async fn exchange(address: &str, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request).await.unwrap();
    stream.shutdown().await.unwrap();
    read(stream).await
}

/// Everything up to the end of a connection, which must come.
pub(crate) async fn read(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    // A reset after the answer is as good as an end.
    drop(tokio::time::timeout(Duration::from_secs(30), read).await.expect("an end"));
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn requests_are_served_over_sockets_and_the_peer_is_counted() {
    let town = Town::with(Limits { requests_a_minute: 2, ..Limits::default() }).await;
    let (address, stop, served) = listen(&town).await;
    let request = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    for expected in ["200", "200", "429"] {
        let answer = exchange(&address, request).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {expected} ")), "{answer}");
    }
    stop.send(true).unwrap();
    tokio::time::timeout(Duration::from_secs(20), served).await.unwrap().unwrap();
    assert!(TcpStream::connect(&address).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn who_dawdles_is_shown_the_door() {
    let town = Town::new().await;
    let (address, _stop, _served) = listen(&town).await;
    let head = "POST /api/v1/sign-in/sms HTTP/1.1\r\nhost: x\r\n";
    let body = format!("{head}content-type: application/json\r\ncontent-length: 99\r\n\r\n{{");
    for (sent, expected) in [("", ""), (head, ""), (&body, "HTTP/1.1 408 ")] {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(sent.as_bytes()).await.unwrap();
        // The test clock goes on by itself when nobody has anything to do.
        let answer = read(stream).await;
        assert!(answer.starts_with(expected) && (answer.is_empty() == expected.is_empty()));
    }
}

#[tokio::test]
async fn what_is_no_http_is_shown_the_door() {
    let town = Town::new().await;
    let (address, _stop, _served) = listen(&town).await;
    let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(40_000));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "x: y\r\n".repeat(100));
    let both = "POST /api/v1/sign-in/sms HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\
                transfer-encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n";
    for request in [b"\0\x01\x02\r\n\r\n".as_slice(), long.as_bytes(), many.as_bytes()] {
        let answer = exchange(&address, request).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    let answer = exchange(&address, both.as_bytes()).await;
    assert!(!answer.contains("HTTP/1.1 5") && !answer.contains("200 OK"), "{answer}");
}
