//! Recording that an archive has the files of a list that go there, before their keys are destroyed (PT-5.1).

use domain::basis::Basis;
use domain::disposition::{CannotDispose, Disposition};
use domain::ids::{DossierId, EntryId};
use domain::level::Level;
use domain::policy::{Action, Refused};
use domain::text::Line;

use super::due::findings;
use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Records to whom the files went, and the receipt.
///
/// # Errors
/// [`CannotDispose`] names what forbids it.
pub async fn hand_over_files(
    ctx: &Ctx,
    list: DossierId,
    (to, receipt): (Line, Line),
    signing: Signing,
) -> Result<EntryId, Failure<CannotDispose>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    ctx.permit(Action::HandOverFiles, Some(list)).await.map_err(Failure::any)?;
    let opened = ctx.house.open::<Disposition>(list, Level::Restricted).await?;
    let opened = opened.ok_or(Failure::Refused(Refused))?;
    let organisation = ctx.house.organisation().await?;
    let found = findings(ctx, &opened.file, &organisation.rulebook).await?;
    let now = ctx.now();
    let target = Target::file(list).based_on(Basis::File);
    ctx.act(Action::HandOverFiles, target, signing, |list: &Disposition, rules| {
        list.hand_over((to.clone(), receipt.clone()), &found, now, rules)
    })
    .await
}
