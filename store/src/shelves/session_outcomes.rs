//! How bookings came out, counted in the database; and the open cases that have no next session. Ids, times and codes only.

use domain::ids::{DossierId, StaffId};
use domain::time::Instant;

use crate::db::{DbFault, Row, Tx};
use crate::{Store, StoreFault, vals};

/// Bookings of one case that came out alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeGroup {
    /// In which case.
    pub dossier: DossierId,
    /// Who held them, or was to.
    pub staff: StaffId,
    /// On which day of the week, 1 for Monday.
    pub weekday: u32,
    /// How they came out, a code.
    pub outcome: String,
    /// How the client was reminded, a code.
    pub reminded: String,
    /// How many.
    pub count: u32,
    /// How many minutes they take together.
    pub minutes: i64,
    /// With how many of them no next session was booked.
    pub without_next: u32,
}

/// How long sessions waited for their signature, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waits {
    /// How many sessions were held.
    pub held: u32,
    /// How many were signed within the time that was asked for.
    pub in_time: u32,
    /// Half of them waited at most so long.
    pub median: Option<i64>,
    /// Nine of ten waited at most so long.
    pub ninth: Option<i64>,
}

impl Store {
    /// The bookings that begin from `from` up to `to`, in groups that came out alike.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn outcome_groups(&self, from: Instant, to: Instant) -> Result<Vec<OutcomeGroup>, StoreFault> {
        let count = "SELECT dossier, staff, weekday, outcome, reminded, COUNT(*), CAST(SUM(minutes) AS BIGINT),
                            CAST(SUM(1 - next) AS BIGINT)
                     FROM session_outcomes WHERE $1 <= starts AND starts < $2
                     GROUP BY dossier, staff, weekday, outcome, reminded
                     ORDER BY dossier, staff, weekday, outcome, reminded";
        Ok(self.db().glance(move |tx| tx.query(count, vals![from, to], read)).await?)
    }

    /// How long the sessions held in this time waited for their signature; in time are those that waited at most so many seconds.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn waits(&self, from: Instant, to: Instant, limit: i64) -> Result<Waits, StoreFault> {
        let count = "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN wait <= $3 THEN 1 ELSE 0 END), 0) AS BIGINT)
                     FROM session_outcomes WHERE $1 <= starts AND starts < $2 AND wait IS NOT NULL";
        let waits = self.db().glance(move |tx| {
            let counted = tx.one(count, vals![from, to, limit], |row| Ok((number(row, 0)?, number(row, 1)?)))?;
            let (held, in_time) = counted.unwrap_or_default();
            // the smallest that so many are no longer than
            let median = nth(tx, from, to, held.div_ceil(2))?;
            let ninth = nth(tx, from, to, (held * 9).div_ceil(10))?;
            Ok::<_, DbFault>(Waits { held, in_time, median, ninth })
        });
        Ok(waits.await?)
    }

    /// How many cases are open, and which of them have no session that is still to come.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn without_next_session(&self, now: Instant) -> Result<(u32, Vec<DossierId>), StoreFault> {
        let open = "SELECT COUNT(*) FROM cards WHERE kind = 'case' AND state = 'open'";
        let without = "SELECT dossier FROM cards WHERE kind = 'case' AND state = 'open' AND NOT EXISTS (
                           SELECT 1 FROM appointments
                           WHERE appointments.dossier = cards.dossier AND appointments.state = 'booked'
                             AND $1 < appointments.starts)
                       ORDER BY dossier";
        let found = self.db().glance(move |tx| {
            let open = tx.one(open, vals![], |row| number(row, 0))?.unwrap_or(0);
            Ok::<_, DbFault>((open, tx.query(without, vals![now], |row| row.parse(0))?))
        });
        Ok(found.await?)
    }
}

/// The so manieth wait, the shortest first, from 1.
fn nth(tx: &mut Tx<'_>, from: Instant, to: Instant, nth: u32) -> Result<Option<i64>, DbFault> {
    let find = "SELECT wait FROM session_outcomes WHERE $1 <= starts AND starts < $2 AND wait IS NOT NULL
                ORDER BY wait LIMIT 1 OFFSET $3";
    tx.one(find, vals![from, to, i64::from(nth.saturating_sub(1))], |row| row.int(0))
}

fn number(row: &Row<'_>, at: usize) -> Result<u32, DbFault> {
    Ok(u32::try_from(row.int(at)?).unwrap_or(u32::MAX))
}

fn read(row: &Row<'_>) -> Result<OutcomeGroup, DbFault> {
    Ok(OutcomeGroup {
        dossier: row.parse(0)?,
        staff: row.parse(1)?,
        weekday: number(row, 2)?,
        outcome: row.text(3)?,
        reminded: row.text(4)?,
        count: number(row, 5)?,
        minutes: row.int(6)?,
        without_next: number(row, 7)?,
    })
}
