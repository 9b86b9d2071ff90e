//! What the tests share: a store on each engine, invented people, dossiers with derived rows.

use domain::ids::{DossierId, DossierKind, EntryNumber, StaffId};
use domain::level::Level;
use domain::signature::{Meaning, Method, Signature};
use domain::time::Instant;
use store::blobs::BlobPlace;
use store::db::{DbOptions, Place};
use store::{Append, Appointment, Card, Derived, Duty, NewEntry, Part, Store, StoreSettings, Tie};
use testkit::TestPlace;
use uuid::Uuid;
use vault::{Field, RootKey};

/// 5 January 2026, 09:00 UTC.
pub(crate) const NOON: Instant = Instant(1_767_603_600_000_000);

pub(crate) const ANNA: StaffId = StaffId::new(Uuid::from_u128(0xA));
pub(crate) const TOMAS: StaffId = StaffId::new(Uuid::from_u128(0xB));

pub(crate) fn dossier(n: u128) -> DossierId {
    DossierId::new(Uuid::from_u128(0xD000 + n))
}

/// A store on each engine.
pub(crate) fn stores() -> Vec<(TestPlace, Store)> {
    testkit::places().into_iter().map(|place| (open(&place), place)).map(|(store, place)| (place, store)).collect()
}

/// Opens the store of this place; the second time, the one that is there.
pub(crate) fn open(place: &TestPlace) -> Store {
    open_with(place, place.folder().join("documents").into())
}

/// [`open`] with the documents there.
pub(crate) fn open_with(place: &TestPlace, documents: BlobPlace) -> Store {
    let key = place.folder().join("root.key");
    let root = if key.exists() {
        vault::RootSource::File(key).read(&place.data_folder()).expect("the root key is read")
    } else {
        let root = RootKey::generate();
        root.write_file(&key).expect("the root key is written");
        root
    };
    let settings = StoreSettings {
        data: place.data().map_or_else(Place::Postgres, Place::Sqlite),
        keys: place.keys().map_or_else(Place::Postgres, Place::Sqlite),
        documents,
        anchor: place.folder().join("anchor"),
        new_anchor: false,
        options: DbOptions { readers: 2, connections: 8 },
    };
    Store::open(settings, root, NOON).expect("the store opens")
}

/// The derived rows of a dossier without anything in them.
pub(crate) fn bare(state: &str) -> Derived {
    let card = Card {
        state: state.to_owned(),
        level: Level::Confidential,
        subject: None,
        team: None,
        content: b"a card".to_vec(),
    };
    Derived {
        card,
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

pub(crate) fn tie(staff: StaffId, tie: &str, until: Option<Instant>) -> Tie {
    Tie { staff, tie: tie.to_owned(), clearance: Level::Sensitive, since: NOON, until }
}

pub(crate) fn duty(name: &str, owner: Option<StaffId>, role: Option<&str>, due: Instant) -> Duty {
    Duty {
        duty: name.to_owned(),
        kind: "case_review".to_owned(),
        clause: "CM-4.4.1".to_owned(),
        owner,
        role: role.map(str::to_owned),
        due,
        raised: NOON,
        item: None,
        level: Level::Standard,
    }
}

pub(crate) fn appointment(n: u128, staff: StaffId, starts: Instant, minutes: i64) -> Appointment {
    let item = domain::ids::ItemId::new(Uuid::from_u128(n));
    Appointment {
        item,
        staff,
        starts,
        ends: starts.plus_seconds(minutes * 60),
        state: Appointment::BOOKED.to_owned(),
        reminded: None,
        answer: None,
        room: None,
        meeting: None,
        series: item,
        revision: 0,
        changed: NOON,
    }
}

pub(crate) fn named(given: &str, family: &str) -> Derived {
    let mut derived = bare("open");
    for (field, word) in [(Field::GivenName, given), (Field::FamilyName, family)] {
        derived.tokens.push((field, word.to_owned()));
        derived.tokens.extend(vault::index::sounds(word).into_iter().map(|sound| (Field::AnyNameSound, sound)));
    }
    derived.card.content = format!("{given} {family}").into_bytes();
    derived
}

/// Founds a dossier with these derived rows, `minutes` after noon.
pub(crate) async fn found(store: &Store, dossier: DossierId, kind: DossierKind, derived: Derived, minutes: i64) {
    let append = founding(dossier, kind, derived, minutes);
    store.append(append).await.expect("the dossier is founded");
}

/// What founds a dossier.
pub(crate) fn founding(dossier: DossierId, kind: DossierKind, derived: Derived, minutes: i64) -> Append {
    let at = NOON.plus_seconds(60 * minutes);
    let signature = Signature {
        signer: ANNA,
        name: "Anna Lind".to_owned(),
        title: "Social worker".to_owned(),
        role: "Caseworker".to_owned(),
        meaning: Meaning::Author,
        method: Method::Password,
        happened: at,
        signed: at,
        offset_minutes: 0,
    };
    let entry = NewEntry {
        kind: "founded".to_owned(),
        version: 1,
        level: Level::Confidential,
        signatures: vec![signature],
        content: b"{}".to_vec(),
    };
    let part = Part { dossier, kind, after: EntryNumber::NONE, entries: vec![entry], derived: Some(derived) };
    let (guards, jobs, destroys) = (vec![], vec![], vec![]);
    Append { actor: ANNA, at, once: None, parts: vec![part], guards, jobs, drop_draft: None, destroys }
}
