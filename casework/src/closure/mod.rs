//! Closing and reopening a case (RC-4.4, RC-4.5, RC-5).

mod after_care;
mod attest;
mod close;
mod reopen;
mod sign_rung;
mod standing;
mod tell;
mod verify_access;

pub use after_care::{FollowUp, InHands, follow_up, follow_up_hands, hand_over_follow_up, record_after_care};
pub use attest::attest_filing;
pub use close::close_case;
pub use reopen::{approve_reopening, ask_reopening};
pub use sign_rung::{SignRung, action_of, check_file, sign_rung};
pub use standing::{ReopeningWanted, Signed, Standing, keeps_open, reopening_wanted, standing};
pub use tell::tell_of_closure;
pub use verify_access::{verify_access, who_opens};
