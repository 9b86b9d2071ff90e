//! The small figures beside the menu: how much there is to do, without opening anything.

use domain::ids::StaffId;
use domain::time::Instant;

use crate::db::DbFault;
use crate::{Store, StoreFault, vals};

/// What waits for one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RailFigures {
    /// Duties that were due before now: one's own, and those of whoever one stands in for.
    pub overdue: u32,
    /// Duties that are due before the end of the day, overdue ones included.
    pub due: u32,
    /// Appointments of any state that begin on this day; absences are none.
    pub appointments: u32,
    /// Drafts that are not signed yet.
    pub drafts: u32,
}

impl Store {
    /// The figures of this person for the day that ends then, in the organisation's time zone. A page asks once; it is one statement.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn rail_figures(
        &self,
        staff: StaffId,
        now: Instant,
        day_begins: Instant,
        day_ends: Instant,
    ) -> Result<RailFigures, StoreFault> {
        // what is the carrier's own step or in their hands stays theirs, as on Today
        let figures = "WITH mine AS (
                SELECT due FROM duties WHERE owner = $1 AND due < $4
                UNION ALL
                SELECT d.due FROM ties c
                    JOIN ties w ON w.dossier = c.dossier AND w.tie = 'assigned'
                    JOIN duties d ON d.dossier = c.dossier AND d.owner = w.staff
                WHERE c.staff = $1 AND c.tie = 'covers' AND c.since <= $2 AND $2 < c.until AND d.due < c.until
                    AND d.due < $4 AND d.kind NOT IN ('closure_step', 'paper_return')
            )
            SELECT (SELECT COUNT(*) FROM mine WHERE due < $2),
            (SELECT COUNT(*) FROM mine),
            (SELECT COUNT(*) FROM appointments WHERE staff = $1 AND $3 <= starts AND starts < $4
                AND state NOT IN ('away', 'moved') AND (meeting IS NULL OR meeting = item)),
            (SELECT COUNT(*) FROM drafts WHERE staff = $1)";
        let counted = self.db().glance(move |tx| {
            tx.one(figures, vals![staff, now, day_begins, day_ends], |row| {
                let count = |i| row.int(i).map(|n| u32::try_from(n).unwrap_or(u32::MAX));
                Ok(RailFigures { overdue: count(0)?, due: count(1)?, appointments: count(2)?, drafts: count(3)? })
            })
        });
        counted.await?.ok_or_else(|| DbFault::named("no answer").into())
    }
}
