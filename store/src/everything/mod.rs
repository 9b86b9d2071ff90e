//! The whole record with its contents open: out of this installation line by line, and into an empty place, where every content is sealed anew
//! under keys that are made there.
//!
//! What is guaranteed: nothing is given out that is not what its ledger line commits to, and nothing is taken in that does not follow from the
//! lines before it; what was destroyed comes out without its content and stays so. Memory grows with the number of dossiers, as in a
//! [check](crate::verify), and with nothing else.
//!
//! # Source
//! Decision 0015; `docs/export.md` specifies the files for strangers.

mod founding;
mod reading;
mod taking;

use domain::ids::{DossierId, DossierKind, EntryId, OnceKey, StaffId};
use domain::level::Level;
use domain::time::Instant;
use ledger::commit::Salt;
use zeroize::Zeroizing;

pub use founding::Founding;
pub use taking::{FoundingFault, Wrong};

use crate::AccountState;
use crate::seals::Header;

/// A line of the ledger, and the entry that it speaks of.
pub struct WholeLine {
    /// The exact bytes of the leaf.
    pub leaf: Vec<u8>,
    /// The entry, when it is the line of one.
    pub entry: Option<WholeEntry>,
}

/// An entry. Without `Debug`: it holds content.
pub struct WholeEntry {
    /// Where it stands.
    pub id: EntryId,
    /// The kind of event.
    pub kind: String,
    /// The version of its form.
    pub version: u16,
    /// How confidential.
    pub level: Level,
    /// The first signer.
    pub author: StaffId,
    /// When it happened, as stated.
    pub happened: Instant,
    /// When it was signed.
    pub signed: Instant,
    /// What is sealed of it; nothing when its dossier was destroyed.
    pub sheet: Option<OpenSheet>,
}

/// What is sealed of an entry.
pub struct OpenSheet {
    /// What keeps the commitments from being guessed.
    pub salt: Salt,
    /// The exact bytes of the manifest.
    pub manifest: Zeroizing<Vec<u8>>,
    /// The exact bytes of the content.
    pub content: Zeroizing<Vec<u8>>,
}

/// A dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WholeDossier {
    /// Which.
    pub dossier: DossierId,
    /// Of which kind.
    pub kind: DossierKind,
    /// Whether its entries can be opened.
    pub contents: bool,
    /// When it was marked as destroyed, if it was.
    pub destroyed: Option<Instant>,
}

/// An account as far as it is no secret.
pub struct WholeAccount {
    /// Whose it is.
    pub staff: StaffId,
    /// The digest of the sign-in name under the index key.
    pub login: Vec<u8>,
    /// Raised to end every sign-in at once.
    pub epoch: i64,
    /// Whether it can be used.
    pub state: AccountState,
    /// When it was last changed.
    pub changed: Instant,
}

/// What was done once and must not be done again when it is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deed {
    /// The mark that it was sent with.
    pub once: OnceKey,
    /// By whom.
    pub staff: StaffId,
    /// When.
    pub at: Instant,
    /// The first entry that it wrote.
    pub entry: EntryId,
}

/// The secrets without which it would be another ledger, and other sign-in names.
pub struct Carried {
    /// The seed of the key that signs checkpoints.
    pub signing: Zeroizing<[u8; 32]>,
    /// What sign-in names are digested with.
    pub index: Zeroizing<[u8; 32]>,
}

/// What lies beside the record and is not part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Unsigned texts.
    pub drafts: u64,
    /// Files that were received and not filed.
    pub uploads: u64,
    /// Messages and jobs that wait to be done.
    pub jobs: u64,
}

impl WholeEntry {
    /// Its header as it stands in clear.
    fn header(&self) -> Header {
        Header {
            dossier: self.id.dossier,
            number: self.id.number,
            kind: self.kind.clone(),
            version: self.version,
            level: self.level,
            author: self.author,
            happened: self.happened,
            signed: self.signed,
        }
    }

    fn of(header: Header, sheet: Option<OpenSheet>) -> Self {
        let Header { dossier, number, kind, version, level, author, happened, signed } = header;
        Self { id: EntryId { dossier, number }, kind, version, level, author, happened, signed, sheet }
    }
}
