//! What an error of SQLite means for the service, in a sentence.

use rusqlite::{Error, ErrorCode, ffi};

use crate::StoreError;

/// An error of any statement but the last one of a durable write.
pub(super) fn fault(error: &Error) -> StoreError {
    let Some(failure) = error.sqlite_error() else {
        return StoreError::Damaged(format!("the store holds something unreadable: {error}"));
    };
    let says = error.to_string();
    if failure.extended_code == ffi::SQLITE_IOERR_FSYNC
        || failure.extended_code == ffi::SQLITE_IOERR_DIR_FSYNC
    {
        return StoreError::NotDurable(says);
    }
    // A file size limit and a quota come as a refused write: nothing was kept, and nothing that was
    // kept before is in doubt, so they are a full disk and not a broken one.
    if failure.code == ErrorCode::DiskFull || failure.extended_code == ffi::SQLITE_IOERR_WRITE {
        return StoreError::Full(says);
    }
    if failure.code == ErrorCode::NotADatabase || failure.code == ErrorCode::DatabaseCorrupt {
        return StoreError::Damaged(format!("the store file is damaged: {says}"));
    }
    if failure.code == ErrorCode::DatabaseBusy || failure.code == ErrorCode::DatabaseLocked {
        return StoreError::Unavailable(format!("another program holds the store file: {says}"));
    }
    StoreError::Unavailable(format!("the store did not answer: {says}"))
}

/// An error of the last statement of a durable write. Whether the disk has it is unknown, and asking
/// the disk again could be answered with a false yes, so all but a lack of room ends the store.
pub(super) fn fault_of_commit(error: &Error) -> StoreError {
    let io = error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure);
    let fault = fault(error);
    if io && matches!(fault, StoreError::Unavailable(_)) {
        return StoreError::NotDurable(error.to_string());
    }
    fault
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(code: std::ffi::c_int) -> Error {
        Error::SqliteFailure(ffi::Error::new(code), None)
    }

    #[test]
    fn only_a_refused_sync_ends_the_store() {
        let kind = |error: StoreError| match error {
            StoreError::Full(_) => "full",
            StoreError::Unavailable(_) => "unavailable",
            StoreError::NotDurable(_) => "not durable",
            StoreError::Damaged(_) => "damaged",
        };
        for (code, elsewhere, at_commit) in [
            (ffi::SQLITE_FULL, "full", "full"),
            (ffi::SQLITE_IOERR_WRITE, "full", "full"),
            (ffi::SQLITE_IOERR_FSYNC, "not durable", "not durable"),
            (ffi::SQLITE_IOERR_READ, "unavailable", "not durable"),
            (ffi::SQLITE_IOERR_SHMMAP, "unavailable", "not durable"),
            (ffi::SQLITE_BUSY, "unavailable", "unavailable"),
            (ffi::SQLITE_NOTADB, "damaged", "damaged"),
            (ffi::SQLITE_CORRUPT, "damaged", "damaged"),
            (ffi::SQLITE_CANTOPEN, "unavailable", "unavailable"),
        ] {
            assert_eq!(kind(fault(&failure(code))), elsewhere, "{code}");
            assert_eq!(kind(fault_of_commit(&failure(code))), at_commit, "{code}");
        }
    }
}
