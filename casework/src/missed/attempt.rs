//! Recording that somebody tried to reach a client who missed a session.

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::contacts::When;
use domain::ids::{DossierId, EntryId};
use domain::missed::{AttemptMade, CannotAttempt};
use domain::policy::Action;
use domain::sessions::Next;

use crate::house::{Signing, Target};
use crate::sessions::booking;
use crate::{Ctx, Failure};

/// An attempt to be recorded; when it was made stands in the signing.
pub struct MakeAttempt {
    /// In which case.
    pub case: DossierId,
    /// What was tried, and what came of it.
    pub attempt: AttemptMade,
}

/// Records an attempt, with the session that was agreed when the client was reached.
///
/// # Errors
/// [`Failure`].
pub async fn make_attempt(ctx: &Ctx, order: MakeAttempt, signing: Signing) -> Result<EntryId, Failure<CannotAttempt>> {
    let now = ctx.now();
    let when = When { happened: signing.happened.unwrap_or(now), now };
    let target = Target::file(order.case).based_on(Basis::Slot(order.attempt.slot));
    let organisation = ctx.house.organisation().await?;
    let rooms = &organisation.rooms;
    ctx.act(Action::BookSession, target, signing, |case: &CaseFile, rules| {
        let events = case.attempt(order.attempt.clone(), when, rules)?;
        let next = order.attempt.came.next().and_then(Next::slot);
        booking(events, case, next, None, rooms)
    })
    .await
}
