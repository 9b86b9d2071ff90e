//! What must agree once every line is known: tiles, the heads of the dossiers, and that no entry is without its line.

use std::collections::BTreeMap;

use domain::ids::{DossierId, EntryNumber};
use ledger::Hash;
use ledger::line::{Body, body_hash};

use super::lines::{ENTRY_LINE, dossier_of};
use super::{Broken, VerifyFailure, Walk};
use crate::StoreFault;
use crate::db::{DbFault, Tx};
use crate::vals;

/// The database at one moment.
struct Moment {
    /// Bodies of entry lines that have come since the last page, numbered or not.
    newer: Vec<Vec<u8>>,
    tiles: BTreeMap<(i64, i64), Vec<u8>>,
    heads: Vec<(DossierId, EntryNumber, Vec<u8>)>,
    entries: Vec<(DossierId, EntryNumber, i64)>,
}

impl Walk<'_> {
    pub(super) async fn ends(&mut self) -> Result<(), VerifyFailure> {
        let from = i64::try_from(self.check.size()).unwrap_or(i64::MAX);
        let moment = self.store.db().read(move |tx| moment(tx, from)).await?;
        self.tiles_agree(&moment.tiles, from)?;
        self.add_newer(moment.newer)?;
        self.heads_agree(&moment.heads)?;
        self.entries_agree(&moment.entries)
    }

    /// Tiles of lines that came meanwhile are left for the next time.
    fn tiles_agree(&self, stored: &BTreeMap<(i64, i64), Vec<u8>>, size: i64) -> Result<(), Broken> {
        let wrong = |&(level, index): &(i64, i64)| Broken::Tile { level, index };
        for (place, hash) in &self.tiles {
            if stored.get(place).is_none_or(|stored| *stored != hash.0) {
                return Err(wrong(place));
            }
        }
        let complete = |&(level, index): &(i64, i64)| {
            let leaves = u32::try_from(level).ok().and_then(|level| 1_i64.checked_shl(level)).unwrap_or(i64::MAX);
            index.saturating_add(1).saturating_mul(leaves) <= size
        };
        match stored.keys().find(|place| complete(place) && !self.tiles.contains_key(place)) {
            Some(place) => Err(wrong(place)),
            None => Ok(()),
        }
    }

    fn add_newer(&mut self, newer: Vec<Vec<u8>>) -> Result<(), VerifyFailure> {
        let mut lines = Vec::with_capacity(newer.len());
        for body in &newer {
            let Some(Body::Entry(entry)) = Body::parse(body) else { return Err(StoreFault::Damaged.into()) };
            lines.push((dossier_of(&entry), entry.entry, entry.prev, body_hash(body)));
        }
        lines.sort_by_key(|(dossier, entry, ..)| (*dossier, *entry));
        for (dossier, entry, prev, hash) in lines {
            let head = self.heads.0.entry(dossier).or_insert((EntryNumber::NONE, Hash::ZERO));
            if head.0.next() != EntryNumber(entry) || head.1 != prev {
                return Err(Broken::Head(dossier).into());
            }
            *head = (EntryNumber(entry), hash);
        }
        Ok(())
    }

    fn heads_agree(&self, stored: &[(DossierId, EntryNumber, Vec<u8>)]) -> Result<(), VerifyFailure> {
        for (dossier, entries, head) in stored {
            match self.heads.0.get(dossier) {
                Some((last, _)) if last != entries => return Err(Broken::Entries(*dossier).into()),
                Some((_, hash)) if *head == hash.0 => {}
                _ => return Err(Broken::Head(*dossier).into()),
            }
        }
        if stored.len() == self.heads.0.len() {
            return Ok(());
        }
        let known: std::collections::HashSet<_> = stored.iter().map(|(dossier, ..)| dossier).collect();
        let lost = self.heads.0.keys().find(|dossier| !known.contains(dossier));
        lost.map_or(Ok(()), |dossier| Err(Broken::Head(*dossier).into()))
    }

    /// As many entries as lines, numbered to the same end: with the check of every line that means each has the other.
    fn entries_agree(&self, stored: &[(DossierId, EntryNumber, i64)]) -> Result<(), VerifyFailure> {
        for (dossier, last, count) in stored {
            let said = self.heads.0.get(dossier).map_or(EntryNumber::NONE, |(last, _)| *last);
            if said != *last || i64::from(said.0) != *count {
                return Err(Broken::Entries(*dossier).into());
            }
        }
        if stored.len() == self.heads.0.len() {
            return Ok(());
        }
        let known: std::collections::HashSet<_> = stored.iter().map(|(dossier, ..)| dossier).collect();
        let lost = self.heads.0.keys().find(|dossier| !known.contains(dossier));
        lost.map_or(Ok(()), |dossier| Err(Broken::Entries(*dossier).into()))
    }
}

fn moment(tx: &mut Tx<'_>, from: i64) -> Result<Moment, DbFault> {
    let newer = "SELECT body FROM lines WHERE (number IS NULL OR number >= $1) AND substr(body, 1, 15) = $2";
    let newer = tx.query(newer, vals![from, *ENTRY_LINE], |row| row.bytes(0))?;
    let tiles =
        tx.query("SELECT level, idx, hash FROM tiles", vals![], |row| Ok(((row.int(0)?, row.int(1)?), row.bytes(2)?)))?;
    let heads = tx.query("SELECT dossier, entries, head FROM dossiers", vals![], |row| {
        Ok((row.parse(0)?, row.number(1)?, row.bytes(2)?))
    })?;
    let entries = "SELECT dossier, MAX(number), COUNT(*) FROM entries GROUP BY dossier";
    let entries = tx.query(entries, vals![], |row| Ok((row.parse(0)?, row.number(1)?, row.int(2)?)))?;
    Ok(Moment { newer, tiles: tiles.into_iter().collect(), heads, entries })
}
