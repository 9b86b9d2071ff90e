//! The hierarchy of keys: what wraps what, and what is derived from what.
//!
//! ```text
//! root key ─┬─ key-encryption key of an epoch ─── data key of a dossier ─── keys for record, card, draft, document, outbox
//!           └─ secrets by name: system ─ keys for accounts, sign-ins, outbox …   index   pepper   ledger signing
//! ```
//!
//! Wrapping is AES-256-KW under a key derived for that one purpose, so a wrapped key put in another one's place (another dossier, another
//! name, another epoch) does not unwrap. Purpose keys are derived by HKDF-SHA256 and never stored. Source: security.md 4.1, NIST SP 800-38F.

mod secrets;

use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
use domain::ids::DossierId;

pub use secrets::{Pepper, Secret, SecretName, SystemKey, SystemPurpose};

use crate::primitives::{self, Key, hkdf, random, sure};
use crate::root::RootKey;

/// The wrapped key does not open: it was wrapped under another key, for another owner, or it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this key does not open what was wrapped")]
pub struct WrongKey;

/// The key-encryption key of one epoch. It wraps every dossier's data key and is replaced yearly or on suspicion.
pub struct Kek {
    epoch: u32,
    key: Key,
}

impl Kek {
    /// A new random key for this epoch.
    pub fn generate(epoch: u32) -> Self {
        Self { epoch, key: random() }
    }

    /// Which epoch it serves; stored beside every data key that it wraps.
    pub const fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The key as the key store keeps it, 40 bytes.
    pub fn wrap(&self, root: &RootKey) -> Vec<u8> {
        primitives::wrap(&Self::wrapping(self.epoch, root), &self.key)
    }

    /// The key of this epoch out of the key store.
    ///
    /// # Errors
    /// [`WrongKey`] when the root key is not the one that wrapped it, or epoch and bytes do not belong together.
    pub fn unwrap(epoch: u32, wrapped: &[u8], root: &RootKey) -> Result<Self, WrongKey> {
        let key = primitives::unwrap(&Self::wrapping(epoch, root), wrapped).ok_or(WrongKey)?;
        Ok(Self { epoch, key })
    }

    fn wrapping(epoch: u32, root: &RootKey) -> Key {
        hkdf(root.bytes(), &[b"casekeep/v1/kek|", &epoch.to_be_bytes()])
    }
}

/// The random key of one dossier. Whoever deletes its wrapped form has destroyed the dossier, wherever copies of the contents may be.
pub struct DataKey(Key);

impl DataKey {
    /// A new random key.
    pub fn generate() -> Self {
        Self(random())
    }

    /// The key as the key store keeps it for this dossier, 40 bytes.
    pub fn wrap(&self, dossier: DossierId, kek: &Kek) -> Vec<u8> {
        primitives::wrap(&Self::wrapping(dossier, kek), &self.0)
    }

    /// The key of this dossier out of the key store.
    ///
    /// # Errors
    /// [`WrongKey`] when it was wrapped under another epoch's key or for another dossier, or was changed.
    pub fn unwrap(dossier: DossierId, wrapped: &[u8], kek: &Kek) -> Result<Self, WrongKey> {
        primitives::unwrap(&Self::wrapping(dossier, kek), wrapped).map(Self).ok_or(WrongKey)
    }

    /// The key for one kind of content of this dossier, ready for use.
    pub fn purpose(&self, purpose: Purpose) -> PurposeKey {
        PurposeKey::new(&hkdf(self.0.as_ref(), &[b"casekeep/v1/data|", purpose.code().as_bytes()]))
    }

    fn wrapping(dossier: DossierId, kek: &Kek) -> Key {
        hkdf(kek.key.as_ref(), &[b"casekeep/v1/wrap|", dossier.bits().as_bytes()])
    }
}

/// What a dossier's key is used for; each kind of content has a key of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Entries of the record.
    Record,
    /// Cards that lists show.
    Card,
    /// Unsigned text.
    Draft,
    /// Uploaded or generated files.
    Document,
    /// Mails and jobs about this dossier that wait to go out.
    Outbox,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 5] = [Self::Record, Self::Card, Self::Draft, Self::Document, Self::Outbox];

    // Part of the derivation: changing a word makes everything sealed under it unreadable.
    const fn code(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Card => "card",
            Self::Draft => "draft",
            Self::Document => "document",
            Self::Outbox => "outbox",
        }
    }
}

/// A key that seals and opens, with its schedule prepared; cloning shares it. Sealing happens only through [`mod@crate::seal`].
///
/// Nonces are random, so a key may seal about 2³² values; a dossier's keys never come near.
#[derive(Clone)]
pub struct PurposeKey(Arc<LessSafeKey>);

impl PurposeKey {
    fn new(key: &Key) -> Self {
        Self(Arc::new(LessSafeKey::new(sure(UnboundKey::new(&AES_256_GCM, key.as_ref())))))
    }

    pub(crate) fn cipher(&self) -> &LessSafeKey {
        &self.0
    }
}

#[cfg(test)]
mod tests;
