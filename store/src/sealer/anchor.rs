//! The anchor file: every checkpoint, appended and flushed, on another path than the database. Whoever puts an old database back has the
//! anchor against them.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use ledger::CheckpointFault;
use ledger::checkpoint::{Checkpoint, Note, VerifierKey, append, split};

use crate::disk::flush_folder_of;

/// How much of the end of the file is read to find its last note; a note has a few hundred bytes.
const TAIL: u64 = 128 * 1024;

/// The anchor file, known up to its last note.
#[derive(Clone)]
pub(crate) struct Anchor {
    path: PathBuf,
    last: Option<Checkpoint>,
}

/// Why an anchor file cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AnchorFault {
    #[error("the anchor file cannot be read or written")]
    File(#[from] io::Error),
    #[error("the anchor file was changed: {0}")]
    Changed(#[from] CheckpointFault),
}

impl Anchor {
    /// Reads the end of the file; cuts off the beginning of a note whose writing was interrupted. Nothing when there is no file.
    pub(crate) fn open(path: &Path, key: &VerifierKey) -> Result<Option<Self>, AnchorFault> {
        let mut file = match OpenOptions::new().read(true).write(true).open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let text = tail(&mut file)?;
        let whole = text.get(from_first_note(&text)..).unwrap_or_default();
        let (notes, rest) = split(whole);
        if !rest.is_empty() {
            let keep = file.metadata()?.len().saturating_sub(rest.len() as u64);
            file.set_len(keep)?;
            file.sync_all()?;
        }
        let last = notes.last().map(|note| Checkpoint::verify(note, &[*key])).transpose()?;
        Ok(Some(Self { path: path.to_owned(), last }))
    }

    /// Begins a new, empty file.
    pub(crate) fn create(path: &Path) -> Result<Self, AnchorFault> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path)?.sync_all()?;
        flush_folder_of(path)?;
        Ok(Self { path: path.to_owned(), last: None })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The last checkpoint in the file.
    pub(crate) const fn last(&self) -> Option<&Checkpoint> {
        self.last.as_ref()
    }

    /// How many lines its last checkpoint covers.
    pub(crate) fn size(&self) -> u64 {
        self.last.map_or(0, |last| last.size)
    }

    /// Appends those of these notes that are behind the end of the file; they are on the disk when it answers. Other processes may append
    /// to the same file, so its end is read again under a lock.
    pub(crate) fn append(&mut self, notes: &[(u64, String)]) -> Result<(), AnchorFault> {
        // never made here: a file that vanished while we run must not come back as if nothing had been in it
        let mut file = OpenOptions::new().read(true).append(true).open(&self.path)?;
        file.lock()?;
        let text = tail(&mut file)?;
        let (there, _) = split(text.get(from_first_note(&text)..).unwrap_or_default());
        let last = there.last().map(|note| Note::parse(note).map(|note| note.checkpoint)).transpose()?;
        let end = last.map_or(0, |last| last.size);
        let new: Vec<_> = notes.iter().filter(|(size, _)| end < *size).collect();
        let text: String = new.iter().map(|(_, note)| append(note)).collect();
        file.write_all(text.as_bytes())?;
        file.sync_data()?;
        let appended = new.last().map(|(_, note)| Note::parse(note).map(|note| note.checkpoint)).transpose()?;
        self.last = appended.or(last);
        Ok(())
    }
}

fn tail(file: &mut File) -> io::Result<String> {
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    // the cut may lie inside a character of the first, incomplete note
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Where the first whole note begins in a text that may begin in the middle of one.
fn from_first_note(text: &str) -> usize {
    if text.starts_with("casekeep/") { 0 } else { text.find("\n\ncasekeep/").map_or(0, |at| at + 2) }
}
