//! Reminders that somebody gives: by phone, by letter, or after a message could not be sent.

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::ids::{DossierId, EntryId, ItemId};
use domain::policy::Action;
use domain::reminders::{CannotRemind, Outcome};
use domain::text::Line;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Records what came of reminding a client.
///
/// # Errors
/// [`Failure`].
pub async fn give_reminder(
    ctx: &Ctx,
    case: DossierId,
    slot: ItemId,
    (outcome, note): (Outcome, Option<Line>),
    signing: Signing,
) -> Result<EntryId, Failure<CannotRemind>> {
    let target = Target::file(case).based_on(Basis::Slot(slot));
    ctx.act(Action::BookSession, target, signing, |file: &CaseFile, _rules| file.give(slot, outcome, note.clone()))
        .await
}
