//! What every sealed value of the store is bound to. A value that is copied to another row, column, dossier or installation does not open, and
//! neither does one whose header in clear was changed.

use domain::ids::{DossierId, DossierKind, EntryNumber, InstallationId, StaffId};
use domain::level::Level;
use domain::time::Instant;
use vault::{Bound, Purpose};
use zeroize::Zeroizing;

use crate::keys::DossierKey;
use crate::{Store, StoreFault};

/// The header of an entry as it stands in clear; all of it is bound into the seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) dossier: DossierId,
    pub(crate) number: EntryNumber,
    pub(crate) kind: String,
    pub(crate) version: u16,
    pub(crate) level: Level,
    pub(crate) author: StaffId,
    pub(crate) happened: Instant,
    pub(crate) signed: Instant,
}

impl Header {
    /// The bytes that name the row; each part has a fixed length.
    fn row(&self) -> Vec<u8> {
        let mut row = self.number.0.to_be_bytes().to_vec();
        row.extend_from_slice(&self.version.to_be_bytes());
        row.push(self.level.rank());
        row.extend_from_slice(self.author.bits().as_bytes());
        row.extend_from_slice(&self.happened.0.to_be_bytes());
        row.extend_from_slice(&self.signed.0.to_be_bytes());
        row
    }

    /// Seals the content of this entry.
    pub(crate) fn seal(
        &self,
        installation: InstallationId,
        key: &DossierKey,
        plain: &[u8],
    ) -> Result<Vec<u8>, StoreFault> {
        key.seal(Purpose::Record, &self.bound(installation, &self.row()), plain)
    }

    /// Opens the content of this entry.
    pub(crate) fn open(
        &self,
        installation: InstallationId,
        key: &DossierKey,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreFault> {
        key.open(Purpose::Record, &self.bound(installation, &self.row()), sealed)
    }

    fn bound<'a>(&'a self, installation: InstallationId, row: &'a [u8]) -> Bound<'a> {
        Bound { installation, dossier: Some(self.dossier), place: "entry", row, kind: &self.kind }
    }
}

impl Store {
    /// Seals the card of a dossier; its kind and level cannot be changed afterwards.
    pub(crate) fn seal_card(
        &self,
        key: &DossierKey,
        of: DossierId,
        kind: DossierKind,
        level: Level,
        plain: &[u8],
    ) -> Result<Vec<u8>, StoreFault> {
        let row = [level.rank()];
        let bound =
            Bound { installation: self.installation(), dossier: Some(of), place: "card", row: &row, kind: kind.code() };
        key.seal(Purpose::Card, &bound, plain)
    }

    /// Opens the card of a dossier.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when the row was changed.
    pub(crate) fn open_card(
        &self,
        key: &DossierKey,
        of: DossierId,
        kind: DossierKind,
        level: Level,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreFault> {
        let row = [level.rank()];
        let bound =
            Bound { installation: self.installation(), dossier: Some(of), place: "card", row: &row, kind: kind.code() };
        key.open(Purpose::Card, &bound, sealed)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;
    use vault::DataKey;

    use super::*;

    fn header() -> impl Strategy<Value = Header> {
        let small = || 0_u128..3;
        (small(), 1_u32..4, "[ab]{1,2}", 1_u16..3, 0_u8..4, small(), 0_i64..3, 0_i64..3).prop_map(
            |(dossier, number, kind, version, level, author, happened, signed)| Header {
                dossier: DossierId::new(Uuid::from_u128(dossier)),
                number: EntryNumber(number),
                kind,
                version,
                level: Level::from_rank(level).unwrap(),
                author: StaffId::new(Uuid::from_u128(author)),
                happened: Instant(happened),
                signed: Instant(signed),
            },
        )
    }

    proptest! {
        #[test]
        fn an_entry_opens_where_it_was_sealed_and_nowhere_else(here in header(), there in header(), other in 0_u128..3) {
            let key = DossierKey::only(&DataKey::generate());
            let (ours, theirs) = (InstallationId::new(Uuid::from_u128(0)), InstallationId::new(Uuid::from_u128(other)));
            let sealed = here.seal(ours, &key, b"content").unwrap();
            let opened = there.open(theirs, &key, &sealed).map(|plain| plain.to_vec());
            let same = here == there && ours == theirs;
            prop_assert_eq!(opened, if same { Ok(b"content".to_vec()) } else { Err(StoreFault::Damaged) });
            prop_assert_eq!(here.open(ours, &key, &sealed).map(|plain| plain.to_vec()), Ok(b"content".to_vec()));
            let another = DossierKey::only(&DataKey::generate());
            prop_assert_eq!(here.open(ours, &another, &sealed).err(), Some(StoreFault::Damaged));
        }
    }
}
