//! The waiting list: the cases whose client waits, in their turn; and the times that are free again. Ids and times only.

use domain::ids::{DossierId, ItemId, StaffId};
use domain::time::Instant;

use crate::db::Row;
use crate::{Store, StoreFault, vals};

/// A time that was booked, was given up before it came, and is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreedSeen {
    /// By whose case it was given up.
    pub dossier: DossierId,
    /// Whose time.
    pub staff: StaffId,
    /// From.
    pub starts: Instant,
    /// To, not included.
    pub ends: Instant,
    /// The room that was booked with it, where that is free as well.
    pub room: Option<ItemId>,
}

impl Store {
    /// The cases whose client waits: the most urgent first, then those who wait longest.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn waiting_list(&self) -> Result<Vec<DossierId>, StoreFault> {
        let all = "SELECT dossier FROM waiting_list ORDER BY urgency, since, dossier";
        Ok(self.db().glance(move |tx| tx.query(all, vals![], |row| row.parse(0))).await?)
    }

    /// The times from `from` up to `to` that a cancelled or moved booking has left, in their order: nothing is booked over them since, and whoever was to hold
    /// the session is not away.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn freed(&self, from: Instant, to: Instant) -> Result<Vec<FreedSeen>, StoreFault> {
        let find = "SELECT freed.dossier, freed.staff, freed.starts, freed.ends,
                           CASE WHEN EXISTS (
                               SELECT 1 FROM appointments AS other
                               WHERE other.room = freed.room AND other.state = 'booked'
                                 AND other.starts < freed.ends AND freed.starts < other.ends)
                           THEN NULL ELSE freed.room END
                    FROM appointments AS freed
                    WHERE $1 < freed.starts AND freed.starts < $2
                      AND freed.state IN ('cancelled', 'cancelled_late', 'moved')
                      AND (freed.meeting IS NULL OR freed.meeting = freed.item)
                      AND NOT EXISTS (
                          SELECT 1 FROM appointments AS other
                          WHERE other.staff = freed.staff AND other.state IN ('booked', 'away')
                            AND other.starts < freed.ends AND freed.starts < other.ends)
                    ORDER BY freed.starts, freed.staff, freed.dossier, freed.item";
        let read = |row: &Row<'_>| {
            Ok(FreedSeen {
                dossier: row.parse(0)?,
                staff: row.parse(1)?,
                starts: row.instant(2)?,
                ends: row.instant(3)?,
                room: row.opt_parse(4)?,
            })
        };
        Ok(self.db().glance(move |tx| tx.query(find, vals![from, to], read)).await?)
    }
}
