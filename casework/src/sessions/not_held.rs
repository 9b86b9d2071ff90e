//! A booked session did not take place (FS-4.3.3).

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;
use domain::sessions::SessionNotHeld;

use super::{CannotMeetHere, booking};
use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// A session that was missed, cancelled or moved.
pub struct SessionMissed {
    /// In which case.
    pub case: DossierId,
    /// Which one, why, and what comes instead.
    pub order: SessionNotHeld,
}

/// Records that a booked session was not held, together with what comes instead.
///
/// # Errors
/// [`Failure`].
pub async fn record_not_held(
    ctx: &Ctx,
    missed: SessionMissed,
    signing: Signing,
) -> Result<EntryId, Failure<CannotMeetHere>> {
    let now = ctx.now();
    let target = Target::file(missed.case).based_on(Basis::Slot(missed.order.slot));
    let organisation = ctx.house.organisation().await?;
    let rooms = &organisation.rooms;
    ctx.act(Action::BookSession, target, signing, |case: &CaseFile, _rules| {
        case.must_be_open()?;
        let events = case.sessions.miss(missed.order.clone(), now).map_err(CannotMeetHere::Session)?;
        booking(events, case, missed.order.next.slot(), Some(missed.order.slot), rooms)
    })
    .await
}
