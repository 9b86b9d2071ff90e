//! Appointments and sessions (FS-4.1 to FS-4.3).

mod book;
mod explain;
mod free;
mod not_held;
mod proposals;
mod reaching;
mod record;
mod series;

use std::slice;

use domain::cases::{CaseClosedNow, CaseFile};
use domain::event::Event;
use domain::ids::ItemId;
use domain::rooms::Rooms;
use domain::series::CannotRepeat;
use domain::sessions::{CannotMeet, Slot};
use store::Guard;

use crate::house::Decided;

pub use book::{BookSession, book_session};
pub use explain::{Explained, NoWorker, Taken};
pub use free::{Chosen, FreeTimes, Wanted, free_times};
pub use not_held::{SessionMissed, record_not_held};
pub(crate) use proposals::taken_around;
pub use proposals::{Dates, WantedSeries, proposals};
pub use reaching::{Reaching, client_of, reaching};
pub use record::{RecordSession, record_session};
pub use series::{BookSeries, ChangeSeries, book_series, change_series};

/// Why a session of this case cannot be booked or recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotMeetHere {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// A rule of every session.
    #[error(transparent)]
    Session(#[from] CannotMeet),
    /// A rule of several sessions at once.
    #[error(transparent)]
    Series(#[from] CannotRepeat),
}

impl From<domain::contacts::CannotLog> for CannotMeetHere {
    fn from(rule: domain::contacts::CannotLog) -> Self {
        Self::Session(rule.into())
    }
}

/// With the booking that comes of it, if one does. `instead_of` is the booking that ends with it.
pub(crate) fn booking<E: From<CannotMeet>>(
    events: Vec<Event>,
    case: &CaseFile,
    slot: Option<&Slot>,
    instead_of: Option<ItemId>,
    rooms: &Rooms,
) -> Result<Decided<E>, E> {
    let slots = slot.map(slice::from_ref).unwrap_or_default();
    bookings(events, case, slots, instead_of.as_slice(), rooms, |_, why| why.into())
}

/// With the bookings that come of it. Their times must still be free when they are written, for whoever holds the session, for the client and in the room: of
/// two people who book the same hour only one wins. `instead_of` are the bookings that end with it; `reason` says of which one a rule speaks. Those of one
/// meeting of a group do not stand in each other's way.
pub(crate) fn bookings<E>(
    events: Vec<Event>,
    case: &CaseFile,
    slots: &[Slot],
    instead_of: &[ItemId],
    rooms: &Rooms,
    reason: fn(&Slot, CannotMeet) -> E,
) -> Result<Decided<E>, E> {
    let mut decided = Decided::from(events);
    let meetings: Vec<ItemId> = slots.iter().filter_map(|slot| slot.group.map(|meeting| meeting.id)).collect();
    for slot in slots {
        let why = |why| reason(slot, why);
        if slot.room.is_some_and(|room| !rooms.is_used(room)) {
            return Err(why(CannotMeet::NoRoom));
        }
        let (starts, ends) = (slot.starts, slot.ends());
        let except = || [instead_of, &meetings].concat();
        let free = Guard::SlotFree { staff: slot.staff, starts, ends, except: except() };
        decided = decided.guarded(free, why(CannotMeet::SlotTaken));
        decided = decided.guarded(Guard::NotAway { staff: slot.staff, starts, ends }, why(CannotMeet::Away));
        if let Some(room) = slot.room {
            let free = Guard::RoomFree { room, starts, ends, except: except() };
            decided = decided.guarded(free, why(CannotMeet::RoomTaken));
        }
        if let Some(subject) = case.client() {
            let free = Guard::SubjectFree { subject, starts, ends, except: instead_of.to_vec() };
            decided = decided.guarded(free, why(CannotMeet::ClientTaken));
        }
    }
    Ok(decided)
}
