//! The file of tombstones, beside the anchor: appended and flushed, read at every start.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use domain::ids::DossierId;
use domain::time::Instant;
use ledger::Id;
use ledger::checkpoint::{Signer, VerifierKey};
use ledger::tombstone::Tombstone;
use parking_lot::Mutex;
use uuid::Uuid;

use super::Entombed;
use crate::StoreFault;
use crate::disk::flush_folder_of;

/// The tombstones, known as they stand in the file.
pub(crate) struct Tombstones {
    path: PathBuf,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    in_order: Vec<Entombed>,
    by_dossier: BTreeMap<DossierId, usize>,
}

/// Why the file of tombstones cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TombstonesFault {
    #[error("the file of tombstones cannot be read or written")]
    File(#[from] io::Error),
    #[error("the file of tombstones was changed")]
    Changed,
}

/// Where the tombstones are: beside the anchor file, under its name with `.tombstones` behind it.
pub fn tombstones_of(anchor: &Path) -> PathBuf {
    let mut name = anchor.file_name().unwrap_or_default().to_owned();
    name.push(".tombstones");
    anchor.with_file_name(name)
}

impl Tombstones {
    /// Reads the file; none is as good as an empty one. The beginning of a line whose writing was interrupted is cut off: nothing was destroyed
    /// before it was whole.
    pub(crate) fn open(path: PathBuf, key: &VerifierKey) -> Result<Self, TombstonesFault> {
        let mut text = String::new();
        match OpenOptions::new().read(true).write(true).open(&path) {
            Ok(mut file) => {
                file.read_to_string(&mut text)?;
                let whole = text.rfind('\n').map_or(0, |at| at + 1);
                if whole < text.len() {
                    file.set_len(u64::try_from(whole).unwrap_or(0))?;
                    file.sync_all()?;
                    text.truncate(whole);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        let mut known = Known::default();
        for line in text.lines() {
            let stone = Tombstone::verify(line, key).map_err(|_| TombstonesFault::Changed)?;
            known.add(entombed(&stone));
        }
        Ok(Self { path, known: Mutex::new(known) })
    }

    pub(crate) fn find(&self, dossier: DossierId) -> Option<Entombed> {
        let known = self.known.lock();
        known.by_dossier.get(&dossier).and_then(|at| known.in_order.get(*at)).copied()
    }

    pub(crate) fn all(&self) -> Vec<Entombed> {
        self.known.lock().in_order.clone()
    }

    /// Appends these; they are on the disk when it answers. Blocking.
    pub(crate) fn append(&self, new: &[Entombed], signer: &Signer) -> Result<(), StoreFault> {
        let mut lines = String::new();
        for stone in new {
            lines.push_str(&stone.sign(signer)?);
            lines.push('\n');
        }
        let mut known = self.known.lock();
        write(&self.path, lines.as_bytes()).map_err(|_| StoreFault::File)?;
        new.iter().for_each(|stone| known.add(*stone));
        Ok(())
    }
}

impl Known {
    fn add(&mut self, stone: Entombed) {
        self.by_dossier.entry(stone.dossier).or_insert(self.in_order.len());
        self.in_order.push(stone);
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file: File = options.open(path)?;
    file.lock()?;
    file.write_all(bytes)?;
    file.sync_all()?;
    flush_folder_of(path)
}

/// What a line says, in the words of the store.
pub(crate) fn entombed(stone: &Tombstone) -> Entombed {
    let id = |id: Id| DossierId::new(Uuid::from_bytes(id.0));
    Entombed { dossier: id(stone.dossier), disposition: id(stone.disposition), at: Instant(stone.at), key: stone.key }
}

#[cfg(test)]
mod tests {
    use ledger::checkpoint::Origin;
    use ledger::sha256;

    use super::*;

    fn signer(seed: u8) -> Signer {
        Signer::from_seed(Origin(Id([7; 16])), &[seed; 32]).unwrap()
    }

    fn stone(n: u128) -> Entombed {
        let dossier = |n| DossierId::new(Uuid::from_u128(n));
        Entombed {
            dossier: dossier(n),
            disposition: dossier(99),
            at: Instant(1_767_603_600_000_000),
            key: sha256(b"k"),
        }
    }

    #[test]
    fn what_was_entombed_is_known_after_a_restart_and_a_torn_end_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = tombstones_of(&folder.path().join("anchor"));
        let first = Tombstones::open(path.clone(), signer(1).key()).unwrap();
        assert!(first.all().is_empty() && !path.exists(), "none is as good as an empty one");
        first.append(&[stone(1), stone(2)], &signer(1)).unwrap();
        first.append(&[stone(3)], &signer(1)).unwrap();
        let whole = std::fs::read(&path).unwrap();
        for cut in [1, 40, 200] {
            std::fs::write(&path, &whole[..whole.len() - cut]).unwrap();
            let again = Tombstones::open(path.clone(), signer(1).key()).unwrap();
            assert_eq!(again.all(), [stone(1), stone(2)], "{cut} bytes are missing");
            again.append(&[stone(3)], &signer(1)).unwrap();
            assert_eq!(std::fs::read(&path).unwrap(), whole);
        }
        assert_eq!(Tombstones::open(path, signer(1).key()).unwrap().find(stone(3).dossier), Some(stone(3)));
    }

    #[test]
    fn a_file_that_somebody_else_has_written_or_changed_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = tombstones_of(&folder.path().join("anchor"));
        Tombstones::open(path.clone(), signer(1).key()).unwrap().append(&[stone(1)], &signer(2)).unwrap();
        assert!(matches!(Tombstones::open(path.clone(), signer(1).key()), Err(TombstonesFault::Changed)));
        let text = std::fs::read_to_string(&path).unwrap().replace("000000001\"", "000000002\"");
        std::fs::write(&path, text).unwrap();
        assert!(matches!(Tombstones::open(path, signer(2).key()), Err(TombstonesFault::Changed)));
    }
}
