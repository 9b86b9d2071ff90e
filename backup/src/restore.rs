//! Restoring: manifest, keys, data with their documents, in this order. What is derived is written anew by the caller, who then has everything
//! checked and lets the installation go.
//!
//! The keys are always those of the newest backup, also when older data are wanted: a key that was destroyed since stays destroyed.

use std::fs;
use std::io;
use std::path::Path;

use domain::ids::InstallationId;
use ledger::Hash;
use ledger::checkpoint::VerifierKey;
use store::blobs::{BlobPlace, Blobs};
use store::copies::{CopyFault, Landing, Schema, anchored};
use store::{StartFault, Store, StoreSettings};
use uuid::Uuid;
use vault::RootKey;

use crate::envelope::{Content, Identities};
use crate::folder::{Folder, Shelf, shelf_of};
use crate::manifest::Part;
use crate::place::{check_empty, clear_documents};
use crate::write::{Phase, Progress};
use crate::{BackupFault, BackupPlace, Manifest};

/// A backup that is to be restored.
pub struct Restoring {
    folder: Folder,
    identities: Identities,
    data: Manifest,
    keys: Manifest,
    key: VerifierKey,
}

/// What was brought in and is not open yet.
pub struct Landed {
    /// The place.
    pub landing: Landing,
    /// The root key, when it was in the backup.
    pub root: Option<RootKey>,
    /// How many rows.
    pub rows: u64,
    /// How many documents.
    pub documents: u64,
    /// What was lost, if the backup is behind an anchor file.
    pub gap: Option<Gap>,
}

/// A backup that ends before what an anchor file vouches for: what came after it is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// How many ledger lines the backup has.
    pub ledger: u64,
    /// How many the anchor file vouches for.
    pub anchored: u64,
}

impl Restoring {
    /// Looks for the newest backup, or for the newest whose name begins with `at`, and checks its manifest.
    ///
    /// # Errors
    /// [`BackupFault`], such as `Absent`, `WrongIdentity` or `Damaged`.
    pub fn find(from: &BackupPlace, identities: Identities, at: Option<&str>) -> Result<Self, BackupFault> {
        let absent = || BackupFault::Absent(from.at());
        let folder = Folder::read(from)?;
        let runs = folder.runs()?;
        let wanted = |run: &&crate::Run| at.is_none_or(|at| run.to_string().starts_with(at));
        let (newest, chosen) = (runs.last().ok_or_else(absent)?, runs.iter().rfind(wanted).ok_or_else(absent)?);
        let keys = folder.manifest(newest, &identities)?;
        let data = if chosen == newest { keys.clone() } else { folder.manifest(chosen, &identities)? };
        let key = keys.verifier_key().filter(|key| data.verifier_key() == Some(*key));
        let key = key.ok_or_else(|| BackupFault::Foreign(chosen.manifest()))?;
        Ok(Self { folder, identities, data, keys, key })
    }

    /// The manifest of the data.
    pub const fn manifest(&self) -> &Manifest {
        &self.data
    }

    /// The public key of the ledger, to be compared with one that is known from elsewhere.
    pub const fn key(&self) -> &VerifierKey {
        &self.key
    }

    /// Brings everything into an empty place. What a restore left there that was cut off is removed first.
    ///
    /// # Errors
    /// [`BackupFault::NotEmpty`] when something else is there, `BehindAnchor` when an anchor file vouches for more than the backup has and
    /// nobody accepts the gap; then nothing was touched. [`BackupFault::Damaged`] and `Missing` name the file.
    pub fn land(
        &self,
        settings: StoreSettings,
        data_folder: &Path,
        accept_gap: bool,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Landed, BackupFault> {
        let standing = Landing::look(&settings)?;
        check_empty(data_folder, &settings, standing)?;
        let gap = self.gap(&settings.anchor, accept_gap)?;
        clear_documents(&settings.documents.folder)?;
        Ok(Landed { gap, ..self.bring(settings, progress)? })
    }

    /// What is missing behind the backup. Once it is accepted the anchor file is put aside, where it stays as evidence; a second try finds it
    /// there.
    fn gap(&self, anchor: &Path, accepted: bool) -> Result<Option<Gap>, BackupFault> {
        let ledger = self.data.ledger.size;
        let mut name = anchor.file_name().unwrap_or_default().to_owned();
        name.push(format!(".before-{}", self.data.run));
        let aside = anchor.with_file_name(name);
        let (there, put_aside) = (anchored(anchor, &self.key)?, anchored(&aside, &self.key)?);
        let Some(anchored) = there.max(put_aside).filter(|anchored| ledger < *anchored) else { return Ok(None) };
        if !accepted {
            return Err(StartFault::BehindAnchor { ledger, anchored }.into());
        }
        if there == Some(anchored) {
            fs::rename(anchor, &aside).map_err(BackupFault::file(&aside))?;
        }
        Ok(Some(Gap { ledger, anchored }))
    }

    fn bring(
        &self,
        settings: StoreSettings,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Landed, BackupFault> {
        let documents = settings.documents.clone();
        let installation = InstallationId::new(Uuid::from_bytes(self.key.origin.0.0));
        let schema = Schema { data: self.data.data_schema, keys: self.keys.keys_schema };
        let landing = Landing::prepare(settings, installation, schema)?;
        let (path, name) = (self.folder.place(&self.keys.keys.file), &self.keys.keys.file);
        let mut content = self.folder.open(name, &self.identities)?;
        let root = landing.take_keys(&mut content).map_err(BackupFault::copy(name, &path))?;
        self.whole(content, &self.keys.keys)?;

        let (path, name) = (self.folder.place(&self.data.data.file), &self.data.data.file);
        let mut content = self.folder.open(name, &self.identities)?;
        let mut unpacking = Unpacking::new(self, &documents, self.data.documents, progress);
        let rows = landing.take_data(&mut content, |address, _| unpacking.take(address));
        let rows = rows.map_err(|fault: Unpacked| match fault {
            Unpacked::Copy(fault) => BackupFault::copy(name, &path)(fault),
            Unpacked::Document(fault) => *fault,
        })?;
        let documents = unpacking.done;
        self.whole(content, &self.data.data)?;
        Ok(Landed { landing, root, rows, documents, gap: None })
    }

    /// Whether what was read is what the manifest says.
    fn whole(&self, content: Content, part: &Part) -> Result<(), BackupFault> {
        if part.holds(&content.end().1) { Ok(()) } else { Err(BackupFault::Damaged(part.file.clone())) }
    }

    /// Whether an open store is the one that was backed up: same ledger, same size, same root.
    ///
    /// # Errors
    /// [`BackupFault::Differs`] when it is not, [`BackupFault::Foreign`] when its key is another one.
    pub async fn compare(&self, store: &Store) -> Result<(), BackupFault> {
        if store.verifier_key() != self.key {
            return Err(BackupFault::Foreign(format!("{}.manifest.age", self.data.run)));
        }
        same_ledger(store, &self.data).await
    }
}

/// Whether the ledger is the one that a manifest speaks of.
pub(crate) async fn same_ledger(store: &Store, manifest: &Manifest) -> Result<(), BackupFault> {
    let size = store.ledger_size().await?;
    if size != manifest.ledger.size || store.root_over(size).await?.to_string() != manifest.ledger.root {
        return Err(BackupFault::Differs);
    }
    Ok(())
}

/// What went wrong while the data were read: they themselves, or one of their documents.
enum Unpacked {
    Copy(CopyFault),
    Document(Box<BackupFault>),
}

impl From<CopyFault> for Unpacked {
    fn from(fault: CopyFault) -> Self {
        Self::Copy(fault)
    }
}

/// Documents on their way out of their envelopes. They come in the order of their addresses, so one shelf is looked at after the other.
struct Unpacking<'r> {
    of: &'r Restoring,
    place: &'r BlobPlace,
    blobs: Option<Blobs>,
    shelf: Option<(u8, Shelf)>,
    done: u64,
    all: u64,
    progress: &'r mut (dyn FnMut(Progress) + Send),
}

impl<'r> Unpacking<'r> {
    fn new(of: &'r Restoring, place: &'r BlobPlace, all: u64, progress: &'r mut (dyn FnMut(Progress) + Send)) -> Self {
        Self { of, place, blobs: None, shelf: None, done: 0, all, progress }
    }

    fn take(&mut self, address: &Hash) -> Result<(), Unpacked> {
        self.unpack(address).map_err(|fault| Unpacked::Document(Box::new(fault)))?;
        self.done += 1;
        (self.progress)(Progress { phase: Phase::Documents, done: self.done, of: self.all });
        Ok(())
    }

    fn unpack(&mut self, address: &Hash) -> Result<(), BackupFault> {
        let name = self.find(address)?;
        let path = self.of.folder.place(&name);
        let mut content = self.of.folder.open(&name, &self.of.identities)?;
        let blobs = match &mut self.blobs {
            Some(blobs) => blobs,
            none => none.insert(Blobs::open_at(self.place)?),
        };
        let mut adopted = blobs.adopt()?;
        io::copy(&mut content, &mut adopted).map_err(BackupFault::reading(&name, &path))?;
        match adopted.keep(address) {
            Err(store::StoreFault::Damaged) => Err(BackupFault::Damaged(name)),
            kept => Ok(kept?),
        }
    }

    /// The name of the file with this document.
    fn find(&mut self, address: &Hash) -> Result<String, BackupFault> {
        let (first, set) = (address.0[0], self.of.data.set());
        if self.shelf.as_ref().is_none_or(|(shelf, _)| *shelf != first) {
            self.shelf = Some((first, self.of.folder.documents(set, first)?));
        }
        let name = self.shelf.as_ref().and_then(|(_, names)| names.get(address));
        let folder = shelf_of(set, first);
        match name {
            Some((name, _)) => Ok(format!("{folder}/{name}")),
            None => Err(BackupFault::Missing(format!("{folder}/{address}"))),
        }
    }
}
