//! Uploads, the documents that come of them, and looking after their files.

use domain::ids::{DossierKind, ItemId};
use store::{AppendFailure, Blob, Derived, Guard, Store, Upload};
use uuid::Uuid;

use crate::support::{ANNA, NOON, TOMAS, bare, dossier, found, founding, stores};

fn upload(n: u128, blob: Blob) -> Upload {
    Upload { id: ItemId::new(Uuid::from_u128(n)), staff: ANNA, dossier: dossier(1), blob, received: NOON }
}

fn kept(store: &Store, content: &[u8]) -> Blob {
    let mut incoming = store.blobs().receive().unwrap();
    incoming.push(content).unwrap();
    let kept = incoming.keep().unwrap();
    Blob { address: kept.address, length: i64::try_from(kept.layout.sealed()).unwrap() }
}

fn filed(blobs: Vec<Blob>) -> Derived {
    Derived { blobs, ..bare("open") }
}

#[tokio::test]
async fn what_was_received_is_its_senders_until_it_is_filed_once() {
    for (_place, store) in stores() {
        found(&store, dossier(1), DossierKind::Case, bare("open"), 0).await;
        let blob = kept(&store, b"a letter");
        store.keep_upload(upload(7, blob), b"its key").await.unwrap();
        let [seen] = store.uploads(ANNA, dossier(1)).await.unwrap().try_into().ok().unwrap();
        assert_eq!(
            (seen.upload.id, seen.upload.blob, seen.about.as_slice()),
            (upload(7, blob).id, blob, &b"its key"[..])
        );
        assert!(store.uploads(TOMAS, dossier(1)).await.unwrap().is_empty());
        assert_eq!(store.drop_upload(seen.upload.id, TOMAS).await.unwrap(), None, "it is not his");

        let file = async |n, staff| {
            let mut append = founding(dossier(n), DossierKind::Case, filed(vec![]), 0);
            append.guards = vec![Guard::Received { upload: seen.upload.id, staff, dossier: dossier(1) }];
            store.append(append).await
        };
        assert_eq!(file(2, TOMAS).await.unwrap_err(), AppendFailure::Guard(0));
        assert_eq!(store.uploads(ANNA, dossier(1)).await.unwrap().len(), 1, "what failed has taken nothing away");
        file(2, ANNA).await.unwrap();
        assert_eq!(file(3, ANNA).await.unwrap_err(), AppendFailure::Guard(0), "it is filed once");
        assert!(store.uploads(ANNA, dossier(1)).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn documents_are_looked_at_in_turn_and_damage_is_told() {
    for (_place, store) in stores() {
        let blobs: Vec<Blob> = [&b"one"[..], b"two", b"three"].map(|content| kept(&store, content)).to_vec();
        found(&store, dossier(1), DossierKind::Case, filed(blobs[..2].to_vec()), 0).await;
        found(&store, dossier(2), DossierKind::Case, filed(blobs[2..].to_vec()), 0).await;
        let mut of_one = store.blobs_of(dossier(1)).await.unwrap();
        of_one.sort_by_key(|blob| blob.address);
        let mut expected = blobs[..2].to_vec();
        expected.sort_by_key(|blob| blob.address);
        assert_eq!(of_one, expected);
        let figures = store.blob_figures().await.unwrap();
        assert_eq!((figures.documents, figures.unchecked, figures.oldest), (3, 3, None));

        std::fs::remove_file(store.blobs().path_of(&blobs[1].address)).unwrap();
        for address in store.blobs_to_check(NOON, 10).await.unwrap() {
            assert_eq!(store.check_blob(address, NOON).await.unwrap(), address != blobs[1].address);
        }
        assert!(store.blobs_to_check(NOON, 10).await.unwrap().is_empty(), "each had its turn");
        assert_eq!(
            store.blobs_to_check(NOON.plus_seconds(1), 2).await.unwrap().len(),
            2,
            "the next day they have it again"
        );
        let figures = store.blob_figures().await.unwrap();
        assert_eq!((figures.damaged, figures.unchecked, figures.oldest), (1, 0, Some(NOON)));
    }
}

#[tokio::test]
async fn a_file_that_belongs_to_nobody_goes_and_no_other() {
    for (_place, store) in stores() {
        found(&store, dossier(1), DossierKind::Case, bare("open"), 0).await;
        let [document, waiting, stray, young] = [&b"1"[..], b"2", b"3", b"4"].map(|content| kept(&store, content));
        found(&store, dossier(2), DossierKind::Case, filed(vec![document]), 0).await;
        store.keep_upload(upload(7, waiting), b"its key").await.unwrap();
        let yesterday = std::time::SystemTime::now() - std::time::Duration::from_secs(25 * 3_600);
        for blob in [document, waiting, stray] {
            let file = std::fs::File::options().write(true).open(store.blobs().path_of(&blob.address)).unwrap();
            file.set_modified(yesterday).unwrap();
        }
        assert_eq!(store.sweep_blobs().await.unwrap(), 1);
        let there = [document, waiting, stray, young].map(|blob| store.blobs().check(&blob.address).is_ok());
        assert_eq!(there, [true, true, false, true]);
        assert_eq!(store.drop_uploads_before(NOON.plus_seconds(1)).await.unwrap(), 1);
        assert_eq!(store.sweep_blobs().await.unwrap(), 1, "what was never filed follows");
    }
}
