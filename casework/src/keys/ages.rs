//! How old the keys of the installation are, and how old they may become.
//!
//! # Source
//! Security §4.1, cryptoperiods after NIST SP 800-57: root key two years, key-encryption key and ledger signing key one year.

use domain::time::Instant;
use store::KeyAge;

const YEAR: i64 = 366;
const DAY: i64 = 86_400;

/// Which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// The key above all keys, which is kept outside.
    Root,
    /// The key under which the keys of the dossiers are wrapped.
    Encryption,
    /// The key that signs checkpoints.
    Signing,
}

/// For how many days each may be in use.
pub const HELD: [(KeyKind, i64); 3] =
    [(KeyKind::Root, 2 * YEAR), (KeyKind::Encryption, YEAR), (KeyKind::Signing, YEAR)];

/// One key and its age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    /// Which.
    pub kind: KeyKind,
    /// Since when it is in use.
    pub since: Instant,
    /// For how many days already.
    pub days: i64,
    /// For how many days it may be.
    pub most: i64,
}

impl Age {
    /// Whether it should have been followed by another.
    pub const fn is_old(self) -> bool {
        self.most < self.days
    }
}

/// The ages of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ages(pub [Age; 3]);

impl Ages {
    /// As they are now, in an installation that began then and has these key-encryption keys, the oldest first. Root and signing key are as old as
    /// the installation, which they were made with. Of several key-encryption keys that wrap something the oldest counts.
    pub fn judged(began: Instant, keys: &[KeyAge], now: Instant) -> Self {
        let oldest = keys.iter().find(|key| 0 < key.wraps).or_else(|| keys.last());
        let wrapping = oldest.map_or(began, |key| key.created);
        Self(HELD.map(|(kind, most)| {
            let since = if kind == KeyKind::Encryption { wrapping } else { began };
            Age { kind, since, days: now.seconds_since(since).max(0) / DAY, most }
        }))
    }
}
