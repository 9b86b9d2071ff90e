//! A tree of which only every eighth level is kept: what lies between is reckoned from at most 256 hashes.

use super::{Nodes, node_hash};
use crate::Hash;

/// How many levels lie between two that are kept.
pub const TILE_LEVELS: u8 = 8;

/// Where hashes of the levels 0, 8, 16, 24 … are kept: leaf hashes on level 0, perfect subtrees of 256, 65,536 … leaves above.
pub trait Rows {
    /// How reading fails.
    type Error;

    /// The hashes `first` to `first + count` of `level`, a multiple of [`TILE_LEVELS`]; `count` is a power of two,
    /// at most 128.
    ///
    /// # Errors
    /// Whatever the keeper reports; it must also be an error when one of them is missing.
    fn rows(&mut self, level: u8, first: u64, count: u64) -> Result<Vec<Hash>, Self::Error>;
}

/// Gives every perfect subtree out of kept rows.
#[derive(Debug)]
pub struct Tiled<R>(pub R);

impl<R: Rows> Nodes for Tiled<R> {
    type Error = R::Error;

    fn node(&mut self, level: u8, index: u64) -> Result<Hash, R::Error> {
        let above = level % TILE_LEVELS;
        let mut hashes = self.0.rows(level - above, index << above, 1 << above)?;
        while 1 < hashes.len() {
            hashes = hashes.chunks(2).filter_map(pair).collect();
        }
        Ok(hashes.pop().unwrap_or(Hash::ZERO))
    }
}

fn pair(two: &[Hash]) -> Option<Hash> {
    match two {
        [left, right] => Some(node_hash(left, right)),
        _ => None,
    }
}
