//! A small record with everything that an export has to deal with: two levels, a document, a destroyed file, and what stands beside.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret as _;
use age::x25519::Identity;
use backup::everything::{Export, Exported, Importing};
use backup::{BackupFault, Identities, Progress, Recipients};
use domain::documents::{Arrived, file_in};
use domain::ids::{DossierId, EntryNumber, OnceKey, StaffId};
use domain::level::Level;
use ledger::{Hash, sha256};
use store::{Access, Append, Doomed, DraftKey, NewEntry, Store};
use testkit::TestPlace;
use tokio::runtime::Runtime;
use uuid::Uuid;
use vault::RootKey;
use vault::stream::{FileKey, Layout};
use zeroize::Zeroizing;

use crate::writing::{House, NOW, entry, one_more};

pub(super) const CASE: DossierId = DossierId::new(Uuid::from_u128(0xCA5E));
pub(super) const GONE: DossierId = DossierId::new(Uuid::from_u128(0x60AE));
const LIST: DossierId = DossierId::new(Uuid::from_u128(0x1157));
pub(super) const PERSON: StaffId = StaffId::new(Uuid::from_u128(1));

/// How long the document is: more than one chunk.
pub(super) const BYTES: usize = 150_000;

pub(super) struct Told {
    pub(super) house: House,
    pub(super) store: Store,
    pub(super) identity: Identity,
    runtime: Runtime,
}

impl Told {
    pub(super) fn at(place: TestPlace) -> Self {
        let house = House::at(place);
        let store = house.open();
        let told = Self { house, store, identity: Identity::generate(), runtime: Runtime::new().unwrap() };
        fs::write(told.identity_file(), told.identity.to_string().expose_secret()).unwrap();
        told.tell();
        told
    }

    fn tell(&self) {
        let once = Some(OnceKey::new(Uuid::from_u128(77)));
        self.append(Append { once, ..one_more(1, CASE, 0) });
        self.append(with(one_more(1, CASE, 1), NewEntry { level: Level::Restricted, ..entry("for two alone") }));
        self.append(with(one_more(1, CASE, 2), self.document_entry()));
        self.append(one_more(1, GONE, 0));
        self.append(one_more(1, GONE, 1));
        self.destroy(GONE, 2, 0);
        self.look(1);
        self.wait(self.store.checkpoint(NOW)).unwrap();
        self.wait(self.store.open_account(PERSON, "ada", NOW)).unwrap();
        let hash = Zeroizing::new("$argon2id$a-hash".to_owned());
        self.wait(self.store.set_password(PERSON, hash, NOW)).unwrap();
        assert_eq!(self.wait(self.store.next_serial("case-2026")).unwrap(), 1);
        let draft = DraftKey { staff: PERSON, dossier: CASE, form: "note".to_owned() };
        self.wait(self.store.save_draft(draft, b"half a sentence", None, NOW)).unwrap();
    }

    /// Somebody opens the case so many times.
    pub(super) fn look(&self, times: u32) {
        let looked = Access {
            act: "opened".to_owned(),
            actor: PERSON,
            at: NOW,
            dossier: Some(CASE),
            entry: Some(EntryNumber(3)),
            through: None,
            why: None,
        };
        for _ in 0..times {
            self.wait(self.store.record(looked.clone())).unwrap();
        }
    }

    fn append(&self, append: Append) {
        self.wait(self.store.append(append)).unwrap();
    }

    /// Destroys a dossier with so many entries, by a list with so many.
    pub(super) fn destroy(&self, dossier: DossierId, last: u32, listed: u32) {
        let doomed = Doomed { dossier, last: EntryNumber(last) };
        self.append(Append { destroys: vec![doomed], ..one_more(1, LIST, listed / 2) });
        self.wait(self.store.entomb(&[dossier], LIST, NOW)).unwrap();
        self.wait(self.store.remove_keys(&[dossier])).unwrap();
        self.wait(self.store.clear_away(&[dossier])).unwrap();
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        (0..BYTES).map(|place| u8::try_from(place % 251).unwrap()).collect()
    }

    fn document_entry(&self) -> NewEntry {
        let mut incoming = self.store.blobs().receive().unwrap();
        incoming.push(&self.bytes()).unwrap();
        let kept = incoming.keep().unwrap();
        let content = include_str!("../../../../domain/tests/it/samples/DocumentFiled.1.json");
        let mut content: serde_json::Value = serde_json::from_str(content).unwrap();
        content["file"]["address"] = kept.address.to_string().into();
        content["file"]["secret"] = Hash(*kept.key.bytes()).to_string().into();
        content["file"]["length"] = BYTES.into();
        content["file"]["digest"] = sha256(&self.bytes()).to_string().into();
        NewEntry { kind: "DocumentFiled".to_owned(), content: content.to_string().into_bytes(), ..entry("") }
    }

    /// The bytes of the document as a store has it, by what the entry says.
    pub(super) fn document(&self, store: &Store) -> Vec<u8> {
        let entries = self.wait(store.entries(CASE, EntryNumber(2), Level::Restricted)).unwrap();
        let content = entries[0].content.as_ref().unwrap();
        let content = &mut serde_json::Deserializer::from_slice(content);
        let file: Arrived = file_in("DocumentFiled", 1, content).unwrap().unwrap();
        let key: Hash = file.secret.reveal().parse().unwrap();
        let key = FileKey::from_bytes(Zeroizing::new(key.0));
        let mut reading = store.blobs().read(&file.address.parse().unwrap(), key, Layout::of(file.length)).unwrap();
        reading.range(0..file.length).flat_map(|piece| piece.unwrap().to_vec()).collect()
    }

    pub(super) fn wait<T>(&self, what: impl Future<Output = T>) -> T {
        self.runtime.block_on(what)
    }

    pub(super) fn size_and_root(&self, store: &Store) -> (u64, Hash) {
        let size = self.wait(store.ledger_size()).unwrap();
        (size, self.wait(store.root_over(size)).unwrap())
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.house.place.folder().join("export")
    }

    fn identity_file(&self) -> PathBuf {
        self.house.place.folder().join("identity")
    }

    pub(super) fn export(&self) -> Result<Exported, BackupFault> {
        self.export_with(&mut |_| {})
    }

    pub(super) fn export_with(&self, progress: &mut (dyn FnMut(Progress) + Send)) -> Result<Exported, BackupFault> {
        let recipients = Recipients::parse([self.identity.to_public().to_string().as_str()]).unwrap();
        let export = Export {
            store: &self.store,
            runtime: self.runtime.handle(),
            to: &self.folder(),
            data_folder: &self.house.place.data_folder(),
            recipients: &recipients,
            now: NOW,
        };
        export.run(progress)
    }

    pub(super) fn importing(&self) -> Result<Importing, BackupFault> {
        Importing::find(&self.folder(), Identities::read([self.identity_file().as_path()]).unwrap())
    }

    /// What is in a file of the export.
    pub(super) fn opened(&self, name: &str) -> Vec<u8> {
        let sealed = age::Decryptor::new(fs::File::open(self.folder().join(name)).unwrap()).unwrap();
        let mut plain = Vec::new();
        let identity = std::iter::once(&self.identity as &dyn age::Identity);
        sealed.decrypt(identity).unwrap().read_to_end(&mut plain).unwrap();
        plain
    }

    /// Puts something else into a file of the export, as anybody can who knows the recipient.
    pub(super) fn exchange(&self, name: &str, plain: &[u8]) {
        let recipient = self.identity.to_public();
        let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).unwrap();
        let mut writer = encryptor.wrap_output(fs::File::create(self.folder().join(name)).unwrap()).unwrap();
        writer.write_all(plain).unwrap();
        writer.finish().unwrap();
    }
}

/// The append with this entry instead.
fn with(mut append: Append, entry: NewEntry) -> Append {
    append.parts[0].entries = vec![entry];
    append
}

/// Brings it in, checks it and lets it go.
pub(super) fn import(told: &Told, target: &House) -> Result<Store, BackupFault> {
    brought(told, &told.importing()?, target)
}

/// Why it is not brought in.
pub(super) fn refused(told: &Told, target: &House) -> String {
    import(told, target).map(drop).unwrap_err().to_string()
}

pub(super) fn brought(told: &Told, importing: &Importing, target: &House) -> Result<Store, BackupFault> {
    let root = RootKey::generate();
    let folder = target.place.data_folder();
    let brought = importing.land(target.settings.clone(), &folder, &root, NOW, &mut |_| {})?;
    let store = brought.landing.open(root, NOW).unwrap();
    told.wait(importing.compare(&store))?;
    told.wait(store.arrived()).unwrap();
    Ok(store)
}

/// Every file in a folder and the folders in it, by its name there.
pub(super) fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for file in fs::read_dir(folder).into_iter().flatten() {
        let (path, name) = (file.as_ref().unwrap().path(), file.unwrap().file_name().into_string().unwrap());
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|inside| format!("{name}/{inside}")));
        } else {
            found.push(name);
        }
    }
    found.sort();
    found
}
