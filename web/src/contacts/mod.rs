//! Contacts, action items, addenda, co-signatures.

pub mod actions;
pub mod addendum;
pub mod co_sign;
pub mod new;
