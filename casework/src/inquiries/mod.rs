//! Inquiries of anybody: taking them in, giving them to somebody, acknowledging, putting off, answering, and the inbox (CC-4.2, CC-4.3, CC-5, FS-4.6.1).

mod ask;
mod card;
mod concerned;
mod figures;
mod files;
mod handle;
mod inbox;
mod letter;
mod mail;
mod receive;
mod recount;
mod rules;
mod seen;

pub use ask::{Ask, Asked, CannotAsk};
pub use card::{BY_FORM, InquiryCard};
pub use figures::{InquiryFigures, inquiry_figures};
pub use files::{HandedFile, open_inquiry_file};
pub use handle::{Handled, case_to_belong_to, handle, reads_inquiry};
pub use inbox::{Inbox, InboxWanted, InquiryLine, find_inquiry, inbox, inquiries_of_case};
pub use mail::MailTaken;
pub use receive::{TakeIn, take_in_inquiry};
pub use recount::inquiries_to_recount;
pub use rules::{Communication, amend_communication};
pub use seen::{InquirySeen, OfCase, see_inquiry};

pub(crate) use card::inquiry_cards;
