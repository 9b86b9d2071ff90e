//! Backups of stores on both engines, made while people write.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail by panicking, as tests do"
)]

mod bucket;
mod destroyed;
mod everything;
mod writing;
