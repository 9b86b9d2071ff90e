//! Stories of casework, each told on both engines with a clock that stands still.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail by panicking, as tests do"
)]

mod access;
mod attestation;
mod bucket;
mod builders;
mod calendar;
mod canary;
mod cast;
mod closure;
mod complaints;
mod contacts;
mod cover;
mod destruction;
mod disclosures;
mod disposition;
mod documents;
mod drills;
mod feedback;
mod feeds;
mod fold;
mod groups;
mod handover;
mod holds;
mod hours;
mod inquiries;
mod intake;
mod keys;
mod killed;
mod kits;
mod mail;
mod missed;
mod orders;
mod own_record;
mod package;
mod paper;
mod parting;
mod pickup;
mod plans;
mod referrals;
mod remains;
mod reminders;
mod reports;
mod retention;
mod rooms;
mod search;
mod series;
mod service;
mod sessions;
mod signing;
mod spot_checks;
mod staff;
mod supervision;
mod take_in;
mod telling;
mod templates;
mod twice;
mod waiting;
mod world;
