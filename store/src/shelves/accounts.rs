//! Accounts: who can sign in, and by what. Closed accounts stay for ever, because signatures name their staff id.
//!
//! The epoch is raised by every change of password, code, or state; sign-ins of an earlier epoch are void with the next request.

use domain::ids::StaffId;
use domain::time::Instant;
use vault::Field;
use zeroize::Zeroizing;

use super::code::codes;
use crate::db::{DbFault, Row, Tx, Val};
use crate::{Store, StoreFault, vals};

codes! {
    /// Whether an account can be used.
    AccountState {
        /// It can.
        Active = "active",
        /// Nobody signs in with it, until it is made active again.
        Disabled = "disabled",
    }
}

/// An account. Without `Debug`: the password hash must not be printed.
pub struct Account {
    /// Whose it is.
    pub staff: StaffId,
    /// The password hash in PHC form, or nothing while none was set.
    pub password: Option<Zeroizing<String>>,
    /// Whether one-time codes are set up.
    pub has_code: bool,
    /// The step of the one-time code that was used last.
    pub code_step: i64,
    /// Raised to end every sign-in at once.
    pub epoch: i64,
    /// Whether it can be used.
    pub state: AccountState,
    /// When it was last changed.
    pub changed: Instant,
    /// How many recovery codes are left.
    pub recovery_codes: u32,
}

/// Why an account is not made or renamed.
#[derive(Debug, thiserror::Error)]
pub enum AccountFailure {
    /// Another account has this name, or this person has an account.
    #[error("this sign-in name or this person has an account already")]
    Taken,
    /// Nothing is left of the name once spaces are gone.
    #[error("this is not a sign-in name")]
    NoName,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] StoreFault),
}

impl From<DbFault> for AccountFailure {
    fn from(fault: DbFault) -> Self {
        Self::Fault(fault.into())
    }
}

/// The columns that [`read`] reads; a macro, because texts are put together when the program is built.
macro_rules! select_account {
    () => {
        "SELECT a.staff, a.password, CASE WHEN a.code_secret IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END,
            a.code_step, a.epoch, a.state, a.changed, (SELECT COUNT(*) FROM recovery_codes r WHERE r.staff = a.staff)
         FROM accounts a"
    };
}

impl Store {
    /// Makes an active account without a password. Upper and lower case of the sign-in name do not matter, and only its digest is kept.
    ///
    /// # Errors
    /// [`AccountFailure`]; then nothing was made.
    pub async fn open_account(&self, staff: StaffId, login: &str, now: Instant) -> Result<(), AccountFailure> {
        let login = self.token(Field::Login, login).ok_or(AccountFailure::NoName)?;
        let insert = "INSERT INTO accounts (staff, login, password, code_step, epoch, state, changed)
                      VALUES ($1, $2, '', 0, 1, 'active', $3) ON CONFLICT DO NOTHING";
        let made = self.db().write_plain(move |tx| tx.exec(insert, vals![staff, login, now])).await?;
        if made == 1 { Ok(()) } else { Err(AccountFailure::Taken) }
    }

    /// Gives an account another sign-in name. Sign-ins go on.
    ///
    /// # Errors
    /// [`AccountFailure`]; then nothing has changed.
    pub async fn rename_account(&self, staff: StaffId, login: &str, now: Instant) -> Result<(), AccountFailure> {
        let login = self.token(Field::Login, login).ok_or(AccountFailure::NoName)?;
        let renamed = self.db().write(move |tx| {
            let taken = "SELECT 1 FROM accounts WHERE login = $1 AND staff <> $2";
            if tx.one(taken, vals![login, staff], |_| Ok(()))?.is_some() {
                return Err(AccountFailure::Taken);
            }
            tx.exec("UPDATE accounts SET login = $2, changed = $3 WHERE staff = $1", vals![staff, login, now])?;
            Ok(())
        });
        renamed.await
    }

    /// The account with this sign-in name.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn account_by_login(&self, login: &str) -> Result<Option<Account>, StoreFault> {
        let Some(login) = self.token(Field::Login, login) else { return Ok(None) };
        let find = concat!(select_account!(), " WHERE a.login = $1");
        Ok(self.db().glance(move |tx| tx.one(find, vals![login], read)).await?)
    }

    /// The account of this person.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn account(&self, staff: StaffId) -> Result<Option<Account>, StoreFault> {
        let find = concat!(select_account!(), " WHERE a.staff = $1");
        Ok(self.db().glance(move |tx| tx.one(find, vals![staff], read)).await?)
    }

    /// Every account.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreFault> {
        let all = concat!(select_account!(), " ORDER BY a.staff");
        Ok(self.db().glance(move |tx| tx.query(all, vals![], read)).await?)
    }

    /// Sets the password hash (PHC form) and raises the epoch. The new epoch, or nothing when there is no such account.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn set_password(
        &self,
        staff: StaffId,
        hash: Zeroizing<String>,
        now: Instant,
    ) -> Result<Option<i64>, StoreFault> {
        let set = "UPDATE accounts SET password = $2, epoch = epoch + 1, changed = $3 WHERE staff = $1 RETURNING epoch";
        Ok(self.db().write_plain(move |tx| epoch(tx, set, vals![staff, *hash, now])).await?)
    }

    /// Exchanges the hash of the same password for one of today's cost; sign-ins go on. Says whether the old hash was still there.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn refresh_password(
        &self,
        staff: StaffId,
        old: Zeroizing<String>,
        new: Zeroizing<String>,
    ) -> Result<bool, StoreFault> {
        let set = "UPDATE accounts SET password = $3 WHERE staff = $1 AND password = $2";
        let set = self.db().write_plain(move |tx| tx.exec(set, vals![staff, *old, *new]));
        Ok(set.await? == 1)
    }

    /// Makes an account active or disables it, and raises the epoch. The new epoch, or nothing when there is no such account.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn set_account_state(
        &self,
        staff: StaffId,
        state: AccountState,
        now: Instant,
    ) -> Result<Option<i64>, StoreFault> {
        let set = "UPDATE accounts SET state = $2, epoch = epoch + 1, changed = $3 WHERE staff = $1 RETURNING epoch";
        Ok(self.db().write_plain(move |tx| epoch(tx, set, vals![staff, state, now])).await?)
    }

    /// Ends every sign-in of this account: after a change of roles, or on suspicion. The new epoch, or nothing when there is no account.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn raise_epoch(&self, staff: StaffId, now: Instant) -> Result<Option<i64>, StoreFault> {
        let set = "UPDATE accounts SET epoch = epoch + 1, changed = $2 WHERE staff = $1 RETURNING epoch";
        Ok(self.db().write_plain(move |tx| epoch(tx, set, vals![staff, now])).await?)
    }
}

/// Runs a statement that returns the new epoch.
pub(super) fn epoch(tx: &mut Tx<'_>, sql: &'static str, vals: &[Val<'_>]) -> Result<Option<i64>, DbFault> {
    tx.one(sql, vals, |row| row.int(0))
}

fn read(row: &Row<'_>) -> Result<Account, DbFault> {
    let password = Zeroizing::new(row.text(1)?);
    Ok(Account {
        staff: row.parse(0)?,
        password: (!password.is_empty()).then_some(password),
        has_code: row.int(2)? == 1,
        code_step: row.int(3)?,
        epoch: row.int(4)?,
        state: row.parse(5)?,
        changed: row.instant(6)?,
        recovery_codes: u32::try_from(row.int(7)?).unwrap_or(u32::MAX),
    })
}
