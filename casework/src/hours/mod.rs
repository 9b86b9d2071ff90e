//! When one of us works and when they are away: reading it, setting hours, noting and withdrawing absences (FS-4.1.3).
//!
//! Why somebody is away only they themselves are told. Of an absence that is noted in the moment in which a session is booked over it, both are kept:
//! the booking counts as the earlier, and stands on the list of what is to be moved.

use domain::absences::{AbsenceNoted, CannotBeAway};
use domain::basis::Basis;
use domain::calendar::OfficeCalendar;
use domain::hours::{BadHours, WorkingHours, WorkingHoursSet};
use domain::ids::{EntryId, EntryNumber, ItemId, StaffId};
use domain::policy::Action;
use domain::staff::{StaffCard, StaffFile};

use crate::calendar::{Booking, told};
use crate::house::{Signing, Target};
use crate::{Ctx, Failure, Never};

/// When somebody works and when they are away.
#[derive(Debug, Clone)]
pub struct HoursSeen {
    /// Who.
    pub who: StaffCard,
    /// Whether it is the acting person.
    pub own: bool,
    /// Their hours.
    pub hours: WorkingHours,
    /// Those of the office.
    pub office: OfficeCalendar,
    /// Their absences that are not over, the next first; why only for themselves.
    pub absences: Vec<AbsenceNoted>,
    /// What is booked over them, with whom as far as it may be known.
    pub to_move: Vec<Booking>,
    /// The last entry of their file.
    pub last: EntryNumber,
}

/// The hours and absences of somebody, for themselves and for whoever sets them.
///
/// # Errors
/// [`Failure::Refused`] for others.
pub async fn hours(ctx: &Ctx, staff: StaffId) -> Result<HoursSeen, Failure<Never>> {
    let seen = ctx.view::<StaffFile>(Action::SetHours, staff.dossier()).await?;
    let own = staff == ctx.staff();
    let now = ctx.now();
    let mut absences: Vec<AbsenceNoted> = seen.absences.from_now(now).into_iter().cloned().collect();
    for absence in absences.iter_mut().filter(|_| !own) {
        absence.kind = None;
    }
    let mut over = ctx.house.store.booked_over_absences(now).await?;
    over.retain(|row| row.appointment.staff == staff);
    Ok(HoursSeen {
        who: StaffCard::of(staff, &seen.opened.file),
        own,
        hours: seen.hours.clone(),
        office: ctx.house.organisation().await?.rulebook.office.clone(),
        absences,
        to_move: told(ctx, &over, true).await?,
        last: seen.opened.last,
    })
}

/// Sets working hours.
///
/// # Errors
/// [`Failure`].
pub async fn set_hours(
    ctx: &Ctx,
    staff: StaffId,
    order: WorkingHoursSet,
    signing: Signing,
) -> Result<EntryId, Failure<BadHours>> {
    let target = Target::file(staff.dossier()).based_on(Basis::Hours);
    ctx.act(Action::SetHours, target, signing, |file: &StaffFile, _rules| file.set_hours(order.clone())).await
}

/// Notes an absence. What is booked then stays until somebody moves it.
///
/// # Errors
/// [`Failure`].
pub async fn note_absence(
    ctx: &Ctx,
    staff: StaffId,
    order: AbsenceNoted,
    signing: Signing,
) -> Result<EntryId, Failure<CannotBeAway>> {
    let now = ctx.now();
    // why somebody is away is theirs to say
    let kind = order.kind.filter(|_| staff == ctx.staff());
    let order = AbsenceNoted { kind, ..order };
    let target = Target::file(staff.dossier());
    ctx.act(Action::SetHours, target, signing, |file: &StaffFile, _rules| file.note_absence(order.clone(), now)).await
}

/// Withdraws an absence; of one that has begun, what is left of it.
///
/// # Errors
/// [`Failure`].
pub async fn withdraw_absence(
    ctx: &Ctx,
    staff: StaffId,
    absence: ItemId,
    signing: Signing,
) -> Result<EntryId, Failure<CannotBeAway>> {
    let now = ctx.now();
    let target = Target::file(staff.dossier()).based_on(Basis::Absence(absence));
    ctx.act(Action::SetHours, target, signing, |file: &StaffFile, _rules| file.absences.withdraw(absence, now)).await
}
