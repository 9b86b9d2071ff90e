//! What can be appended: the words of one act of writing.

use domain::ids::{DossierId, DossierKind, EntryId, EntryNumber, ItemId, OnceKey, StaffId, TeamId};
use domain::level::Level;
use domain::signature::Signature;
use domain::slots::SlotState;
use domain::time::Instant;
use ledger::Hash;
use vault::Field;

use super::counted::{InLine, ReminderRow, SessionOutcome, TimedInquiry};
use crate::db::DbFault;
use crate::{Doomed, NewJob, StoreFault};

/// One act of writing: all of it or nothing.
pub struct Append {
    /// Who acts.
    pub actor: StaffId,
    /// When, by the server's clock.
    pub at: Instant,
    /// The intended effect: a second append with the same key answers with the first one's entry.
    pub once: Option<OnceKey>,
    /// What is written to which dossiers.
    pub parts: Vec<Part>,
    /// What must still hold when it is written.
    pub guards: Vec<Guard>,
    /// What is to be sent because of it.
    pub jobs: Vec<NewJob>,
    /// The actor's draft that has become an entry.
    pub drop_draft: Option<(DossierId, String)>,
    /// What is marked as destroyed by it, and taken out of every list.
    pub destroys: Vec<Doomed>,
}

/// The entries for one dossier.
pub struct Part {
    /// Where they go.
    pub dossier: DossierId,
    /// Its kind; it never changes.
    pub kind: DossierKind,
    /// The last entry the decision was made on; [`EntryNumber::NONE`] founds the dossier.
    pub after: EntryNumber,
    /// What is written, at least one.
    pub entries: Vec<NewEntry>,
    /// What lists, searches and duties show from now on; replaces what was there. Nothing leaves it as it is.
    pub derived: Option<Derived>,
}

/// An entry to be.
pub struct NewEntry {
    /// The kind of event, a code.
    pub kind: String,
    /// The version of its form.
    pub version: u16,
    /// How confidential.
    pub level: Level,
    /// Who signed, at least one; the first is the author.
    pub signatures: Vec<Signature>,
    /// The content, to be sealed.
    pub content: Vec<u8>,
}

/// Every derived row of a dossier.
pub struct Derived {
    /// Its line in lists.
    pub card: Card,
    /// Who has to do with it.
    pub ties: Vec<Tie>,
    /// What it can be found by; the texts become blind tokens.
    pub tokens: Vec<(Field, String)>,
    /// What must be done.
    pub duties: Vec<Duty>,
    /// Its place in calendars.
    pub appointments: Vec<Appointment>,
    /// How its bookings came out, for figures.
    pub outcomes: Vec<SessionOutcome>,
    /// Whether its client waits for a session.
    pub waiting: Option<InLine>,
    /// How it stands, when it is an inquiry.
    pub inquiry: Option<TimedInquiry>,
    /// How its reminders stand.
    pub reminders: Vec<ReminderRow>,
    /// Its documents.
    pub blobs: Vec<Blob>,
    /// The files that must not be destroyed because of it.
    pub holds: Vec<Hold>,
    /// Where its physical items are.
    pub whereabouts: Vec<Whereabouts>,
}

/// What a list shows of a dossier.
pub struct Card {
    /// Its state, a code.
    pub state: String,
    /// How confidential the card is.
    pub level: Level,
    /// The dossier it belongs to: a case's client.
    pub subject: Option<DossierId>,
    /// The responsible team.
    pub team: Option<TeamId>,
    /// What is shown, to be sealed.
    pub content: Vec<u8>,
}

/// Why somebody has to do with a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// Who.
    pub staff: StaffId,
    /// As what, a code.
    pub tie: String,
    /// Up to which level.
    pub clearance: Level,
    /// From when.
    pub since: Instant,
    /// Until when, if dated.
    pub until: Option<Instant>,
}

/// Something that must be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Its name within the dossier.
    pub duty: String,
    /// What, a code.
    pub kind: String,
    /// The clause that asks for it.
    pub clause: String,
    /// Who must do it.
    pub owner: Option<StaffId>,
    /// Or which role, a code.
    pub role: Option<String>,
    /// By when.
    pub due: Instant,
    /// Since when.
    pub raised: Instant,
    /// Which item of the dossier.
    pub item: Option<ItemId>,
    /// How confidential.
    pub level: Level,
}

/// A slot in somebody's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Its name within the dossier.
    pub item: ItemId,
    /// Whose time.
    pub staff: StaffId,
    /// From.
    pub starts: Instant,
    /// To, not included.
    pub ends: Instant,
    /// A code; only [`Appointment::BOOKED`] takes the slot, and [`Appointment::AWAY`] all that overlaps it.
    pub state: String,
    /// For how many hours before it a reminder was due last.
    pub reminded: Option<i64>,
    /// What the client has answered last, a code.
    pub answer: Option<String>,
    /// The room that is booked with it.
    pub room: Option<ItemId>,
    /// The meeting of a group that it is, if it is one; the group's own row is called as the meeting, the row of whoever leads it with
    /// somebody else as itself.
    pub meeting: Option<ItemId>,
    /// Its first name, which stays when it is moved.
    pub series: ItemId,
    /// How often it was moved or cancelled.
    pub revision: u32,
    /// When that was last, or when it was booked; the beginning of time when it was booked before this was kept.
    pub changed: Instant,
}

/// A document of a dossier, as a file of sealed bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blob {
    /// The SHA-256 of its sealed bytes, which names it.
    pub address: Hash,
    /// How many there are.
    pub length: i64,
}

impl Appointment {
    /// The state in which an appointment takes its slot.
    pub const BOOKED: &'static str = SlotState::Booked.code();

    /// The state of a time in which somebody is away.
    pub const AWAY: &'static str = SlotState::Away.code();
}

/// That a file must not be destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// Which file.
    pub dossier: DossierId,
    /// From when.
    pub since: Instant,
    /// Until when, not included, if dated.
    pub until: Option<Instant>,
}

/// Where a physical item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whereabouts {
    /// Its name within the dossier.
    pub item: ItemId,
    /// The place where it belongs.
    pub place: ItemId,
    /// Who has it, when it is out.
    pub holder: Option<StaffId>,
    /// By when it has to be back; [`Whereabouts::NEVER`] when it is in its place.
    pub due: Instant,
}

impl Whereabouts {
    /// Of an item that is in its place.
    pub const NEVER: Instant = Instant(i64::MAX);
}

/// What must still hold at the moment of writing; of two racers only one finds it so.
#[derive(Debug, Clone)]
pub enum Guard {
    /// No dossier has this value in this field. Meant for fields with exact tokens, such as numbers.
    TokenFree {
        /// Which field.
        field: Field,
        /// The value.
        text: String,
    },
    /// The member of staff has no other booked appointment at that time.
    SlotFree {
        /// Whose time.
        staff: StaffId,
        /// From.
        starts: Instant,
        /// To, not included.
        ends: Instant,
        /// The appointments that are being moved, or meetings of groups as which it is booked as well.
        except: Vec<ItemId>,
    },
    /// The member of staff is not away at that time. An absence itself carries no such guard: of one that is noted in the moment of a booking, the booking
    /// counts as the earlier, and both stand.
    NotAway {
        /// Whose time.
        staff: StaffId,
        /// From.
        starts: Instant,
        /// To, not included.
        ends: Instant,
    },
    /// The room has no other booked appointment at that time.
    RoomFree {
        /// Which room.
        room: ItemId,
        /// From.
        starts: Instant,
        /// To, not included.
        ends: Instant,
        /// The appointments that are being moved, or meetings of groups as which it is booked as well.
        except: Vec<ItemId>,
    },
    /// Whoever this is about, such as a client, has no other booked appointment at that time, in any dossier that belongs to them.
    SubjectFree {
        /// Whose time.
        subject: DossierId,
        /// From.
        starts: Instant,
        /// To, not included.
        ends: Instant,
        /// The appointments that are being moved.
        except: Vec<ItemId>,
    },
    /// There is such a file.
    Present {
        /// Which.
        dossier: DossierId,
    },
    /// Nothing belongs to this dossier, such as cases to a client; asked after what is destroyed by the same act.
    NoneUnder {
        /// Which.
        subject: DossierId,
    },
    /// None of these files is held.
    NotHeld {
        /// Which: a case, and the client whose it is.
        dossiers: Vec<DossierId>,
        /// At which time.
        at: Instant,
    },
    /// A dossier that was read but is not written to has no newer entry.
    Unmoved {
        /// Which.
        dossier: DossierId,
        /// The last entry that was read.
        at: EntryNumber,
    },
    /// No physical item belongs to this place. Whoever puts one there asks at the same time that the list of places is unmoved.
    NothingAt {
        /// Which place.
        place: ItemId,
        /// The dossier with the list of places.
        list: DossierId,
    },
    /// The file is not closed: a case is still being worked on, a member of staff has not left. Asked for everybody on whom something comes to wait by what
    /// is written.
    NotClosed {
        /// Which.
        dossier: DossierId,
    },
    /// No inquiry of these kinds waits that belongs to this case. Whoever says that one belongs to it asks at the same time that it is not closed.
    NoInquiryWaits {
        /// Which case.
        case: DossierId,
        /// Codes of the kinds that count.
        kinds: [&'static str; 2],
    },
    /// Nothing waits on this member of staff: no duty, and no tie of these kinds that holds now or later. What is written at the same time asks
    /// for everybody on whom it puts something whether they have not left, so of the two one finds the other.
    NothingWith {
        /// Who.
        staff: StaffId,
        /// Codes of the ties that count.
        ties: [&'static str; 5],
        /// At which time.
        at: Instant,
    },
    /// What was received for this dossier is still there to be filed; filing it takes it away.
    Received {
        /// Which.
        upload: ItemId,
        /// Who sent it.
        staff: StaffId,
        /// For which dossier.
        dossier: DossierId,
    },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Appended {
    /// The entries that were written, in order.
    Done(Vec<EntryId>),
    /// The same intended effect was had before; this is its first entry.
    Already(EntryId),
}

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendFailure {
    /// A dossier has newer entries than the decision was made on: open and decide again.
    #[error("the dossier has moved on")]
    Moved,
    /// The guard with this place in the list does not hold; behind the guards, the place of what was to be destroyed and has changed.
    #[error("guard {0} does not hold")]
    Guard(usize),
    /// A fault.
    #[error(transparent)]
    Fault(#[from] StoreFault),
}

impl From<DbFault> for AppendFailure {
    fn from(fault: DbFault) -> Self {
        Self::Fault(fault.into())
    }
}
