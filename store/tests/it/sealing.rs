//! The sealer: numbering, tiles, checkpoints, anchors, proofs – and that nothing readable reaches the disk.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::EntryNumber;
use domain::level::Level;
use ledger::bundle::verify_bundle;
use ledger::tree::verify_inclusion;
use store::{Access, DraftKey, NewJob, Scope};

use crate::support::{House, NOW, dossier, note, staff, to, written};

#[tokio::test]
async fn every_line_gets_its_number_and_can_be_proved() {
    for house in House::each() {
        let store = house.open();
        let entries = (0..700).map(|n| note(Level::Standard, &format!("note {n}"))).collect();
        store.append(to(dossier(1), 0, entries)).await.unwrap();
        let made = store.checkpoint(NOW).await.unwrap();
        assert_eq!(made.checkpoint.size, 700);
        for number in [0, 255, 256, 511, 512, 699] {
            let proof = store.proof(number, 700).await.unwrap().unwrap();
            assert!(verify_inclusion(proof.leaf, number, 700, &proof.path, &made.checkpoint.root), "line {number}");
        }
        assert_eq!(store.proof(700, 700).await.unwrap(), None);
        let verified = store.verify(Scope::Contents, NOW, |_| ()).await.unwrap();
        assert_eq!((verified.checked.size, verified.contents, verified.anchored), (700, 700, 700));
        drop(store);
        assert!(house.try_open(NOW).is_ok(), "the tail is read over tiles");
    }
}

#[tokio::test]
async fn a_checkpoint_is_made_once_for_the_same_lines() {
    for house in House::each() {
        let store = house.open();
        written(&store, dossier(1), 0, "one").await;
        let first = store.checkpoint(NOW).await.unwrap();
        let again = store.checkpoint(NOW.plus_seconds(600)).await.unwrap();
        assert_eq!(first, again);
        assert_eq!(std::fs::read_to_string(&house.settings.anchor).unwrap(), ledger::checkpoint::append(&first.note));
    }
}

#[tokio::test]
async fn an_empty_ledger_has_no_checkpoint() {
    for house in House::each() {
        let store = house.open();
        assert_eq!(store.latest_checkpoint().await.unwrap(), None);
        assert_eq!(store.seal_now(NOW).await.unwrap(), 0);
        store.verify(Scope::Contents, NOW, |_| ()).await.unwrap();
    }
}

#[tokio::test]
async fn the_running_sealer_numbers_what_comes_and_ends_with_a_checkpoint() {
    for house in House::each() {
        let store = house.open();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let sealer = store.clone();
        let task = tokio::spawn(async move {
            sealer.run_sealer(|| NOW, async move { drop(stopped.await) }).await;
        });
        for after in 0..20 {
            written(&store, dossier(1), after, "while it runs").await;
        }
        for _ in 0..100 {
            if store.waiting_lines().await.unwrap().0 == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(store.waiting_lines().await.unwrap(), (0, None));
        written(&store, dossier(2), 0, "at the last moment").await;
        stop.send(()).unwrap();
        task.await.unwrap();
        assert_eq!(store.latest_checkpoint().await.unwrap().unwrap().checkpoint.size, 21);
    }
}

#[tokio::test]
async fn two_processes_on_one_database_seal_one_ledger() {
    for house in House::each() {
        let (one, two) = (house.open(), house.open());
        let tasks: Vec<_> = [one.clone(), two.clone()]
            .into_iter()
            .zip(1_u128..)
            .map(|(store, n)| {
                tokio::spawn(async move {
                    for after in 0..15 {
                        written(&store, dossier(n), after, "side by side").await;
                        let _ = store.seal_now(NOW.plus_seconds(i64::from(after) * 20)).await;
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let later = NOW.plus_seconds(3_600);
        two.checkpoint(later).await.unwrap();
        let verified = one.verify(Scope::Contents, later.plus_seconds(60), |_| ()).await.unwrap();
        assert_eq!((verified.checked.size, verified.contents), (30, 30), "{}", house.place.engine());
    }
}

#[tokio::test]
async fn verifying_goes_on_while_others_write() {
    for house in House::each() {
        let store = house.open();
        written(&store, dossier(1), 0, "founded").await;
        let writer = store.clone();
        let task = tokio::spawn(async move {
            for after in 1..60 {
                written(&writer, dossier(1), after, "meanwhile").await;
                written(&writer, dossier(1000 + u128::from(after)), 0, "founded meanwhile").await;
                if after % 7 == 0 {
                    writer.checkpoint(NOW).await.unwrap();
                }
            }
        });
        for _ in 0..10 {
            let outcome = store.verify(Scope::Contents, NOW, |_| ()).await;
            assert!(outcome.is_ok(), "{}: {outcome:?}", house.place.engine());
        }
        task.await.unwrap();
    }
}

#[tokio::test]
async fn a_bundle_passes_a_strangers_check_and_withholds_what_is_above_the_clearance() {
    for house in House::each() {
        let store = house.open();
        let entries = vec![note(Level::Standard, "shown"), note(Level::Restricted, "withheld word")];
        store.append(to(dossier(1), 0, entries)).await.unwrap();
        written(&store, dossier(2), 0, "another file").await;
        let bundle = store.bundle(dossier(1), Level::Sensitive, NOW, Vec::new()).await.unwrap();
        let text = String::from_utf8(bundle).unwrap();
        let checked = verify_bundle(&text, &[store.verifier_key()]).unwrap();
        assert_eq!((checked.entries, checked.withheld), (2, 1));
        assert!(text.contains("shown") && !text.contains("withheld word"));
    }
}

#[tokio::test]
async fn a_dossier_can_be_verified_by_itself() {
    for house in House::each() {
        let store = house.open();
        for after in 0..3 {
            written(&store, dossier(1), after, "good").await;
        }
        let of = |verified: store::DossierVerified| (verified.good, verified.of);
        assert_eq!(of(store.verify_dossier(dossier(1)).await.unwrap()), (3, 3));
        house.tamper("UPDATE entries SET level = 0 WHERE number = 2", store::vals![]);
        assert_eq!(of(store.verify_dossier(dossier(1)).await.unwrap()), (2, 3));
    }
}

/// Nothing readable stands in any file, whatever was written.
#[tokio::test]
async fn a_word_from_contents_cards_tokens_drafts_and_jobs_is_nowhere_on_the_disk() {
    const WORD: &str = "Zinnwaldite";
    let house = House::at(testkit::TestPlace::sqlite());
    let store = house.open();
    let mut signed = note(Level::Standard, WORD);
    signed.signatures[0].name = WORD.to_owned();
    let mut append = to(dossier(1), 0, vec![signed]);
    let derived = append.parts[0].derived.as_mut().unwrap();
    derived.card.content = WORD.as_bytes().to_vec();
    derived.tokens = vec![(vault::Field::FamilyName, WORD.to_owned())];
    store.append(append).await.unwrap();
    let job =
        NewJob { kind: "mail".to_owned(), dossier: Some(dossier(1)), payload: WORD.into(), due: NOW, deadline: NOW };
    let mut sending = to(dossier(1), 1, vec![note(Level::Restricted, WORD)]);
    sending.jobs.push(job);
    store.append(sending).await.unwrap();
    let draft = DraftKey { staff: staff(1), dossier: dossier(1), form: "session_note".to_owned() };
    store.save_draft(draft, WORD.as_bytes(), None, NOW).await.unwrap();
    store
        .record(Access {
            act: "opened".to_owned(),
            actor: staff(2),
            at: NOW,
            dossier: Some(dossier(1)),
            entry: Some(EntryNumber(2)),
            through: None,
            why: None,
        })
        .await
        .unwrap();
    store.checkpoint(NOW).await.unwrap();
    drop(store);
    let mut files = 0;
    for folder in [house.place.data_folder(), house.place.folder().to_owned()] {
        for file in std::fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|file| file.path().is_file()) {
            let bytes = std::fs::read(file.path()).unwrap();
            let found = [WORD, &WORD.to_lowercase()]
                .iter()
                .any(|word| bytes.windows(word.len()).any(|window| window == word.as_bytes()));
            assert!(!found, "{:?} holds the word", file.path());
            files += 1;
        }
    }
    assert!(3 <= files, "data, keys, anchors");
}

/// A batch must cost the same however many lines wait, and a start however many there are: an import makes a million of them.
#[test]
fn the_sealer_and_the_start_find_their_lines_in_an_index() {
    let house = House::at(testkit::TestPlace::sqlite());
    let _store = house.open();
    let db = store::db::Db::open(&house.settings.data, store::db::DbOptions::default()).unwrap();
    let plans: [(&'static str, &str); 6] = [
        (
            "EXPLAIN QUERY PLAN SELECT id, body FROM lines WHERE number IS NULL
             ORDER BY at, COALESCE(dossier, ''), COALESCE(entry, 0), id LIMIT 256",
            "SCAN lines USING INDEX lines_waiting",
        ),
        (
            "EXPLAIN QUERY PLAN SELECT MAX(number) FROM lines WHERE number >= 0",
            "SEARCH lines USING COVERING INDEX lines_by_number (number>?)",
        ),
        (
            "EXPLAIN QUERY PLAN SELECT id, body FROM lines WHERE dossier = '' AND number IS NOT NULL
             AND (at < 5 OR (at = 5 AND id < '')) ORDER BY at DESC, id DESC LIMIT 5",
            "SEARCH lines USING INDEX lines_by_dossier (dossier=? AND at<?)",
        ),
        (
            "EXPLAIN QUERY PLAN SELECT id, body FROM lines WHERE dossier = '' AND number IS NULL
             AND (at < 5 OR (at = 5 AND id < '')) ORDER BY at DESC, id DESC LIMIT 5",
            "SEARCH lines USING INDEX lines_waiting (at<?); USE TEMP B-TREE FOR LAST TERM OF ORDER BY",
        ),
        ("EXPLAIN QUERY PLAN SELECT MAX(at) FROM lines WHERE number IS NULL", "SEARCH lines USING INDEX lines_waiting"),
        (
            "EXPLAIN QUERY PLAN SELECT number, body FROM lines WHERE number >= 5 AND number < 9 ORDER BY number",
            "SEARCH lines USING INDEX lines_by_number (number>? AND number<?)",
        ),
    ];
    for (question, expected) in plans {
        let plan = db.read_now(move |tx| tx.query(question, store::vals![], |row| row.text(3)));
        let plan = plan.unwrap_or_else(|fault: store::db::DbFault| panic!("{fault}")).join("; ");
        assert_eq!(plan, expected, "{question}");
    }
}

#[tokio::test]
async fn jobs_stand_in_the_outbox_only_if_the_entry_was_written() {
    for house in House::each() {
        let store = Arc::new(house.open());
        let with_job = |after| {
            let mut append = to(dossier(1), after, vec![note(Level::Standard, "sends")]);
            append.jobs = vec![NewJob {
                kind: "mail".to_owned(),
                dossier: None,
                payload: b"letter".to_vec(),
                due: NOW,
                deadline: NOW,
            }];
            append
        };
        store.append(with_job(0)).await.unwrap();
        assert!(store.append(with_job(0)).await.is_err());
        let db = store::db::Db::open(&house.settings.data, store::db::DbOptions::default()).unwrap();
        let count = db
            .read(|tx| tx.one("SELECT COUNT(*) FROM outbox", store::vals![], |row| row.int(0)))
            .await
            .unwrap_or_else(|fault: store::db::DbFault| panic!("{fault}"));
        assert_eq!(count, Some(1));
    }
}
