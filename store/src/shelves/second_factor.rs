//! The second factor of an account: the sealed secret of its one-time codes, the step that was used last, and recovery codes.
//!
//! A code works once. Of any number of racers with the same code, one wins.

use domain::ids::StaffId;
use domain::time::Instant;
use vault::SystemPurpose;
use zeroize::Zeroizing;

use super::accounts::epoch;
use super::seals::Place;
use crate::db::DbFault;
use crate::{Store, StoreFault, vals};

impl Store {
    /// Sets the secret of one-time codes and raises the epoch. `step` is that of the code by which the set-up was confirmed, so that it does
    /// not work a second time. The new epoch, or nothing when there is no such account.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn set_code_secret(
        &self,
        staff: StaffId,
        secret: &[u8],
        step: i64,
        now: Instant,
    ) -> Result<Option<i64>, StoreFault> {
        let sealed = self.seal_for_system(SystemPurpose::Account, &place(staff), secret);
        let set = "UPDATE accounts SET code_secret = $2, code_step = $3, epoch = epoch + 1, changed = $4
                   WHERE staff = $1 RETURNING epoch";
        Ok(self.db().write_plain(move |tx| epoch(tx, set, vals![staff, sealed, step, now])).await?)
    }

    /// Takes the one-time codes and recovery codes away and raises the epoch. The new epoch, or nothing when there is no such account.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn clear_code_secret(&self, staff: StaffId, now: Instant) -> Result<Option<i64>, StoreFault> {
        let clear = "UPDATE accounts SET code_secret = NULL, epoch = epoch + 1, changed = $2
                     WHERE staff = $1 RETURNING epoch";
        let cleared = self.db().write_plain(move |tx| {
            tx.exec("DELETE FROM recovery_codes WHERE staff = $1", vals![staff])?;
            epoch(tx, clear, vals![staff, now])
        });
        Ok(cleared.await?)
    }

    /// The secret of the one-time codes, if they are set up.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails or the seal does not open.
    pub async fn code_secret(&self, staff: StaffId) -> Result<Option<Zeroizing<Vec<u8>>>, StoreFault> {
        let find = "SELECT code_secret FROM accounts WHERE staff = $1";
        let sealed = self.db().glance(move |tx| tx.one(find, vals![staff], |row| row.opt_bytes(0))).await?;
        let open = |sealed: Vec<u8>| self.open_for_system(SystemPurpose::Account, &place(staff), &sealed);
        sealed.flatten().map(open).transpose()
    }

    /// Uses up the one-time code of this step. False when a code of this step or a later one was used before: then it must not count.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails: then the code must not count either.
    pub async fn use_code_step(&self, staff: StaffId, step: i64) -> Result<bool, StoreFault> {
        let advance = "UPDATE accounts SET code_step = $2 WHERE staff = $1 AND code_step < $2";
        Ok(self.db().urgent().write_plain(move |tx| tx.exec(advance, vals![staff, step])).await? == 1)
    }

    /// Keeps the digests of new recovery codes; earlier ones no longer work.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails; then the earlier ones still work.
    pub async fn set_recovery_codes(&self, staff: StaffId, digests: Vec<[u8; 32]>) -> Result<(), StoreFault> {
        let set = self.db().write(move |tx| {
            tx.exec("DELETE FROM recovery_codes WHERE staff = $1", vals![staff])?;
            for digest in &digests {
                tx.exec("INSERT INTO recovery_codes (staff, digest) VALUES ($1, $2)", vals![staff, digest])?;
            }
            Ok::<_, DbFault>(())
        });
        Ok(set.await?)
    }

    /// Uses up a recovery code; says whether it was one that still worked.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails: then the code must not count.
    pub async fn use_recovery_code(&self, staff: StaffId, digest: [u8; 32]) -> Result<bool, StoreFault> {
        let delete = "DELETE FROM recovery_codes WHERE staff = $1 AND digest = $2";
        Ok(self.db().write_plain(move |tx| tx.exec(delete, vals![staff, digest])).await? == 1)
    }
}

fn place(staff: StaffId) -> Place {
    Place { dossier: None, place: "account", row: staff.bits().as_bytes().to_vec(), kind: "code_secret".to_owned() }
}
