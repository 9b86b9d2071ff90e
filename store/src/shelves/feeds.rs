//! Feeds: the secret addresses at which other programs fetch calendars. Only the digest of the secret is kept; which addresses are good, and what
//! they show, stands in the file of their owner.

use domain::ids::{ItemId, StaffId};
use domain::time::Instant;
use vault::Field;

use crate::db::{DbFault, Row};
use crate::{Store, StoreFault, vals};

/// A secret address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptFeed {
    /// Whose it is.
    pub staff: StaffId,
    /// Which of theirs.
    pub feed: ItemId,
    /// Since when.
    pub made: Instant,
    /// When it was last fetched, to ten minutes.
    pub fetched: Option<Instant>,
}

/// A fetch so soon after another is not written down again, in seconds.
const SOON: i64 = 10 * 60;

impl Store {
    /// Keeps a feed under the digest of its secret.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn keep_feed(&self, token: [u8; 32], kept: KeptFeed) -> Result<(), StoreFault> {
        let KeptFeed { staff, feed, made, fetched } = kept;
        let insert = "INSERT INTO feeds (token, staff, feed, made, fetched) VALUES ($1, $2, $3, $4, $5)";
        self.db().write(move |tx| tx.exec(insert, vals![token, staff, feed, made, fetched])).await?;
        Ok(())
    }

    /// The feed behind this digest.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn feed(&self, token: [u8; 32]) -> Result<Option<KeptFeed>, StoreFault> {
        let find = "SELECT staff, feed, made, fetched FROM feeds WHERE token = $1";
        Ok(self.db().glance(move |tx| tx.one(find, vals![token], read)).await?)
    }

    /// The feeds of this person, oldest first.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn feeds_of(&self, staff: StaffId) -> Result<Vec<KeptFeed>, StoreFault> {
        let find = "SELECT staff, feed, made, fetched FROM feeds WHERE staff = $1 ORDER BY made, feed";
        Ok(self.db().glance(move |tx| tx.query(find, vals![staff], read)).await?)
    }

    /// Writes down that a feed is fetched, unless it was a moment ago. Of all fetches since `day` exactly one is told that it is the first.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn feed_fetched(&self, token: [u8; 32], now: Instant, day: Instant) -> Result<bool, StoreFault> {
        let soon = now.plus_seconds(-SOON);
        let written = self.db().write_plain(move |tx| {
            let first = "UPDATE feeds SET fetched = $2 WHERE token = $1 AND (fetched IS NULL OR fetched < $3)";
            if tx.exec(first, vals![token, now, day])? == 1 {
                return Ok(true);
            }
            tx.exec("UPDATE feeds SET fetched = $2 WHERE token = $1 AND fetched < $3", vals![token, now, soon])?;
            Ok::<_, DbFault>(false)
        });
        Ok(written.await?)
    }

    /// Forgets one feed of this person.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn drop_feed(&self, staff: StaffId, feed: ItemId) -> Result<(), StoreFault> {
        let delete = "DELETE FROM feeds WHERE staff = $1 AND feed = $2";
        self.db().write_plain(move |tx| tx.exec(delete, vals![staff, feed])).await?;
        Ok(())
    }

    /// Forgets every feed of this person.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn drop_feeds_of(&self, staff: StaffId) -> Result<(), StoreFault> {
        let delete = "DELETE FROM feeds WHERE staff = $1";
        self.db().write_plain(move |tx| tx.exec(delete, vals![staff])).await?;
        Ok(())
    }

    /// The name of an item for those outside the house: always the same for one purpose, another for each, and it leads back to nothing.
    pub fn outside_name(&self, purpose: &'static str, item: ItemId) -> String {
        let token = self.token(Field::Login, &format!("outside|{purpose}|{item}")).unwrap_or_default();
        token.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn read(row: &Row<'_>) -> Result<KeptFeed, DbFault> {
    Ok(KeptFeed {
        staff: row.parse(0)?,
        feed: row.parse(1)?,
        made: row.instant(2)?,
        fetched: row.opt_int(3)?.map(Instant),
    })
}
