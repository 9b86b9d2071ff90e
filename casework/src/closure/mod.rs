//! Closing and reopening a case (RC-4.4, RC-4.5, RC-5).

mod close;
mod reopen;
mod sign_rung;

pub use close::close_case;
pub use reopen::{approve_reopening, ask_reopening};
pub use sign_rung::{SignRung, sign_rung};
