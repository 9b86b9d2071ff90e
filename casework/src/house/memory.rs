//! The files that were opened last, kept folded.
//!
//! Bounded by the number of sheets, so that memory stays bounded under any input. Nothing here can be stale: whoever recalls a file reads what is
//! newer. A file is kept per clearance, because it is folded only from what that clearance may open.

use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

use domain::ids::DossierId;
use domain::level::Level;
use parking_lot::Mutex;

/// How many sheets are kept in all; a sheet is a few kilobytes at most.
const SHEETS: usize = 12_000;

type Kept = Arc<dyn Any + Send + Sync>;

#[derive(Default)]
pub(crate) struct Memory {
    shelf: Mutex<Shelf>,
}

#[derive(Default)]
struct Shelf {
    kept: HashMap<(DossierId, Level), Slot>,
    sheets: usize,
    turn: u64,
}

struct Slot {
    kept: Kept,
    sheets: usize,
    used: u64,
}

impl Memory {
    pub(crate) fn recall(&self, dossier: DossierId, clearance: Level) -> Option<Kept> {
        let mut shelf = self.shelf.lock();
        shelf.turn += 1;
        let turn = shelf.turn;
        let slot = shelf.kept.get_mut(&(dossier, clearance))?;
        slot.used = turn;
        Some(Arc::clone(&slot.kept))
    }

    /// Lets go of these, at every clearance.
    pub(crate) fn forget(&self, dossiers: &[DossierId]) {
        let mut shelf = self.shelf.lock();
        let mut sheets = 0;
        shelf.kept.retain(|(dossier, _), slot| {
            let stays = !dossiers.contains(dossier);
            sheets += if stays { 0 } else { slot.sheets };
            stays
        });
        shelf.sheets -= sheets;
    }

    pub(crate) fn remember(&self, dossier: DossierId, clearance: Level, kept: Kept, sheets: usize) {
        let mut shelf = self.shelf.lock();
        shelf.turn += 1;
        let slot = Slot { kept, sheets, used: shelf.turn };
        shelf.sheets += sheets;
        if let Some(replaced) = shelf.kept.insert((dossier, clearance), slot) {
            shelf.sheets -= replaced.sheets;
        }
        while SHEETS < shelf.sheets && 1 < shelf.kept.len() {
            let oldest = shelf.kept.iter().min_by_key(|(_, slot)| slot.used).map(|(key, _)| *key);
            let gone = oldest.and_then(|key| shelf.kept.remove(&key));
            shelf.sheets -= gone.map_or(0, |slot| slot.sheets);
        }
    }
}
