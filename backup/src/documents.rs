//! Documents: files of ciphertext that never change, so each is put into an envelope once. What lies in the backup already is checked by the
//! seal in its name, and written again when it no longer holds.

use std::io;

use jiff::Timestamp;
use ledger::Hash;
use store::StoreFault;
use store::blobs::Blobs;
use store::copies::CopyWriter;

use crate::envelope::{Identities, Passed, Recipients, Tally, fits};
use crate::folder::{Folder, Shelf, Writing, documents_of, shelf_of};
use crate::names::DocumentName;
use crate::write::{Documents, Phase, Progress};
use crate::{BackupFault, KeepRule, Run};

/// The documents on their way into the folder.
pub(crate) struct Filing<'f> {
    pub(crate) folder: &'f Folder,
    pub(crate) recipients: &'f Recipients,
    pub(crate) run: &'f Run,
    /// Who reads again what is written; then what is there already is checked as well.
    pub(crate) witness: Option<&'f Identities>,
    /// When the backup before was begun.
    pub(crate) before: Option<Timestamp>,
    pub(crate) counts: Documents,
}

impl Filing<'_> {
    /// Puts every document into the folder that is not there, and names all of them in the copy.
    pub(crate) fn file(
        &mut self,
        blobs: &Blobs,
        copy: &mut CopyWriter<Writing>,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<(), BackupFault> {
        let shelves = self.folder.names(&documents_of(&self.run.set))?;
        for shelf in 0..=u8::MAX {
            progress(Progress { phase: Phase::Documents, done: u64::from(shelf), of: 256 });
            let mut there = match shelves.contains(&format!("{shelf:02x}")) {
                true => self.folder.documents(&self.run.set, shelf)?,
                false => Shelf::new(),
            };
            there.retain(|_, (name, _)| name.gone.is_none());
            for (address, length) in blobs.shelf(shelf)? {
                let known = match there.remove(&address) {
                    Some((name, there)) => self.holds(shelf, &name, fits(length, there))?,
                    None => false,
                };
                if !known && !self.put(blobs, shelf, address)? {
                    continue;
                }
                copy.document(&address, length).map_err(BackupFault::file(&self.folder.place("data")))?;
                self.counts.all += 1;
                self.counts.bytes += length;
            }
            there.into_values().try_for_each(|(name, _)| self.mark_gone(shelf, name))?;
        }
        Ok(())
    }

    /// Whether the file is still what its name says. One that is not is removed.
    fn holds(&self, shelf: u8, name: &DocumentName, fits: bool) -> Result<bool, BackupFault> {
        let place = format!("{}/{name}", shelf_of(&self.run.set, shelf));
        let read = self.witness.is_some() && (!self.folder.is_far() || is_due(shelf, self.before, self.run.at));
        if fits && (!read || self.bears_its_seal(&place, name)?) {
            return Ok(true);
        }
        tracing::warn!("a document in the folder of the backups was damaged and is written again");
        self.folder.remove(&place).map(|_| false)
    }

    fn bears_its_seal(&self, place: &str, name: &DocumentName) -> Result<bool, BackupFault> {
        let mut file = Tally::of(self.folder.raw(place)?);
        match io::copy(&mut file, &mut io::sink()).map_err(BackupFault::reading(place, &self.folder.place(place))) {
            Err(BackupFault::Damaged(_)) => Ok(false),
            copied => copied.map(|_| name.names(&file.end().1.hash)),
        }
    }

    /// Puts a document into an envelope; says whether there was one, and a whole one.
    fn put(&mut self, blobs: &Blobs, shelf: u8, address: Hash) -> Result<bool, BackupFault> {
        // one that was destroyed a moment ago
        let Some(file) = blobs.sealed(&address)? else { return Ok(false) };
        let mut writing = self.folder.begin(self.recipients)?;
        let mut file = Tally::of(file);
        let copied = io::copy(&mut file, &mut writing).map_err(BackupFault::document(&self.folder.place("documents")));
        let is_cut = match copied {
            Err(BackupFault::Store(StoreFault::Damaged)) => true,
            copied => copied.map(|_| false)?,
        };
        let sealed = file.end().1;
        if is_cut || sealed.hash != address {
            tracing::error!("a document in the data folder is damaged and cannot be backed up");
            self.counts.damaged += 1;
            return Ok(false);
        }
        let place = |file: &_| DocumentName::new(address, file).to_string();
        let name = |passed: &Passed| format!("{}/{}", shelf_of(&self.run.set, shelf), place(&passed.hash));
        let (.., name) = self.folder.keep(writing, name)?;
        if let Some(witness) = self.witness {
            self.read_again(&name, witness, &address)?;
        }
        self.counts.written += 1;
        self.counts.written_bytes += sealed.length;
        Ok(true)
    }

    /// Opens a document that was just written. Only the witness of this run can: those of earlier runs are gone.
    fn read_again(&self, name: &str, witness: &Identities, address: &Hash) -> Result<(), BackupFault> {
        let mut content = self.folder.open(name, witness)?;
        let read = io::copy(&mut content, &mut io::sink());
        read.map_err(BackupFault::reading(name, &self.folder.place(name)))?;
        if content.end().1.hash == *address { Ok(()) } else { Err(BackupFault::Damaged(name.to_owned())) }
    }

    /// Notes in its name since when a document has no original any more.
    fn mark_gone(&self, shelf: u8, name: DocumentName) -> Result<(), BackupFault> {
        let folder = shelf_of(&self.run.set, shelf);
        let gone = DocumentName { gone: Some(self.run.at), ..name.clone() };
        self.folder.rename(&format!("{folder}/{name}"), &format!("{folder}/{gone}"))
    }
}

/// How long it takes until every document that lies far away was read again, in seconds.
const MONTH: i64 = 30 * 86_400;

/// Whether a shelf of a folder far away is read again: each has its turn once in thirty days, in the first backup after that moment.
fn is_due(shelf: u8, before: Option<Timestamp>, now: Timestamp) -> bool {
    let turn = |at: Timestamp| (at.as_second() - i64::from(shelf) * MONTH / 256).div_euclid(MONTH);
    before.is_some_and(|before| turn(before) != turn(now))
}

/// Removes documents that no backup speaks of any more: gone before the oldest that is kept, or for recipients that none is for.
pub(crate) fn sweep(folder: &Folder, kept: &[&Run]) -> Result<u64, BackupFault> {
    let mut removed = 0;
    for set in folder.names("documents")? {
        let oldest: Option<Timestamp> = kept.iter().filter(|run| run.set == set).map(|run| run.at).min();
        for shelf in folder.names(&documents_of(&set))? {
            let place = format!("{}/{shelf}", documents_of(&set));
            for name in folder.names(&place)? {
                let Ok(document) = name.parse::<DocumentName>() else { continue };
                let needed = oldest.is_some_and(|oldest| document.gone.is_none_or(|gone| oldest < gone));
                if !needed {
                    removed += u64::from(folder.remove(&format!("{place}/{name}"))?);
                }
            }
        }
    }
    Ok(removed)
}

/// What was removed because its time was over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Removed {
    /// Backups of the data.
    pub data: u64,
    /// Backups of the keys.
    pub keys: u64,
    /// Documents.
    pub documents: u64,
    /// The runs whose keys are left.
    pub keys_left: Vec<Run>,
}

/// Removes what need not be kept, and sees to it that no keys are left that should be gone.
pub(crate) fn retire(folder: &Folder, rule: KeepRule, now: Timestamp) -> Result<Removed, BackupFault> {
    let runs = folder.runs()?;
    let kept = rule.data(&runs.iter().map(|run| run.at).collect());
    let mut removed = Removed::default();
    for run in runs.iter().filter(|run| !kept.contains(&run.at)) {
        // the manifest first: without it the rest is no backup any more
        folder.remove(&run.manifest())?;
        removed.data += u64::from(folder.remove(&run.data())?);
        removed.keys += u64::from(folder.remove(&run.keys())?);
    }
    let newest = runs.last();
    for run in runs.iter().filter(|run| Some(*run) != newest && rule.keys_expired(run.at, now)) {
        removed.keys += u64::from(folder.remove(&run.keys())?);
    }
    removed.keys_left = keys_left(folder)?;
    let expired = |left: &&Run| Some(*left) != newest && rule.keys_expired(left.at, now);
    if let Some(left) = removed.keys_left.iter().find(expired) {
        return Err(BackupFault::Undeleted(left.keys()));
    }
    let kept: Vec<&Run> = runs.iter().filter(|run| kept.contains(&run.at)).collect();
    removed.documents = sweep(folder, &kept)?;
    Ok(removed)
}

/// The runs whose files of keys lie in the folder, with a manifest or without.
fn keys_left(folder: &Folder) -> Result<Vec<Run>, BackupFault> {
    let names = folder.names("keys")?;
    Ok(names.iter().filter_map(|name| name.strip_suffix(".keys.age")?.parse().ok()).collect())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const NOW: &str = "2026-11-21T14-00-00Z-1a2b3c4d";

    fn left(path: &std::path::Path) -> Vec<String> {
        let folder = Folder::on_disk(path);
        let mut names = folder.names("").unwrap();
        for inside in ["data", "keys", "documents/1a2b3c4d/00", "documents/99999999/00"] {
            names.extend(folder.names(inside).unwrap().into_iter().map(|name| format!("{inside}/{name}")));
        }
        names.into_iter().filter(|name| name.ends_with(".age")).collect()
    }

    #[test]
    fn what_is_too_old_goes_and_keys_before_anything_else() {
        let folder = tempfile::tempdir().unwrap();
        let make = |name: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "age").unwrap();
        };
        let runs =
            ["2024-01-01T00-00-00Z-99999999", "2026-11-13T14-00-00Z-1a2b3c4d", "2026-11-20T14-00-00Z-1a2b3c4d", NOW];
        for run in runs {
            [format!("{run}.manifest.age"), format!("data/{run}.data.age"), format!("keys/{run}.keys.age")]
                .iter()
                .for_each(|name| make(name));
        }
        let (stays, zeros) = ("0".repeat(64), "0".repeat(32));
        make(&format!("documents/1a2b3c4d/00/{stays}-{zeros}.age"));
        for gone in ["2026-11-12T00-00-00Z", "2026-11-20T00-00-00Z"] {
            make(&format!("documents/1a2b3c4d/00/{stays}-{zeros}.gone-{gone}.age"));
        }
        make(&format!("documents/99999999/00/{stays}-{zeros}.age"));
        let now: Run = NOW.parse().unwrap();
        let rule = KeepRule { monthly: 1, ..KeepRule::default() };

        let removed = retire(&Folder::on_disk(folder.path()), rule, now.at).unwrap();

        // daily and weekly rules keep the three of this month; the first run's time is over
        assert_eq!((removed.data, removed.keys, removed.documents, removed.keys_left.len()), (0, 2, 1, 2));
        let rule = KeepRule { hourly: 3, daily: 3, weekly: 2, monthly: 1, ..rule };
        let removed = retire(&Folder::on_disk(folder.path()), rule, now.at).unwrap();
        assert_eq!((removed.data, removed.keys, removed.documents, removed.keys_left.len()), (1, 0, 1, 2));
        let left = left(folder.path());
        assert_eq!(left.iter().filter(|name| name.starts_with("keys/")).count(), 2, "{left:?}");
        assert!(left.iter().any(|name| name.contains(".gone-2026-11-20")), "a backup from before may need it");
        assert!(!left.iter().any(|name| name.contains("99999999")), "{left:?}");
    }

    #[test]
    fn every_shelf_far_away_has_its_turn_once_in_thirty_days_however_often_backups_are_made() {
        let start = "2026-11-21T14:00:00Z".parse::<Timestamp>().unwrap().as_second();
        for hours in [1, 24, 24 * 6, 24 * 45] {
            let backups: Vec<i64> = (0..=24 * 90 / hours).map(|n| start + n * hours * 3_600).collect();
            for shelf in 0..=u8::MAX {
                let at = |second: i64| Timestamp::from_second(second).unwrap();
                let turns = backups.windows(2).filter(|two| is_due(shelf, Some(at(two[0])), at(two[1]))).count();
                assert_eq!(turns as i64, (90 / 30).min(24 * 90 / hours), "{hours} {shelf}");
            }
        }
        assert!(!is_due(7, None, Timestamp::UNIX_EPOCH));
    }
}
