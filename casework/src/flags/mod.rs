//! Flags for urgent follow-up (CM-4.4.3).

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::flags::{CannotRaise, FlagGone, FlagRaised, FlagResolved, Flags};
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Raises a flag on a case.
///
/// # Errors
/// [`Failure`].
pub async fn raise_flag(
    ctx: &Ctx,
    case: DossierId,
    flag: FlagRaised,
    signing: Signing,
) -> Result<EntryId, Failure<CannotRaise>> {
    let now = ctx.now();
    ctx.act(Action::RaiseFlag, Target::file(case), signing, |case: &CaseFile, rules| {
        case.must_be_open()?;
        Flags::raise(flag.clone(), rules.office.today(now))
    })
    .await
}

/// Takes a flag down, saying what was done.
///
/// # Errors
/// [`Failure`].
pub async fn resolve_flag(
    ctx: &Ctx,
    case: DossierId,
    order: FlagResolved,
    signing: Signing,
) -> Result<EntryId, Failure<FlagGone>> {
    let target = Target::file(case).based_on(Basis::Flag(order.id));
    ctx.act(Action::RaiseFlag, target, signing, |case: &CaseFile, _rules| case.flags.resolve(order.clone())).await
}
