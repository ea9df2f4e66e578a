//! The server in front of one kiosk, as docs/kiosk.md sets it up, but without TLS: it takes away
//! whatever a browser says of a certificate, and says that it is the kiosk.
//!
//! It speaks to the service from an address of its own, so that nobody else on this machine is
//! taken for it.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use eds::pem::to_base64;
use service::kiosk::{Kiosk, Kiosks};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// Where its requests come from.
const FROM: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
/// What stands for the certificate.
const CERTIFICATE: &[u8] = b"the certificate of the kiosk of the demo";
/// The most bytes of the head of a request.
const MOST_OF_A_HEAD: usize = 32 * 1024;

/// The kiosk, and whose word about it counts.
pub(super) fn registered() -> Kiosks {
    let until = jiff::civil::Date::MAX;
    let kiosk = Kiosk::new("Demo kiosk", "Demo service centre", CERTIFICATE, until);
    Kiosks { devices: vec![Arc::new(kiosk)], proxies: vec![FROM] }
}

/// Carries what comes here to the portal.
pub(super) async fn serve(listener: TcpListener, portal: SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((browser, _)) => drop(tokio::spawn(async move {
                if let Err(error) = carry(browser, portal).await {
                    tracing::debug!(%error, "a connection of the kiosk ended early");
                }
            })),
            Err(error) => {
                tracing::error!(%error, "the kiosk has stopped");
                return;
            }
        }
    }
}

/// Carries one request and its answer.
async fn carry(mut browser: TcpStream, portal: SocketAddr) -> io::Result<()> {
    let mut came = Vec::new();
    let end = loop {
        if let Some(end) = came.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if came.len() > MOST_OF_A_HEAD || browser.read_buf(&mut came).await? == 0 {
            return Ok(());
        }
    };
    let body = came.split_off(end + 4);
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::new(FROM, 0))?;
    let mut service = socket.connect(portal).await?;
    service.write_all(head(&String::from_utf8_lossy(&came)).as_bytes()).await?;
    service.write_all(&body).await?;
    tokio::io::copy_bidirectional(&mut browser, &mut service).await.map(drop)
}

/// The head as the service gets it. Each request has a connection of its own.
fn head(came: &str) -> String {
    let is = |line: &str, name: &str| {
        line.split_once(':').is_some_and(|(other, _)| other.trim().eq_ignore_ascii_case(name))
    };
    let kept = came.split("\r\n").filter(|line| {
        !line.is_empty() && !is(line, service::kiosk::CLIENT_CERT) && !is(line, "connection")
    });
    let mut head: String = kept.map(|line| format!("{line}\r\n")).collect();
    head += &format!("client-cert: :{}:\r\nconnection: close\r\n\r\n", to_base64(CERTIFICATE));
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_says_of_a_certificate_is_taken_away() {
        let came =
            "GET / HTTP/1.1\r\nHost: x\r\nClient-Cert: :AAAA:\r\nConnection: keep-alive\r\n\r\n";
        let certificate = to_base64(CERTIFICATE);
        assert_eq!(
            head(came),
            format!(
                "GET / HTTP/1.1\r\nHost: x\r\nclient-cert: :{certificate}:\r\nconnection: close\r\n\r\n"
            )
        );
    }
}
