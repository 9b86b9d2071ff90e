//! Tests of the store on both engines.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking, as tests do"
)]

mod columns;
mod copies;
mod db;
mod everything;
mod full;
mod record;
mod rooms;
mod rotation;
mod sealed;
mod sealing;
mod start;
mod support;
mod tamper;
mod versions;
