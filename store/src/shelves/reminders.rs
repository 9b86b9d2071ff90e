//! How reminders stand, for the page of them all: ids, times and codes. With whom stands in the card of the case.

use domain::ids::{DossierId, StaffId};
use domain::time::Instant;

use crate::db::{DbFault, Row};
use crate::{ReminderRow, Store, StoreFault, vals};

/// A reminder, and in which case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderSeen {
    /// In which case.
    pub dossier: DossierId,
    /// How it stands.
    pub row: ReminderRow,
}

/// Which reminders are looked for.
#[derive(Debug, Clone)]
pub struct RemindersWanted {
    /// Those of whose sessions; nothing: everybody's.
    pub staff: Option<StaffId>,
    /// In which state, a code; nothing: in any.
    pub state: Option<String>,
    /// Due at or before then.
    pub until: Instant,
    /// Due after then.
    pub since: Instant,
}

impl Store {
    /// Reminders, the latest due first; so many at most, after so many.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn reminders(
        &self,
        wanted: RemindersWanted,
        most: u32,
        after: u32,
    ) -> Result<Vec<ReminderSeen>, StoreFault> {
        let find = "SELECT dossier, item, hours, staff, starts, at, state, means, answer FROM reminders
                    WHERE $1 < at AND at <= $2 AND (CAST($3 AS TEXT) IS NULL OR staff = $3)
                    AND (CAST($4 AS TEXT) IS NULL OR state = $4)
                    ORDER BY at DESC, dossier, item, hours LIMIT $5 OFFSET $6";
        let RemindersWanted { staff, state, until, since } = wanted;
        let (most, after) = (i64::from(most), i64::from(after));
        let rows = self.db().glance(move |tx| tx.query(find, vals![since, until, staff, state, most, after], read));
        Ok(rows.await?)
    }
}

fn read(row: &Row<'_>) -> Result<ReminderSeen, DbFault> {
    Ok(ReminderSeen {
        dossier: row.parse(0)?,
        row: ReminderRow {
            item: row.parse(1)?,
            hours: u32::try_from(row.int(2)?).unwrap_or(u32::MAX),
            staff: row.parse(3)?,
            starts: row.instant(4)?,
            at: row.instant(5)?,
            state: row.text(6)?,
            means: row.opt_text(7)?,
            answer: row.opt_text(8)?,
        },
    })
}
