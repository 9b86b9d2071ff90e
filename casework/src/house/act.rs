//! The one way to write: ask the policy, open, decide, sign, append; and if the file has moved on meanwhile, open and decide again.

use domain::basis::Basis;
use domain::entry::Entry;
use domain::event::Event;
use domain::ids::{DossierId, EntryId, EntryNumber};
use domain::level::Level;
use domain::policy::{Action, decide};
use domain::rulebook::Rulebook;
use domain::signature::Signature;
use store::{Append, AppendFailure, Appended, Doomed, Guard, NewEntry, NewJob, Part};

use super::file::File;
use super::signing::Signing;
use super::{Ctx, Opened};
use crate::{BadSignature, Failure, Fault, Rule};

/// How often a decision is made again when others write to the same file.
const TRIES: u8 = 8;

/// On which file the permission is asked, and to which one is written: a case is opened by whoever may do so for the client.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    asked: Option<DossierId>,
    written: DossierId,
    basis: Option<Basis>,
}

impl Target {
    /// Both are this file.
    pub const fn file(dossier: DossierId) -> Self {
        Self { asked: Some(dossier), written: dossier, basis: None }
    }

    /// A new file that concerns no other.
    pub const fn new(dossier: DossierId) -> Self {
        Self { asked: None, written: dossier, basis: None }
    }

    /// A new file under another one.
    pub const fn under(asked: DossierId, dossier: DossierId) -> Self {
        Self { asked: Some(asked), written: dossier, basis: None }
    }

    /// The signer had this before them; it is signed only while it still holds.
    #[must_use]
    pub const fn based_on(mut self, basis: Basis) -> Self {
        self.basis = Some(basis);
        self
    }
}

/// What a decision comes to: events, what must still hold when they are written, and what is to be sent.
pub struct Decided<R> {
    events: Vec<Event>,
    guards: Vec<(Guard, R)>,
    jobs: Vec<NewJob>,
    destroys: Vec<(Doomed, R)>,
}

impl<R> From<Vec<Event>> for Decided<R> {
    fn from(events: Vec<Event>) -> Self {
        Self { events, guards: Vec::new(), jobs: Vec::new(), destroys: Vec::new() }
    }
}

impl<R> Decided<R> {
    /// Written only while this holds; otherwise it fails with `reason`.
    #[must_use]
    pub fn guarded(mut self, guard: Guard, reason: R) -> Self {
        self.guards.push((guard, reason));
        self
    }

    /// Marks a dossier as destroyed in the same transaction, if it still stands as it was; otherwise it fails with `reason`.
    #[must_use]
    pub fn destroying(mut self, doomed: Doomed, reason: R) -> Self {
        self.destroys.push((doomed, reason));
        self
    }

    /// With a job for the outbox.
    #[must_use]
    pub fn sending(mut self, job: NewJob) -> Self {
        self.jobs.push(job);
        self
    }
}

impl Ctx {
    /// Does one act of casework, whole or not at all, and answers with the first entry it wrote.
    ///
    /// The decision is made on the whole file, whatever the actor may read of it: a gate must not overlook what the person cannot see. Only events
    /// and reasons come back, never content.
    ///
    /// A form that is sent twice is answered as the first time: what it asks for is done, and could be refused now.
    ///
    /// # Errors
    /// [`Failure`]: refused by the policy, an insufficient signature, a rule of the procedure, or a fault. Then nothing has changed.
    pub async fn act<F, R, D>(
        &self,
        action: Action,
        target: Target,
        signing: Signing,
        rule: impl Fn(&F, &Rulebook) -> Result<D, R>,
    ) -> Result<EntryId, Failure<R>>
    where
        F: File,
        R: Rule + Clone,
        D: Into<Decided<R>>,
    {
        if let Some(done) = self.done_before(&signing).await? {
            return Ok(done);
        }
        match self.act_now(action, target, &signing, rule).await {
            Ok(id) => Ok(id),
            // the same form may have been sent twice in one moment, and its twin was quicker
            Err(failure) => self.done_before(&signing).await?.ok_or(failure),
        }
    }

    /// The first entry of a form that this person has sent before.
    pub(crate) async fn done_before(&self, signing: &Signing) -> Result<Option<EntryId>, Fault> {
        match signing.once {
            Some(once) => Ok(self.house.store.effect(once, self.who.staff).await?),
            None => Ok(None),
        }
    }

    async fn act_now<F, R, D>(
        &self,
        action: Action,
        target: Target,
        signing: &Signing,
        rule: impl Fn(&F, &Rulebook) -> Result<D, R>,
    ) -> Result<EntryId, Failure<R>>
    where
        F: File,
        R: Rule + Clone,
        D: Into<Decided<R>>,
    {
        let facts = self.facts(target.asked).await?;
        if let Err(refused) = decide(action, target.asked, &facts) {
            self.note_refusal(action, target.asked).await?;
            return Err(Failure::Refused(refused));
        }
        let organisation = self.house.organisation().await?;
        let rules = &organisation.rulebook;
        // The rule speaks before the signature is asked for: nobody types a password for what cannot be done.
        let first = self.house.open::<F>(target.written, Level::Restricted).await?.unwrap_or_else(Opened::nothing);
        still_holds(&first, target, signing)?;
        rule(&first.file, rules).map_err(Failure::Rule)?;
        let signature = self.sign(action, signing, rules).await?;
        for _ in 0..TRIES {
            let opened = self.house.open::<F>(target.written, Level::Restricted).await?.unwrap_or_else(Opened::nothing);
            still_holds(&opened, target, signing)?;
            let decided: Decided<R> = rule(&opened.file, rules).map_err(Failure::Rule)?.into();
            let decided_guards = decided.guards.len();
            let guards = decided.guards.iter().map(|(_, reason)| reason);
            let reasons: Vec<R> = guards.chain(decided.destroys.iter().map(|(_, reason)| reason)).cloned().collect();
            let append = self.append(target.written, &opened, decided, signing, &signature, rules)?;
            let newly_named = append.guards.len() - decided_guards;
            match self.house.store.append(append).await {
                Ok(Appended::Done(ids)) => {
                    return ids.first().copied().ok_or(Failure::Fault(Fault::Other("empty-act")));
                }
                Ok(Appended::Already(id)) => return Ok(id),
                Err(AppendFailure::Moved) => {}
                Err(AppendFailure::Guard(which)) => {
                    if (decided_guards..decided_guards + newly_named).contains(&which) {
                        return Err(Failure::Fault(Fault::HasLeft));
                    }
                    // what is destroyed stands behind all guards
                    let which = if which < decided_guards { which } else { which - newly_named };
                    let reason = reasons.into_iter().nth(which);
                    return Err(reason.map_or(Failure::Fault(Fault::Other("guard")), Failure::Rule));
                }
                Err(AppendFailure::Fault(fault)) => return Err(fault.into()),
            }
        }
        Err(Failure::Fault(Fault::Busy))
    }

    fn append<F: File, R>(
        &self,
        dossier: DossierId,
        opened: &Opened<F>,
        decided: Decided<R>,
        signing: &Signing,
        signature: &Signature,
        rules: &Rulebook,
    ) -> Result<Append, Fault> {
        let mut file = F::clone(&opened.file);
        let mut number = opened.last;
        let mut entries = Vec::with_capacity(decided.events.len());
        for event in decided.events {
            if event.dossier() != F::KIND {
                // it would make the file unreadable for ever
                return Err(Fault::Other("event-of-another-file"));
            }
            number = number.next();
            entries.push(new_entry(&event, signing.level, signature)?);
            let id = EntryId { dossier, number };
            file.apply(&Entry { id, level: signing.level, signature: signature.clone(), event });
        }
        let now = self.now();
        let before = opened.file.holders(now);
        let newly_named = file.holders(now).into_iter().filter(|staff| !before.contains(staff));
        let mut guards: Vec<Guard> = decided.guards.into_iter().map(|(guard, _)| guard).collect();
        guards.extend(newly_named.map(|staff| Guard::NotClosed { dossier: staff.dossier() }));
        let derived = file.derive(dossier, rules)?;
        let part = Part { dossier, kind: F::KIND, after: opened.last, entries, derived: Some(derived) };
        Ok(Append {
            actor: self.who.staff,
            at: self.now(),
            once: signing.once,
            parts: vec![part],
            guards,
            jobs: decided.jobs,
            drop_draft: signing.draft.clone(),
            destroys: decided.destroys.into_iter().map(|(doomed, _)| doomed).collect(),
        })
    }
}

fn new_entry(event: &Event, level: Level, signature: &Signature) -> Result<NewEntry, Fault> {
    let mut content = Vec::with_capacity(512);
    event.encode(&mut serde_json::Serializer::new(&mut content)).map_err(|_| Fault::Other("encode"))?;
    Ok(NewEntry {
        kind: event.kind().to_owned(),
        version: event.version(),
        level,
        signatures: vec![signature.clone()],
        content,
    })
}

/// Whether what the signer had before them is still so.
fn still_holds<F, R: Rule>(opened: &Opened<F>, target: Target, signing: &Signing) -> Result<(), Failure<R>> {
    let Some((basis, seen)) = target.basis.zip(signing.seen) else { return Ok(()) };
    let newer = opened.newer(basis, seen);
    if newer.is_empty() { Ok(()) } else { Err(Failure::Signature(BadSignature::Stale(newer))) }
}

impl<F: File> Opened<F> {
    /// A dossier that nobody has written to yet.
    pub(crate) fn nothing() -> Self {
        Self { file: std::sync::Arc::default(), sheets: std::sync::Arc::default(), last: EntryNumber::NONE }
    }
}
