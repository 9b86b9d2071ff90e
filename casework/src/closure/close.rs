//! Closing a case: the file becomes read-only for records officer and data protection officer in the same transaction.

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::closure::CannotClose;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Closes a case, or says which rule of the closing procedure forbids it; then nothing has changed.
///
/// # Errors
/// [`Failure`].
pub async fn close_case(ctx: &Ctx, case: DossierId, signing: Signing) -> Result<EntryId, Failure<CannotClose>> {
    let target = Target::file(case).based_on(Basis::File);
    ctx.act(Action::CloseCase, target, signing, |case: &CaseFile, rules| case.close(rules)).await
}
