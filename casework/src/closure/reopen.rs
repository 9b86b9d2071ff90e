//! Reopening a closed case: a reason, and the approval of somebody else.

use domain::cases::CaseFile;
use domain::closure::{CannotClose, CaseReopened, ReopeningAsked};
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Asks for a closed case to be opened again.
///
/// # Errors
/// [`Failure`].
pub async fn ask_reopening(
    ctx: &Ctx,
    case: DossierId,
    order: ReopeningAsked,
    signing: Signing,
) -> Result<EntryId, Failure<CannotClose>> {
    ctx.act(Action::AskReopening, Target::file(case), signing, |case: &CaseFile, _rules| {
        case.ask_reopening(order.clone())
    })
    .await
}

/// Approves a reopening that somebody else asked for; the case is assigned anew.
///
/// # Errors
/// [`Failure`].
pub async fn approve_reopening(
    ctx: &Ctx,
    case: DossierId,
    order: CaseReopened,
    signing: Signing,
) -> Result<EntryId, Failure<CannotClose>> {
    let by = ctx.staff();
    ctx.act(Action::ApproveReopening, Target::file(case), signing, |case: &CaseFile, _rules| {
        case.reopen(order.clone(), by)
    })
    .await
}
