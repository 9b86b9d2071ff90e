//! Tests of what stands around the record, on both engines.

mod accounts;
mod drafts;
mod invitations;
mod leases;
mod lists;
mod outbox;
mod search;
mod sign_ins;
mod support;
mod throttle;
mod worker;
