//! Recording that the client was told that the case ends (CC-5).

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::contacts::When;
use domain::ids::{DossierId, EntryId};
use domain::parting::{CannotTell, ClosureTold};
use domain::policy::Action;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Records what the client was told, or why nobody could be; when it was stands in the signing.
///
/// # Errors
/// [`Failure`].
pub async fn tell_of_closure(
    ctx: &Ctx,
    case: DossierId,
    order: ClosureTold,
    signing: Signing,
) -> Result<EntryId, Failure<CannotTell>> {
    let now = ctx.now();
    let when = When { happened: signing.happened.unwrap_or(now), now };
    let level = signing.level;
    let target = Target::file(case).based_on(Basis::Hands);
    ctx.act(Action::TellOfClosure, target, signing, |case: &CaseFile, rules| {
        case.tell_of_closure(order.clone(), level, when, rules)
    })
    .await
}
