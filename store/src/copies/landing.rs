//! A place where a record is being restored: empty databases, or those of a restore that was cut off.
//!
//! From the first row on until everything is checked a mark stands in the database, under which nothing but the restore itself opens it. Whoever
//! begins again finds the mark and throws away what is there. Anything else that is not empty is refused.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use domain::ids::InstallationId;
use domain::time::Instant;
use ledger::Hash;
use ledger::checkpoint::VerifierKey;
use vault::RootKey;
use zeroize::Zeroizing;

use super::batch::Batch;
use super::form::{CopyReader, Kind, Record};
use super::write::{ROOT_KEY, Schema};
use super::{CopyFault, tables};
use crate::db::{Db, DbFault, DbOptions, Engine, Place, Tx};
use crate::migrate::{self, MigrateFault, migrate_to};
use crate::sealer::Anchor;
use crate::{StartFault, Store, StoreFault, StoreSettings, vals};

/// The name of the mark among the leases: they are never copied.
const MARK: &str = "restoring";

/// Why nothing can be restored here.
#[derive(Debug, thiserror::Error)]
pub enum LandingFault {
    /// Something is there already.
    #[error("there is something in this place already; an empty one is needed")]
    NotEmpty,
    /// The place cannot be used, or a later program wrote what is to be restored.
    #[error(transparent)]
    Start(#[from] StartFault),
}

impl From<DbFault> for LandingFault {
    fn from(fault: DbFault) -> Self {
        Self::Start(fault.into())
    }
}

impl From<MigrateFault> for LandingFault {
    fn from(fault: MigrateFault) -> Self {
        Self::Start(fault.into())
    }
}

/// What stands in a place that is to be restored into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing, or tables without anybody's record.
    Bare,
    /// A restore that did not come to its end.
    Unfinished,
    /// Somebody's record.
    Full,
}

/// The place.
pub struct Landing {
    settings: StoreSettings,
    data: Db,
    keys: Db,
    installation: InstallationId,
}

impl Landing {
    /// Makes the place ready for a record of this installation with these schemas. What a restore left here that was cut off is removed.
    /// Blocking, as everything here.
    ///
    /// # Errors
    /// [`LandingFault`]; then nothing was touched.
    pub fn prepare(
        settings: StoreSettings,
        installation: InstallationId,
        schema: Schema,
    ) -> Result<Self, LandingFault> {
        let ours = Schema::of_this_program();
        for (found, known) in [(schema.data, ours.data), (schema.keys, ours.keys)] {
            if known < found {
                let (found, known) = (i64::from(found), i64::from(known));
                return Err(StartFault::SchemaNewer { found, known }.into());
            }
        }
        if Self::look(&settings)? == Standing::Full {
            return Err(LandingFault::NotEmpty);
        }
        let (data, keys) = (open(&settings.data)?, open(&settings.keys)?);
        let (data, keys) = (emptied(data, &settings.data)?, emptied(keys, &settings.keys)?);
        migrate_to(&data, migrate::DATA, steps(schema.data))?;
        mark(&data)?;
        migrate_to(&keys, migrate::KEYS, steps(schema.keys))?;
        Ok(Self { settings, data, keys, installation })
    }

    /// What stands in this place.
    ///
    /// # Errors
    /// [`LandingFault`] when a database cannot be asked.
    pub fn look(settings: &StoreSettings) -> Result<Standing, LandingFault> {
        let is_file = |place: &Place| !matches!(place, Place::Sqlite(path) if !path.exists());
        let data =
            if is_file(&settings.data) { standing(&open(&settings.data)?, "installation")? } else { Standing::Bare };
        if data != Standing::Bare || !is_file(&settings.keys) {
            return Ok(data);
        }
        Ok(standing(&open(&settings.keys)?, "secrets")?)
    }

    /// The data database, under the mark.
    pub(crate) const fn data(&self) -> &Db {
        &self.data
    }

    /// The key database.
    pub(crate) const fn keys(&self) -> &Db {
        &self.keys
    }

    /// Whose record lands here.
    pub(crate) const fn installation(&self) -> InstallationId {
        self.installation
    }

    /// Where the anchor file is, or will be.
    pub(crate) fn anchor(&self) -> &Path {
        &self.settings.anchor
    }

    /// Takes the copy of the keys; answers with the root key, if it is in there.
    ///
    /// # Errors
    /// [`CopyFault`]: it is no whole copy, of something else, or the database fails.
    pub fn take_keys(&self, from: impl Read) -> Result<Option<RootKey>, CopyFault> {
        let mut root = None;
        self.take(&self.keys, Kind::Keys, from, |record| {
            if let Record::Part { name, bytes } = record
                && name == ROOT_KEY
            {
                let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| CopyFault::Form)?;
                root = Some(RootKey::from_kit(Zeroizing::new(key)));
            }
            Ok::<_, CopyFault>(())
        })?;
        Ok(root)
    }

    /// Takes the copy of the data; `document` hears of every document that belongs to it and fetches it. Answers with the number of rows.
    ///
    /// # Errors
    /// What `document` says; or a [`CopyFault`] as it.
    pub fn take_data<E: From<CopyFault>>(
        &self,
        from: impl Read,
        mut document: impl FnMut(&Hash, u64) -> Result<(), E>,
    ) -> Result<u64, E> {
        self.take(&self.data, Kind::Data, from, |record| match record {
            Record::Document { address, length } => document(&address, length),
            _ => Ok(()),
        })
    }

    /// Opens what was restored, to be derived anew and checked. Others are kept out until [`Store::arrived`].
    ///
    /// # Errors
    /// [`StartFault`] as of any start; `BehindAnchor` when there is an anchor file that vouches for more than was restored.
    pub fn open(self, root: RootKey, now: Instant) -> Result<Store, StartFault> {
        let Self { settings, data, keys, .. } = self;
        // their threads end before others begin
        drop((data, keys));
        Store::open_as(StoreSettings { new_anchor: true, ..settings }, root, now, true)
    }

    /// [`Landing::open`] with the root key of the installation itself, which is open: to prove that a copy of it can be restored.
    ///
    /// # Errors
    /// As [`Landing::open`].
    pub fn open_as_twin(self, of: &Store, now: Instant) -> Result<Store, StartFault> {
        self.open(RootKey::from_kit(of.keys().root().for_kit()), now)
    }

    fn take<E: From<CopyFault>>(
        &self,
        db: &Db,
        kind: Kind,
        from: impl Read,
        mut other: impl FnMut(Record) -> Result<(), E>,
    ) -> Result<u64, E> {
        let (mut copy, start) = CopyReader::begin(from)?;
        if start.kind != kind || start.installation != self.installation {
            return Err(CopyFault::Form.into());
        }
        let mut batch = Batch::new(db, if kind == Kind::Data { tables::DATA } else { tables::KEYS });
        loop {
            match copy.next_record()? {
                Record::Start(_) => return Err(CopyFault::Form.into()),
                Record::Table { name, columns } => batch.table(&name, &columns)?,
                Record::Row(cells) => batch.row(cells)?,
                Record::End { rows, .. } => {
                    batch.flush()?;
                    return Ok(rows);
                }
                record => other(record)?,
            }
        }
    }
}

/// How many lines the anchor file at `path` vouches for under this key; nothing when there is no such file.
///
/// # Errors
/// [`StartFault::AnchorChanged`] when it is not of this ledger, [`StartFault::AnchorUnusable`] when it cannot be read.
pub fn anchored(path: &Path, key: &VerifierKey) -> Result<Option<u64>, StartFault> {
    Ok(Anchor::open(path, key)?.map(|anchor| anchor.size()))
}

impl Store {
    /// Ends a restore: from now on this is an installation like any other. Every checkpoint is in the anchor file before.
    ///
    /// # Errors
    /// [`StoreFault`]; then it can be begun again.
    pub async fn arrived(&self) -> Result<(), StoreFault> {
        self.anchor_all().await?;
        Ok(self.db().write(|tx| tx.exec("DELETE FROM leases WHERE name = $1", vals![MARK]).map(drop)).await?)
    }
}

/// Whether a restore into this database has begun and not ended.
pub(crate) fn is_unfinished(data: &Db) -> Result<bool, DbFault> {
    let find = "SELECT 1 FROM leases WHERE name = $1";
    Ok(data.read_now(move |tx| tx.one(find, vals![MARK], |_| Ok(())))?.is_some())
}

fn mark(data: &Db) -> Result<(), DbFault> {
    let mark = "INSERT INTO leases (name, holder, until) VALUES ($1, '', 0)";
    data.write_now(move |tx| tx.exec(mark, vals![MARK]).map(drop))
}

fn open(place: &Place) -> Result<Db, DbFault> {
    Db::open(place, DbOptions { readers: 1, connections: 1 })
}

fn steps(schema: u32) -> usize {
    usize::try_from(schema).unwrap_or(usize::MAX)
}

/// What stands there; a row in table `telling` means that it is somebody's.
fn standing(db: &Db, telling: &'static str) -> Result<Standing, DbFault> {
    let found = tables_of(db)?;
    if found.is_empty() {
        return Ok(Standing::Bare);
    }
    if !found.contains("schema_version") || !found.contains(telling) {
        return Ok(Standing::Full);
    }
    if found.contains("leases") && is_unfinished(db)? {
        return Ok(Standing::Unfinished);
    }
    let find = match telling {
        "installation" => "SELECT 1 FROM installation LIMIT 1",
        _ => "SELECT 1 FROM secrets LIMIT 1",
    };
    let somebody = db.read_now(move |tx| tx.one(find, vals![], |_| Ok(())))?;
    Ok(if somebody.is_some() { Standing::Full } else { Standing::Bare })
}

fn tables_of(db: &Db) -> Result<BTreeSet<String>, DbFault> {
    let find = match db.engine() {
        Engine::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table'",
        Engine::Postgres => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = current_schema()"
        }
    };
    Ok(db.read_now(move |tx| tx.query(find, vals![], |row| row.text(0)))?.into_iter().collect())
}

/// The database without anything in it.
fn emptied(db: Db, place: &Place) -> Result<Db, DbFault> {
    let found = Arc::new(tables_of(&db)?);
    match place {
        _ if found.is_empty() => return Ok(db),
        Place::Postgres(_) => db.write_now(move |tx: &mut Tx<'_>| {
            found.iter().try_for_each(|table| tx.batch(&format!("DROP TABLE \"{table}\"")))
        })?,
        Place::Sqlite(path) => {
            drop(db);
            for ending in ["", "-wal", "-shm"] {
                let mut name = path.file_name().unwrap_or_default().to_owned();
                name.push(ending);
                match std::fs::remove_file(path.with_file_name(name)) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(DbFault::Unavailable),
                    _ => {}
                }
            }
            return open(place);
        }
    }
    Ok(db)
}
