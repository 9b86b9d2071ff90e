//! Roots and proofs out of stored subtrees, and their checking, which needs nothing but hashes.

use super::{Nodes, empty_root, node_hash};
use crate::Hash;

/// The root over the first `size` leaves.
///
/// # Errors
/// As [`Nodes::node`].
pub fn root<N: Nodes>(nodes: &mut N, size: u64) -> Result<Hash, N::Error> {
    if size == 0 { Ok(empty_root()) } else { range(nodes, 0, size) }
}

/// The proof that leaf `index` is among the first `size`, nearest hash first; `None` when it is not among them.
///
/// # Errors
/// As [`Nodes::node`].
pub fn inclusion<N: Nodes>(nodes: &mut N, index: u64, size: u64) -> Result<Option<Vec<Hash>>, N::Error> {
    if size <= index {
        return Ok(None);
    }
    let (mut start, mut length, mut proof) = (0, size, Vec::new());
    while 1 < length {
        let left = left_part(length);
        if index < start + left {
            proof.push(range(nodes, start + left, length - left)?);
            length = left;
        } else {
            proof.push(range(nodes, start, left)?);
            (start, length) = (start + left, length - left);
        }
    }
    proof.reverse();
    Ok(Some(proof))
}

/// The proof that the first `old` leaves are the beginning of the first `new`; empty when one of them proves itself.
/// `None` when `old` is larger than `new`.
///
/// # Errors
/// As [`Nodes::node`].
pub fn consistency<N: Nodes>(nodes: &mut N, old: u64, new: u64) -> Result<Option<Vec<Hash>>, N::Error> {
    if new < old {
        return Ok(None);
    }
    if old == 0 || old == new {
        return Ok(Some(Vec::new()));
    }
    let (mut start, mut length, mut whole, mut proof) = (0, new, true, Vec::new());
    while start + length != old {
        let left = left_part(length);
        if old <= start + left {
            proof.push(range(nodes, start + left, length - left)?);
            length = left;
        } else {
            proof.push(range(nodes, start, left)?);
            (start, length, whole) = (start + left, length - left, false);
        }
    }
    if !whole {
        proof.push(range(nodes, start, length)?);
    }
    proof.reverse();
    Ok(Some(proof))
}

/// Whether the proof leads from leaf `index` to the root over `size` leaves.
#[must_use]
pub fn verify_inclusion(leaf: Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    if size <= index {
        return false;
    }
    let (mut place, mut last, mut hash) = (index, size - 1, leaf);
    for other in proof {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            hash = node_hash(other, &hash);
            climb_to_left_child(&mut place, &mut last);
        } else {
            hash = node_hash(&hash, other);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && hash == *root
}

/// Whether the proof shows that the ledger of `old` leaves with `old_root` is the beginning of that of `new` leaves with `new_root`.
#[must_use]
pub fn verify_consistency(old: u64, new: u64, old_root: &Hash, new_root: &Hash, proof: &[Hash]) -> bool {
    if old == 0 || old == new {
        let begins = if old == new { old_root == new_root } else { *old_root == empty_root() };
        return begins && proof.is_empty();
    }
    if new < old {
        return false;
    }
    let (mut place, mut last) = (old - 1, new - 1);
    while place & 1 == 1 {
        (place, last) = (place >> 1, last >> 1);
    }
    let (first, rest) = match proof.split_first() {
        _ if old.is_power_of_two() => (*old_root, proof),
        Some((first, rest)) => (*first, rest),
        None => return false,
    };
    let (mut from_old, mut from_new) = (first, first);
    for other in rest {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            (from_old, from_new) = (node_hash(other, &from_old), node_hash(other, &from_new));
            climb_to_left_child(&mut place, &mut last);
        } else {
            from_new = node_hash(&from_new, other);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && from_old == *old_root && from_new == *new_root
}

/// A node at the right edge may stand several levels below its parent: goes up to where it has a left neighbour.
const fn climb_to_left_child(place: &mut u64, last: &mut u64) {
    while *place & 1 == 0 && *place != 0 {
        *place >>= 1;
        *last >>= 1;
    }
}

/// The hash over `length` (at least 1) leaves from `start`, which is a multiple of the power of two that holds them.
fn range<N: Nodes>(nodes: &mut N, start: u64, length: u64) -> Result<Hash, N::Error> {
    if length.is_power_of_two() {
        let level = length.trailing_zeros();
        return nodes.node(u8::try_from(level).unwrap_or(u8::MAX), start >> level);
    }
    let left = left_part(length);
    Ok(node_hash(&range(nodes, start, left)?, &range(nodes, start + left, length - left)?))
}

/// The largest power of two below `length`, which is at least 2: how many leaves stand to the left of the middle.
const fn left_part(length: u64) -> u64 {
    1 << (length - 1).ilog2()
}
