//! Deriving everything anew: duties, lists, calendars and search tokens out of the entries, dossier by dossier.
//!
//! It may run while people work: a dossier that moves on in between is read again.

use domain::cases::CaseFile;
use domain::clients::ClientFile;
use domain::disposition::Disposition;
use domain::groups::Group;
use domain::holds::Matter;
use domain::ids::{DossierId, DossierKind, EntryNumber};
use domain::inquiries::Inquiry;
use domain::level::Level;
use domain::listings::Listing;
use domain::organisation::Organisation;
use domain::paper::SpotCheck;
use domain::rulebook::Rulebook;
use domain::staff::StaffFile;
use store::{Head, StoreFault};

use super::House;
use super::file::File;
use super::open::fold;
use crate::Fault;

/// How many dossiers are listed at once.
const PAGE: u32 = 500;
/// How often a dossier is read again when others write to it meanwhile.
const TRIES: u8 = 8;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reindexed {
    /// Dossiers whose rows were written anew.
    pub derived: u64,
    /// Dossiers whose key is gone, and with it what could be derived.
    pub without_key: u64,
    /// Rows that belonged to no dossier and were removed.
    pub strays: u64,
}

impl House {
    /// Writes every derived row anew; `progress` hears how many dossiers are done, and of how many.
    ///
    /// # Errors
    /// [`Fault`] at the first dossier that cannot be read or written. What was done so far stays; it can be run again.
    pub async fn reindex(&self, mut progress: impl FnMut(u64, u64)) -> Result<Reindexed, Fault> {
        let of = self.store.dossier_count().await?;
        let organisation = self.organisation().await?;
        let (mut done, mut after) = (Reindexed::default(), None);
        loop {
            let page = self.store.dossiers(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.0);
            for (dossier, head) in page {
                match self.rederive_any(dossier, head, &organisation.rulebook).await {
                    Ok(()) => done.derived += 1,
                    Err(NoKey::Gone) => done.without_key += 1,
                    Err(NoKey::Fault(fault)) => return Err(fault),
                }
                progress(done.derived + done.without_key, of);
            }
        }
        done.strays = self.store.drop_strays().await?;
        Ok(done)
    }

    async fn rederive_any(&self, dossier: DossierId, head: Head, rules: &Rulebook) -> Result<(), NoKey> {
        match head.kind {
            DossierKind::Organisation => self.rederive::<Organisation>(dossier, rules).await,
            DossierKind::Staff => self.rederive::<StaffFile>(dossier, rules).await,
            DossierKind::Client => self.rederive::<ClientFile>(dossier, rules).await,
            DossierKind::Case => self.rederive::<CaseFile>(dossier, rules).await,
            DossierKind::Matter => self.rederive::<Matter>(dossier, rules).await,
            DossierKind::Disposition => self.rederive::<Disposition>(dossier, rules).await,
            DossierKind::SpotCheck => self.rederive::<SpotCheck>(dossier, rules).await,
            DossierKind::Group => self.rederive::<Group>(dossier, rules).await,
            DossierKind::Inquiry => self.rederive::<Inquiry>(dossier, rules).await,
            DossierKind::Listing => self.rederive::<Listing>(dossier, rules).await,
        }
    }

    /// Writes the derived rows of one dossier anew; nothing where its key is gone.
    pub(crate) async fn derive_anew<F: File>(&self, dossier: DossierId, rules: &Rulebook) -> Result<(), Fault> {
        match self.rederive::<F>(dossier, rules).await {
            Ok(()) | Err(NoKey::Gone) => Ok(()),
            Err(NoKey::Fault(fault)) => Err(fault),
        }
    }

    async fn rederive<F: File>(&self, dossier: DossierId, rules: &Rulebook) -> Result<(), NoKey> {
        for _ in 0..TRIES {
            // not through the memory of opened files: what is read once for this would push out what people work with
            let entries = self.store.entries(dossier, EntryNumber::NONE, Level::Restricted).await?;
            let opened = fold::<F>(None, entries)?.ok_or(NoKey::Fault(Fault::Damaged))?;
            let derived = opened.file.derive(dossier, rules)?;
            if self.store.rederive(dossier, F::KIND, opened.last, derived).await? {
                return Ok(());
            }
        }
        Err(NoKey::Fault(Fault::Busy))
    }
}

/// Why a dossier was not derived: there is no key for it, or a fault.
enum NoKey {
    Gone,
    Fault(Fault),
}

impl From<Fault> for NoKey {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<StoreFault> for NoKey {
    fn from(fault: StoreFault) -> Self {
        match fault {
            StoreFault::NoKey => Self::Gone,
            other => Self::Fault(other.into()),
        }
    }
}
