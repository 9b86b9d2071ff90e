//! Lines and entries on their way in: each must follow from those before it, and what is open of an entry must be what its line commits to.

use std::sync::Arc;

use domain::ids::{DossierId, EntryId, EntryNumber};
use domain::time::Instant;
use ledger::check::Looked;
use ledger::checkpoint::Origin;
use ledger::line::Body;
use ledger::tree::TILE_LEVELS;
use ledger::{Found, Id};

use super::founding::{Founding, put};
use super::{OpenSheet, WholeEntry};
use crate::StoreFault;
use crate::copies::Cell;
use crate::keys::{ComingKey, DossierKey, Keys};
use crate::record::{Sheet, new_line};
use crate::seals::Header;
use crate::verify::dossier_of;

/// How many opened keys are kept.
const KEPT: usize = 1_024;

/// Why something is not taken in. No variant carries content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Two lines are of the same dossier.
    #[error("this dossier stood there before")]
    Twice,
    /// No line of the ledger speaks of the dossier.
    #[error("no entry of a dossier is in the ledger")]
    Empty,
    /// The dossier of an entry is not known.
    #[error("its dossier is not among the dossiers")]
    Unknown,
    /// A line speaks of an entry that does not come.
    #[error("the entry that the ledger speaks of is missing")]
    Missing,
    /// It is another entry than the one whose line was read.
    #[error("it is not the entry that the ledger speaks of next")]
    Place,
    /// Its header contradicts its line.
    #[error("its header is not what the ledger says")]
    Header,
    /// It has no content and should have one, or the other way round.
    #[error("its dossier should have contents and it has none, or the other way round")]
    Contents,
    /// Its manifest is another one.
    #[error("its manifest is not the one that was recorded")]
    Manifest,
    /// Its content is another one.
    #[error("its content is not the one that was recorded")]
    Content,
    /// A tombstone without a signature that holds.
    #[error("it is not a tombstone of this ledger")]
    Tombstone,
    /// A deed that wrote no entry.
    #[error("it wrote no entry that there is")]
    Deed,
}

/// Why a record is not founded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FoundingFault {
    /// A line of the ledger or a checkpoint does not follow.
    #[error(transparent)]
    Ledger(#[from] Found),
    /// Something else contradicts the ledger.
    #[error(transparent)]
    Wrong(#[from] Wrong),
    /// The databases fail.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

/// What an entry line says of the entry that must come next.
pub(super) struct Taken {
    leaf: Vec<u8>,
    id: EntryId,
}

impl Founding<'_> {
    /// Takes the next line, given as the exact bytes of its leaf; answers with the entry that must come before the line after it.
    ///
    /// # Errors
    /// [`FoundingFault::Ledger`] by the first rule of a check that it breaks.
    pub fn line(&mut self, leaf: &[u8]) -> Result<Option<EntryId>, FoundingFault> {
        if self.expected.is_some() {
            return Err(Wrong::Missing.into());
        }
        let looked = Looked::at(leaf);
        let mut tiles = Vec::new();
        self.check.looked_with(looked.as_ref(), |level, index, hash| {
            if 0 < level && level.is_multiple_of(TILE_LEVELS) {
                tiles.push((level, index, hash));
            }
        })?;
        let Looked { leaf: parsed, hash, .. } = looked.ok_or(StoreFault::Damaged)?;
        let (dossier, entry) = match &parsed.body {
            Body::Entry(entry) => (Some(entry.dossier), Some(entry.entry)),
            Body::Access(access) => (access.dossier, access.entry),
        };
        self.last_at = Instant(parsed.body.at());
        let row = vec![
            Cell::Text(new_line()),
            Cell::Int(parsed.body.at()),
            dossier.map_or(Cell::Null, |dossier| Cell::Text(dossier.to_string())),
            entry.map_or(Cell::Null, |entry| Cell::Int(i64::from(entry))),
            Cell::Bytes(parsed.bytes.to_vec()),
            Cell::Int(signed(parsed.n)),
            Cell::Bytes(parsed.prev.0.to_vec()),
            Cell::Bytes(hash.0.to_vec()),
        ];
        put(&mut self.rows.lines, row)?;
        for (level, index, hash) in tiles {
            let row = vec![Cell::Int(i64::from(level)), Cell::Int(signed(index)), Cell::Bytes(hash.0.to_vec())];
            put(&mut self.rows.tiles, row)?;
        }
        let Body::Entry(body) = &parsed.body else { return Ok(None) };
        let id = EntryId { dossier: dossier_of(body), number: EntryNumber(body.entry) };
        self.expected = Some(Taken { leaf: leaf.to_vec(), id });
        Ok(Some(id))
    }

    /// Takes a checkpoint over exactly the lines so far, given as its note.
    ///
    /// # Errors
    /// [`FoundingFault::Ledger`] when it is not signed, or over other lines.
    pub fn note(&mut self, note: &str) -> Result<(), FoundingFault> {
        let checkpoint = self.check.checkpoint(note)?;
        // when it was made is nowhere written down; it was not before its last line
        let row = vec![Cell::Int(signed(checkpoint.size)), Cell::Int(self.last_at.0), Cell::Text(note.to_owned())];
        Ok(put(&mut self.rows.checkpoints, row)?)
    }

    /// Takes the entry of the line before, and seals it under a key of this place; says whether its content was taken. That of a dossier with a
    /// tombstone is not.
    ///
    /// # Errors
    /// [`FoundingFault::Wrong`] by the first thing that contradicts the line.
    pub fn entry(&mut self, entry: WholeEntry) -> Result<bool, FoundingFault> {
        let Taken { leaf, id } = self.expected.take().ok_or(Wrong::Place)?;
        if entry.id != id {
            return Err(Wrong::Place.into());
        }
        let coming = self.dossiers.get_mut(&id.dossier).ok_or(Wrong::Unknown)?;
        if coming.contents != entry.sheet.is_some() {
            return Err(Wrong::Contents.into());
        }
        coming.last_at = self.last_at;
        let taken = coming.contents && !coming.entombed;
        let header = entry.header();
        let sheet = checked(&leaf, &header, self.origin(), entry.sheet.as_ref())?;
        let sealed = match sheet {
            Some(sheet) if taken => header.seal(self.installation, &*self.key_of(&header)?, sheet.plain())?,
            _ => Vec::new(),
        };
        let row = vec![
            Cell::Text(id.dossier.to_string()),
            Cell::Int(i64::from(id.number.0)),
            Cell::Text(header.kind),
            Cell::Int(i64::from(header.version)),
            Cell::Int(i64::from(header.level.rank())),
            Cell::Text(header.author.to_string()),
            Cell::Int(header.happened.0),
            Cell::Int(header.signed.0),
            Cell::Bytes(sealed),
        ];
        put(&mut self.rows.entries, row)?;
        Ok(taken)
    }

    fn origin(&self) -> Origin {
        Origin(Id(self.installation.bits().into_bytes()))
    }

    /// The key of the dossier of this entry: the first entry makes it.
    fn key_of(&mut self, header: &Header) -> Result<Arc<DossierKey>, StoreFault> {
        let dossier = header.dossier;
        if let Some(key) = self.opened.get(&dossier) {
            return Ok(Arc::clone(key));
        }
        if KEPT <= self.opened.len() {
            // what waits must be in the database before memory forgets it
            self.rows.keys.flush().map_err(crate::copies::CopyFault::of_rows)?;
            self.opened.clear();
        }
        let key =
            if header.number == EntryNumber(1) { self.make_key(dossier)? } else { self.keys.open_now(dossier)? };
        self.opened.insert(dossier, Arc::clone(&key));
        Ok(key)
    }

    fn make_key(&mut self, dossier: DossierId) -> Result<Arc<DossierKey>, StoreFault> {
        let ComingKey { key, version, epoch, wrapped } = Keys::make(dossier, &self.kek, self.now);
        let row = vec![
            Cell::Text(dossier.to_string()),
            Cell::Int(i64::from(version)),
            Cell::Int(i64::from(epoch)),
            Cell::Bytes(wrapped),
            Cell::Int(self.now.0),
        ];
        put(&mut self.rows.keys, row)?;
        Ok(key)
    }
}

/// Holds what is open of an entry against its line.
fn checked(
    leaf: &[u8],
    header: &Header,
    origin: Origin,
    open: Option<&OpenSheet>,
) -> Result<Option<Sheet>, FoundingFault> {
    let looked = Looked::at(leaf).ok_or(StoreFault::Damaged)?;
    let Body::Entry(line) = looked.leaf.body else { return Err(Wrong::Place.into()) };
    if header.kind != line.kind || header.level.rank() != line.level {
        return Err(Wrong::Header.into());
    }
    let Some(OpenSheet { salt, manifest, content }) = open else { return Ok(None) };
    let sheet = Sheet::of(salt, manifest, content)?;
    let commitments = sheet.commitments();
    if commitments.manifest != line.manifest {
        return Err(Wrong::Manifest.into());
    }
    if commitments.commit != line.commit {
        return Err(Wrong::Content.into());
    }
    if sheet.agrees(origin, header, &line) { Ok(Some(sheet)) } else { Err(Wrong::Header.into()) }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
