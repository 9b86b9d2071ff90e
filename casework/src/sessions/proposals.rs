//! The dates of a series before it is booked: what is in the way of each, and what is free in its week (FS-4.1.1, FS-4.1.3).

use std::collections::BTreeSet;

use domain::cases::CaseFile;
use domain::ids::{DossierId, ItemId, StaffId};
use domain::level::Level;
use domain::policy::{Action, Refused};
use domain::series::{InTheWay, Planned, Proposal, Rhythm, Taken, propose, shifted};
use domain::slots::Works;
use domain::time::Instant;
use store::{Appointment, AppointmentSeen, Calendar};

use super::free::{period, takes};
use crate::{Ctx, Failure, Fault, Never};

/// A week, in seconds.
const WEEK: i64 = 7 * 86_400;

/// Sessions that times are looked for.
#[derive(Debug, Clone, Copy)]
pub struct WantedSeries {
    /// In which case.
    pub case: DossierId,
    /// Who is to hold them.
    pub staff: StaffId,
    /// How long each is, in minutes.
    pub minutes: u16,
    /// In which room, if one is wanted.
    pub room: Option<ItemId>,
    /// When.
    pub dates: Dates,
}

/// When several sessions are to be.
#[derive(Debug, Clone, Copy)]
pub enum Dates {
    /// New ones, every so many weeks.
    New(Rhythm),
    /// A booking and those that follow it in its series are to move, so that it begins then.
    From(ItemId, Instant),
}

/// What is in the way of each date. Whoever may book learns when others are taken, and not by what.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not book a session there.
pub async fn proposals(ctx: &Ctx, wanted: WantedSeries) -> Result<Vec<Proposal>, Failure<Never>> {
    ctx.permit(Action::BookSession, Some(wanted.case)).await?;
    let opened = ctx.house.open::<CaseFile>(wanted.case, Level::Restricted).await?.ok_or(Failure::Refused(Refused))?;
    let file: &CaseFile = &opened.file;
    let client = file.client().ok_or(Failure::Refused(Refused))?;
    let organisation = ctx.house.organisation().await?;
    let own = ctx.house.staff_file(wanted.staff).await?;
    let works = Works { office: &organisation.rulebook.office, hours: &own.hours };
    let (dates, ending) = match wanted.dates {
        Dates::New(rhythm) => (rhythm.dates(works), BTreeSet::new()),
        Dates::From(slot, first) => {
            let following = file.sessions.following(slot);
            (shifted(works, &following, first), following.iter().map(|slot| slot.id).collect())
        }
    };
    let own =
        [(Calendar::Subject(client), InTheWay::ClientTaken), (Calendar::Staff(wanted.staff), InTheWay::WorkerTaken)];
    let calendars = own.into_iter().chain(wanted.room.map(|room| (Calendar::Room(room), InTheWay::RoomTaken)));
    let taken = taken_around(ctx, &dates, calendars, &ending).await?;
    Ok(propose(&dates, wanted.minutes, works, &taken, ctx.now()))
}

/// What takes time in some calendars from a week before the first of these dates to a week after the last, so that another time can be offered in the week of
/// each. `ending` are the bookings that end with it.
pub(crate) async fn taken_around(
    ctx: &Ctx,
    dates: &[Planned],
    calendars: impl IntoIterator<Item = (Calendar, InTheWay)>,
    ending: &BTreeSet<ItemId>,
) -> Result<Vec<Taken>, Fault> {
    let all = || dates.iter().map(|planned| planned.at);
    let (Some(first), Some(last)) = (all().min(), all().max()) else { return Ok(Vec::new()) };
    let stays = |seen: &&AppointmentSeen| takes(seen, None) && !ending.contains(&seen.appointment.item);
    let mut taken = Vec::new();
    for (calendar, by) in calendars {
        let seen = ctx.house.store.appointments(calendar, first.plus_seconds(-WEEK), last.plus_seconds(WEEK)).await?;
        let away = |seen: &AppointmentSeen| seen.appointment.state == Appointment::AWAY;
        let by = |seen: &AppointmentSeen| if away(seen) { InTheWay::Away } else { by };
        taken.extend(seen.iter().filter(stays).map(|seen| Taken { period: period(seen), by: by(seen) }));
    }
    Ok(taken)
}
