//! The ledger: the one chained sequence of lines that says what was written and what was looked at, and the proofs over it.
//!
//! This crate holds the formats and the arithmetic: lines, hashes, tree, checkpoints, bundles and the checker of all of them. It keeps
//! nothing, asks no clock, opens no database, and knows no key but the signing key that is handed to it. Everything it writes is specified
//! in `docs/ledger.md`, so that a stranger can check it without this code; `tools/verify_ledger.py` does.
//!
//! It guarantees that what it writes it reads back byte for byte, and that it reads nothing else. No line has room for readable text: only
//! ids, numbers, hashes and short codes.

pub mod bundle;
pub mod canonical;
pub mod check;
pub mod checkpoint;
pub mod commit;
pub mod export;
mod fault;
mod hash;
pub mod line;
pub mod tombstone;
pub mod tree;

pub use fault::{CheckpointFault, Fault, Found};
pub use hash::{Hash, Hashing, Id, NotHex, sha256};
