//! Hears that register rows were loaded, by whichever node, so that what was read lately is forgotten.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio_postgres::{AsyncMessage, Client, Config, NoTls};

use crate::memo::Memo;

/// The channel on which it is said.
macro_rules! loaded {
    () => {
        "tirkeu_registers"
    };
}

/// Says it to every node, when the transaction is committed.
pub(super) const SAY: &str = concat!("/* store: say_loaded */ NOTIFY ", loaded!());

/// How long it waits before it tries to hear again.
const PAUSE: Duration = Duration::from_secs(1);

/// Rows that were read lately, which count only while this node hears.
#[derive(Default)]
pub(super) struct Heard {
    pub(super) memo: Memo,
    hears: AtomicBool,
}

impl Heard {
    /// Whether what is kept may be used.
    pub(super) fn counts(&self) -> bool {
        self.hears.load(Ordering::Acquire)
    }
}

/// Listens as long as the store is open.
pub(super) async fn listen(config: Config, heard: Arc<Heard>) {
    loop {
        if let Err(error) = once(&config, &heard).await {
            tracing::debug!(%error, "does not hear of loaded registers; they are read each time");
        }
        heard.hears.store(false, Ordering::Release);
        tokio::time::sleep(PAUSE).await;
    }
}

async fn once(config: &Config, heard: &Heard) -> Result<(), tokio_postgres::Error> {
    let (client, mut connection) = config.connect(NoTls).await?;
    let begin = async {
        client.batch_execute(concat!("/* store: listen */ LISTEN ", loaded!())).await?;
        heard.memo.empty();
        heard.hears.store(true, Ordering::Release);
        // The connection lives as long as its client.
        Ok::<Client, tokio_postgres::Error>(client)
    };
    let messages = async {
        while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
            match message? {
                AsyncMessage::Notification(_) => heard.memo.empty(),
                AsyncMessage::Notice(_) => {}
                _ => {}
            }
        }
        Ok::<(), tokio_postgres::Error>(())
    };
    let keeps = async {
        let client = begin.await?;
        std::future::pending::<()>().await;
        drop(client);
        Ok::<(), tokio_postgres::Error>(())
    };
    tokio::select! {
        ended = messages => ended,
        ended = keeps => ended,
    }
}
