//! Checks a ledger line by line, from the first on, and names the first thing that is wrong.
//!
//! What it needs to remember does not grow with the ledger: the right edge of the tree, and one hash for each dossier. Almost all of the work on a
//! line – reading it, hashing it – needs no other line, so it can be done for many on several processors ([`look_at`]); what is left is to
//! compare.

mod look;

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use crate::checkpoint::{Checkpoint, VerifierKey};
use crate::tree::Frontier;
use crate::{CheckpointFault, Fault, Found, Hash, Id};

pub(crate) use look::{Claim, SIDES, claims};
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

/// An entry as the next one of its dossier must know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) hash: Hash,
    pub(crate) at: i64,
    pub(crate) entry: u32,
}

impl Head {
    /// What the first entry of a dossier follows.
    pub(crate) const NONE: Self = Self { hash: Hash::ZERO, at: i64::MIN, entry: 0 };

    /// Whether this entry, which names `prev`, follows `before` in their dossier.
    pub(crate) fn follows(&self, prev: Hash, before: &Self) -> Result<(), Fault> {
        if prev != before.hash || before.entry.checked_add(1) != Some(self.entry) {
            return Err(Fault::DossierChain);
        }
        if self.at < before.at { Err(Fault::Time) } else { Ok(()) }
    }
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
        self.claim_with(looked.map(Looked::claim), completed)
    }

    /// Checks what the next line claims; `None` when it was malformed.
    ///
    /// # Errors
    /// As [`Check::leaf`].
    pub(crate) fn claim(&mut self, claim: Option<Claim>) -> Result<(), Found> {
        self.claim_with(claim, |_, _, _| ())
    }

    fn claim_with(&mut self, claim: Option<Claim>, completed: impl FnMut(u8, u64, Hash)) -> Result<(), Found> {
        let next = self.frontier.size();
        let here = |fault| Found::at(fault, next);
        let Claim { n, prev, hash, entry } = claim.ok_or(here(Fault::Malformed))?;
        if n != next {
            return Err(here(Fault::Numbering));
        }
        if prev != self.last {
            return Err(here(Fault::Chain));
        }
        if let Some((dossier, prev, head)) = entry {
            self.entry(dossier, prev, head).map_err(here)?;
        }
        self.last = hash;
        self.frontier.append_with(hash, completed);
        Ok(())
    }

    fn entry(&mut self, dossier: Id, prev: Hash, head: Head) -> Result<(), Fault> {
        match self.dossiers.entry(dossier) {
            Slot::Occupied(mut slot) => head.follows(prev, &slot.insert(head))?,
            Slot::Vacant(slot) => {
                slot.insert(head);
                if self.from_the_start {
                    head.follows(prev, &Head::NONE)?;
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
