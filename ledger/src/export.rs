//! The exported ledger: one file with a leaf on each line, files of notes beside it, and the checking of all of them together.
//!
//! Lines are read and compared one after the other; in between, pages of them are looked at on several processors. A bounded number of pages is
//! under way, so memory does not grow with the ledger.

use std::io::{self, BufRead, Read as _};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Scope, available_parallelism, scope};

use crate::Found;
use crate::check::{Check, Checked, Claim, SIDES, claims};
use crate::checkpoint::{Checkpoint, NotesReader, VerifierKey};

/// No leaf is longer than this, in bytes; with its newline it takes one more.
pub const LONGEST_LEAF: u64 = 1024;

/// How many lines are read at once.
const PAGE: usize = 1_024;

/// How many pages each side has before it, so that none waits for the reading.
const AHEAD: usize = 2;

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
    scope(|scope| {
        let mut sides = Sides::new(scope);
        while let Some(claims) = sides.next(&mut leaves)? {
            for claim in claims {
                while let Some(checkpoint) = notes.next_up_to(check.size())? {
                    check.compare(&checkpoint)?;
                }
                check.claim(claim)?;
            }
        }
        Ok::<(), ExportFault>(())
    })?;
    while let Some(checkpoint) = notes.next_up_to(check.size())? {
        check.compare(&checkpoint)?;
    }
    // Whatever is left speaks of more lines than there are.
    if let Some(checkpoint) = notes.next_up_to(u64::MAX)? {
        check.compare(&checkpoint)?;
    }
    Ok(check.checked())
}

/// The processors that look at pages, and the pages that are under way, given out and taken back in turns.
struct Sides {
    sides: Vec<Side>,
    given: usize,
    taken: usize,
    free: Vec<Page>,
}

struct Side {
    pages: SyncSender<Page>,
    looked: Receiver<(Page, Vec<Option<Claim>>)>,
}

impl Sides {
    fn new<'scope>(scope: &'scope Scope<'scope, '_>) -> Self {
        let sides = available_parallelism().map_or(1, NonZero::get).min(SIDES);
        let free = (0..sides * AHEAD).map(|_| Page::default()).collect();
        Self { sides: (0..sides).map(|_| Side::new(scope)).collect(), given: 0, taken: 0, free }
    }

    /// What the lines of the next page claim; `None` at the end.
    fn next(&mut self, leaves: &mut impl BufRead) -> io::Result<Option<Vec<Option<Claim>>>> {
        while let Some(mut page) = self.free.pop() {
            if !page.read(leaves)? {
                break;
            }
            let side = self.sides.get(self.given % self.sides.len());
            side.and_then(|side| side.pages.send(page).ok()).ok_or_else(a_side_is_gone)?;
            self.given += 1;
        }
        if self.taken == self.given {
            return Ok(None);
        }
        let side = self.sides.get(self.taken % self.sides.len());
        let (page, claims) = side.and_then(|side| side.looked.recv().ok()).ok_or_else(a_side_is_gone)?;
        self.taken += 1;
        self.free.push(page);
        Ok(Some(claims))
    }
}

impl Side {
    fn new<'scope>(scope: &'scope Scope<'scope, '_>) -> Self {
        let (pages, given) = sync_channel::<Page>(AHEAD);
        let (done, looked) = sync_channel(AHEAD);
        scope.spawn(move || {
            for page in given {
                let claims = claims(&page.lines());
                if done.send((page, claims)).is_err() {
                    break;
                }
            }
        });
        Self { pages, looked }
    }
}

/// Its thread has panicked, which the scope passes on.
fn a_side_is_gone() -> io::Error {
    io::Error::other("a thread has ended")
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
