//! The record: appending entries, reading them, and recording who looked.

mod access;
mod append;
mod counted;
mod derived;
mod guards;
mod heads;
mod order;
mod prepare;
mod reading;
mod rederive;
mod sheet;

pub use access::{Access, AccessCursor, AccessSeen};
pub use counted::{InLine, InquiryRow, ReminderRow, SessionOutcome, TimedInquiry};
pub use heads::Head;
pub use order::{
    Append, AppendFailure, Appended, Appointment, Blob, Card, Derived, Duty, Guard, Hold, NewEntry, Part, Tie,
    Whereabouts,
};
pub(crate) use prepare::new_line;
pub use reading::OpenedEntry;
pub(crate) use reading::header;
pub(crate) use sheet::Sheet;
