//! The authority over HTTP, working and failing.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use eds::crl::RevocationList;
use eds::der::write;
use eds::ocsp::{Response, request};
use eds::tsp::Stamp;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use world::authority::Kind;
use world::authority::web::{Fault, Served, Service};

use super::made::{authority, holder};

/// The body of what is answered to a request, as far as the connection gives it within this many
/// bytes; nothing if it says nothing.
pub(crate) async fn exchange(
    address: SocketAddr,
    path: &str,
    body: Option<&[u8]>,
    most: u64,
) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let method = if body.is_some() { "POST" } else { "GET" };
    let body = body.unwrap_or_default();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(&[head.as_bytes(), body].concat()).await.unwrap();
    let mut answer = Vec::new();
    stream.take(most).read_to_end(&mut answer).await.unwrap();
    let end = answer.windows(4).position(|part| part == b"\r\n\r\n");
    end.map(|end| answer.split_off(end + 4)).unwrap_or_default()
}

async fn served() -> Served {
    let address = (Ipv4Addr::LOCALHOST, 0).into();
    Served::start(address, Arc::new(authority())).await.unwrap()
}

#[tokio::test]
async fn everything_is_to_be_had() {
    let served = served().await;
    for kind in Kind::ALL {
        let holder = holder(&served.authority, kind);
        let question = request(&holder.certificate, served.authority.issuing(kind), &[7; 16]);
        let answer = exchange(served.address, "/ocsp", Some(&question), 1 << 20).await;
        Response::read(&answer).unwrap();
        for which in ["root", "issuing"] {
            let path = format!("/certs/{which}-{}.cer", kind.as_str());
            let der = exchange(served.address, &path, None, 1 << 20).await;
            eds::x509::Certificate::read(&der).unwrap();
        }
    }
    assert_eq!(served.lists().len(), 6);
    for url in served.lists() {
        let path = url.strip_prefix(&format!("http://{}", served.address)).unwrap();
        let list = exchange(served.address, path, None, 1 << 20).await;
        let list = RevocationList::read(&list).unwrap();
        assert_eq!(list.base.is_some(), path.contains("d_"), "{path}");
    }
    for path in ["/crl/other.crl", "/certs/other.cer"] {
        assert_eq!(exchange(served.address, path, None, 1 << 20).await, b"");
    }
}

/// A request for a time-stamp over a digest of SHA-256, under a policy or any.
fn wish(hash: eds::oid::Oid, size: usize, rest: &[&[u8]]) -> Vec<u8> {
    let print = write::sequence(&[&write::algorithm(hash), &write::octets(&vec![9; size])]);
    write::sequence(&[&[&write::number(1)[..], &print], rest].concat())
}

#[tokio::test]
async fn stamps_are_given_for_what_is_asked_rightly() {
    let served = served().await;
    let ask = async |body: &[u8]| exchange(served.address, "/tsp", Some(body), 1 << 20).await;
    let nonce = write::number(77);
    let right = wish(eds::oid::SHA256, 32, &[&nonce, &write::yes()]);
    let stamp = Stamp::read_response(&ask(&right).await).unwrap();
    assert_eq!((stamp.nonce.as_deref(), stamp.imprint), (Some(&[77][..]), vec![9; 32]));
    let policy = write::name(eds::oid::ANY_POLICY);
    for (wrong, place) in [
        (wish(eds::oid::SHA1, 20, &[]), [2, 7, 0x80].to_vec()),
        (wish(eds::oid::SHA256, 20, &[]), [2, 2, 0x04].to_vec()),
        (wish(eds::oid::SHA256, 32, &[&policy]), [3, 0, 0, 1].to_vec()),
        (b"no DER".to_vec(), [2, 2, 0x04].to_vec()),
    ] {
        let answer = ask(&wrong).await;
        assert!(Stamp::read_response(&answer).is_err());
        let refused = write::sequence(&[&write::sequence(&[
            &write::number(2),
            &[&[3], &place[..]].concat(),
        ])]);
        assert_eq!(answer, refused);
    }
}

#[tokio::test]
async fn each_fault_is_seen_and_ends() {
    let served = served().await;
    let holder = holder(&served.authority, Kind::Gost2015);
    let issuer = served.authority.issuing(Kind::Gost2015);
    let question = request(&holder.certificate, issuer, &[7; 16]);
    let ask = async || exchange(served.address, "/ocsp", Some(&question), 1 << 20).await;
    served.fail(Service::Answers, Some(Fault::Down));
    assert_eq!(ask().await, b"");
    served.fail(Service::Answers, Some(Fault::Garbage));
    assert!(ask().await.starts_with(b"<html>"));
    served.fail(Service::Answers, Some(Fault::Endless));
    assert!(ask().await.len() > 1_000_000);
    served.fail(Service::Answers, Some(Fault::Slow(Duration::from_secs(3600))));
    assert!(tokio::time::timeout(Duration::from_millis(100), ask()).await.is_err());
    // The others work meanwhile.
    let list = exchange(served.address, "/crl/gost.crl", None, 1 << 20).await;
    RevocationList::read(&list).unwrap();
    served.fail(Service::Answers, None);
    Response::read(&ask().await).unwrap();
    assert_eq!((served.asked(Service::Answers), served.asked(Service::Lists)), (5, 1));
}
