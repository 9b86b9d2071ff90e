//! Reading a dossier: one range scan, then the seals are opened.

use domain::ids::{DossierId, EntryId, EntryNumber, StaffId};
use domain::level::Level;
use domain::signature::Signature;
use domain::time::Instant;
use zeroize::Zeroizing;

use super::sheet::Sheet;
use crate::db::{DbFault, Row};
use crate::keys::DossierKey;
use crate::seals::Header;
use crate::{Store, StoreFault, vals};

/// An entry as far as the reader's clearance goes. Without `Debug`: it holds content.
pub struct OpenedEntry {
    /// Where it stands.
    pub id: EntryId,
    /// The kind of event.
    pub kind: String,
    /// The version of its form.
    pub version: u16,
    /// How confidential.
    pub level: Level,
    /// Who wrote it.
    pub author: StaffId,
    /// When it happened, as stated.
    pub happened: Instant,
    /// When it was signed.
    pub signed: Instant,
    /// Every signature; none when it is above the clearance.
    pub signatures: Vec<Signature>,
    /// The content; nothing when it is above the clearance.
    pub content: Option<Zeroizing<Vec<u8>>>,
}

/// A row of the table.
pub(crate) struct Stored {
    pub(crate) header: Header,
    pub(crate) sealed: Option<Vec<u8>>,
}

impl Store {
    /// The entries behind `after`, in order. Those above `clearance` come back as headers and are never unsealed.
    ///
    /// # Errors
    /// [`StoreFault::NoKey`] when the dossier's key is gone, [`StoreFault::Damaged`] when a row was changed.
    pub async fn entries(
        &self,
        dossier: DossierId,
        after: EntryNumber,
        clearance: Level,
    ) -> Result<Vec<OpenedEntry>, StoreFault> {
        let find = "SELECT dossier, number, kind, version, level, author, happened, signed,
                           CASE WHEN level <= $3 THEN sealed END
                    FROM entries WHERE dossier = $1 AND number > $2 ORDER BY number";
        let rows: Vec<Stored> =
            self.db().glance(move |tx| tx.query(find, vals![dossier, after, clearance], read)).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        in_order(&rows, after)?;
        let key = self.keys().open_for(dossier, rows.iter().filter_map(|row| row.sealed.as_deref())).await?;
        rows.into_iter().map(|row| self.open_entry(&key, row)).collect()
    }

    fn open_entry(&self, key: &DossierKey, row: Stored) -> Result<OpenedEntry, StoreFault> {
        let sheet = match row.sealed {
            Some(sealed) => Some(Sheet::read(row.header.open(self.installation(), key, &sealed)?)?),
            None => None,
        };
        let signatures = sheet.as_ref().map(Sheet::signatures).transpose()?.unwrap_or_default();
        let content = sheet.map(Sheet::into_content);
        let Header { dossier, number, kind, version, level, author, happened, signed } = row.header;
        let id = EntryId { dossier, number };
        Ok(OpenedEntry { id, kind, version, level, author, happened, signed, signatures, content })
    }
}

/// A missing entry must not be passed over: the fold would be of another file.
fn in_order(rows: &[Stored], after: EntryNumber) -> Result<(), StoreFault> {
    let mut expected = after;
    for row in rows {
        expected = expected.next();
        if row.header.number != expected {
            return Err(StoreFault::Damaged);
        }
    }
    Ok(())
}

/// Reads dossier, number, kind, version, level, author, happened, signed, sealed.
pub(crate) fn read(row: &Row<'_>) -> Result<Stored, DbFault> {
    Ok(Stored { header: header(row, 0)?, sealed: row.opt_bytes(8)? })
}

/// Reads the eight columns of a header from column `i`.
pub(crate) fn header(row: &Row<'_>, i: usize) -> Result<Header, DbFault> {
    Ok(Header {
        dossier: row.parse(i)?,
        number: row.number(i + 1)?,
        kind: row.text(i + 2)?,
        version: u16::try_from(row.int(i + 3)?).map_err(|_| DbFault::named("version of an entry"))?,
        level: row.level(i + 4)?,
        author: row.parse(i + 5)?,
        happened: row.instant(i + 6)?,
        signed: row.instant(i + 7)?,
    })
}
