//! Signing in and out: password, then a one-time code or a recovery code. No page says which of name and password was wrong.

pub mod pages;
pub mod views;
