//! Measures the record: `cargo run --release -p store --example record_rate -- [LINES] [postgres://…/data postgres://…/keys]`.
//! Appends and accesses per second with sixteen writers, then a ledger of LINES lines: sealing, verifying, starting.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measuring tool for us, not part of the product")]

use std::time::{Duration, Instant as Clock};

use domain::ids::{DossierId, DossierKind, EntryNumber, StaffId};
use domain::level::Level;
use domain::signature::{Meaning, Method, Signature};
use domain::time::Instant;
use store::db::{DbOptions, Place};
use store::{Access, Append, Card, Derived, Guard, NewEntry, Part, Scope, Store, StoreSettings, Tie};
use uuid::Uuid;
use vault::{Field, RootKey, RootSource};

const NOW: Instant = Instant(1_767_603_600_000_000);
const WRITERS: u32 = 16;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let lines: u32 = arguments.first().map_or(100_000, |lines| lines.parse().unwrap());
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    let folder = tempfile::Builder::new().permissions(private).tempdir().unwrap();
    let place = |at: usize, file: &str| {
        arguments.get(at).map_or_else(|| Place::Sqlite(folder.path().join(file)), |url| Place::Postgres(url.clone()))
    };
    let outside = tempfile::tempdir().unwrap();
    let root = outside.path().join("root.key");
    RootKey::generate().write_file(&root).unwrap();
    let settings = StoreSettings {
        data: place(1, "data.db"),
        keys: place(2, "keys.db"),
        documents: outside.path().join("documents").into(),
        anchor: outside.path().join("anchors.txt"),
        new_anchor: false,
        options: DbOptions { readers: 4, connections: 16 },
    };
    let open =
        || Store::open(settings.clone(), RootSource::File(root.clone()).read(folder.path()).unwrap(), NOW).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(rates(open()));
    runtime.block_on(fill(open(), lines));
    let clock = Clock::now();
    let store = open();
    println!("start with {lines} lines: {:?}", clock.elapsed());
    for scope in [Scope::Lines, Scope::Contents] {
        let clock = Clock::now();
        let verified = runtime.block_on(store.verify(scope, NOW, |_| ())).unwrap();
        println!(
            "verify {scope:?}: {} lines, {} contents in {:?}",
            verified.checked.size,
            verified.contents,
            clock.elapsed()
        );
    }
}

async fn rates(store: Store) {
    for (what, guarded) in [("append", false), ("append with a guard that looks for absence", true)] {
        let done = race(&store, move |store, writer, n| async move {
            let dossier = DossierId::new(Uuid::from_u128(u128::from(writer) << 64 | u128::from(guarded)));
            let guard = Guard::TokenFree { field: Field::CaseNumber, text: format!("{writer}-{n}") };
            let append = append(dossier, n, 1, if guarded { vec![guard] } else { vec![] });
            while store.append(append_again(&append)).await.is_err() {}
        });
        println!("{what}: {:.0}/s", done.await);
    }
    let done = race(&store, |store, writer, n| async move {
        let dossier = Some(DossierId::new(Uuid::from_u128(u128::from(writer) << 64)));
        let act = "opened".to_owned();
        let (actor, entry) = (StaffId::new(Uuid::nil()), Some(EntryNumber(n + 1)));
        store.record(Access { act, actor, at: NOW, dossier, entry, through: None, why: None }).await.unwrap();
    });
    println!("access: {:.0}/s", done.await);
}

/// Sixteen writers for three seconds; how many acts a second.
async fn race<F: Future<Output = ()> + Send + 'static>(
    store: &Store,
    act: impl Fn(Store, u32, u32) -> F + Copy + Send + 'static,
) -> f64 {
    let clock = Clock::now();
    let tasks: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut n = 0;
                while clock.elapsed() < Duration::from_secs(3) {
                    act(store.clone(), writer, n).await;
                    n += 1;
                }
                n
            })
        })
        .collect();
    let mut sum = 0;
    for task in tasks {
        sum += task.await.unwrap();
    }
    f64::from(sum) / clock.elapsed().as_secs_f64()
}

async fn fill(store: Store, lines: u32) {
    let clock = Clock::now();
    let have = u32::try_from(store.seal_now(NOW).await.unwrap()).unwrap();
    println!("sealed the {have} lines of the races in {:?}", clock.elapsed());
    let clock = Clock::now();
    let per_dossier = 500;
    for n in 0..lines.saturating_sub(have).div_ceil(per_dossier) {
        let dossier = DossierId::new(Uuid::from_u128(1 << 100 | u128::from(n)));
        store.append(append(dossier, 0, per_dossier, vec![])).await.unwrap();
    }
    println!("filled in {:?}", clock.elapsed());
    let clock = Clock::now();
    store.checkpoint(NOW).await.unwrap();
    println!("sealed in {:?}", clock.elapsed());
}

fn append(dossier: DossierId, after: u32, entries: u32, guards: Vec<Guard>) -> Append {
    let entry = || NewEntry {
        kind: "note_recorded".to_owned(),
        version: 1,
        level: Level::Confidential,
        signatures: vec![signature()],
        content: vec![b'x'; 600],
    };
    let tie = Tie {
        staff: StaffId::new(Uuid::nil()),
        tie: "assigned".into(),
        clearance: Level::Sensitive,
        since: NOW,
        until: None,
    };
    let card =
        Card { state: "open".into(), level: Level::Confidential, subject: None, team: None, content: vec![b'x'; 200] };
    let tokens = vec![(Field::CaseNumber, dossier.to_string())];
    let derived = Derived {
        card,
        ties: vec![tie],
        tokens,
        duties: vec![],
        appointments: vec![],
        blobs: vec![],
        holds: vec![],
        outcomes: vec![],
        reminders: vec![],
        whereabouts: vec![],
        waiting: None,
        inquiry: None,
    };
    let part = Part {
        dossier,
        kind: DossierKind::Case,
        after: EntryNumber(after),
        entries: (0..entries).map(|_| entry()).collect(),
        derived: Some(derived),
    };
    let actor = StaffId::new(Uuid::nil());
    Append { actor, at: NOW, once: None, parts: vec![part], guards, jobs: vec![], drop_draft: None, destroys: vec![] }
}

/// The same append once more, as a caller would make it after deciding again.
fn append_again(first: &Append) -> Append {
    first.parts.first().map_or_else(
        || append(DossierId::new(Uuid::nil()), 0, 1, vec![]),
        |part| append(part.dossier, part.after.0, 1, first.guards.clone()),
    )
}

fn signature() -> Signature {
    Signature {
        signer: StaffId::new(Uuid::nil()),
        name: "Tomas Brandt".into(),
        title: "Social worker".into(),
        role: "Caseworker".into(),
        meaning: Meaning::Author,
        method: Method::Password,
        happened: NOW,
        signed: NOW,
        offset_minutes: 0,
    }
}
