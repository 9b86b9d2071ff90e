//! The tree over the leaves: one hash for all of them, and short proofs that a leaf is among them and that a later ledger only added.
//!
//! # Source
//! RFC 6962, section 2.1 (tree, audit paths, consistency proofs); the checking of proofs follows RFC 9162, sections 2.1.3.2 and 2.1.4.2.

mod frontier;
mod proof;
mod tiled;

use crate::{Hash, sha256};

pub use frontier::Frontier;
pub use proof::{consistency, inclusion, root, verify_consistency, verify_inclusion};
pub use tiled::{Rows, TILE_LEVELS, Tiled};

/// The hashes of perfect subtrees, wherever they are kept.
pub trait Nodes {
    /// How looking one up fails.
    type Error;

    /// The hash over the leaves `index * 2^level` to `(index + 1) * 2^level`; on level 0 the leaf hash itself.
    ///
    /// # Errors
    /// Whatever the keeper of the hashes reports, also when it does not have them.
    fn node(&mut self, level: u8, index: u64) -> Result<Hash, Self::Error>;
}

/// The root of the tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    sha256(b"")
}

/// The hash of an inner node: SHA-256 of a one byte, the left and the right hash.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut bytes = [1; 65];
    if let Some((_, [from_left, from_right])) =
        bytes.split_first_mut().map(|(one, rest)| (one, rest.as_chunks_mut::<32>().0))
    {
        (*from_left, *from_right) = (left.0, right.0);
    }
    sha256(&bytes)
}

#[cfg(test)]
mod tests;
