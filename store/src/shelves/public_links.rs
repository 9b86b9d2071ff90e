//! Links by which somebody outside reaches one thing without signing in: the answer to a reminder, what waits to be fetched. Only the digest of the secret is kept.
//!
//! Looking at one uses nothing up, because mail scanners and previews follow links. A link that was used, has run out or never was looks the same.

use domain::ids::{DossierId, ItemId};
use domain::time::Instant;
use vault::Field;

use crate::db::DbFault;
use crate::{Store, StoreFault, vals};

/// A link that can be used now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicLink {
    /// To which file it belongs.
    pub dossier: DossierId,
    /// To what in it: a booking, or a page at which something waits.
    pub item: ItemId,
    /// The first moment at which the link is void.
    pub ends: Instant,
}

impl Store {
    /// Keeps a link under the digest of its secret. A message that is sent once more has the same link, which stays as it is.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn put_link(&self, token: [u8; 32], link: PublicLink) -> Result<(), StoreFault> {
        let PublicLink { dossier, item, ends } = link;
        let put = "INSERT INTO public_links (token, dossier, item, ends) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (token) DO NOTHING";
        self.db().write_plain(move |tx| tx.exec(put, vals![token, dossier, item, ends])).await?;
        Ok(())
    }

    /// The link behind this digest, if it can still be used.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn public_link(&self, token: [u8; 32], now: Instant) -> Result<Option<PublicLink>, StoreFault> {
        let find = "SELECT dossier, item, ends FROM public_links WHERE token = $1 AND used IS NULL AND $2 < ends";
        let read = |row: &crate::db::Row<'_>| {
            Ok::<_, DbFault>(PublicLink { dossier: row.parse(0)?, item: row.parse(1)?, ends: row.instant(2)? })
        };
        Ok(self.db().glance(move |tx| tx.one(find, vals![token, now], read)).await?)
    }

    /// Uses up every link to this: an answer to one of several reminders answers them all.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn use_links(&self, link: PublicLink, now: Instant) -> Result<(), StoreFault> {
        let PublicLink { dossier, item, ends } = link;
        let mark = "UPDATE public_links SET used = $4 WHERE dossier = $1 AND item = $2 AND ends = $3 AND used IS NULL";
        self.db().write_plain(move |tx| tx.exec(mark, vals![dossier, item, ends, now])).await?;
        Ok(())
    }

    /// Forgets links that ended before then; says how many.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn sweep_links(&self, before: Instant) -> Result<u64, StoreFault> {
        let delete = "DELETE FROM public_links WHERE ends < $1";
        Ok(self.db().write_plain(move |tx| tx.exec(delete, vals![before])).await?)
    }

    /// What a secret of something for somebody outside is made of: keyed, so that nobody can work it out from the id, and the same whenever it is asked for.
    pub fn outside_secret(&self, part: &'static str, of: ItemId) -> Option<Vec<u8>> {
        self.token(Field::Login, &format!("pickup|{part}|{of}"))
    }
}
