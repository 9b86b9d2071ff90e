//! Invitations: links that let somebody set a password once – at the first start, for a new colleague, after forgetting.
//!
//! Looking at one never uses it up, because mail scanners and previews follow links. Using it does, for exactly one of any number of racers.
//! Only the digest of the secret in the link is kept.

use domain::ids::StaffId;
use domain::time::Instant;

use super::code::codes;
use crate::db::{DbFault, Row};
use crate::{Store, StoreFault, vals};

codes! {
    /// What an invitation is for.
    InvitationPurpose {
        /// The first administrator of a new installation.
        Setup = "setup",
        /// A new member of staff.
        Invite = "invite",
        /// A password that was forgotten.
        Reset = "reset",
        /// Signing in to the demonstration.
        Demo = "demo",
    }
}

/// An invitation that can be used now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// For whom.
    pub staff: StaffId,
    /// What for.
    pub purpose: InvitationPurpose,
    /// Since when.
    pub made: Instant,
    /// The first moment at which it is void.
    pub expires: Instant,
}

impl Store {
    /// Keeps an invitation under the digest of its secret. Earlier ones for the same person and purpose are void from now on.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn invite(&self, token: [u8; 32], invitation: Invitation) -> Result<(), StoreFault> {
        let Invitation { staff, purpose, made, expires } = invitation;
        let made = self.db().write(move |tx| {
            tx.exec(
                "DELETE FROM invitations WHERE staff = $1 AND purpose = $2 AND used IS NULL",
                vals![staff, purpose],
            )?;
            tx.exec(
                "INSERT INTO invitations (token, staff, purpose, made, expires) VALUES ($1, $2, $3, $4, $5)",
                vals![token, staff, purpose, made, expires],
            )
        });
        made.await?;
        Ok(())
    }

    /// The invitation behind this digest, if it can still be used. Looking does not use it.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn look_at_invitation(&self, token: [u8; 32], now: Instant) -> Result<Option<Invitation>, StoreFault> {
        let find = "SELECT staff, purpose, made, expires FROM invitations
                    WHERE token = $1 AND used IS NULL AND $2 < expires";
        Ok(self.db().glance(move |tx| tx.one(find, vals![token, now], read)).await?)
    }

    /// Uses the invitation up. Nothing when it was used before, has run out or never existed: the three look the same.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn use_invitation(&self, token: [u8; 32], now: Instant) -> Result<Option<Invitation>, StoreFault> {
        let mark = "UPDATE invitations SET used = $2 WHERE token = $1 AND used IS NULL AND $2 < expires
                    RETURNING staff, purpose, made, expires";
        Ok(self.db().write_plain(move |tx| tx.one(mark, vals![token, now], read)).await?)
    }

    /// Makes every open invitation of this person void; says how many there were.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn withdraw_invitations(&self, staff: StaffId) -> Result<u64, StoreFault> {
        let delete = "DELETE FROM invitations WHERE staff = $1 AND used IS NULL";
        Ok(self.db().write_plain(move |tx| tx.exec(delete, vals![staff])).await?)
    }

    /// Forgets invitations that ran out before then, used or not; says how many.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn sweep_invitations(&self, before: Instant) -> Result<u64, StoreFault> {
        let delete = "DELETE FROM invitations WHERE expires < $1";
        Ok(self.db().write_plain(move |tx| tx.exec(delete, vals![before])).await?)
    }
}

fn read(row: &Row<'_>) -> Result<Invitation, DbFault> {
    Ok(Invitation { staff: row.parse(0)?, purpose: row.parse(1)?, made: row.instant(2)?, expires: row.instant(3)? })
}
