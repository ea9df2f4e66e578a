//! The authority over HTTP, on one port: `POST /ocsp`, `POST /tsp`, `GET /crl/…`, `GET /certs/…`, and what
//! may go wrong with each of them.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::body::Odd;
use super::{Authority, Kind, List, Wrong, locked};

/// What goes wrong with a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It closes the connection and says nothing.
    Down,
    /// It answers after this time.
    Slow(Duration),
    /// It answers with something else.
    Garbage,
    /// It answers with what never ends.
    Endless,
    /// It answers, but wrongly.
    Wrong(Wrong),
}

/// A service of the authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Answers about certificates.
    Answers,
    /// Revocation lists.
    Lists,
    /// Time-stamps.
    Stamps,
}

/// How the services fail, and how often they were asked.
#[derive(Debug, Default)]
struct Switchboard {
    faults: [Option<Fault>; 3],
    asked: [u64; 3],
}

impl Service {
    const fn place(self) -> usize {
        match self {
            Self::Answers => 0,
            Self::Lists => 1,
            Self::Stamps => 2,
        }
    }
}

/// The authority with its services; it goes down when this is dropped.
pub struct Served {
    /// The authority.
    pub authority: Arc<Authority>,
    /// Where it is served.
    pub address: SocketAddr,
    desk: Desk,
    task: JoinHandle<()>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Served {
    /// Serves an authority; a port of 0 is any free one.
    ///
    /// # Errors
    /// The address is taken.
    pub async fn start(address: SocketAddr, authority: Arc<Authority>) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let desk = Desk { authority: Arc::clone(&authority), board: Arc::default() };
        let routes = router(desk.clone());
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, routes).await {
                tracing::error!(%error, "the certification authority has stopped");
            }
        });
        Ok(Self { authority, address, desk, task })
    }

    /// Lets a service fail in this way from now on, or work again.
    pub fn fail(&self, service: Service, fault: Option<Fault>) {
        if let Some(place) = locked(&self.desk.board).faults.get_mut(service.place()) {
            *place = fault;
        }
    }

    /// How often a service was asked.
    #[must_use]
    pub fn asked(&self, service: Service) -> u64 {
        locked(&self.desk.board).asked.get(service.place()).copied().unwrap_or(0)
    }

    /// The address of the responder.
    #[must_use]
    pub fn ocsp(&self) -> String {
        format!("http://{}/ocsp", self.address)
    }

    /// The address of the time-stamps.
    #[must_use]
    pub fn tsp(&self) -> String {
        format!("http://{}/tsp", self.address)
    }

    /// The addresses of all revocation lists.
    #[must_use]
    pub fn lists(&self) -> Vec<String> {
        let kinds = Kind::ALL.map(Kind::as_str);
        let files = kinds.map(|kind| {
            ["root-", "", "d_"]
                .map(|which| format!("http://{}/crl/{which}{kind}.crl", self.address))
        });
        files.into_iter().flatten().collect()
    }
}

#[derive(Clone)]
struct Desk {
    authority: Arc<Authority>,
    board: Arc<Mutex<Switchboard>>,
}

fn router(desk: Desk) -> Router {
    Router::new()
        .route("/ocsp", post(answers))
        .route("/ocsp/", post(answers))
        .route("/tsp", post(stamps))
        .route("/tsp/", post(stamps))
        .route("/crl/{file}", get(lists))
        .route("/certs/{file}", get(certificates))
        .layer(axum::extract::DefaultBodyLimit::max(16 * 1024))
        .with_state(desk)
}

fn bytes(kind: &'static str, bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, kind)], bytes).into_response()
}

impl Desk {
    /// Answers, or fails as the service does now.
    async fn serve(
        &self,
        service: Service,
        kind: &'static str,
        answer: impl FnOnce(&Authority, Option<Wrong>) -> Vec<u8>,
    ) -> Response {
        let fault = {
            let mut board = locked(&self.board);
            if let Some(count) = board.asked.get_mut(service.place()) {
                *count += 1;
            }
            board.faults.get(service.place()).copied().flatten()
        };
        let wrong = match fault {
            None => None,
            Some(Fault::Down) => return Body::new(Odd::Broken).into_response(),
            Some(Fault::Endless) => return Body::new(Odd::Endless).into_response(),
            Some(Fault::Garbage) => return bytes(kind, b"<html>Try again</html>".to_vec()),
            Some(Fault::Slow(time)) => {
                tokio::time::sleep(time).await;
                None
            }
            Some(Fault::Wrong(wrong)) => Some(wrong),
        };
        bytes(kind, answer(&self.authority, wrong))
    }
}

async fn answers(State(desk): State<Desk>, question: Bytes) -> Response {
    let answer = |authority: &Authority, wrong| authority.answer(&question, wrong);
    desk.serve(Service::Answers, "application/ocsp-response", answer).await
}

async fn stamps(State(desk): State<Desk>, request: Bytes) -> Response {
    let stamp = |authority: &Authority, wrong| authority.stamp(&request, wrong);
    desk.serve(Service::Stamps, "application/timestamp-reply", stamp).await
}

async fn lists(State(desk): State<Desk>, Path(file): Path<String>) -> Response {
    let Some(name) = file.strip_suffix(".crl") else { return nothing() };
    let (which, name) = match (name.strip_prefix("root-"), name.strip_prefix("d_")) {
        (Some(name), _) => (List::Root, name),
        (None, Some(name)) => (List::Changes, name),
        (None, None) => (List::Whole, name),
    };
    let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.as_str() == name) else {
        return nothing();
    };
    let list = |authority: &Authority, wrong| authority.list_but(kind, which, wrong);
    desk.serve(Service::Lists, "application/pkix-crl", list).await
}

async fn certificates(State(desk): State<Desk>, Path(file): Path<String>) -> Response {
    for kind in Kind::ALL {
        let authority = &desk.authority;
        for (which, certificate) in
            [("root", authority.root(kind)), ("issuing", authority.issuing(kind))]
        {
            if file == format!("{which}-{}.cer", kind.as_str()) {
                return bytes("application/pkix-cert", certificate.as_der().to_vec());
            }
        }
    }
    nothing()
}

fn nothing() -> Response {
    StatusCode::NOT_FOUND.into_response()
}
