//! A small ledger, every kind of tampering with it, and both verifiers on each: ours and the independent script.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot prepare its place has failed"
)]

mod bundles;
mod exports;
mod sample;
mod script;
mod world;
