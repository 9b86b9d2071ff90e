//! How the outbox is doing, and what somebody can do about jobs that died.

use domain::ids::DossierId;
use domain::time::Instant;
use uuid::Uuid;

use super::outbox::text;
use crate::db::DbFault;
use crate::{Store, StoreFault, vals};

/// The outbox in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutboxFigures {
    /// How many wait or are being done.
    pub waiting: u32,
    /// How many are dead.
    pub dead: u32,
    /// Since when the oldest one waits that is due.
    pub oldest: Option<Instant>,
}

/// A job that somebody has to look at. Its payload stays sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadJob {
    /// Its id.
    pub id: Uuid,
    /// What was to be done.
    pub kind: String,
    /// The dossier it is about.
    pub dossier: Option<DossierId>,
    /// When it was due last.
    pub due: Instant,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it was given up, a code.
    pub reason: String,
}

impl Store {
    /// The outbox in figures.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn outbox_figures(&self, now: Instant) -> Result<OutboxFigures, StoreFault> {
        let figures = "SELECT (SELECT COUNT(*) FROM outbox WHERE state = 'waiting'),
                              (SELECT COUNT(*) FROM outbox WHERE state = 'dead'),
                              (SELECT MIN(due) FROM outbox WHERE state = 'waiting' AND due <= $1)";
        let row = self.db().glance(move |tx| {
            tx.one(figures, vals![now], |row| {
                let count = |i| row.int(i).map(|n| u32::try_from(n).unwrap_or(u32::MAX));
                Ok(OutboxFigures { waiting: count(0)?, dead: count(1)?, oldest: row.opt_int(2)?.map(Instant) })
            })
        });
        row.await?.ok_or_else(|| DbFault::named("no answer").into())
    }

    /// The dead jobs, the oldest first, two hundred at most.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn dead_jobs(&self) -> Result<Vec<DeadJob>, StoreFault> {
        let all =
            "SELECT id, kind, dossier, due, attempts, reason FROM outbox WHERE state = 'dead' ORDER BY due LIMIT 200";
        let read = |row: &crate::db::Row<'_>| {
            Ok(DeadJob {
                id: row.parse(0)?,
                kind: row.text(1)?,
                dossier: row.opt_parse(2)?,
                due: row.instant(3)?,
                attempts: u32::try_from(row.int(4)?).unwrap_or(u32::MAX),
                reason: row.opt_text(5)?.unwrap_or_default(),
            })
        };
        Ok(self.db().glance(move |tx| tx.query(all, vals![], read)).await?)
    }

    /// Lets a dead job begin anew; says whether it was dead.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn revive_job(&self, id: Uuid, now: Instant) -> Result<bool, StoreFault> {
        let revive = "UPDATE outbox SET state = 'waiting', attempts = 0, due = $2 WHERE id = $1 AND state = 'dead'";
        Ok(self.db().write_plain(move |tx| tx.exec(revive, vals![text(id), now])).await? == 1)
    }

    /// Throws a dead job away; says whether it was dead.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn drop_job(&self, id: Uuid) -> Result<bool, StoreFault> {
        let delete = "DELETE FROM outbox WHERE id = $1 AND state = 'dead'";
        Ok(self.db().write_plain(move |tx| tx.exec(delete, vals![text(id)])).await? == 1)
    }
}
