//! Connections to the database: each is shared by whoever asks, and questions follow each other on it
//! without waiting for answers (pipelining).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;
use tokio_postgres::{Client, Config, NoTls, Statement};

use super::fault::{fault, lost};
use crate::StoreError;

/// A live connection with the statements that were prepared on it.
pub(super) struct Session {
    pub(super) client: Client,
    statements: Mutex<HashMap<&'static str, Statement>>,
}

impl Session {
    /// A statement, prepared once for each connection.
    pub(super) async fn prepare(
        &self,
        sql: &'static str,
    ) -> Result<Statement, tokio_postgres::Error> {
        let known = |statements: &Mutex<HashMap<_, _>>| {
            let statements = statements.lock().unwrap_or_else(PoisonError::into_inner);
            statements.get(sql).cloned()
        };
        if let Some(statement) = known(&self.statements) {
            return Ok(statement);
        }
        let statement = self.client.prepare(sql).await?;
        let mut statements = self.statements.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(statements.entry(sql).or_insert(statement).clone())
    }
}

/// A way to the database that is made again when it is lost.
pub(super) struct Line {
    config: Config,
    runtime: Handle,
    session: tokio::sync::Mutex<Option<Arc<Session>>>,
}

impl Line {
    pub(super) fn new(config: Config, runtime: Handle) -> Self {
        Self { config, runtime, session: tokio::sync::Mutex::default() }
    }

    /// The connection, made when there is none.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when no server that can be written to answers.
    pub(super) async fn session(&self) -> Result<Arc<Session>, StoreError> {
        let mut kept = self.session.lock().await;
        if let Some(session) = kept.as_ref().filter(|session| !session.client.is_closed()) {
            return Ok(Arc::clone(session));
        }
        let config = self.config.clone();
        // On the runtime of the store, which outlives whoever asks.
        let connecting = self.runtime.spawn(async move {
            let (client, connection) = config.connect(NoTls).await?;
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::warn!(%error, "a connection to the database has ended");
                }
            });
            Ok(client)
        });
        let client = connecting.await.map_err(|_| lost())?.map_err(|error| fault(&error))?;
        let session = Arc::new(Session { client, statements: Mutex::default() });
        *kept = Some(Arc::clone(&session));
        Ok(session)
    }
}
