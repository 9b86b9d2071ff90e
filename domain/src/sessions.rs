//! Appointments and sessions: what is booked, what took place, and what comes next.
//!
//! Serves FS-4.1.1, FS-4.1.3, FS-4.2.1, FS-4.2.2, FS-4.3.1 to FS-4.3.3.

mod past;
mod rules;

use serde::{Deserialize, Serialize};

use crate::contacts::{ActionItem, Contacts, PlanAfter};
use crate::entry::Entry;
use crate::event::Event;
use crate::groups::Meeting;
use crate::ids::{EntryNumber, ItemId, StaffId};
use crate::level::Level;
use crate::missed::Attempt;
use crate::moves::Moves;
use crate::plans::GoalRating;
use crate::series::{AllSeries, Changes};
use crate::slots::Period;
use crate::text::{Line, Narrative};
use crate::time::Instant;
use crate::waiting::Reply;

pub use past::Past;
pub use rules::CannotMeet;

/// Where a session takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// At the office.
    Office,
    /// At the client's home or elsewhere.
    Outreach,
    /// On the phone.
    Phone,
    /// By video.
    Video,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 4] = [Self::Office, Self::Outreach, Self::Phone, Self::Video];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Office => "At the office",
            Self::Outreach => "Home visit or elsewhere",
            Self::Phone => "Phone",
            Self::Video => "Video",
        }
    }
}

/// A planned slot for a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Its id.
    pub id: ItemId,
    /// With whom.
    pub staff: StaffId,
    /// When it begins.
    pub starts: Instant,
    /// How long, in minutes.
    pub minutes: u16,
    /// Where.
    pub place: Place,
    /// In which room of the office, if one is booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<ItemId>,
    /// IANA name of the time zone in which the hour was agreed, such as `Europe/Madrid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Which meeting of a group it is, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Meeting>,
}

impl Slot {
    /// How long a session is when nobody has said anything, in minutes.
    pub const USUAL_MINUTES: u16 = 50;

    /// As sessions usually are: so long, at the office, of one client.
    pub const fn usual(id: ItemId, staff: StaffId, starts: Instant) -> Self {
        let (minutes, place) = (Self::USUAL_MINUTES, Place::Office);
        Self { id, staff, starts, minutes, place, room: None, zone: None, group: None }
    }

    /// When it ends.
    pub fn ends(&self) -> Instant {
        self.starts.plus_seconds(i64::from(self.minutes) * 60)
    }

    /// The time that it takes.
    pub fn period(&self) -> Period {
        Period { start: self.starts, end: self.ends() }
    }
}

/// A session is booked (FS-4.1.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionBooked {
    /// The slot.
    pub slot: Slot,
}

/// Why a booked session did not take place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotHeld {
    /// The client did not come (FS-4.3.3).
    NoShow,
    /// The client cancelled.
    CancelledByClient,
    /// We cancelled.
    CancelledByUs,
    /// It was moved; the new slot is booked with it.
    Moved,
}

impl NotHeld {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::NoShow, Self::CancelledByClient, Self::CancelledByUs, Self::Moved];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoShow => "The client did not come",
            Self::CancelledByClient => "Cancelled by the client",
            Self::CancelledByUs => "Cancelled by us",
            Self::Moved => "Moved to another time",
        }
    }
}

/// A booked session did not take place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionNotHeld {
    /// Which booking.
    pub slot: ItemId,
    /// Why.
    pub why: NotHeld,
    /// More in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
    /// What comes instead.
    pub next: Next,
}

/// What comes after an appointment (FS-4.1.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// The next session is booked.
    Booked(Slot),
    /// It was booked before, and stands: the next of a series.
    Standing(ItemId),
    /// None, and why.
    None(Line),
}

impl Next {
    /// What is booked by it, if anything is.
    pub const fn slot(&self) -> Option<&Slot> {
        match self {
            Self::Booked(slot) => Some(slot),
            Self::Standing(_) | Self::None(_) => None,
        }
    }
}

/// A session took place, and its note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRecorded {
    /// Which booking it was, when it was booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<ItemId>,
    /// When the client arrived, where somebody noticed; when it began stands in the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived: Option<Instant>,
    /// How long, in minutes.
    pub minutes: u16,
    /// Where.
    pub place: Place,
    /// Progress since last time (FS-4.2.2).
    pub progress: Narrative,
    /// What is hard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenges: Option<Narrative>,
    /// What worked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successes: Option<Narrative>,
    /// What was seen (FS-4.3.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observations: Option<Narrative>,
    /// The client's own words (FS-4.3.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Narrative>,
    /// How far the goals are (FS-4.3.2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ratings: Vec<GoalRating>,
    /// A significant intervention makes an assessment due (PT-4.1.2).
    #[serde(default)]
    pub significant: bool,
    /// What was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Narrative>,
    /// Who does what by when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionItem>,
    /// What it means for the plan (CM-4.4.2).
    pub plan: PlanAfter,
    /// What comes next.
    pub next: Next,
    /// Why it was written late, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_because: Option<Line>,
}

impl SessionRecorded {
    /// A note that says what came of the session and what comes next, and nothing else.
    pub const fn brief(slot: Option<ItemId>, minutes: u16, place: Place, progress: Narrative, next: Next) -> Self {
        Self {
            slot,
            arrived: None,
            minutes,
            place,
            progress,
            challenges: None,
            successes: None,
            observations: None,
            feedback: None,
            ratings: Vec::new(),
            significant: false,
            decision: None,
            actions: Vec::new(),
            plan: PlanAfter::NoChange,
            next,
            late_because: None,
        }
    }
}

/// A session as the file knows it.
#[derive(Debug, Clone)]
pub struct Held {
    /// In which entry.
    pub entry: EntryNumber,
    /// When it took place.
    pub at: Instant,
    /// Its note.
    pub session: SessionRecorded,
}

/// What a case file knows of appointments and sessions.
#[derive(Debug, Clone, Default)]
pub struct Sessions {
    /// Booked and neither held nor cancelled, in the order of booking.
    pub booked: Vec<Slot>,
    /// Bookings that are over, in the order in which they ended.
    pub past: Vec<Past>,
    /// Held, oldest first.
    pub held: Vec<Held>,
    missed: Vec<Past>,
    /// How the client was tried to be reached since then.
    pub attempts: Vec<Attempt>,
    /// The latest reason for having no next session, when none is booked.
    pub none_because: Option<Line>,
    /// How confidential that reason is.
    pub none_level: Option<Level>,
    /// Every appointment through its moves.
    pub moves: Moves,
    /// Which bookings belong together.
    pub series: AllSeries,
}

impl Sessions {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry, contacts: &mut Contacts, co_sign_from: Level) {
        self.moves.apply(entry);
        self.series.apply(&entry.event);
        match &entry.event {
            event @ (Event::SessionBooked(_) | Event::SeriesBooked(_) | Event::GroupSessionsBooked(_)) => {
                self.booked.extend(event.books().into_iter().cloned());
                self.none_because.take_if(|_| !self.booked.is_empty());
            }
            event @ (Event::SeriesChanged(_) | Event::GroupSessionsChanged(_)) => {
                event.changes().into_iter().for_each(|changes| self.change(changes, entry));
            }
            Event::SessionNotHeld(not_held) => {
                if let Some(past) = self.take(not_held.slot, Some(not_held.why), entry, false)
                    && not_held.why != NotHeld::Moved
                {
                    self.missed.push(past);
                }
                self.follow(&not_held.next, entry.level);
            }
            Event::SessionRecorded(session) => {
                contacts.answered(entry.happened());
                contacts.met(entry, &session.actions, session.plan, co_sign_from);
                let _ = session.slot.and_then(|slot| self.take(slot, None, entry, false));
                self.missed.clear();
                self.attempts.clear();
                self.held.push(Held { entry: entry.id.number, at: entry.happened(), session: session.clone() });
                self.follow(&session.next, entry.level);
            }
            Event::AttemptMade(made) => {
                self.attempts.push(Attempt {
                    entry: entry.id.number,
                    at: entry.happened(),
                    by: entry.author(),
                    made: made.clone(),
                });
                if let Some(next) = made.came.next() {
                    contacts.last = contacts.last.max(Some(entry.happened()));
                    self.follow(next, entry.level);
                }
            }
            Event::TimeOffered(offered) => {
                if matches!(offered.came, Reply::Taken | Reply::Declined) {
                    contacts.last = contacts.last.max(Some(entry.happened()));
                }
                let _ = offered.ends().and_then(|slot| self.take(slot, Some(NotHeld::Moved), entry, false));
                if let Some(slot) = offered.books() {
                    self.follow(&Next::Booked(slot.clone()), entry.level);
                }
            }
            _ => {}
        }
    }

    /// What is cancelled before its time was not missed; only the first of those that a client cancels may come too soon for that.
    fn change(&mut self, changed: Changes<'_>, entry: &Entry) {
        let mut cancelled = Vec::new();
        for change in changed.each {
            let ended = self.take(change.slot, Some(changed.ending(change)), entry, true);
            cancelled.extend(ended.filter(|past| past.not_held == Some(NotHeld::CancelledByClient)));
            self.booked.extend(change.to.clone());
        }
        self.missed.extend(cancelled.into_iter().min_by_key(|past| past.slot.starts));
        if self.booked.is_empty() {
            self.none_because = Some(changed.reason.clone());
        }
    }

    fn take(&mut self, id: ItemId, not_held: Option<NotHeld>, entry: &Entry, of_many: bool) -> Option<Past> {
        let at = self.booked.iter().position(|slot| slot.id == id)?;
        let slot = self.booked.remove(at);
        let past = Past { slot, not_held, at: entry.happened(), of_many };
        self.past.push(past.clone());
        Some(past)
    }

    fn follow(&mut self, next: &Next, level: Level) {
        match next {
            Next::Booked(slot) => {
                self.none_because = None;
                self.booked.push(slot.clone());
            }
            Next::Standing(_) => self.none_because = None,
            Next::None(why) => (self.none_because, self.none_level) = (Some(why.clone()), Some(level)),
        }
    }

    /// The earliest booked session.
    pub fn next(&self) -> Option<&Slot> {
        self.booked.iter().min_by_key(|slot| slot.starts)
    }

    /// The booking that comes after this one and has not begun; where none does, the earliest other one that has not.
    pub fn standing(&self, but: Option<ItemId>, now: Instant) -> Option<&Slot> {
        let after = but.and_then(|id| self.slot(id)).map_or(now, |slot| slot.starts);
        let others = self.booked.iter().filter(|slot| now <= slot.starts && Some(slot.id) != but);
        others.min_by_key(|slot| (slot.starts < after, slot.starts))
    }

    /// How many days after this booking the next session usually is: as many weeks as were laid down with the last series (FS-4.1.1). Otherwise as many
    /// whole weeks as this one came after the one held before it, at most eight; a week when it is the first.
    pub fn cadence(&self, slot: &Slot) -> u32 {
        if let Some(weeks) = self.series.weeks() {
            return 7 * u32::from(weeks);
        }
        const DAY: i64 = 86_400;
        let before = self.held.iter().map(|held| held.at).filter(|at| at.plus_seconds(DAY) < slot.starts).max();
        let weeks = before.map(|before| (slot.starts.seconds_since(before) + 3 * DAY) / (7 * DAY));
        7 * u32::try_from(weeks.unwrap_or(1).clamp(1, 8)).unwrap_or(1)
    }

    /// The booking with this id.
    pub fn slot(&self, id: ItemId) -> Option<&Slot> {
        self.booked.iter().find(|slot| slot.id == id)
    }
}
