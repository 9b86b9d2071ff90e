//! Brings a database to the schema of this program: numbered texts, each run once, all that are missing in one transaction.
//!
//! Released migrations never change. A database that is newer than this program is refused, never guessed at.

use crate::db::{Db, DbFault, Engine, schema_for_sqlite};
use crate::vals;

/// The migrations of the data database, in order; the version is the place in the list, from 1. Their numbers only keep files in that order, and may have gaps.
pub const DATA: &[&str] = &[
    include_str!("../migrations/data/0001_record.sql"),
    include_str!("../migrations/data/0002_derived.sql"),
    include_str!("../migrations/data/0003_shelves.sql"),
    include_str!("../migrations/data/0004_documents.sql"),
    include_str!("../migrations/data/0005_backups.sql"),
    include_str!("../migrations/data/0006_holds.sql"),
    include_str!("../migrations/data/0007_destroyed.sql"),
    include_str!("../migrations/data/0008_whereabouts.sql"),
    include_str!("../migrations/data/0009_key_copies.sql"),
    include_str!("../migrations/data/0010_spooled.sql"),
    include_str!("../migrations/data/0011_calendar.sql"),
    include_str!("../migrations/data/0012_reminders.sql"),
    include_str!("../migrations/data/0013_rooms.sql"),
    include_str!("../migrations/data/0014_feeds.sql"),
    include_str!("../migrations/data/0016_session_outcomes.sql"),
    include_str!("../migrations/data/0018_waiting_list.sql"),
    include_str!("../migrations/data/0019_messages.sql"),
    include_str!("../migrations/data/0020_hours_of_all.sql"),
    include_str!("../migrations/data/0021_meetings.sql"),
    include_str!("../migrations/data/0022_hours_without_rows.sql"),
    include_str!("../migrations/data/0023_inquiries.sql"),
    include_str!("../migrations/data/0027_inquiry_times.sql"),
    include_str!("../migrations/data/0028_public_links.sql"),
];

/// The migrations of the key database.
pub const KEYS: &[&str] =
    &[include_str!("../migrations/keys/0001_keys.sql"), include_str!("../migrations/keys/0002_versions.sql")];

const VERSION_TABLE: &str =
    "CREATE TABLE IF NOT EXISTS schema_version (\n    one BIGINT PRIMARY KEY,\n    version BIGINT NOT NULL\n);";

/// Why a database cannot be brought to this schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MigrateFault {
    /// A later program has been here.
    #[error("the database has schema {found}, this program knows up to {known}")]
    Newer {
        /// What the database says.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbFault),
}

/// Runs what is missing of `steps`. Blocking.
///
/// # Errors
/// [`MigrateFault::Newer`] when the database is ahead of this program, [`MigrateFault::Db`] when it fails; then nothing has changed.
pub fn migrate(db: &Db, steps: &'static [&'static str]) -> Result<(), MigrateFault> {
    migrate_to(db, steps, steps.len())
}

/// [`migrate`] with the first `known` steps alone: for what an earlier program wrote.
pub(crate) fn migrate_to(db: &Db, steps: &'static [&'static str], known: usize) -> Result<(), MigrateFault> {
    let engine = db.engine();
    let text = move |text: &str| if engine == Engine::Sqlite { schema_for_sqlite(text) } else { text.to_owned() };
    db.write_now(move |tx| {
        tx.batch(&text(VERSION_TABLE))?;
        let found = tx.one("SELECT version FROM schema_version", vals![], |row| row.int(0))?.unwrap_or(0);
        let version = i64::try_from(known).unwrap_or(i64::MAX);
        if version < found {
            return Err(MigrateFault::Newer { found, known: version });
        }
        for step in steps.iter().take(known).skip(usize::try_from(found).unwrap_or(0)) {
            tx.batch(&text(step))?;
        }
        tx.exec(
            "INSERT INTO schema_version (one, version) VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET version = $1",
            vals![version],
        )?;
        Ok(())
    })
}
