//! Uploads: files that were received whole and are not filed yet. Sealed from the first byte, private to whoever sent them, never part of the record.
//!
//! The file lies among the blobs; its key lies here, under the key of the dossier for which it was sent. Filing it takes the row away in the transaction
//! that writes the entry ([`crate::Guard::Received`]), so a file is filed once.

use domain::ids::{DossierId, ItemId, StaffId};
use domain::time::Instant;
use vault::Purpose;
use zeroize::Zeroizing;

use super::seals::Place;
use crate::Blob;
use crate::db::{DbFault, Row};
use crate::{Store, StoreFault, vals};

/// What was received.
#[derive(Debug, Clone, Copy)]
pub struct Upload {
    /// Its id.
    pub id: ItemId,
    /// Who sent it.
    pub staff: StaffId,
    /// For which dossier.
    pub dossier: DossierId,
    /// Under which name it lies.
    pub blob: Blob,
    /// When it had arrived whole.
    pub received: Instant,
}

/// An upload with what is known of it, such as its key.
pub struct UploadSeen {
    /// Which.
    pub upload: Upload,
    /// What was kept of it.
    pub about: Zeroizing<Vec<u8>>,
}

impl Store {
    /// Keeps what is known of a file that has arrived.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails or the dossier has no key.
    pub async fn keep_upload(&self, upload: Upload, about: &[u8]) -> Result<(), StoreFault> {
        let sealed = self.seal_for_dossier(Purpose::Document, &place(&upload), about).await?;
        let Upload { id, staff, dossier, blob, received } = upload;
        let keep = "INSERT INTO uploads (id, staff, dossier, address, length, received, sealed)
                    VALUES ($1, $2, $3, $4, $5, $6, $7)";
        // the other servers know by this where it is while it is not in the bucket
        let spool = "INSERT INTO spooled (address, since) VALUES ($1, $2) ON CONFLICT (address) DO NOTHING";
        let is_spooled = self.blobs().are_in_a_bucket();
        let kept = self.db().write_plain(move |tx| {
            tx.exec(keep, vals![id, staff, dossier, blob.address, blob.length, received, sealed])?;
            if is_spooled { tx.exec(spool, vals![blob.address, received]) } else { Ok(0) }
        });
        kept.await?;
        Ok(())
    }

    /// What this person has sent for this dossier and not filed yet, in the order in which it came.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails or a seal does not open.
    pub async fn uploads(&self, staff: StaffId, dossier: DossierId) -> Result<Vec<UploadSeen>, StoreFault> {
        let find = "SELECT id, staff, dossier, address, length, received, sealed FROM uploads
                    WHERE staff = $1 AND dossier = $2 ORDER BY received, id";
        let rows =
            self.db().glance(move |tx| tx.query(find, vals![staff, dossier], |row| Ok((read(row)?, row.bytes(6)?))));
        let mut seen = Vec::new();
        for (upload, sealed) in rows.await? {
            let about = self.open_for_dossier(Purpose::Document, &place(&upload), &sealed).await?;
            seen.push(UploadSeen { upload, about });
        }
        Ok(seen)
    }

    /// How much this person has sent for this dossier and not filed yet.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn count_uploads(&self, staff: StaffId, dossier: DossierId) -> Result<u64, StoreFault> {
        let count = "SELECT COUNT(*) FROM uploads WHERE staff = $1 AND dossier = $2";
        let counted = self.db().glance(move |tx| tx.one(count, vals![staff, dossier], |row| row.int(0)));
        Ok(counted.await?.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
    }

    /// Forgets an upload of this person; answers with the blob that nobody needs any more.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn drop_upload(&self, id: ItemId, staff: StaffId) -> Result<Option<Blob>, StoreFault> {
        let drop = "DELETE FROM uploads WHERE id = $1 AND staff = $2 RETURNING address, length";
        let dropped = self.db().write_plain(move |tx| {
            tx.one(drop, vals![id, staff], |row| Ok::<_, DbFault>(Blob { address: row.parse(0)?, length: row.int(1)? }))
        });
        Ok(dropped.await?)
    }

    /// Forgets what was received before this time and never filed; says how many. Their blobs go with the next [`Store::sweep_blobs`].
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn drop_uploads_before(&self, before: Instant) -> Result<u64, StoreFault> {
        let drop = "DELETE FROM uploads WHERE received < $1";
        Ok(self.db().write_plain(move |tx| tx.exec(drop, vals![before])).await?)
    }
}

fn read(row: &Row<'_>) -> Result<Upload, DbFault> {
    Ok(Upload {
        id: row.parse(0)?,
        staff: row.parse(1)?,
        dossier: row.parse(2)?,
        blob: Blob { address: row.parse(3)?, length: row.int(4)? },
        received: row.instant(5)?,
    })
}

fn place(upload: &Upload) -> Place {
    let mut row = upload.id.bits().as_bytes().to_vec();
    row.extend_from_slice(upload.staff.bits().as_bytes());
    Place { dossier: Some(upload.dossier), place: "upload", row, kind: upload.blob.address.to_string() }
}
