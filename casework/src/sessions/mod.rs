//! Appointments and sessions (FS-4.1 to FS-4.3).

mod book;
mod explain;
mod free;
mod not_held;
mod reaching;
mod record;

use domain::cases::{CaseClosedNow, CaseFile};
use domain::event::Event;
use domain::ids::ItemId;
use domain::rooms::Rooms;
use domain::sessions::{CannotMeet, Slot};
use store::Guard;

use crate::house::Decided;

pub use book::{BookSession, book_session};
pub use explain::{Explained, NoWorker, Taken};
pub use free::{Chosen, FreeTimes, Wanted, free_times};
pub use not_held::{SessionMissed, record_not_held};
pub use reaching::{Reaching, reaching};
pub use record::{RecordSession, record_session};

/// Why a session of this case cannot be booked or recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotMeetHere {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// A rule of every session.
    #[error(transparent)]
    Session(#[from] CannotMeet),
}

impl From<domain::contacts::CannotLog> for CannotMeetHere {
    fn from(rule: domain::contacts::CannotLog) -> Self {
        Self::Session(rule.into())
    }
}

/// With the booking that comes of it, if one does. Its time must still be free when it is written, for whoever holds the session, for the client and in the
/// room: of two people who book the same hour only one wins. `instead_of` is the booking that ends with it.
pub(crate) fn booking<E: From<CannotMeet>>(
    events: Vec<Event>,
    case: &CaseFile,
    slot: Option<&Slot>,
    instead_of: Option<ItemId>,
    rooms: &Rooms,
) -> Result<Decided<E>, E> {
    let mut decided = Decided::from(events);
    if let Some(slot) = slot {
        if slot.room.is_some_and(|room| !rooms.is_used(room)) {
            return Err(CannotMeet::NoRoom.into());
        }
        let (starts, ends) = (slot.starts, slot.ends());
        let free = Guard::SlotFree { staff: slot.staff, starts, ends, except: instead_of };
        decided = decided.guarded(free, CannotMeet::SlotTaken.into());
        decided = decided.guarded(Guard::NotAway { staff: slot.staff, starts, ends }, CannotMeet::Away.into());
        if let Some(room) = slot.room {
            let free = Guard::RoomFree { room, starts, ends, except: instead_of };
            decided = decided.guarded(free, CannotMeet::RoomTaken.into());
        }
        if let Some(subject) = case.client() {
            let free = Guard::SubjectFree { subject, starts, ends, except: instead_of };
            decided = decided.guarded(free, CannotMeet::ClientTaken.into());
        }
    }
    Ok(decided)
}
