//! What the tests share: a store that can be closed and opened again, and the simplest things to write into it.

use std::path::PathBuf;

use domain::ids::{DossierId, DossierKind, EntryNumber, ItemId, OnceKey, StaffId};
use domain::level::Level;
use domain::signature::{Meaning, Method, Signature};
use domain::time::Instant;
use store::db::{Db, DbOptions, Place, Val};
use store::{Append, AppendFailure, Appended, Card, Derived, Guard, NewEntry, Part, StartFault, Store, StoreSettings};
use testkit::TestPlace;
use uuid::Uuid;
use vault::{RootKey, RootSource};

/// 5 January 2026, 09:00 UTC.
pub(crate) const NOW: Instant = Instant(1_767_603_600_000_000);

/// The place of the data database.
pub(crate) fn data(place: &TestPlace) -> Place {
    place.data().map_or_else(Place::Postgres, Place::Sqlite)
}

/// The place of the key database.
pub(crate) fn keys(place: &TestPlace) -> Place {
    place.keys().map_or_else(Place::Postgres, Place::Sqlite)
}

/// An open data database without tables.
pub(crate) fn bare(place: &TestPlace) -> Db {
    Db::open(&data(place), DbOptions { readers: 2, connections: 8 }).expect("the test database opens")
}

/// A place with a root key and a store in it.
pub(crate) struct House {
    pub(crate) place: TestPlace,
    pub(crate) settings: StoreSettings,
    root: PathBuf,
}

impl House {
    pub(crate) fn at(place: TestPlace) -> Self {
        let root = place.folder().join("root.key");
        RootKey::generate().write_file(&root).unwrap();
        let settings = StoreSettings {
            data: data(&place),
            keys: keys(&place),
            documents: place.folder().join("documents").into(),
            anchor: place.folder().join("anchors.txt"),
            new_anchor: false,
            options: DbOptions { readers: 2, connections: 4 },
        };
        Self { place, settings, root }
    }

    /// One for each engine.
    pub(crate) fn each() -> Vec<Self> {
        testkit::places().into_iter().map(Self::at).collect()
    }

    pub(crate) fn root(&self) -> RootKey {
        RootSource::File(self.root.clone()).read(&self.place.data_folder()).unwrap()
    }

    pub(crate) fn try_open(&self, now: Instant) -> Result<Store, StartFault> {
        Store::open(self.settings.clone(), self.root(), now)
    }

    pub(crate) fn open(&self) -> Store {
        self.open_at(NOW)
    }

    pub(crate) fn open_at(&self, now: Instant) -> Store {
        self.try_open(now).unwrap_or_else(|fault| panic!("{}: {fault:?}", self.place.engine()))
    }

    /// Changes rows behind the store's back; says how many.
    pub(crate) fn tamper(&self, sql: &'static str, vals: &[Val<'_>]) -> u64 {
        let owned: Vec<Owned> = vals.iter().map(Owned::from).collect();
        let db = Db::open(&self.settings.data, DbOptions { readers: 1, connections: 1 }).unwrap();
        db.write_now(move |tx| {
            let vals: Vec<Val<'_>> = owned.iter().map(Owned::val).collect();
            tx.exec(sql, &vals)
        })
        .unwrap_or_else(|fault: store::db::DbFault| panic!("{sql}: {fault}"))
    }
}

enum Owned {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl From<&Val<'_>> for Owned {
    fn from(val: &Val<'_>) -> Self {
        match val {
            Val::Null => Self::Null,
            Val::Int(v) => Self::Int(*v),
            Val::Text(v) => Self::Text((*v).to_owned()),
            Val::Owned(v) => Self::Text(v.clone()),
            Val::Bytes(v) => Self::Bytes(v.to_vec()),
        }
    }
}

impl Owned {
    fn val(&self) -> Val<'_> {
        match self {
            Self::Null => Val::Null,
            Self::Int(v) => Val::Int(*v),
            Self::Text(v) => Val::Text(v),
            Self::Bytes(v) => Val::Bytes(v),
        }
    }
}

pub(crate) fn staff(n: u128) -> StaffId {
    StaffId::new(Uuid::from_u128(n))
}

pub(crate) fn dossier(n: u128) -> DossierId {
    DossierId::new(Uuid::from_u128(0xD0 << 120 | n))
}

pub(crate) fn item(n: u128) -> ItemId {
    ItemId::new(Uuid::from_u128(n))
}

pub(crate) fn once(n: u128) -> OnceKey {
    OnceKey::new(Uuid::from_u128(n))
}

pub(crate) fn signature() -> Signature {
    Signature {
        signer: staff(1),
        name: "Tomas Brandt".to_owned(),
        title: "Social worker".to_owned(),
        role: "Caseworker".to_owned(),
        meaning: Meaning::Author,
        method: Method::Password,
        happened: NOW.plus_seconds(-3_600),
        signed: NOW,
        offset_minutes: 60,
    }
}

pub(crate) fn note(level: Level, text: &str) -> NewEntry {
    NewEntry {
        kind: "note_recorded".to_owned(),
        version: 1,
        level,
        signatures: vec![signature()],
        content: format!("{{\"text\":\"{text}\"}}").into_bytes(),
    }
}

/// A card without anything around it.
pub(crate) fn plain(card: &str) -> Derived {
    Derived {
        card: Card {
            state: "open".to_owned(),
            level: Level::Confidential,
            subject: None,
            team: None,
            content: card.as_bytes().to_vec(),
        },
        ties: vec![],
        tokens: vec![],
        duties: vec![],
        appointments: vec![],
        blobs: vec![],
        holds: vec![],
        outcomes: vec![],
        reminders: vec![],
        whereabouts: vec![],
        waiting: None,
        inquiry: None,
    }
}

/// These entries for one dossier behind `after`.
pub(crate) fn to(dossier: DossierId, after: u32, entries: Vec<NewEntry>) -> Append {
    Append {
        actor: staff(1),
        at: NOW,
        once: None,
        parts: vec![Part {
            dossier,
            kind: DossierKind::Case,
            after: EntryNumber(after),
            entries,
            derived: Some(plain("Marigold, one case")),
        }],
        guards: vec![],
        jobs: vec![],
        drop_draft: None,
        destroys: vec![],
    }
}

pub(crate) fn guarded(mut append: Append, guard: Guard) -> Append {
    append.guards.push(guard);
    append
}

/// Appends one note and expects it to be written.
pub(crate) async fn written(store: &Store, dossier: DossierId, after: u32, text: &str) {
    let outcome = store.append(to(dossier, after, vec![note(Level::Confidential, text)])).await;
    let Ok(Appended::Done(ids)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(ids.first().map(|id| id.number), Some(EntryNumber(after + 1)));
}

/// A retry as callers make it: on a conflict the database only says that others were faster.
pub(crate) fn is_moved(outcome: &Result<Appended, AppendFailure>) -> bool {
    matches!(outcome, Err(AppendFailure::Moved))
}
