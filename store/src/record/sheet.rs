//! What is sealed for an entry: salt, manifest and content in one.

use domain::ids::InstallationId;
use domain::signature::Signature;
use ledger::canonical::Value;
use ledger::commit::{self, Manifest, Salt};
use ledger::{Hash, Id};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::StoreFault;
use crate::seals::Header;

/// The sealed plaintext of an entry: 32 bytes of salt, the length of the manifest in four (highest first), the manifest, the content.
pub(crate) struct Sheet {
    plain: Zeroizing<Vec<u8>>,
    content_at: usize,
}

/// The commitments that the ledger line carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Commitments {
    pub(crate) commit: Hash,
    pub(crate) manifest: Hash,
}

const SALT: usize = 32;
const MANIFEST_AT: usize = SALT + 4;

impl Sheet {
    /// The sheet of a new entry, with a fresh salt.
    pub(crate) fn write(
        installation: InstallationId,
        header: &Header,
        signatures: &[Signature],
        content: &[u8],
    ) -> Result<Self, StoreFault> {
        let mut salt = [0; SALT];
        vault::fill_random(&mut salt);
        let manifest = Manifest {
            commit: commit::content(&Salt(salt), content),
            dossier: Id(header.dossier.bits().into_bytes()),
            entry: header.number.0,
            installation: Id(installation.bits().into_bytes()),
            kind: header.kind.clone(),
            level: header.level.rank(),
            signatures: signatures.iter().map(canonical).collect::<Result<_, _>>()?,
            version: header.version,
        };
        let manifest = Zeroizing::new(manifest.write().map_err(|_| StoreFault::Malformed("signature"))?);
        Self::of(&Salt(salt), &manifest, content)
    }

    /// The sheet of these three.
    pub(crate) fn of(salt: &Salt, manifest: &[u8], content: &[u8]) -> Result<Self, StoreFault> {
        let length = u32::try_from(manifest.len()).map_err(|_| StoreFault::Malformed("manifest"))?;
        let content_at = MANIFEST_AT + manifest.len();
        let mut plain = Zeroizing::new(Vec::with_capacity(content_at + content.len()));
        plain.extend_from_slice(&salt.0);
        plain.extend_from_slice(&length.to_be_bytes());
        plain.extend_from_slice(manifest);
        plain.extend_from_slice(content);
        Ok(Self { plain, content_at })
    }

    /// Reads what was sealed.
    pub(crate) fn read(plain: Zeroizing<Vec<u8>>) -> Result<Self, StoreFault> {
        let length = plain.get(SALT..MANIFEST_AT).and_then(|four| four.try_into().ok()).map(u32::from_be_bytes);
        let content_at = length.and_then(|length| MANIFEST_AT.checked_add(usize::try_from(length).ok()?));
        let content_at = content_at.filter(|&at| at <= plain.len()).ok_or(StoreFault::Damaged)?;
        Ok(Self { plain, content_at })
    }

    /// The bytes to seal.
    pub(crate) fn plain(&self) -> &[u8] {
        &self.plain
    }

    pub(crate) fn salt(&self) -> Salt {
        Salt(self.plain.first_chunk().copied().unwrap_or_default())
    }

    pub(crate) fn manifest(&self) -> &[u8] {
        self.plain.get(MANIFEST_AT..self.content_at).unwrap_or_default()
    }

    pub(crate) fn content(&self) -> &[u8] {
        self.plain.get(self.content_at..).unwrap_or_default()
    }

    /// The content alone, in the memory that the sheet had.
    pub(crate) fn into_content(mut self) -> Zeroizing<Vec<u8>> {
        self.plain.drain(..self.content_at);
        self.plain
    }

    /// What the ledger line must say about it.
    pub(crate) fn commitments(&self) -> Commitments {
        let salt = self.salt();
        Commitments {
            commit: commit::content(&salt, self.content()),
            manifest: commit::manifest(&salt, self.manifest()),
        }
    }

    /// The signatures in the manifest.
    pub(crate) fn signatures(&self) -> Result<Vec<Signature>, StoreFault> {
        /// Only this key is looked at; the others are checked against the header when the record is verified.
        #[derive(Deserialize)]
        struct Signed {
            signatures: Vec<Signature>,
        }
        let signed: Signed = serde_json::from_slice(self.manifest()).map_err(|_| StoreFault::Damaged)?;
        Ok(signed.signatures)
    }
}

fn canonical(signature: &Signature) -> Result<Value, StoreFault> {
    let json = serde_json::to_value(signature).map_err(|_| StoreFault::Malformed("signature"))?;
    Value::from_json(json).map_err(|_| StoreFault::Malformed("signature"))
}
