//! Documents in a bucket, as people meet it: away, on its way from another server, full.

use casework::documents::{CannotReceive, begin, file_documents, open_document, waiting};
use casework::{Failure, Fault};
use domain::cases::CaseFile;
use domain::policy::Action;
use store::blobs::BlobPlace;
use store::bucket::{BucketCredentials, BucketPlace};
use testkit::{Mood, TestBucket};
use tokio::task::spawn_blocking;

use crate::cast::MARIA;
use crate::documents::{letter, paper, sent};
use crate::world::{World, story};

/// A spool of this name and size before the bucket.
fn spool(world: &World, name: &str, bucket: &TestBucket, spool: u64) -> BlobPlace {
    let credentials = BucketCredentials {
        key_id: TestBucket::KEY_ID.to_owned(),
        secret: TestBucket::SECRET.to_owned().into(),
        token: None,
    };
    let (endpoint, region) = (Some(bucket.endpoint()), "eu-central-1".to_owned());
    let (name, prefix) = (world.documents().with_file_name(name), "house".to_owned());
    let bucket = BucketPlace { bucket: TestBucket::NAME.to_owned(), prefix, endpoint, region, credentials };
    BlobPlace { folder: name, bucket: Some(bucket), spool }
}

#[test]
fn a_document_is_filed_while_the_bucket_is_away_and_read_wherever_it_is() {
    story(async |world| {
        let (case, bucket) = (world.case().await, TestBucket::new());
        let house = world.cold_with(spool(world, "one", &bucket, 1 << 30)).await;
        let maria = house.acting(world.who(MARIA));
        let bytes = paper(2_500_000, "a letter");
        bucket.be(Mood::Away);
        let upload = sent(&maria, case, "letter.pdf", &bytes).await.unwrap();
        assert!(matches!(sent(&maria, case, "x", b"\0\x01\x02").await, Err(Failure::Rule(CannotReceive::Unknown))));
        file_documents(&maria, case, vec![letter(upload, None)], world.ink()).await.unwrap();
        house.store().move_blobs(house.now()).await.unwrap_err();
        let seen = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        let document = seen.documents.all[0].id;
        assert_eq!(open_document(&maria, case, document, None).await.unwrap().length, 2_500_000);

        bucket.be(Mood::Well);
        let other = world.cold_with(spool(world, "other", &bucket, 1 << 30)).await;
        let elsewhere = other.acting(world.who(MARIA));
        let came = open_document(&elsewhere, case, document, None).await.map(|_| ()).unwrap_err();
        assert!(matches!(came, Failure::Fault(Fault::OnItsWay)), "{came}");

        assert_eq!(house.store().move_blobs(house.now()).await.unwrap().moved, 1);
        for ctx in [&maria, &elsewhere] {
            let mut handed = open_document(ctx, case, document, None).await.unwrap();
            let read = spawn_blocking(move || {
                handed.reading.range(0..handed.length).flat_map(|piece| piece.unwrap().to_vec()).collect::<Vec<u8>>()
            });
            assert!(read.await.unwrap() == bytes, "every byte is as it was");
        }

        bucket.be(Mood::Away);
        let came = open_document(&maria, case, document, None).await.map(|_| ()).unwrap_err();
        assert!(matches!(came, Failure::Fault(Fault::DocumentsAway)), "{came}");
    });
}

#[test]
fn a_full_spool_refuses_a_file_before_it_is_sent() {
    story(async |world| {
        let (case, bucket) = (world.case().await, TestBucket::new());
        bucket.be(Mood::Away);
        let house = world.cold_with(spool(world, "small", &bucket, 400_000)).await;
        let maria = house.acting(world.who(MARIA));
        sent(&maria, case, "letter.pdf", &paper(200_000, "a letter")).await.unwrap();
        let refused = begin(&maria, case, "letter.pdf", Some(250_000)).await.unwrap_err();
        assert!(matches!(refused, Failure::Rule(CannotReceive::SpoolFull)), "{refused}");
        assert!(refused.to_string().contains("no room for more"), "{refused}");
        assert_eq!(waiting(&maria, case).await.unwrap().len(), 1, "what is here stays");
        sent(&maria, case, "note.txt", b"a note").await.unwrap();
    });
}
