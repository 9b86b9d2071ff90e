//! Throttling: how fast somebody may try, per account and per address, counted in the database so that a restart forgets nothing.
//!
//! What is counted leaks away steadily, so there is no edge of a window to wait for, and nothing ever locks for good: whoever floods a
//! colleague's account delays that colleague's password by fifteen minutes at most. Buckets are keyed digests; no name or address is kept.
//!
//! An attempt is counted *before* it is tried ([`Store::admit`]): counting afterwards would let a hundred guesses in at once, all of which
//! saw an empty bucket.
//!
//! # Source
//! Security P25 and P26; clause on sign-in of the security policy.

use domain::time::Instant;
use vault::Field;

use crate::db::{DbFault, Row, Tx};
use crate::{Store, StoreFault, vals};

/// How fast a bucket drains and how long a full one makes wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// How many attempts need no waiting.
    pub free: u32,
    /// How many seconds until one attempt is forgotten.
    pub drain: i64,
    /// The wait in seconds after the first attempt that is one too many; doubled by each further one.
    pub first_wait: i64,
    /// The longest wait in seconds.
    pub longest_wait: i64,
}

impl Throttle {
    /// Failed passwords and codes of one account: four are free, then 30 seconds, doubling; from the tenth on 15 minutes.
    pub const ACCOUNT: Self = Self { free: 4, drain: 3600, first_wait: 30, longest_wait: 900 };

    /// Sign-in attempts from one address: twenty at once, then one every three seconds.
    pub const ADDRESS: Self = Self::rate(20, 60);

    /// At most `count` at once, and in the long run `count` in so many seconds.
    pub const fn rate(count: u32, seconds: i64) -> Self {
        let drain = seconds / if count == 0 { 1 } else { count as i64 };
        let drain = if drain < 1 { 1 } else { drain };
        Self { free: count.saturating_sub(1), drain, first_wait: drain, longest_wait: drain }
    }

    /// From when on the next attempt is allowed, given what was counted; `None` when it is allowed now.
    pub fn check(&self, counted: Counted, now: Instant) -> Option<Instant> {
        (now < counted.until).then_some(counted.until.min(now.plus_seconds(self.longest_wait)))
    }

    /// The count after one more attempt.
    pub fn fail(&self, counted: Counted, now: Instant) -> Counted {
        let drained = self.drained(counted, now);
        let count = drained.count.saturating_add(1);
        let until = now.plus_seconds(self.wait(count));
        Counted { count, first: drained.first, until }
    }

    /// The wait in seconds after the attempt that made the count.
    fn wait(&self, count: u32) -> i64 {
        let Some(beyond) = count.checked_sub(self.free.saturating_add(1)) else { return 0 };
        let doubled = 1_i64.checked_shl(beyond.min(30)).unwrap_or(i64::MAX);
        self.first_wait.saturating_mul(doubled).min(self.longest_wait)
    }

    /// What is left of the count by now, with `first` moved on by what was forgotten.
    fn drained(&self, counted: Counted, now: Instant) -> Counted {
        let drain = self.drain.max(1);
        // a clock that was set back drains nothing
        let gone = now.seconds_since(counted.first).max(0) / drain;
        let left = u32::try_from(gone).map_or(0, |gone| counted.count.saturating_sub(gone));
        if left == 0 {
            return Counted { count: 0, first: now, until: counted.until };
        }
        Counted { count: left, first: counted.first.plus_seconds(gone.saturating_mul(drain)), until: counted.until }
    }
}

/// What a bucket holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// How many attempts are not forgotten yet.
    pub count: u32,
    /// From when on forgetting is reckoned.
    pub first: Instant,
    /// Before then nothing is allowed.
    pub until: Instant,
}

impl Counted {
    /// Nothing was counted yet.
    pub const fn none(now: Instant) -> Self {
        Self { count: 0, first: now, until: now }
    }
}

/// Whose attempts are counted together: a keyed digest.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket(Vec<u8>);

impl Store {
    /// The bucket of one thing of one sort: `bucket("account", login)`, `bucket("address", "192.0.2.7")`, `bucket("export", staff)`.
    pub fn bucket(&self, sort: &'static str, of: &str) -> Bucket {
        Bucket(self.token(Field::Login, &format!("throttle|{sort}|{of}")).unwrap_or_default())
    }

    /// Asks every bucket and, when none makes wait, counts one attempt in each; otherwise counts nothing and says until when to wait.
    /// [`Store::clear_throttle`] the account's bucket after a success.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails: then nothing must be tried.
    pub async fn admit(&self, buckets: &[(Bucket, Throttle)], now: Instant) -> Result<Option<Instant>, StoreFault> {
        let buckets = in_order(buckets);
        let db = self.db().urgent();
        let admitted = db.write_plain(move |tx| {
            let wait = longest_wait(tx, &buckets, now, true)?;
            if wait.is_none() {
                count(tx, &buckets, now)?;
            }
            Ok::<_, DbFault>(wait)
        });
        Ok(admitted.await?)
    }

    /// Until when to wait before the next attempt, if at all. Counts nothing.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn throttled(&self, buckets: &[(Bucket, Throttle)], now: Instant) -> Result<Option<Instant>, StoreFault> {
        let buckets = buckets.to_vec();
        Ok(self.db().read(move |tx| longest_wait(tx, &buckets, now, false)).await?)
    }

    /// Counts an attempt in each bucket, whether it was allowed or not.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn count_attempt(&self, buckets: &[(Bucket, Throttle)], now: Instant) -> Result<(), StoreFault> {
        let buckets = in_order(buckets);
        Ok(self.db().urgent().write_plain(move |tx| count(tx, &buckets, now)).await?)
    }

    /// Forgets what was counted in this bucket.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn clear_throttle(&self, bucket: &Bucket) -> Result<(), StoreFault> {
        let Bucket(bucket) = bucket.clone();
        self.db()
            .urgent()
            .write_plain(move |tx| tx.exec("DELETE FROM attempts WHERE bucket = $1", vals![bucket]))
            .await?;
        Ok(())
    }

    /// Takes one counted attempt back: it succeeded, and successes of an office behind one address are not to be counted. A wait stays.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn take_back_attempt(&self, bucket: &Bucket) -> Result<(), StoreFault> {
        let Bucket(bucket) = bucket.clone();
        let less = "UPDATE attempts SET count = count - 1 WHERE bucket = $1 AND 0 < count";
        self.db().urgent().write_plain(move |tx| tx.exec(less, vals![bucket])).await?;
        Ok(())
    }

    /// Forgets buckets in which nothing was counted since then; says how many.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn sweep_throttles(&self, before: Instant) -> Result<u64, StoreFault> {
        let delete = "DELETE FROM attempts WHERE first < $1 AND until < $1";
        Ok(self.db().write_plain(move |tx| tx.exec(delete, vals![before])).await?)
    }
}

fn longest_wait(
    tx: &mut Tx<'_>,
    buckets: &[(Bucket, Throttle)],
    now: Instant,
    lock: bool,
) -> Result<Option<Instant>, DbFault> {
    let mut longest = None;
    for (bucket, throttle) in buckets {
        let counted = if lock { locked(tx, bucket, now)? } else { counted(tx, bucket, now)? };
        longest = longest.max(throttle.check(counted, now));
    }
    Ok(longest)
}

fn count(tx: &mut Tx<'_>, buckets: &[(Bucket, Throttle)], now: Instant) -> Result<(), DbFault> {
    for (bucket, throttle) in buckets {
        let Counted { count, first, until } = throttle.fail(locked(tx, bucket, now)?, now);
        tx.exec(
            "UPDATE attempts SET count = $2, first = $3, until = $4 WHERE bucket = $1",
            vals![bucket.0, count, first, until],
        )?;
    }
    Ok(())
}

/// What the bucket holds, which stays so until the end of the transaction: racers wait here for each other and none is turned away for
/// the race alone. A new bucket gets its row first, so that there is something to lock.
fn locked(tx: &mut Tx<'_>, bucket: &Bucket, now: Instant) -> Result<Counted, DbFault> {
    tx.exec(
        "INSERT INTO attempts (bucket, count, first, until) VALUES ($1, 0, $2, $2) ON CONFLICT (bucket) DO NOTHING",
        vals![bucket.0, now],
    )?;
    let find = "SELECT count, first, until FROM attempts WHERE bucket = $1 FOR UPDATE";
    Ok(tx.one(find, vals![bucket.0], read)?.unwrap_or(Counted::none(now)))
}

fn counted(tx: &mut Tx<'_>, bucket: &Bucket, now: Instant) -> Result<Counted, DbFault> {
    let find = "SELECT count, first, until FROM attempts WHERE bucket = $1";
    Ok(tx.one(find, vals![bucket.0], read)?.unwrap_or(Counted::none(now)))
}

fn read(row: &Row<'_>) -> Result<Counted, DbFault> {
    Ok(Counted {
        count: u32::try_from(row.int(0)?).unwrap_or(u32::MAX),
        first: row.instant(1)?,
        until: row.instant(2)?,
    })
}

/// In one order for everybody, so that two who lock several never wait for each other in a circle.
fn in_order(buckets: &[(Bucket, Throttle)]) -> Vec<(Bucket, Throttle)> {
    let mut buckets = buckets.to_vec();
    buckets.sort_by(|(a, _), (b, _)| a.0.cmp(&b.0));
    buckets
}
