//! What units of work may rely on, on both engines.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use store::db::{Db, DbFault, Place};
use store::migrate::{MigrateFault, migrate};
use store::vals;

use crate::support;

const TABLE: &[&str] =
    &["CREATE TABLE pots (\n    name TEXT PRIMARY KEY,\n    held BIGINT NOT NULL,\n    seal BYTEA\n);"];

fn each(test: impl Fn(Db)) {
    for place in testkit::places() {
        let db = support::bare(&place);
        migrate(&db, TABLE).unwrap();
        test(db);
    }
}

fn put(db: &Db, name: &'static str, held: i64) -> Result<u64, DbFault> {
    db.write_now(move |tx| tx.exec("INSERT INTO pots (name, held) VALUES ($1, $2)", vals![name, held]))
}

fn held(db: &Db, name: &'static str) -> Option<i64> {
    db.read_now(move |tx| tx.one("SELECT held FROM pots WHERE name = $1", vals![name], |row| row.int(0)))
        .unwrap_or_else(|fault: DbFault| panic!("{fault}"))
}

#[test]
fn places_are_positions_in_whatever_order_they_stand() {
    each(|db| {
        let nine = db.read_now(|tx| {
            tx.one("SELECT CAST($2 AS BIGINT) - CAST($1 AS BIGINT)", vals![1_i64, 10_i64], |row| row.int(0))
        });
        assert_eq!(nine, Ok::<_, DbFault>(Some(9)));
    });
}

#[test]
fn text_numbers_bytes_and_absence_come_back_as_they_went() {
    each(|db| {
        let seal = vec![0_u8, 255, 39];
        let wrote = seal.clone();
        db.write_now(move |tx| {
            tx.exec("INSERT INTO pots VALUES ($1, $2, $3)", vals!["Zoë's $1", i64::MIN, wrote])?;
            tx.exec("INSERT INTO pots VALUES ($1, $2, $3)", vals!["none", 5_000_000_000_i64, None::<Vec<u8>>])
        })
        .unwrap_or_else(|fault: DbFault| panic!("{fault}"));
        let rows = db.read_now(|tx| {
            tx.query("SELECT name, held, seal FROM pots ORDER BY held", vals![], |row| {
                Ok((row.text(0)?, row.int(1)?, row.opt_bytes(2)?))
            })
        });
        let expected = vec![("Zoë's $1".to_owned(), i64::MIN, Some(seal)), ("none".to_owned(), 5_000_000_000, None)];
        assert_eq!(rows, Ok::<_, DbFault>(expected));
    });
}

#[test]
fn a_unit_that_fails_with_its_own_reason_changes_nothing() {
    #[derive(Debug, PartialEq)]
    enum Why {
        Mine,
        Db(DbFault),
    }
    impl From<DbFault> for Why {
        fn from(fault: DbFault) -> Self {
            Self::Db(fault)
        }
    }
    each(|db| {
        let refused: Result<(), Why> = db.write_now(|tx| {
            tx.exec("INSERT INTO pots (name, held) VALUES ('a', 1)", vals![])?;
            Err(Why::Mine)
        });
        assert_eq!(refused, Err(Why::Mine));
        assert_eq!(held(&db, "a"), None);
    });
}

#[test]
fn a_unit_that_panics_changes_nothing_and_the_next_one_works() {
    each(|db| {
        let fell: Result<(), DbFault> = db.write_now(|tx| {
            tx.exec("INSERT INTO pots (name, held) VALUES ('a', 1)", vals![])?;
            panic!("in the middle");
        });
        assert!(fell.is_err());
        assert_eq!(held(&db, "a"), None);
        assert_eq!(put(&db, "b", 2), Ok(1));
    });
}

#[test]
fn a_unit_that_hides_the_fault_of_a_statement_still_fails() {
    each(|db| {
        put(&db, "a", 1).unwrap();
        let hidden: Result<(), DbFault> = db.write_now(|tx| {
            tx.exec("INSERT INTO pots (name, held) VALUES ('b', 1)", vals![])?;
            let _ = tx.exec("INSERT INTO pots (name, held) VALUES ('a', 2)", vals![]);
            Ok(())
        });
        assert_eq!(hidden, Err(DbFault::Conflict));
        assert_eq!((held(&db, "a"), held(&db, "b")), (Some(1), None));
    });
}

#[test]
fn a_reader_cannot_write() {
    each(|db| {
        let tried = db.read_now(|tx| tx.exec("INSERT INTO pots (name, held) VALUES ('a', 1)", vals![]));
        assert!(tried.is_err());
        assert_eq!(held(&db, "a"), None);
    });
}

#[test]
fn faults_carry_no_content() {
    each(|db| {
        let fault = db
            .read_now(|tx| {
                tx.one("SELECT held FROM no_such_table WHERE name = $1", vals!["Marigold"], |row| row.int(0))
            })
            .unwrap_err();
        let DbFault::Other(code) = &fault else { panic!("{fault:?}") };
        assert!(!code.contains("Marigold") && !code.contains("no_such_table"), "{code}");
    });
}

#[tokio::test]
async fn no_increment_is_lost_among_many_writers() {
    for place in testkit::places() {
        let db = support::bare(&place);
        let (db, runs) = tokio::task::spawn_blocking(move || {
            migrate(&db, TABLE).unwrap();
            put(&db, "a", 0).unwrap();
            (db, Arc::new(AtomicU32::new(0)))
        })
        .await
        .unwrap();
        let tasks: Vec<_> = (0..40)
            .map(|_| {
                let (db, runs) = (db.clone(), Arc::clone(&runs));
                tokio::spawn(async move {
                    loop {
                        let runs = Arc::clone(&runs);
                        let done = db.write(move |tx| {
                            runs.fetch_add(1, Ordering::Relaxed);
                            let held = tx.one("SELECT held FROM pots WHERE name = 'a'", vals![], |row| row.int(0))?;
                            tx.exec("UPDATE pots SET held = $1 WHERE name = 'a'", vals![held.unwrap_or(0) + 1])
                        });
                        match done.await {
                            Ok(_) => break,
                            Err(fault) => assert_eq!(fault, DbFault::Conflict),
                        }
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(held(&db, "a"), Some(40), "{} after {} runs", place.engine(), runs.load(Ordering::Relaxed));
    }
}

#[test]
fn a_database_of_a_later_program_is_refused() {
    each(|db| {
        let none: &[&str] = &[];
        assert_eq!(migrate(&db, none), Err(MigrateFault::Newer { found: 1, known: 0 }));
        assert_eq!(migrate(&db, TABLE), Ok(()));
    });
}

#[test]
fn a_database_that_is_not_there_is_unavailable() {
    let nobody = Place::Postgres("postgres://casekeep@127.0.0.1:1/postgres".to_owned());
    assert_eq!(Db::open(&nobody, Default::default()).err(), Some(DbFault::Unavailable));
    let nowhere = Place::Sqlite("/nonexistent/folder/data.db".into());
    assert_eq!(Db::open(&nowhere, Default::default()).err(), Some(DbFault::Unavailable));
}

#[test]
fn who_asks_for_an_encrypted_connection_never_gets_a_plain_one() {
    let Ok(server) = std::env::var("CASEKEEP_TEST_POSTGRES") else {
        // says whether that is meant
        testkit::places();
        return;
    };
    for word in ["require", "verify-ca", "verify-full"] {
        // the test server speaks no TLS
        let place = Place::Postgres(format!("{server}?sslmode={word}"));
        assert_eq!(Db::open(&place, Default::default()).err(), Some(DbFault::Unavailable), "{word}");
    }
    assert!(Db::open(&Place::Postgres(server), Default::default()).is_ok(), "this machine is reached in plain");
}
