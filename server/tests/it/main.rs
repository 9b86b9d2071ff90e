//! The built program from outside: exit codes, lines on the terminal, and what it leaves on the disk.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail by panicking, as tests do"
)]

mod backups;
mod bench;
mod bucket;
mod custody;
mod demo;
mod doctor;
mod dovecot;
mod everything;
mod explain;
mod home;
mod import;
mod inbox;
mod keys;
mod kit;
mod mailbox;
mod messages;
mod proof;
mod reindex;
mod sealed;
mod serve;
mod set_up;
mod settings;
mod start;
mod view;
