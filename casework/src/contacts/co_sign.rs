//! A supervisor signs beside the author where the rulebook asks for it (PT-3b).

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::contacts::EntryCoSigned;
use domain::event::Event;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// An entry to be signed beside its author.
pub struct CoSign {
    /// In which case.
    pub case: DossierId,
    /// Which entry, and a remark.
    pub signed: EntryCoSigned,
}

/// Why an entry cannot be co-signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotCoSign {
    /// It does not wait for a signature.
    #[error("this entry is not waiting for a signature any more")]
    NotWaiting,
    /// One's own entry.
    #[error("nobody signs beside themselves; another supervisor has to read this entry")]
    OwnWork,
}

/// Signs beside the author, or says why not.
///
/// # Errors
/// [`Failure`].
pub async fn co_sign(ctx: &Ctx, order: CoSign, signing: Signing) -> Result<EntryId, Failure<CannotCoSign>> {
    let by = ctx.staff();
    let target = Target::file(order.case).based_on(Basis::Entry(order.signed.entry));
    ctx.act(Action::CoSign, target, signing, |case: &CaseFile, _rules| {
        let waiting = case.contacts.to_co_sign.get(&order.signed.entry).ok_or(CannotCoSign::NotWaiting)?;
        if waiting.0 == by {
            return Err(CannotCoSign::OwnWork);
        }
        Ok(vec![Event::EntryCoSigned(order.signed.clone())])
    })
    .await
}
