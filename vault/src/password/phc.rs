//! Stored password hashes in PHC form: `$argon2id$v=19$m=65536,t=3,p=1$salt$hash`.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::Cost;
use crate::primitives::Key;

/// A cost above this was not written by us; it would only serve to exhaust the memory.
const MOST: Cost = Cost { memory_kib: 1_048_576, passes: 16, lanes: 16 };

/// A hash with what is needed to make it again.
pub(super) struct Stored {
    pub(super) cost: Cost,
    pub(super) salt: Vec<u8>,
    pub(super) hash: Key,
}

impl Stored {
    /// Reads what [`fmt::Display`] writes, and nothing else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix("$argon2id$v=19$")?.split('$');
        let (Some(cost), Some(salt), Some(hash), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let hash = STANDARD_NO_PAD.decode(hash).ok()?;
        Some(Self {
            cost: parse_cost(cost)?,
            salt: STANDARD_NO_PAD.decode(salt).ok()?,
            hash: Key::new(hash.try_into().ok()?),
        })
    }
}

impl fmt::Display for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cost { memory_kib, passes, lanes } = self.cost;
        let [salt, hash] = [self.salt.as_slice(), self.hash.as_ref()].map(|bytes| STANDARD_NO_PAD.encode(bytes));
        write!(f, "$argon2id$v=19$m={memory_kib},t={passes},p={lanes}${salt}${hash}")
    }
}

fn parse_cost(text: &str) -> Option<Cost> {
    let mut parts = text.split(',');
    let mut next = |name: &str| parts.next()?.strip_prefix(name)?.parse::<u32>().ok();
    let cost = Cost { memory_kib: next("m=")?, passes: next("t=")?, lanes: next("p=")? };
    let modest = cost.memory_kib <= MOST.memory_kib && cost.passes <= MOST.passes && cost.lanes <= MOST.lanes;
    (parts.next().is_none() && modest).then_some(cost)
}
