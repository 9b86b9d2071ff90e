//! Reminders of appointments (FS-4.1.2): found to be due, sent or handed to somebody, and answered by the client.
//!
//! That a reminder is due is an entry, written together with the job that sends it; before it is sent, everything is looked at once more: the booking, what the
//! client wants, what is written down about safe contact. So nothing is sent twice because two servers look at once, and nothing about an appointment that
//! was moved or cancelled. A process that dies between sending and writing so sends again, with the same mark of the message,
//! unless somebody has told meanwhile what became of it.

mod all;
mod answer;
mod bounce;
mod due;
mod gateway;
mod give;
mod names;
mod post;
mod reply;
pub(crate) mod rows;
mod rules;
mod send;

pub use all::{Asked, ON_A_PAGE, ReminderLine, Reminders, reminders};
pub use answer::{answer_by_link, linked};
pub use bounce::Bounce;
pub(crate) use bounce::mark;
pub use gateway::{NotTaken, Signed, field_names, prove, take_receipt, take_reply};
pub use give::give_reminder;
pub use names::{FieldNames, NoNames, Told};
pub use post::{Message, Post, PostFault, Posting};
pub use reply::settle_reply;
pub use rules::{RulesSeen, amend_reminders, reminder_rules};
pub use send::{JOBS, job_of};
