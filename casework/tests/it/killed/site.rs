//! The installation that is written to: what a process must be told to go on with it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use casework::House;
use casework::house::StillClock;
use domain::ids::{DossierId, StaffId};
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use store::StoreSettings;
use store::db::{DbOptions, Place};
use testkit::TestPlace;

use super::WRITERS;
use crate::cast::MARIA;
use crate::world::{NOW, World, open};

/// Holds the site for the process that is started again.
pub(super) const HANDED_OVER: &str = "CASEKEEP_KILLED_SITE";

/// An installation that is open nowhere.
#[derive(Serialize, Deserialize)]
pub(super) struct Site {
    data: Database,
    keys: Database,
    documents: PathBuf,
    anchor: PathBuf,
    root: PathBuf,
    /// The machine's time at the beginning, in microseconds: see [`Site::hurried`].
    begun: i64,
    pub(super) maria: StaffId,
    pub(super) cases: Vec<DossierId>,
    /// The turn with which each writer goes on: the first that nobody was told to be written.
    pub(super) next: Vec<u32>,
    /// The files, while this is not a copy that was handed over.
    #[serde(skip)]
    _place: Option<TestPlace>,
}

#[derive(Clone, Serialize, Deserialize)]
enum Database {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Site {
    /// An installation with four cases.
    pub(super) fn at(place: TestPlace) -> Self {
        let runtime = runtime();
        let (world, cases) = runtime.block_on(async {
            let world = World::at(place).await;
            let client = world.client().await;
            let mut cases = Vec::new();
            for _ in 0..WRITERS / 2 {
                cases.push(world.case().of(client).await);
            }
            (world, cases)
        });
        let maria = world.id(MARIA);
        let (settings, root, place) = world.leave();
        Self {
            data: settings.data.into(),
            keys: settings.keys.into(),
            documents: settings.documents.folder,
            anchor: settings.anchor,
            root,
            begun: machine_time(),
            maria,
            cases,
            next: vec![0; WRITERS as usize],
            _place: Some(place),
        }
    }

    /// The site that this process was started for, if it was.
    pub(super) fn handed_over() -> Option<Self> {
        std::env::var(HANDED_OVER).ok().map(|site| serde_json::from_str(&site).unwrap())
    }

    /// Opens it with all checks of a start.
    pub(super) async fn open(&self) -> Arc<House> {
        let settings = StoreSettings {
            data: self.data.clone().into(),
            keys: self.keys.clone().into(),
            documents: self.documents.clone().into(),
            anchor: self.anchor.clone(),
            new_anchor: false,
            options: DbOptions { readers: 2, connections: 4 },
        };
        open(&settings, &self.root, &Arc::new(StillClock::at(NOW))).await
    }

    /// The time for the sealer, which runs a thousand times faster than the machine's: so checkpoints fall due all the time, and the lease of a
    /// killed process has run out when the next one looks.
    pub(super) fn hurried(&self) -> Instant {
        Instant(NOW.0 + (machine_time() - self.begun) * 1_000)
    }
}

fn machine_time() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros()).unwrap()
}

pub(super) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

impl From<Place> for Database {
    fn from(place: Place) -> Self {
        match place {
            Place::Sqlite(path) => Self::Sqlite(path),
            Place::Postgres(url) => Self::Postgres(url),
        }
    }
}

impl From<Database> for Place {
    fn from(database: Database) -> Self {
        match database {
            Database::Sqlite(path) => Self::Sqlite(path),
            Database::Postgres(url) => Self::Postgres(url),
        }
    }
}
