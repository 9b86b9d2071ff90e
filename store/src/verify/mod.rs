//! Checking the whole record: every line, hash, tile and checkpoint, every entry against its line, every content against its commitment, and
//! the anchor file. The first thing that is wrong is named by class and place.
//!
//! The ledger is read in pages, so that other work goes on; what is appended meanwhile is taken into account at the end. What is kept
//! in memory does not grow but with the number of dossiers.

mod anchors;
mod bundle;
mod contents;
mod dossier;
mod ends;
mod leaves;
mod lines;

use std::collections::BTreeMap;

use domain::ids::{DossierId, EntryNumber};
use domain::time::Instant;
use ledger::check::{Check, Checked, Looked, look_at};
use ledger::tree::TILE_LEVELS;
use ledger::{Found, Hash};

use crate::db::DbFault;
use crate::{Store, StoreFault, vals};

pub use bundle::BundleFailure;
pub use dossier::DossierVerified;

use lines::{Heads, Line};
pub(crate) use lines::{dossier_of, page};

/// How many lines are read at once.
const PAGE: u32 = 1_000;

/// How deep the check goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Lines, hashes, checkpoints, headers.
    Lines,
    /// That, and every content is unsealed and compared with its commitment.
    Contents,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How many lines are checked.
    pub done: u64,
    /// How many there are.
    pub of: u64,
}

/// What was found in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// The lines.
    pub checked: Checked,
    /// How many contents were unsealed and compared.
    pub contents: u64,
    /// How many entries have no key any more: their dossiers were destroyed.
    pub without_key: u64,
    /// How many lines the anchor file vouches for.
    pub anchored: u64,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// A line, its numbering, a chain or a checkpoint.
    #[error("{0}")]
    Ledger(Found),
    /// The stored hash of a line is not its hash.
    #[error("the stored hash of ledger line {0} is wrong")]
    Leaf(u64),
    /// The columns of a line do not say what its body says.
    #[error("the columns of ledger line {0} contradict it")]
    Columns(u64),
    /// A stored hash of the tree is wrong, missing or too much.
    #[error("a stored hash of the tree is wrong (level {level}, place {index})")]
    Tile {
        /// Its level.
        level: i64,
        /// Its place there.
        index: i64,
    },
    /// A line speaks of an entry that is not there.
    #[error("entry {entry} of dossier {dossier} is missing")]
    EntryMissing {
        /// The dossier.
        dossier: DossierId,
        /// The entry.
        entry: EntryNumber,
    },
    /// There is an entry that no line speaks of, or the dossier says it has another number of entries.
    #[error("dossier {0} has other entries than the ledger says")]
    Entries(DossierId),
    /// The header of an entry is not what its line says.
    #[error("the header of entry {entry} of dossier {dossier} was changed")]
    Header {
        /// The dossier.
        dossier: DossierId,
        /// The entry.
        entry: EntryNumber,
    },
    /// The content of an entry does not open here, or is not what was committed to.
    #[error("the content of entry {entry} of dossier {dossier} was changed")]
    Content {
        /// The dossier.
        dossier: DossierId,
        /// The entry.
        entry: EntryNumber,
    },
    /// The head of a dossier is not the end of its chain.
    #[error("the head of dossier {0} was changed")]
    Head(DossierId),
    /// The anchor file holds a note that the database does not have, or cannot be read; the number of lines it speaks of, where known.
    #[error("the anchor file does not agree with the checkpoints")]
    Anchor(Option<u64>),
}

/// Why the record was not found in order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyFailure {
    /// Something is wrong with it.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// It could not be checked.
    #[error(transparent)]
    Fault(#[from] StoreFault),
}

impl From<Found> for VerifyFailure {
    fn from(found: Found) -> Self {
        Self::Broken(Broken::Ledger(found))
    }
}

impl From<DbFault> for VerifyFailure {
    fn from(fault: DbFault) -> Self {
        Self::Fault(fault.into())
    }
}

/// The check under way.
struct Walk<'s> {
    store: &'s Store,
    check: Check,
    /// What the tiles should be.
    tiles: BTreeMap<(i64, i64), Hash>,
    heads: Heads,
    notes: Notes,
    contents: u64,
    without_key: u64,
}

/// The checkpoints of the database, read ahead in pages.
struct Notes {
    ahead: std::collections::VecDeque<(u64, String)>,
    read_up_to: i64,
}

impl Store {
    /// Checks the whole record.
    ///
    /// # Errors
    /// [`VerifyFailure::Broken`] with the first thing that is wrong, [`VerifyFailure::Fault`] when the check could not be made.
    pub async fn verify(
        &self,
        scope: Scope,
        now: Instant,
        mut progress: impl FnMut(Progress) + Send,
    ) -> Result<Verified, VerifyFailure> {
        let of = self.seal_now(now).await?;
        let mut walk = Walk::new(self);
        let mut ahead = tokio::spawn(page(self.clone(), 0, PAGE, scope));
        loop {
            let page_here = ahead.await.map_err(|_| StoreFault::Db(DbFault::Unavailable))??;
            if page_here.is_empty() {
                return walk.finish().await;
            }
            // the next page is read while this one is checked
            let next = walk.check.size() + page_here.len() as u64;
            ahead = tokio::spawn(page(self.clone(), next, PAGE, scope));
            walk.take(page_here).await?;
            progress(Progress { done: walk.check.size(), of: of.max(walk.check.size()) });
        }
    }
}

impl<'s> Walk<'s> {
    fn new(store: &'s Store) -> Self {
        Self {
            store,
            check: Check::new(vec![store.verifier_key()]),
            tiles: BTreeMap::new(),
            heads: Heads::new(),
            notes: Notes { ahead: std::collections::VecDeque::new(), read_up_to: 0 },
            contents: 0,
            without_key: 0,
        }
    }

    /// Checks a page of lines with the checkpoints among them.
    async fn take(&mut self, page: Vec<Line>) -> Result<(), VerifyFailure> {
        let leaves: Vec<Vec<u8>> = page.iter().map(Line::leaf_bytes).collect();
        let leaves: Vec<&[u8]> = leaves.iter().map(Vec::as_slice).collect();
        for (line, looked) in page.iter().zip(look_at(&leaves)) {
            self.line(line, looked.as_ref())?;
            self.notes_here().await?;
        }
        self.contents(&page).await
    }

    fn line(&mut self, line: &Line, looked: Option<&Looked<'_>>) -> Result<(), VerifyFailure> {
        let number = self.check.size();
        let tiles = &mut self.tiles;
        self.check.looked_with(looked, |level, index, hash| {
            if 0 < level && level.is_multiple_of(TILE_LEVELS) {
                tiles.insert((i64::from(level), i64::try_from(index).unwrap_or(i64::MAX)), hash);
            }
        })?;
        let Looked { leaf, hash, body_hash } = looked.ok_or(StoreFault::Damaged)?;
        if line.leaf != hash.0 {
            return Err(Broken::Leaf(number).into());
        }
        line.agrees(number, &leaf.body)?;
        self.heads.take(&leaf.body, *body_hash);
        Ok(())
    }

    async fn notes_here(&mut self) -> Result<(), VerifyFailure> {
        while let Some((size, _)) = self.next_note().await?
            && *size <= self.check.size()
        {
            if let Some((_, note)) = self.notes.ahead.pop_front() {
                self.check.checkpoint(&note)?;
            }
        }
        Ok(())
    }

    async fn next_note(&mut self) -> Result<Option<&(u64, String)>, VerifyFailure> {
        if self.notes.ahead.is_empty() && self.notes.read_up_to != i64::MAX {
            let after = self.notes.read_up_to;
            let find = "SELECT size, note FROM checkpoints WHERE size > $1 ORDER BY size LIMIT 500";
            let found =
                self.store.db().glance(move |tx| tx.query(find, vals![after], |row| Ok((row.int(0)?, row.text(1)?))));
            let found: Vec<(i64, String)> = found.await.map_err(|fault: DbFault| fault)?;
            self.notes.read_up_to = found.last().map_or(i64::MAX, |(size, _)| *size);
            self.notes.ahead.extend(found.into_iter().map(|(size, note)| (u64::try_from(size).unwrap_or(0), note)));
        }
        Ok(self.notes.ahead.front())
    }

    /// What can only be said when every line is known.
    async fn finish(mut self) -> Result<Verified, VerifyFailure> {
        if let Some((_, note)) = self.next_note().await?.cloned() {
            // signed over more lines than there are; one that was made while we read is not
            let size = self.store.ledger_size().await?;
            if self.check.size() == size {
                self.check.checkpoint(&note)?;
            }
        }
        self.ends().await?;
        let anchored = self.anchors().await?;
        let (contents, without_key) = (self.contents, self.without_key);
        Ok(Verified { checked: self.check.checked(), contents, without_key, anchored })
    }
}
