//! Backups: the whole installation in a folder of `age` files, on a disk or in a bucket, that this server itself cannot open, and back. And [`everything`]: the whole record, open for
//! whoever it is for, to take along. And [`kit`]: the root key for the day on which the server has burned.
//!
//! What is guaranteed: a backup is one moment of the record, taken while people work; nothing readable stands in any file of it, nor in the
//! name of one; what is half-written never looks whole; a byte that was changed is found and its file named; and a backup that was proved has
//! been restored once, with every entry opened and the ledger checked.
//!
//! This crate knows files and envelopes. Rows are the business of [`store::copies`], what is derived from them that of the layers above.
//!
//! # Source
//! Decision 0008; security.md 4.11 and promises P13 to P15; procedures PT-4.2.4 and RC-4.6. `docs/backup.md` specifies the files.

mod documents;
mod envelope;
pub mod everything;
mod fault;
mod folder;
mod ground;
mod keep;
pub mod kit;
mod lease;
mod manifest;
mod names;
mod place;
mod prove;
mod restore;
mod write;

pub use documents::Removed;
pub use envelope::{Identities, Recipients, envelope_of};
pub use fault::BackupFault;
pub use ground::BackupPlace;
pub use keep::KeepRule;
pub use manifest::{Ledger, Manifest};
pub use names::Run;
pub use prove::Proved;
pub use restore::{Gap, Landed, Restoring};
pub use write::{BackUp, BackedUp, Documents, Phase, Progress, note_failure};
