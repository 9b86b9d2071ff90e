//! Correcting a client's details; the earlier ones stay readable in their entry.

use domain::basis::Basis;
use domain::clients::{CannotRegister, ClientCorrected, ClientFile};
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Corrects a client's details, saying why.
///
/// # Errors
/// [`Failure`].
pub async fn correct_client(
    ctx: &Ctx,
    client: DossierId,
    order: ClientCorrected,
    signing: Signing,
) -> Result<EntryId, Failure<CannotRegister>> {
    let now = ctx.now();
    let target = Target::file(client).based_on(Basis::Details);
    ctx.act(Action::CorrectClient, target, signing, |file: &ClientFile, rules| {
        file.correct_details(order.clone(), rules.office.today(now))
    })
    .await
}
