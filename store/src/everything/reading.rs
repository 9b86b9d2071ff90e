//! The whole record as it is given out, page by page.

use std::collections::HashSet;

use domain::ids::{DossierId, DossierKind, OnceKey};
use domain::time::Instant;
use ledger::Found;
use ledger::check::Looked;
use vault::SecretName;
use zeroize::Zeroizing;

use super::{Carried, Deed, LeftOut, OpenSheet, WholeAccount, WholeEntry, WholeLine};
use crate::db::{DbFault, Row, Tx};
use crate::keys::open_one;
use crate::record::Sheet;
use crate::seals::Header;
use crate::verify::page;
use crate::{Broken, Scope, Store, StoreFault, VerifyFailure, vals};

/// How many lines are read at once; contents of as many entries are open in memory.
const LINES: u32 = 250;

/// How many rows of other tables are read at once.
const ROWS: u32 = 1_000;

impl Store {
    /// The lines from ledger number `from` on with the entries that they speak of, some at a time; none at the end. Each content is held against its
    /// line. Entries of the dossiers in `sealed`, and of those whose key is gone, come without what is sealed of them.
    ///
    /// # Errors
    /// [`VerifyFailure::Broken`] with the first thing that is wrong; otherwise a fault of the databases.
    pub async fn whole_lines(&self, from: u64, sealed: &HashSet<DossierId>) -> Result<Vec<WholeLine>, VerifyFailure> {
        let lines = page(self.clone(), from, LINES, Scope::Contents).await?;
        let named = lines.iter().filter_map(|line| Some((line.header.as_ref()?.dossier, line.sealed.as_deref()?)));
        let keys = self.keys().open_many_for(named.filter(|(dossier, _)| !sealed.contains(dossier))).await?;
        let mut whole = Vec::with_capacity(lines.len());
        for line in lines {
            let number = u64::try_from(line.number).unwrap_or(u64::MAX);
            let leaf = line.leaf_bytes();
            let looked = Looked::at(&leaf).ok_or(Found::at(ledger::Fault::Malformed, number))?;
            if line.leaf != looked.hash.0 {
                return Err(Broken::Leaf(number).into());
            }
            line.agrees(number, &looked.leaf.body)?;
            let entry = match (line.header, line.sealed) {
                (Some(header), Some(sealed)) => {
                    let sheet = match keys.get(&header.dossier) {
                        Some(key) => Some(open(self.sheet(&header, key, &sealed, &line.body), &header)?),
                        None => None,
                    };
                    Some(WholeEntry::of(header, sheet))
                }
                _ => None,
            };
            whole.push(WholeLine { leaf, entry });
        }
        Ok(whole)
    }

    /// The dossiers that are marked as destroyed.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn marked_destroyed(&self) -> Result<HashSet<DossierId>, StoreFault> {
        let find = "SELECT dossier FROM dossiers WHERE destroyed IS NOT NULL";
        let found: Vec<DossierId> = self.db().glance(move |tx| tx.query(find, vals![], |row| row.parse(0))).await?;
        Ok(found.into_iter().collect())
    }

    /// The dossiers behind `after` in the order of their ids, some at a time, with their kinds and their marks of destruction.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn whole_dossiers(
        &self,
        after: Option<DossierId>,
    ) -> Result<Vec<(DossierId, DossierKind, Option<Instant>)>, StoreFault> {
        let find = "SELECT dossier, kind, destroyed FROM dossiers WHERE dossier > $1 ORDER BY dossier LIMIT $2";
        let after = after.map(|after| after.to_string()).unwrap_or_default();
        let read = |row: &Row<'_>| {
            let kind = DossierKind::from_code(&row.text(1)?).ok_or_else(|| DbFault::named("kind of a dossier"))?;
            Ok((row.parse(0)?, kind, row.opt_int(2)?.map(Instant)))
        };
        Ok(self.db().glance(move |tx| tx.query(find, vals![after, ROWS], read)).await?)
    }

    /// Every account, without what it is proved by.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn whole_accounts(&self) -> Result<Vec<WholeAccount>, StoreFault> {
        let find = "SELECT staff, login, epoch, state, changed FROM accounts ORDER BY staff";
        let read = |row: &Row<'_>| {
            let (staff, login, epoch) = (row.parse(0)?, row.bytes(1)?, row.int(2)?);
            Ok(WholeAccount { staff, login, epoch, state: row.parse(3)?, changed: row.instant(4)? })
        };
        Ok(self.db().glance(move |tx| tx.query(find, vals![], read)).await?)
    }

    /// Every running number: what is counted, and which comes next.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn serials(&self) -> Result<Vec<(String, u32)>, StoreFault> {
        let find = "SELECT name, next FROM serials ORDER BY name";
        let read = |row: &Row<'_>| {
            let next = u32::try_from(row.int(1)?).map_err(|_| DbFault::named("serial number out of range"))?;
            Ok((row.text(0)?, next))
        };
        Ok(self.db().glance(move |tx| tx.query(find, vals![], read)).await?)
    }

    /// The deeds behind `after` in the order of their marks, some at a time.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn deeds(&self, after: Option<OnceKey>) -> Result<Vec<Deed>, StoreFault> {
        let find = "SELECT once, staff, at, dossier, entry FROM deeds WHERE once > $1 ORDER BY once LIMIT $2";
        let after = after.map(|after| after.to_string()).unwrap_or_default();
        let read = |row: &Row<'_>| {
            let entry = domain::ids::EntryId { dossier: row.parse(3)?, number: row.number(4)? };
            Ok(Deed { once: row.parse(0)?, staff: row.parse(1)?, at: row.instant(2)?, entry })
        };
        Ok(self.db().glance(move |tx| tx.query(find, vals![after, ROWS], read)).await?)
    }

    /// The tombstones, each as its signed line, in the order in which they were written.
    ///
    /// # Errors
    /// [`StoreFault::Malformed`] when one has no form that can be signed.
    pub fn tombstone_lines(&self) -> Result<Vec<String>, StoreFault> {
        self.entombed().iter().map(|stone| stone.sign(self.signer())).collect()
    }

    /// The secrets that go with the ledger wherever it goes. Blocking.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when one does not open; otherwise a fault of the key database.
    pub fn carried(&self) -> Result<Carried, StoreFault> {
        let one = |name| {
            let secret = open_one(self.keys().db(), name, self.keys().root()).map_err(|_| StoreFault::Damaged)?;
            Ok::<_, StoreFault>(Zeroizing::new(*secret.bytes()))
        };
        Ok(Carried { signing: one(SecretName::LedgerSigning)?, index: one(SecretName::Index)? })
    }

    /// How much lies beside the record.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn left_out(&self) -> Result<LeftOut, StoreFault> {
        let counted = self.db().glance(|tx| {
            let mut count = |question: &'static str| counted(tx, question);
            Ok::<_, DbFault>(LeftOut {
                drafts: count("SELECT COUNT(*) FROM drafts")?,
                uploads: count("SELECT COUNT(*) FROM uploads")?,
                jobs: count("SELECT COUNT(*) FROM outbox WHERE state = 'waiting'")?,
            })
        });
        Ok(counted.await?)
    }
}

fn counted(tx: &mut Tx<'_>, question: &'static str) -> Result<u64, DbFault> {
    let count = tx.one(question, vals![], |row| row.int(0))?;
    Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
}

fn open(sheet: Option<Sheet>, header: &Header) -> Result<OpenSheet, Broken> {
    let sheet = sheet.ok_or(Broken::Content { dossier: header.dossier, entry: header.number })?;
    Ok(OpenSheet {
        salt: sheet.salt(),
        manifest: Zeroizing::new(sheet.manifest().to_vec()),
        content: sheet.into_content(),
    })
}
