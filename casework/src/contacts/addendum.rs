//! Writing an addendum: the original stays readable, the correction is clipped beneath it (PT-4.2.3).

use domain::cases::CaseFile;
use domain::contacts::AddendumWritten;
use domain::event::Event;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// An addendum to be written.
pub struct WriteAddendum {
    /// In which case.
    pub case: DossierId,
    /// What it says.
    pub addendum: AddendumWritten,
}

/// Why an addendum cannot be written like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAdd {
    /// There is no such entry.
    #[error("there is no such entry in this file")]
    NoSuchEntry,
}

/// Writes an addendum to an earlier entry. It takes the level of the signing; the page proposes that of the original.
///
/// # Errors
/// [`Failure`].
pub async fn write_addendum(ctx: &Ctx, order: WriteAddendum, signing: Signing) -> Result<EntryId, Failure<CannotAdd>> {
    ctx.act(Action::WriteAddendum, Target::file(order.case), signing, |case: &CaseFile, _rules| {
        if case.last < order.addendum.to || order.addendum.to.0 == 0 {
            return Err(CannotAdd::NoSuchEntry);
        }
        Ok(vec![Event::AddendumWritten(order.addendum.clone())])
    })
    .await
}
