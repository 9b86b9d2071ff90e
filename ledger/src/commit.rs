//! What a line says about a content without showing it: salted commitments to the content and to its manifest.
//!
//! Salt, manifest and content are sealed together. Whoever is given the three can check them against the line without any key; whoever has
//! only the line learns nothing, not even whether two contents are the same; and once the key of the dossier is destroyed, the
//! commitment can no longer be opened by anyone.

use std::fmt;

use crate::canonical::{self, NotCanonical, Object, Value};
use crate::{Hash, Hashing, Id};

/// The random bytes that keep a commitment from being guessed; drawn anew for each entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

/// Never shows the bytes: with them a short content could be guessed.
impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt")
    }
}

/// The commitment to a content: SHA-256("casekeep/v1/content" ‖ 0x00 ‖ salt ‖ content).
pub fn content(salt: &Salt, content: &[u8]) -> Hash {
    salted(b"casekeep/v1/content\0", salt, content)
}

/// The hash of a manifest: SHA-256("casekeep/v1/manifest" ‖ 0x00 ‖ salt ‖ manifest).
pub fn manifest(salt: &Salt, manifest: &[u8]) -> Hash {
    salted(b"casekeep/v1/manifest\0", salt, manifest)
}

fn salted(purpose: &[u8], salt: &Salt, bytes: &[u8]) -> Hash {
    let mut hashing = Hashing::new();
    hashing.update(purpose);
    hashing.update(&salt.0);
    hashing.update(bytes);
    hashing.finish()
}

/// What was signed: the place of an entry, the commitment to its content, and every signature in full.
#[derive(Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The commitment to the content.
    pub commit: Hash,
    /// The dossier.
    pub dossier: Id,
    /// The place of the entry there, from 1.
    pub entry: u32,
    /// The installation.
    pub installation: Id,
    /// The kind of event, a code.
    pub kind: String,
    /// The rank of its level, 0 to 3.
    pub level: u8,
    /// The signatures, at least one: objects with every field of a signature.
    pub signatures: Vec<Value>,
    /// The version of the event's content.
    pub version: u16,
}

impl Manifest {
    /// The canonical bytes.
    ///
    /// # Errors
    /// [`NotCanonical`] when a signature has no canonical form.
    pub fn write(self) -> Result<Vec<u8>, NotCanonical> {
        let object = Object::new()
            .with("commit", self.commit)
            .with("dossier", self.dossier)
            .with("entry", self.entry)
            .with("installation", self.installation)
            .with("kind", self.kind)
            .with("level", self.level)
            .with("signatures", self.signatures)
            .with("version", self.version);
        Value::from(object).write()
    }

    /// Reads a manifest with exactly these keys and at least one signature; `None` for everything else.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let Ok(Value::Object(mut keys)) = canonical::parse(bytes) else { return None };
        let manifest = Self {
            commit: keys.take_text("commit")?.parse().ok()?,
            dossier: keys.take_text("dossier")?.parse().ok()?,
            entry: keys.take_int("entry")?.try_into().ok()?,
            installation: keys.take_text("installation")?.parse().ok()?,
            kind: keys.take_text("kind")?,
            level: keys.take_int("level")?.try_into().ok()?,
            signatures: match keys.take("signatures")? {
                Value::List(signatures) if signatures.iter().all(|one| matches!(one, Value::Object(_))) => signatures,
                _ => return None,
            },
            version: keys.take_int("version")?.try_into().ok()?,
        };
        (keys.is_empty() && !manifest.signatures.is_empty()).then_some(manifest)
    }
}

/// Shows the place, never the signatures: they hold names.
impl fmt::Debug for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Manifest({}/{})", self.dossier, self.entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sha256;

    fn sample() -> Manifest {
        Manifest {
            commit: Hash([1; 32]),
            dossier: Id([2; 16]),
            entry: 3,
            installation: Id([4; 16]),
            kind: "note_recorded".to_owned(),
            level: 1,
            signatures: vec![Object::new().with("name", "Tomas Brandt").into()],
            version: 1,
        }
    }

    #[test]
    fn commitments_are_the_hashes_the_specification_names() {
        let salt = Salt([9; 32]);
        let spelled = [&b"casekeep/v1/content\0"[..], &[9; 32], b"text"].concat();
        assert_eq!(content(&salt, b"text"), sha256(&spelled));
        let spelled = [&b"casekeep/v1/manifest\0"[..], &[9; 32], b"text"].concat();
        assert_eq!(manifest(&salt, b"text"), sha256(&spelled));
        assert_ne!(content(&salt, b"text"), content(&Salt([8; 32]), b"text"));
    }

    #[test]
    fn a_manifest_reads_back() {
        let bytes = sample().write().unwrap();
        assert_eq!(Manifest::parse(&bytes), Some(sample()));
    }

    #[test]
    fn a_manifest_with_another_key_or_no_signature_is_refused() {
        let text = String::from_utf8(sample().write().unwrap()).unwrap();
        assert_eq!(Manifest::parse(text.replace("\"version\":1}", "\"version\":1,\"w\":1}").as_bytes()), None);
        assert_eq!(Manifest::parse(text.replace("\"version\":1", "\"version\":-1").as_bytes()), None);
        assert_eq!(Manifest::parse(&Manifest { signatures: vec![], ..sample() }.write().unwrap()), None);
        assert_eq!(Manifest::parse(&Manifest { signatures: vec![1_u8.into()], ..sample() }.write().unwrap()), None);
    }

    #[test]
    fn debug_shows_no_name() {
        assert!(!format!("{:?}", sample()).contains("Brandt"));
    }
}
