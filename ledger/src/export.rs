//! The exported ledger: one file with a leaf on each line, files of notes beside it, and the checking of all of them together.

use std::io::{self, BufRead, Read as _};

use crate::check::{Check, Checked};
use crate::checkpoint::{Checkpoint, NotesReader, VerifierKey};
use crate::{Fault, Found};

/// No leaf is longer than this, in bytes; with its newline it takes one more.
pub const LONGEST_LEAF: u64 = 1024;

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
    let mut line = Vec::new();
    loop {
        while let Some(checkpoint) = notes.next_up_to(check.size())? {
            check.compare(&checkpoint)?;
        }
        line.clear();
        if leaves.by_ref().take(LONGEST_LEAF + 1).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        check.leaf(line.strip_suffix(b"\n").ok_or(Found::at(Fault::Malformed, check.size()))?)?;
    }
    // Whatever is left speaks of more lines than there are.
    if let Some(checkpoint) = notes.next_up_to(u64::MAX)? {
        check.compare(&checkpoint)?;
    }
    Ok(check.checked())
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
