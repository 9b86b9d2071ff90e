//! Seeing to what a client wrote back.

use domain::cases::CaseFile;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;
use domain::reminders::{CannotRemind, ReplySettled};

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Records what came of what a client wrote back.
///
/// # Errors
/// [`Failure`].
pub async fn settle_reply(
    ctx: &Ctx,
    case: DossierId,
    order: ReplySettled,
    signing: Signing,
) -> Result<EntryId, Failure<CannotRemind>> {
    let target = Target::file(case);
    ctx.act(Action::BookSession, target, signing, |file: &CaseFile, _rules| file.settle_reply(order.clone())).await
}
