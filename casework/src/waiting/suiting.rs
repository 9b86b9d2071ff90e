//! Times that suit one client who waits: those that are free again, and the free times near to now that the search finds.

use domain::cases::CaseFile;
use domain::slots::Period;
use domain::time::Instant;
use domain::waiting::FreeTime;

use super::list::{Freed, freed_among};
use crate::house::Seen;
use crate::sessions::{Wanted, free_times};
use crate::{Ctx, Failure, Never};

/// How many times are found by the search before those that do not fit are left out.
const SEARCHED: usize = 60;

/// How many of them are offered.
const OFFERED: usize = 4;

/// A time that is free again and suits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreedTime {
    /// The time.
    pub time: FreeTime,
    /// How many others come before this client.
    pub before: u32,
    /// Until when it is kept for somebody else.
    pub kept: Option<Instant>,
}

/// Times that suit.
#[derive(Debug, Clone, Default)]
pub struct Suiting {
    /// Those that are free again.
    pub freed: Vec<FreedTime>,
    /// Others that were free all along, the next first.
    pub free: Vec<FreeTime>,
}

/// The times that suit the client of this case; nothing when they do not wait.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not book a session there.
pub async fn suiting(ctx: &Ctx, seen: &Seen<CaseFile>) -> Result<Suiting, Failure<Never>> {
    let file: &CaseFile = seen;
    let Some(waits) = &file.waiting.now else { return Ok(Suiting::default()) };
    let organisation = ctx.house.organisation().await?;
    let office = &organisation.rulebook.office;
    let (zone, now) = (office.time_zone(), ctx.now());
    let booked = file.sessions.booked.iter().map(|slot| slot.starts).filter(|starts| now <= *starts).min();
    let fits = |time: &FreeTime| waits.misfit(*time, booked, now, &zone).is_none();
    let mine = |freed: &Freed| {
        let fits = freed.fits.iter().find(|fits| fits.case == seen.dossier)?;
        let kept = freed.kept.filter(|kept| kept.case != Some(seen.dossier)).map(|kept| kept.until);
        Some(FreedTime { time: freed.time, before: fits.before, kept })
    };
    let freed: Vec<FreedTime> = freed_among(ctx, |_| true).await?.iter().filter_map(mine).collect();
    let hour = waits.wish.from.and_then(|from| office.instant(office.today(now), from).ok());
    let wanted = Wanted {
        case: seen.dossier,
        instead_of: None,
        staff: waits.wish.with,
        minutes: Some(waits.wish.minutes),
        near: Some(hour.unwrap_or(now)),
        at: None,
        most: SEARCHED,
    };
    let found = free_times(ctx, wanted).await?;
    let length = i64::from(waits.wish.minutes) * 60;
    let times = found.staff.into_iter().flat_map(|staff| {
        let period = |start: Instant| Period { start, end: start.plus_seconds(length) };
        found.times.iter().map(move |start| FreeTime { period: period(*start), staff })
    });
    let beside = |time: &FreeTime| {
        freed.iter().all(|other| other.time.staff != time.staff || !other.time.period.overlaps(time.period))
    };
    let free = times.filter(fits).filter(beside).take(OFFERED).collect();
    Ok(Suiting { freed, free })
}
