//! Tombstones: signed sentences "this dossier was destroyed", kept outside the databases, so that no copy of a key can raise it again.
//!
//! One line of canonical JSON each. It holds ids, a time and the digest of the wrapped key that was removed: nothing readable, and nothing from
//! which a key could be had.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::canonical::{NotCanonical, Object, Value, parse};
use crate::checkpoint::{Signer, VerifierKey};
use crate::{Hash, Id};

/// The name of the format, in every line.
pub const FORMAT: &str = "casekeep-tombstone/1";

/// What one line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tombstone {
    /// The dossier that was destroyed.
    pub dossier: Id,
    /// The disposition list by which it was.
    pub disposition: Id,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// SHA-256 of the wrapped key that was removed; of nothing when there was none.
    pub key: Hash,
}

/// The line is no tombstone, or not signed by this ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a tombstone of this ledger")]
pub struct NotATombstone;

impl Tombstone {
    /// The signed line, without its end.
    ///
    /// # Errors
    /// [`NotCanonical`] when the time is beyond what canonical JSON can hold.
    pub fn sign(&self, signer: &Signer) -> Result<String, NotCanonical> {
        let body = text(self.object(&signer.key().origin.to_string()))?;
        let signature = STANDARD.encode(signer.sign(&signed_text(&body)));
        text(self.object(&signer.key().origin.to_string()).with("signature", signature))
    }

    /// What a line says, once its signature holds.
    ///
    /// # Errors
    /// [`NotATombstone`].
    pub fn verify(line: &str, key: &VerifierKey) -> Result<Self, NotATombstone> {
        let Ok(Value::Object(mut object)) = parse(line.as_bytes()) else { return Err(NotATombstone) };
        let mut id = |name: &str| object.take_text(name);
        let (format, origin, signature) = (id("format"), id("origin"), id("signature"));
        let (dossier, disposition, digest) = (id("dossier"), id("disposition"), id("key"));
        let at = object.take_int("at").ok_or(NotATombstone)?;
        let read = |text: Option<String>| text.and_then(|text| text.parse::<Id>().ok()).ok_or(NotATombstone);
        let found = Self {
            dossier: read(dossier)?,
            disposition: read(disposition)?,
            at,
            key: digest.and_then(|text| text.parse().ok()).ok_or(NotATombstone)?,
        };
        let ours = format.as_deref() == Some(FORMAT) && origin == Some(key.origin.to_string()) && object.is_empty();
        let body = text(found.object(&key.origin.to_string())).map_err(|_| NotATombstone)?;
        let signature = signature.and_then(|text| STANDARD.decode(text).ok()).ok_or(NotATombstone)?;
        if ours && key.made(&signature, &signed_text(&body)) { Ok(found) } else { Err(NotATombstone) }
    }

    fn object(&self, origin: &str) -> Object {
        Object::new()
            .with("at", self.at)
            .with("disposition", self.disposition)
            .with("dossier", self.dossier)
            .with("format", FORMAT)
            .with("key", self.key)
            .with("origin", origin)
    }
}

/// What is signed: the name of the format, a line end, the line without its signature. So a signature under a checkpoint is never one here.
fn signed_text(body: &str) -> String {
    format!("{FORMAT}\n{body}")
}

fn text(object: Object) -> Result<String, NotCanonical> {
    String::from_utf8(Value::from(object).write()?).map_err(|_| NotCanonical::Form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::Origin;

    fn signer(seed: u8) -> Signer {
        Signer::from_seed(Origin(Id([7; 16])), &[seed; 32]).unwrap()
    }

    fn stone() -> Tombstone {
        Tombstone {
            dossier: Id([1; 16]),
            disposition: Id([2; 16]),
            at: 1_767_603_600_000_000,
            key: crate::sha256(b"wrapped"),
        }
    }

    #[test]
    fn a_tombstone_reads_back_and_no_other_hand_can_make_or_change_one() {
        let line = stone().sign(&signer(1)).unwrap();
        assert_eq!(Tombstone::verify(&line, signer(1).key()), Ok(stone()));
        assert_eq!(Tombstone::verify(&line, signer(2).key()), Err(NotATombstone));
        for at in 0..line.len() {
            let mut bytes = line.clone().into_bytes();
            bytes[at] ^= 1;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            assert_eq!(Tombstone::verify(&changed, signer(1).key()), Err(NotATombstone), "{changed}");
        }
    }
}
