//! Everything, to take along: the whole record in a folder of `age` files whose contents are open for whoever they are for, and back from there into
//! an empty installation with the same ledger.
//!
//! What is guaranteed: every byte of a content goes from memory straight into an envelope; what is half-written has no manifest; each entry is held
//! against its ledger line on the way out and on the way in, each document against the entry that files it; and what is brought in is sealed anew under
//! keys that never were anywhere else. Memory does not grow with the contents.
//!
//! # Source
//! Decision 0015. `docs/export.md` specifies the files for strangers.

mod documents;
mod form;
mod import;
mod lines;
mod manifest;
mod write;

pub use import::{Brought, Importing};
pub use manifest::{Counts, WholeManifest};
pub use write::{Export, Exported};

/// The files of an export, beside the manifest and the documents; all end in `.age`.
mod names {
    pub(super) const MANIFEST: &str = "manifest.age";
    pub(super) const LEDGER: &str = "ledger.jsonl.age";
    pub(super) const CHECKPOINTS: &str = "checkpoints.txt.age";
    pub(super) const ENTRIES: &str = "entries.jsonl.age";
    pub(super) const DOCUMENTS: &str = "documents.jsonl.age";
    pub(super) const DOSSIERS: &str = "dossiers.jsonl.age";
    pub(super) const ACCOUNTS: &str = "accounts.jsonl.age";
    pub(super) const SERIALS: &str = "serials.jsonl.age";
    pub(super) const DEEDS: &str = "deeds.jsonl.age";
    pub(super) const TOMBSTONES: &str = "tombstones.jsonl.age";
    pub(super) const SECRETS: &str = "secrets.json.age";

    /// All but the manifest, in the order of the document that specifies them.
    pub(super) const ALL: [&str; 10] =
        [LEDGER, CHECKPOINTS, ENTRIES, DOCUMENTS, DOSSIERS, ACCOUNTS, SERIALS, DEEDS, TOMBSTONES, SECRETS];

    /// The folder of the documents.
    pub(super) const SHELVES: &str = "documents";

    /// The file of the document with this address.
    pub(super) fn document(address: &str) -> String {
        let shelf: String = address.chars().take(2).collect();
        format!("{SHELVES}/{shelf}/{address}.age")
    }
}
