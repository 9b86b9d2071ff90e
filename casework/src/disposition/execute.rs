//! Starting the destruction of a list: a person does it, after everything was looked at once more.

use std::collections::{BTreeMap, BTreeSet};

use domain::disposition::{CannotDispose, DestructionOrdered, Disposition, ListedFile};
use domain::event::Event;
use domain::ids::{DossierId, EntryId, EntryNumber};
use domain::level::Level;
use domain::policy::{Action, Refused};
use domain::text::Line;
use domain::time::Instant;
use store::{Doomed, Guard};

use super::due::{count, findings};
use crate::house::{Decided, Signing, Target};
use crate::{Ctx, Failure, Fault};

/// A list whose files are to be destroyed.
pub struct Execute {
    /// Which.
    pub list: DossierId,
    /// That the time of the server is right, in words; needed when its clock has jumped.
    pub clock: Option<Line>,
}

/// Starts the destruction of the files of a list, and sees it through.
///
/// # Errors
/// [`CannotDispose`] names what forbids it; then nothing has changed. A fault after that leaves the destruction ordered; the next start finishes it.
pub async fn execute_list(ctx: &Ctx, order: Execute, signing: Signing) -> Result<EntryId, Failure<CannotDispose>> {
    let entry = order_destruction(ctx, order, signing).await?;
    ctx.house.finish_destructions().await?;
    Ok(entry)
}

/// Orders the destruction: from then on nobody can open the files any more, and it will be finished, whatever happens to the server. Holds, due
/// dates and rules are looked at again: what does not fit any more is passed over, and stands in the entry with its reason. Of a hold that is laid
/// down at the same moment and of this, only one happens.
///
/// # Errors
/// [`CannotDispose`] names what forbids it; then nothing has changed.
pub async fn order_destruction(ctx: &Ctx, order: Execute, signing: Signing) -> Result<EntryId, Failure<CannotDispose>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    ctx.permit(Action::ExecuteDisposition, Some(order.list)).await.map_err(Failure::any)?;
    if ctx.house.clock_jumped() && order.clock.is_none() {
        return Err(Failure::Rule(CannotDispose::ClockJumped));
    }
    let opened = ctx.house.open::<Disposition>(order.list, Level::Restricted).await?;
    let opened = opened.ok_or(Failure::Refused(Refused))?;
    // before anything is looked at: what moves on from here on stops the order
    let heads = heads(ctx, &opened.file).await?;
    let organisation = ctx.house.organisation().await?;
    let mut found = findings(ctx, &opened.file, &organisation.rulebook).await?;
    count(ctx, &opened.file, &mut found, &organisation.rulebook).await?;
    let now = ctx.now();
    let decided = opened.file.order_destruction(&found, order.clock.clone(), now, &organisation.rulebook);
    let going = Going::of(heads, &opened.file, &decided.map_err(Failure::Rule)?);
    let target = Target::file(order.list);
    let entry = ctx
        .act(Action::ExecuteDisposition, target, signing, |list: &Disposition, rules| {
            let events = list.order_destruction(&found, order.clock.clone(), now, rules)?;
            Ok::<_, CannotDispose>(going.guarded(events, now))
        })
        .await?;
    ctx.house.clock_confirmed();
    Ok(entry)
}

/// How far the files of a list and the rulebook went when they were looked at.
struct Heads {
    files: BTreeMap<DossierId, EntryNumber>,
    rulebook: (DossierId, EntryNumber),
}

async fn heads(ctx: &Ctx, list: &Disposition) -> Result<Heads, Fault> {
    let mut files = BTreeMap::new();
    for listed in list.files() {
        let head = ctx.house.store.head(listed.file).await?;
        files.extend(head.map(|head| (listed.file, head.last)));
    }
    let rulebook = ctx.house.organisation_dossier();
    let last = ctx.house.store.head(rulebook).await?.map(|head| head.last).unwrap_or_default();
    Ok(Heads { files, rulebook: (rulebook, last) })
}

/// The files that are destroyed, as they stood when they were looked at, and those that have to be asked about because of them.
struct Going {
    doomed: Vec<Doomed>,
    /// The files, and the clients whose they are.
    asked: Vec<DossierId>,
    /// Identities of clients, which go only when nothing belongs to them any more.
    identities: Vec<DossierId>,
    /// The rulebook that was asked: its dossier and last entry.
    rulebook: (DossierId, EntryNumber),
}

impl Going {
    fn of(heads: Heads, list: &Disposition, events: &[Event]) -> Self {
        let ordered = events.iter().find_map(|event| match event {
            Event::DestructionOrdered(DestructionOrdered { files, .. }) => Some(files.as_slice()),
            _ => None,
        });
        let files = ordered.unwrap_or_default();
        let listed: Vec<&ListedFile> = list.files().iter().filter(|listed| files.contains(&listed.file)).collect();
        let last = |dossier: &DossierId| heads.files.get(dossier).copied();
        let doomed = files.iter().filter_map(|file| Some(Doomed { dossier: *file, last: last(file)? })).collect();
        let identities = listed.iter().filter(|listed| listed.client.is_none()).map(|listed| listed.file).collect();
        // in one order everywhere, so that two who lock them do not wait for each other
        let asked: BTreeSet<DossierId> =
            listed.iter().flat_map(|listed| [Some(listed.file), listed.client]).flatten().collect();
        Self { doomed, asked: asked.into_iter().collect(), identities, rulebook: heads.rulebook }
    }

    /// The events with all that must still hold when they are written.
    fn guarded(&self, events: Vec<Event>, now: Instant) -> Decided<CannotDispose> {
        let not_held = Guard::NotHeld { dossiers: self.asked.clone(), at: now };
        let (dossier, at) = self.rulebook;
        let same_rules = Guard::Unmoved { dossier, at };
        let decided = Decided::from(events).guarded(same_rules, CannotDispose::Changed);
        let mut decided = decided.guarded(not_held, CannotDispose::Changed);
        for &subject in &self.identities {
            decided = decided.guarded(Guard::NoneUnder { subject }, CannotDispose::Changed);
        }
        self.doomed.iter().fold(decided, |decided, doomed| decided.destroying(*doomed, CannotDispose::Changed))
    }
}
