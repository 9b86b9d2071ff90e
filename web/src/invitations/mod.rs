//! Accepting an invitation: a password, an authenticator app, recovery codes. The link works once and for 24 hours.

pub mod pages;
pub mod views;
