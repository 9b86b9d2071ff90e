//! Making a backup.
//!
//! The checkpoint comes first, so that a signed one vouches for what follows. The keys are read after the data: a dossier's key is made before its
//! first row, so every dossier in the copy has its key in the other one. The manifest comes last. Then what was written is read again and
//! restored into a scratch place; and only when that went well, what is too old goes.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use domain::ids::StaffId;
use jiff::Timestamp;
use ledger::Hash;
use store::copies::{DataCopy, Schema};
use store::{Access, BackupNote, BackupOutcome, KeyCopy, Store};
use tokio::runtime::Handle;

use crate::documents::{Filing, Removed, retire};
use crate::envelope::{Identities, Recipients};
use crate::folder::{Folder, Writing};
use crate::lease::Lease;
use crate::manifest::Part;
use crate::prove::{Proof, Proved};
use crate::{BackupFault, BackupPlace, KeepRule, Ledger, Manifest, Run};

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// With what.
    pub phase: Phase,
    /// How much of it is done.
    pub done: u64,
    /// Of how much; 0 where that is not known.
    pub of: u64,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The rows of the record are copied.
    Record,
    /// The documents are copied.
    Documents,
    /// What was written is read again and checked.
    Proof,
}

/// A backup that is wanted.
pub struct BackUp<'a> {
    /// Of what.
    pub store: &'a Store,
    /// The runtime that the store works on.
    pub runtime: &'a Handle,
    /// Where to.
    pub to: &'a BackupPlace,
    /// The data folder: the scratch place is made in it.
    pub data_folder: &'a Path,
    /// Who can open it.
    pub recipients: &'a Recipients,
    /// Whether the root key is put beside the wrapped keys.
    pub root_key: bool,
    /// Whether it is proved.
    pub prove: bool,
    /// What is kept of earlier ones.
    pub keep: KeepRule,
    /// The time.
    pub now: domain::time::Instant,
}

/// The documents of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Documents {
    /// How many belong to it.
    pub all: u64,
    /// How many bytes these have.
    pub bytes: u64,
    /// How many of them were not in the folder yet.
    pub written: u64,
    /// How many bytes those have.
    pub written_bytes: u64,
    /// How many are damaged in the data folder and not in this backup.
    pub damaged: u64,
}

/// A backup that was made.
#[derive(Debug, Clone)]
pub struct BackedUp {
    /// Its name.
    pub run: Run,
    /// What its manifest says.
    pub manifest: Manifest,
    /// Its documents.
    pub documents: Documents,
    /// What its proof came to, if it was proved.
    pub proved: Option<Proved>,
    /// What was removed.
    pub removed: Removed,
    /// How long it took, with the proof.
    pub took: Duration,
}

impl BackUp<'_> {
    /// Makes it, and remembers in the database what became of it. Blocking; not to be called from an async task.
    ///
    /// # Errors
    /// [`BackupFault`]. Without a manifest nothing was backed up; when the proof failed there is one, and nothing older was removed.
    pub fn run(self, progress: &mut (dyn FnMut(Progress) + Send)) -> Result<BackedUp, BackupFault> {
        let begun = Instant::now();
        let made = self.make(begun, progress);
        remember(self.store, self.runtime, noted(self.now, begun.elapsed(), &made));
        made
    }

    fn make(&self, begun: Instant, progress: &mut (dyn FnMut(Progress) + Send)) -> Result<BackedUp, BackupFault> {
        let lease = match self.to {
            BackupPlace::Folder(folder) => check_place(folder, self.data_folder).map(|()| None)?,
            BackupPlace::Bucket(_) => Some(Lease::take(self.store, self.runtime, self.now)?),
        };
        let folder = Folder::write(self.to, self.store, self.data_folder)?;
        let before = folder.runs()?.last().map(|newest| newest.at);
        let run = self.name(before);
        progress(Progress { phase: Phase::Record, done: 0, of: 0 });
        let note = self.runtime.block_on(self.announce(&run))?;
        let witness = Identities::generate();
        let recipients = if self.prove { self.recipients.and(&witness) } else { self.recipients.clone() };

        // before the rows are copied: whoever restores them knows of this copy too
        let place = folder.mark(&recipients)?;
        self.runtime.block_on(self.store.note_key_copy(&place, self.key_copy(&run)))?;

        let begun_data =
            self.store.copy_data(folder.begin(&recipients)?).map_err(BackupFault::copy("data", folder.at()))?;
        let DataCopy { mut copy, size, root, rows } = begun_data;
        let mut filing = Filing {
            folder: &folder,
            recipients: &recipients,
            run: &run,
            witness: self.prove.then_some(&witness),
            before,
            counts: Documents::default(),
        };
        filing.file(self.store.blobs(), &mut copy, progress)?;
        let documents = filing.counts;
        let data = self.part(&folder, copy.finish().map_err(BackupFault::file(folder.at()))?, run.data())?;
        let keys = self.store.copy_keys(folder.begin(&recipients)?, self.root_key);
        let keys = self.part(&folder, keys.map_err(BackupFault::copy("keys", folder.at()))?, run.keys())?;
        let Schema { data: data_schema, keys: keys_schema } = Schema::of_this_program();
        let manifest = Manifest {
            run: run.to_string(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            key: self.store.verifier_key().to_string(),
            data_schema,
            keys_schema,
            ledger: Ledger { size, root: root.to_string(), note },
            data,
            keys,
            root_key: self.root_key,
            rows: rows.into_iter().map(|(table, rows)| (table.to_owned(), rows)).collect::<BTreeMap<_, _>>(),
            documents: documents.all,
            document_bytes: documents.bytes,
        };
        lease.as_ref().map_or(Ok(()), Lease::still)?;
        self.write_manifest(&folder, &recipients, &run, &manifest)?;
        let proved = if self.prove {
            let proof = Proof { folder: &folder, run: &run, witness: &witness, of: self, manifest: &manifest };
            Some(proof.make(progress)?)
        } else {
            None
        };
        // a proof takes long: somebody else may write there by now
        lease.as_ref().map_or(Ok(()), Lease::still)?;
        let removed = retire(&folder, self.keep, timestamp(self.now))?;
        let left = removed.keys_left.iter().map(|run| self.key_copy(run)).collect();
        self.runtime.block_on(self.store.note_key_copies_left(&place, left, self.now))?;
        Ok(BackedUp { run, manifest, documents, proved, removed, took: begun.elapsed() })
    }

    /// A name behind those of all other runs: the newest by its name must be the newest.
    fn name(&self, newest: Option<Timestamp>) -> Run {
        let behind = newest.map_or(i64::MIN, |newest| newest.as_second() + 1);
        let second = timestamp(self.now).as_second().max(behind);
        Run { at: Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH), set: self.recipients.set() }
    }

    /// What is noted of the keys of a run. One that was begun in a second in which there was a run already bears the next one, which is yet to come.
    fn key_copy(&self, run: &Run) -> KeyCopy {
        let at = domain::time::Instant(run.at.as_microsecond());
        KeyCopy { run: run.to_string(), at: at.min(self.now) }
    }

    /// Says in the ledger that a copy of everything is made, and for whom; answers with the checkpoint over that.
    async fn announce(&self, run: &Run) -> Result<String, BackupFault> {
        let access = Access {
            act: "backed_up".to_owned(),
            // the program itself goes by the id of the installation
            actor: StaffId::new(self.store.installation().bits()),
            at: self.now,
            dossier: None,
            entry: None,
            through: None,
            why: Some(run.set.clone()),
        };
        self.store.record(access).await?;
        Ok(self.store.checkpoint(self.now).await?.note)
    }

    fn part(&self, folder: &Folder, writing: Writing, name: String) -> Result<Part, BackupFault> {
        let (plain, sealed, name) = folder.keep(writing, |_| name)?;
        Ok(Part::new(name, &plain, &sealed))
    }

    fn write_manifest(
        &self,
        folder: &Folder,
        recipients: &Recipients,
        run: &Run,
        manifest: &Manifest,
    ) -> Result<(), BackupFault> {
        let text = manifest.sign(self.store).ok_or(store::StoreFault::Malformed("manifest"))?;
        let mut writing = folder.begin(recipients)?;
        writing.write_all(text.as_bytes()).map_err(BackupFault::file(folder.at()))?;
        folder.keep(writing, |_| run.manifest()).map(drop)
    }
}

/// A copy on the same disk, in the same folder, would be gone with it.
pub(crate) fn check_place(to: &Path, data_folder: &Path) -> Result<(), BackupFault> {
    let to = std::path::absolute(to).map_err(BackupFault::file(to))?;
    // through links as well, as far as the folders exist
    let real = to.ancestors().find_map(|folder| folder.canonicalize().ok()).unwrap_or(to);
    match data_folder.canonicalize() {
        Ok(data) if real.starts_with(&data) => Err(BackupFault::Inside),
        _ => Ok(()),
    }
}

/// Remembers in the database that a backup could not even be begun.
pub fn note_failure(store: &Store, runtime: &Handle, at: domain::time::Instant, fault: &BackupFault) {
    let note = BackupNote { reason: Some(fault.code().to_owned()), ..BackupNote::failed(at, 0) };
    remember(store, runtime, note);
}

fn remember(store: &Store, runtime: &Handle, note: BackupNote) {
    if let Err(fault) = runtime.block_on(store.note_backup(note)) {
        tracing::warn!(%fault, "what became of a backup could not be noted");
    }
}

/// What is remembered of it.
fn noted(at: domain::time::Instant, took: Duration, made: &Result<BackedUp, BackupFault>) -> BackupNote {
    let took = i64::try_from(took.as_micros()).unwrap_or(i64::MAX);
    let failed = BackupNote::failed(at, took);
    match made {
        Err(fault) => BackupNote { reason: Some(fault.code().to_owned()), ..failed },
        Ok(made) => BackupNote {
            outcome: if made.proved.is_some() { BackupOutcome::Proved } else { BackupOutcome::Written },
            reason: (0 < made.documents.damaged).then(|| "documents".to_owned()),
            run: Some(made.manifest.run.clone()),
            size: made.manifest.ledger.size,
            root: made.manifest.ledger.root.parse().unwrap_or(Hash::ZERO),
            entries: made.proved.map_or(0, |proof| proof.entries),
            documents: made.documents.all,
            ..failed
        },
    }
}

pub(crate) fn timestamp(now: domain::time::Instant) -> Timestamp {
    now.timestamp()
}
