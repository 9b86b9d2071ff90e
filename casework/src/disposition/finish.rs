//! Seeing a destruction through: whatever was ordered and is not done yet, after a kill as well.

use std::sync::Arc;

use domain::disposition::{CannotDispose, Disposition, FileDestroyed};
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;

use super::list::lists_in;
use crate::house::{House, Proof, Signing, Target, Who};
use crate::{Failure, Fault};

impl House {
    /// Finishes every destruction that was ordered: tombstones, then keys, then what stands beside the record, then the entry that says so. Each
    /// step may be run again. Called when a destruction is started, at every start of the server, and now and then.
    ///
    /// # Errors
    /// [`Fault`]; what is left is done the next time.
    pub async fn finish_destructions(self: &Arc<Self>) -> Result<usize, Fault> {
        let mut finished = 0;
        for list in lists_in(self, "ordered").await? {
            finished += self.finish(list).await?;
        }
        Ok(finished)
    }

    async fn finish(self: &Arc<Self>, list: DossierId) -> Result<usize, Fault> {
        let Some(opened) = self.open::<Disposition>(list, Level::Restricted).await? else { return Ok(0) };
        let pending = opened.file.pending();
        if pending.is_empty() {
            return Ok(0);
        }
        let entombed = self.store.entomb(&pending, list, self.now()).await?;
        self.store.remove_keys(&pending).await?;
        self.forget(&pending);
        self.store.clear_away(&pending).await?;
        let console = self.acting(Who::console(self));
        for stone in entombed {
            let entries = self.store.entries_of_destroyed(stone.dossier).await?;
            let order = FileDestroyed { file: stone.dossier, key: stone.key.to_string(), entries };
            let done = console
                .act(
                    Action::FinishDestruction,
                    Target::file(list),
                    Signing::author(Proof::System),
                    |list: &Disposition, _| list.finish(order.clone()),
                )
                .await;
            match done {
                // another node was quicker
                Ok(_) | Err(Failure::Rule(CannotDispose::NotOrdered)) => {}
                Err(Failure::Fault(fault)) => return Err(fault),
                Err(_) => return Err(Fault::Other("destruction")),
            }
        }
        // what the certificate stands on is signed and anchored
        self.store.checkpoint(self.now()).await?;
        Ok(pending.len())
    }
}
