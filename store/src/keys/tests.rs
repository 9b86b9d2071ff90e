use testkit::TestPlace;
use uuid::Uuid;

use super::*;
use crate::db::{DbOptions, Place};
use crate::migrate;

const NOW: Instant = Instant(1_767_603_600_000_000);

/// The key database as a program wrote it that knew of one key for each dossier.
#[tokio::test(flavor = "multi_thread")]
async fn the_keys_of_an_earlier_program_open_after_the_upgrade() {
    for place in testkit::places() {
        let at = place.keys().map_or_else(Place::Postgres, Place::Sqlite);
        let dossier = |n| DossierId::new(Uuid::from_u128(n));
        let (root, purpose) = (RootKey::from_kit(RootKey::generate().for_kit()), Purpose::Record);
        let bound = Bound {
            installation: domain::ids::InstallationId::new(Uuid::from_u128(7)),
            dossier: Some(dossier(1)),
            place: "entry",
            row: b"1",
            kind: "note",
        };
        let (kek, key) = (Kek::generate(2026), DataKey::generate());
        let sealed = vault::seal(&key.purpose(purpose), 1, &bound, b"written then");
        let (wrapped_kek, wrapped) = (kek.wrap(&root), key.wrap(dossier(1), &kek));
        let db = Db::open(&at, DbOptions { readers: 1, connections: 2 }).unwrap();
        migrate::migrate_to(&db, migrate::KEYS, 1).unwrap();
        db.write_now(move |tx| {
            let kek = "INSERT INTO keks (epoch, wrapped, created) VALUES (2026, $1, $2)";
            tx.exec(kek, vals![wrapped_kek, NOW])?;
            let key = "INSERT INTO keys (dossier, epoch, wrapped, created) VALUES ($1, 2026, $2, $3)";
            tx.exec(key, vals![dossier(1), wrapped, NOW])
        })
        .map_err(|fault: DbFault| fault)
        .unwrap();
        migrate::migrate(&db, migrate::KEYS).unwrap();
        let keys = Keys::new(db, root);
        let opened = keys.open(dossier(1)).await.unwrap();
        assert_eq!(opened.open(purpose, &bound, &sealed).unwrap().as_slice(), b"written then", "{}", place.engine());
        assert!(keys.found(dossier(2), NOW).await.is_ok());
        let later = keys.open_to_write(dossier(1), NOW.plus_seconds(SEALS_FOR + 1)).await.unwrap();
        let newer = later.seal(purpose, &bound, b"written now").unwrap();
        assert_eq!((key_id(&sealed), key_id(&newer)), (Ok(1), Ok(2)));
        assert_eq!(later.open(purpose, &bound, &sealed).unwrap().as_slice(), b"written then");
        assert_eq!(opened.open(purpose, &bound, &newer).err(), Some(StoreFault::Damaged));
        assert_eq!(keys.open(dossier(3)).await.err(), Some(StoreFault::NoKey));
    }
}

#[test]
fn a_place_without_keys_is_brought_to_the_newest_schema_at_once() {
    let place = TestPlace::sqlite();
    let db = Db::open(&Place::Sqlite(place.keys().unwrap()), DbOptions { readers: 1, connections: 1 }).unwrap();
    migrate::migrate(&db, migrate::KEYS).unwrap();
    migrate::migrate(&db, migrate::KEYS).unwrap();
}
