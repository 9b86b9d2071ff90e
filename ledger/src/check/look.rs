//! What a line says by itself: its parts and its hashes. That is the work of checking; comparing takes little.

use std::num::NonZero;

use super::Head;
use crate::line::{Body, Leaf, body_hash, leaf_hash};
use crate::{Hash, Id};

/// On how many processors at most lines are looked at.
pub(crate) const SIDES: usize = 4;

/// How many lines are worth a thread.
const WORTH: usize = 256;

/// A well-formed line with its hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looked<'a> {
    /// What it says.
    pub leaf: Leaf<'a>,
    /// Its [`leaf_hash`].
    pub hash: Hash,
    /// The [`body_hash`] of an entry; [`Hash::ZERO`] for an access line, whose body nobody names.
    pub body_hash: Hash,
}

impl<'a> Looked<'a> {
    /// Looks at one line; `None` when it is malformed.
    pub fn at(bytes: &'a [u8]) -> Option<Self> {
        let leaf = Leaf::parse(bytes)?;
        let body_hash = if let Body::Entry(_) = leaf.body { body_hash(leaf.bytes) } else { Hash::ZERO };
        Some(Self { leaf, hash: leaf_hash(bytes), body_hash })
    }

    pub(crate) fn claim(&self) -> Claim {
        let entry = match &self.leaf.body {
            Body::Entry(line) => {
                let head = Head { hash: self.body_hash, at: line.at, entry: line.entry };
                Some((line.dossier, line.prev, head))
            }
            Body::Access(_) => None,
        };
        Claim { n: self.leaf.n, prev: self.leaf.prev, hash: self.hash, entry }
    }
}

/// What of a line is compared with those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Claim {
    /// Its ledger number.
    pub(crate) n: u64,
    /// The hash of the leaf before it, as it says.
    pub(crate) prev: Hash,
    /// Its own hash.
    pub(crate) hash: Hash,
    /// Of an entry: its dossier, the hash of the entry before as it says, and itself.
    pub(crate) entry: Option<(Id, Hash, Head)>,
}

/// The claims of these lines, `None` for those that are malformed.
pub(crate) fn claims(lines: &[&[u8]]) -> Vec<Option<Claim>> {
    lines.iter().map(|line| Looked::at(line).as_ref().map(Looked::claim)).collect()
}

/// Looks at many lines on several processors; in the same order, `None` for those that are malformed.
pub fn look_at<'a>(lines: &[&'a [u8]]) -> Vec<Option<Looked<'a>>> {
    let sides = std::thread::available_parallelism().map_or(1, NonZero::get).min(SIDES);
    let share = lines.len().div_ceil(sides).max(WORTH);
    let (own, others) = lines.split_at(share.min(lines.len()));
    std::thread::scope(|scope| {
        let others: Vec<_> = others.chunks(share).map(|share| scope.spawn(move || look(share))).collect();
        let mut looked = look(own);
        for other in others {
            looked.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        looked
    })
}

fn look<'a>(lines: &[&'a [u8]]) -> Vec<Option<Looked<'a>>> {
    lines.iter().map(|line| Looked::at(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::{Access, leaf_bytes};

    #[test]
    fn many_lines_are_seen_as_each_one_is_and_in_their_order() {
        let access = |n: u64| {
            let at = i64::try_from(n).unwrap();
            Access { act: "opened", actor: Id([7; 16]), at, dossier: None, entry: None, through: None, why: None }
        };
        let mut lines: Vec<Vec<u8>> =
            (0..2_000).map(|n| leaf_bytes(&access(n).body().unwrap(), n, &Hash::ZERO)).collect();
        for wrong in [0, 700, 1_999] {
            lines[wrong] = b"{}".to_vec();
        }
        let lines: Vec<&[u8]> = lines.iter().map(Vec::as_slice).collect();
        for few in [0, 1, 255, 257, 2_000] {
            let each: Vec<_> = lines[..few].iter().map(|line| Looked::at(line)).collect();
            assert_eq!(look_at(&lines[..few]), each);
        }
        assert_eq!(look_at(&lines).iter().filter(|looked| looked.is_none()).count(), 3);
    }
}
