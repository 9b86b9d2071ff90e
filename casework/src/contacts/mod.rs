//! Contacts outside sessions, action items, addenda and co-signatures (CC-4.1.1, CM-4.2.3, PT-4.2.3, PT-3b).

mod addendum;
mod co_sign;
mod log;
mod settle;

pub use addendum::{CannotAdd, WriteAddendum, write_addendum};
pub use co_sign::{CannotCoSign, CoSign, co_sign};
pub use log::{CannotLogHere, LogContact, log_contact};
pub use settle::{CannotSettle, SettleAction, settle_action};
