//! The waiting list: who waits for a session, or for an earlier one than they have; the times that were offered to them, and what they said.
//!
//! Serves FS-4.1.1, FS-4.1.3. Which time is free is never kept here: it follows from what is booked. That a time fits, and who comes first, are rules of
//! this module, so that the order on the list is the same for everybody and can be explained.

mod fits;
mod rules;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::calendar::Day;
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{EntryNumber, ItemId, StaffId};
use crate::reach::Channel;
use crate::sessions::{Place, Slot};
use crate::text::Line;
use crate::time::Instant;

pub use fits::{FreeTime, Misfit};
pub use rules::CannotWait;

/// How soon a client needs a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// It cannot wait.
    Urgent,
    /// Sooner than others.
    Soon,
    /// Like everybody else.
    Usual,
}

impl Urgency {
    /// Every one, the most urgent first.
    pub const ALL: [Self; 3] = [Self::Urgent, Self::Soon, Self::Usual];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Urgent => "Urgent",
            Self::Soon => "Soon",
            Self::Usual => "Usual",
        }
    }

    /// Its place in the order, the most urgent first.
    pub const fn rank(self) -> i64 {
        match self {
            Self::Urgent => 0,
            Self::Soon => 1,
            Self::Usual => 2,
        }
    }
}

/// What somebody waits for. Times of day are those of the office’s zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// With whom; anybody who holds sessions when nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<StaffId>,
    /// How long, in minutes.
    pub minutes: u16,
    /// Where; no matter where when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// On which days of the week; any when none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Day>,
    /// Not before this time of day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Time>,
    /// Over by this time of day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
    /// The last day on which it makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<Date>,
    /// How soon.
    pub urgency: Urgency,
    /// How many hours before it a time has to be offered at the latest.
    pub short_notice_hours: u16,
}

impl Wish {
    /// A session as they usually are, with anybody and at any time.
    pub const fn any(urgency: Urgency) -> Self {
        Self {
            with: None,
            minutes: Slot::USUAL_MINUTES,
            place: None,
            days: Vec::new(),
            from: None,
            until: None,
            latest: None,
            urgency,
            short_notice_hours: 0,
        }
    }
}

/// A client waits for a session, or for an earlier one than is booked (FS-4.1.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingBegun {
    /// Its id, by which offers speak of it.
    pub id: ItemId,
    /// What for.
    pub wish: Wish,
    /// More in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

/// What came of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// The client takes the time; it is booked.
    Taken,
    /// The client does not want it.
    Declined,
    /// Nobody was reached.
    NotReached,
    /// The client was asked, and has the time until then to say so.
    Asked(Instant),
}

impl Reply {
    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Taken => "The client takes it",
            Self::Declined => "The client does not want it",
            Self::NotReached => "Nobody was reached",
            Self::Asked(_) => "The client will say",
        }
    }
}

/// A time was offered to a client who waits (FS-4.1.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeOffered {
    /// To whoever waits by this id.
    pub waiting: ItemId,
    /// The time; booked when it is taken.
    pub slot: Slot,
    /// How the client was reached, or was to be.
    pub channel: Channel,
    /// What came of it.
    pub came: Reply,
    /// The booking whose place it takes; that one ends as moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<ItemId>,
    /// More in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
    /// Why it was written late, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_because: Option<Line>,
}

impl TimeOffered {
    /// What is booked by it, if anything is.
    pub const fn books(&self) -> Option<&Slot> {
        match self.came {
            Reply::Taken => Some(&self.slot),
            Reply::Declined | Reply::NotReached | Reply::Asked(_) => None,
        }
    }

    /// The booking that ends with it.
    pub fn ends(&self) -> Option<ItemId> {
        self.replaces.filter(|_| self.came == Reply::Taken)
    }
}

/// Why somebody does not wait any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyEnded {
    /// A session that suits was booked in another way.
    Booked,
    /// The client does not want another time any more.
    NotAnyMore,
    /// The client cannot be reached.
    Unreachable,
    /// Somebody put the client on the list by mistake, or is to wait for something else.
    Mistake,
}

impl WhyEnded {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::Booked, Self::NotAnyMore, Self::Unreachable, Self::Mistake];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Booked => "A session that suits is booked",
            Self::NotAnyMore => "The client does not wait any more",
            Self::Unreachable => "The client cannot be reached",
            Self::Mistake => "It was a mistake, or the wish is another one now",
        }
    }
}

/// A client does not wait any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingEnded {
    /// What ends.
    pub waiting: ItemId,
    /// Why.
    pub why: WhyEnded,
    /// More in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

/// An offer as the list knows it; nothing that somebody wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// In which entry.
    pub entry: EntryNumber,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: StaffId,
    /// How.
    pub channel: Channel,
    /// Whose time.
    pub staff: StaffId,
    /// When it begins.
    pub starts: Instant,
    /// What came of it.
    pub came: Reply,
}

/// Somebody who waits, as the list knows it; nothing that somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// By which offers speak of it.
    pub id: ItemId,
    /// In which entry it stands.
    pub entry: EntryNumber,
    /// Since when.
    pub since: Instant,
    /// What for.
    pub wish: Wish,
    /// What was offered, the oldest first.
    pub offers: Vec<Offered>,
}

impl Waits {
    /// When something was offered last; since when they wait where nothing was.
    pub fn last_offer(&self) -> Instant {
        self.offers.last().map_or(self.since, |offer| offer.at)
    }
}

/// Whether the client of a case waits.
#[derive(Debug, Clone, Default)]
pub struct Waiting {
    /// What they wait for.
    pub now: Option<Waits>,
    /// What was written beside it.
    pub note: Option<Line>,
}

impl Waiting {
    /// Takes one more entry into account. Whoever takes a time waits no longer, nor does anybody whose case is closed.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::WaitingBegun(begun) => {
                let (id, wish) = (begun.id, begun.wish.clone());
                let waits = Waits { id, entry: entry.id.number, since: entry.happened(), wish, offers: Vec::new() };
                *self = Self { now: Some(waits), note: begun.note.clone() };
            }
            Event::TimeOffered(offered) if offered.came != Reply::Taken => {
                let offer = Offered {
                    entry: entry.id.number,
                    at: entry.happened(),
                    by: entry.author(),
                    channel: offered.channel,
                    staff: offered.slot.staff,
                    starts: offered.slot.starts,
                    came: offered.came,
                };
                if let Some(waits) = self.now.as_mut().filter(|waits| waits.id == offered.waiting) {
                    waits.offers.push(offer);
                }
            }
            Event::TimeOffered(_) | Event::WaitingEnded(_) | Event::CaseClosed(_) => *self = Self::default(),
            _ => {}
        }
    }
}
