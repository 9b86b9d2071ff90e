//! Proving a backup: what was written is read again, restored into a scratch place, and checked to the last entry. Documents are read again one by one,
//! as soon as they are written.
//!
//! The server holds no identity that opens its backups. So every file of a run is made for one more recipient, whose private half lives in the
//! memory of that run alone and is gone with it: afterwards the offline recipients are the only ones, as if it had never been.
//!
//! # Source
//! Security 4.11, verification level 1, and promise P14.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use store::copies::Landing;
use store::db::{DbOptions, Place};
use store::{Scope, Store, StoreSettings};
use tempfile::{Builder, TempDir};

use crate::envelope::Identities;
use crate::folder::{Folder, SPARE};
use crate::ground::make;
use crate::restore::same_ledger;
use crate::write::{BackUp, Phase, Progress};
use crate::{BackupFault, Manifest, Run};

/// How the name of a scratch place begins.
const SCRATCH: &str = "proving-";

/// What a proof came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proved {
    /// Ledger lines that were checked.
    pub lines: u64,
    /// Entries that were opened and compared with what their lines commit to.
    pub entries: u64,
    /// Entries whose dossier has no key any more.
    pub without_key: u64,
    /// Documents that are there: those that this run wrote were opened when they were, the others checked by their seals.
    pub documents: u64,
    /// How long it took.
    pub took: Duration,
}

/// A proof that is wanted.
pub(crate) struct Proof<'a> {
    pub(crate) folder: &'a Folder,
    pub(crate) run: &'a Run,
    pub(crate) witness: &'a Identities,
    pub(crate) of: &'a BackUp<'a>,
    pub(crate) manifest: &'a Manifest,
}

impl Proof<'_> {
    /// Makes it.
    pub(crate) fn make(&self, progress: &mut (dyn FnMut(Progress) + Send)) -> Result<Proved, BackupFault> {
        let begun = Instant::now();
        self.check_room()?;
        let scratch = Scratch::make(self.of.data_folder)?;
        let read = self.folder.manifest(self.run, self.witness)?;
        if read != *self.manifest {
            return Err(BackupFault::Damaged(self.run.manifest()));
        }
        let (store, documents) = self.restore(scratch.path())?;
        let verified = self.of.runtime.block_on(async {
            same_ledger(&store, self.manifest).await?;
            let verified = store.verify(Scope::Contents, self.of.now, |at| {
                progress(Progress { phase: Phase::Proof, done: at.done, of: at.of });
            });
            verified.await.map_err(BackupFault::from)
        })?;
        drop(store);
        let entries = self.manifest.rows.get("entries").copied().unwrap_or(0);
        if verified.contents + verified.without_key != entries || documents != self.manifest.documents {
            return Err(BackupFault::Differs);
        }
        let (lines, entries, without_key) = (verified.checked.size, verified.contents, verified.without_key);
        scratch.remove()?;
        Ok(Proved { lines, entries, without_key, documents, took: begun.elapsed() })
    }

    /// A proof must not be what fills the disk that the record is written to: the scratch database with its log takes twice what the rows take, about.
    fn check_room(&self) -> Result<(), BackupFault> {
        let needed = self.manifest.data.plain_size.saturating_mul(2).saturating_add(SPARE);
        match self.of.store.space() {
            Some(space) if space.free < needed => Err(BackupFault::NoRoom(needed)),
            _ => Ok(()),
        }
    }

    fn restore(&self, scratch: &Path) -> Result<(Store, u64), BackupFault> {
        let settings = StoreSettings {
            data: Place::Sqlite(scratch.join("data.db")),
            keys: Place::Sqlite(scratch.join("keys.db")),
            documents: scratch.join("documents").into(),
            anchor: scratch.join("anchor"),
            new_anchor: true,
            options: DbOptions { readers: 2, connections: 1 },
        };
        let landing = Landing::prepare(settings, self.of.store.installation(), self.manifest.schema())?;
        let (keys, data) = (&self.manifest.keys, &self.manifest.data);
        let mut content = self.folder.open(&keys.file, self.witness)?;
        let read = landing.take_keys(&mut content);
        let root = read.map_err(BackupFault::copy(&keys.file, &self.folder.place(&keys.file)))?;
        if !keys.holds(&content.end().1) {
            return Err(BackupFault::Damaged(keys.file.clone()));
        }
        let mut content = self.folder.open(&data.file, self.witness)?;
        let mut documents = 0;
        let read = landing.take_data(&mut content, |_, _| {
            documents += 1;
            Ok(())
        });
        read.map_err(BackupFault::copy(&data.file, &self.folder.place(&data.file)))?;
        if !data.holds(&content.end().1) {
            return Err(BackupFault::Damaged(data.file.clone()));
        }
        let store = match root {
            Some(root) => landing.open(root, self.of.now)?,
            None => landing.open_as_twin(self.of.store, self.of.now)?,
        };
        Ok((store, documents))
    }
}

/// A private folder on the disk of the data, locked while it is used; wrapped keys and sealed contents lie in it for a while.
struct Scratch {
    folder: TempDir,
    _lock: File,
}

impl Scratch {
    fn make(data_folder: &Path) -> Result<Self, BackupFault> {
        // there is none yet where the databases are on PostgreSQL
        make(data_folder)?;
        sweep(data_folder)?;
        let private = fs::Permissions::from_mode(0o700);
        let folder = Builder::new().prefix(SCRATCH).permissions(private).tempdir_in(data_folder);
        let folder = folder.map_err(BackupFault::file(data_folder))?;
        let lock = File::open(folder.path()).and_then(|file| file.lock().map(|()| file));
        let lock = lock.map_err(BackupFault::file(folder.path()))?;
        Ok(Self { folder, _lock: lock })
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn remove(self) -> Result<(), BackupFault> {
        let path = self.folder.path().to_owned();
        self.folder.close().map_err(BackupFault::file(&path))
    }
}

/// Removes what proofs left that were cut off.
fn sweep(data_folder: &Path) -> Result<(), BackupFault> {
    let left = |path: &PathBuf| {
        let named = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(SCRATCH));
        named && File::open(path).is_ok_and(|folder| folder.try_lock().is_ok())
    };
    let found = fs::read_dir(data_folder).map_err(BackupFault::file(data_folder))?;
    for path in found.filter_map(|file| Some(file.ok()?.path())).filter(left) {
        fs::remove_dir_all(&path).map_err(BackupFault::file(&path))?;
    }
    Ok(())
}
