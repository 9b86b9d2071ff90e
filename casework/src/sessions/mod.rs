//! Appointments and sessions (FS-4.1 to FS-4.3).

mod book;
mod not_held;
mod record;

use domain::cases::CaseClosedNow;
use domain::ids::ItemId;
use domain::sessions::{CannotMeet, Slot};
use store::Guard;

pub use book::{BookSession, book_session};
pub use not_held::{SessionMissed, record_not_held};
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

/// The slot must still be free when it is written: two people who book the same hour cannot both win. `instead_of` is the booking that ends with it.
fn slot_free(slot: &Slot, instead_of: Option<ItemId>) -> Guard {
    Guard::SlotFree { staff: slot.staff, starts: slot.starts, ends: slot.ends(), except: instead_of }
}
