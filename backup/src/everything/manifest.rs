//! The manifest of an export: what belongs to it, signed by the ledger. Written last; without it there is no export.

use ledger::checkpoint::{Checkpoint, VerifierKey};
use serde::{Deserialize, Serialize};
use store::{LeftOut, Store};

use super::names;
use crate::envelope::Passed;
use crate::manifest::Part;
use crate::{BackupFault, Ledger};

/// The first line of every manifest.
const FIRST: &str = "casekeep export 1\n";

/// What is in an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WholeManifest {
    /// When it was begun, in UTC.
    pub made: String,
    /// The version of the program that wrote it.
    pub program: String,
    /// The public key of the ledger; it names the installation.
    pub key: String,
    /// The ledger up to where it is in here, and the checkpoint over that.
    pub ledger: Ledger,
    /// The files beside the documents.
    pub files: Vec<Part>,
    /// How much is in it.
    pub counts: Counts,
    /// How much lay beside the record and is not in it.
    pub left_out: Beside,
}

/// How much is in an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Entries.
    pub entries: u64,
    /// Entries whose content is gone: their dossiers were destroyed.
    pub without_content: u64,
    /// Dossiers.
    pub dossiers: u64,
    /// Documents whose bytes are there.
    pub documents: u64,
    /// How many bytes they have.
    pub document_bytes: u64,
    /// Documents that entries speak of and that were damaged or gone.
    pub documents_absent: u64,
    /// Accounts.
    pub accounts: u64,
    /// Tombstones.
    pub tombstones: u64,
}

/// What is not part of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// Unsigned texts.
    pub drafts: u64,
    /// Files that were received and not filed.
    pub uploads: u64,
    /// Messages and jobs that waited to be done.
    pub jobs: u64,
}

impl From<LeftOut> for Beside {
    fn from(left: LeftOut) -> Self {
        let LeftOut { drafts, uploads, jobs } = left;
        Self { drafts, uploads, jobs }
    }
}

impl WholeManifest {
    /// Its text with the signature of the ledger.
    pub(super) fn sign(&self, store: &Store) -> Option<String> {
        store.signed_text(&format!("{FIRST}{}\n", serde_json::to_string(self).ok()?))
    }

    /// Reads one. That its key is the one of the installation can only be said once the secrets are there.
    pub(super) fn read(note: &str) -> Result<Self, BackupFault> {
        let damaged = || BackupFault::Damaged(names::MANIFEST.to_owned());
        let foreign = || BackupFault::Foreign(names::MANIFEST.to_owned());
        let (first, rest) = note.split_once('\n').ok_or_else(damaged)?;
        if first.strip_prefix("casekeep export ").is_some_and(|version| version != "1") {
            return Err(BackupFault::Newer(names::MANIFEST.to_owned()));
        }
        let (json, _) = rest.split_once('\n').ok_or_else(damaged)?;
        let manifest: Self = serde_json::from_str(json).map_err(|_| damaged())?;
        let key = manifest.verifier_key().ok_or_else(foreign)?;
        key.signed_text(note).map_err(|_| foreign())?;
        let checkpoint = Checkpoint::verify(&manifest.ledger.note, &[key]).map_err(|_| foreign())?;
        let same = manifest.ledger.size == checkpoint.size && manifest.ledger.root == checkpoint.root.to_string();
        if !same || !first.starts_with("casekeep export ") {
            return Err(foreign());
        }
        Ok(manifest)
    }

    /// The public key of the ledger that signed it.
    pub fn verifier_key(&self) -> Option<VerifierKey> {
        self.key.parse().ok()
    }

    /// Whether this was in the envelope with this name.
    pub(super) fn holds(&self, name: &str, plain: &Passed) -> bool {
        self.files.iter().any(|part| part.file == name && part.holds(plain))
    }
}
