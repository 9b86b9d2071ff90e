//! Documents in a bucket of a real S3 server: moved when they are filed, read back, looked after.

mod away;

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use domain::ids::{DossierKind, ItemId};
use ledger::Hash;
use store::blobs::{BlobPlace, Kept, Moved};
use store::bucket::{BucketCredentials, BucketPlace};
use store::{Blob, Derived, Store, StoreFault, Upload};
use testkit::{Mood, TestBucket, TestPlace};
use tokio::task::spawn_blocking;
use uuid::Uuid;
use vault::stream::FileKey;
use zeroize::Zeroizing;

use crate::support::{ANNA, NOON, bare, dossier, found, open_with};

const ROOM: u64 = 100 << 20;

fn place_of(folder: PathBuf, bucket: &TestBucket, spool: u64) -> BlobPlace {
    let credentials = BucketCredentials {
        key_id: TestBucket::KEY_ID.to_owned(),
        secret: Zeroizing::new(TestBucket::SECRET.to_owned()),
        token: None,
    };
    let bucket = BucketPlace {
        bucket: TestBucket::NAME.to_owned(),
        prefix: "house".to_owned(),
        endpoint: Some(bucket.endpoint()),
        region: "us-east-1".to_owned(),
        credentials,
    };
    BlobPlace { folder, bucket: Some(bucket), spool }
}

/// A server of the place with a spool of its own.
fn node(place: &TestPlace, name: &str, bucket: &TestBucket) -> Store {
    open_with(place, place_of(place.folder().join(name), bucket, ROOM))
}

/// A store on each engine, each with a bucket.
fn stores() -> impl Iterator<Item = (TestPlace, TestBucket, Store)> {
    testkit::places().into_iter().map(|place| {
        let bucket = TestBucket::new();
        let store = node(&place, "spool", &bucket);
        (place, bucket, store)
    })
}

/// A content of this length that is not the same everywhere.
fn content(length: usize) -> Vec<u8> {
    (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect()
}

fn received(store: &Store, content: &[u8]) -> Kept {
    let mut incoming = store.blobs().receive_at_most(content.len() as u64).unwrap();
    incoming.push(content).unwrap();
    incoming.keep().unwrap()
}

fn blob(kept: &Kept) -> Blob {
    Blob { address: kept.address, length: i64::try_from(kept.layout.sealed()).unwrap() }
}

/// Receives documents and files them in dossier `n`.
async fn filed(store: &Store, n: u128, contents: &[&[u8]]) -> Vec<Kept> {
    let kept: Vec<Kept> = contents.iter().map(|content| received(store, content)).collect();
    let derived = Derived { blobs: kept.iter().map(blob).collect(), ..bare("open") };
    found(store, dossier(n), DossierKind::Case, derived, 0).await;
    kept
}

async fn part(store: &Store, kept: &Kept, part: std::ops::Range<u64>) -> Result<Vec<u8>, StoreFault> {
    let key = FileKey::from_bytes(Zeroizing::new(*kept.key.bytes()));
    let mut reading = store.open_blob(kept.address, key, kept.layout).await?;
    spawn_blocking(move || {
        let pieces: Result<Vec<_>, _> = reading.range(part).collect();
        Ok(pieces?.iter().flat_map(|piece| piece.iter().copied()).collect())
    })
    .await
    .unwrap()
}

async fn whole(store: &Store, kept: &Kept) -> Result<Vec<u8>, StoreFault> {
    part(store, kept, 0..kept.layout.length()).await
}

async fn moved(store: &Store) -> u64 {
    let moved = store.move_blobs(NOON).await.unwrap();
    assert_eq!(moved.damaged, 0);
    moved.moved
}

fn lies_in_spool(store: &Store, address: &Hash) -> bool {
    store.blobs().path_of(address).exists()
}

/// The file of its object, as the S3 server keeps it.
fn object(bucket: &TestBucket, address: &Hash) -> Option<PathBuf> {
    bucket.object(&address.to_string())
}

#[tokio::test]
async fn what_is_filed_goes_into_the_bucket_and_is_read_there_whole_and_in_part() {
    for (_place, bucket, store) in stores() {
        let (small, large) = (b"a letter of the housing office".to_vec(), content(9_500_000));
        let kept = filed(&store, 1, &[&small, &large]).await;
        let waits = received(&store, b"not filed yet");
        let upload = Upload {
            id: ItemId::new(Uuid::from_u128(7)),
            staff: ANNA,
            dossier: dossier(1),
            blob: blob(&waits),
            received: NOON,
        };
        store.keep_upload(upload, b"its key").await.unwrap();
        assert_eq!(whole(&store, &kept[0]).await.unwrap(), small, "read in the spool");

        assert_eq!(moved(&store).await, 2);
        assert_eq!(moved(&store).await, 0, "once is enough");

        assert!(lies_in_spool(&store, &waits.address) && object(&bucket, &waits.address).is_none());
        for (kept, content) in kept.iter().zip([&small, &large]) {
            assert!(!lies_in_spool(&store, &kept.address));
            let sealed = fs::read(object(&bucket, &kept.address).unwrap()).unwrap();
            assert_eq!(ledger::sha256(&sealed), kept.address, "ciphertext under its own hash");
            assert_eq!(whole(&store, kept).await.unwrap(), *content);
            assert!(store.check_blob(kept.address, NOON).await.unwrap());
        }
        let around = 65_530..9_400_000_u64;
        assert_eq!(part(&store, &kept[1], around).await.unwrap(), large[65_530..9_400_000]);
        assert_eq!(part(&store, &kept[1], 9_499_990..u64::MAX).await.unwrap(), large[9_499_990..]);

        let blobs = store.blobs().clone();
        let all: Vec<Hash> = spawn_blocking(move || (0..=u8::MAX).flat_map(move |shelf| blobs.shelf(shelf).unwrap()))
            .await
            .unwrap()
            .map(|(address, _)| address)
            .collect();
        let mut expected = vec![kept[0].address, kept[1].address, waits.address];
        expected.sort();
        assert_eq!(all, expected, "as a backup finds them");
        assert_eq!(store.absent_blobs().await.unwrap(), 0);
        let figures = store.blob_figures().await.unwrap();
        assert_eq!((figures.documents, figures.unchecked, figures.waiting, figures.damaged), (2, 0, 0, 0));

        store.clear_away(&[dossier(1)]).await.unwrap();
        assert!(kept.iter().all(|kept| object(&bucket, &kept.address).is_none()), "destroyed is gone there as well");
        assert!(!lies_in_spool(&store, &waits.address));
    }
}

#[tokio::test]
async fn a_move_that_was_cut_short_is_done_again_and_harms_nothing() {
    for (place, bucket, store) in stores() {
        let kept = filed(&store, 1, &[b"one", b"two", b"three"]).await;
        let files = kept.iter().map(|kept| fs::read(store.blobs().path_of(&kept.address)).unwrap()).collect::<Vec<_>>();
        assert_eq!(moved(&store).await, 3);
        drop(store);
        // killed before the file had left the spool; before the object was whole; before there was one
        let put_back = |n: usize, store: &Store| fs::write(store.blobs().path_of(&kept[n].address), &files[n]).unwrap();
        let half = object(&bucket, &kept[1].address).unwrap();
        fs::write(&half, &files[1][..10]).unwrap();
        fs::remove_file(object(&bucket, &kept[2].address).unwrap()).unwrap();

        let store = node(&place, "spool", &bucket);
        (0..3).for_each(|n| put_back(n, &store));
        assert_eq!(moved(&store).await, 3);

        for (kept, content) in kept.iter().zip([&b"one"[..], b"two", b"three"]) {
            assert!(!lies_in_spool(&store, &kept.address));
            assert_eq!(whole(&store, kept).await.unwrap(), content);
        }
        assert_eq!(store.blob_figures().await.unwrap().waiting, 0);
    }
}

#[tokio::test]
async fn one_flipped_byte_is_found_by_whoever_reads_and_by_whoever_looks_after_them() {
    for (_place, bucket, store) in stores() {
        let large = content(3_000_000);
        let kept = filed(&store, 1, &[&large, b"whole"]).await;
        assert_eq!(moved(&store).await, 2);
        let path = object(&bucket, &kept[0].address).unwrap();
        let mut bytes = fs::read(&path).unwrap();
        bytes[2_000_000] ^= 1;
        fs::write(&path, bytes).unwrap();

        assert_eq!(
            part(&store, &kept[0], 0..1_000_000).await.unwrap(),
            large[..1_000_000],
            "what is whole is given out"
        );
        assert_eq!(whole(&store, &kept[0]).await, Err(StoreFault::Damaged));
        let due = store.blobs_to_check(NOON.plus_seconds(1), 10).await.unwrap();
        assert_eq!(due.len(), 2);
        for address in due {
            assert_eq!(store.check_blob(address, NOON).await.unwrap(), address != kept[0].address);
        }
        assert_eq!(store.blob_figures().await.unwrap().damaged, 1);

        fs::write(&path, b"").unwrap();
        assert_eq!(whole(&store, &kept[0]).await, Err(StoreFault::Damaged), "cut to nothing");
        assert!(!store.check_blob(kept[0].address, NOON).await.unwrap());
    }
}

#[tokio::test]
async fn a_document_that_is_damaged_in_the_spool_stays_there_until_it_is_put_back() {
    for (_place, bucket, store) in stores() {
        let kept = filed(&store, 1, &[b"one", b"two"]).await;
        let path = store.blobs().path_of(&kept[0].address);
        let good = fs::read(&path).unwrap();
        fs::write(&path, b"noise").unwrap();
        assert_eq!(store.move_blobs(NOON).await.unwrap(), Moved { moved: 1, damaged: 1 });
        assert_eq!(store.move_blobs(NOON).await.unwrap(), Moved::default(), "it is told once a look, not without end");
        assert!(object(&bucket, &kept[0].address).is_none());
        assert_eq!(store.blob_figures().await.unwrap().damaged, 1);

        fs::write(&path, good).unwrap();
        assert!(store.check_blob(kept[0].address, NOON).await.unwrap());
        assert_eq!(moved(&store).await, 1);
        assert_eq!(store.blob_figures().await.unwrap().damaged, 0);
    }
}

#[tokio::test]
async fn what_lies_in_the_spool_of_one_server_is_on_its_way_for_the_others() {
    for place in testkit::places() {
        let bucket = TestBucket::new();
        let (one, other) = (node(&place, "one", &bucket), node(&place, "other", &bucket));
        let kept = filed(&one, 1, &[b"a letter"]).await;
        bucket.be(Mood::Away);
        assert_eq!(one.move_blobs(NOON).await, Err(StoreFault::Away));
        bucket.be(Mood::Well);

        assert_eq!(whole(&other, &kept[0]).await, Err(StoreFault::OnItsWay));
        assert!(other.blobs_to_check(NOON, 10).await.unwrap().is_empty(), "nobody calls it damaged");
        assert_eq!(moved(&other).await, 0);
        assert_eq!(other.blob_figures().await.unwrap().waiting, 1, "and everybody sees that it waits");

        assert_eq!(moved(&one).await, 1);
        assert_eq!(whole(&other, &kept[0]).await.unwrap(), b"a letter");
        fs::remove_file(object(&bucket, &kept[0].address).unwrap()).unwrap();
        assert_eq!(whole(&other, &kept[0]).await, Err(StoreFault::Damaged), "gone is not on its way");
    }
}

#[tokio::test]
async fn a_full_spool_takes_nothing_more_until_something_has_left_it() {
    let (place, bucket) = (TestPlace::sqlite(), TestBucket::new());
    let store = open_with(&place, place_of(place.folder().join("spool"), &bucket, 300_000));
    let refused = |store: &Store, length| matches!(store.blobs().receive_at_most(length), Err(StoreFault::SpoolFull));
    assert!(refused(&store, 1_000_000), "never so much");
    let under_way = store.blobs().receive_at_most(200_000).unwrap();
    assert!(refused(&store, 150_000), "room is kept for what is coming");
    drop(under_way);
    filed(&store, 1, &[&content(200_000)]).await;
    assert!(refused(&store, 150_000));
    drop(store);
    let store = open_with(&place, place_of(place.folder().join("spool"), &bucket, 300_000));
    assert!(refused(&store, 150_000), "also after a start");

    assert_eq!(moved(&store).await, 1);
    assert!(!refused(&store, 150_000));
}

#[tokio::test]
async fn a_restore_brings_more_than_the_spool_holds() {
    let (place, bucket) = (TestPlace::sqlite(), TestBucket::new());
    let store = open_with(&place, place_of(place.folder().join("spool"), &bucket, 100_000));
    let contents = [content(90_000), content(91_000), content(92_000)];
    let sealed = contents.map(|content| {
        let folder = tempfile::tempdir().unwrap();
        let blobs = store::blobs::Blobs::open(folder.path()).unwrap();
        let mut incoming = blobs.receive().unwrap();
        incoming.push(&content).unwrap();
        let kept = incoming.keep().unwrap();
        (kept.address, fs::read(blobs.path_of(&kept.address)).unwrap())
    });
    let blobs = store.blobs().clone();
    let (adopting, coming) = (blobs.clone(), sealed.clone());
    spawn_blocking(move || {
        for (address, bytes) in &coming {
            let mut adopted = adopting.adopt().unwrap();
            std::io::Write::write_all(&mut adopted, bytes).unwrap();
            adopted.keep(address).unwrap();
        }
        coming.iter().for_each(|(address, _)| adopting.check(address).unwrap());
    })
    .await
    .unwrap();
    let in_spool = sealed.iter().filter(|(address, _)| blobs.path_of(address).exists()).count();
    assert_eq!(in_spool, 1, "what was over the limit went on");
    assert!(blobs.spool().is_some_and(|(lying, limit)| lying <= limit));
}

#[tokio::test]
async fn what_belongs_to_nobody_leaves_the_bucket_unless_it_is_anothers() {
    for (place, bucket, store) in stores() {
        let kept = filed(&store, 1, &[b"ours"]).await;
        assert_eq!(moved(&store).await, 1);
        let stray = received(&store, b"a stray");
        let (stray_file, shelf) = (store.blobs().path_of(&stray.address), object(&bucket, &kept[0].address).unwrap());
        let root = shelf.parent().unwrap().parent().unwrap();
        let of_stray = stray.address.to_string();
        let there = root.join(&of_stray[..2]).join(&of_stray);
        fs::create_dir_all(there.parent().unwrap()).unwrap();
        fs::rename(stray_file, &there).unwrap();
        let yesterday = SystemTime::now() - Duration::from_secs(25 * 3_600);
        for path in [&there, &shelf] {
            fs::File::options().write(true).open(path).unwrap().set_modified(yesterday).unwrap();
        }
        let owner = root.join("owner");
        let ours = fs::read(&owner).unwrap();
        drop(store);

        fs::write(&owner, b"casekeep somebody else\n").unwrap();
        let store = node(&place, "spool", &bucket);
        assert_eq!(store.sweep_blobs().await, Err(StoreFault::NotOurs));
        filed(&store, 2, &[b"more"]).await;
        assert_eq!(store.move_blobs(NOON).await, Err(StoreFault::NotOurs));
        assert!(there.exists() && shelf.exists());

        fs::write(&owner, ours).unwrap();
        assert_eq!(store.sweep_blobs().await.unwrap(), 1);
        assert!(!there.exists() && shelf.exists());
    }
}
