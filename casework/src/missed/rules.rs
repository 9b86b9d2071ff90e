//! Changing what the rulebook says of missed sessions.

use domain::ids::EntryId;
use domain::missed::{BadMissed, MissedRules, Unkept};
use domain::text::Line;

use crate::house::Signing;
use crate::organisation::amend_rulebook;
use crate::{Ctx, Failure};

/// Changes what a programme does after a missed session; it holds at once, also for what was missed before.
///
/// # Errors
/// [`Failure`].
pub async fn amend_missed(
    ctx: &Ctx,
    programme: &str,
    missed: MissedRules,
    reason: Line,
    signing: Signing,
) -> Result<EntryId, Failure<BadMissed>> {
    amend_rulebook(ctx, signing, |organisation| organisation.amend_missed(programme, &missed, reason.clone())).await
}

/// Changes how many sessions may be missed in a row, how many hours before one it is too late to cancel, and how long a client waits before somebody looks.
///
/// # Errors
/// [`Failure`].
pub async fn amend_unkept(
    ctx: &Ctx,
    figures: Unkept,
    reason: Line,
    signing: Signing,
) -> Result<EntryId, Failure<BadMissed>> {
    amend_rulebook(ctx, signing, |organisation| organisation.amend_unkept(figures, reason.clone())).await
}
