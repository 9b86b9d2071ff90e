//! The folder of the backups, wherever it lies: what has a name in it is whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use ledger::Hash;
use store::Store;
use tempfile::TempPath;

use crate::envelope::{Content, Envelope, Identities, Passed, Recipients, Shut, open};
use crate::ground::{Aside, Disk, Far, Ground, PART, make};
use crate::names::{DocumentName, Run};
use crate::{BackupFault, BackupPlace, Manifest};

/// How the name of the folder begins that bears the mark of this one.
const MARK: &str = "folder-";

/// The largest manifest that is read: it does not grow with the record.
const LARGEST_MANIFEST: u64 = 1024 * 1024;

/// How much of the disk of the data is left alone, in bytes, by what lies there for a while.
pub(crate) const SPARE: u64 = 256 * 1024 * 1024;

/// After how many bytes of a file the disk of the data is looked at again.
const LOOK: u64 = 16 * 1024 * 1024;

/// The documents of a shelf with the lengths of their files, by their addresses.
pub(crate) type Shelf = BTreeMap<Hash, (DocumentName, u64)>;

/// The folder.
pub(crate) struct Folder {
    ground: Box<dyn Ground>,
    /// Its name, for faults.
    at: PathBuf,
    /// Whose disk is looked after while a file lies on it that is to go elsewhere.
    beside: Option<Store>,
}

impl Folder {
    /// For reading.
    pub(crate) fn read(place: &BackupPlace) -> Result<Self, BackupFault> {
        let ground: Box<dyn Ground> = match place {
            BackupPlace::Folder(path) => Box::new(Disk::read(path)),
            BackupPlace::Bucket(bucket) => Box::new(Far::open(bucket, Path::new(""))?),
        };
        Ok(Self { ground, at: place.at(), beside: None })
    }

    /// For writing the backups of a store; what a run left that was cut off is removed. Whoever writes into a bucket sees to it that nobody else does.
    pub(crate) fn write(place: &BackupPlace, store: &Store, data_folder: &Path) -> Result<Self, BackupFault> {
        let (ground, beside): (Box<dyn Ground>, _) = match place {
            BackupPlace::Folder(path) => (Box::new(Disk::write(path)?), None),
            BackupPlace::Bucket(bucket) => {
                // there is none yet where the databases are on PostgreSQL
                make(data_folder)?;
                (Box::new(Far::open(bucket, data_folder)?), Some(store.clone()))
            }
        };
        let folder = Self { ground, at: place.at(), beside };
        folder.clear()?;
        Ok(folder)
    }

    /// A folder on a disk, for writing, where nothing may be yet.
    pub(crate) fn write_into_empty(path: &Path) -> Result<Self, BackupFault> {
        if !Disk::read(path).names("")?.is_empty() {
            return Err(BackupFault::Occupied(path.to_owned()));
        }
        Ok(Self { ground: Box::new(Disk::write(path)?), at: path.to_owned(), beside: None })
    }

    /// A folder on a disk, for reading.
    pub(crate) fn on_disk(path: &Path) -> Self {
        Self { ground: Box::new(Disk::read(path)), at: path.to_owned(), beside: None }
    }

    /// Removes the files that were written into one on a disk, once it is known that they are of no use.
    pub(crate) fn clear_all(&self) -> Result<(), BackupFault> {
        for name in self.names("")? {
            let place = self.place(&name);
            if name == "documents" {
                fs::remove_dir_all(&place).map_err(BackupFault::file(&place))?;
            } else if name.ends_with(".age") || name.ends_with(PART) {
                self.remove(&name)?;
            }
        }
        Ok(())
    }

    /// Its own name.
    pub(crate) fn at(&self) -> &Path {
        &self.at
    }

    /// Whether reading in it costs money and time.
    pub(crate) fn is_far(&self) -> bool {
        self.ground.is_far()
    }

    /// Where a file is.
    pub(crate) fn place(&self, name: &str) -> PathBuf {
        self.at.join(name)
    }

    /// The mark by which this folder is known, wherever it lies at the moment: disks that take turns in one place are told apart by it. It is the
    /// name of an empty folder, so that every file is one of a backup, and checked as such. Where no folder can be empty there is a file in it, for the
    /// same recipients.
    pub(crate) fn mark(&self, recipients: &Recipients) -> Result<String, BackupFault> {
        let named = |name: &String| name.strip_prefix(MARK)?.parse().ok();
        if let Some(known) = self.names("")?.iter().find_map(named) {
            return Ok(uuid::Uuid::to_string(&known));
        }
        // one that was lost is another: what was noted under it counts on as not known to be gone
        let fresh = uuid::Uuid::new_v4().to_string();
        if !self.ground.make(&format!("{MARK}{fresh}"))? {
            let mut writing = self.begin(recipients)?;
            writing.write_all(b"the mark of this folder is its name\n").map_err(BackupFault::file(&self.at))?;
            self.keep(writing, |_| format!("{MARK}{fresh}/mark.age"))?;
        }
        Ok(fresh)
    }

    /// Every backup: a run with its manifest.
    pub(crate) fn runs(&self) -> Result<BTreeSet<Run>, BackupFault> {
        let names = self.names("")?;
        Ok(names.iter().filter_map(|name| name.strip_suffix(".manifest.age")?.parse().ok()).collect())
    }

    /// Begins a file, aside.
    pub(crate) fn begin(&self, recipients: &Recipients) -> Result<Writing, BackupFault> {
        let Aside { file, path } = self.ground.begin()?;
        let envelope = Envelope::begin(file, recipients).map_err(BackupFault::file(&self.at))?;
        Ok(Writing { envelope, path, beside: self.beside.clone(), unseen: LOOK })
    }

    /// Gives a file that was written aside the name that follows from what is in it. It is there as a whole, and stays, when this answers.
    pub(crate) fn keep(
        &self,
        writing: Writing,
        name: impl FnOnce(&Passed) -> String,
    ) -> Result<(Passed, Passed, String), BackupFault> {
        let Writing { envelope, path, .. } = writing;
        let (file, plain, sealed) = envelope.close().map_err(BackupFault::file(&self.at))?;
        let name = name(&sealed);
        self.ground.keep(Aside { file, path }, sealed.length, &name)?;
        Ok((plain, sealed, name))
    }

    /// Opens a file of a backup.
    pub(crate) fn open(&self, name: &str, identities: &Identities) -> Result<Content, BackupFault> {
        match self.try_open(name, identities)? {
            Ok(content) => Ok(content),
            Err(Shut::File(error)) => Err(BackupFault::reading(name, &self.place(name))(error)),
            Err(Shut::Damaged | Shut::NotForUs) => Err(BackupFault::Damaged(name.to_owned())),
        }
    }

    /// A file as it is, sealed.
    pub(crate) fn raw(&self, name: &str) -> Result<Box<dyn Read + Send>, BackupFault> {
        self.ground.open(name)
    }

    /// [`Folder::open`], where the caller says what it means that a file does not open.
    pub(crate) fn try_open(&self, name: &str, identities: &Identities) -> Result<Result<Content, Shut>, BackupFault> {
        Ok(open(self.raw(name)?, identities))
    }

    /// The manifest of a run.
    pub(crate) fn manifest(&self, run: &Run, identities: &Identities) -> Result<Manifest, BackupFault> {
        let name = run.manifest();
        Manifest::read(&self.note(&name, &[&run.data(), &run.keys()], identities)?, &name)
    }

    /// A file with a manifest. When the identities open none of the `others` either, they are the wrong ones; otherwise it was changed.
    pub(crate) fn note(&self, name: &str, others: &[&str], identities: &Identities) -> Result<String, BackupFault> {
        let opens_another = || others.iter().any(|other| matches!(self.try_open(other, identities), Ok(Ok(_))));
        let content = match self.try_open(name, identities)? {
            Ok(content) => content,
            Err(Shut::File(error)) => return Err(BackupFault::reading(name, &self.place(name))(error)),
            Err(Shut::NotForUs) if !opens_another() => return Err(BackupFault::WrongIdentity),
            Err(Shut::Damaged | Shut::NotForUs) => return Err(BackupFault::Damaged(name.to_owned())),
        };
        let mut text = String::new();
        let read = content.take(LARGEST_MANIFEST).read_to_string(&mut text);
        read.map_err(BackupFault::reading(name, &self.place(name)))?;
        Ok(text)
    }

    /// The documents of one shelf for this set of recipients with the lengths of their files, by their addresses; those whose original is gone come
    /// last.
    pub(crate) fn documents(&self, set: &str, shelf: u8) -> Result<Shelf, BackupFault> {
        let files = self.ground.files(&shelf_of(set, shelf))?;
        let mut found: Vec<(DocumentName, u64)> =
            files.iter().filter_map(|(name, length)| Some((name.parse().ok()?, *length))).collect();
        found.sort_by_key(|(name, _)| name.gone.is_none());
        Ok(found.into_iter().map(|(name, length)| (name.address, (name, length))).collect())
    }

    /// Gives a file another name.
    pub(crate) fn rename(&self, from: &str, to: &str) -> Result<(), BackupFault> {
        self.ground.rename(from, to)
    }

    /// Removes a file; one that is gone is no fault. Says whether it was there.
    pub(crate) fn remove(&self, name: &str) -> Result<bool, BackupFault> {
        self.ground.remove(name)
    }

    /// The names in one folder of it.
    pub(crate) fn names(&self, folder: &str) -> Result<Vec<String>, BackupFault> {
        self.ground.names(folder)
    }

    /// What a run left that was cut off: files of a run without a manifest.
    fn clear(&self) -> Result<(), BackupFault> {
        let runs: BTreeSet<String> = self.runs()?.iter().map(Run::to_string).collect();
        for (folder, ending) in [("data", ".data.age"), ("keys", ".keys.age")] {
            for name in self.names(folder)? {
                let run = name.strip_suffix(ending).filter(|run| run.parse::<Run>().is_ok());
                if run.is_some_and(|run| !runs.contains(run)) {
                    self.remove(&format!("{folder}/{name}"))?;
                }
            }
        }
        Ok(())
    }
}

/// Where the documents lie for this set of recipients.
pub(crate) fn documents_of(set: &str) -> String {
    format!("documents/{set}")
}

/// Where those lie whose addresses begin with this byte.
pub(crate) fn shelf_of(set: &str, shelf: u8) -> String {
    format!("{}/{shelf:02x}", documents_of(set))
}

/// A file that is being written; it goes away when nobody keeps it.
pub(crate) struct Writing {
    envelope: Envelope,
    path: Option<TempPath>,
    /// Whose disk it lies on for a while.
    beside: Option<Store>,
    /// How many bytes were written since that disk was looked at.
    unseen: u64,
}

impl Writing {
    /// What lies there for a while must not be what fills the disk that the record is written to.
    fn look(&mut self, more: usize) -> io::Result<()> {
        self.unseen = self.unseen.saturating_add(more as u64);
        let Some(store) = self.beside.as_ref().filter(|_| LOOK <= self.unseen) else { return Ok(()) };
        self.unseen = 0;
        match store.space() {
            Some(space) if space.free < SPARE => Err(io::ErrorKind::StorageFull.into()),
            _ => Ok(()),
        }
    }
}

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.look(bytes.len())?;
        self.envelope.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.envelope.flush()
    }
}
