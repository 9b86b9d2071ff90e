//! The calendar file of one appointment, for the client: when it is, and nothing else.

use domain::cases::CaseFile;
use domain::ids::{DossierId, ItemId};
use domain::policy::{Action, Refused};

use super::{CLIENT, Told, told};
use crate::{Ctx, Failure, Never};

/// One appointment that is to come or stands without a note, for whoever may hand it to the client. It is a reading of the case, and recorded.
///
/// # Errors
/// [`Failure::Refused`] also when there is no such booking any more.
pub async fn appointment_for_client(ctx: &Ctx, case: DossierId, slot: ItemId) -> Result<Told, Failure<Never>> {
    let seen = ctx.view::<CaseFile>(Action::GiveAppointment, case).await?;
    let booked = seen.sessions.slot(slot).ok_or(Failure::Refused(Refused))?;
    let revision = seen.sessions.moves.revision(slot).ok_or(Failure::Refused(Refused))?;
    Ok(told(&ctx.house.store, CLIENT, revision, booked.period()))
}
