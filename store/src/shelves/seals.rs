//! Sealing what stands on the shelves: each value is bound to its place, so that none opens anywhere else.

use domain::ids::DossierId;
use vault::{Bound, Field, Purpose, SystemPurpose};
use zeroize::Zeroizing;

use crate::keys::FIRST;
use crate::{Store, StoreFault};

/// Where a sealed value belongs.
pub(super) struct Place {
    /// The dossier, if it belongs to one.
    pub(super) dossier: Option<DossierId>,
    /// Table and column in one word.
    pub(super) place: &'static str,
    /// The bytes that name the row.
    pub(super) row: Vec<u8>,
    /// What it is, as it stands in clear beside it.
    pub(super) kind: String,
}

impl Store {
    /// The token of a text in this field; nothing when nothing remains of the text.
    pub(super) fn token(&self, field: Field, text: &str) -> Option<Vec<u8>> {
        self.index().token(field, text)
    }

    pub(super) fn seal_for_system(&self, purpose: SystemPurpose, place: &Place, plain: &[u8]) -> Vec<u8> {
        vault::seal(&self.system().purpose(purpose), FIRST, &self.bound(place), plain)
    }

    pub(super) fn open_for_system(
        &self,
        purpose: SystemPurpose,
        place: &Place,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreFault> {
        Ok(vault::open(&self.system().purpose(purpose), &self.bound(place), sealed)?)
    }

    pub(super) async fn seal_for_dossier(
        &self,
        purpose: Purpose,
        place: &Place,
        plain: &[u8],
    ) -> Result<Vec<u8>, StoreFault> {
        let key = self.keys().open(place.dossier.ok_or(StoreFault::NoKey)?).await?;
        key.seal(purpose, &self.bound(place), plain)
    }

    pub(super) async fn open_for_dossier(
        &self,
        purpose: Purpose,
        place: &Place,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreFault> {
        let dossier = place.dossier.ok_or(StoreFault::NoKey)?;
        self.keys().open_for(dossier, std::iter::once(sealed)).await?.open(purpose, &self.bound(place), sealed)
    }

    fn bound<'p>(&self, place: &'p Place) -> Bound<'p> {
        Bound {
            installation: self.installation(),
            dossier: place.dossier,
            place: place.place,
            row: &place.row,
            kind: &place.kind,
        }
    }
}
