//! Backups in a bucket of a real S3 server: the same files as in a folder, whole or not there, and what the bucket does not do is named.

use std::fs;
use std::path::PathBuf;

use age::secrecy::ExposeSecret as _;
use backup::{
    BackedUp, BackupFault, BackupPlace, Identities, KeepRule, Landed, Phase, Progress, Recipients, Restoring,
};
use domain::ids::DossierId;
use domain::time::Instant;
use ledger::Hash;
use store::bucket::{BucketCredentials, BucketFault, BucketPlace};
use store::{BackupOutcome, Scope, Store};
use testkit::{Mood, TestBucket, TestPlace};
use tokio::task::block_in_place;
use uuid::Uuid;

use crate::writing::{House, NOW, one_more};

/// Where the backups lie in the bucket. It is short because the server of the tests makes one file name of all of it.
const PREFIX: &str = "safe";

const HOUR: i64 = 3_600;

/// The newest, and those of the last two hours.
const KEEP: KeepRule = KeepRule { hourly: 1, daily: 1, weekly: 1, monthly: 1, keys_days: 7 };

/// After all backups.
const LATER: Instant = Instant(NOW.0 + 10_000 * 86_400 * 1_000_000);

/// An installation with an entry, and a custodian who backs it up into a bucket.
struct Custody {
    house: House,
    store: Store,
    bucket: TestBucket,
    identity: PathBuf,
    recipients: Recipients,
}

impl Custody {
    async fn at(place: TestPlace) -> Self {
        let house = House::at(place);
        let store = house.open();
        store.append(one_more(1, DossierId::new(Uuid::from_u128(7)), 0)).await.unwrap();
        let identity = age::x25519::Identity::generate();
        let path = house.place.folder().join("identity");
        fs::write(&path, identity.to_string().expose_secret()).unwrap();
        let recipients = Recipients::parse([identity.to_public().to_string().as_str()]).unwrap();
        Self { house, store, bucket: TestBucket::new(), identity: path, recipients }
    }

    fn place_with(&self, bucket: &str, secret: &str) -> BackupPlace {
        BackupPlace::Bucket(BucketPlace {
            bucket: bucket.to_owned(),
            prefix: PREFIX.to_owned(),
            endpoint: Some(self.bucket.endpoint()),
            region: "us-east-1".to_owned(),
            credentials: BucketCredentials {
                key_id: TestBucket::KEY_ID.to_owned(),
                secret: secret.to_owned().into(),
                token: None,
            },
        })
    }

    fn place(&self) -> BackupPlace {
        self.place_with(TestBucket::NAME, TestBucket::SECRET)
    }

    fn try_back_up(&self, after: i64, progress: &mut (dyn FnMut(Progress) + Send)) -> Result<BackedUp, BackupFault> {
        let when = (NOW.plus_seconds(after), KEEP);
        block_in_place(|| self.house.try_back_up(&self.store, &self.place(), &self.recipients, when, progress))
    }

    fn back_up(&self, after: i64) -> BackedUp {
        self.try_back_up(after, &mut |_| {}).unwrap()
    }

    fn identities(&self) -> Identities {
        Identities::read([self.identity.as_path()]).unwrap()
    }

    fn find(&self) -> Result<Restoring, BackupFault> {
        Restoring::find(&self.place(), self.identities(), None)
    }

    /// A document, as it lies in the data folder.
    fn document(&self, length: usize) -> Hash {
        let mut incoming = self.store.blobs().receive().unwrap();
        incoming.push(&vec![7; length]).unwrap();
        incoming.keep().unwrap().address
    }

    /// The names of the objects, and their files on the disk of the S3 server.
    fn objects(&self) -> Vec<(String, PathBuf)> {
        let named = |path: PathBuf| {
            let text = path.to_string_lossy().into_owned();
            let (_, name) = text.split_once(&format!("/{PREFIX}/"))?;
            Some((name.to_owned(), path))
        };
        self.bucket.objects().into_iter().filter_map(named).collect()
    }

    fn names(&self, of: &str) -> Vec<String> {
        self.objects().into_iter().map(|(name, _)| name).filter(|name| name.contains(of)).collect()
    }

    async fn last(&self) -> (BackupOutcome, Option<String>) {
        let tried = self.store.last_backups().await.unwrap().tried.unwrap();
        (tried.outcome, tried.reason)
    }
}

/// Restores into an empty place, with every check; answers with the documents that are there then.
async fn restored(restoring: &Restoring) -> Vec<(Hash, u64)> {
    let target = House::at(TestPlace::sqlite());
    let folder = target.place.data_folder();
    let landed = block_in_place(|| restoring.land(target.settings.clone(), &folder, false, &mut |_| {}));
    let Landed { landing, root, .. } = landed.unwrap();
    let store = landing.open(root.unwrap(), LATER).unwrap();
    restoring.compare(&store).await.unwrap();
    let verified = store.verify(Scope::Contents, LATER, |_| {}).await.unwrap();
    assert_eq!((verified.contents, verified.without_key), (1, 0));
    store.arrived().await.unwrap();
    (0..=u8::MAX).flat_map(|shelf| store.blobs().shelf(shelf).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_lies_in_a_bucket_is_restored_from_it_and_from_a_copy_in_a_folder() {
    for place in testkit::places() {
        let custody = Custody::at(place).await;
        // one that goes in a request, one in parts
        let mut documents = vec![custody.document(70_000), custody.document(9_000_000)];
        let made = custody.back_up(0);
        let proved = made.proved.unwrap();
        assert_eq!((proved.entries, proved.documents, made.documents.written), (1, 2, 2));
        documents.push(custody.document(5));
        let again = custody.back_up(HOUR);
        assert_eq!((again.documents.all, again.documents.written), (3, 1), "only what is new is sent");
        assert!(again.manifest.ledger.size > made.manifest.ledger.size);

        let restoring = block_in_place(|| custody.find()).unwrap();
        assert_eq!(*restoring.manifest(), again.manifest);
        let mut there: Vec<Hash> = restored(&restoring).await.into_iter().map(|(address, _)| address).collect();
        documents.sort_unstable();
        there.sort_unstable();
        assert_eq!(there, documents);

        // every object is an envelope that says nothing, and all of them are a folder of backups
        let copy = tempfile::tempdir().unwrap();
        assert_eq!(custody.objects().len(), 2 * 3 + 3 + 1);
        for (name, path) in custody.objects() {
            assert!(fs::read(&path).unwrap().starts_with(b"age-encryption.org/v1\n"), "{name}");
            let to = copy.path().join(&name);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(path, to).unwrap();
        }
        let restoring = Restoring::find(&copy.path().into(), custody.identities(), None).unwrap();
        assert_eq!(restored(&restoring).await.len(), 3);
        let older = Some(made.manifest.run.as_str());
        let restoring = Restoring::find(&copy.path().into(), custody.identities(), older).unwrap();
        assert_eq!(restored(&restoring).await.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_too_old_goes_out_of_the_bucket() {
    let custody = Custody::at(TestPlace::sqlite()).await;
    let (goes, stays) = (custody.document(1_000), custody.document(2_000));
    custody.back_up(0);
    custody.store.blobs().remove(&goes).unwrap();
    assert_eq!(custody.back_up(HOUR).documents.all, 1);
    assert_eq!(custody.names(&format!("{goes}-")).len(), 1);
    assert!(custody.names(&format!("{goes}-"))[0].contains(".gone-"), "an older backup speaks of it");

    let made = custody.back_up(2 * HOUR);
    assert_eq!((made.removed.data, made.removed.keys, made.removed.documents), (1, 1, 1));
    assert!(custody.names(&format!("{goes}-")).is_empty(), "none speaks of it any more");
    let made = custody.back_up(24 * HOUR);
    assert_eq!((made.removed.data, made.removed.keys, made.removed.documents), (2, 2, 0));
    assert_eq!(custody.names(&format!("{stays}-")).len(), 1);
    assert_eq!(custody.objects().len(), 3 + 1 + 1, "the newest, its document, and the mark");
    assert_eq!(restored(&block_in_place(|| custody.find()).unwrap()).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_store_of_which_every_third_request_fails_gets_whole_backups() {
    for place in testkit::places() {
        let custody = Custody::at(place).await;
        custody.document(70_000);
        custody.document(9_000_000);
        custody.bucket.be(Mood::EveryThirdFails);
        assert!(custody.back_up(0).proved.is_some());
        assert_eq!(restored(&block_in_place(|| custody.find()).unwrap()).await.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_bucket_that_is_away_or_does_not_let_us_in_is_named_and_tried_again() {
    for place in testkit::places() {
        let custody = Custody::at(place).await;
        custody.bucket.be(Mood::Away);
        let fault = custody.try_back_up(0, &mut |_| {}).unwrap_err();
        assert_eq!(fault.to_string(), "the bucket of the backups cannot be reached just now");
        assert_eq!(custody.last().await, (BackupOutcome::Failed, Some("away".to_owned())));
        assert!(matches!(block_in_place(|| custody.find()).map(drop), Err(BackupFault::Bucket(BucketFault::Away))));

        custody.bucket.be(Mood::Well);
        let wrong = [
            (custody.place_with(TestBucket::NAME, "another"), BucketFault::NotLetIn, "not_let_in"),
            (custody.place_with("none-such", TestBucket::SECRET), BucketFault::Absent, "no_bucket"),
        ];
        for (place, fault, code) in wrong {
            let (house, store) = (&custody.house, &custody.store);
            let made =
                block_in_place(|| house.try_back_up(store, &place, &custody.recipients, (NOW, KEEP), &mut |_| {}));
            assert!(matches!(made, Err(BackupFault::Bucket(said)) if said == fault), "{code}");
            assert_eq!(custody.last().await.1.as_deref(), Some(code));
        }
        assert!(custody.objects().is_empty());

        custody.back_up(HOUR);
        assert_eq!(custody.last().await, (BackupOutcome::Proved, None));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_cut_off_is_not_taken_for_a_backup_and_is_cleared_away() {
    let custody = Custody::at(TestPlace::sqlite()).await;
    custody.document(9_000_000);
    let bucket = &custody.bucket;
    let away = &mut |at: Progress| {
        if at.phase == Phase::Documents {
            bucket.be(Mood::Away);
        }
    };
    assert!(matches!(custody.try_back_up(0, away), Err(BackupFault::Bucket(BucketFault::Away))));
    custody.bucket.be(Mood::Well);
    assert!(matches!(block_in_place(|| custody.find()).map(drop), Err(BackupFault::Absent(_))));

    // as if it had been killed before its last file
    let first = custody.back_up(0);
    let manifest = custody.bucket.object(&format!("{}.manifest.age", first.manifest.run)).unwrap();
    fs::remove_file(manifest).unwrap();
    assert!(matches!(block_in_place(|| custody.find()).map(drop), Err(BackupFault::Absent(_))));
    let at = NOW.plus_seconds(HOUR);
    assert!(custody.store.take_lease("backup_bucket", "killed", at, at.plus_seconds(120)).await.unwrap());
    assert!(matches!(custody.try_back_up(HOUR, &mut |_| {}), Err(BackupFault::Busy)));
    let second = custody.back_up(HOUR + 120);
    assert_eq!(second.documents.written, 0, "the document was whole");
    assert!(custody.names(&first.manifest.run).is_empty(), "data and keys without a manifest are gone");
    assert_eq!(restored(&block_in_place(|| custody.find()).unwrap()).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_changed_byte_is_found_and_its_object_named() {
    let custody = Custody::at(TestPlace::sqlite()).await;
    let document = custody.document(150_000);
    custody.back_up(0);
    let flip = |path: &PathBuf, at: usize| {
        let mut bytes = fs::read(path).unwrap();
        bytes[at] ^= 1;
        fs::write(path, bytes).unwrap();
    };
    for (name, path) in custody.objects().into_iter().filter(|(name, _)| !name.starts_with("folder-")) {
        let length = fs::read(&path).unwrap().len();
        for at in [40, 400, length / 2, length - 1] {
            flip(&path, at);
            let fault = block_in_place(|| {
                let restoring = custody.find()?;
                let target = House::at(TestPlace::sqlite());
                let folder = target.place.data_folder();
                restoring.land(target.settings.clone(), &folder, false, &mut |_| {}).map(drop)
            });
            assert!(matches!(fault, Err(BackupFault::Damaged(said)) if said == name), "{name} {at}");
            flip(&path, at);
        }
    }
    // shorter than it was: the next backup sends it again; changed: within thirty days
    let path = custody.bucket.object(&custody.names(&format!("{document}-"))[0]).unwrap();
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() - 70_000]).unwrap();
    assert_eq!(custody.back_up(HOUR).documents.written, 1);
    flip(&custody.bucket.object(&custody.names(&format!("{document}-"))[0]).unwrap(), 100_000);
    assert_eq!(custody.back_up(32 * 24 * HOUR).documents.written, 1);
    assert_eq!(restored(&block_in_place(|| custody.find()).unwrap()).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_waits_for_a_backup_into_a_bucket_that_is_silent() {
    let custody = Custody::at(TestPlace::sqlite()).await;
    custody.bucket.be(Mood::Silent);
    let begun = std::time::Instant::now();
    let runtime = tokio::runtime::Handle::current();
    let fault = std::thread::scope(|scope| {
        let made = scope.spawn(|| {
            let _entered = runtime.enter();
            custody.house.try_back_up(&custody.store, &custody.place(), &custody.recipients, (NOW, KEEP), &mut |_| {})
        });
        let append = one_more(1, DossierId::new(Uuid::from_u128(8)), 0);
        block_in_place(|| runtime.block_on(custody.store.append(append))).unwrap();
        assert!(begun.elapsed().as_secs() < 5, "entries are written meanwhile");
        made.join().unwrap()
    });
    assert!(matches!(fault, Err(BackupFault::Bucket(BucketFault::Away))));
}
