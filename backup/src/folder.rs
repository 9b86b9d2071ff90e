//! The folder of the backups. A file is written aside, flushed, given its name, and the folder flushed: what has a name is whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use ledger::Hash;
use tempfile::{Builder, TempPath};

use crate::envelope::{Content, Envelope, Identities, Passed, Recipients, Shut, open};
use crate::names::{DocumentName, Run};
use crate::{BackupFault, Manifest};

/// How the name of a file begins that is being written.
const ASIDE: &str = "casekeep-";
/// And how it ends.
const PART: &str = ".part";

/// How the name of the empty folder begins that bears the mark of this one.
const MARK: &str = "folder-";

/// The largest manifest that is read: it does not grow with the record.
const LARGEST_MANIFEST: u64 = 1024 * 1024;

/// The folder. One that is written into is locked for as long as this value lives.
pub(crate) struct Folder {
    path: PathBuf,
    _lock: Option<File>,
}

impl Folder {
    /// For reading.
    pub(crate) fn read(path: &Path) -> Self {
        Self { path: path.to_owned(), _lock: None }
    }

    /// For writing; made for its owner alone when there is none. What a run left that was cut off is removed.
    pub(crate) fn write(path: &Path) -> Result<Self, BackupFault> {
        make(path)?;
        let lock = File::open(path).map_err(BackupFault::file(path))?;
        lock.try_lock().map_err(|error| match error {
            fs::TryLockError::WouldBlock => BackupFault::Busy,
            fs::TryLockError::Error(error) => BackupFault::file(path)(error),
        })?;
        let folder = Self { path: path.to_owned(), _lock: Some(lock) };
        folder.clear()?;
        Ok(folder)
    }

    /// [`Folder::write`], where nothing may be yet.
    pub(crate) fn write_into_empty(path: &Path) -> Result<Self, BackupFault> {
        if !names_in(path)?.is_empty() {
            return Err(BackupFault::Occupied(path.to_owned()));
        }
        Self::write(path)
    }

    /// Removes the files that were written into it, once it is known that they are of no use.
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

    /// Where a file is.
    pub(crate) fn place(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The mark by which this folder is known, wherever it lies at the moment: disks that take turns in one place are told apart by it. It is the
    /// name of an empty folder, so that every file is one of a backup, and checked as such.
    pub(crate) fn mark(&self) -> Result<String, BackupFault> {
        let named = |name: &String| name.strip_prefix(MARK)?.parse().ok();
        if let Some(known) = names_in(&self.path)?.iter().find_map(named) {
            return Ok(uuid::Uuid::to_string(&known));
        }
        // one that was lost is another: what was noted under it counts on as not known to be gone
        let fresh = uuid::Uuid::new_v4().to_string();
        make(&self.place(&format!("{MARK}{fresh}")))?;
        flush(&self.path)?;
        Ok(fresh)
    }

    /// Every backup: a run with its manifest.
    pub(crate) fn runs(&self) -> Result<BTreeSet<Run>, BackupFault> {
        let names = names_in(&self.path)?;
        Ok(names.iter().filter_map(|name| name.strip_suffix(".manifest.age")?.parse().ok()).collect())
    }

    /// Begins a file, aside.
    pub(crate) fn begin(&self, recipients: &Recipients) -> Result<Writing, BackupFault> {
        let made = Builder::new().prefix(ASIDE).suffix(PART).tempfile_in(&self.path);
        let (file, aside) = made.map_err(BackupFault::file(&self.path))?.into_parts();
        Ok(Writing { envelope: Envelope::begin(file, recipients).map_err(BackupFault::file(&self.path))?, aside })
    }

    /// Gives a file that was written aside the name that follows from what is in it. It is on the disk when this answers.
    pub(crate) fn keep(
        &self,
        writing: Writing,
        name: impl FnOnce(&Passed) -> String,
    ) -> Result<(Passed, Passed, String), BackupFault> {
        let Writing { envelope, aside } = writing;
        let (file, plain, sealed) = envelope.close().map_err(BackupFault::file(&self.path))?;
        let name = name(&sealed);
        let place = self.place(&name);
        file.sync_all().map_err(BackupFault::file(&place))?;
        let shelf = place.parent().unwrap_or(&self.path);
        if !shelf.is_dir() {
            make(shelf)?;
            shelf.ancestors().skip(1).take_while(|above| above.starts_with(&self.path)).try_for_each(flush)?;
        }
        aside.persist(&place).map_err(|error| BackupFault::file(&place)(error.error))?;
        flush(shelf)?;
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

    /// [`Folder::open`], where the caller says what it means that a file does not open.
    pub(crate) fn try_open(&self, name: &str, identities: &Identities) -> Result<Result<Content, Shut>, BackupFault> {
        let path = self.place(name);
        let file = File::open(&path).map_err(BackupFault::reading(name, &path))?;
        Ok(open(file, identities))
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
        let read = io::Read::read_to_string(&mut io::Read::take(content, LARGEST_MANIFEST), &mut text);
        read.map_err(BackupFault::reading(name, &self.place(name)))?;
        Ok(text)
    }

    /// The documents of one shelf for this set of recipients, by their addresses; those whose original is gone come last.
    pub(crate) fn documents(&self, set: &str, shelf: u8) -> Result<BTreeMap<Hash, DocumentName>, BackupFault> {
        let names = names_in(&self.place(&shelf_of(set, shelf)))?;
        let mut found: Vec<DocumentName> = names.iter().filter_map(|name| name.parse().ok()).collect();
        found.sort_by_key(|name| name.gone.is_none());
        Ok(found.into_iter().map(|name| (name.address, name)).collect())
    }

    /// Gives a file another name.
    pub(crate) fn rename(&self, from: &str, to: &str) -> Result<(), BackupFault> {
        let place = self.place(to);
        fs::rename(self.place(from), &place).map_err(BackupFault::file(&place))?;
        flush(place.parent().unwrap_or(&self.path))
    }

    /// Removes a file; one that is gone is no fault. Says whether it was there.
    pub(crate) fn remove(&self, name: &str) -> Result<bool, BackupFault> {
        let place = self.place(name);
        match fs::remove_file(&place) {
            Ok(()) => flush(place.parent().unwrap_or(&self.path)).map(|()| true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(BackupFault::file(&place)(error)),
        }
    }

    /// The names in one folder of it.
    pub(crate) fn names(&self, folder: &str) -> Result<Vec<String>, BackupFault> {
        names_in(&self.place(folder))
    }

    /// What a run left that was cut off: files that are half-written, and those of a run without a manifest.
    fn clear(&self) -> Result<(), BackupFault> {
        for name in names_in(&self.path)? {
            if name.starts_with(ASIDE) && name.ends_with(PART) {
                self.remove(&name)?;
            }
        }
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

/// Where the documents lie whose addresses begin with this byte.
pub(crate) fn shelf_of(set: &str, shelf: u8) -> String {
    format!("documents/{set}/{shelf:02x}")
}

/// A file that is being written; it goes away when nobody keeps it.
pub(crate) struct Writing {
    envelope: Envelope,
    aside: TempPath,
}

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.envelope.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.envelope.flush()
    }
}

fn names_in(path: &Path) -> Result<Vec<String>, BackupFault> {
    let found = match fs::read_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        found => found.map_err(BackupFault::file(path))?,
    };
    let mut names = Vec::new();
    for file in found {
        names.extend(file.map_err(BackupFault::file(path))?.file_name().into_string());
    }
    names.sort_unstable();
    Ok(names)
}

fn make(path: &Path) -> Result<(), BackupFault> {
    if path.is_dir() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(BackupFault::file(path))
}

fn flush(path: &Path) -> Result<(), BackupFault> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(BackupFault::file(path))
}
