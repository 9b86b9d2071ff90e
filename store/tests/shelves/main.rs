//! Tests of what stands around the record, on both engines.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what fails in a test has failed the test")]

mod accounts;
mod backups;
mod bucket;
mod drafts;
mod feeds;
mod invitations;
mod leases;
mod lists;
mod messages;
mod outbox;
mod search;
mod sign_ins;
mod support;
mod throttle;
mod uploads;
mod worker;
