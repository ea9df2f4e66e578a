//! A long-lived link to an SMS centre over SMPP 3.4: one transceiver session that is kept up, a
//! window shared by all callers, delivery receipts, and incoming messages that are answered only
//! after they are stored. It knows nothing of residence.
//!
//! ```no_run
//! # async fn example(clock: smpp::Clock) -> Result<(), Box<dyn std::error::Error>> {
//! let config = smpp::LinkConfig::parse("smpp://tirkeu@127.0.0.1:2775", "secret")?;
//! let (to_us, mut inbound) = tokio::sync::mpsc::channel(1000);
//! let link = smpp::Link::start(config, clock, to_us);
//! let ids = link
//!     .submit(smpp::Submission {
//!         to: "+77011234567".into(),
//!         text: "Сәлем".into(),
//!         validity: None,
//!         receipt: true,
//!         reference: 7,
//!     })
//!     .await?;
//! while let Some(event) = inbound.recv().await {
//!     match event {
//!         smpp::Inbound::Receipt(receipt) => receipt.ack.stored(),
//!         smpp::Inbound::Message(message) => message.ack.stored(),
//!     }
//! }
//! # let _ = ids;
//! # Ok(()) }
//! ```
//!
//! # Why not the rusmppc client
//! Outgoing PDUs are written by rusmpp. The client on top of it, rusmppc, stands in the way of what
//! matters here: it ends the session over one PDU it cannot decode instead of answering it, decodes
//! strictly (a message id without its closing zero is such a PDU, and its receipt would end every
//! session it comes in), hands over no time of reading, and logs whole PDUs with numbers and texts.
//! So the session loop is ours, and so is the tolerant reading of `deliver_sm`.

mod alphabet;
mod config;
mod deliver;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod inbound;
mod link;
mod message_id;
#[cfg(test)]
mod noise;
mod reassembly;
mod receipt;
mod segment;
mod wire;

pub use config::{ConfigError, LinkConfig};
pub use inbound::{Ack, Inbound, InboundMessage, InboundReceipt};
pub use link::{
    Clock, ConnectFuture, Connector, Link, LinkState, PartId, Stream, Submission, SubmitError,
};
pub use message_id::{canonical_keys, kept_key, same_message};
pub use receipt::{Failure, ReceiptState};
pub use segment::{Encoding, MAX_PARTS, Segments, segments};
