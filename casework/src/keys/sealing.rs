//! Sealing the server: recorded first, then every server of the installation throws its keys away and waits for the root key.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::EntryId;
use domain::keys::CannotSeal;
use domain::organisation::Organisation;
use domain::policy::Action;
use domain::text::Line;

use crate::house::{House, Proof, Signing, Target, Who};
use crate::{Ctx, Failure, Fault};

/// How often a server looks whether another one was sealed.
const LOOK: Duration = Duration::from_secs(1);

/// Seals all servers of this installation. When it answers, it is in the record, signed by the ledger, and this server is about to end what it does.
///
/// # Errors
/// [`CannotSeal`] where there is nothing to protect, or no way to begin anew; then nothing has changed.
pub async fn seal_server(ctx: &Ctx, reason: Line, signing: Signing) -> Result<EntryId, Failure<CannotSeal>> {
    let may = ctx.house.may_be_sealed();
    let target = Target::file(ctx.house.organisation_dossier());
    let sealed = ctx.act(Action::SealServer, target, signing, |organisation: &Organisation, _| {
        if !may {
            return Err(CannotSeal::NotHere);
        }
        organisation.seal_server(reason.clone())
    });
    let entry = sealed.await?;
    // it is recorded, so it happens, whatever fails from here on
    let marked = ctx.house.store.mark_sealed().await;
    if let Err(fault) = ctx.house.store.checkpoint(ctx.now()).await {
        tracing::error!(%fault, "the record of the sealing waits for its checkpoint");
    }
    ctx.house.sealing.notify_one();
    marked?;
    Ok(entry)
}

impl House {
    /// Says, once, that this server can be sealed: whoever runs it begins anew then.
    pub fn allow_sealing(&self) {
        let _ = self.sealable.set(());
    }

    /// Whether this server can be sealed.
    pub fn may_be_sealed(&self) -> bool {
        self.sealable.get().is_some()
    }

    /// Until the servers of this installation are sealed, by whichever of them.
    pub async fn sealed(&self) {
        loop {
            tokio::select! {
                () = self.sealing.notified() => return,
                () = tokio::time::sleep(LOOK) => {}
            }
            // a database that does not answer seals nobody
            if self.store.is_marked_sealed().await.unwrap_or(false) {
                return;
            }
        }
    }

    /// Records that this server was given its root key, after so many wrong ones, and takes the mark away.
    ///
    /// # Errors
    /// [`Fault`]; then it counts as sealed at the next start.
    pub async fn unseal(self: &Arc<Self>, tries: u32) -> Result<(), Fault> {
        let target = Target::file(self.organisation_dossier());
        let console = self.acting(Who::console(self));
        let signing = Signing::author(Proof::Console);
        let recorded = console
            .act(Action::SealServer, target, signing, |organisation: &Organisation, _| {
                organisation.unseal_server(tries)
            })
            .await;
        match recorded {
            // a server that is always sealed at its start was sealed by nobody
            Ok(_) | Err(Failure::Rule(_)) => Ok(self.store.unmark_sealed().await?),
            Err(Failure::Fault(fault)) => Err(fault),
            Err(_) => Err(Fault::Other("unsealing")),
        }
    }
}
