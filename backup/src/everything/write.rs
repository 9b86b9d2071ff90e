//! Writing everything out.
//!
//! It is recorded first, then comes the checkpoint up to which everything is written: what people write meanwhile belongs to the next export. The
//! manifest comes last. A file that is destroyed while it is being written out would come back with the import, so then there is no export.

use std::collections::{HashMap, HashSet};
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use domain::documents::file_in;
use domain::ids::{DossierId, StaffId};
use ledger::check::Check;
use ledger::checkpoint::append;
use serde::Serialize;
use store::{Access, Store, StoreFault, WholeDossier, WholeEntry};
use tokio::runtime::Handle;

use super::documents::pack;
use super::form::{AccountLine, DeedLine, DocumentLine, DossierLine, EntryOut, SecretsLine, SerialLine};
use super::manifest::{Counts, WholeManifest};
use super::names;
use crate::envelope::Recipients;
use crate::folder::{Folder, Writing};
use crate::manifest::Part;
use crate::write::{Phase, Progress, check_place, timestamp};
use crate::{BackupFault, Ledger};

/// An export of everything that is wanted.
pub struct Export<'a> {
    /// Of what.
    pub store: &'a Store,
    /// The runtime that the store works on.
    pub runtime: &'a Handle,
    /// Into which folder; it must be empty, or not there yet.
    pub to: &'a Path,
    /// The data folder: nothing is written into it.
    pub data_folder: &'a Path,
    /// Who can open it.
    pub recipients: &'a Recipients,
    /// The time.
    pub now: domain::time::Instant,
}

/// An export that was made.
#[derive(Debug, Clone)]
pub struct Exported {
    /// What its manifest says.
    pub manifest: WholeManifest,
    /// How long it took.
    pub took: Duration,
}

impl Export<'_> {
    /// Makes it. Blocking; not to be called from an async task.
    ///
    /// # Errors
    /// [`BackupFault`]; then there is no manifest, and what was written is removed again as far as that is possible.
    pub fn run(self, progress: &mut (dyn FnMut(Progress) + Send)) -> Result<Exported, BackupFault> {
        let begun = Instant::now();
        check_place(self.to, self.data_folder)?;
        let folder = Folder::write_into_empty(self.to)?;
        let made = self.make(&folder, progress);
        if made.is_err() {
            // half of it is no export; what cannot be removed has no manifest
            let _ = folder.clear_all();
        }
        Ok(Exported { manifest: made?, took: begun.elapsed() })
    }

    fn make(&self, folder: &Folder, progress: &mut (dyn FnMut(Progress) + Send)) -> Result<WholeManifest, BackupFault> {
        progress(Progress { phase: Phase::Record, done: 0, of: 0 });
        self.announce()?;
        let mut out = Out { of: self, folder, counts: Counts::default(), files: Vec::new(), seen: HashMap::new() };
        // what is marked as done once must be there: the marks come before the checkpoint, the entries up to it
        out.deeds()?;
        let made = self.runtime.block_on(self.store.checkpoint(self.now))?;
        let (size, root) = (made.checkpoint.size, made.checkpoint.root);
        let check = out.record(size, progress)?;
        if (check.size(), check.checked().root) != (size, root) {
            return Err(StoreFault::Damaged.into());
        }
        out.notes(size)?;
        out.dossiers()?;
        out.beside()?;
        let Out { counts, mut files, .. } = out;
        files.sort_by_key(|part| names::ALL.iter().position(|name| *name == part.file));
        let manifest = WholeManifest {
            made: timestamp(self.now).to_string(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            key: self.store.verifier_key().to_string(),
            ledger: Ledger { size, root: root.to_string(), note: made.note },
            files,
            counts,
            left_out: self.runtime.block_on(self.store.left_out())?.into(),
        };
        self.write_manifest(folder, &manifest)?;
        Ok(manifest)
    }

    /// Says in the ledger that everything leaves, and for how many; before the first byte.
    fn announce(&self) -> Result<(), BackupFault> {
        let access = Access {
            act: "exported".to_owned(),
            // the program itself goes by the id of the installation
            actor: StaffId::new(self.store.installation().bits()),
            at: self.now,
            dossier: None,
            entry: None,
            through: None,
            why: Some(format!("everything-for-{}", self.recipients.count())),
        };
        Ok(self.runtime.block_on(self.store.record(access))?)
    }

    fn write_manifest(&self, folder: &Folder, manifest: &WholeManifest) -> Result<(), BackupFault> {
        let text = manifest.sign(self.store).ok_or(StoreFault::Malformed("manifest"))?;
        let mut writing = folder.begin(self.recipients)?;
        writing.write_all(text.as_bytes()).map_err(BackupFault::file(self.to))?;
        folder.keep(writing, |_| names::MANIFEST.to_owned()).map(drop)
    }
}

/// What has been written so far.
struct Out<'a> {
    of: &'a Export<'a>,
    folder: &'a Folder,
    counts: Counts,
    files: Vec<Part>,
    /// Every dossier of which an entry was written, and whether with its content.
    seen: HashMap<DossierId, bool>,
}

impl Out<'_> {
    fn begin(&self) -> Result<Writing, BackupFault> {
        self.folder.begin(self.of.recipients)
    }

    fn keep(&mut self, writing: Writing, name: &str) -> Result<(), BackupFault> {
        let (plain, sealed, name) = self.folder.keep(writing, |_| name.to_owned())?;
        self.files.push(Part::new(name, &plain, &sealed));
        Ok(())
    }

    /// Writes a value as a line.
    fn line(&self, to: &mut Writing, value: &impl Serialize) -> Result<(), BackupFault> {
        let fault = |error: serde_json::Error| std::io::Error::from(error);
        let written = serde_json::to_writer(&mut *to, value).map_err(fault).and_then(|()| to.write_all(b"\n"));
        written.map_err(BackupFault::file(self.of.to))
    }

    /// Writes a file of lines.
    fn file<T: Serialize>(&mut self, name: &str, lines: impl IntoIterator<Item = T>) -> Result<(), BackupFault> {
        let mut writing = self.begin()?;
        for line in lines {
            self.line(&mut writing, &line)?;
        }
        self.keep(writing, name)
    }

    fn deeds(&mut self) -> Result<(), BackupFault> {
        let mut writing = self.begin()?;
        let mut after = None;
        loop {
            let page = self.of.runtime.block_on(self.of.store.deeds(after))?;
            for deed in &page {
                self.line(&mut writing, &DeedLine::of(deed))?;
            }
            match page.last() {
                Some(last) => after = Some(last.once),
                None => return self.keep(writing, names::DEEDS),
            }
        }
    }

    /// Writes the ledger, the entries and the documents side by side.
    fn record(&mut self, size: u64, progress: &mut (dyn FnMut(Progress) + Send)) -> Result<Check, BackupFault> {
        let (mut ledger, mut entries, mut documents) = (self.begin()?, self.begin()?, self.begin()?);
        let (store, runtime) = (self.of.store, self.of.runtime);
        let marked: HashSet<DossierId> = runtime.block_on(store.marked_destroyed())?;
        let mut check = Check::new(vec![store.verifier_key()]);
        while check.size() < size {
            let page = runtime.block_on(store.whole_lines(check.size(), &marked))?;
            if page.is_empty() {
                return Err(StoreFault::Damaged.into());
            }
            for whole in page {
                let n = check.size();
                if n == size {
                    break;
                }
                check.leaf(&whole.leaf).map_err(store::VerifyFailure::from)?;
                let written = ledger.write_all(&whole.leaf).and_then(|()| ledger.write_all(b"\n"));
                written.map_err(BackupFault::file(self.of.to))?;
                if let Some(entry) = whole.entry {
                    self.entry(n, &entry, &mut entries, &mut documents)?;
                }
            }
            progress(Progress { phase: Phase::Record, done: check.size(), of: size });
        }
        self.keep(ledger, names::LEDGER)?;
        self.keep(entries, names::ENTRIES)?;
        self.keep(documents, names::DOCUMENTS)?;
        Ok(check)
    }

    fn entry(
        &mut self,
        n: u64,
        entry: &WholeEntry,
        entries: &mut Writing,
        documents: &mut Writing,
    ) -> Result<(), BackupFault> {
        let open = entry.sheet.is_some();
        if *self.seen.entry(entry.id.dossier).or_insert(open) != open {
            return Err(BackupFault::Overtaken);
        }
        self.counts.entries += 1;
        self.counts.without_content += u64::from(!open);
        self.line(entries, &EntryOut::of(n, entry).ok_or(StoreFault::Damaged)?)?;
        let Some(sheet) = &entry.sheet else { return Ok(()) };
        let content = &mut serde_json::Deserializer::from_slice(&sheet.content);
        let file = file_in(&entry.kind, entry.version, content).map_err(|_| StoreFault::Damaged)?;
        let Some(file) = file else { return Ok(()) };
        let name = pack(self.of.store.blobs(), &file, self.folder, self.of.recipients)?;
        if name.is_some() {
            self.counts.documents += 1;
            self.counts.document_bytes += file.length;
        } else {
            tracing::error!("a document is damaged or gone and not in the export");
            self.counts.documents_absent += 1;
        }
        let line = DocumentLine {
            n,
            dossier: entry.id.dossier,
            entry: entry.id.number,
            address: file.address,
            length: file.length,
            sha256: file.digest,
            file: name,
        };
        self.line(documents, &line)
    }

    fn notes(&mut self, size: u64) -> Result<(), BackupFault> {
        let mut writing = self.begin()?;
        let mut after = 0;
        loop {
            let page = self.of.runtime.block_on(self.of.store.notes(after))?;
            for (_, note) in page.iter().filter(|(covers, _)| *covers <= size) {
                writing.write_all(append(note).as_bytes()).map_err(BackupFault::file(self.of.to))?;
            }
            match page.last() {
                Some((covers, _)) if *covers < size => after = *covers,
                _ => return self.keep(writing, names::CHECKPOINTS),
            }
        }
    }

    /// Writes the dossiers of which there are entries. None of them may have been destroyed meanwhile.
    fn dossiers(&mut self) -> Result<(), BackupFault> {
        let mut writing = self.begin()?;
        let mut after = None;
        loop {
            let page = self.of.runtime.block_on(self.of.store.whole_dossiers(after))?;
            for &(dossier, kind, destroyed) in &page {
                let Some(&contents) = self.seen.get(&dossier) else { continue };
                if contents && destroyed.is_some() {
                    return Err(BackupFault::Overtaken);
                }
                let whole = WholeDossier { dossier, kind, contents, destroyed };
                self.line(&mut writing, &DossierLine::of(&whole))?;
                self.counts.dossiers += 1;
            }
            match page.last() {
                Some((last, ..)) => after = Some(*last),
                None => return self.keep(writing, names::DOSSIERS),
            }
        }
    }

    /// What no entry can give.
    fn beside(&mut self) -> Result<(), BackupFault> {
        let (store, runtime) = (self.of.store, self.of.runtime);
        let accounts = runtime.block_on(store.whole_accounts())?;
        self.counts.accounts = accounts.len() as u64;
        self.file(names::ACCOUNTS, accounts.iter().map(AccountLine::of))?;
        let serials = runtime.block_on(store.serials())?;
        self.file(names::SERIALS, serials.into_iter().map(|(name, next)| SerialLine { name, next }))?;
        let stones = store.tombstone_lines()?;
        self.counts.tombstones = stones.len() as u64;
        let mut writing = self.begin()?;
        for stone in stones {
            writeln!(writing, "{stone}").map_err(BackupFault::file(self.of.to))?;
        }
        self.keep(writing, names::TOMBSTONES)?;
        self.file(names::SECRETS, [SecretsLine::of(store.carried()?)])
    }
}
