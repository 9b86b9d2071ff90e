//! Opened keys, kept for a short while.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::ids::DossierId;

use super::DossierKey;

/// How many opened keys are kept at most.
const KEPT: usize = 512;

/// How long an opened key is kept at most, used or not.
const LONGEST: Duration = Duration::from_secs(600);

struct Kept {
    key: Arc<DossierKey>,
    opened: Instant,
    used: u64,
}

/// The keys used last.
#[derive(Default)]
pub(super) struct Cache {
    keys: HashMap<DossierId, Kept>,
    uses: u64,
}

impl Cache {
    /// The keys that are here, and the dossiers whose keys are not.
    pub(super) fn find(&mut self, dossiers: &[DossierId]) -> (HashMap<DossierId, Arc<DossierKey>>, Vec<DossierId>) {
        let mut found = HashMap::with_capacity(dossiers.len());
        let mut missing = Vec::new();
        for dossier in dossiers {
            self.uses += 1;
            match self.keys.get_mut(dossier).filter(|kept| kept.opened.elapsed() < LONGEST) {
                Some(kept) => {
                    kept.used = self.uses;
                    found.insert(*dossier, Arc::clone(&kept.key));
                }
                None => missing.push(*dossier),
            }
        }
        (found, missing)
    }

    pub(super) fn keep(&mut self, dossier: DossierId, key: &Arc<DossierKey>) {
        if KEPT <= self.keys.len() {
            self.make_room();
        }
        self.uses += 1;
        self.keys.insert(dossier, Kept { key: Arc::clone(key), opened: Instant::now(), used: self.uses });
    }

    pub(super) fn forget(&mut self, dossiers: &[DossierId]) {
        dossiers.iter().for_each(|dossier| drop(self.keys.remove(dossier)));
    }

    pub(super) fn sweep(&mut self) {
        self.keys.retain(|_, kept| kept.opened.elapsed() < LONGEST);
    }

    /// Forgets the eighth that was used longest ago: looking for the single oldest each time would cost a scan per key.
    fn make_room(&mut self) {
        let mut uses: Vec<u64> = self.keys.values().map(|kept| kept.used).collect();
        let (_, limit, _) = uses.select_nth_unstable(KEPT / 8);
        let limit = *limit;
        self.keys.retain(|_, kept| limit < kept.used);
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::DossierId;
    use uuid::Uuid;
    use vault::DataKey;

    use super::*;

    #[test]
    fn the_keys_used_last_stay_and_their_number_is_bounded() {
        let key = Arc::new(DossierKey::only(&DataKey::generate()));
        let dossier = |n: u128| DossierId::new(Uuid::from_u128(n));
        let mut cache = Cache::default();
        for n in 0..5_000 {
            cache.keep(dossier(n), &key);
            cache.find(&[dossier(0)]);
            assert!(cache.keys.len() <= KEPT);
        }
        let (found, missing) = cache.find(&[dossier(0), dossier(4_999), dossier(1)]);
        assert_eq!((found.len(), missing), (2, vec![dossier(1)]));
    }
}
