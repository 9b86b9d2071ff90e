//! Exporting one dossier with its proofs, for a stranger to check.

use std::io::Write;

use domain::ids::DossierId;
use domain::level::Level;
use domain::time::Instant;
use ledger::bundle::{self, BundleEntry, BundleFault, BundleWriter, Opened};
use ledger::{Hash, Id};

use super::dossier::Placed;
use crate::record::Sheet;
use crate::sealer::proof;
use crate::{Store, StoreFault};

/// Why a dossier was not exported.
#[derive(Debug, thiserror::Error)]
pub enum BundleFailure {
    /// There is no such dossier.
    #[error("there is no such dossier")]
    Absent,
    /// A fault of the store.
    #[error(transparent)]
    Fault(#[from] StoreFault),
    /// The bundle cannot be written.
    #[error(transparent)]
    Unwritten(#[from] BundleFault),
}

impl Store {
    /// Writes the bundle of a dossier: its entries, the contents up to `clearance`, and the proofs under a fresh checkpoint. Entries above
    /// are withheld; their lines and proofs stand in it all the same.
    ///
    /// # Errors
    /// [`BundleFailure`]; what was written so far does not pass as a bundle.
    pub async fn bundle<W: Write + Send>(
        &self,
        dossier: DossierId,
        clearance: Level,
        now: Instant,
        out: W,
    ) -> Result<W, BundleFailure> {
        let head = self.head(dossier).await?.ok_or(BundleFailure::Absent)?;
        let made = self.checkpoint(now).await?;
        let placed = self.placed(dossier).await?;
        let key = self.keys().open_for(dossier, placed.iter().map(|entry| entry.sealed.as_slice())).await?;
        let header = bundle::Header {
            key: self.verifier_key(),
            dossier: Id(dossier.bits().into_bytes()),
            kind: head.kind.code().to_owned(),
        };
        let mut writer = BundleWriter::begin(out, &header)?;
        // what was appended after the checkpoint belongs to the next export
        for entry in placed.iter().filter(|entry| entry.number.is_some_and(|number| number < made.checkpoint.size)) {
            let sheet = if entry.header.level <= clearance {
                Some(Sheet::read(entry.header.open(self.installation(), &key, &entry.sealed)?)?)
            } else {
                None
            };
            let (n, prev, proof) = self.place_of(entry, made.checkpoint.size).await?;
            let opened = sheet.as_ref().map(|sheet| Opened {
                salt: sheet.salt(),
                manifest: sheet.manifest(),
                content: sheet.content(),
            });
            writer.entry(&BundleEntry { body: &entry.body, n, prev, proof, opened })?;
        }
        Ok(writer.finish(&made.note)?)
    }

    async fn place_of(&self, entry: &Placed, size: u64) -> Result<(u64, Hash, Vec<Hash>), StoreFault> {
        let (Some(number), Some(prev)) = (entry.number, entry.prev) else { return Err(StoreFault::Damaged) };
        let found = self.db().read(move |tx| proof(tx, number, size)).await?.ok_or(StoreFault::Damaged)?;
        Ok((number, prev, found.path))
    }
}
