//! Checks a ledger line by line, from the first on, and names the first thing that is wrong.
//!
//! What it needs to remember does not grow with the ledger: the right edge of the tree, and one hash for each dossier. Almost all of the work on a
//! line – reading it, hashing it – needs no other line, so it can be done for many on several processors ([`look_at`]); what is left is to
//! compare.

mod look;

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use crate::checkpoint::{Checkpoint, VerifierKey};
use crate::line::{Body, Entry};
use crate::tree::Frontier;
use crate::{CheckpointFault, Fault, Found, Hash, Id};

pub use look::{Looked, look_at};

/// A ledger in the course of being checked.
///
/// Feed the leaves in order through [`Check::leaf`], and each checkpoint through [`Check::checkpoint`] when [`Check::size`] has reached its
/// size. After the first fault nothing that it says later means anything.
#[derive(Debug)]
pub struct Check {
    keys: Vec<VerifierKey>,
    frontier: Frontier,
    last: Hash,
    dossiers: HashMap<Id, Head>,
    from_the_start: bool,
    entries: u64,
    checkpoints: u64,
    proved: u64,
}

/// The last entry of a dossier.
#[derive(Debug, Clone, Copy)]
struct Head {
    hash: Hash,
    at: i64,
    entry: u32,
}

/// What was found to be in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// How many lines there are.
    pub size: u64,
    /// The root of the tree over all of them.
    pub root: Hash,
    /// The hash of the last leaf.
    pub last: Hash,
    /// Up to how many lines a signed checkpoint vouches; lines behind it are chained, but nobody has signed for them yet.
    pub proved: u64,
    /// How many of the lines that were fed are entries.
    pub entries: u64,
    /// In how many dossiers.
    pub dossiers: u64,
    /// How many checkpoints were compared.
    pub checkpoints: u64,
}

impl Check {
    /// Begins with the first line. Checkpoints must be signed by one of `keys`.
    pub fn new(keys: Vec<VerifierKey>) -> Self {
        Self::over(keys, Frontier::new(), Hash::ZERO, true)
    }

    /// Goes on where an earlier check ended: behind the tree `frontier`, whose last leaf has the hash `last`.
    ///
    /// The first entry that it sees of a dossier is taken as it is, since the one before is not known.
    pub fn resume(keys: Vec<VerifierKey>, frontier: Frontier, last: Hash) -> Self {
        Self::over(keys, frontier, last, false)
    }

    fn over(keys: Vec<VerifierKey>, frontier: Frontier, last: Hash, from_the_start: bool) -> Self {
        Self { keys, frontier, last, dossiers: HashMap::new(), from_the_start, entries: 0, checkpoints: 0, proved: 0 }
    }

    /// How many lines are checked; also the ledger number of the next.
    pub const fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// Checks the next line, given as the exact bytes of the leaf.
    ///
    /// # Errors
    /// The first that applies of `Malformed`, `Numbering`, `Chain`, `DossierChain`, `Time`, with the ledger number expected here.
    pub fn leaf(&mut self, bytes: &[u8]) -> Result<(), Found> {
        self.looked(Looked::at(bytes).as_ref())
    }

    /// Checks the next line, which was looked at before; `None` when it was malformed.
    ///
    /// # Errors
    /// As [`Check::leaf`].
    pub fn looked(&mut self, looked: Option<&Looked<'_>>) -> Result<(), Found> {
        self.looked_with(looked, |_, _, _| ())
    }

    /// Like [`Check::looked`], and tells every perfect subtree that the line completes: level, index, hash.
    ///
    /// # Errors
    /// As [`Check::leaf`].
    pub fn looked_with(
        &mut self,
        looked: Option<&Looked<'_>>,
        completed: impl FnMut(u8, u64, Hash),
    ) -> Result<(), Found> {
        let next = self.frontier.size();
        let here = |fault| Found::at(fault, next);
        let Looked { leaf, hash, body_hash } = looked.ok_or(here(Fault::Malformed))?;
        if leaf.n != next {
            return Err(here(Fault::Numbering));
        }
        if leaf.prev != self.last {
            return Err(here(Fault::Chain));
        }
        if let Body::Entry(entry) = &leaf.body {
            self.entry(entry, *body_hash).map_err(here)?;
        }
        self.last = *hash;
        self.frontier.append_with(*hash, completed);
        Ok(())
    }

    fn entry(&mut self, entry: &Entry<'_>, hash: Hash) -> Result<(), Fault> {
        let next = Head { hash, at: entry.at, entry: entry.entry };
        match self.dossiers.entry(entry.dossier) {
            Slot::Occupied(mut slot) => {
                let before = slot.insert(next);
                follows(entry, before.hash, before.entry, before.at)?;
            }
            Slot::Vacant(slot) => {
                slot.insert(next);
                if self.from_the_start {
                    follows(entry, Hash::ZERO, 0, i64::MIN)?;
                }
            }
        }
        self.entries += 1;
        Ok(())
    }

    /// Checks a checkpoint over exactly the lines that were fed so far.
    ///
    /// # Errors
    /// `Checkpoint` when its form, origin, signature or root is wrong, or when it speaks of fewer lines than were fed; `RolledBack` when it
    /// is well signed and speaks of more.
    pub fn checkpoint(&mut self, note: &str) -> Result<Checkpoint, Found> {
        let checkpoint = Checkpoint::verify(note, &self.keys).map_err(|fault| Found::nowhere(fault.into()))?;
        self.compare(&checkpoint)?;
        Ok(checkpoint)
    }

    /// Compares a checkpoint whose signature was verified.
    pub(crate) fn compare(&mut self, checkpoint: &Checkpoint) -> Result<(), Found> {
        let here = |fault| Err(Found::at(fault, checkpoint.size));
        match checkpoint.size.cmp(&self.frontier.size()) {
            std::cmp::Ordering::Less => here(CheckpointFault::Order.into()),
            std::cmp::Ordering::Greater => here(Fault::RolledBack),
            std::cmp::Ordering::Equal if checkpoint.root != self.frontier.root() => here(CheckpointFault::Root.into()),
            std::cmp::Ordering::Equal => {
                self.checkpoints += 1;
                self.proved = checkpoint.size;
                Ok(())
            }
        }
    }

    /// The last entry of a dossier among the lines so far: its number, and the hash of its body.
    pub fn head(&self, dossier: Id) -> Option<(u32, Hash)> {
        self.dossiers.get(&dossier).map(|head| (head.entry, head.hash))
    }

    /// Every dossier with an entry among the lines so far.
    pub fn dossiers(&self) -> impl Iterator<Item = Id> {
        self.dossiers.keys().copied()
    }

    /// The tree so far, for [`Check::resume`].
    pub const fn frontier(&self) -> &Frontier {
        &self.frontier
    }

    /// What was found to be in order so far.
    pub fn checked(&self) -> Checked {
        Checked {
            size: self.frontier.size(),
            root: self.frontier.root(),
            last: self.last,
            proved: self.proved,
            entries: self.entries,
            dossiers: u64::try_from(self.dossiers.len()).unwrap_or(u64::MAX),
            checkpoints: self.checkpoints,
        }
    }
}

/// Whether an entry follows the one before it in its dossier, known by hash, number and time.
pub(crate) fn follows(entry: &Entry<'_>, hash: Hash, number: u32, at: i64) -> Result<(), Fault> {
    if entry.prev != hash || number.checked_add(1) != Some(entry.entry) {
        return Err(Fault::DossierChain);
    }
    if entry.at < at { Err(Fault::Time) } else { Ok(()) }
}
