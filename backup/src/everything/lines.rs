//! Reading the files of an export line by line. Whatever is wrong with a line is told with its file and its number.

use std::fmt::Display;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;

use ledger::checkpoint::NotesReader;
use serde::de::DeserializeOwned;
use store::FoundingFault;
use zeroize::Zeroizing;

use super::WholeManifest;
use crate::BackupFault;
use crate::envelope::{Content, Identities};
use crate::folder::Folder;

/// No line is longer: it holds one entry at most.
const LONGEST: u64 = 256 * 1024 * 1024;

/// What is said of a line that is none of its file.
pub(super) const FORM: &str = "it is not a line of this file";

/// A file of lines.
pub(super) struct Lines {
    name: &'static str,
    path: PathBuf,
    content: BufReader<Content>,
    line: Zeroizing<Vec<u8>>,
    number: u64,
    /// In a file of notes: the last line of the note that was read last.
    noted: u64,
}

impl Lines {
    /// Opens one.
    pub(super) fn open(folder: &Folder, name: &'static str, identities: &Identities) -> Result<Self, BackupFault> {
        let content = BufReader::new(folder.open(name, identities)?);
        Ok(Self { name, path: folder.place(name), content, line: Zeroizing::default(), number: 0, noted: 0 })
    }

    /// The bytes of the next line, without its end.
    pub(super) fn raw(&mut self) -> Result<Option<&[u8]>, BackupFault> {
        self.line.clear();
        let read = (&mut self.content).take(LONGEST).read_until(b'\n', &mut self.line);
        if read.map_err(BackupFault::reading(self.name, &self.path))? == 0 {
            return Ok(None);
        }
        self.number += 1;
        if self.line.pop() != Some(b'\n') {
            return Err(self.wrong("it has no end"));
        }
        Ok(Some(&self.line))
    }

    /// The next line.
    pub(super) fn next<T: DeserializeOwned>(&mut self) -> Result<Option<T>, BackupFault> {
        // what the parser says of it may quote it
        let parsed = self.raw()?.map(|line| serde_json::from_slice(line).map_err(drop));
        parsed.transpose().map_err(|()| self.wrong(FORM))
    }

    /// The next line, which must be there.
    pub(super) fn one<T: DeserializeOwned>(&mut self) -> Result<T, BackupFault> {
        self.next()?.ok_or_else(|| BackupFault::Damaged(self.name.to_owned()))
    }

    /// The next note of a file of notes; its number is that of its first line.
    pub(super) fn note(&mut self) -> Result<Option<String>, BackupFault> {
        let note = NotesReader::new(&mut self.content).next_note();
        let note = note.map_err(BackupFault::reading(self.name, &self.path))?;
        if let Some(note) = &note {
            self.number = self.noted + 1;
            // with the empty line behind it
            self.noted += note.lines().count() as u64 + 1;
        }
        Ok(note)
    }

    /// What is wrong with the line that was read last.
    pub(super) fn wrong(&self, why: impl Display) -> BackupFault {
        BackupFault::Line { file: self.name, line: self.number, why: why.to_string() }
    }

    /// The same for something that the place did not take.
    pub(super) fn told(&self, fault: FoundingFault) -> BackupFault {
        match fault {
            FoundingFault::Store(fault) => fault.into(),
            FoundingFault::Ledger(found) => self.wrong(found),
            FoundingFault::Wrong(wrong) => self.wrong(wrong),
        }
    }

    /// Ends it: nothing may follow, and it must be the file that the manifest speaks of.
    pub(super) fn end(mut self, manifest: &WholeManifest) -> Result<(), BackupFault> {
        if self.raw()?.is_some() {
            return Err(self.wrong("nothing may follow here"));
        }
        let (_, passed) = self.content.into_inner().end();
        if manifest.holds(self.name, &passed) { Ok(()) } else { Err(BackupFault::Damaged(self.name.to_owned())) }
    }
}
