//! Times that can be had for a session: free for whoever holds it and for the client, while the office is open (FS-4.1.1, FS-4.1.3).

use domain::cases::CaseFile;
use domain::ids::{DossierId, ItemId, StaffId};
use domain::level::Level;
use domain::policy::{Action, Refused};
use domain::sessions::Slot;
use domain::slots::{Period, Search, SlotState, same_time_later};
use domain::time::Instant;
use store::{AppointmentSeen, Calendar};

use crate::{Ctx, Failure, Never};

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
    let office = &ctx.house.organisation().await?.rulebook.office;
    let now = ctx.now();
    let before = match wanted.instead_of {
        Some(slot) => file.sessions.slot(slot),
        None => file.sessions.past.last().map(|past| &past.slot),
    };
    let worker = file.assignment().map(|hands| hands.worker);
    let Some(staff) = wanted.staff.or(before.map(|slot| slot.staff)).or(worker) else {
        return Ok(FreeTimes::default());
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
    let minutes = wanted.minutes.or(before.map(|slot| slot.minutes)).unwrap_or(Slot::USUAL_MINUTES);
    let search = Search { minutes, after: now, from: office.today(from), days: DAYS };
    let mut times = search.nearest(office, &taken, near, wanted.most);
    let nearest = times.first().copied();
    times.sort_unstable();
    Ok(FreeTimes { times, nearest })
}

/// Whether a booking takes its time, unless it is the one that ends.
pub(super) fn takes(seen: &AppointmentSeen, instead_of: Option<ItemId>) -> bool {
    seen.appointment.state == SlotState::Booked.code() && Some(seen.appointment.item) != instead_of
}

pub(super) fn period(seen: &AppointmentSeen) -> Period {
    Period { start: seen.appointment.starts, end: seen.appointment.ends }
}
