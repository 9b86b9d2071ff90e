//! How long files are kept: the schedule, and its changes (PT-5.1, CM-4.6.1).

mod schedule;

pub use schedule::{ClassSeen, Schedule, amend_schedule, schedule};
