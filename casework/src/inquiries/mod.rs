//! Inquiries of anybody: taking them in, giving them to somebody, acknowledging, putting off, answering, and the inbox (CC-4.2, CC-4.3, CC-5, FS-4.6.1).

mod card;
mod figures;
mod handle;
mod inbox;
mod receive;
mod seen;

pub use card::InquiryCard;
pub use figures::{InquiryFigures, inquiry_figures};
pub use handle::{Handled, answers, handle, reads_inquiry};
pub use inbox::{Inbox, InboxWanted, InquiryLine, inbox, inquiries_of_case};
pub use receive::{TakeIn, take_in_inquiry};
pub use seen::{InquirySeen, OfCase, see_inquiry};

pub(crate) use card::inquiry_cards;
pub(crate) use handle::reaches;
