//! Every kind of change behind the store's back is found: refused at the next start, or named by the verification.

use domain::ids::EntryNumber;
use domain::level::Level;
use ledger::{CheckpointFault, Fault};
use store::db::{Db, DbFault, DbOptions};
use store::{Access, Broken, Scope, StoreFault, VerifyFailure, vals};

use crate::support::{House, NOW, dossier, note, staff, to, written};

/// Two dossiers with three entries each, some accesses, a checkpoint.
async fn filled(house: &House) {
    let store = house.open();
    for after in 0..3 {
        for n in 1..=2 {
            written(&store, dossier(n), after, &format!("dossier {n}, behind {after}")).await;
        }
        let access = Access {
            act: "opened".to_owned(),
            actor: staff(2),
            at: NOW,
            dossier: Some(dossier(1)),
            entry: Some(EntryNumber(after + 1)),
            through: None,
            why: None,
        };
        store.record(access).await.unwrap();
    }
    store.checkpoint(NOW).await.unwrap();
    let verified = store.verify(Scope::Contents, NOW, |_| ()).await.unwrap();
    assert_eq!((verified.checked.size, verified.checked.proved, verified.contents, verified.anchored), (9, 9, 6, 9));
}

/// What is said of a store after these changes: by the start, or by the verification of a store that was already open.
async fn found(house: &House, change: impl Fn(&House)) -> (bool, VerifyFailure) {
    let open = house.open();
    change(house);
    let refused = house.try_open(NOW).is_err();
    let failure = open.verify(Scope::Contents, NOW, |_| ()).await.expect_err("the change is found");
    (refused, failure)
}

async fn check(change: impl Fn(&House), expected: impl Fn(&VerifyFailure) -> bool) {
    for house in House::each() {
        filled(&house).await;
        let (_, failure) = found(&house, &change).await;
        assert!(expected(&failure), "{}: {failure:?}", house.place.engine());
    }
}

/// As [`check`], and the next start refuses.
async fn check_refused(change: impl Fn(&House), expected: impl Fn(&VerifyFailure) -> bool) {
    for house in House::each() {
        filled(&house).await;
        let (refused, failure) = found(&house, &change).await;
        assert!(refused, "{}: not refused at start", house.place.engine());
        assert!(expected(&failure), "{}: {failure:?}", house.place.engine());
    }
}

fn is_ledger(failure: &VerifyFailure, fault: Fault) -> bool {
    matches!(failure, VerifyFailure::Broken(Broken::Ledger(found)) if found.fault == fault)
}

#[tokio::test]
async fn an_edited_line_is_found() {
    let change = |house: &House| {
        let body = row(house, "SELECT body FROM lines WHERE number = 4");
        let edited = String::from_utf8(body).unwrap().replace(&NOW.0.to_string(), &(NOW.0 - 1).to_string());
        assert_eq!(
            house.tamper("UPDATE lines SET body = $1, at = at - 1 WHERE number = 4", vals![edited.as_bytes()]),
            1
        );
    };
    check_refused(change, |failure| matches!(failure, VerifyFailure::Broken(_))).await;
}

#[tokio::test]
async fn a_deleted_line_is_found() {
    let change = |house: &House| assert_eq!(house.tamper("DELETE FROM lines WHERE number = 4", vals![]), 1);
    check_refused(change, |failure| is_ledger(failure, Fault::Numbering)).await;
}

#[tokio::test]
async fn a_deleted_entry_is_found_and_no_reader_passes_over_it() {
    let change = |house: &House| {
        let delete = "DELETE FROM entries WHERE dossier = $1 AND number = 2";
        assert_eq!(house.tamper(delete, vals![dossier(1)]), 1);
    };
    check(change, |failure| *failure == Broken::EntryMissing { dossier: dossier(1), entry: EntryNumber(2) }.into())
        .await;
    for house in House::each() {
        filled(&house).await;
        let store = house.open();
        change(&house);
        let read = store.entries(dossier(1), EntryNumber::NONE, Level::Restricted).await;
        assert_eq!(read.err(), Some(StoreFault::Damaged));
    }
}

#[tokio::test]
async fn contents_that_changed_places_are_found_and_do_not_open() {
    let change = |house: &House| {
        let sealed = |n: u32| match n {
            1 => row(house, "SELECT sealed FROM entries WHERE number = 1 ORDER BY dossier LIMIT 1"),
            _ => row(house, "SELECT sealed FROM entries WHERE number = 2 ORDER BY dossier LIMIT 1"),
        };
        let (one, two) = (sealed(1), sealed(2));
        house.tamper("UPDATE entries SET sealed = $1 WHERE dossier = $2 AND number = 1", vals![two, dossier(1)]);
        house.tamper("UPDATE entries SET sealed = $1 WHERE dossier = $2 AND number = 2", vals![one, dossier(1)]);
    };
    check(change, |failure| *failure == Broken::Content { dossier: dossier(1), entry: EntryNumber(1) }.into()).await;
    for house in House::each() {
        filled(&house).await;
        let store = house.open();
        change(&house);
        let read = store.entries(dossier(1), EntryNumber::NONE, Level::Restricted).await;
        assert_eq!(read.err(), Some(StoreFault::Damaged));
    }
}

#[tokio::test]
async fn a_flipped_bit_in_a_content_is_found() {
    let change = |house: &House| {
        let mut sealed = row(house, "SELECT sealed FROM entries WHERE number = 3 ORDER BY dossier LIMIT 1");
        let middle = sealed.len() / 2;
        sealed[middle] ^= 1;
        house.tamper("UPDATE entries SET sealed = $1 WHERE dossier = $2 AND number = 3", vals![sealed, dossier(1)]);
    };
    check(change, |failure| *failure == Broken::Content { dossier: dossier(1), entry: EntryNumber(3) }.into()).await;
}

#[tokio::test]
async fn every_changed_column_of_a_header_is_found() {
    let content = VerifyFailure::from(Broken::Content { dossier: dossier(1), entry: EntryNumber(1) });
    let header = VerifyFailure::from(Broken::Header { dossier: dossier(1), entry: EntryNumber(1) });
    let changes: [(&'static str, &VerifyFailure); 6] = [
        ("UPDATE entries SET level = 0 WHERE dossier = $1 AND number = 1", &header),
        ("UPDATE entries SET kind = 'case_closed' WHERE dossier = $1 AND number = 1", &header),
        ("UPDATE entries SET version = 2 WHERE dossier = $1 AND number = 1", &content),
        ("UPDATE entries SET author = dossier WHERE dossier = $1 AND number = 1", &content),
        ("UPDATE entries SET happened = happened - 1 WHERE dossier = $1 AND number = 1", &content),
        ("UPDATE entries SET signed = signed + 1 WHERE dossier = $1 AND number = 1", &content),
    ];
    for house in House::each() {
        filled(&house).await;
        let store = house.open();
        for (change, expected) in changes {
            let before = header_of(&house);
            assert_eq!(house.tamper(change, vals![dossier(1)]), 1);
            let failure = store.verify(Scope::Contents, NOW, |_| ()).await.expect_err(change);
            assert_eq!(failure, *expected, "{change}");
            let read = store.entries(dossier(1), EntryNumber::NONE, Level::Restricted).await;
            assert_eq!(read.err(), Some(StoreFault::Damaged), "{change}");
            put_back(&house, &before);
        }
        store.verify(Scope::Contents, NOW, |_| ()).await.unwrap();
    }
}

#[tokio::test]
async fn an_entry_without_a_line_is_found() {
    let change = |house: &House| {
        let copy = "INSERT INTO entries (dossier, number, kind, version, level, author, happened, signed, sealed)
                    SELECT dossier, 4, kind, version, level, author, happened, signed, sealed
                    FROM entries WHERE dossier = $1 AND number = 3";
        assert_eq!(house.tamper(copy, vals![dossier(1)]), 1);
    };
    check(change, |failure| *failure == Broken::Entries(dossier(1)).into()).await;
}

#[tokio::test]
async fn a_changed_head_of_a_dossier_is_found() {
    let change = |house: &House| {
        let set = "UPDATE dossiers SET head = $2 WHERE dossier = $1";
        assert_eq!(house.tamper(set, vals![dossier(1), [7_u8; 32]]), 1);
    };
    check(change, |failure| *failure == Broken::Head(dossier(1)).into()).await;
}

#[tokio::test]
async fn the_columns_of_a_line_cannot_be_turned_against_its_body() {
    let change = |house: &House| {
        assert_eq!(house.tamper("UPDATE lines SET dossier = NULL, entry = NULL WHERE number = 8", vals![]), 1);
    };
    check(change, |failure| *failure == Broken::Columns(8).into()).await;
}

/// Whoever has the database but not the signing key can chain everything anew; the signed root stands against it.
#[tokio::test]
async fn a_ledger_that_was_chained_anew_is_found() {
    let change = |house: &House| {
        let lines = rows(house, "SELECT body FROM lines ORDER BY number");
        let mut prev = ledger::Hash::ZERO;
        for (n, body) in lines.iter().enumerate() {
            let text = String::from_utf8(body.clone()).unwrap();
            // an access is blamed on somebody else
            let body = text.replace(&staff(2).to_string(), &staff(3).to_string()).into_bytes();
            let leaf = ledger::line::leaf_hash(&ledger::line::leaf_bytes(&body, n as u64, &prev));
            let set = "UPDATE lines SET body = $2, prev = $3, leaf = $4 WHERE number = $1";
            assert_eq!(house.tamper(set, vals![n as i64, body, prev.0, leaf.0]), 1);
            prev = leaf;
        }
    };
    check_refused(change, |failure| is_ledger(failure, CheckpointFault::Root.into())).await;
}

#[tokio::test]
async fn a_ledger_cut_short_is_found() {
    let change = |house: &House| {
        assert_ne!(house.tamper("DELETE FROM lines WHERE number >= 5", vals![]), 0);
    };
    check_refused(change, |failure| is_ledger(failure, Fault::RolledBack)).await;
}

#[tokio::test]
async fn a_ledger_cut_short_with_its_checkpoints_is_found_by_the_anchor() {
    let change = |house: &House| {
        house.tamper("DELETE FROM lines WHERE number >= 5", vals![]);
        house.tamper("DELETE FROM checkpoints", vals![]);
        // entries and heads of the first five lines: two, one of them an access
        house.tamper("DELETE FROM entries", vals![]);
    };
    for house in House::each() {
        filled(&house).await;
        let (refused, _) = found(&house, change).await;
        assert!(refused, "{}", house.place.engine());
    }
}

#[tokio::test]
async fn an_edited_checkpoint_is_found() {
    let change = |house: &House| {
        let note = String::from_utf8(row(house, "SELECT CAST(note AS TEXT) FROM checkpoints")).unwrap();
        let edited = note.replace("\n9\n", "\n8\n");
        assert_eq!(house.tamper("UPDATE checkpoints SET note = $1", vals![edited]), 1);
    };
    check_refused(change, |failure| is_ledger(failure, CheckpointFault::Signature.into())).await;
}

#[tokio::test]
async fn a_deleted_checkpoint_is_found_by_the_anchor() {
    for house in House::each() {
        filled(&house).await;
        let store = house.open();
        written(&store, dossier(1), 3, "behind the checkpoint").await;
        store.checkpoint(NOW).await.unwrap();
        assert_eq!(house.tamper("DELETE FROM checkpoints WHERE size = 9", vals![]), 1);
        let failure = store.verify(Scope::Lines, NOW, |_| ()).await.unwrap_err();
        assert_eq!(failure, Broken::Anchor(Some(9)).into(), "{}", house.place.engine());
    }
}

#[tokio::test]
async fn an_edited_anchor_file_is_found() {
    let change = |house: &House| {
        let text = std::fs::read_to_string(&house.settings.anchor).unwrap();
        std::fs::write(&house.settings.anchor, text.replace("\n9\n", "\n8\n")).unwrap();
    };
    check_refused(change, |failure| is_ledger(failure, CheckpointFault::Signature.into())).await;
}

#[tokio::test]
async fn a_changed_tile_is_found() {
    for house in House::each() {
        {
            let store = house.open();
            let entries = (0..300).map(|n| note(Level::Standard, &format!("note {n}"))).collect();
            store.append(to(dossier(1), 0, entries)).await.unwrap();
            store.checkpoint(NOW).await.unwrap();
            store.verify(Scope::Lines, NOW, |_| ()).await.unwrap();
        }
        let (refused, failure) = found(&house, |house| {
            assert_eq!(house.tamper("UPDATE tiles SET hash = $1", vals![[7_u8; 32]]), 1);
        })
        .await;
        assert!(refused);
        assert_eq!(failure, Broken::Tile { level: 8, index: 0 }.into());
    }
}

fn rows(house: &House, sql: &'static str) -> Vec<Vec<u8>> {
    let db = Db::open(&house.settings.data, DbOptions { readers: 1, connections: 1 }).unwrap();
    let text = sql.contains("AS TEXT");
    db.read_now(move |tx| tx.query(sql, vals![], |row| if text { Ok(row.text(0)?.into_bytes()) } else { row.bytes(0) }))
        .unwrap_or_else(|fault: DbFault| panic!("{fault}"))
}

fn row(house: &House, sql: &'static str) -> Vec<u8> {
    rows(house, sql).into_iter().next().expect("there is such a row")
}

struct Columns(String, i64, i64, String, i64, i64);

fn header_of(house: &House) -> Columns {
    let db = Db::open(&house.settings.data, DbOptions { readers: 1, connections: 1 }).unwrap();
    let find = "SELECT kind, version, level, author, happened, signed FROM entries WHERE dossier = $1 AND number = 1";
    let found = db.read_now(move |tx| {
        tx.one(find, vals![dossier(1)], |row| {
            Ok(Columns(row.text(0)?, row.int(1)?, row.int(2)?, row.text(3)?, row.int(4)?, row.int(5)?))
        })
    });
    found.unwrap_or_else(|fault: DbFault| panic!("{fault}")).unwrap()
}

fn put_back(house: &House, columns: &Columns) {
    let Columns(kind, version, level, author, happened, signed) = columns;
    let set = "UPDATE entries SET kind = $2, version = $3, level = $4, author = $5, happened = $6, signed = $7
               WHERE dossier = $1 AND number = 1";
    let changed = house.tamper(set, vals![dossier(1), kind, version, level, author, happened, signed]);
    assert_eq!(changed, 1);
}
