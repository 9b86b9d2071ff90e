//! Rows of a dossier that are only counted and listed: how its bookings came out, whether its client waits, how its reminders stand. Ids, times and codes.

use domain::ids::{DossierId, ItemId, StaffId};
use domain::level::Level;
use domain::time::Instant;

/// How a booking came out. What stands for its place is the place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionOutcome {
    /// Who held it, or was to.
    pub staff: StaffId,
    /// When it began, or was to.
    pub starts: Instant,
    /// How long, in minutes.
    pub minutes: u16,
    /// On which day of the week, 1 for Monday.
    pub weekday: i8,
    /// How it came out, a code.
    pub outcome: &'static str,
    /// How the client was reminded, a code.
    pub reminded: &'static str,
    /// Of one that was held: how many seconds after it its note was signed.
    pub wait: Option<i64>,
    /// Whether a next session was booked with it.
    pub next: bool,
}

/// That somebody waits for a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InLine {
    /// The place of their urgency in the order, the most urgent first.
    pub urgency: i64,
    /// Since when.
    pub since: Instant,
}

/// How an inquiry stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InquiryRow {
    /// What it is, a code.
    pub kind: String,
    /// How it reached us, a code.
    pub channel: String,
    /// How confidential it is.
    pub level: Level,
    /// Who answers it.
    pub owner: Option<StaffId>,
    /// To which case it belongs.
    pub about: Option<DossierId>,
    /// When it reached us.
    pub received: Instant,
    /// By when they are to know that we have it.
    pub acknowledge_due: Instant,
    /// When they knew.
    pub acknowledged: Option<Instant>,
    /// By when they are to have an answer.
    pub answer_due: Instant,
    /// When it ended.
    pub ended: Option<Instant>,
    /// Whether it ended with an answer.
    pub answered: bool,
    /// By when something is to be done next; of one that is over when that was.
    pub due: Instant,
}

/// How an inquiry stands, and what is needed to count its clocks anew without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedInquiry {
    /// How it stands.
    pub row: InquiryRow,
    /// On what its clocks hang: times and days.
    pub timed: String,
    /// By which rules they were counted, a fingerprint.
    pub rules: String,
}

/// How a reminder stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderRow {
    /// Of which booking.
    pub item: ItemId,
    /// How many hours before it.
    pub hours: u32,
    /// Who holds the session.
    pub staff: StaffId,
    /// When it begins.
    pub starts: Instant,
    /// Since when the reminder is due.
    pub at: Instant,
    /// How it stands, a code.
    pub state: String,
    /// By what it goes or went, a code; nothing where somebody gives it.
    pub means: Option<String>,
    /// What the client has answered last about this booking, a code.
    pub answer: Option<String>,
}
