//! Writing a database anew, so that what was deleted stands nowhere in its files.
//!
//! Zeroing what is deleted is not enough: pages that were freed earlier, and the log, keep what stood on them. Measured: only a new file together
//! with an emptied log leaves nothing.
//!
//! # Source
//! Security §4.12, steps 5 and 6.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::connect::Target;
use super::{DbFault, sqlite};

/// How often the log is tried to be emptied while others still read.
const TRIES: u32 = 100;

/// How long is waited between, in all ten seconds: no unit of work reads for longer.
const PAUSE: Duration = Duration::from_millis(100);

/// The file of SQLite, by a connection of its own: it cannot be done within a transaction, and the writer is always in one.
pub(super) fn sqlite(file: &Path) -> Result<(), DbFault> {
    let connection = sqlite::open_writer(file)?;
    for _ in 0..TRIES {
        match connection.execute_batch("VACUUM") {
            Ok(()) => break,
            Err(error) if is_busy(&error) => std::thread::sleep(PAUSE),
            Err(error) => return Err(error.into()),
        }
    }
    for _ in 0..TRIES {
        if emptied(&connection)? {
            return Ok(());
        }
        std::thread::sleep(PAUSE);
    }
    Err(DbFault::Conflict)
}

/// Whether the log could be folded back whole and cut to nothing.
fn emptied(connection: &Connection) -> Result<bool, DbFault> {
    Ok(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0)).map(|busy| busy == 0)?)
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked))
}

/// The tables of PostgreSQL, by a connection of its own and without the limit of time. The checkpoint needs a right that not every role has; how
/// long the log is kept is a setting of the cluster.
pub(super) fn postgres(address: &Target, texts: &[&'static str]) -> Result<(), DbFault> {
    let mut client = address.connect()?;
    client.batch_execute("SET statement_timeout = 0")?;
    for text in texts {
        // one at a time: several in one go are a transaction, in which this cannot be done
        client.batch_execute(text)?;
    }
    if let Err(error) = client.batch_execute("CHECKPOINT") {
        let code = error.code().map(|code| code.code().to_owned()).unwrap_or_default();
        tracing::warn!(code, "the key database made no checkpoint; its role lacks the right");
    }
    Ok(())
}
