//! Bringing everything in: the secrets, the tombstones and the dossiers, then ledger, entries, documents and checkpoints side by side, then what stands beside
//! them. What is derived is derived anew by the caller, who then has everything checked and lets the installation go.

use std::path::Path;

use domain::documents::{Arrived, file_in};
use domain::ids::InstallationId;
use domain::time::Instant;
use ledger::checkpoint::{Checkpoint, VerifierKey};
use ledger::tombstone::Tombstone;
use store::blobs::Blobs;
use store::copies::{Landing, Schema, anchored};
use store::{Founding, StartFault, Store, StoreSettings, WholeEntry, Wrong};
use uuid::Uuid;
use vault::RootKey;

use super::documents::unpack;
use super::form::{AccountLine, DeedLine, DocumentLine, DossierLine, EntryIn, SecretsLine, SerialLine};
use super::lines::{FORM, Lines};
use super::{WholeManifest, names};
use crate::BackupFault;
use crate::envelope::Identities;
use crate::folder::Folder;
use crate::place::{check_empty, clear_documents};
use crate::write::{Phase, Progress};

/// An export that is to be brought in.
pub struct Importing {
    folder: Folder,
    identities: Identities,
    manifest: WholeManifest,
    key: VerifierKey,
    /// Lines of tombstones from elsewhere.
    tombstones: Vec<String>,
}

/// What was brought in and is not open yet.
pub struct Brought {
    /// The place.
    pub landing: Landing,
    /// How many documents.
    pub documents: u64,
}

impl Importing {
    /// Looks for the export in a folder, and checks its manifest.
    ///
    /// # Errors
    /// [`BackupFault`], such as `NoExport`, `WrongIdentity` or `Damaged`.
    pub fn find(from: &Path, identities: Identities) -> Result<Self, BackupFault> {
        let folder = Folder::on_disk(from);
        if !folder.place(names::MANIFEST).is_file() {
            return Err(BackupFault::NoExport(from.to_owned()));
        }
        let manifest = WholeManifest::read(&folder.note(names::MANIFEST, &names::ALL, &identities)?)?;
        let key = manifest.verifier_key().ok_or_else(|| BackupFault::Foreign(names::MANIFEST.to_owned()))?;
        Ok(Self { folder, identities, manifest, key, tombstones: Vec::new() })
    }

    /// What the manifest says.
    pub const fn manifest(&self) -> &WholeManifest {
        &self.manifest
    }

    /// The public key of the ledger, to be compared with one that is known from elsewhere.
    pub const fn key(&self) -> &VerifierKey {
        &self.key
    }

    /// Honours the tombstones in this file as well: what was destroyed after the export is not brought in.
    ///
    /// # Errors
    /// [`BackupFault::Foreign`] when one is not of this ledger, [`BackupFault::File`] when the file cannot be read.
    pub fn honour(&mut self, file: &Path) -> Result<(), BackupFault> {
        let text = std::fs::read_to_string(file).map_err(BackupFault::file(file))?;
        let ours = |line: &str| Tombstone::verify(line, &self.key).is_ok();
        if !text.lines().all(ours) {
            return Err(BackupFault::Foreign(file.display().to_string()));
        }
        self.tombstones.extend(text.lines().map(str::to_owned));
        Ok(())
    }

    /// Brings everything into an empty place, sealed under keys that are made there, and those under `root`. What an import left there that was cut off is
    /// removed first. Blocking.
    ///
    /// # Errors
    /// [`BackupFault::NotEmpty`] when something else is there, `BehindAnchor` when an anchor file vouches for more than the export has; then nothing was
    /// touched. [`BackupFault::Line`], `Damaged` and `Missing` name the file.
    pub fn land(
        &self,
        settings: StoreSettings,
        data_folder: &Path,
        root: &RootKey,
        now: Instant,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Brought, BackupFault> {
        check_empty(data_folder, &settings, Landing::look(&settings)?)?;
        let ledger = self.manifest.ledger.size;
        if let Some(anchored) = anchored(&settings.anchor, &self.key)?.filter(|anchored| ledger < *anchored) {
            return Err(StartFault::BehindAnchor { ledger, anchored }.into());
        }
        clear_documents(&settings.documents.folder)?;
        let documents = settings.documents.clone();
        let installation = InstallationId::new(Uuid::from_bytes(self.key.origin.0.0));
        let landing = Landing::prepare(settings, installation, Schema::of_this_program())?;
        let mut secrets = self.open(names::SECRETS)?;
        let carried = secrets.one::<SecretsLine>()?.whole();
        secrets.end(&self.manifest)?;
        let founding = landing.found(root, carried, now)?;
        if founding.verifier_key() != self.key {
            return Err(BackupFault::Foreign(names::SECRETS.to_owned()));
        }
        let mut coming = Coming { of: self, founding, blobs: Blobs::open_at(&documents)?, documents: 0 };
        coming.dossiers()?;
        coming.record(progress)?;
        coming.beside()?;
        let Coming { founding, documents, .. } = coming;
        founding.finish()?;
        Ok(Brought { landing, documents })
    }

    /// Whether an open store is the one that was exported: same ledger, same size, same root.
    ///
    /// # Errors
    /// [`BackupFault::Differs`] when it is not, [`BackupFault::Foreign`] when its key is another one.
    pub async fn compare(&self, store: &Store) -> Result<(), BackupFault> {
        if store.verifier_key() != self.key {
            return Err(BackupFault::Foreign(names::MANIFEST.to_owned()));
        }
        let size = store.ledger_size().await?;
        let same =
            size == self.manifest.ledger.size && store.root_over(size).await?.to_string() == self.manifest.ledger.root;
        if same { Ok(()) } else { Err(BackupFault::Differs) }
    }

    fn open(&self, name: &'static str) -> Result<Lines, BackupFault> {
        Lines::open(&self.folder, name, &self.identities)
    }
}

/// An export on its way in.
struct Coming<'a> {
    of: &'a Importing,
    founding: Founding<'a>,
    blobs: Blobs,
    documents: u64,
}

impl Coming<'_> {
    fn dossiers(&mut self) -> Result<(), BackupFault> {
        let mut stones = self.of.open(names::TOMBSTONES)?;
        while let Some(line) = stones.raw()? {
            let taken = std::str::from_utf8(line).map_err(|_| Wrong::Tombstone);
            let taken = taken.and_then(|line| self.founding.tombstone(line));
            taken.map_err(|wrong| stones.wrong(wrong))?;
        }
        stones.end(&self.of.manifest)?;
        self.of.tombstones.iter().try_for_each(|line| self.founding.tombstone(line))?;
        let mut dossiers = self.of.open(names::DOSSIERS)?;
        while let Some(line) = dossiers.next::<DossierLine>()? {
            let whole = line.whole().ok_or_else(|| dossiers.wrong(FORM))?;
            self.founding.dossier(whole).map_err(|wrong| dossiers.wrong(wrong))?;
        }
        dossiers.end(&self.of.manifest)
    }

    fn record(&mut self, progress: &mut (dyn FnMut(Progress) + Send)) -> Result<(), BackupFault> {
        let mut ledger = self.of.open(names::LEDGER)?;
        let (mut entries, mut documents) = (self.of.open(names::ENTRIES)?, self.of.open(names::DOCUMENTS)?);
        let mut notes = Notes { lines: self.of.open(names::CHECKPOINTS)?, ahead: None, key: self.of.key };
        notes.advance()?;
        let (mut size, of) = (0, self.of.manifest.ledger.size);
        while let Some(leaf) = ledger.raw()? {
            let taken = self.founding.line(leaf);
            if taken.map_err(|fault| ledger.told(fault))?.is_some() {
                self.entry(size, &mut entries, &mut documents)?;
            }
            size += 1;
            notes.up_to(size, &mut self.founding)?;
            if size.is_multiple_of(256) {
                progress(Progress { phase: Phase::Record, done: size, of });
            }
        }
        // whatever is left speaks of more lines than there are
        notes.up_to(u64::MAX, &mut self.founding)?;
        let manifest = &self.of.manifest;
        [ledger, entries, documents, notes.lines].into_iter().try_for_each(|lines| lines.end(manifest))
    }

    /// The entry of the line with this number, and its document if it files one.
    fn entry(&mut self, n: u64, entries: &mut Lines, documents: &mut Lines) -> Result<(), BackupFault> {
        let line: EntryIn = entries.next()?.ok_or_else(|| entries.wrong(Wrong::Missing))?;
        if line.n != n {
            return Err(entries.wrong(Wrong::Place));
        }
        let entry = line.whole().ok_or_else(|| entries.wrong(FORM))?;
        let file = filed(&entry).map_err(|()| entries.wrong("its content cannot be read by this program"))?;
        let id = entry.id;
        let taken = self.founding.entry(entry).map_err(|fault| entries.told(fault))?;
        let Some(file) = file else { return Ok(()) };
        let line: DocumentLine =
            documents.next()?.ok_or_else(|| documents.wrong("the document of an entry is missing"))?;
        let same = (line.n, line.dossier, line.entry) == (n, id.dossier, id.number)
            && (&line.address, line.length, &line.sha256) == (&file.address, file.length, &file.digest)
            && line.file.as_ref().is_none_or(|name| *name == names::document(&file.address));
        if !same {
            return Err(documents.wrong("it is not the document of the entry"));
        }
        match line.file {
            Some(name) if taken => {
                unpack(&self.of.folder, &name, &self.of.identities, &file, &self.blobs)?;
                self.documents += 1;
            }
            _ => {}
        }
        Ok(())
    }

    fn beside(&mut self) -> Result<(), BackupFault> {
        let mut deeds = self.of.open(names::DEEDS)?;
        while let Some(line) = deeds.next::<DeedLine>()? {
            self.founding.deed(line.whole()).map_err(|fault| deeds.told(fault))?;
        }
        deeds.end(&self.of.manifest)?;
        let mut accounts = self.of.open(names::ACCOUNTS)?;
        while let Some(line) = accounts.next::<AccountLine>()? {
            let account = line.whole().ok_or_else(|| accounts.wrong(FORM))?;
            self.founding.account(account)?;
        }
        accounts.end(&self.of.manifest)?;
        let mut serials = self.of.open(names::SERIALS)?;
        while let Some(SerialLine { name, next }) = serials.next()? {
            self.founding.serial(name, next)?;
        }
        serials.end(&self.of.manifest)
    }
}

/// The file that an entry brings in, as far as its content is there.
fn filed(entry: &WholeEntry) -> Result<Option<Arrived>, ()> {
    let Some(sheet) = &entry.sheet else { return Ok(None) };
    let content = &mut serde_json::Deserializer::from_slice(&sheet.content);
    file_in(&entry.kind, entry.version, content).map_err(drop)
}

/// The checkpoints, one read ahead.
struct Notes {
    lines: Lines,
    ahead: Option<(u64, String)>,
    key: VerifierKey,
}

impl Notes {
    fn advance(&mut self) -> Result<(), BackupFault> {
        self.ahead = match self.lines.note()? {
            Some(note) => {
                let checkpoint = Checkpoint::verify(&note, &[self.key]).map_err(|fault| self.lines.wrong(fault))?;
                Some((checkpoint.size, note))
            }
            None => None,
        };
        Ok(())
    }

    /// Gives the checkpoints over at most so many lines to the place.
    fn up_to(&mut self, size: u64, founding: &mut Founding<'_>) -> Result<(), BackupFault> {
        while let Some((_, note)) = self.ahead.take_if(|(covers, _)| *covers <= size) {
            founding.note(&note).map_err(|fault| self.lines.told(fault))?;
            self.advance()?;
        }
        Ok(())
    }
}
