//! Opening a dossier: reading its entries in one scan, and folding them.

use std::any::Any;
use std::sync::Arc;

use domain::basis::Basis;
use domain::entry::Entry;
use domain::event::Event;
use domain::ids::{DossierId, EntryId, EntryNumber, StaffId};
use domain::level::Level;
use domain::time::Instant;
use store::OpenedEntry;

use super::House;
use super::file::File;
use crate::Fault;

/// One sheet of a dossier as far as the reader may see it.
#[derive(Debug, Clone)]
pub enum Sheet {
    /// It may be read.
    Open(Arc<Entry>),
    /// It is above the reader's clearance and was never unsealed: only its header is known.
    Closed {
        /// Where it stands.
        id: EntryId,
        /// Its level.
        level: Level,
        /// Who wrote it.
        author: StaffId,
        /// When it was signed.
        signed: Instant,
    },
}

impl Sheet {
    /// The entry, if it may be read.
    pub fn entry(&self) -> Option<&Entry> {
        match self {
            Self::Open(entry) => Some(entry),
            Self::Closed { .. } => None,
        }
    }
}

/// An entry that came in while somebody else was about to sign: its header, and nothing of what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newer {
    /// Which entry.
    pub number: EntryNumber,
    /// Its kind.
    pub kind: &'static str,
    /// Who signed it.
    pub by: StaffId,
    /// When.
    pub at: Instant,
}

impl Newer {
    fn of(entry: &Entry) -> Self {
        Self { number: entry.id.number, kind: entry.event.kind(), by: entry.signature.signer, at: entry.signed() }
    }
}

/// A dossier that was opened: its fold, and its sheets.
#[derive(Debug, Clone)]
pub struct Opened<F> {
    /// What it says so far.
    pub file: Arc<F>,
    /// Its entries in order.
    pub sheets: Arc<Vec<Sheet>>,
    /// The last entry, read or not.
    pub last: EntryNumber,
}

impl<F> Opened<F> {
    /// The entry with this number, if it exists and may be read.
    pub fn entry(&self, number: EntryNumber) -> Option<&Entry> {
        self.sheets.iter().filter_map(Sheet::entry).find(|entry| entry.id.number == number)
    }

    /// The entries behind this one that changed what somebody had before them.
    pub fn newer(&self, basis: Basis, seen: EntryNumber) -> Vec<Newer> {
        let entries = self.sheets.iter().filter_map(Sheet::entry);
        let changed = entries.filter(|entry| seen < entry.id.number && basis.changed_by(&entry.event));
        changed.map(Newer::of).collect()
    }
}

impl House {
    /// Opens a dossier as somebody with this clearance sees it; `None` when there is none, or it is of another kind.
    ///
    /// What was opened before is brought up to date by reading only what is newer, so it can never be stale.
    pub(crate) async fn open<F: File>(&self, dossier: DossierId, clearance: Level) -> Result<Option<Opened<F>>, Fault> {
        let before = self.recall(dossier, clearance);
        let after = before.as_ref().map_or(EntryNumber::NONE, |opened| opened.last);
        let newer = self.store.entries(dossier, after, clearance).await?;
        if newer.is_empty() {
            return Ok(before);
        }
        let opened = fold(before, newer)?;
        let Some(opened) = opened else { return Ok(None) };
        let shared: Arc<dyn Any + Send + Sync> = Arc::new(opened.clone());
        self.memory.remember(dossier, clearance, shared, opened.sheets.len());
        Ok(Some(opened))
    }

    /// The same when it is known how far the dossier goes: then what is remembered of it need not be compared with the database.
    pub(crate) async fn open_at<F: File>(
        &self,
        dossier: DossierId,
        clearance: Level,
        last: EntryNumber,
    ) -> Result<Option<Opened<F>>, Fault> {
        match self.recall::<F>(dossier, clearance).filter(|known| known.last == last) {
            Some(known) => Ok(Some(known)),
            None => self.open(dossier, clearance).await,
        }
    }

    fn recall<F: File>(&self, dossier: DossierId, clearance: Level) -> Option<Opened<F>> {
        let known = self.memory.recall(dossier, clearance)?.downcast::<Opened<F>>().ok()?;
        Some(Opened::clone(&known))
    }
}

/// Takes the newer entries into account.
pub(super) fn fold<F: File>(before: Option<Opened<F>>, newer: Vec<OpenedEntry>) -> Result<Option<Opened<F>>, Fault> {
    let (mut file, mut sheets, mut last) = match before {
        Some(opened) => (F::clone(&opened.file), Vec::clone(&opened.sheets), opened.last),
        None => (F::default(), Vec::with_capacity(newer.len()), EntryNumber::NONE),
    };
    for stored in newer {
        last = stored.id.number;
        let sheet = sheet::<F>(stored)?;
        let Some(sheet) = sheet else { return Ok(None) };
        if let Sheet::Open(entry) = &sheet {
            file.apply(entry);
        }
        sheets.push(sheet);
    }
    Ok(Some(Opened { file: Arc::new(file), sheets: Arc::new(sheets), last }))
}

/// One stored entry as a sheet; `None` when it belongs into another kind of dossier.
fn sheet<F: File>(stored: OpenedEntry) -> Result<Option<Sheet>, Fault> {
    let OpenedEntry { id, kind, version, level, author, signed, content, mut signatures, .. } = stored;
    let line = Event::LIST.iter().find(|line| line.kind == kind).ok_or(Fault::Other("unknown-event"))?;
    if line.dossier != F::KIND {
        return Ok(None);
    }
    let Some(content) = content else { return Ok(Some(Sheet::Closed { id, level, author, signed })) };
    if signatures.is_empty() {
        return Err(Fault::Damaged);
    }
    let signature = signatures.swap_remove(0);
    let mut json = serde_json::Deserializer::from_slice(&content);
    let event = Event::decode(&kind, version, &mut json).map_err(|_| Fault::Damaged)?;
    Ok(Some(Sheet::Open(Arc::new(Entry { id, level, signature, event }))))
}
