//! Feeds: calendars as other programs fetch them, at secret addresses (FS-4.1.3).
//!
//! Whoever knows an address sees what it shows, without signing in. So it shows little – times, the client's number where its owner may read that case
//! now, and otherwise that an hour is taken – and it is good only while the record says so: until it is revoked, or its owner leaves or may see no
//! calendar any more.

mod client;
mod fetch;
mod own;

pub use client::appointment_for_client;
pub use fetch::{Fetched, Line, NotFetched, fetch};
pub use own::{OpenFeed, OwnFeed, my_feeds, open_feed, revoke_feed};

use domain::moves::Revision;
use domain::slots::Period;
use domain::time::Instant;

/// An appointment as it is told outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its name, which leads back to nothing.
    pub uid: String,
    /// How often it was moved or cancelled.
    pub revision: u32,
    /// When that was last, or when it was booked.
    pub changed: Instant,
    /// From when.
    pub starts: Instant,
    /// To when.
    pub ends: Instant,
}

/// The names of the purposes for which appointments are told. What a client is given must not be recognised in the calendar of a worker.
const FEED: &str = "feed";
const CLIENT: &str = "client";

fn told(store: &store::Store, purpose: &'static str, revision: Revision, period: Period) -> Told {
    Told {
        uid: format!("{}@casekeep", store.outside_name(purpose, revision.series)),
        revision: revision.number,
        changed: revision.changed,
        starts: period.start,
        ends: period.end,
    }
}
