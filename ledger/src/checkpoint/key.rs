//! The signing key of a ledger and the public key by which others check.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Origin;
use crate::sha256;

/// The signature type of Ed25519 in signed notes.
const TYPE: u8 = 1;

/// The bytes or the text are not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a key of a ledger")]
pub struct NotAKey;

/// Signs checkpoints of one ledger. Has no `Debug` and cannot be copied.
pub struct Signer {
    pair: Ed25519KeyPair,
    key: VerifierKey,
}

impl Signer {
    /// From the 32 secret bytes of the ledger's signing key; the caller wipes its own copy.
    ///
    /// # Errors
    /// [`NotAKey`] when there are not 32 bytes.
    pub fn from_seed(origin: Origin, seed: &[u8]) -> Result<Self, NotAKey> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| NotAKey)?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| NotAKey)?;
        Ok(Self { pair, key: VerifierKey::new(origin, public) })
    }

    /// The public half.
    pub const fn key(&self) -> &VerifierKey {
        &self.key
    }

    /// The signature over this text.
    pub(crate) fn sign(&self, text: &str) -> Vec<u8> {
        self.pair.sign(text.as_bytes()).as_ref().to_vec()
    }

    /// The signature line over this text.
    pub(super) fn line(&self, text: &str) -> String {
        let bytes = [&self.key.id()[..], &self.sign(text)].concat();
        format!("— {} {}\n", self.key.origin, STANDARD.encode(bytes))
    }
}

/// The public key of a ledger. Its text form ("vkey") is `origin+id+key`: the id in eight hexadecimal digits, the key in base 64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifierKey {
    /// The ledger, and the name of the key.
    pub origin: Origin,
    public: [u8; 32],
}

impl VerifierKey {
    /// The key with these 32 public bytes.
    pub const fn new(origin: Origin, public: [u8; 32]) -> Self {
        Self { origin, public }
    }

    /// The four bytes by which signature lines name the key: the beginning of SHA-256(name ‖ newline ‖ 0x01 ‖ public key).
    pub fn id(&self) -> [u8; 4] {
        id_of(&self.origin.to_string(), &self.public)
    }

    /// Whether this key made the signature over this text.
    pub(crate) fn made(&self, signature: &[u8], text: &str) -> bool {
        holds(&self.public, text, signature)
    }
}

fn id_of(name: &str, public: &[u8; 32]) -> [u8; 4] {
    let hash = sha256(&[name.as_bytes(), &[b'\n', TYPE], public].concat());
    hash.0.first_chunk().copied().unwrap_or_default()
}

fn holds(public: &[u8; 32], text: &str, signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public).verify(text.as_bytes(), signature).is_ok()
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[TYPE][..], &self.public].concat();
        write!(f, "{}+{:08x}+{}", self.origin, u32::from_be_bytes(self.id()), STANDARD.encode(key))
    }
}

impl FromStr for VerifierKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        // Base 64 may hold a plus, so only the first two separate.
        let mut parts = text.splitn(3, '+');
        let (Some(origin), Some(_), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NotAKey);
        };
        let bytes = STANDARD.decode(key).map_err(|_| NotAKey)?;
        let public = bytes.strip_prefix(&[TYPE]).and_then(|key| key.try_into().ok()).ok_or(NotAKey)?;
        let key = Self::new(origin.parse().map_err(|_| NotAKey)?, public);
        // Also compares the id, which is derived.
        if key.to_string() == text { Ok(key) } else { Err(NotAKey) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key and note of the test vectors of Go's `golang.org/x/mod/sumdb/note`, where the format comes from.
    #[test]
    fn a_note_made_by_another_program_has_our_key_id_and_holds() {
        let key = STANDARD.decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").unwrap();
        let public: &[u8; 32] = key[1..].try_into().unwrap();
        let text =
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
        let line = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";
        let line = STANDARD.decode(line).unwrap();

        assert_eq!((key[0], id_of("PeterNeumann", public)), (TYPE, [0xc7, 0x4f, 0x20, 0xa3]));
        assert_eq!(line[..4], [0xc7, 0x4f, 0x20, 0xa3]);
        assert!(holds(public, text, &line[4..]));
        assert!(!holds(public, &text[1..], &line[4..]));
    }
}
