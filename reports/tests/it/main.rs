//! What a stranger can see of the printed documents, without looking at the page.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bytes;
mod endurance;
mod samples;
