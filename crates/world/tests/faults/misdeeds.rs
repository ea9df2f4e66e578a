//! What an SMS centre may do wrong on a connection, each said in octets.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::between::{Pdu, command, delivery, receipt};

/// How long the service may take to leave a centre that is of no use.
const LEFT_WITHIN: Duration = Duration::from_secs(40);
const STAYS: &str = "the service stays with a centre that is of no use";
/// How far apart the octets of a PDU are that does not end.
const DRIP: Duration = Duration::from_millis(100);

/// One thing a centre does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misdeed {
    /// It hangs up at once.
    HangsUp,
    /// It answers the bind with octets that mean nothing.
    Garbage,
    /// It refuses the bind, with this status.
    RefusesBind(u32),
    /// It never answers the bind.
    IgnoresBind,
    /// Once bound: octets that mean nothing.
    GarbageOnceBound,
    /// A PDU of this length, so it says.
    Length(u32),
    /// Half a PDU, then it hangs up.
    HalfThenGone,
    /// Half a PDU, then silence.
    HalfThenSilent,
    /// A PDU that comes octet by octet and does not end.
    Drips,
    /// Answers to what was never asked, with numbers that were never used.
    AnswersToNothing,
    /// Answers to submits that belong to other submits, none of them well.
    WrongNumbers,
    /// Receipts of messages that nobody sent, of none at all, and texts that are none.
    StrangeDeliveries,
    /// Requests that do not exist or are not a centre's to make.
    StrangeRequests,
    /// It ends the session.
    Unbinds,
}

/// Whether the service did what it should about a misdeed; else what it did.
pub(crate) type Went = Result<(), String>;

/// What was done, and how it went.
#[derive(Clone, Default)]
pub(crate) struct Misdeeds(Arc<Mutex<Vec<(Misdeed, Went)>>>);

impl Misdeeds {
    /// What was done so far.
    pub(crate) fn done(&self) -> Vec<(Misdeed, Went)> {
        self.0.lock().unwrap().clone()
    }

    /// Does it on a connection.
    pub(crate) async fn commit(self, misdeed: Misdeed, mut service: TcpStream) {
        let went = commit(misdeed, &mut service).await;
        self.0.lock().unwrap().push((misdeed, went));
    }
}

async fn say(service: &mut TcpStream, pdu: &Pdu) {
    // The service may have hung up, as it should.
    service.write_all(&pdu.octets()).await.ok();
}

/// The octets of a reply that would be a good one.
fn good() -> Vec<u8> {
    Pdu::new(command::DELIVER_SM, 1, delivery("+77015550101", 0, b"hello", b"")).octets()
}

async fn commit(misdeed: Misdeed, service: &mut TcpStream) -> Went {
    let bind = Pdu::read(service).await.ok_or("no bind came")?;
    if bind.command != command::BIND_TRANSCEIVER {
        return Err(format!("{bind:?} is no bind"));
    }
    let mut answer = Pdu::new(bind.command | command::RESPONSE, bind.sequence, *b"centre\0");
    if let Misdeed::RefusesBind(status) = misdeed {
        answer.status = status;
    }
    let silent = [Misdeed::HangsUp, Misdeed::Garbage, Misdeed::IgnoresBind];
    if !silent.contains(&misdeed) {
        say(service, &answer).await;
    }
    speak(misdeed, service).await?;
    match misdeed {
        Misdeed::HangsUp | Misdeed::HalfThenGone => Ok(()),
        Misdeed::Garbage
        | Misdeed::RefusesBind(_)
        | Misdeed::IgnoresBind
        | Misdeed::GarbageOnceBound
        | Misdeed::Length(_)
        | Misdeed::HalfThenSilent
        | Misdeed::Drips
        | Misdeed::Unbinds => is_left(service).await,
        Misdeed::AnswersToNothing
        | Misdeed::WrongNumbers
        | Misdeed::StrangeDeliveries
        | Misdeed::StrangeRequests => lives(service).await,
    }
}

/// Says what is wrong, once the bind is answered where it is.
async fn speak(misdeed: Misdeed, service: &mut TcpStream) -> Went {
    match misdeed {
        Misdeed::Garbage => service.write_all(&[0xA5; 400]).await.unwrap(),
        Misdeed::GarbageOnceBound => service.write_all(&[0xFF; 4000]).await.unwrap(),
        Misdeed::Length(length) => {
            let mut octets = good();
            octets[..4].copy_from_slice(&length.to_be_bytes());
            service.write_all(&octets).await.unwrap();
        }
        Misdeed::HalfThenGone | Misdeed::HalfThenSilent => {
            let octets = good();
            service.write_all(&octets[..octets.len() / 2]).await.unwrap();
        }
        Misdeed::Drips => return drip(service).await,
        Misdeed::AnswersToNothing => {
            for command in [0, 4, 5, 6, 9, 0x15, 0x103, 0x777].map(|id| id | command::RESPONSE) {
                for sequence in [0, 1, 0x10_0000, 0x7FFF_FFFF, u32::MAX] {
                    say(service, &Pdu::new(command, sequence, *b"id\0")).await;
                }
            }
        }
        Misdeed::WrongNumbers => wrong_numbers(service).await,
        Misdeed::StrangeDeliveries => {
            for (sequence, body) in (10..).zip(strange_deliveries()) {
                say(service, &Pdu::new(command::DELIVER_SM, sequence, body)).await;
            }
        }
        Misdeed::StrangeRequests => {
            for command in [1, 2, 3, 4, 7, 8, 9, 0x0B, 0x21, 0x102, 0x103, 0x777, 0x7FFF_FFFF] {
                say(service, &Pdu::new(command, 0, *b"\0?\0")).await;
            }
        }
        Misdeed::Unbinds => say(service, &Pdu::new(command::UNBIND, 5, *b"")).await,
        Misdeed::HangsUp | Misdeed::RefusesBind(_) | Misdeed::IgnoresBind => {}
    }
    Ok(())
}

/// A long PDU octet by octet, until the service hangs up or ought to have.
async fn drip(service: &mut TcpStream) -> Went {
    let (mut reader, mut writer) = service.split();
    let dripping = async {
        let mut octets = Pdu::new(command::DELIVER_SM, 1, vec![b'a'; 60_000]).octets().into_iter();
        while let Some(octet) = octets.next()
            && writer.write_all(&[octet]).await.is_ok()
        {
            tokio::time::sleep(DRIP).await;
        }
    };
    let leaving = async { while Pdu::read(&mut reader).await.is_some() {} };
    let either = async {
        tokio::select! { () = dripping => {}, () = leaving => {} }
    };
    timeout(LEFT_WITHIN, either).await.map_err(|_| STAYS.to_owned())
}

/// Answers three submits with numbers of none, then refuses what it has not seen.
async fn wrong_numbers(service: &mut TcpStream) {
    for _ in 0..3 {
        let next = timeout(Duration::from_secs(3), Pdu::read(service)).await;
        let Ok(Some(submit)) = next else { return };
        let sequence = submit.sequence.wrapping_add(1000);
        let mut answer = Pdu::new(command::SUBMIT_SM_RESP, sequence, *b"2000000001\0");
        say(service, &answer).await;
        (answer.command, answer.status) = (command::GENERIC_NACK, 3);
        say(service, &answer).await;
    }
}

fn strange_deliveries() -> Vec<Vec<u8>> {
    let phone = "+77015550101";
    let whole = delivery(phone, 0, b"hello", b"");
    let mut bodies: Vec<Vec<u8>> = (0..whole.len()).map(|end| whole[..end].to_vec()).collect();
    bodies.push(delivery(phone, 0x04, b"no id here", b""));
    bodies.push(delivery(phone, 0x04, b"", b"\x00\x1e\x00\x01\0"));
    bodies.push(delivery(phone, 0x04, b"id:1 stat:", b""));
    bodies.push(delivery(phone, 0x04, b"", b"\x00\x1e\xff\xffabc"));
    bodies.push(delivery("", 0, b"from nobody", b""));
    bodies.push(delivery("Beeline", 0, "ИӘ 12345678".as_bytes(), b""));
    bodies.push(delivery(phone, 0, &[0xFF; 254], b""));
    bodies.push(delivery(phone, 0x40, b"\xff\x00\x03", b""));
    bodies.push(delivery(phone, 0x40, b"\x05\x00\x03\x01\x00\x00", b""));
    bodies.push(delivery(phone, 0x40, b"\x05\x00\x03\x01\xff\xff!", b""));
    bodies.extend(
        ["0", "-1", "ffffffffffffffffffff", "2000000001", "'; --"].map(|id| receipt(phone, id)),
    );
    bodies
}

/// Whether the service hangs up.
async fn is_left(service: &mut TcpStream) -> Went {
    let mut octets = [0; 4096];
    let leaving = async { while matches!(service.read(&mut octets).await, Ok(1..)) {} };
    let left = timeout(LEFT_WITHIN, leaving).await;
    left.map_err(|_| STAYS.to_owned())
}

/// Whether the service still answers.
async fn lives(service: &mut TcpStream) -> Went {
    say(service, &Pdu::new(command::ENQUIRE_LINK, 424_242, *b"")).await;
    let answered = async {
        while let Some(pdu) = Pdu::read(service).await {
            if (pdu.command, pdu.sequence) == (command::ENQUIRE_LINK_RESP, 424_242) {
                return true;
            }
        }
        false
    };
    match timeout(LEFT_WITHIN, answered).await {
        Ok(true) => Ok(()),
        Ok(false) => Err("the service hung up".to_owned()),
        Err(_) => Err("the service does not answer".to_owned()),
    }
}
