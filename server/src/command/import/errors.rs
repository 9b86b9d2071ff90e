//! The error file: a new one for its owner alone, never in the place of another, and gone again when there is nothing to say.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::exits::{Ended, Exit};

/// How many error files of one table may lie beside it.
const MOST: u32 = 999;

/// The error file of one run.
pub(super) struct ErrorFile {
    path: PathBuf,
    file: File,
}

impl ErrorFile {
    /// At `wanted`, where nothing may be yet; otherwise beside the table, under a name that is free.
    ///
    /// # Errors
    /// [`Exit::File`] when it cannot be made.
    pub(super) fn create(table: &Path, wanted: Option<&Path>) -> Result<Self, Ended> {
        if let Some(path) = wanted {
            return Self::new(path.to_owned()).map_err(|(path, fault)| unmade(&path, fault));
        }
        let mut tried = Self::new(beside(table, 1));
        for number in 2..=MOST {
            match tried {
                Err((_, ErrorKind::AlreadyExists)) => tried = Self::new(beside(table, number)),
                other => return other.map_err(|(path, fault)| unmade(&path, fault)),
            }
        }
        tried.map_err(|(path, fault)| unmade(&path, fault))
    }

    fn new(path: PathBuf) -> Result<Self, (PathBuf, ErrorKind)> {
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(file) => Ok(Self { path, file }),
            Err(fault) => Err((path, fault.kind())),
        }
    }

    /// What the import writes into.
    pub(super) fn writer(&self) -> Option<Box<dyn Write + Send>> {
        self.file.try_clone().ok().map(|file| Box::new(file) as Box<dyn Write + Send>)
    }

    /// Where it is. One that holds no more than its header is removed, and there is none.
    pub(super) fn keep_if_used(self) -> Option<PathBuf> {
        let lines = std::fs::read_to_string(&self.path).map_or(usize::MAX, |text| text.lines().count());
        if 1 < lines {
            return Some(self.path);
        }
        let _ = std::fs::remove_file(&self.path);
        None
    }
}

/// `clients.errors.csv` beside `clients.csv`, then `clients.errors-2.csv`.
fn beside(table: &Path, number: u32) -> PathBuf {
    let mut name = table.file_stem().unwrap_or_default().to_owned();
    name.push(if number == 1 { ".errors.csv".to_owned() } else { format!(".errors-{number}.csv") });
    table.with_file_name(name)
}

fn unmade(path: &Path, fault: ErrorKind) -> Ended {
    let why = format!("the error file {} cannot be made: {fault}; --errors names another", path.display());
    Ended::new(Exit::File, why)
}
