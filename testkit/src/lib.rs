//! What tests of several crates share: databases of both engines, made for one test and thrown away after it, and documents that are
//! generated and compared.
//!
//! Never a dependency of the product.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot prepare its place has failed")]

#[cfg(feature = "bucket")]
mod bucket;
mod documents;
mod places;

#[cfg(feature = "bucket")]
pub use bucket::{Mood, TestBucket};
pub use documents::generated;
pub use places::{TestPlace, places};
