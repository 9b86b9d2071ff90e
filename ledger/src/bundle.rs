//! Bundles: the exported dossier, with all that a stranger needs to check that it is what was recorded, when, and by whom it was signed.
//!
//! One file of canonical JSON, one object a line: a header, the entries in order, a checkpoint. Each entry brings its line of the ledger, the
//! proof that the line is under the checkpoint, and – unless it is withheld from the receiver – salt, manifest and content.

mod verify;

use std::fmt;
use std::io;

use crate::canonical::{NotCanonical, Object, Value};
use crate::checkpoint::VerifierKey;
use crate::commit::Salt;
use crate::{Hash, Id};

pub use verify::{CheckedBundle, verify_bundle};

/// The name of the format, in the header.
pub const FORMAT: &str = "casekeep-bundle/1";

/// The first line of a bundle. Installation and origin are those of the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The public key of the ledger. A careful receiver compares it with one known from elsewhere.
    pub key: VerifierKey,
    /// The exported dossier.
    pub dossier: Id,
    /// Its kind, a code such as `case`.
    pub kind: String,
}

/// One entry of the dossier.
#[derive(Clone, PartialEq, Eq)]
pub struct BundleEntry<'a> {
    /// The exact bytes of the line's body.
    pub body: &'a [u8],
    /// The ledger number of the line.
    pub n: u64,
    /// The hash of the leaf before it in the ledger.
    pub prev: Hash,
    /// The inclusion proof under the checkpoint of the bundle.
    pub proof: Vec<Hash>,
    /// What was unsealed; `None` when it is withheld from the receiver.
    pub opened: Option<Opened<'a>>,
}

/// What stands under the seal of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Opened<'a> {
    /// The salt of both commitments.
    pub salt: Salt,
    /// The exact bytes of the manifest.
    pub manifest: &'a [u8],
    /// The exact bytes of the content, JSON text.
    pub content: &'a [u8],
}

/// Shows the place, never the content.
impl fmt::Debug for BundleEntry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BundleEntry({}, withheld: {})", self.n, self.opened.is_none())
    }
}

/// Shows nothing of the content.
impl fmt::Debug for Opened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened")
    }
}

/// Why a bundle could not be written.
#[derive(Debug, thiserror::Error)]
pub enum BundleFault {
    /// Writing failed.
    #[error("cannot write the bundle: {0}")]
    Unwritable(#[from] io::Error),
    /// A number has no canonical form.
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
    /// A body, manifest or content is not UTF-8.
    #[error("a part of the entry is not text")]
    NotText,
}

/// Writes a bundle line by line; without [`BundleWriter::finish`] it has no checkpoint and does not pass.
#[derive(Debug)]
pub struct BundleWriter<W>(W);

impl<W: io::Write> BundleWriter<W> {
    /// Begins with the header.
    ///
    /// # Errors
    /// [`BundleFault`] when it cannot be written.
    pub fn begin(out: W, header: &Header) -> Result<Self, BundleFault> {
        let object = Object::new()
            .with("dossier", header.dossier)
            .with("format", FORMAT)
            .with("installation", header.key.origin.0)
            .with("kind", header.kind.as_str())
            .with("origin", header.key.origin.to_string())
            .with("vkey", header.key.to_string());
        let mut writer = Self(out);
        writer.line(object)?;
        Ok(writer)
    }

    /// Adds the next entry of the dossier.
    ///
    /// # Errors
    /// [`BundleFault`] when it cannot be written.
    pub fn entry(&mut self, entry: &BundleEntry<'_>) -> Result<(), BundleFault> {
        let n = i64::try_from(entry.n).map_err(|_| NotCanonical::Number)?;
        let proof: Vec<Value> = entry.proof.iter().map(|hash| Value::from(*hash)).collect();
        let mut object =
            Object::new().with("body", text(entry.body)?).with("n", n).with("prev", entry.prev).with("proof", proof);
        if let Some(opened) = &entry.opened {
            object = object
                .with("content", text(opened.content)?)
                .with("manifest", text(opened.manifest)?)
                .with("salt", Hash(opened.salt.0));
        }
        self.line(object)
    }

    /// Ends with the checkpoint under which the proofs stand, and gives the writer back.
    ///
    /// # Errors
    /// [`BundleFault`] when it cannot be written.
    pub fn finish(mut self, note: &str) -> Result<W, BundleFault> {
        self.line(Object::new().with("checkpoint", note))?;
        self.0.flush()?;
        Ok(self.0)
    }

    fn line(&mut self, object: Object) -> Result<(), BundleFault> {
        let mut bytes = Value::from(object).write()?;
        bytes.push(b'\n');
        Ok(self.0.write_all(&bytes)?)
    }
}

fn text(bytes: &[u8]) -> Result<&str, BundleFault> {
    std::str::from_utf8(bytes).map_err(|_| BundleFault::NotText)
}
