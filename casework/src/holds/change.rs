//! Opening a matter, holding files, releasing them.

use domain::holds::{CannotHold, FileHeld, HoldReleased, Matter, MatterEnded, MatterOpened};
use domain::ids::{DossierId, EntryId};
use domain::numbers::{CaseNumber, ClientNumber};
use domain::policy::Action;
use store::{Among, Guard, Wanted};
use vault::index::Field;

use crate::house::{Decided, Signing, Target};
use crate::{Ctx, Failure, Fault};

/// Opens a matter.
///
/// # Errors
/// [`Failure`].
pub async fn open_matter(ctx: &Ctx, order: MatterOpened, signing: Signing) -> Result<EntryId, Failure<CannotHold>> {
    let target = Target::new(ctx.new_dossier());
    ctx.act(Action::OpenMatter, target, signing, |matter: &Matter, _rules| matter.open(order.clone())).await
}

/// Holds the file with this number, a case's or a client's: from the moment in which it is written, nothing destroys it.
///
/// # Errors
/// [`CannotHold::NoFile`] when there is none, or it is being destroyed at this moment.
pub async fn hold_file(
    ctx: &Ctx,
    matter: DossierId,
    number: &str,
    signing: Signing,
) -> Result<EntryId, Failure<CannotHold>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    // asked before the number is looked for: who may not hold files learns nothing of which there are
    ctx.permit(Action::HoldFile, Some(matter)).await.map_err(Failure::any)?;
    let (file, number) = find(ctx, number).await?.ok_or(Failure::Rule(CannotHold::NoFile))?;
    let present = Guard::Present { dossier: file };
    ctx.act(Action::HoldFile, Target::file(matter), signing, |matter: &Matter, _rules| {
        let events = matter.hold(FileHeld { file, number: number.clone() })?;
        Ok::<_, CannotHold>(Decided::from(events).guarded(present.clone(), CannotHold::NoFile))
    })
    .await
}

/// The file with this number. Numbers have exact tokens, and nobody but a file itself says which it has: the first one found is the one.
async fn find(ctx: &Ctx, text: &str) -> Result<Option<(DossierId, String)>, Fault> {
    let (field, number) = match (text.parse::<CaseNumber>(), text.parse::<ClientNumber>()) {
        (Ok(number), _) => (Field::CaseNumber, number.to_string()),
        (_, Ok(number)) => (Field::ClientNumber, number.to_string()),
        _ => return Ok(None),
    };
    let wanted = Wanted::any([(field, number.clone())]);
    let found = ctx.house.store.find(&wanted, Among::All, ctx.now()).await?.dossiers;
    Ok(found.first().map(|file| (*file, number)))
}

/// Releases one file of a matter; other matters may still hold it.
///
/// # Errors
/// [`Failure`].
pub async fn release_file(
    ctx: &Ctx,
    matter: DossierId,
    order: HoldReleased,
    signing: Signing,
) -> Result<EntryId, Failure<CannotHold>> {
    ctx.act(Action::ReleaseHold, Target::file(matter), signing, |matter: &Matter, _rules| matter.release(order.clone()))
        .await
}

/// Ends a matter; all its files are released.
///
/// # Errors
/// [`Failure`].
pub async fn end_matter(
    ctx: &Ctx,
    matter: DossierId,
    order: MatterEnded,
    signing: Signing,
) -> Result<EntryId, Failure<CannotHold>> {
    ctx.act(Action::ReleaseHold, Target::file(matter), signing, |matter: &Matter, _rules| matter.end(order.clone()))
        .await
}
