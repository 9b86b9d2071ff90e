//! Links for somebody outside: made anew from the keys of the house whenever they are shown, kept as a digest, opened without signing in. Looking uses nothing
//! up, because mail scanners follow links. A link that was used, has run out or never was one looks the same.

use std::sync::Arc;

use domain::cases::CaseFile;
use domain::ids::{EntryId, ItemId, OnceKey};
use domain::level::Level;
use store::PublicLink;
use uuid::Uuid;
use vault::codes::token_digest;

use crate::house::{House, Opened};
use crate::{Failure, Fault, Rule};

/// A link that can be used, and the case that it is about.
pub(crate) struct Followed {
    /// What it leads to.
    pub(crate) link: PublicLink,
    /// The case.
    pub(crate) opened: Opened<CaseFile>,
    /// A double click is one answer.
    pub(crate) once: OnceKey,
}

impl House {
    /// What a secret of something for somebody outside is made of: a link, a code, a password. It stands nowhere.
    pub(crate) fn secret(&self, part: &'static str, of: ItemId) -> Result<Vec<u8>, Fault> {
        self.store.outside_secret(part, of).ok_or(Fault::Other(part))
    }

    /// The secret in a link.
    pub(crate) fn link_secret(&self, part: &'static str, of: ItemId) -> Result<String, Fault> {
        Ok(self.secret(part, of)?.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The link behind this secret, while it can be used.
    pub(crate) async fn followed(self: &Arc<Self>, secret: &str) -> Result<Option<Followed>, Fault> {
        let digest = token_digest(secret);
        let Some(link) = self.store.public_link(digest, self.now()).await? else { return Ok(None) };
        let Some(opened) = self.open::<CaseFile>(link.dossier, Level::Restricted).await? else { return Ok(None) };
        let once = digest.first_chunk::<16>().map_or_else(Uuid::new_v4, |bytes| Uuid::from_bytes(*bytes));
        Ok(Some(Followed { link, opened, once: OnceKey::new(once) }))
    }

    /// Uses a link up when what came by it is written; says whether it is. What could not be kept can be sent again.
    pub(crate) async fn used<R: Rule>(
        &self,
        link: PublicLink,
        written: Result<EntryId, Failure<R>>,
    ) -> Result<bool, Fault> {
        match written {
            Ok(_) => {
                self.store.use_links(link, self.now()).await?;
                Ok(true)
            }
            Err(Failure::Fault(fault)) => Err(fault),
            Err(Failure::Rule(_) | Failure::Refused(_) | Failure::Signature(_)) => Ok(false),
        }
    }
}
