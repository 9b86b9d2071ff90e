//! Booking a session (FS-4.1.3).

use domain::cases::CaseFile;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;
use domain::sessions::Slot;

use super::{CannotMeetHere, booking};
use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// A session to be booked.
pub struct BookSession {
    /// In which case.
    pub case: DossierId,
    /// When, where and with whom.
    pub slot: Slot,
}

/// Books a session, or says why the slot cannot be had.
///
/// # Errors
/// [`Failure`].
pub async fn book_session(ctx: &Ctx, order: BookSession, signing: Signing) -> Result<EntryId, Failure<CannotMeetHere>> {
    let now = ctx.now();
    let organisation = ctx.house.organisation().await?;
    let rooms = &organisation.rooms;
    ctx.act(Action::BookSession, Target::file(order.case), signing, |case: &CaseFile, _rules| {
        case.must_be_open()?;
        let events = case.sessions.book(order.slot.clone(), now).map_err(CannotMeetHere::Session)?;
        booking(events, case, Some(&order.slot), None, rooms)
    })
    .await
}
