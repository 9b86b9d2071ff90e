//! The manifest of a backup: what belongs to it, signed by the ledger. Written last; without it there is no backup.

use std::collections::BTreeMap;

use ledger::checkpoint::{Checkpoint, VerifierKey};
use serde::{Deserialize, Serialize};
use store::Store;
use store::copies::Schema;

use crate::BackupFault;
use crate::envelope::Passed;

/// The first line of every manifest.
const FIRST: &str = "casekeep backup 1\n";

/// What is in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// When it was begun, as its files are named.
    pub run: String,
    /// The version of the program that wrote it.
    pub program: String,
    /// The public key of the ledger; it names the installation.
    pub key: String,
    /// Which schema the data have.
    pub data_schema: u32,
    /// Which schema the keys have.
    pub keys_schema: u32,
    /// The ledger at that moment.
    pub ledger: Ledger,
    /// The file of the data.
    pub data: Part,
    /// The file of the keys.
    pub keys: Part,
    /// Whether the root key is among them.
    pub root_key: bool,
    /// How many rows of each table are in the data.
    pub rows: BTreeMap<String, u64>,
    /// How many documents belong to it; the data say which.
    pub documents: u64,
    /// How many bytes they have together.
    pub document_bytes: u64,
}

/// The ledger at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ledger {
    /// How many lines had their number.
    pub size: u64,
    /// The root over them, in hexadecimal digits.
    pub root: String,
    /// The last checkpoint before.
    pub note: String,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its name in the folder.
    pub file: String,
    /// How many bytes it has.
    pub size: u64,
    /// Their SHA-256.
    pub sha256: String,
    /// How many bytes are in the envelope.
    pub plain_size: u64,
    /// Their SHA-256.
    pub plain_sha256: String,
}

impl Part {
    pub(crate) fn new(file: String, plain: &Passed, sealed: &Passed) -> Self {
        Self {
            file,
            size: sealed.length,
            sha256: sealed.hash.to_string(),
            plain_size: plain.length,
            plain_sha256: plain.hash.to_string(),
        }
    }

    /// Whether this was in the envelope.
    pub(crate) fn holds(&self, plain: &Passed) -> bool {
        self.plain_size == plain.length && self.plain_sha256 == plain.hash.to_string()
    }
}

impl Manifest {
    /// Its text with the signature of the ledger.
    pub(crate) fn sign(&self, store: &Store) -> Option<String> {
        store.signed_text(&format!("{FIRST}{}\n", serde_json::to_string(self).ok()?))
    }

    /// Reads one whose name is `file`. That its key is the one of the installation can only be said once the keys are there.
    pub(crate) fn read(note: &str, file: &str) -> Result<Self, BackupFault> {
        let damaged = || BackupFault::Damaged(file.to_owned());
        let (first, rest) = note.split_once('\n').ok_or_else(damaged)?;
        if first.strip_prefix("casekeep backup ").is_some_and(|version| version != "1") {
            return Err(BackupFault::Newer(file.to_owned()));
        }
        let (json, _) = rest.split_once('\n').ok_or_else(damaged)?;
        let manifest: Self = serde_json::from_str(json).map_err(|_| damaged())?;
        let foreign = || BackupFault::Foreign(file.to_owned());
        let key = manifest.verifier_key().ok_or_else(foreign)?;
        key.signed_text(note).map_err(|_| foreign())?;
        let checkpoint = Checkpoint::verify(&manifest.ledger.note, &[key]).map_err(|_| foreign())?;
        if manifest.ledger.size < checkpoint.size || file != format!("{}.manifest.age", manifest.run) {
            return Err(foreign());
        }
        Ok(manifest)
    }

    /// The public key of the ledger that signed it.
    pub fn verifier_key(&self) -> Option<VerifierKey> {
        self.key.parse().ok()
    }

    /// The set of recipients it was made for, as its name says.
    pub(crate) fn set(&self) -> &str {
        self.run.rsplit_once('-').map_or("", |(_, set)| set)
    }

    /// The schemas of both databases.
    pub(crate) fn schema(&self) -> Schema {
        Schema { data: self.data_schema, keys: self.keys_schema }
    }
}
