//! Drafts: unsigned text, saved while somebody types. Sealed, private to the author, never part of the record.
//!
//! A form for a dossier that is not founded yet, such as an intake, is kept under the author's own dossier (`staff.dossier()`).

use domain::ids::{DossierId, StaffId};
use domain::time::Instant;
use vault::Purpose;
use zeroize::Zeroizing;

use super::seals::Place;
use crate::db::{DbFault, Tx};
use crate::{Store, StoreFault, vals};

/// Which draft: one per person, dossier and form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DraftKey {
    /// The author, its only reader.
    pub staff: StaffId,
    /// What it is for.
    pub dossier: DossierId,
    /// Which form, a code such as `session_note` or `addendum.12`; never text of a person.
    pub form: String,
}

/// An opened draft.
pub struct Draft {
    /// What was typed.
    pub content: Zeroizing<Vec<u8>>,
    /// When it was saved.
    pub saved: Instant,
}

/// A draft in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftListed {
    /// Which.
    pub key: DraftKey,
    /// When it was saved.
    pub saved: Instant,
}

/// A draft was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// When: to be given with the next saving from the same window.
    pub at: Instant,
    /// The time of the version that it replaced and that this window had not seen: another window of the same person saved it meanwhile.
    pub replaced: Option<Instant>,
}

impl Store {
    /// Saves a draft. The last one to save wins; `seen` is the version that this window began with or saved last, if any, so that
    /// [`Saved::replaced`] can tell of another window.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails or the dossier has no key; then the earlier version is still there.
    pub async fn save_draft(
        &self,
        key: DraftKey,
        content: &[u8],
        seen: Option<Instant>,
        now: Instant,
    ) -> Result<Saved, StoreFault> {
        let sealed = self.seal_for_dossier(Purpose::Draft, &place(&key), content).await?;
        Ok(self.db().write_plain(move |tx| save(tx, &key, &sealed, seen, now)).await?)
    }

    /// A draft, opened.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails or the seal does not open.
    pub async fn draft(&self, key: DraftKey) -> Result<Option<Draft>, StoreFault> {
        let place = place(&key);
        let find = "SELECT sealed, saved FROM drafts WHERE staff = $1 AND dossier = $2 AND form = $3";
        let row = self.db().glance(move |tx| {
            tx.one(find, vals![key.staff, key.dossier, key.form], |row| Ok((row.bytes(0)?, row.instant(1)?)))
        });
        let Some((sealed, saved)) = row.await? else { return Ok(None) };
        let content = self.open_for_dossier(Purpose::Draft, &place, &sealed).await?;
        Ok(Some(Draft { content, saved }))
    }

    /// The drafts of this person, the latest first, unopened.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn drafts(&self, staff: StaffId) -> Result<Vec<DraftListed>, StoreFault> {
        let all = "SELECT dossier, form, saved FROM drafts WHERE staff = $1 ORDER BY saved DESC, dossier, form";
        let listed = self.db().glance(move |tx| {
            tx.query(all, vals![staff], |row| {
                let key = DraftKey { staff, dossier: row.parse(0)?, form: row.text(1)? };
                Ok::<_, DbFault>(DraftListed { key, saved: row.instant(2)? })
            })
        });
        Ok(listed.await?)
    }

    /// Throws a draft away; says whether there was one.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn drop_draft(&self, key: DraftKey) -> Result<bool, StoreFault> {
        let delete = "DELETE FROM drafts WHERE staff = $1 AND dossier = $2 AND form = $3";
        let DraftKey { staff, dossier, form } = key;
        Ok(self.db().write_plain(move |tx| tx.exec(delete, vals![staff, dossier, form])).await? == 1)
    }
}

fn save(tx: &mut Tx<'_>, key: &DraftKey, sealed: &[u8], seen: Option<Instant>, now: Instant) -> Result<Saved, DbFault> {
    let first = tx.exec(
        "INSERT INTO drafts (staff, dossier, form, saved, sealed) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (staff, dossier, form) DO NOTHING",
        vals![key.staff, key.dossier, key.form, now, sealed],
    )?;
    if first == 1 {
        return Ok(Saved { at: now, replaced: None });
    }
    // locked, so that another window that saves at this moment waits and then sees this version
    let there = tx.one(
        "SELECT saved FROM drafts WHERE staff = $1 AND dossier = $2 AND form = $3 FOR UPDATE",
        vals![key.staff, key.dossier, key.form],
        |row| row.instant(0),
    )?;
    let Some(earlier) = there else { return Err(DbFault::Conflict) };
    // two versions never have the same time, or a window could not tell them apart
    let at = now.max(Instant(earlier.0.saturating_add(1)));
    tx.exec(
        "UPDATE drafts SET saved = $4, sealed = $5 WHERE staff = $1 AND dossier = $2 AND form = $3",
        vals![key.staff, key.dossier, key.form, at, sealed],
    )?;
    Ok(Saved { at, replaced: Some(earlier).filter(|_| seen != Some(earlier)) })
}

fn place(key: &DraftKey) -> Place {
    let row = key.staff.bits().as_bytes().to_vec();
    Place { dossier: Some(key.dossier), place: "draft", row, kind: key.form.clone() }
}
