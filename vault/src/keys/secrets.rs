//! The secrets that the root key wraps directly, and what they are used for.

use std::sync::Arc;

use aws_lc_rs::hmac;

use super::{PurposeKey, WrongKey};
use crate::primitives::{self, Key, hkdf, mac_key, random};
use crate::root::RootKey;

/// The names of the secrets that the root key wraps directly; the word is the row's name in the key store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SecretName {
    /// Seals what belongs to no dossier: accounts, sign-ins, jobs.
    System,
    /// Makes the blind tokens of [`crate::index`].
    Index,
    /// Goes into every password hash, so that a stolen table alone cannot be tried out.
    Pepper,
    /// The Ed25519 seed that signs checkpoints.
    LedgerSigning,
}

impl SecretName {
    /// Every name.
    pub const ALL: [Self; 4] = [Self::System, Self::Index, Self::Pepper, Self::LedgerSigning];

    /// The word that is stored; it is bound into the wrapping.
    pub const fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Index => "index",
            Self::Pepper => "pepper",
            Self::LedgerSigning => "ledger-signing",
        }
    }
}

/// Thirty-two secret bytes with a name.
pub struct Secret(Key);

impl Secret {
    /// New random bytes.
    pub fn generate() -> Self {
        Self(random())
    }

    /// The bytes as the key store keeps them under this name, 40 bytes.
    pub fn wrap(&self, name: SecretName, root: &RootKey) -> Vec<u8> {
        primitives::wrap(&Self::wrapping(name, root), &self.0)
    }

    /// The secret of this name out of the key store.
    ///
    /// # Errors
    /// [`WrongKey`] when the root key is not the one that wrapped it, or name and bytes do not belong together.
    pub fn unwrap(name: SecretName, wrapped: &[u8], root: &RootKey) -> Result<Self, WrongKey> {
        primitives::unwrap(&Self::wrapping(name, root), wrapped).map(Self).ok_or(WrongKey)
    }

    /// The bytes themselves, for the ledger's signing seed.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A secret that was carried here from another place of the same installation.
    pub const fn from_bytes(bytes: Key) -> Self {
        Self(bytes)
    }

    fn wrapping(name: SecretName, root: &RootKey) -> Key {
        hkdf(root.bytes(), &[b"casekeep/v1/secret|", name.code().as_bytes()])
    }
}

/// Seals what belongs to no dossier.
pub struct SystemKey(Key);

impl SystemKey {
    /// The key for one kind of content of the system, ready for use.
    pub fn purpose(&self, purpose: SystemPurpose) -> PurposeKey {
        PurposeKey::new(&hkdf(self.0.as_ref(), &[b"casekeep/v1/system|", purpose.code().as_bytes()]))
    }
}

impl From<Secret> for SystemKey {
    fn from(secret: Secret) -> Self {
        Self(secret.0)
    }
}

/// What the system key is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SystemPurpose {
    /// Secrets of accounts, such as that of the one-time codes.
    Account,
    /// Particulars of sign-ins, such as the device.
    SignIn,
    /// Mails and jobs that belong to no dossier.
    Outbox,
    /// Secrets among the settings.
    Setting,
}

impl SystemPurpose {
    /// Every purpose.
    pub const ALL: [Self; 4] = [Self::Account, Self::SignIn, Self::Outbox, Self::Setting];

    const fn code(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::SignIn => "sign-in",
            Self::Outbox => "outbox",
            Self::Setting => "setting",
        }
    }
}

/// Goes into password hashes and the digests of recovery codes, each through a key of its own. Cloning shares it.
#[derive(Clone)]
pub struct Pepper(Arc<[hmac::Key; 2]>);

impl Pepper {
    pub(crate) fn for_passwords(&self) -> &hmac::Key {
        let [passwords, _] = self.0.as_ref();
        passwords
    }

    pub(crate) fn for_recovery(&self) -> &hmac::Key {
        let [_, recovery] = self.0.as_ref();
        recovery
    }
}

impl From<Secret> for Pepper {
    fn from(secret: Secret) -> Self {
        let key = |label: &[u8]| mac_key(hkdf(secret.bytes(), &[b"casekeep/v1/pepper|", label]).as_ref());
        Self(Arc::new([key(b"password"), key(b"recovery")]))
    }
}
