//! A booked session did not take place (FS-4.3.3).

use domain::cases::CaseFile;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;
use domain::sessions::{CannotMeet, SessionNotHeld};

use super::{CannotMeetHere, next_slot, slot_free};
use crate::house::{Decided, Signing, Target};
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
    ctx.act(Action::BookSession, Target::file(missed.case), signing, |case: &CaseFile, _rules| {
        case.must_be_open()?;
        let events = case.sessions.miss(missed.order.clone(), now).map_err(CannotMeetHere::Session)?;
        let decided = Decided::from(events);
        Ok::<_, CannotMeetHere>(match next_slot(&missed.order.next) {
            Some(slot) => decided.guarded(slot_free(slot, Some(missed.order.slot)), CannotMeet::SlotTaken.into()),
            None => decided,
        })
    })
    .await
}
