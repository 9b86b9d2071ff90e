//! After a session that was missed: trying to reach the client, and what the rulebook says of it (FS-4.3.3).

mod attempt;
mod rules;

pub use attempt::{MakeAttempt, make_attempt};
pub use rules::{amend_missed, amend_unkept};
