//! What an error of the database means for the service, in a sentence.

use std::error::Error as _;

use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use crate::StoreError;

/// Ours: what a unit demands does not hold.
pub(super) const DEMAND: &str = "TK001";

pub(super) fn fault(error: &Error) -> StoreError {
    let Some(state) = error.code() else {
        let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        return StoreError::Unavailable(format!("the database does not answer: {error}{cause}"));
    };
    let says = error.as_db_error().map_or_else(|| error.to_string(), |e| e.message().to_owned());
    if *state == SqlState::DISK_FULL {
        return StoreError::Full(says);
    }
    if *state == SqlState::DATA_CORRUPTED || *state == SqlState::INDEX_CORRUPTED {
        return StoreError::Damaged(format!("the database is damaged: {says}"));
    }
    StoreError::Unavailable(format!("the database did not answer: {says} ({})", state.code()))
}

/// Two nodes were in each other's way: the same again will do.
pub(super) fn collided(error: &Error) -> bool {
    error.code().is_some_and(|state| {
        *state == SqlState::T_R_DEADLOCK_DETECTED || *state == SqlState::T_R_SERIALIZATION_FAILURE
    })
}

pub(super) fn lost() -> StoreError {
    StoreError::Unavailable("the store is closed".to_owned())
}
