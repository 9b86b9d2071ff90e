//! Documents: receiving files, filing them in a case, handing them out, and looking after them (CM-4.2.2, CM-4.2.4, RC-4.5a).
//!
//! A file is sealed while it arrives. What was received waits, private to whoever sent it, until it is described and signed; then it is filed in the
//! transaction that writes its entry. What comes by itself, from a scanner or by e-mail, is filed at once, and somebody says afterwards what it is.

mod change;
mod file;
mod keeping;
mod mail;
mod open;
mod packed;
mod receive;
mod receiving;
mod scan;
mod sniff;
mod take_in;
mod uploads;

pub use change::{CorrectDocument, correct_document, withdraw_document};
pub use file::{FileOne, file_documents, filings};
pub use keeping::{Kept, look_after};
pub use mail::Message;
pub(crate) use mail::{attached, tame};
pub use open::{Handed, open_document};
pub(crate) use open::{open_file, unrecorded};
pub use receive::{Begun, CannotReceive, Lost, Part, Pieces, begin, continued, receive};
pub(crate) use receiving::Receiving;
pub use scan::{NotAPlace, Scanner};
pub use sniff::media_of;
pub use take_in::{CannotTake, Coming};
pub use uploads::{Waiting, drop_upload, waiting};
