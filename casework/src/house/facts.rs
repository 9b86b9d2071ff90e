//! The facts a decision is made from: roles, ties and the state of the file, read fresh each time.

use std::sync::Arc;

use domain::ids::{DossierId, DossierKind};
use domain::policy::{Facts, FileState, TieKind};
use domain::staff::{Role, StaffFile};
use store::{Listed, Viewer};

use super::Ctx;
use crate::Fault;

impl Ctx {
    /// The facts about the acting person and this dossier.
    pub(crate) async fn facts(&self, dossier: Option<DossierId>) -> Result<Facts, Fault> {
        let mut alone = self.facts_alone().await?;
        let Some(dossier) = dossier else { return Ok(alone) };
        match self.house.store.listed(&[dossier], self.viewer()).await?.pop() {
            Some(listed) => self.facts_about(alone, &listed).await,
            None => {
                // what has no card was never there, or is destroyed
                if self.house.store.destroyed(dossier).await?.is_some() {
                    alone.state = FileState::Destroyed;
                }
                Ok(alone)
            }
        }
    }

    /// The facts about the acting person, whatever the dossier.
    pub(super) async fn facts_alone(&self) -> Result<Facts, Fault> {
        let (staff, kind, ties, state) = (self.who.staff, None, Vec::new(), FileState::None);
        if self.who.console {
            // Whoever sits at the server's terminal holds the machine: may administer, and holds no tie to anybody's file.
            let roles = vec![Role::ItAdministrator, Role::Director];
            return Ok(Facts { staff, active: true, roles, kind, ties, state });
        }
        let own = self.own().await?;
        let active = self.who.second_factor && own.active();
        Ok(Facts { staff, active, roles: own.roles().to_vec(), kind, ties, state })
    }

    /// The facts about the acting person, with those about a dossier that is there.
    ///
    /// A client's ties are those of the identity and of every case of that client; a client counts as closed when all of them are.
    pub(super) async fn facts_about(&self, alone: Facts, listed: &Listed) -> Result<Facts, Fault> {
        if self.who.console {
            return Ok(alone);
        }
        let mut facts = Facts { kind: Some(listed.head.kind), ..alone };
        let cases = match listed.head.kind {
            DossierKind::Client => self.house.store.cards_of_subject(listed.head.dossier, self.viewer()).await?,
            _ => Vec::new(),
        };
        let team = self.own().await?.now.as_ref().and_then(|now| now.team);
        let helps = facts.roles.contains(&Role::AdministrativeStaff)
            && team.is_some()
            && std::iter::once(listed).chain(&cases).any(|one| one.head.team == team && one.head.state == "open");
        let ties = listed.ties.iter().chain(cases.iter().flat_map(|case| &case.ties));
        facts.ties = ties.filter_map(|tie| TieKind::from_code(&tie.tie)).collect();
        facts.ties.extend(helps.then_some(TieKind::Supports));
        let closed = match listed.head.kind {
            DossierKind::Client => !cases.is_empty() && cases.iter().all(|case| case.head.state == "closed"),
            _ => listed.head.state == "closed",
        };
        facts.state = if closed { FileState::Closed } else { FileState::Open };
        Ok(facts)
    }

    /// Whoever looks, for the store's lists.
    pub(crate) fn viewer(&self) -> Viewer {
        Viewer { staff: self.who.staff, at: self.now() }
    }

    /// The acting person's own file; read once for each request.
    pub(crate) async fn own(&self) -> Result<Arc<StaffFile>, Fault> {
        self.own.get_or_try_init(|| self.house.staff_file(self.who.staff)).await.map(Arc::clone)
    }
}
