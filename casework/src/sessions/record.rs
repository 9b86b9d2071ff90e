//! The note of a session: progress, ratings, the next booking, under one signature (FS-4.1.1, FS-4.2.2, FS-4.3.1).

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::contacts::When;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;
use domain::sessions::SessionRecorded;

use super::{CannotMeetHere, booking};
use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// A session to be recorded; when it took place stands in the signing.
pub struct RecordSession {
    /// In which case.
    pub case: DossierId,
    /// Its note.
    pub session: SessionRecorded,
}

/// Records a session with everything that follows from it, whole or not at all.
///
/// # Errors
/// [`Failure`].
pub async fn record_session(
    ctx: &Ctx,
    order: RecordSession,
    signing: Signing,
) -> Result<EntryId, Failure<CannotMeetHere>> {
    let now = ctx.now();
    let when = When { happened: signing.happened.unwrap_or(now), now };
    let target = Target::file(order.case);
    let target = order.session.slot.map_or(target, |slot| target.based_on(Basis::Slot(slot)));
    let organisation = ctx.house.organisation().await?;
    let rooms = &organisation.rooms;
    ctx.act(Action::RecordSession, target, signing, |case: &CaseFile, rules| {
        case.must_be_open()?;
        let session = order.session.clone();
        let events = case.sessions.record(session, when, &case.plan, rules).map_err(CannotMeetHere::Session)?;
        booking(events, case, order.session.next.slot(), order.session.slot, rooms)
    })
    .await
}
