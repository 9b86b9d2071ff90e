//! The operations of casework, one per file: open, decide, append.
//!
//! Everything that changes the record goes through [`Ctx::act`], and everything that shows content through [`Ctx::view`]. Both ask the policy first;
//! a permit never leaves them. So there is no write without a permit, none without an event, and no content is shown before its access record is
//! in the ledger. No SQL and no HTTP here: the store keeps, the web shows.

pub mod accounts;
pub mod assessments;
pub mod calendar;
pub mod cards;
pub mod cases;
pub mod clients;
pub mod closure;
pub mod contacts;
pub mod cover;
pub mod disclosures;
pub mod disposition;
pub mod documents;
pub mod drafts;
pub mod failure;
pub mod feedback;
pub mod feeds;
pub mod flags;
pub mod groups;
pub mod handover;
pub mod holds;
pub mod hours;
pub mod house;
pub mod imports;
pub mod inquiries;
pub mod keys;
pub mod letters;
mod links;
pub mod listings;
pub mod missed;
pub mod organisation;
pub mod paper;
pub mod plans;
pub mod records;
pub mod referrals;
pub mod reminders;
pub mod reports;
pub mod retention;
pub mod reviews;
pub mod search;
pub mod service;
pub mod sessions;
pub mod system;
pub mod today;
pub mod waiting;

pub use failure::{BadSignature, Failure, Fault, Never, Rule};
pub use house::{Ctx, House, Proof, Seen, Signing, Who};

/// The first bytes in hexadecimal digits.
fn hex(bytes: &[u8], most: usize) -> String {
    bytes.iter().take(most).map(|byte| format!("{byte:02x}")).collect()
}
