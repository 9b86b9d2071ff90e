//! The small figures of the frame: how much waits, counted without opening anything.

use domain::rulebook::Rulebook;
use domain::time::Instant;

use crate::{Ctx, Fault};

/// What waits for the acting person.
#[derive(Debug, Clone, Copy, Default)]
pub struct Waiting {
    /// Duties of one's own that are due today or before.
    pub duties: u32,
    /// How many of them are overdue.
    pub overdue: u32,
    /// Drafts that are not signed.
    pub drafts: u32,
}

impl Ctx {
    /// Counts what waits for the acting person today, as the office has it.
    ///
    /// # Errors
    /// [`Fault`] when the store fails.
    pub async fn waiting(&self, rules: &Rulebook) -> Result<Waiting, Fault> {
        let zone = rules.office.time_zone();
        let now = self.now();
        let local = now.on(&zone);
        let begins = local.start_of_day().map_or(now, |at| Instant::from_timestamp(at.timestamp()));
        let ends = begins.plus_seconds(86_400);
        let figures = self.house.store.rail_figures(self.who.staff, now, begins, ends).await?;
        Ok(Waiting { duties: figures.due, overdue: figures.overdue, drafts: figures.drafts })
    }
}
