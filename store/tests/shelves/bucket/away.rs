//! While the bucket is away, fails, or never answers.

use std::fs;
use std::time::{Duration, Instant as Moment};

use store::StoreFault;
use testkit::{Mood, TestBucket, TestPlace};
use vault::stream::FileKey;
use zeroize::Zeroizing;

use super::{content, filed, lies_in_spool, moved, node, object, stores, whole};
use crate::support::NOON;

#[tokio::test]
async fn while_the_bucket_is_away_documents_are_received_and_later_moved() {
    for (_place, bucket, store) in stores() {
        let early = filed(&store, 1, &[b"early"]).await;
        assert_eq!(moved(&store).await, 1);

        bucket.be(Mood::Away);
        let late = filed(&store, 2, &[b"late"]).await;
        assert_eq!(store.move_blobs(NOON).await, Err(StoreFault::Away));
        assert_eq!(whole(&store, &late[0]).await.unwrap(), b"late");
        assert_eq!(whole(&store, &early[0]).await, Err(StoreFault::Away));
        assert_eq!(store.check_blob(early[0].address, NOON).await, Err(StoreFault::Away));
        let figures = store.blob_figures().await.unwrap();
        assert_eq!((figures.waiting, figures.waiting_since), (1, Some(NOON)));
        assert_eq!((figures.damaged, figures.unchecked), (0, 0), "what nobody can look at is not damaged");

        bucket.be(Mood::Well);
        assert_eq!(moved(&store).await, 1);
        assert_eq!(whole(&store, &early[0]).await.unwrap(), b"early");
        assert_eq!(whole(&store, &late[0]).await.unwrap(), b"late");
        assert_eq!(store.blob_figures().await.unwrap().waiting, 0);
    }
}

#[tokio::test]
async fn a_bucket_that_fails_every_third_time_loses_nothing() {
    for (_place, bucket, store) in stores() {
        let large = content(9_000_000);
        bucket.be(Mood::EveryThirdFails);
        let kept = filed(&store, 1, &[b"one", b"two", &large, b"four", b"five", b"six"]).await;
        for _ in 0..10 {
            // what one pass leaves the next one moves
            let _ = store.move_blobs(NOON).await;
        }
        let in_bucket = kept.iter().filter(|kept| object(&bucket, &kept.address).is_some()).count();
        assert_eq!(in_bucket, 6);
        assert!(kept.iter().all(|kept| !lies_in_spool(&store, &kept.address)));
        assert_eq!(whole(&store, &kept[2]).await.unwrap(), large);
    }
}

#[tokio::test]
async fn a_bucket_that_never_answers_holds_nobody_for_long() {
    let (place, bucket) = (TestPlace::sqlite(), TestBucket::new());
    let store = node(&place, "spool", &bucket);
    let kept = filed(&store, 1, &[b"one"]).await;
    assert_eq!(moved(&store).await, 1);
    bucket.be(Mood::Silent);
    let begun = Moment::now();
    let readers = (0..40).map(|_| {
        let (store, address, layout) = (store.clone(), kept[0].address, kept[0].layout);
        let key = FileKey::from_bytes(Zeroizing::new(*kept[0].key.bytes()));
        tokio::spawn(async move { store.open_blob(address, key, layout).await.map(drop) })
    });
    for reader in readers.collect::<Vec<_>>() {
        assert_eq!(reader.await.unwrap(), Err(StoreFault::Away));
    }
    assert!(begun.elapsed() < Duration::from_secs(25), "{:?}", begun.elapsed());

    let (asked, begun) = (bucket.asked(), Moment::now());
    assert_eq!(whole(&store, &kept[0]).await, Err(StoreFault::Away));
    assert!(begun.elapsed() < Duration::from_secs(1), "nobody waits for it any more");
    assert_eq!(bucket.asked(), asked);
}

#[tokio::test]
async fn a_bucket_that_was_taken_away_is_away_and_its_documents_are_not_called_damaged() {
    let (place, bucket) = (TestPlace::sqlite(), TestBucket::new());
    let store = node(&place, "spool", &bucket);
    let kept = filed(&store, 1, &[b"one"]).await;
    assert_eq!(moved(&store).await, 1);
    let root = object(&bucket, &kept[0].address).unwrap();
    let root = root.ancestors().find(|folder| folder.ends_with(TestBucket::NAME)).unwrap();
    fs::rename(root, root.with_file_name("elsewhere")).unwrap();
    assert_eq!(store.check_blob(kept[0].address, NOON).await, Err(StoreFault::Away));
    assert_eq!(whole(&store, &kept[0]).await, Err(StoreFault::Away));
}
