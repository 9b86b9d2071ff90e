//! The service review: how sessions came out, counted, and the regular look at the figures (FS-6.1).
//!
//! Serves FS-6.1, FS-4.1.1, FS-4.3.3, PT-4.2.2. Of a session its times, who held it and how it came out are counted, never what was said in it. No figure stands for one
//! client alone where whoever looks may not read the case ([`veil`]).

mod counts;
mod review;
mod span;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{ItemId, StaffId};
use crate::reminders::{Means, Outcome as Given, Reminded, Reminder, Reminders, Reported};
use crate::sessions::{Next, NotHeld, Slot};
use crate::time::Instant;

pub use counts::{Counts, LEAST, Veiled, veil};
pub use review::{CannotReview, Reviewed, ServiceReviewed, ServiceReviews};
pub use span::{DaySpan, MOST_DAYS};

/// How a booking came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CameOut {
    /// It is to come, or nobody has said how it went.
    Booked,
    /// The session was held.
    Held,
    /// The client did not come.
    NoShow,
    /// The client cancelled in time.
    ByClient,
    /// The client cancelled too late for anybody else to have the time.
    ByClientLate,
    /// We cancelled.
    ByUs,
    /// It was moved; the new time is counted by itself.
    Moved,
}

impl CameOut {
    /// Every way in which a booking comes out.
    pub const ALL: [Self; 7] =
        [Self::Booked, Self::Held, Self::NoShow, Self::ByClient, Self::ByClientLate, Self::ByUs, Self::Moved];

    /// The code that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Held => "held",
            Self::NoShow => "no_show",
            Self::ByClient => "by_client",
            Self::ByClientLate => "by_client_late",
            Self::ByUs => "by_us",
            Self::Moved => "moved",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Of a booking that was not held.
    const fn of(why: NotHeld) -> Self {
        match why {
            NotHeld::NoShow => Self::NoShow,
            NotHeld::CancelledByClient => Self::ByClient,
            NotHeld::CancelledByUs => Self::ByUs,
            NotHeld::Moved => Self::Moved,
        }
    }
}

/// How a client was reminded of a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RemindedBy {
    /// By an e-mail.
    Email,
    /// By a text message.
    Sms,
    /// Somebody told them.
    Hand,
    /// Not at all, as far as is known.
    Nothing,
}

impl RemindedBy {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Email, Self::Sms, Self::Hand, Self::Nothing];

    /// The code that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Hand => "hand",
            Self::Nothing => "nothing",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Email => "E-mail",
            Self::Sms => "Text message",
            Self::Hand => "Somebody told them",
            Self::Nothing => "Not reminded",
        }
    }

    /// By the latest of the reminders that reached the client.
    fn of(reminded: Option<&Reminded>) -> Self {
        let mut latest = reminded.into_iter().flat_map(|reminded| reminded.reminders.iter().rev());
        latest.find_map(Self::reached).unwrap_or(Self::Nothing)
    }

    /// How this one reached the client, if it did: what did not arrive reminded nobody, and what arrived was sent, whatever we have written down of the sending.
    fn reached(reminder: &Reminder) -> Option<Self> {
        let means = match (reminder.outcome, reminder.reported) {
            (Some((Given::Told, _)), _) => return Some(Self::Hand),
            (outcome, Some(report)) if report.what == Reported::Delivered => match outcome {
                Some((Given::Sent(means), _)) => means,
                _ => report.means,
            },
            (Some((Given::Sent(means), _)), None) => means,
            _ => return None,
        };
        Some(match means {
            Means::Email => Self::Email,
            Means::Sms => Self::Sms,
        })
    }
}

/// A booking, or a session without one, as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Who held it, or was to.
    pub staff: StaffId,
    /// When it began, or was to.
    pub starts: Instant,
    /// How long, in minutes.
    pub minutes: u16,
    /// How it came out.
    pub came_out: CameOut,
    /// How the client was reminded.
    pub reminded: RemindedBy,
    /// When it was said how it came out; nothing while it is booked.
    pub said: Option<Instant>,
    /// Of a session that was held: how many seconds after it its note was signed.
    pub wait: Option<i64>,
    /// Whether a next session was booked with it.
    pub next: bool,
}

impl Counted {
    /// How it came out, where so many hours before it are late for the client to cancel.
    pub fn came_out(&self, late_hours: u32) -> CameOut {
        let until = self.starts.plus_seconds(-i64::from(late_hours) * 3600);
        let late = self.said.is_some_and(|said| until < said);
        if late && self.came_out == CameOut::ByClient { CameOut::ByClientLate } else { self.came_out }
    }

    /// On which day of the week it is, 1 for Monday.
    pub fn weekday(&self, zone: &TimeZone) -> i8 {
        self.starts.on(zone).weekday().to_monday_one_offset()
    }
}

/// What a case file knows of its bookings for the figures.
#[derive(Debug, Clone, Default)]
pub struct Sittings {
    booked: BTreeMap<ItemId, Slot>,
    over: Vec<Counted>,
}

impl Sittings {
    /// Takes one more entry into account; `reminders` are those before it.
    pub fn apply(&mut self, entry: &Entry, reminders: &Reminders) {
        let reminded = |slot: ItemId| RemindedBy::of(reminders.of(slot));
        match &entry.event {
            Event::SessionNotHeld(not_held) => {
                if let Some(slot) = self.booked.remove(&not_held.slot) {
                    let reminded = reminded(slot.id);
                    let (next, said) = (follows(&not_held.next), Some(entry.happened()));
                    self.over.push(Counted { next, said, ..counted(&slot, CameOut::of(not_held.why), reminded) });
                }
            }
            Event::TimeOffered(offered) => {
                if let Some(slot) = offered.ends().and_then(|slot| self.booked.remove(&slot)) {
                    let reminded = reminded(slot.id);
                    let said = Some(entry.happened());
                    self.over.push(Counted { next: true, said, ..counted(&slot, CameOut::Moved, reminded) });
                }
            }
            event @ (Event::SeriesChanged(_) | Event::GroupSessionsChanged(_)) => {
                for (changed, change) in
                    event.changes().iter().flat_map(|all| all.each.iter().map(move |one| (all, one)))
                {
                    let Some(slot) = self.booked.remove(&change.slot) else { continue };
                    let came_out = CameOut::of(changed.ending(change));
                    let said = Some(entry.happened());
                    self.over.push(Counted { said, ..counted(&slot, came_out, reminded(slot.id)) });
                }
            }
            Event::SessionRecorded(session) => {
                let booked = session.slot.and_then(|slot| self.booked.remove(&slot));
                self.over.push(Counted {
                    staff: entry.author(),
                    starts: entry.happened(),
                    minutes: session.minutes,
                    came_out: CameOut::Held,
                    reminded: booked.map_or(RemindedBy::Nothing, |slot| reminded(slot.id)),
                    said: Some(entry.happened()),
                    wait: Some(entry.signed().seconds_since(entry.happened()).max(0)),
                    next: follows(&session.next),
                });
            }
            _ => {}
        }
        // what ends may lend its id to what comes next
        for slot in entry.event.books() {
            self.booked.insert(slot.id, slot.clone());
        }
    }

    /// What is counted of the time from `since` on: what is over in the order in which it ended, then what is booked.
    pub fn since(&self, since: Instant, reminders: &Reminders) -> impl Iterator<Item = Counted> {
        let reminded = |slot: &Slot| RemindedBy::of(reminders.of(slot.id));
        let booked = self.booked.values().map(move |slot| counted(slot, CameOut::Booked, reminded(slot)));
        self.over.iter().copied().chain(booked).filter(move |one| since <= one.starts)
    }

    /// When the latest of them begins.
    pub fn newest(&self) -> Option<Instant> {
        let booked = self.booked.values().map(|slot| slot.starts);
        self.over.iter().map(|one| one.starts).chain(booked).max()
    }
}

/// Whether a next session is booked, now or before.
const fn follows(next: &Next) -> bool {
    matches!(next, Next::Booked(_) | Next::Standing(_))
}

fn counted(slot: &Slot, came_out: CameOut, reminded: RemindedBy) -> Counted {
    let Slot { staff, starts, minutes, .. } = *slot;
    Counted { staff, starts, minutes, came_out, reminded, said: None, wait: None, next: false }
}
