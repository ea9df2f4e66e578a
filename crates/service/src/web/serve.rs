//! The listener: connections, their limits in time and number, and the way out.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower_service::Service as _;

use super::outer::Peer;
use super::unread::MustRead;

/// The most connections at a time.
const MOST_CONNECTIONS: usize = 1_024;
/// The head of a request must be here within this time; a connection may be idle as long.
const HEAD_WITHIN: Duration = Duration::from_secs(15);
/// What is answered must be taken within this time.
const TAKEN_WITHIN: Duration = Duration::from_secs(60);
/// The most bytes of the head of a request.
const MOST_OF_A_HEAD: usize = 32 * 1024;
/// The most header lines.
const MOST_HEADERS: usize = 64;
/// How long a stop waits for requests that are being answered.
const GRACE: Duration = Duration::from_secs(10);
/// The pause after a connection that could not be accepted (too many open files, above all).
const AFTER_A_FAULT: Duration = Duration::from_millis(100);

/// Serves until `stop` says so, then lets the requests that are being answered end.
///
/// # Errors
/// The address of the listener cannot be told; nothing is served then.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    mut stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let address = listener.local_addr()?;
    tracing::info!(%address, "listening");
    let slots = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let slot = tokio::select! {
            slot = Arc::clone(&slots).acquire_owned() => slot,
            () = stopped(&mut stop) => break,
        };
        let Ok(slot) = slot else { break };
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(AFTER_A_FAULT).await;
                    continue;
                }
            },
            () = stopped(&mut stop) => break,
        };
        let (router, stop) = (router.clone(), stop.clone());
        tokio::spawn(async move {
            connection(stream, router, stop).await;
            drop(slot);
        });
    }
    drop(listener);
    let all = u32::try_from(MOST_CONNECTIONS).unwrap_or(u32::MAX);
    if tokio::time::timeout(GRACE, slots.acquire_many(all)).await.is_err() {
        tracing::warn!("connections were still open at the stop");
    }
    Ok(())
}

async fn connection(stream: TcpStream, router: Router, mut stop: watch::Receiver<bool>) {
    let Ok(peer) = stream.peer_addr() else { return };
    // Answers are small and whole: waiting for more to send only delays them.
    drop(stream.set_nodelay(true));
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer.ip()));
        router.clone().call(request.map(Body::new))
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(MOST_OF_A_HEAD)
        .max_headers(MOST_HEADERS)
        .half_close(true);
    let served = http.serve_connection(TokioIo::new(MustRead::new(stream, TAKEN_WITHIN)), service);
    let mut served = std::pin::pin!(served);
    let ended = tokio::select! {
        ended = &mut served => ended,
        () = stopped(&mut stop) => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Waits for the stop; a stop whose sender is gone has come.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    drop(stop.wait_for(|stop| *stop).await);
}
