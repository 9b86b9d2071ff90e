//! The dates of a series, what is in the way of each, and the nearest time that is free in its week. Nothing is moved silently: whoever books chooses.

use jiff::ToSpan as _;
use jiff::civil::{DateTime, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::sessions::Slot;
use crate::slots::{Period, Search, Works};
use crate::time::Instant;

/// When the sessions of a series are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// When the first one begins.
    pub first: Instant,
    /// How many weeks lie between two of them.
    pub weeks: u8,
    /// How many there are.
    pub count: u8,
}

impl Rhythm {
    /// How many weeks may lie between two sessions of a series.
    pub const WEEKS: [u8; 4] = [1, 2, 3, 4];
    /// The fewest sessions that make a series.
    pub const FEWEST: u8 = 2;
    /// The most: half a year of weekly sessions.
    pub const MOST: u8 = 26;

    /// When each of them begins: at the same hour on the wall clock.
    pub fn dates(self, works: Works<'_>) -> Vec<Planned> {
        let zone = works.office.time_zone();
        let first = self.first.on(&zone).datetime();
        let days = |n: u8| (7 * i64::from(self.weeks) * i64::from(n)).days();
        (0..self.count.min(Self::MOST)).filter_map(|n| Planned::at(&zone, first.saturating_add(days(n)))).collect()
    }
}

/// When a session of a series would begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// The moment.
    pub at: Instant,
    /// Whether the clocks skip the hour that was meant, and this is the next one that exists.
    pub skipped: bool,
}

impl Planned {
    /// At this time on the wall clock; nothing beyond the end of the calendar.
    fn at(zone: &TimeZone, wall: DateTime) -> Option<Self> {
        let meant = zone.to_ambiguous_zoned(wall);
        let skipped = matches!(meant.offset(), AmbiguousOffset::Gap { .. });
        let at = Instant::from_timestamp(meant.compatible().ok()?.timestamp());
        Some(Self { at, skipped })
    }
}

/// When these bookings would begin if the first of them began then, and the others moved with it: by so many days and hours on the wall clock.
pub fn shifted(works: Works<'_>, slots: &[&Slot], first: Instant) -> Vec<Planned> {
    let zone = works.office.time_zone();
    let wall = |at: Instant| at.on(&zone).datetime();
    let Some(by) = slots.first().and_then(|slot| wall(first).since(wall(slot.starts)).ok()) else { return Vec::new() };
    slots.iter().filter_map(|slot| Planned::at(&zone, wall(slot.starts).saturating_add(by))).collect()
}

/// Why a session cannot be, or should not be, at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InTheWay {
    /// It is over.
    Past,
    /// Whoever would hold it has another session.
    WorkerTaken,
    /// They are away.
    Away,
    /// The client has another session.
    ClientTaken,
    /// The room is taken.
    RoomTaken,
    /// The office does not work on that day.
    DayOff,
    /// It is outside of the hours of whoever would hold it.
    Outside,
    /// The clocks go forward over that hour.
    Skipped,
}

impl InTheWay {
    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Past => "This time is over.",
            Self::WorkerTaken => "There is another session then.",
            Self::Away => "Whoever would hold it is away then.",
            Self::ClientTaken => "The client has another session then.",
            Self::RoomTaken => "The room is taken then.",
            Self::DayOff => "A day off of the office.",
            Self::Outside => "Outside of the working hours.",
            Self::Skipped => "The clocks go forward over this hour.",
        }
    }

    /// Whether nothing can be booked then. The others are a reason to think twice.
    pub const fn forbids(self) -> bool {
        !matches!(self, Self::DayOff | Self::Outside | Self::Skipped)
    }
}

/// Time that is taken, and by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// From when to when.
    pub period: Period,
    /// By what.
    pub by: InTheWay,
}

/// One date of a series before it is booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    /// When it would be by the rhythm.
    pub planned: Instant,
    /// What is in its way.
    pub in_the_way: Option<InTheWay>,
    /// The nearest free time of that week, where something is in the way and one is free.
    pub instead: Option<Instant>,
}

/// What is in the way of each date, and the time nearest to it that is free in its week.
pub fn propose(dates: &[Planned], minutes: u16, works: Works<'_>, taken: &[Taken], now: Instant) -> Vec<Proposal> {
    let zone = works.office.time_zone();
    let length = |start: Instant| Period { start, end: start.plus_seconds(i64::from(minutes) * 60) };
    let in_the_way = |planned: &Planned| {
        let wanted = length(planned.at);
        let day = planned.at.on(&zone).date();
        let within = works.on(day).iter().any(|open| open.start <= wanted.start && wanted.end <= open.end);
        let hit = taken.iter().find(|taken| taken.period.overlaps(wanted)).map(|taken| taken.by);
        match hit {
            _ if planned.at < now => Some(InTheWay::Past),
            Some(by) => Some(by),
            None if works.office.holidays.contains(&day) => Some(InTheWay::DayOff),
            None if planned.skipped => Some(InTheWay::Skipped),
            None => (!within).then_some(InTheWay::Outside),
        }
    };
    let mut kept: Vec<Period> = taken.iter().map(|taken| taken.period).collect();
    // the others of the series take their times too
    kept.extend(dates.iter().filter(|planned| in_the_way(planned).is_none()).map(|planned| length(planned.at)));
    let mut proposals = Vec::with_capacity(dates.len());
    for planned in dates {
        let in_the_way = in_the_way(planned);
        let instead = in_the_way.and_then(|_| {
            let day = planned.at.on(&zone).date();
            let monday = day.saturating_sub(i64::from(day.weekday().since(Weekday::Monday)).days());
            Search { minutes, after: now, from: monday, days: 7 }.nearest(works, &kept, planned.at, 1).first().copied()
        });
        kept.extend(instead.map(length));
        proposals.push(Proposal { planned: planned.at, in_the_way, instead });
    }
    proposals
}
