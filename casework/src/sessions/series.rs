//! Several sessions at once: booked, moved or cancelled under one signature, whole or not at all (FS-4.1.1, FS-4.1.3).

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::ids::{DossierId, EntryId, ItemId};
use domain::policy::Action;
use domain::series::{CannotRepeat, SeriesBooked, SeriesChanged};
use domain::sessions::{CannotMeet, Slot};

use super::{CannotMeetHere, bookings};
use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Sessions to be booked.
pub struct BookSeries {
    /// In which case.
    pub case: DossierId,
    /// How often, and which.
    pub order: SeriesBooked,
}

/// Sessions to be moved or cancelled.
pub struct ChangeSeries {
    /// In which case.
    pub case: DossierId,
    /// Which, and what becomes of them.
    pub order: SeriesChanged,
}

/// Books every session of a series, or none; the session that cannot be had is named by when it would begin.
///
/// # Errors
/// [`Failure`].
pub async fn book_series(ctx: &Ctx, series: BookSeries, signing: Signing) -> Result<EntryId, Failure<CannotMeetHere>> {
    let BookSeries { case, order } = series;
    let now = ctx.now();
    let organisation = ctx.house.organisation().await?;
    let rooms = &organisation.rooms;
    ctx.act(Action::BookSession, Target::file(case), signing, |case: &CaseFile, _rules| {
        case.must_be_open()?;
        let events = case.sessions.book_series(order.clone(), now)?;
        bookings(events, case, &order.slots, &[], rooms, on)
    })
    .await
}

/// Moves or cancels sessions of a series, all that are named or none.
///
/// # Errors
/// [`Failure`].
pub async fn change_series(
    ctx: &Ctx,
    series: ChangeSeries,
    signing: Signing,
) -> Result<EntryId, Failure<CannotMeetHere>> {
    let ChangeSeries { case, order } = series;
    let now = ctx.now();
    let organisation = ctx.house.organisation().await?;
    let rooms = &organisation.rooms;
    let ending: Vec<ItemId> = order.changes.iter().map(|change| change.slot).collect();
    let to: Vec<Slot> = order.changes.iter().filter_map(|change| change.to.clone()).collect();
    let target = Target::file(case);
    let target = ending.first().map_or(target, |first| target.based_on(Basis::Slot(*first)));
    ctx.act(Action::BookSession, target, signing, |case: &CaseFile, _rules| {
        case.must_be_open()?;
        let events = case.sessions.change_series(order.clone(), now)?;
        bookings(events, case, &to, &ending, rooms, on)
    })
    .await
}

fn on(slot: &Slot, why: CannotMeet) -> CannotMeetHere {
    CannotRepeat::On(slot.starts, why).into()
}
