//! Tests of the domain as its users see it: stored events, generated documents, the permission table.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail by panicking, as tests do")]

mod documents;
mod permissions;
mod rules;
mod samples;
