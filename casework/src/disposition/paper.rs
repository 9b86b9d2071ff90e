//! Recording that the paper of a list is destroyed, before the files themselves are.

use std::collections::BTreeSet;

use domain::basis::Basis;
use domain::disposition::{CannotDispose, Disposition, ShredPaper};
use domain::event::Event;
use domain::ids::{DossierId, EntryId};
use domain::level::Level;
use domain::policy::{Action, Refused};
use store::Guard;

use super::due::findings;
use crate::house::{Decided, Signing, Target};
use crate::{Ctx, Failure};

/// Records that the paper of all files of a list is destroyed that would be destroyed now. What is held at this moment is not among them; of a hold
/// that is laid down at the same moment and of this, only one happens.
///
/// # Errors
/// [`CannotDispose`] names what forbids it.
pub async fn destroy_paper(
    ctx: &Ctx,
    list: DossierId,
    order: ShredPaper,
    signing: Signing,
) -> Result<EntryId, Failure<CannotDispose>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    ctx.permit(Action::AttestPaper, Some(list)).await.map_err(Failure::any)?;
    let opened = ctx.house.open::<Disposition>(list, Level::Restricted).await?;
    let opened = opened.ok_or(Failure::Refused(Refused))?;
    let organisation = ctx.house.organisation().await?;
    let found = findings(ctx, &opened.file, &organisation.rulebook).await?;
    let witness = ctx.house.staff_file(order.witness).await?.active();
    let (now, by) = (ctx.now(), ctx.staff());
    let target = Target::file(list).based_on(Basis::File);
    ctx.act(Action::AttestPaper, target, signing, |list: &Disposition, rules| {
        let events = list.destroy_paper(&order, &found, by, now, rules)?;
        if !witness {
            return Err(CannotDispose::NoWitness);
        }
        let not_held = Guard::NotHeld { dossiers: asked(list, &events), at: now };
        Ok(Decided::from(events).guarded(not_held, CannotDispose::Changed))
    })
    .await
}

/// The files whose paper is destroyed, and the clients whose they are; in one order everywhere, so that two who lock them do not wait for each other.
fn asked(list: &Disposition, events: &[Event]) -> Vec<DossierId> {
    let going = events.iter().filter_map(|event| match event {
        Event::PaperDestroyed(paper) => Some(paper.file),
        _ => None,
    });
    let going: BTreeSet<DossierId> = going.collect();
    let listed = list.files().iter().filter(|listed| going.contains(&listed.file));
    let both: BTreeSet<DossierId> = listed.flat_map(|listed| [Some(listed.file), listed.client]).flatten().collect();
    both.into_iter().collect()
}
