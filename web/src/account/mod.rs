//! A person's own account: sign-ins, password, authenticator app, recovery codes, keys of the keyboard.

pub mod pages;
pub mod second_factor;
pub mod views;
