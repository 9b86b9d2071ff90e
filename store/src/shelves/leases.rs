//! Leases: of all processes on one database, one at a time does a task – seals the ledger, sweeps, sends the weekly mail.
//!
//! A lease runs out by itself, so the task of a process that died is taken over. Whoever holds one stops working when it can no longer
//! renew it. Times come from the callers' clocks: a lease should last many times the difference between them.

use domain::time::Instant;

use crate::db::{DbFault, Tx};
use crate::{Store, StoreFault, vals};

impl Store {
    /// Takes the lease `name` for `holder` until then, or makes it longer when the holder has it already; says whether it has it now.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails; then assume that you do not hold it.
    pub async fn take_lease(
        &self,
        name: &'static str,
        holder: &str,
        now: Instant,
        until: Instant,
    ) -> Result<bool, StoreFault> {
        let holder = holder.to_owned();
        Ok(self.db().write_plain(move |tx| take(tx, name, &holder, now, until)).await?)
    }

    /// Makes a lease longer that the holder still has; says whether it had it. It never takes one over.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails; then assume that you no longer hold it.
    pub async fn renew_lease(
        &self,
        name: &'static str,
        holder: &str,
        now: Instant,
        until: Instant,
    ) -> Result<bool, StoreFault> {
        let holder = holder.to_owned();
        let renew = "UPDATE leases SET until = $4 WHERE name = $1 AND holder = $2 AND $3 < until";
        Ok(self
            .db()
            .write_plain(move |tx| Ok::<_, DbFault>(tx.exec(renew, vals![name, holder, now, until])? == 1))
            .await?)
    }

    /// Gives a lease back, so that nobody need wait for its end. Nothing happens when the holder no longer has it.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails; the lease then runs out by itself.
    pub async fn release_lease(&self, name: &'static str, holder: &str) -> Result<(), StoreFault> {
        let holder = holder.to_owned();
        let release = "DELETE FROM leases WHERE name = $1 AND holder = $2";
        self.db().write_plain(move |tx| tx.exec(release, vals![name, holder])).await?;
        Ok(())
    }
}

/// [`Store::take_lease`] inside a transaction.
///
/// # Errors
/// [`DbFault`] of the engine.
pub(crate) fn take(tx: &mut Tx<'_>, name: &str, holder: &str, now: Instant, until: Instant) -> Result<bool, DbFault> {
    let taken = tx.exec(
        "INSERT INTO leases (name, holder, until) VALUES ($1, $2, $4)
         ON CONFLICT (name) DO UPDATE SET holder = $2, until = $4 WHERE leases.holder = $2 OR leases.until <= $3",
        vals![name, holder, now, until],
    )?;
    Ok(taken == 1)
}
