//! Many entries at once, without the questions of an operation: the events are folded and the rows derived as by `casework`, and the store seals,
//! chains and writes them in the same append in which every act ends. Nothing is put into a table past it.

use anyhow::{Result, anyhow};
use casework::house::File;
use domain::entry::Entry;
use domain::event::Event;
use domain::ids::{DossierId, EntryId, EntryNumber, StaffId};
use domain::level::Level;
use domain::rulebook::Rulebook;
use domain::signature::{Meaning, Method, Signature};
use domain::time::Instant;
use store::{Append, NewEntry, Part, Store};
use tokio::task::JoinSet;

/// How many appends are under way at the same time, so that they share commits.
const AT_ONCE: usize = 64;

/// A signature of somebody who signed in a moment ago.
pub(super) fn signature(signer: StaffId, at: Instant) -> Signature {
    Signature {
        signer,
        name: "Maria Vega".to_owned(),
        title: "Social worker".to_owned(),
        role: "Caseworker".to_owned(),
        meaning: Meaning::Author,
        method: Method::RecentSignIn,
        happened: at,
        signed: at,
        offset_minutes: 60,
    }
}

/// A dossier with these entries.
pub(super) fn dossier<F: File>(
    id: DossierId,
    events: Vec<Event>,
    signature: &Signature,
    rules: &Rulebook,
) -> Result<Part> {
    let (mut file, mut number, mut entries) = (F::default(), EntryNumber::NONE, Vec::with_capacity(events.len()));
    for event in events {
        number = number.next();
        entries.push(entry(&event, signature)?);
        let place = EntryId { dossier: id, number };
        file.apply(&Entry { id: place, level: Level::Confidential, signature: signature.clone(), event });
    }
    let derived = Some(file.derive(id, rules)?);
    Ok(Part { dossier: id, kind: F::KIND, after: EntryNumber::NONE, entries, derived })
}

/// An entry to be.
pub(super) fn entry(event: &Event, signature: &Signature) -> Result<NewEntry> {
    Ok(NewEntry {
        kind: event.kind().to_owned(),
        version: event.version(),
        level: Level::Confidential,
        signatures: vec![signature.clone()],
        content: content(event)?,
    })
}

/// What is sealed of an event.
pub(super) fn content(event: &Event) -> Result<Vec<u8>> {
    let mut content = Vec::with_capacity(512);
    event.encode(&mut serde_json::Serializer::new(&mut content)).map_err(|bad| anyhow!("{bad}"))?;
    Ok(content)
}

/// Appends these groups of dossiers, many at a time.
pub(super) async fn append(
    store: &Store,
    actor: StaffId,
    at: Instant,
    groups: impl Iterator<Item = Result<Vec<Part>>>,
) -> Result<()> {
    let mut running = JoinSet::new();
    for parts in groups {
        let (store, parts) = (store.clone(), parts?);
        while AT_ONCE <= running.len() {
            running.join_next().await.transpose()?.transpose()?;
        }
        running.spawn(async move {
            let append = Append {
                actor,
                at,
                once: None,
                parts,
                guards: vec![],
                jobs: vec![],
                drop_draft: None,
                destroys: vec![],
            };
            store.append(append).await.map(drop)
        });
    }
    while let Some(done) = running.join_next().await {
        done??;
    }
    Ok(())
}
