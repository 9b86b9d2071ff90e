//! Filing a restore drill as evidence (PT-4.2.4): the server does it by itself, out of the proof of a backup.

use std::sync::Arc;

use domain::drills::DrillHeld;
use domain::organisation::Organisation;
use domain::policy::Action;

use crate::house::{House, Proof, Signing, Target, Who};
use crate::{Failure, Fault};

impl House {
    /// Files the last proven backup as a drill when none of the last thirty days stands in the record; says whether it did. Called after each backup, and
    /// now and then, as backups are made by hand too.
    ///
    /// # Errors
    /// [`Fault`]; it is tried again.
    pub async fn file_drill(self: &Arc<Self>) -> Result<bool, Fault> {
        let proved = self.store().last_backups().await?.proved;
        // one that lacks damaged documents shows that not everything comes back
        let Some(proved) = proved.filter(|proved| proved.reason.is_none()) else { return Ok(false) };
        let held = DrillHeld {
            backup: proved.at,
            lines: proved.size,
            root: proved.root.to_string(),
            entries: proved.entries,
            documents: proved.documents,
            seconds: u64::try_from(proved.took / 1_000_000).unwrap_or(0),
        };
        if self.organisation().await?.file_drill(held.clone()).is_err() {
            return Ok(false);
        }
        let (console, ink) = (self.acting(Who::console(self)), Signing::author(Proof::System));
        let target = Target::file(self.organisation_dossier());
        let filed = console.act(Action::FileDrill, target, ink, |file: &Organisation, _| file.file_drill(held.clone()));
        match filed.await {
            Ok(_) => Ok(true),
            // another server was quicker
            Err(Failure::Rule(_)) => Ok(false),
            Err(Failure::Fault(fault)) => Err(fault),
            Err(_) => Err(Fault::Other("drill")),
        }
    }
}
