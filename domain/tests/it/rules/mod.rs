//! The rules of every procedure as tables: a file that says so far, an order, and what comes of it.

mod attestation;
mod cases;
mod clients;
mod closure;
mod complaints;
mod contacts;
mod dates;
mod disclosures;
mod disposition;
mod documents;
mod duties;
mod feedback;
mod feeds;
mod flags;
mod groups;
mod holds;
mod inquiries;
mod kits;
mod listings;
mod messages;
mod missed;
mod onward;
mod own_record;
mod package;
mod paper;
mod parting;
mod pickup;
mod plans;
mod referrals;
mod reminders;
mod reports;
mod retention;
mod series;
mod sessions;
mod templates;
mod waiting;

use domain::calendar::OfficeCalendar;
use domain::cases::{Assignment, CaseFile, CaseOpened};
use domain::entry::Entry;
use domain::event::Event;
use domain::ids::{DossierId, EntryId, EntryNumber, ItemId, StaffId};
use domain::level::Level;
use domain::numbers::CaseNumber;
use domain::rulebook::Rulebook;
use domain::signature::{Meaning, Method, Signature};
use domain::text::{Line, Narrative};
use domain::time::Instant;
use jiff::civil::{Date, DateTime, date};
use uuid::Uuid;

const WORKER: StaffId = StaffId::new(Uuid::from_u128(1));
const SUPERVISOR: StaffId = StaffId::new(Uuid::from_u128(2));
const OTHER: StaffId = StaffId::new(Uuid::from_u128(3));
const RECORDS: StaffId = StaffId::new(Uuid::from_u128(4));

/// Monday, 5 January 2026.
const TODAY: Date = date(2026, 1, 5);

fn item(n: u128) -> ItemId {
    ItemId::new(Uuid::from_u128(0x100 + n))
}

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn words(text: &str) -> Narrative {
    Narrative::parse(text).unwrap()
}

/// A wall-clock time in the office of the default rulebook, `2026-01-05T09:00`.
fn at(text: &str) -> Instant {
    let time: DateTime = text.parse().unwrap();
    OfficeCalendar::default().instant(time.date(), time.time()).unwrap()
}

/// The same, the other way round.
fn clock(instant: Instant, rules: &Rulebook) -> String {
    instant.on(&rules.office.time_zone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A case file in the making: events are signed one after the other.
#[derive(Clone)]
struct Story {
    file: CaseFile,
    now: Instant,
    by: StaffId,
    level: Level,
}

impl Story {
    /// Nothing was written yet.
    fn blank() -> Self {
        Self { file: CaseFile::default(), now: at("2026-01-05T09:00"), by: WORKER, level: Level::Confidential }
    }

    /// A case of the general programme, opened on Monday, 5 January 2026, at nine.
    fn opened() -> Self {
        Self::opened_at("2026-01-05T09:00")
    }

    fn opened_at(time: &str) -> Self {
        let opened = CaseOpened {
            number: CaseNumber::new(2026, 1),
            client: DossierId::new(Uuid::from_u128(9)),
            programme: "general".to_owned(),
            assignment: hands(WORKER, SUPERVISOR),
            co_sign_from: Level::Sensitive,
        };
        Self::blank().on(time).then(opened)
    }

    /// From now on the clock shows this.
    fn on(mut self, time: &str) -> Self {
        self.now = at(time);
        self
    }

    /// From now on this person signs.
    fn by(mut self, staff: StaffId) -> Self {
        self.by = staff;
        self
    }

    /// From now on entries have this level.
    fn at_level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// One more entry, about now.
    fn then(self, event: impl Into<Event>) -> Self {
        let now = self.now;
        self.of(now, event)
    }

    /// One more entry, about something that happened then.
    fn of(mut self, happened: Instant, event: impl Into<Event>) -> Self {
        let number = self.file.last.next();
        let id = EntryId { dossier: DossierId::new(Uuid::from_u128(8)), number };
        let signature = signature(self.by, happened, self.now);
        self.file.apply(&Entry { id, level: self.level, signature, event: event.into() });
        self
    }

    fn last(&self) -> EntryNumber {
        self.file.last
    }
}

fn hands(worker: StaffId, supervisor: StaffId) -> Assignment {
    Assignment { worker, supervisor, team: None }
}

fn signature(signer: StaffId, happened: Instant, signed: Instant) -> Signature {
    Signature {
        signer,
        name: "Maria Vega".to_owned(),
        title: "Social worker".to_owned(),
        role: "Caseworker".to_owned(),
        meaning: Meaning::Author,
        method: Method::Password,
        happened,
        signed,
        offset_minutes: 0,
    }
}

/// What came of a decision: the kinds of the events, or the reason.
fn outcome<E: std::fmt::Display>(decision: Result<Vec<Event>, E>) -> String {
    match decision {
        Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(", "),
        Err(reason) => reason.to_string(),
    }
}
