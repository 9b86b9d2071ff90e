//! The pages from outside, through every guard: who is let in where, and what every answer carries.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail by panicking, as tests do"
)]

mod ask;
mod browser;
mod disclosures;
mod documents;
mod faults;
mod feeds;
mod files;
mod forms;
mod groups;
mod groups_apart;
mod inquiries;
mod leaving;
mod link;
mod missed;
mod office;
mod once;
mod paper;
mod photos;
mod python;
mod referrals;
mod reminders;
mod reports;
mod routes;
mod search;
mod series;
mod stale;
mod waiting;
mod walk;
mod watch;
mod world;
