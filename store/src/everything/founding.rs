//! An empty place in which a record is founded anew: new keys, the secrets that were carried here, and the rows that no entry can give.
//!
//! It is under the mark of its [`Landing`] all the while: whoever is cut off begins again from nothing.

use std::collections::HashMap;
use std::sync::Arc;

use domain::ids::{DossierId, DossierKind, InstallationId};
use domain::time::Instant;
use ledger::check::Check;
use ledger::checkpoint::{Origin, Signer, VerifierKey};
use ledger::tombstone::Tombstone;
use ledger::{Hash, Id};
use vault::{Kek, RootKey, Secret, SecretName};

use super::taking::Taken;
use super::{Carried, Deed, FoundingFault, WholeAccount, WholeDossier, Wrong};
use crate::copies::{Batch, Cell, Landing, tables};
use crate::db::DbFault;
use crate::destruction::{Entombed, Tombstones, entombed};
use crate::keys::{DossierKey, Keys, Secrets};
use crate::{StartFault, StoreFault, vals};

/// A record on its way in. Dossiers come first, then lines and entries in the order of the ledger, then what stands beside them.
pub struct Founding<'l> {
    pub(super) installation: InstallationId,
    pub(super) now: Instant,
    pub(super) keys: Keys,
    pub(super) kek: Arc<Kek>,
    pub(super) check: Check,
    pub(super) dossiers: HashMap<DossierId, Coming>,
    pub(super) opened: HashMap<DossierId, Arc<DossierKey>>,
    pub(super) expected: Option<Taken>,
    pub(super) last_at: Instant,
    pub(super) rows: Rows<'l>,
    signer: Signer,
    stones: Stones,
}

/// A dossier of which entries are to come.
pub(super) struct Coming {
    pub(super) kind: DossierKind,
    pub(super) contents: bool,
    /// There is a tombstone for it: its contents are not taken in, even if they are there.
    pub(super) entombed: bool,
    pub(super) destroyed: Option<Instant>,
    pub(super) last_at: Instant,
}

/// The rows that wait for their transactions, each table by itself.
pub(super) struct Rows<'l> {
    pub(super) keys: Batch<'l>,
    pub(super) entries: Batch<'l>,
    pub(super) lines: Batch<'l>,
    pub(super) tiles: Batch<'l>,
    pub(super) checkpoints: Batch<'l>,
    pub(super) beside: Batch<'l>,
    /// The table that `beside` is at.
    pub(super) table: &'static str,
}

/// The tombstones that the place will honour.
struct Stones {
    /// Those that lie beside the anchor file already.
    there: Tombstones,
    brought: Vec<Entombed>,
    all: HashMap<DossierId, Instant>,
}

impl Landing {
    /// Begins to found a record here: makes its secrets and its first key-encryption key under `root`. Blocking, as everything here.
    ///
    /// # Errors
    /// [`StartFault`]: a fault of the databases; `TombstonesChanged` when tombstones of another ledger lie beside the anchor file.
    pub fn found(&self, root: &RootKey, carried: Carried, now: Instant) -> Result<Founding<'_>, StartFault> {
        let (data, keys, installation) = (self.data(), self.keys(), self.installation());
        let origin = Origin(Id(installation.bits().into_bytes()));
        let signer = Signer::from_seed(origin, carried.signing.as_slice()).map_err(|_| StartFault::WrongRootKey)?;
        let carried = [(SecretName::LedgerSigning, carried.signing), (SecretName::Index, carried.index)];
        let carried = carried.map(|(name, bytes)| (name, Secret::from_bytes(bytes)));
        Secrets::make_with(keys, root, &carried, now)?;
        let insert = "INSERT INTO installation (one, id, created) VALUES (1, $1, $2)";
        data.write_now(move |tx| tx.exec(insert, vals![installation, now])).map_err(|fault: DbFault| fault)?;
        let opened = Keys::new(keys.clone(), RootKey::from_kit(root.for_kit()));
        let kek = opened.first_kek()?;
        let there = Tombstones::open(crate::tombstones_of(self.anchor()), signer.key())?;
        let all = there.all().iter().map(|stone| (stone.dossier, stone.at)).collect();
        let rows = Rows::new(self)?;
        Ok(Founding {
            installation,
            now,
            keys: opened,
            kek,
            check: Check::new(vec![*signer.key()]),
            dossiers: HashMap::new(),
            opened: HashMap::new(),
            expected: None,
            last_at: Instant(i64::MIN),
            rows,
            signer,
            stones: Stones { there, brought: Vec::new(), all },
        })
    }
}

impl<'l> Rows<'l> {
    fn new(landing: &'l Landing) -> Result<Self, StoreFault> {
        let batch = |name: &'static str| {
            let (db, all) =
                if name == "keys" { (landing.keys(), tables::KEYS) } else { (landing.data(), tables::DATA) };
            let mut batch = Batch::new(db, all);
            begin(&mut batch, name).map(|()| batch)
        };
        Ok(Self {
            keys: batch("keys")?,
            entries: batch("entries")?,
            lines: batch("lines")?,
            tiles: batch("tiles")?,
            checkpoints: batch("checkpoints")?,
            beside: batch("accounts")?,
            table: "accounts",
        })
    }

    /// One more row of a table that is not in the way of the ledger.
    fn beside(&mut self, table: &'static str, row: Vec<Cell>) -> Result<(), StoreFault> {
        if self.table != table {
            begin(&mut self.beside, table)?;
            self.table = table;
        }
        put(&mut self.beside, row)
    }
}

/// The rows that follow are of this table, with every column that a copy of it has.
fn begin(batch: &mut Batch<'_>, name: &'static str) -> Result<(), StoreFault> {
    let known = tables::DATA.iter().chain(tables::KEYS).find(|table| table.name == name);
    let columns = known.map(tables::Table::columns).unwrap_or_default();
    let columns: Vec<String> = columns.into_iter().map(str::to_owned).collect();
    batch.table(name, &columns).map_err(crate::copies::CopyFault::of_rows)
}

pub(super) fn put(batch: &mut Batch<'_>, row: Vec<Cell>) -> Result<(), StoreFault> {
    batch.row(row).map_err(crate::copies::CopyFault::of_rows)
}

impl Founding<'_> {
    /// The public key of the ledger that is being founded.
    pub fn verifier_key(&self) -> VerifierKey {
        *self.signer.key()
    }

    /// Takes a tombstone, given as its signed line.
    ///
    /// # Errors
    /// [`Wrong::Tombstone`] when the ledger has not signed it.
    pub fn tombstone(&mut self, line: &str) -> Result<(), Wrong> {
        let stone = Tombstone::verify(line, self.signer.key()).map_err(|_| Wrong::Tombstone)?;
        let stone = entombed(&stone);
        if self.stones.all.insert(stone.dossier, stone.at).is_none() {
            self.stones.brought.push(stone);
        }
        Ok(())
    }

    /// Takes a dossier, of which entries are to come. Tombstones come before.
    ///
    /// # Errors
    /// [`Wrong::Twice`] when it is there already.
    pub fn dossier(&mut self, whole: WholeDossier) -> Result<(), Wrong> {
        let WholeDossier { dossier, kind, contents, destroyed } = whole;
        let stone = self.stones.all.get(&dossier).copied();
        let (destroyed, last_at) = (destroyed.or(stone), Instant(i64::MIN));
        let coming = Coming { kind, contents, entombed: stone.is_some(), destroyed, last_at };
        if self.dossiers.insert(dossier, coming).is_some() { Err(Wrong::Twice) } else { Ok(()) }
    }

    /// Takes an account: nobody can sign in with it until they are invited again.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub fn account(&mut self, account: WholeAccount) -> Result<(), StoreFault> {
        let WholeAccount { staff, login, epoch, state, changed } = account;
        // the code and the step of one-time codes are left empty
        let row = vec![
            Cell::Text(staff.to_string()),
            Cell::Bytes(login),
            Cell::Text(String::new()),
            Cell::Null,
            Cell::Int(0),
            Cell::Int(epoch.saturating_add(1)),
            Cell::Text(state.code().to_owned()),
            Cell::Int(changed.0),
        ];
        self.rows.beside("accounts", row)
    }

    /// Takes a running number.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub fn serial(&mut self, name: String, next: u32) -> Result<(), StoreFault> {
        self.rows.beside("serials", vec![Cell::Text(name), Cell::Int(i64::from(next))])
    }

    /// Takes a deed.
    ///
    /// # Errors
    /// [`Wrong::Deed`] when there is no such entry; otherwise a fault of the database.
    pub fn deed(&mut self, deed: Deed) -> Result<(), FoundingFault> {
        let Deed { once, staff, at, entry } = deed;
        let last = self.check.head(id(entry.dossier)).map_or(0, |(last, _)| last);
        if last < entry.number.0 || entry.number.0 == 0 {
            return Err(Wrong::Deed.into());
        }
        let texts = [once.to_string(), staff.to_string()].map(Cell::Text);
        let [once, staff] = texts;
        let (dossier, number) = (Cell::Text(entry.dossier.to_string()), Cell::Int(i64::from(entry.number.0)));
        Ok(self.rows.beside("deeds", vec![once, staff, Cell::Int(at.0), dossier, number])?)
    }

    /// How many lines were taken, and the root over them.
    pub fn ledger(&self) -> (u64, Hash) {
        let checked = self.check.checked();
        (checked.size, checked.root)
    }

    /// Ends it: everything is in the databases, and the tombstones are beside the anchor file. The place opens under its mark from now on.
    ///
    /// # Errors
    /// [`Wrong::Empty`] for a dossier without entries; otherwise a fault of the databases or of the file.
    pub fn finish(mut self) -> Result<(), FoundingFault> {
        if self.expected.is_some() {
            return Err(Wrong::Missing.into());
        }
        for (dossier, coming) in &self.dossiers {
            let (entries, head) = self.check.head(id(*dossier)).ok_or(Wrong::Empty)?;
            let row = vec![
                Cell::Text(dossier.to_string()),
                Cell::Text(coming.kind.code().to_owned()),
                Cell::Int(i64::from(entries)),
                Cell::Bytes(head.0.to_vec()),
                Cell::Int(coming.last_at.0),
                Cell::Bytes(Vec::new()),
                coming.destroyed.map_or(Cell::Null, |at| Cell::Int(at.0)),
            ];
            self.rows.beside("dossiers", row)?;
        }
        let Rows { keys, entries, lines, tiles, checkpoints, beside, .. } = &mut self.rows;
        for batch in [keys, entries, lines, tiles, checkpoints, beside] {
            batch.flush().map_err(crate::copies::CopyFault::of_rows)?;
        }
        let Stones { there, brought, .. } = self.stones;
        if brought.is_empty() { Ok(()) } else { Ok(there.append(&brought, &self.signer)?) }
    }
}

pub(super) fn id(dossier: DossierId) -> Id {
    Id(dossier.bits().into_bytes())
}
