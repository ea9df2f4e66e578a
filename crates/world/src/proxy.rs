//! A TCP proxy that spoils what it carries: it delays, stalls and cuts connections, at any octet and
//! so in the middle of a PDU too.
//!
//! One fault is armed at a time, counted in octets from the moment it is armed, on whatever
//! connection they go. [`Proxy::spoil`] arms one after another, all drawn from one seed.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::population::chance::Chance;

/// The most octets that are carried at once.
const PIECE: usize = 4096;
/// The most octets between two faults that are drawn.
const APART: u64 = 3_000;
/// How late octets are, in milliseconds, when that is drawn.
const LATE: [u64; 3] = [0, 2, 20];
/// Every so many drawn faults one is a stall, the others cut.
const STALLS_EVERY: u32 = 4;
/// How long a drawn stall lasts, in milliseconds. After the longest the other side has given up.
const STALLS: [u64; 4] = [200, 500, 2_000, 12_000];

/// Which way octets go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From whoever connected.
    ToServer,
    /// From whoever was connected to.
    ToClient,
}

/// What happens to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is cut: what has come so far is carried, nothing after it.
    Cut,
    /// Nothing is carried for so long, either way; then it goes on.
    Stall(Duration),
}

/// What the proxy has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Connections that were made.
    pub connections: u32,
    /// Connections that were cut.
    pub cuts: u32,
    /// Those of them that were cut in the middle of a PDU.
    pub within: u32,
    /// Connections that were stalled.
    pub stalls: u32,
    /// Octets carried to the server.
    pub to_server: u64,
    /// Octets carried to the client.
    pub to_client: u64,
}

impl Count {
    /// Octets carried one way.
    #[must_use]
    pub const fn octets(&self, way: Way) -> u64 {
        match way {
            Way::ToServer => self.to_server,
            Way::ToClient => self.to_client,
        }
    }
}

#[derive(Default)]
struct State {
    /// After how many more octets which way what happens.
    armed: Option<(Way, u64, Fault)>,
    /// From what faults are drawn one after another, and how many were.
    chance: Option<Chance>,
    drawn: u32,
    late: Duration,
    count: Count,
}

impl State {
    fn draw(&mut self) {
        let Some(chance) = &mut self.chance else { return };
        let way = chance.pick(&[Way::ToServer, Way::ToClient]);
        let stall = Fault::Stall(Duration::from_millis(chance.pick(&STALLS)));
        self.drawn += 1;
        let fault = if self.drawn.is_multiple_of(STALLS_EVERY) { stall } else { Fault::Cut };
        self.late = Duration::from_millis(chance.pick(&LATE));
        self.armed = Some((way, 1 + chance.below(APART), fault));
    }

    /// How many of so many octets may go on, and what happens then.
    fn pass(&mut self, way: Way, octets: usize) -> (usize, Option<Fault>) {
        let (mut goes, mut happens) = (octets, None);
        if let Some((armed, left, fault)) = &mut self.armed
            && *armed == way
        {
            goes = usize::try_from(*left).unwrap_or(usize::MAX).min(octets);
            *left = left.saturating_sub(u64::try_from(goes).unwrap_or(u64::MAX));
            happens = (*left == 0).then_some(*fault);
        }
        let carried = match way {
            Way::ToServer => &mut self.count.to_server,
            Way::ToClient => &mut self.count.to_client,
        };
        *carried += u64::try_from(goes).unwrap_or_default();
        if happens.is_some() {
            self.armed = None;
            self.draw();
        }
        (goes, happens)
    }
}

/// A running proxy; it stops, and hangs up, when it is dropped.
pub struct Proxy {
    state: Arc<Mutex<State>>,
    address: SocketAddr,
    /// Tasks hold receivers only, so they notice the end.
    _end: watch::Sender<()>,
}

impl Proxy {
    /// Listens on a free port of this machine and carries everything to a server and back, well at
    /// first. Call it inside a tokio runtime.
    ///
    /// # Errors
    /// No port can be listened on.
    pub fn start(server: SocketAddr) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        let address = listener.local_addr()?;
        let state = Arc::<Mutex<State>>::default();
        let (end, ended) = watch::channel(());
        tokio::spawn(listen_on(listener, server, Arc::clone(&state), ended));
        Ok(Self { state, address, _end: end })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Arms a fault: it happens once, when so many more octets (at least one) have gone this way.
    pub fn arm(&self, way: Way, octets: u64, fault: Fault) {
        locked(&self.state).armed = Some((way, octets.max(1), fault));
    }

    /// Whether a fault is armed that has not happened.
    #[must_use]
    pub fn is_armed(&self) -> bool {
        locked(&self.state).armed.is_some()
    }

    /// Delays, cuts and stalls from now on, one after another, as a seed has it.
    pub fn spoil(&self, seed: u64) {
        let mut state = locked(&self.state);
        state.chance = Some(Chance::new(seed, 0));
        state.draw();
    }

    /// Carries well from now on; a stall that has begun lasts as long as it was to.
    pub fn calm(&self) {
        let mut state = locked(&self.state);
        (state.armed, state.chance, state.late) = (None, None, Duration::ZERO);
    }

    /// What it has done so far.
    #[must_use]
    pub fn count(&self) -> Count {
        locked(&self.state).count
    }
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn listen_on(
    listener: TcpListener,
    server: SocketAddr,
    state: Arc<Mutex<State>>,
    mut ended: watch::Receiver<()>,
) {
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((client, _)) = accepted {
                    locked(&state).count.connections += 1;
                    let (state, mut ended) = (Arc::clone(&state), ended.clone());
                    tokio::spawn(async move {
                        tokio::select! {
                            () = carry(client, server, &state) => {}
                            _ = ended.changed() => {}
                        }
                    });
                }
            }
            _ = ended.changed() => return,
        }
    }
}

/// Carries one connection until either side hangs up or it is cut.
async fn carry(client: TcpStream, server: SocketAddr, state: &Mutex<State>) {
    let Ok(server) = TcpStream::connect(server).await else { return };
    client.set_nodelay(true).ok();
    server.set_nodelay(true).ok();
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let stalled = Mutex::new(Instant::now());
    tokio::select! {
        () = carry_one_way(from_client, to_server, Way::ToServer, state, &stalled) => {}
        () = carry_one_way(from_server, to_client, Way::ToClient, state, &stalled) => {}
    }
}

async fn carry_one_way(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    way: Way,
    state: &Mutex<State>,
    stalled: &Mutex<Instant>,
) {
    let mut octets = [0; PIECE];
    let mut place = Place::default();
    loop {
        let Ok(count @ 1..) = from.read(&mut octets).await else { return };
        let mut rest = octets.get(..count).unwrap_or_default();
        let late = locked(state).late;
        if !late.is_zero() {
            tokio::time::sleep(late).await;
        }
        while !rest.is_empty() {
            let until = *stalled.lock().unwrap_or_else(PoisonError::into_inner);
            tokio::time::sleep_until(until).await;
            let (goes, happens) = locked(state).pass(way, rest.len());
            let (now, later) = rest.split_at(goes);
            rest = later;
            place.pass(now);
            if to.write_all(now).await.is_err() {
                return;
            }
            match happens {
                None => {}
                Some(Fault::Cut) => {
                    let mut state = locked(state);
                    state.count.cuts += 1;
                    state.count.within += u32::from(place.is_within());
                    return;
                }
                Some(Fault::Stall(time)) => {
                    locked(state).count.stalls += 1;
                    *stalled.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now() + time;
                }
            }
        }
    }
}

/// Where in a PDU a stream is: its first four octets are its length (SMPP 3.4, 3.2).
#[derive(Default)]
struct Place {
    length: Vec<u8>,
    left: usize,
}

impl Place {
    fn pass(&mut self, octets: &[u8]) {
        let mut octets = octets;
        while let Some((first, rest)) = octets.split_first() {
            if self.left > 0 {
                let skipped = self.left.min(octets.len());
                self.left -= skipped;
                octets = octets.get(skipped..).unwrap_or_default();
                continue;
            }
            self.length.push(*first);
            octets = rest;
            if self.length.len() == 4 {
                let length =
                    self.length.drain(..).fold(0, |sum, octet| sum << 8 | usize::from(octet));
                self.left = length.saturating_sub(4);
            }
        }
    }

    fn is_within(&self) -> bool {
        self.left > 0 || !self.length.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A proxy before a server, and both ends of one connection through it.
    async fn through() -> (Proxy, TcpStream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Proxy::start(listener.local_addr().unwrap()).unwrap();
        let client = TcpStream::connect(proxy.address()).await.unwrap();
        let (server, _) = listener.accept().await.unwrap();
        (proxy, client, server)
    }

    #[tokio::test]
    async fn a_connection_is_cut_after_so_many_octets() {
        let (proxy, mut client, mut server) = through().await;
        let pdu = [0, 0, 0, 16, 0, 0, 0, 21, 0, 0, 0, 0, 0, 0, 0, 1];
        proxy.arm(Way::ToServer, 21, Fault::Cut);
        server.write_all(&pdu).await.unwrap();
        client.write_all(&[pdu, pdu].concat()).await.unwrap();
        let mut came = Vec::new();
        // It may end with a reset: octets are left behind.
        server.read_to_end(&mut came).await.ok();
        assert_eq!(came, [&pdu[..], &pdu[..5]].concat());
        let count = proxy.count();
        assert_eq!((count.cuts, count.within, count.stalls, count.to_server), (1, 1, 0, 21));
        assert!(!proxy.is_armed(), "it happens once");
    }

    #[tokio::test]
    async fn a_stall_ends_and_nothing_is_lost() {
        let (proxy, mut client, mut server) = through().await;
        proxy.arm(Way::ToClient, 2, Fault::Stall(Duration::from_millis(200)));
        let begun = Instant::now();
        server.write_all(b"abcd").await.unwrap();
        let mut came = [0; 4];
        client.read_exact(&mut came[..2]).await.unwrap();
        client.read_exact(&mut came[2..]).await.unwrap();
        assert_eq!(&came, b"abcd");
        assert!(begun.elapsed() >= Duration::from_millis(200));
        assert_eq!((proxy.count().stalls, proxy.count().cuts), (1, 0));
    }

    #[test]
    fn the_same_seed_spoils_the_same() {
        let drawn = |seed| -> Vec<_> {
            let mut state = State { chance: Some(Chance::new(seed, 0)), ..State::default() };
            let faults = (0..50).map(|_| {
                state.draw();
                (state.armed, state.late)
            });
            faults.collect()
        };
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(8));
    }

    #[test]
    fn places_within_a_pdu() {
        let mut place = Place::default();
        for (octets, within) in [(&[0, 0][..], true), (&[0, 6, 1], true), (&[2], false)] {
            place.pass(octets);
            assert_eq!(place.is_within(), within, "{octets:?}");
        }
    }
}
