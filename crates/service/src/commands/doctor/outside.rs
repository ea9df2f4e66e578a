//! What can be seen from outside: the ports, the running service, the SMS centre.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use serde_json::Value;
use service::config::Config;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use super::Report;

/// How long anything outside may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// The most bytes of an answer that are read.
const MOST: u64 = 64 * 1024;

/// Asks the portal how it is; says whether the service runs.
pub(super) async fn portal(config: &Config, report: &mut Report) -> bool {
    let address = config.listen.portal;
    let answer = match timeout(PATIENCE, get(address, "/readyz")).await {
        Ok(answer) => answer,
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    };
    let health = match answer {
        Ok(answer) => health(&answer),
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            free(address, "portal", report).await;
            return false;
        }
        Err(_) => None,
    };
    let Some(health) = health else {
        report.bad(format_args!(
            "port {} on {}: something else than the portal of Tirkeu is there, or it hangs; give \
             another one with `portal` of [listen], or stop it",
            address.port(),
            address.ip()
        ));
        return false;
    };
    match health.get("status").and_then(Value::as_str) {
        Some("ready") => report.good(format_args!("the service runs on http://{address}")),
        _ => report.bad(format_args!(
            "the service runs on http://{address} but cannot read its store; read the log for why"
        )),
    }
    if health.get("sms").and_then(Value::as_str) == Some("up") {
        report.good("SMS centre: the link is up");
    } else {
        report.bad(
            "SMS centre: the link is down; see that the centre runs, and url and password of [sms]",
        );
    }
    true
}

/// Looks at the other ports, and at the SMS centre where no service is connected to it.
pub(super) async fn others(config: &Config, runs: bool, report: &mut Report) {
    if runs {
        return;
    }
    free(config.listen.office, "office", report).await;
    if let Some(metrics) = config.listen.metrics {
        free(metrics, "metrics", report).await;
    }
    let (host, port) = (config.sms.host.as_str(), config.sms.port);
    match timeout(PATIENCE, TcpStream::connect((host, port))).await {
        Ok(Ok(_)) => report.good(format_args!("SMS centre {host}:{port}: somebody listens")),
        Ok(Err(error)) => report.bad(format_args!(
            "SMS centre {host}:{port}: {error}; see that it runs and that `url` of [sms] is right"
        )),
        Err(_) => report.bad(format_args!(
            "SMS centre {host}:{port}: no answer; see that the network lets us reach it"
        )),
    }
}

async fn free(address: SocketAddr, key: &str, report: &mut Report) {
    let (port, ip) = (address.port(), address.ip());
    match TcpListener::bind(address).await {
        Ok(_) => report.good(format_args!("port {port} on {ip} is free for `{key}`")),
        Err(error) => report.bad(format_args!(
            "port {port} on {ip}: {error}; give another one with `{key}` of [listen]"
        )),
    }
}

async fn get(address: SocketAddr, path: &str) -> io::Result<Vec<u8>> {
    // Listening everywhere includes here.
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip @ (IpAddr::V4(_) | IpAddr::V6(_)) => ip,
    };
    let mut stream = TcpStream::connect((ip, address.port())).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(MOST).read_to_end(&mut answer).await?;
    Ok(answer)
}

/// The body of an answer, if it is one of ours.
fn health(answer: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(answer).ok()?;
    let (_, body) = text.split_once("\r\n\r\n")?;
    let health: Value = serde_json::from_str(body.trim()).ok()?;
    health.get("status").is_some().then_some(health)
}
