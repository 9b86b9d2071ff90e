//! Sign-ins: the browsers in which somebody is signed in. The secret is in the cookie; here stands its digest.
//!
//! A sign-in of an earlier epoch than its account's, or of an account that is not active, is not found: whatever ends an account's sign-ins
//! holds with the next request, on every node. Whether one was idle for too long is for the caller to judge, who knows the rulebook.

use domain::ids::StaffId;
use domain::time::Instant;
use vault::SystemPurpose;
use zeroize::Zeroizing;

use super::preferences::Preferences;
use super::seals::Place;
use crate::db::{DbFault, Row};
use crate::{Store, StoreFault, vals};

/// How many seconds pass before a request is noted again: a page with thirty requests is one write, not thirty.
pub const TOUCH_SECONDS: i64 = 30;

/// A new sign-in.
pub struct NewSignIn {
    /// SHA-256 of the secret in the cookie.
    pub token: [u8; 32],
    /// Who.
    pub staff: StaffId,
    /// The epoch of the account that was checked.
    pub epoch: i64,
    /// By which means, a code such as `password_and_code`.
    pub method: String,
    /// What the browser calls itself, shortened; kept sealed.
    pub device: String,
    /// How the pages look.
    pub preferences: Preferences,
}

/// A sign-in that holds.
#[derive(Clone)]
pub struct SignIn {
    /// SHA-256 of the secret in the cookie.
    pub token: [u8; 32],
    /// Who.
    pub staff: StaffId,
    /// The account's epoch, then and now.
    pub epoch: i64,
    /// Since when.
    pub began: Instant,
    /// The last request, to within [`TOUCH_SECONDS`].
    pub seen: Instant,
    /// When the person last proved to be there.
    pub proved: Instant,
    /// By which means they signed in, a code.
    pub method: String,
    /// How the pages look.
    pub preferences: Preferences,
}

macro_rules! select_sign_in {
    () => {
        "SELECT s.token, s.staff, s.epoch, s.began, s.seen, s.proved, s.method, s.preferences, s.device FROM sign_ins s
         JOIN accounts a ON a.staff = s.staff AND a.epoch = s.epoch AND a.state = 'active'"
    };
}

impl Store {
    /// Begins a sign-in. It counts as proof of being there.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails; then nobody is signed in.
    pub async fn begin_sign_in(&self, new: NewSignIn, now: Instant) -> Result<(), StoreFault> {
        let NewSignIn { token, staff, epoch, method, device, preferences } = new;
        let device = self.seal_for_system(SystemPurpose::SignIn, &place(&token), device.as_bytes());
        let insert = "INSERT INTO sign_ins (token, staff, epoch, began, seen, proved, method, device, preferences)
                      VALUES ($1, $2, $3, $4, $4, $4, $5, $6, $7)";
        let db = self.db().urgent();
        let begin = db
            .write(move |tx| tx.exec(insert, vals![token, staff, epoch, now, method, device, preferences.to_string()]));
        begin.await?;
        Ok(())
    }

    /// The sign-in behind this digest, if it holds.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails: then nobody is signed in.
    pub async fn sign_in(&self, token: [u8; 32]) -> Result<Option<SignIn>, StoreFault> {
        let find = concat!(select_sign_in!(), " WHERE s.token = $1");
        Ok(self.db().glance(move |tx| tx.one(find, vals![token], read)).await?)
    }

    /// Notes that a request came. Writes at most every [`TOUCH_SECONDS`].
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn touch_sign_in(&self, sign_in: &SignIn, now: Instant) -> Result<(), StoreFault> {
        if now < sign_in.seen.plus_seconds(TOUCH_SECONDS) {
            return Ok(());
        }
        let token = sign_in.token;
        let touch = "UPDATE sign_ins SET seen = $2 WHERE token = $1 AND seen < $2";
        self.db().urgent().write_plain(move |tx| tx.exec(touch, vals![token, now])).await?;
        Ok(())
    }

    /// Notes that the person has just proved again to be there; says whether there is such a sign-in.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn prove_sign_in(&self, token: [u8; 32], now: Instant) -> Result<bool, StoreFault> {
        let prove = "UPDATE sign_ins SET proved = $2, seen = $2 WHERE token = $1";
        Ok(self.db().urgent().write_plain(move |tx| tx.exec(prove, vals![token, now])).await? == 1)
    }

    /// Keeps how the pages look in this browser.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn set_preferences(&self, token: [u8; 32], preferences: Preferences) -> Result<(), StoreFault> {
        let set = "UPDATE sign_ins SET preferences = $2 WHERE token = $1";
        self.db().write_plain(move |tx| tx.exec(set, vals![token, preferences.to_string()])).await?;
        Ok(())
    }

    /// Ends one sign-in of this person; says whether there was one.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn end_sign_in(&self, staff: StaffId, token: [u8; 32]) -> Result<bool, StoreFault> {
        let end = "DELETE FROM sign_ins WHERE token = $1 AND staff = $2";
        Ok(self.db().urgent().write_plain(move |tx| tx.exec(end, vals![token, staff])).await? == 1)
    }

    /// Ends every sign-in of this person, but for one if named; says how many.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn end_sign_ins(&self, staff: StaffId, except: Option<[u8; 32]>) -> Result<u64, StoreFault> {
        let keep = except.map_or_else(Vec::new, Vec::from);
        let end = "DELETE FROM sign_ins WHERE staff = $1 AND token <> $2";
        Ok(self.db().write_plain(move |tx| tx.exec(end, vals![staff, keep])).await?)
    }

    /// The sign-ins of this person that hold, the latest first, each with what its browser calls itself.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails or a seal does not open.
    pub async fn sign_ins(&self, staff: StaffId) -> Result<Vec<(SignIn, Zeroizing<String>)>, StoreFault> {
        let all = concat!(select_sign_in!(), " WHERE s.staff = $1 ORDER BY s.seen DESC, s.token");
        let both = |row: &Row<'_>| Ok((read(row)?, row.bytes(8)?));
        let rows = self.db().glance(move |tx| tx.query(all, vals![staff], both)).await?;
        rows.into_iter()
            .map(|(sign_in, device)| {
                let device = self.open_for_system(SystemPurpose::SignIn, &place(&sign_in.token), &device)?;
                Ok((sign_in, Zeroizing::new(String::from_utf8_lossy(&device).into_owned())))
            })
            .collect()
    }

    /// Forgets sign-ins that began or were last seen before these times, and those of an earlier epoch; says how many.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn sweep_sign_ins(&self, began_before: Instant, seen_before: Instant) -> Result<u64, StoreFault> {
        let sweep = "DELETE FROM sign_ins WHERE began < $1 OR seen < $2
            OR NOT EXISTS (SELECT 1 FROM accounts a WHERE a.staff = sign_ins.staff AND a.epoch = sign_ins.epoch)";
        Ok(self.db().write_plain(move |tx| tx.exec(sweep, vals![began_before, seen_before])).await?)
    }
}

fn place(token: &[u8; 32]) -> Place {
    Place { dossier: None, place: "sign_in", row: token.to_vec(), kind: "device".to_owned() }
}

fn read(row: &Row<'_>) -> Result<SignIn, DbFault> {
    Ok(SignIn {
        token: row.bytes(0)?.try_into().map_err(|_| DbFault::named("digest of another length"))?,
        staff: row.parse(1)?,
        epoch: row.int(2)?,
        began: row.instant(3)?,
        seen: row.instant(4)?,
        proved: row.instant(5)?,
        method: row.text(6)?,
        preferences: row.parse(7)?,
    })
}
