//! The organisation's own pages: when the office works, its days off, its rooms (CM-5, FS-4.1.3).

pub mod days_off;
pub mod hours;
pub mod import;
pub mod office;
pub mod rooms;
#[cfg(test)]
pub(crate) mod samples;

/// Where the office's time is.
pub(crate) const OFFICE: &str = "/organisation/office";

/// Where the rooms are.
pub(crate) const ROOMS: &str = "/organisation/rooms";
