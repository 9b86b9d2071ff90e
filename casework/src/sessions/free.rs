//! Times that can be had for a session: free for whoever holds it and for the client, within the hours of whoever holds it (FS-4.1.1, FS-4.1.3).

use std::collections::BTreeSet;

use domain::cases::CaseFile;
use domain::hours::Stretch;
use domain::ids::{DossierId, ItemId, StaffId};
use domain::level::Level;
use domain::policy::{Action, Refused};
use domain::rooms::{RoomDescribed, Rooms};
use domain::sessions::Slot;
use domain::slots::{Period, Search, SlotState, Works, same_time_later};
use domain::time::Instant;
use store::{AppointmentSeen, Calendar};

use crate::{Ctx, Failure, Fault, Never};

/// How many days before the wanted time are looked at.
const BEFORE: i64 = 5;

/// And for how many days altogether.
const DAYS: u32 = 26;

/// A session that a time is looked for. What is not said follows from the file.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// In which case.
    pub case: DossierId,
    /// The booking that ends with it: its time is free.
    pub instead_of: Option<ItemId>,
    /// Who is to hold it; otherwise who held the one before, or who carries the case.
    pub staff: Option<StaffId>,
    /// How long it is, in minutes; otherwise as long as the one before.
    pub minutes: Option<u16>,
    /// Around when; otherwise as long after the one before as that came after the one before it, on the same day of the week and at the same hour.
    pub near: Option<Instant>,
    /// The time that was chosen or typed, if one was.
    pub at: Option<Instant>,
    /// How many times at most.
    pub most: usize,
}

/// Times that can be had.
#[derive(Debug, Clone, Default)]
pub struct FreeTimes {
    /// In their order.
    pub times: Vec<Instant>,
    /// The one nearest to what was wanted.
    pub nearest: Option<Instant>,
    /// Whose times these are.
    pub staff: Option<StaffId>,
    /// The week in which they work, where it is not that of the office.
    pub week: Option<Vec<Stretch>>,
    /// What is to be known of the time that was chosen.
    pub chosen: Chosen,
    /// The rooms that are free at the time that was chosen; all of them while none is.
    pub rooms: Vec<RoomDescribed>,
}

/// What is to be known of a time that somebody has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Chosen {
    /// Nothing, or none was chosen.
    #[default]
    Usual,
    /// It is outside of the hours of whoever would hold the session.
    Outside,
    /// They are away then.
    Away,
}

/// The free times nearest to the wanted one. Whoever may book learns when others are taken, and not by what.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not book a session there.
pub async fn free_times(ctx: &Ctx, wanted: Wanted) -> Result<FreeTimes, Failure<Never>> {
    ctx.permit(Action::BookSession, Some(wanted.case)).await?;
    let opened = ctx.house.open::<CaseFile>(wanted.case, Level::Restricted).await?.ok_or(Failure::Refused(Refused))?;
    let file: &CaseFile = &opened.file;
    let client = file.client().ok_or(Failure::Refused(Refused))?;
    let organisation = ctx.house.organisation().await?;
    let office = &organisation.rulebook.office;
    let now = ctx.now();
    let before = match wanted.instead_of {
        Some(slot) => file.sessions.slot(slot),
        None => file.sessions.past.last().map(|past| &past.slot),
    };
    let worker = file.assignment().map(|hands| hands.worker);
    let Some(staff) = wanted.staff.or(before.map(|slot| slot.staff)).or(worker) else {
        return Ok(FreeTimes {
            rooms: rooms(ctx, &organisation.rooms, None, wanted.instead_of).await?,
            ..FreeTimes::default()
        });
    };
    let near = wanted.near.unwrap_or_else(|| match before {
        Some(slot) => same_time_later(office, slot.starts, file.sessions.cadence(slot)),
        None => same_time_later(office, now, 1),
    });
    let near = near.max(now);
    let from = near.plus_seconds(-BEFORE * 86_400).max(now);
    let until = from.plus_seconds(i64::from(DAYS) * 86_400);
    let mut taken = Vec::new();
    for calendar in [Calendar::Staff(staff), Calendar::Subject(client)] {
        let seen = ctx.house.store.appointments(calendar, from, until).await?;
        taken.extend(seen.iter().filter(|seen| takes(seen, wanted.instead_of)).map(period));
    }
    let own = ctx.house.staff_file(staff).await?;
    let works = Works { office, hours: &own.hours };
    let minutes = wanted.minutes.or(before.map(|slot| slot.minutes)).unwrap_or(Slot::USUAL_MINUTES);
    let search = Search { minutes, after: now, from: office.today(from), days: DAYS };
    let mut times = search.nearest(works, &taken, near, wanted.most);
    let nearest = times.first().copied();
    times.sort_unstable();
    let at = wanted.at.map(|at| Period { start: at, end: at.plus_seconds(i64::from(minutes) * 60) });
    Ok(FreeTimes {
        times,
        nearest,
        staff: Some(staff),
        week: own.hours.week_on(office.today(near)).map(<[Stretch]>::to_vec),
        chosen: match at {
            Some(at) if own.absences.all.values().any(|absence| absence.period().overlaps(at)) => Chosen::Away,
            Some(at) if !own.hours.hold(office, at) => Chosen::Outside,
            _ => Chosen::Usual,
        },
        rooms: rooms(ctx, &organisation.rooms, at, wanted.instead_of).await?,
    })
}

/// The rooms that are used and free then.
async fn rooms(
    ctx: &Ctx,
    rooms: &Rooms,
    at: Option<Period>,
    instead_of: Option<ItemId>,
) -> Result<Vec<RoomDescribed>, Fault> {
    let mut free: Vec<RoomDescribed> = rooms.used().into_iter().cloned().collect();
    if let Some(at) = at {
        let seen = ctx.house.store.appointments(Calendar::Everybody, at.start, at.end).await?;
        let taken: BTreeSet<ItemId> =
            seen.iter().filter(|seen| takes(seen, instead_of)).filter_map(|seen| seen.appointment.room).collect();
        free.retain(|room| !taken.contains(&room.id));
    }
    Ok(free)
}

/// Whether a booking or an absence takes its time, unless it is the one that ends.
pub(super) fn takes(seen: &AppointmentSeen, instead_of: Option<ItemId>) -> bool {
    SlotState::from_code(&seen.appointment.state).is_some_and(SlotState::takes_time)
        && Some(seen.appointment.item) != instead_of
}

pub(super) fn period(seen: &AppointmentSeen) -> Period {
    Period { start: seen.appointment.starts, end: seen.appointment.ends }
}
