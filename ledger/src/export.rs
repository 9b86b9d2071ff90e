//! The exported ledger: one file with a leaf on each line, files of notes beside it, and the checking of all of them together.

use std::io::{self, BufRead, Read as _};

use crate::Found;
use crate::check::{Check, Checked, look_at};
use crate::checkpoint::{Checkpoint, NotesReader, VerifierKey};

/// No leaf is longer than this, in bytes; with its newline it takes one more.
pub const LONGEST_LEAF: u64 = 1024;

/// How many lines are read at once.
const PAGE: usize = 4_096;

/// Why an export did not pass.
#[derive(Debug, thiserror::Error)]
pub enum ExportFault {
    /// A file cannot be read.
    #[error("cannot read the export: {0}")]
    Unreadable(#[from] io::Error),
    /// Something is wrong with the ledger.
    #[error(transparent)]
    Found(#[from] Found),
}

/// Checks the leaves and compares every checkpoint of every file of notes: those of the export, anchor files, a note from a printed page.
///
/// In each file the checkpoints stand in the order of their size. `keys` come from outside the export; who takes them from beside it learns
/// only that it agrees with itself.
///
/// # Errors
/// The first fault. A checkpoint is judged by itself (form, origin, signature) as soon as it is read, which is before the lines it speaks of.
pub fn verify_export<'a>(
    mut leaves: impl BufRead,
    notes: Vec<Box<dyn BufRead + 'a>>,
    keys: &[VerifierKey],
) -> Result<Checked, ExportFault> {
    let mut notes = Merged::open(notes, keys)?;
    let mut check = Check::new(keys.to_vec());
    let mut page = Page::default();
    while page.read(&mut leaves)? {
        for looked in look_at(&page.lines()) {
            while let Some(checkpoint) = notes.next_up_to(check.size())? {
                check.compare(&checkpoint)?;
            }
            check.looked(looked.as_ref())?;
        }
    }
    while let Some(checkpoint) = notes.next_up_to(check.size())? {
        check.compare(&checkpoint)?;
    }
    // Whatever is left speaks of more lines than there are.
    if let Some(checkpoint) = notes.next_up_to(u64::MAX)? {
        check.compare(&checkpoint)?;
    }
    Ok(check.checked())
}

/// Some lines of the export.
#[derive(Default)]
struct Page {
    bytes: Vec<u8>,
    /// Where each line ends, with its newline.
    ends: Vec<usize>,
}

impl Page {
    /// Reads the next lines; whether there were any.
    fn read(&mut self, leaves: &mut impl BufRead) -> io::Result<bool> {
        self.bytes.clear();
        self.ends.clear();
        while self.ends.len() < PAGE && 0 < leaves.by_ref().take(LONGEST_LEAF + 1).read_until(b'\n', &mut self.bytes)? {
            self.ends.push(self.bytes.len());
            if !self.bytes.ends_with(b"\n") {
                break;
            }
        }
        Ok(!self.ends.is_empty())
    }

    /// The lines without their newlines. One that has none is no line: an empty one stands for it, which is malformed.
    fn lines(&self) -> Vec<&[u8]> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        let lines = begins.zip(&self.ends).map(|(begin, &end)| self.bytes.get(begin..end).unwrap_or_default());
        lines.map(|line| line.strip_suffix(b"\n").unwrap_or_default()).collect()
    }
}

/// The checkpoints of several files, smallest first.
struct Merged<'a> {
    files: Vec<File<'a>>,
    keys: &'a [VerifierKey],
}

struct File<'a> {
    notes: NotesReader<Box<dyn BufRead + 'a>>,
    ahead: Option<Checkpoint>,
}

impl<'a> Merged<'a> {
    fn open(files: Vec<Box<dyn BufRead + 'a>>, keys: &'a [VerifierKey]) -> Result<Self, ExportFault> {
        let mut files: Vec<_> =
            files.into_iter().map(|file| File { notes: NotesReader::new(file), ahead: None }).collect();
        for file in &mut files {
            file.advance(keys)?;
        }
        Ok(Self { files, keys })
    }

    fn next_up_to(&mut self, size: u64) -> Result<Option<Checkpoint>, ExportFault> {
        let size_of = |file: &File<'_>| file.ahead.map_or(u64::MAX, |checkpoint| checkpoint.size);
        match self.files.iter_mut().min_by_key(|file| size_of(file)) {
            Some(file) if file.ahead.is_some() && size_of(file) <= size => file.advance(self.keys),
            _ => Ok(None),
        }
    }
}

impl File<'_> {
    /// Gives the checkpoint that was read ahead and reads the next.
    fn advance(&mut self, keys: &[VerifierKey]) -> Result<Option<Checkpoint>, ExportFault> {
        let next = match self.notes.next_note()? {
            Some(note) => Some(Checkpoint::verify(&note, keys).map_err(|fault| Found::nowhere(fault.into()))?),
            None => None,
        };
        Ok(std::mem::replace(&mut self.ahead, next))
    }
}
