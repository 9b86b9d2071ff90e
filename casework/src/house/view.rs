//! The one way to read: ask the policy, record the reading, and only then open.

use std::collections::BTreeMap;

use domain::ids::{DossierId, EntryNumber};
use domain::level::Level;
use domain::policy::{Action, Facts, Permit, Refused, TieKind, decide};
use store::{Access, Listed};

use super::file::File;
use super::{Ctx, Opened};
use crate::{Failure, Fault, Never};

/// A file as the reader may see it. It exists only after its access record is in the ledger.
#[derive(Debug, Clone)]
pub struct Seen<F> {
    /// Which dossier.
    pub dossier: DossierId,
    /// The file and its sheets.
    pub opened: Opened<F>,
    /// How far the reader may see.
    pub clearance: Level,
    facts: Facts,
}

impl<F> Seen<F> {
    /// Whether the reader may do this to the file, as far as was known when it was opened; for showing or leaving out a button.
    pub fn may(&self, action: Action) -> bool {
        decide(action, Some(self.dossier), &self.facts).is_ok()
    }
}

impl<F> std::ops::Deref for Seen<F> {
    type Target = F;

    fn deref(&self) -> &F {
        &self.opened.file
    }
}

impl Ctx {
    /// Shows a file. The access record is durable before anything is unsealed.
    ///
    /// # Errors
    /// [`Failure::Refused`] when the policy says no or there is no such file, which look the same; a fault otherwise.
    pub async fn view<F: File>(&self, action: Action, dossier: DossierId) -> Result<Seen<F>, Failure<Never>> {
        let (permit, facts) = self.permit_on(action, Some(dossier)).await?;
        let Some(head) = self.house.store.head(dossier).await?.filter(|head| head.kind == F::KIND) else {
            return Err(Failure::Refused(Refused));
        };
        self.note(access_word(action), action, Some(dossier), Some(head.last)).await?;
        // as far as the record says, if that is remembered; an entry that came in since is seen, and recorded, next time
        let opened = self.house.open_at::<F>(dossier, permit.clearance(), head.last).await?;
        let opened = opened.ok_or(Failure::Refused(Refused))?;
        Ok(Seen { dossier, opened, clearance: permit.clearance(), facts })
    }

    /// Asks the policy, and records a refusal.
    ///
    /// # Errors
    /// [`Failure::Refused`] when no line of the table allows it.
    pub async fn permit(&self, action: Action, dossier: Option<DossierId>) -> Result<Permit, Failure<Never>> {
        Ok(self.permit_on(action, dossier).await?.0)
    }

    /// The permit, and what it was decided on.
    async fn permit_on(&self, action: Action, dossier: Option<DossierId>) -> Result<(Permit, Facts), Failure<Never>> {
        let facts = self.facts(dossier).await?;
        match decide(action, dossier, &facts) {
            Ok(permit) => Ok((permit, facts)),
            Err(refused) => {
                self.note_refusal(action, dossier).await?;
                Err(Failure::Refused(refused))
            }
        }
    }

    /// Whether the acting person may do this now; for showing or leaving out a button. Records nothing and shows nothing.
    ///
    /// # Errors
    /// [`Fault`] when the store fails.
    pub async fn may(&self, action: Action, dossier: Option<DossierId>) -> Result<bool, Fault> {
        let facts = self.facts(dossier).await?;
        Ok(decide(action, dossier, &facts).is_ok())
    }

    /// Up to which level the acting person may do this to this dossier now; `None` when they may not. Records nothing and shows nothing.
    ///
    /// # Errors
    /// [`Fault`] when the store fails.
    pub async fn up_to(&self, action: Action, dossier: DossierId) -> Result<Option<Level>, Fault> {
        let facts = self.facts(Some(dossier)).await?;
        Ok(decide(action, Some(dossier), &facts).ok().map(|permit| permit.clearance()))
    }

    /// Up to which level the acting person may do this to each of these dossiers now; those to which they may not are left out. Records nothing and
    /// shows nothing.
    pub(crate) async fn up_to_each(
        &self,
        action: Action,
        dossiers: &[DossierId],
    ) -> Result<BTreeMap<DossierId, Level>, Fault> {
        let alone = self.facts_alone().await?;
        let mut found = BTreeMap::new();
        for listed in self.house.store.listed(dossiers, self.viewer()).await? {
            let dossier = listed.head.dossier;
            let facts = self.facts_about(alone.clone(), &listed).await?;
            found.extend(decide(action, Some(dossier), &facts).ok().map(|permit| (dossier, permit.clearance())));
        }
        Ok(found)
    }

    /// Those of these dossiers from which the acting person is not kept away. Records nothing and shows nothing.
    pub(crate) async fn not_excluded(&self, dossiers: Vec<DossierId>) -> Result<Vec<DossierId>, Fault> {
        let listed = self.house.store.listed(&dossiers, self.viewer()).await?;
        let excluded = |one: &Listed| one.ties.iter().any(|tie| tie.tie == TieKind::Excluded.code());
        Ok(listed.into_iter().filter(|one| !excluded(one)).map(|one| one.head.dossier).collect())
    }

    /// Which of these actions the acting person may do to this dossier now. Records nothing and shows nothing.
    ///
    /// # Errors
    /// [`Fault`] when the store fails.
    pub async fn may_which(&self, actions: &[Action], dossier: DossierId) -> Result<Vec<Action>, Fault> {
        let facts = self.facts(Some(dossier)).await?;
        Ok(actions.iter().copied().filter(|&action| decide(action, Some(dossier), &facts).is_ok()).collect())
    }

    /// The record of a refused attempt.
    pub(crate) async fn note_refusal(&self, action: Action, dossier: Option<DossierId>) -> Result<(), Fault> {
        self.note("denied", action, dossier, None).await
    }

    /// The record of a look at a file of which no more than numbers, names and times is shown.
    pub(crate) async fn note_look(&self, act: &str, action: Action, dossier: DossierId) -> Result<(), Fault> {
        let last = self.house.store.head(dossier).await?.map(|head| head.last);
        self.note(act, action, Some(dossier), last).await
    }

    /// The record of a search; what was looked for is not recorded.
    pub(crate) async fn note_search(&self, action: Action) -> Result<(), Fault> {
        self.note("searched", action, None, None).await
    }

    /// The record of a file that is handed out, and by what right: a document, the copy of a disclosure, an e-mail.
    pub(crate) async fn note_taken(&self, action: Action, dossier: DossierId, entry: EntryNumber) -> Result<(), Fault> {
        self.note("downloaded", action, Some(dossier), Some(entry)).await
    }

    async fn note(
        &self,
        act: &str,
        action: Action,
        dossier: Option<DossierId>,
        entry: Option<EntryNumber>,
    ) -> Result<(), Fault> {
        let access = Access {
            act: act.to_owned(),
            actor: self.who.staff,
            at: self.now(),
            dossier,
            entry,
            through: self.who.through.clone(),
            why: Some(action.name().to_owned()),
        };
        Ok(self.house.store.record(access).await?)
    }
}

/// The word in the ledger for this way of reading.
const fn access_word(action: Action) -> &'static str {
    match action {
        Action::PrintCase | Action::PrintCertificate => "printed",
        Action::PrepareSession => "prepared",
        Action::SearchCase => "searched",
        Action::GiveAppointment => "handed_out",
        _ => "opened",
    }
}
