//! Opening the store: what must be true before anything is served. Each reason to refuse is a variant of its own, because each has its own
//! exit code and its own remedy.
//!
//! # Source
//! Security, promise P31.

mod tail;

use std::path::Path;
use std::sync::Arc;

use domain::ids::InstallationId;
use domain::time::Instant;
use ledger::Id;
use ledger::checkpoint::{Origin, Signer};
use vault::RootKey;

use crate::blobs::Blobs;
use crate::copies::is_unfinished;
use crate::db::{Db, DbFault, DbOptions, Place};
use crate::destruction::{Tombstones, TombstonesFault, replay, tombstones_of};
use crate::keys::{Keys, Secrets, SecretsFault};
use crate::migrate::{self, MigrateFault, migrate};
use crate::sealer::{Anchor, AnchorFault, Sealer};
use crate::{Inner, Store, StoreFault, StoreSettings, vals};

/// The oldest SQLite that is accepted: earlier ones could corrupt a database in write-ahead mode.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How far the clock may stand before the last line of the ledger, in seconds.
const CLOCK_SLACK: i64 = 5 * 60;

/// Why the store does not open.
#[derive(Debug, thiserror::Error)]
pub enum StartFault {
    /// The SQLite in this program is too old.
    #[error("the SQLite library of this program is too old; at least 3.51.3 is needed")]
    SqliteTooOld,
    /// Others on this machine may read the folder of a database.
    #[error("others can read the folder of the database; make it private (mode 0700)")]
    FolderOpen,
    /// A database has the schema of a later program.
    #[error("the database has schema {found}, this program knows up to {known}; use the program that wrote it")]
    SchemaNewer {
        /// What the database says.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// The root key is another one than the keys were wrapped with.
    #[error("the root key is not the one of this installation")]
    WrongRootKey,
    /// There is a record but no keys for it.
    #[error("the key database is empty, but there is a record; put the keys back first")]
    KeysMissing,
    /// The clock stands before the last line of the ledger.
    #[error("the clock of this machine stands before the last line of the ledger; set it right first")]
    ClockBehind,
    /// The end of the ledger does not verify.
    #[error("the end of the ledger does not verify: {0}")]
    TailBroken(Box<dyn std::error::Error + Send + Sync>),
    /// The anchor file speaks of more lines than there are: an older state was put in the place of a newer one.
    #[error(
        "the database is behind the anchor file ({ledger} lines, anchored {anchored}): an older state was put back"
    )]
    BehindAnchor {
        /// How many lines there are.
        ledger: u64,
        /// How many the anchor file vouches for.
        anchored: u64,
    },
    /// The anchor file is signed over other lines than those that are here.
    #[error("the anchor file vouches for another ledger than this one")]
    AnchorDisagrees,
    /// There are checkpoints, but no anchor file.
    #[error("the anchor file is gone; put it back, or accept a new one knowingly")]
    AnchorMissing,
    /// The anchor file was changed.
    #[error("the anchor file was changed")]
    AnchorChanged,
    /// The anchor file cannot be read or made.
    #[error("the anchor file cannot be read or written")]
    AnchorUnusable,
    /// The folder of the documents cannot be made or written to.
    #[error("the folder of the documents cannot be used")]
    DocumentsUnusable,
    /// A restore, or the import of everything, was begun in this place and did not come to its end.
    #[error("a restore or an import into this place was not finished; run it again")]
    RestoreUnfinished,
    /// The file of tombstones was changed: nobody can say any more what was destroyed.
    #[error("the file of tombstones beside the anchor file was changed")]
    TombstonesChanged,
    /// The file of tombstones cannot be read.
    #[error("the file of tombstones beside the anchor file cannot be read or written")]
    TombstonesUnusable,
    /// The database fails.
    #[error(transparent)]
    Db(#[from] DbFault),
}

impl From<MigrateFault> for StartFault {
    fn from(fault: MigrateFault) -> Self {
        match fault {
            MigrateFault::Newer { found, known } => Self::SchemaNewer { found, known },
            MigrateFault::Db(fault) => Self::Db(fault),
        }
    }
}

impl From<SecretsFault> for StartFault {
    fn from(fault: SecretsFault) -> Self {
        match fault {
            SecretsFault::Db(fault) => Self::Db(fault),
            SecretsFault::Wrong(_) => Self::WrongRootKey,
            SecretsFault::Missing => Self::KeysMissing,
        }
    }
}

impl From<StoreFault> for StartFault {
    fn from(fault: StoreFault) -> Self {
        match fault {
            StoreFault::Db(fault) => Self::Db(fault),
            other => Self::TailBroken(Box::new(other)),
        }
    }
}

impl From<TombstonesFault> for StartFault {
    fn from(fault: TombstonesFault) -> Self {
        match fault {
            TombstonesFault::File(_) => Self::TombstonesUnusable,
            TombstonesFault::Changed => Self::TombstonesChanged,
        }
    }
}

impl From<AnchorFault> for StartFault {
    fn from(fault: AnchorFault) -> Self {
        match fault {
            AnchorFault::File(_) => Self::AnchorUnusable,
            AnchorFault::Changed(_) => Self::AnchorChanged,
        }
    }
}

impl Store {
    /// Opens the store, brings its databases to this program's schema, and on the first start makes the installation and its keys. Blocking;
    /// not to be called from an async task.
    ///
    /// # Errors
    /// [`StartFault`]: nothing may be served.
    pub fn open(settings: StoreSettings, root: RootKey, now: Instant) -> Result<Self, StartFault> {
        Self::open_as(settings, root, now, false)
    }

    /// [`Store::open`]; what is still being restored opens for the restore alone.
    pub(crate) fn open_as(
        settings: StoreSettings,
        root: RootKey,
        now: Instant,
        restoring: bool,
    ) -> Result<Self, StartFault> {
        for place in [&settings.data, &settings.keys] {
            check_place(place)?;
        }
        let db = Db::open_with_room(&settings.data, settings.options)?;
        migrate(&db, migrate::DATA)?;
        if !restoring && is_unfinished(&db)? {
            return Err(StartFault::RestoreUnfinished);
        }
        let key_db = Db::open(&settings.keys, DbOptions { readers: 2, connections: 4 })?;
        migrate(&key_db, migrate::KEYS)?;

        let (installation, secrets) = identity(&db, &key_db, &root, now)?;
        let origin = Origin(Id(installation.bits().into_bytes()));
        let signer = Signer::from_seed(origin, secrets.signing.bytes()).map_err(|_| StartFault::WrongRootKey)?;
        let last_line = check_clock(&db, now)?;
        let size = tail::check(&db, *signer.key())?;
        let anchor = open_anchor(&db, &settings, &signer, size)?;
        let tombstones = Tombstones::open(tombstones_of(&settings.anchor), signer.key())?;
        replay(&db, &key_db, &tombstones)?;
        let blobs = Blobs::open_at(&settings.documents).map_err(|_| StartFault::DocumentsUnusable)?;
        let (keys, sealer) = (Keys::new(key_db, root), Sealer::new(anchor));
        let inner = Inner { keys, db, blobs, installation, secrets, signer, sealer, tombstones, last_line };
        Ok(Self { inner: Arc::new(inner) })
    }
}

fn check_place(place: &Place) -> Result<(), StartFault> {
    let Place::Sqlite(path) = place else { return Ok(()) };
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(StartFault::SqliteTooOld);
    }
    check_folder(path)
}

/// Files of the database must not lie where every user of the machine can look.
#[cfg(unix)]
fn check_folder(path: &Path) -> Result<(), StartFault> {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let found = std::fs::metadata(folder).map_err(|_| DbFault::Unavailable)?;
    if found.permissions().mode() & 0o007 != 0 { Err(StartFault::FolderOpen) } else { Ok(()) }
}

#[cfg(not(unix))]
fn check_folder(_: &Path) -> Result<(), StartFault> {
    Ok(())
}

/// Who we are, and our secrets; made at the first start, keys before anything that needs them.
fn identity(db: &Db, keys: &Db, root: &RootKey, now: Instant) -> Result<(InstallationId, Secrets), StartFault> {
    let known = read_installation(db)?;
    if !Secrets::exist(keys)? {
        if known.is_some() {
            return Err(StartFault::KeysMissing);
        }
        Secrets::make(keys, root, now)?;
    }
    let secrets = Secrets::open(keys, root)?;
    if let Some(installation) = known {
        return Ok((installation, secrets));
    }
    let fresh = InstallationId::new(uuid::Uuid::new_v4());
    db.write_now(move |tx| {
        tx.exec(
            "INSERT INTO installation (one, id, created) VALUES (1, $1, $2) ON CONFLICT (one) DO NOTHING",
            vals![fresh, now],
        )
    })
    .map_err(|fault: DbFault| fault)?;
    let installation = read_installation(db)?.ok_or_else(|| DbFault::named("no installation"))?;
    Ok((installation, secrets))
}

fn read_installation(db: &Db) -> Result<Option<InstallationId>, DbFault> {
    db.read_now(|tx| tx.one("SELECT id FROM installation WHERE one = 1", vals![], |row| row.parse(0)))
}

/// When the last line was written; the clock must not stand before it.
fn check_clock(db: &Db, now: Instant) -> Result<Option<Instant>, StartFault> {
    let last = "SELECT MAX(at) FROM (
                    SELECT at FROM lines WHERE number = (SELECT MAX(number) FROM lines WHERE number >= 0)
                    UNION ALL SELECT MAX(at) FROM lines WHERE number IS NULL
                ) AS ends";
    let last = db.read_now(move |tx| tx.one(last, vals![], |row| row.opt_int(0)))?.flatten();
    match last {
        Some(last) if now < Instant(last).plus_seconds(-CLOCK_SLACK) => Err(StartFault::ClockBehind),
        last => Ok(last.map(Instant)),
    }
}

fn open_anchor(db: &Db, settings: &StoreSettings, signer: &Signer, size: u64) -> Result<Anchor, StartFault> {
    let Some(anchor) = Anchor::open(&settings.anchor, signer.key())? else {
        let signed = db.read_now(|tx| tx.one("SELECT 1 FROM checkpoints LIMIT 1", vals![], |_| Ok(())))?;
        if signed.is_some() && !settings.new_anchor {
            return Err(StartFault::AnchorMissing);
        }
        return Ok(Anchor::create(&settings.anchor)?);
    };
    if size < anchor.size() {
        return Err(StartFault::BehindAnchor { ledger: size, anchored: anchor.size() });
    }
    if let Some(last) = anchor.last().copied()
        && tail::root(db, last.size)? != last.root
    {
        return Err(StartFault::AnchorDisagrees);
    }
    Ok(anchor)
}
