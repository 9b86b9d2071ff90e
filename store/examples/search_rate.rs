//! How long a search by name takes among many clients, with the cards of its hits opened.
//!
//! `cargo run --release -p store --example search_rate -- 1000 100000`; with `CASEKEEP_TEST_POSTGRES` set it measures both engines. Rows are
//! founded through the ordinary append, so filling takes a while. The goal is p99 ≤ 20 ms among 100,000 (security P25 sets the rate, not
//! the time).

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measurement for the terminal; what fails may end it"
)]

use std::time::{Duration, Instant as Stopwatch};

use domain::ids::{DossierId, DossierKind, EntryNumber, StaffId};
use domain::level::Level;
use domain::signature::{Meaning, Method, Signature};
use domain::time::Instant;
use store::db::{DbOptions, Place};
use store::{Among, Append, Card, Derived, NewEntry, Part, Store, StoreSettings, Tie, Wanted};
use testkit::TestPlace;
use tokio::task::JoinSet;
use uuid::Uuid;
use vault::Field::{AnyNameSound, FamilyName, GivenName};
use vault::RootKey;

const NOW: Instant = Instant(1_767_603_600_000_000);

/// Asked of each kind, with names that go round.
const SEARCHES: usize = 1_000;

/// The staff member who has a tie to every fiftieth client.
const WORKER: StaffId = StaffId::new(Uuid::from_u128(1));

fn main() {
    let sizes: Vec<u32> = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 100_000] } else { sizes };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    for size in sizes {
        let mut places = vec![TestPlace::sqlite()];
        places.extend(std::env::var("CASEKEEP_TEST_POSTGRES").ok().map(|server| TestPlace::postgres(&server)));
        for place in places {
            let store = open(&place);
            let begun = Stopwatch::now();
            runtime.block_on(fill(&store, size));
            println!("{} {size} clients, filled in {:.1} s", place.engine(), begun.elapsed().as_secs_f64());
            runtime.block_on(measure(&store, size));
        }
    }
}

fn open(place: &TestPlace) -> Store {
    let settings = StoreSettings {
        data: place.data().map_or_else(Place::Postgres, Place::Sqlite),
        keys: place.keys().map_or_else(Place::Postgres, Place::Sqlite),
        documents: place.folder().join("documents").into(),
        anchor: place.folder().join("anchor"),
        new_anchor: false,
        options: DbOptions::default(),
    };
    Store::open(settings, RootKey::generate(), NOW).unwrap()
}

/// Invented names: twelve thousand family names and a thousand given names, low numbers far more often, as with real ones.
fn name(n: u32) -> (String, String) {
    const PARTS: [&str; 20] = [
        "ber", "lin", "hol", "mar", "sten", "ek", "dal", "ro", "vik", "ha", "gren", "lo", "mi", "tor", "as", "qui",
        "ne", "sa", "jo", "pel",
    ];
    let spread = |n: u32, most: u32| {
        let random = n.wrapping_mul(2_654_435_761) ^ (n >> 7);
        let unit = f64::from(random % 1_000_003) / 1_000_003.0;
        (unit.powi(3) * f64::from(most)) as u32
    };
    let word = |mut n: u32, least: usize| {
        let mut word = String::new();
        let mut parts = 0;
        while 0 < n || parts < least {
            word.push_str(PARTS[(n % 20) as usize]);
            n /= 20;
            parts += 1;
        }
        word
    };
    (word(spread(n, 1_000), 2), word(spread(n.wrapping_add(77), 12_000), 3))
}

async fn fill(store: &Store, size: u32) {
    let mut running = JoinSet::new();
    for n in 0..size {
        if 128 <= running.len() {
            running.join_next().await.unwrap().unwrap();
        }
        let store = store.clone();
        running.spawn(async move {
            // PostgreSQL turns founders away while the tables are nearly empty and every row is on the same page
            while store.append(client(n)).await.is_err() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
    }
    while let Some(done) = running.join_next().await {
        done.unwrap();
    }
}

fn client(n: u32) -> Append {
    let (given, family) = name(n);
    let sounds = vault::index::sounds(&format!("{given} {family}")).into_iter().map(|sound| (AnyNameSound, sound));
    let tokens = sounds.chain([(GivenName, given.clone()), (FamilyName, family.clone())]).collect();
    let card = Card {
        state: "open".to_owned(),
        level: Level::Confidential,
        subject: None,
        team: None,
        content: format!("{family}, {given}").into_bytes(),
    };
    let tie = Tie { staff: WORKER, tie: "assigned".to_owned(), clearance: Level::Sensitive, since: NOW, until: None };
    let ties = if n.is_multiple_of(50) { vec![tie] } else { vec![] };
    let derived = Derived {
        card,
        ties,
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
    let entry = NewEntry {
        kind: "client_registered".to_owned(),
        version: 1,
        level: Level::Confidential,
        signatures: vec![signature()],
        content: b"{}".to_vec(),
    };
    let dossier = DossierId::new(Uuid::new_v4());
    let part = Part {
        dossier,
        kind: DossierKind::Client,
        after: EntryNumber::NONE,
        entries: vec![entry],
        derived: Some(derived),
    };
    Append {
        actor: WORKER,
        at: NOW,
        once: None,
        parts: vec![part],
        guards: vec![],
        jobs: vec![],
        drop_draft: None,
        destroys: vec![],
    }
}

fn signature() -> Signature {
    Signature {
        signer: WORKER,
        name: "Anna Lind".to_owned(),
        title: "Social worker".to_owned(),
        role: "Caseworker".to_owned(),
        meaning: Meaning::Author,
        method: Method::Password,
        happened: NOW,
        signed: NOW,
        offset_minutes: 0,
    }
}

/// The ways to ask.
#[derive(Clone, Copy)]
enum Way {
    /// Two words, each a given or a family name.
    Words,
    /// One family name, however common.
    Family,
    /// Two words among one's own.
    Own,
    /// Like this one: both names, or how they sound, for the warning of duplicates.
    Like,
}

async fn measure(store: &Store, size: u32) {
    let ways = [
        ("two words", Way::Words),
        ("family name", Way::Family),
        ("own, two words", Way::Own),
        ("duplicates", Way::Like),
    ];
    for (title, way) in ways {
        let (mut found, mut opened, mut hits) = (vec![], vec![], 0);
        for n in 0..SEARCHES {
            let person = u32::try_from(n).unwrap().wrapping_mul(7_919) % size;
            let (wanted, among) = asked(way, person);
            let begun = Stopwatch::now();
            let answer = store.find(&wanted, among, NOW).await.unwrap();
            found.push(begun.elapsed());
            let cards = store.cards(&answer.dossiers).await.unwrap();
            opened.push(begun.elapsed());
            hits += cards.len();
        }
        let (find, all) = (percentiles(&mut found), percentiles(&mut opened));
        println!(
            "  {title:15} find p50 {:6.2} ms p99 {:6.2} ms   with cards p50 {:6.2} ms p99 {:6.2} ms   {:.1} hits",
            find.0,
            find.1,
            all.0,
            all.1,
            hits as f64 / SEARCHES as f64
        );
    }
}

fn asked(way: Way, person: u32) -> (Wanted, Among) {
    let (given, family) = name(person);
    let word = |word: &str| [(GivenName, word.to_owned()), (FamilyName, word.to_owned())];
    let both = Wanted::new().group(word(&given)).group(word(&family));
    match way {
        Way::Words => (both, Among::All),
        Way::Own => (both, Among::TiedTo(WORKER)),
        Way::Family => (Wanted::all([(FamilyName, family)]), Among::All),
        Way::Like => {
            let sounds = |text: &str| vault::index::sounds(text).into_iter().map(|sound| (AnyNameSound, sound));
            let like = |text: &str| sounds(text).chain(word(text));
            (Wanted::new().group(like(&given)).group(like(&family)), Among::All)
        }
    }
}

/// The median and the ninety-ninth of a hundred, in milliseconds.
fn percentiles(times: &mut [Duration]) -> (f64, f64) {
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1_000.0;
    (at(50), at(99))
}
