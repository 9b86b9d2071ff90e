//! The right edge of the tree: all that is needed to add leaves and to know the root.

use super::{empty_root, node_hash};
use crate::Hash;

/// The roots of the perfect subtrees that make up the tree, largest first; at most 64 hashes however large the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    roots: Vec<Hash>,
}

impl Frontier {
    /// The tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many leaves there are.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds the hash of the next leaf.
    pub fn append(&mut self, leaf: Hash) {
        self.append_with(leaf, |_, _, _| ());
    }

    /// Adds the hash of the next leaf and tells every perfect subtree that it completes: level, index, hash, the leaf itself first.
    pub fn append_with(&mut self, leaf: Hash, mut completed: impl FnMut(u8, u64, Hash)) {
        let (mut hash, mut level) = (leaf, 0_u8);
        completed(level, self.size, hash);
        // Each set bit at the end of the size is a subtree that the new one pairs with.
        while (self.size >> level) & 1 == 1 {
            if let Some(left) = self.roots.pop() {
                hash = node_hash(&left, &hash);
            }
            level += 1;
            completed(level, self.size >> level, hash);
        }
        self.roots.push(hash);
        self.size += 1;
    }

    /// The root of the tree.
    pub fn root(&self) -> Hash {
        let mut smaller_first = self.roots.iter().rev().copied();
        match smaller_first.next() {
            Some(last) => smaller_first.fold(last, |right, left| node_hash(&left, &right)),
            None => empty_root(),
        }
    }

    /// As bytes: the size in eight bytes, highest first, then the hashes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        bytes.extend(self.roots.iter().flat_map(|root| root.0));
        bytes
    }

    /// Reads what [`Frontier::to_bytes`] wrote; `None` when it is not that.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (size, hashes) = bytes.split_first_chunk::<8>()?;
        let size = u64::from_be_bytes(*size);
        let roots: Vec<Hash> = hashes.chunks(32).map(Hash::from_slice).collect::<Option<_>>()?;
        (roots.len() == usize::try_from(size.count_ones()).ok()?).then_some(Self { size, roots })
    }
}
