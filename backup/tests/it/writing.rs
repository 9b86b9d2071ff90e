//! Eight people write while a backup is made: it is one moment of the record all the same.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use age::secrecy::ExposeSecret as _;
use backup::{
    BackUp, BackedUp, BackupFault, BackupPlace, Identities, KeepRule, Landed, Progress, Recipients, Restoring,
};
use domain::ids::{DossierId, DossierKind, EntryNumber, StaffId};
use domain::level::Level;
use domain::signature::{Meaning, Method, Signature};
use domain::time::Instant;
use store::db::{DbOptions, Place};
use store::{Append, Appended, NewEntry, Part, Scope, StartFault, Store, StoreSettings};
use testkit::TestPlace;
use tokio::sync::Barrier;
use uuid::Uuid;
use vault::{RootKey, RootSource};

/// 5 January 2026, 09:00 UTC.
pub(crate) const NOW: Instant = Instant(1_767_603_600_000_000);

pub(crate) struct House {
    pub(crate) place: TestPlace,
    pub(crate) settings: StoreSettings,
}

impl House {
    pub(crate) fn at(place: TestPlace) -> Self {
        let settings = StoreSettings {
            data: place.data().map_or_else(Place::Postgres, Place::Sqlite),
            keys: place.keys().map_or_else(Place::Postgres, Place::Sqlite),
            documents: place.folder().join("data").join("documents").into(),
            anchor: place.folder().join("anchor"),
            new_anchor: false,
            options: DbOptions { readers: 2, connections: 10 },
        };
        Self { place, settings }
    }

    pub(crate) fn open(&self) -> Store {
        let path = self.place.folder().join("root.key");
        RootKey::generate().write_file(&path).unwrap();
        let root = RootSource::File(path).read(&self.place.data_folder()).unwrap();
        Store::open(self.settings.clone(), root, NOW).unwrap()
    }

    pub(crate) fn try_open(&self, root: RootKey) -> Result<Store, StartFault> {
        Store::open(self.settings.clone(), root, NOW)
    }

    /// Where its backups go.
    pub(crate) fn backups(&self) -> BackupPlace {
        BackupPlace::Folder(self.place.folder().join("backups"))
    }

    pub(crate) fn back_up(&self, store: &Store, recipients: &Recipients) -> BackedUp {
        self.back_up_at(store, recipients, NOW)
    }

    pub(crate) fn back_up_at(&self, store: &Store, recipients: &Recipients, now: Instant) -> BackedUp {
        self.try_back_up(store, &self.backups(), recipients, (now, KeepRule::default()), &mut |_| {}).unwrap()
    }

    pub(crate) fn try_back_up(
        &self,
        store: &Store,
        to: &BackupPlace,
        recipients: &Recipients,
        (now, keep): (Instant, KeepRule),
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<BackedUp, BackupFault> {
        let made = BackUp {
            store,
            runtime: &tokio::runtime::Handle::current(),
            to,
            data_folder: &self.place.data_folder(),
            recipients,
            root_key: true,
            prove: true,
            keep,
            now,
        };
        made.run(progress)
    }
}

pub(crate) fn entry(text: &str) -> NewEntry {
    let signature = Signature {
        signer: StaffId::new(Uuid::from_u128(1)),
        name: "Tomas Brandt".to_owned(),
        title: "Social worker".to_owned(),
        role: "Caseworker".to_owned(),
        meaning: Meaning::Author,
        method: Method::Password,
        happened: NOW,
        signed: NOW,
        offset_minutes: 60,
    };
    NewEntry {
        kind: "note_recorded".to_owned(),
        version: 1,
        level: Level::Confidential,
        signatures: vec![signature],
        content: format!("{{\"text\":\"{text}\"}}").into_bytes(),
    }
}

/// One more entry of a dossier.
pub(crate) fn one_more(who: u128, dossier: DossierId, after: u32) -> Append {
    let part = Part {
        dossier,
        kind: DossierKind::Case,
        after: EntryNumber(after),
        entries: vec![entry("Marigold came")],
        derived: None,
    };
    Append {
        actor: StaffId::new(Uuid::from_u128(who)),
        at: NOW,
        once: None,
        parts: vec![part],
        guards: vec![],
        jobs: vec![],
        drop_draft: None,
        destroys: vec![],
    }
}

/// Writes one entry after the other into a dossier of its own; says how many.
async fn write(store: Store, who: u128, begun: Arc<Barrier>, stop: Arc<AtomicBool>) -> u32 {
    let dossier = DossierId::new(Uuid::from_u128(0xD0 << 120 | who));
    let mut written = 0;
    while !stop.load(Ordering::Acquire) {
        let append = one_more(who, dossier, written);
        let Ok(Appended::Done(_)) = store.append(append).await else { panic!("it was not written") };
        written += 1;
        if written == 1 {
            begun.wait().await;
        }
        // four hundred entries a second from all of them: eight times what an organisation of five hundred writes
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    written
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_made_while_eight_people_write_is_one_moment_of_the_record() {
    for place in testkit::places() {
        let house = Arc::new(House::at(place));
        let store = house.open();
        let stop = Arc::new(AtomicBool::new(false));
        let begun = Arc::new(Barrier::new(9));
        let writing = |who| tokio::spawn(write(store.clone(), who, Arc::clone(&begun), Arc::clone(&stop)));
        let writers: Vec<_> = (1..=8).map(writing).collect();
        begun.wait().await;
        let identity = age::x25519::Identity::generate();
        let file = house.place.folder().join("identity");
        std::fs::write(&file, identity.to_string().expose_secret()).unwrap();
        let recipients = Recipients::parse([identity.to_public().to_string().as_str()]).unwrap();

        for _ in 0..2 {
            let (house, store, recipients) = (Arc::clone(&house), store.clone(), recipients.clone());
            let made = tokio::task::spawn_blocking(move || house.back_up(&store, &recipients)).await.unwrap();
            let proved = made.proved.unwrap();
            assert_eq!(proved.entries, made.manifest.rows["entries"]);
            assert_eq!(proved.lines, made.manifest.rows["lines"]);
            assert!(made.manifest.ledger.size <= proved.lines && 0 < proved.entries);
        }
        stop.store(true, Ordering::Release);
        let mut written = 0;
        for writer in writers {
            written += writer.await.unwrap();
        }

        let identities = Identities::read([file.as_path()]).unwrap();
        let restoring = Restoring::find(&house.backups(), identities, None).unwrap();
        let target = House::at(TestPlace::sqlite());
        let folder = target.place.data_folder();
        let Landed { landing, root, .. } =
            restoring.land(target.settings.clone(), &folder, false, &mut |_| {}).unwrap();
        let restored = landing.open(root.unwrap(), NOW).unwrap();
        restoring.compare(&restored).await.unwrap();
        let verified = restored.verify(Scope::Contents, NOW, |_| {}).await.unwrap();
        assert!(0 < verified.contents && verified.contents <= u64::from(written));
        restored.arrived().await.unwrap();
    }
}
