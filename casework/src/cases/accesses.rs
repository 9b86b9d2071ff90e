//! Who has looked at a file (RC-4.2c).

use domain::ids::{DossierId, EntryNumber};
use domain::policy::Action;
use domain::time::Instant;
use store::AccessCursor;

use crate::accounts::staff_list;
use crate::{Ctx, Failure, Never};

/// One access record.
#[derive(Debug, Clone)]
pub struct Looked {
    /// When.
    pub at: Instant,
    /// Who, by name.
    pub who: String,
    /// What, a code.
    pub act: String,
    /// Up to which entry it was seen, or which was written.
    pub entry: Option<EntryNumber>,
    /// The name of its line, for going on behind it.
    pub line: String,
}

/// One page of the access record of a file, the latest first.
///
/// # Errors
/// [`Failure::Refused`] when the person may not see it.
pub async fn looked_at(
    ctx: &Ctx,
    dossier: DossierId,
    after: Option<(Instant, String)>,
    most: u32,
) -> Result<Vec<Looked>, Failure<Never>> {
    ctx.permit(Action::SeeAccesses, Some(dossier)).await?;
    let staff = staff_list(ctx).await?;
    let after = after.map(|(at, line)| AccessCursor { at, line });
    let seen = ctx.house.store.accesses(dossier, after, most).await?;
    let name = |actor| {
        let known = staff.iter().find(|card| card.id == actor);
        known.map_or_else(|| "the server’s terminal".to_owned(), |card| card.name.clone())
    };
    let looked = seen.into_iter().map(|one| Looked {
        at: one.at,
        who: name(one.actor),
        act: one.act,
        entry: one.entry,
        line: one.cursor.line,
    });
    Ok(looked.collect())
}
