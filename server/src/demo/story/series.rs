//! The sessions to come are booked at once: weekly, at the hour of the story, with what is in the way moved within its week.

use anyhow::Result;
use casework::sessions::{BookSeries, Dates, WantedSeries, book_series, proposals};
use domain::series::{Rhythm, SeriesBooked};
use jiff::ToSpan;

use super::Tale;
use super::teller::{ink, slot};

impl Tale<'_> {
    /// Eight weeks from a fortnight on: before that the story has booked the next session by itself.
    pub(super) async fn series(&self) -> Result<()> {
        let day = self.teller.working(self.plot.today.checked_add(15.days())?);
        let first = self.teller.at(day, self.plot.hour, 0)?;
        let worker = self.teller.who(self.plot.worker)?;
        let ctx = self.teller.acting(self.plot.worker, self.plot.now)?;
        let rhythm = Rhythm { first, weeks: 1, count: 8 };
        let wanted =
            WantedSeries { case: self.case, staff: worker, minutes: 50, room: None, dates: Dates::New(rhythm) };
        let dates = proposals(&ctx, wanted).await?;
        let free =
            dates.iter().filter_map(|one| if one.in_the_way.is_none() { Some(one.planned) } else { one.instead });
        let slots = free.map(|starts| slot(&ctx, worker, starts)).collect();
        let order = SeriesBooked { id: ctx.new_item(), weeks: rhythm.weeks, slots };
        book_series(&ctx, BookSeries { case: self.case, order }, ink()).await?;
        Ok(())
    }
}
