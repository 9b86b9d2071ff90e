//! Keeps the record: entries, ledger lines, keys, derived rows, drafts, what is to be sent, accounts and sign-ins.
//!
//! This crate knows no procedure and shows no page. It guarantees that what it acknowledged is on the disk, that entry, ledger line, derived
//! rows and outbox are written together or not at all, that nothing readable stands in a table, and that a change behind its back is found.

pub mod columns;
pub mod db;
pub mod migrate;
