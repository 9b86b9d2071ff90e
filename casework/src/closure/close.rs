//! Closing a case: the file becomes read-only for records officer and data protection officer in the same transaction.

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::closure::CannotClose;
use domain::event::Event;
use domain::ids::{DossierId, EntryId};
use domain::inquiries::{InquiryKind, KEEPS_OPEN};
use domain::policy::Action;
use store::Guard;

use crate::house::{Decided, Signing, Target};
use crate::{Ctx, Failure};

/// Closes a case, or says which rule of the closing procedure forbids it; then nothing has changed.
///
/// # Errors
/// [`Failure`].
pub async fn close_case(ctx: &Ctx, id: DossierId, signing: Signing) -> Result<EntryId, Failure<CannotClose>> {
    let target = Target::file(id).based_on(Basis::File);
    ctx.act(Action::CloseCase, target, signing, |case: &CaseFile, rules| Ok(gated(id, case.close(rules)?))).await
}

/// Written only while no inquiry waits that keeps the case open.
pub(super) fn gated(case: DossierId, events: Vec<Event>) -> Decided<CannotClose> {
    let answered = Guard::NoInquiryWaits { case, kinds: KEEPS_OPEN.map(InquiryKind::code) };
    Decided::from(events).guarded(answered, CannotClose::InquiryWaits)
}
