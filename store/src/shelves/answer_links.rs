//! The links in reminders, by which a client answers once without signing in. Only the digest of the secret is kept.
//!
//! Looking at one uses nothing up, because mail scanners and previews follow links. A link that was used, has run out or never was looks the same.

use domain::ids::{DossierId, ItemId};
use domain::time::Instant;

use crate::db::DbFault;
use crate::{Store, StoreFault, vals};

/// A link that can be used now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerLink {
    /// In whose file the answer goes.
    pub dossier: DossierId,
    /// About which booking.
    pub item: ItemId,
    /// When that begins: the first moment at which the link is void.
    pub starts: Instant,
}

impl Store {
    /// Keeps a link under the digest of its secret. A message that is sent once more has the same link, which stays as it is.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn put_answer_link(&self, token: [u8; 32], link: AnswerLink) -> Result<(), StoreFault> {
        let AnswerLink { dossier, item, starts } = link;
        let put = "INSERT INTO answer_links (token, dossier, item, starts) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (token) DO NOTHING";
        self.db().write_plain(move |tx| tx.exec(put, vals![token, dossier, item, starts])).await?;
        Ok(())
    }

    /// The link behind this digest, if it can still be used.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn answer_link(&self, token: [u8; 32], now: Instant) -> Result<Option<AnswerLink>, StoreFault> {
        let find = "SELECT dossier, item, starts FROM answer_links WHERE token = $1 AND used IS NULL AND $2 < starts";
        let read = |row: &crate::db::Row<'_>| {
            Ok::<_, DbFault>(AnswerLink { dossier: row.parse(0)?, item: row.parse(1)?, starts: row.instant(2)? })
        };
        Ok(self.db().glance(move |tx| tx.one(find, vals![token, now], read)).await?)
    }

    /// Uses up every link about this booking: an answer to one of several reminders answers them all.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn use_answer_links(&self, link: AnswerLink, now: Instant) -> Result<(), StoreFault> {
        let AnswerLink { dossier, item, starts } = link;
        let mark =
            "UPDATE answer_links SET used = $4 WHERE dossier = $1 AND item = $2 AND starts = $3 AND used IS NULL";
        self.db().write_plain(move |tx| tx.exec(mark, vals![dossier, item, starts, now])).await?;
        Ok(())
    }

    /// Forgets links about appointments that began before then; says how many.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn sweep_answer_links(&self, before: Instant) -> Result<u64, StoreFault> {
        let delete = "DELETE FROM answer_links WHERE starts < $1";
        Ok(self.db().write_plain(move |tx| tx.exec(delete, vals![before])).await?)
    }
}
