//! Somebody between the service and the SMS centre who reads every PDU, keeps some back, and says
//! things of their own. Written on octets, so that it can say what no library would.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::misdeeds::{Misdeed, Misdeeds};

/// `command_id` values (SMPP 3.4, 5.1.2.1).
pub(crate) mod command {
    pub(crate) const GENERIC_NACK: u32 = 0x8000_0000;
    pub(crate) const BIND_TRANSCEIVER: u32 = 0x0000_0009;
    pub(crate) const SUBMIT_SM: u32 = 0x0000_0004;
    pub(crate) const SUBMIT_SM_RESP: u32 = 0x8000_0004;
    pub(crate) const DELIVER_SM: u32 = 0x0000_0005;
    pub(crate) const DELIVER_SM_RESP: u32 = 0x8000_0005;
    pub(crate) const UNBIND: u32 = 0x0000_0006;
    pub(crate) const ENQUIRE_LINK: u32 = 0x0000_0015;
    pub(crate) const ENQUIRE_LINK_RESP: u32 = 0x8000_0015;
    /// The bit that tells a response from a request.
    pub(crate) const RESPONSE: u32 = 0x8000_0000;
}

/// A PDU as it was read.
#[derive(Clone, Debug)]
pub(crate) struct Pdu {
    pub(crate) command: u32,
    pub(crate) status: u32,
    pub(crate) sequence: u32,
    pub(crate) body: Vec<u8>,
}

impl Pdu {
    pub(crate) fn new(command: u32, sequence: u32, body: impl Into<Vec<u8>>) -> Self {
        Self { command, status: 0, sequence, body: body.into() }
    }

    /// The next one; `None` when the other side has hung up.
    pub(crate) async fn read(from: &mut (impl AsyncReadExt + Unpin)) -> Option<Self> {
        let length = from.read_u32().await.ok()?;
        let command = from.read_u32().await.ok()?;
        let status = from.read_u32().await.ok()?;
        let sequence = from.read_u32().await.ok()?;
        let mut body = vec![0; usize::try_from(length).unwrap().checked_sub(16).unwrap()];
        from.read_exact(&mut body).await.ok()?;
        Some(Self { command, status, sequence, body })
    }

    pub(crate) fn octets(&self) -> Vec<u8> {
        let length = u32::try_from(16 + self.body.len()).unwrap();
        let head = [length, self.command, self.status, self.sequence].map(u32::to_be_bytes);
        [head.as_flattened(), &self.body].concat()
    }

    /// The fields of a `submit_sm` or `deliver_sm` that begin it: the two numbers with a `+`, and
    /// the `esm_class` (SMPP 3.4, 4.4.1 and 4.6.1).
    fn beginning(&self) -> (String, String, u8) {
        let mut rest = &self.body[..];
        let mut text = |skipped: usize| {
            rest = &rest[skipped..];
            let end = rest.iter().position(|octet| *octet == 0).unwrap();
            let (text, after) = rest.split_at(end);
            rest = &after[1..];
            String::from_utf8(text.to_vec()).unwrap()
        };
        text(0);
        let (from, to) = (text(2), text(2));
        (format!("+{from}"), format!("+{to}"), rest[0])
    }

    /// Whom it is from.
    pub(crate) fn from(&self) -> String {
        self.beginning().0
    }

    /// Whom it is to.
    pub(crate) fn to(&self) -> String {
        self.beginning().1
    }

    pub(crate) fn is_receipt(&self) -> bool {
        self.beginning().2 & 0x3C == 0x04
    }
}

/// A `deliver_sm` from a phone to 1414 with a short message and optional parameters.
pub(crate) fn delivery(from: &str, esm_class: u8, text: &[u8], options: &[u8]) -> Vec<u8> {
    let mut body = b"\0\x01\x01".to_vec();
    body.extend_from_slice(from.trim_start_matches('+').as_bytes());
    body.extend_from_slice(b"\0\x03\x001414\0");
    body.extend_from_slice(&[esm_class, 0, 0, 0, 0, 0, 0, 0, 0]);
    body.push(u8::try_from(text.len()).unwrap());
    body.extend_from_slice(text);
    body.extend_from_slice(options);
    body
}

/// A delivery receipt of a message id.
pub(crate) fn receipt(phone: &str, id: &str) -> Vec<u8> {
    let text = format!("id:{id} sub:001 dlvrd:001 stat:DELIVRD err:000 text:");
    delivery(phone, 0x04, text.as_bytes(), b"")
}

/// The ways to both sides of one connection.
#[derive(Clone)]
pub(crate) struct Ends {
    pub(crate) to_service: UnboundedSender<Vec<u8>>,
    pub(crate) to_centre: UnboundedSender<Vec<u8>>,
}

impl Ends {
    /// Says something to the service; whether anybody is there to hear it.
    pub(crate) fn say(&self, pdu: &Pdu) -> bool {
        self.to_service.send(pdu.octets()).is_ok()
    }
}

/// What is done with each PDU; by itself it is carried.
pub(crate) trait Meddler: Send + Sync + 'static {
    fn begins(&self, _ends: &Ends) {}

    fn service_says(&self, pdu: Pdu, ends: &Ends) {
        drop(ends.to_centre.send(pdu.octets()));
    }

    fn centre_says(&self, pdu: Pdu, ends: &Ends) {
        drop(ends.to_service.send(pdu.octets()));
    }

    /// Whether the service gets one octet at a time.
    fn drips(&self) -> bool {
        false
    }
}

/// Listens where the service takes the centre to be: one misdeed a connection as long as there are
/// any, then the centre itself with somebody between.
pub(crate) fn listen(
    centre: SocketAddr,
    misdeeds: Vec<Misdeed>,
    meddler: Arc<dyn Meddler>,
) -> (SocketAddr, Misdeeds) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let listener = TcpListener::from_std(listener).unwrap();
    let address = listener.local_addr().unwrap();
    let (mut left, done) = (misdeeds.into_iter(), Misdeeds::default());
    let doing = done.clone();
    tokio::spawn(async move {
        while let Ok((service, _)) = listener.accept().await {
            service.set_nodelay(true).unwrap();
            match left.next() {
                Some(misdeed) => drop(tokio::spawn(doing.clone().commit(misdeed, service))),
                None => drop(tokio::spawn(carry(service, centre, Arc::clone(&meddler)))),
            }
        }
    });
    (address, done)
}

/// Carries one connection until either side hangs up.
async fn carry(service: TcpStream, centre: SocketAddr, meddler: Arc<dyn Meddler>) {
    let Ok(centre) = TcpStream::connect(centre).await else { return };
    centre.set_nodelay(true).unwrap();
    let (mut from_service, to_service) = service.into_split();
    let (mut from_centre, to_centre) = centre.into_split();
    let (say_to_service, said_to_service) = unbounded_channel();
    let (say_to_centre, said_to_centre) = unbounded_channel();
    let ends = Ends { to_service: say_to_service, to_centre: say_to_centre };
    meddler.begins(&ends);
    tokio::select! {
        () = hear(&mut from_service, |pdu| meddler.service_says(pdu, &ends)) => {}
        () = hear(&mut from_centre, |pdu| meddler.centre_says(pdu, &ends)) => {}
        () = write(to_service, said_to_service, meddler.drips()) => {}
        () = write(to_centre, said_to_centre, false) => {}
    }
}

async fn hear(from: &mut OwnedReadHalf, mut heard: impl FnMut(Pdu)) {
    while let Some(pdu) = Pdu::read(from).await {
        heard(pdu);
    }
}

async fn write(mut to: OwnedWriteHalf, mut said: UnboundedReceiver<Vec<u8>>, drips: bool) {
    while let Some(octets) = said.recv().await {
        let most = if drips { 1 } else { octets.len() };
        for piece in octets.chunks(most) {
            if to.write_all(piece).await.is_err() {
                return;
            }
        }
    }
}
