//! Seeing a destruction through: whatever was ordered and is not done yet, after a kill as well.

use std::sync::Arc;

use domain::disposition::{CannotDispose, Disposition, FileDestroyed};
use domain::event::Event;
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
        for stone in entombed {
            let entries = self.store.entries_of_destroyed(stone.dossier).await?;
            let order = FileDestroyed { file: stone.dossier, key: stone.key.to_string(), entries };
            self.see_through(list, |list| list.finish(order.clone())).await?;
        }
        // what the certificate stands on is signed and anchored
        self.store.checkpoint(self.now()).await?;
        Ok(pending.len())
    }

    /// Records what the program has seen of a destruction; says whether there was anything to record, or another node was quicker.
    pub(super) async fn see_through(
        self: &Arc<Self>,
        list: DossierId,
        decide: impl Fn(&Disposition) -> Result<Vec<Event>, CannotDispose>,
    ) -> Result<bool, Fault> {
        let (console, ink) = (self.acting(Who::console(self)), Signing::author(Proof::System));
        let seen =
            console.act(Action::FinishDestruction, Target::file(list), ink, |list: &Disposition, _| decide(list));
        match seen.await {
            Ok(_) => Ok(true),
            Err(Failure::Rule(CannotDispose::NotOrdered)) => Ok(false),
            Err(Failure::Fault(fault)) => Err(fault),
            Err(_) => Err(Fault::Other("destruction")),
        }
    }
}
