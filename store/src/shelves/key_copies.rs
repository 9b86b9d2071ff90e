//! Where backups of the keys lie, which tells whether the key of a destroyed file can still be in one of them.
//!
//! A copy is noted before it is written, and counts until the place where it was written is seen without it; backups carry these notes. A copy
//! that is found and was never noted counts as well: a restored installation does not remember what was made after its backup.

use domain::time::Instant;

use crate::db::{DbFault, Row};
use crate::{Store, StoreFault, vals};

/// How long a copy that is gone is remembered, in seconds.
const REMEMBERED: i64 = 400 * 86_400;

/// By how much the clocks of servers may differ, in seconds.
const APART: i64 = 3_600;

/// A backup of the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyCopy {
    /// What its files are named by.
    pub run: String,
    /// When it was begun: it holds no key that was gone by then.
    pub at: Instant,
}

/// What is known of the backups of the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeyCopies {
    /// When the oldest of those was begun that are not known to be gone.
    pub oldest: Option<Instant>,
    /// When this installation was set up here. Of copies from before, such as those of an installation that was brought in with everything, it knows
    /// nothing.
    pub since: Option<Instant>,
}

impl KeyCopies {
    /// Whether it is known that no copy holds a key that was removed then: it was removed here, there are copies, and each was begun well after.
    /// Where there is none, nothing is known.
    pub fn are_without(self, removed: Instant) -> bool {
        let here = self.since.is_some_and(|since| since <= removed);
        here && self.oldest.is_some_and(|oldest| removed.plus_seconds(APART) < oldest)
    }
}

impl Store {
    /// Notes a backup of the keys in this place before it is written.
    ///
    /// # Errors
    /// [`StoreFault`] of the database; then it must not be written.
    pub async fn note_key_copy(&self, place: &str, copy: KeyCopy) -> Result<(), StoreFault> {
        let place = place.to_owned();
        let noted = self.db().write(move |tx| tx.exec(NOTE, vals![place, copy.run, copy.at]));
        noted.await.map(drop).map_err(|fault: DbFault| fault.into())
    }

    /// Notes what lies in this place: what is not among these is gone, and those that nobody has noted are.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn note_key_copies_left(&self, place: &str, left: Vec<KeyCopy>, now: Instant) -> Result<(), StoreFault> {
        let place = place.to_owned();
        let known = "SELECT run FROM key_copies WHERE place = $1 AND gone IS NULL";
        let gone = "UPDATE key_copies SET gone = $3 WHERE place = $1 AND run = $2";
        let noted = self.db().write(move |tx| {
            for copy in &left {
                tx.exec(NOTE, vals![place, copy.run, copy.at])?;
            }
            for run in tx.query(known, vals![place], |row| row.text(0))? {
                if !left.iter().any(|copy| copy.run == run) {
                    tx.exec(gone, vals![place, run, now])?;
                }
            }
            tx.exec("DELETE FROM key_copies WHERE gone < $1", vals![now.plus_seconds(-REMEMBERED)])
        });
        noted.await.map(drop).map_err(|fault: DbFault| fault.into())
    }

    /// What is known of the backups of the keys.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn key_copies(&self) -> Result<KeyCopies, StoreFault> {
        let find =
            "SELECT MIN(at), (SELECT created FROM installation WHERE one = 1) FROM key_copies WHERE gone IS NULL";
        let read =
            |row: &Row<'_>| Ok(KeyCopies { oldest: row.opt_int(0)?.map(Instant), since: row.opt_int(1)?.map(Instant) });
        let known = self.db().glance(move |tx| tx.one(find, vals![], read));
        Ok(known.await?.unwrap_or_default())
    }
}

/// One that had been gone and lies there again counts again.
const NOTE: &str = "INSERT INTO key_copies (place, run, at) VALUES ($1, $2, $3)
                    ON CONFLICT (place, run) DO UPDATE SET gone = NULL";
