//! The mark that says that the servers of this installation are sealed: they have thrown their keys away and are to be given the root key anew. It stands in
//! the data database and is read without any key, by every server that runs and by every start. No copy of the record holds it.

use crate::db::{Db, DbFault, DbOptions, Engine, Place, Tx};
use crate::{Store, StoreFault, vals};

/// The mark among the leases, which nobody holds and which does not run out.
const MARK: &str = "sealed";

impl Store {
    /// Sets the mark. What is in memory is not touched: the server has to end, or begin anew.
    ///
    /// # Errors
    /// [`StoreFault`] of the database; then the mark is not there.
    pub async fn mark_sealed(&self) -> Result<(), StoreFault> {
        let mark = "INSERT INTO leases (name, holder, until) VALUES ($1, '', 0) ON CONFLICT (name) DO NOTHING";
        Ok(self.db().write_plain(move |tx| tx.exec(mark, vals![MARK]).map(drop)).await?)
    }

    /// Takes the mark away.
    ///
    /// # Errors
    /// [`StoreFault`] of the database; then the mark is still there.
    pub async fn unmark_sealed(&self) -> Result<(), StoreFault> {
        let unmark = "DELETE FROM leases WHERE name = $1";
        Ok(self.db().write_plain(move |tx| tx.exec(unmark, vals![MARK]).map(drop)).await?)
    }

    /// Whether the mark is there.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn is_marked_sealed(&self) -> Result<bool, StoreFault> {
        Ok(self.db().glance(is_marked).await?)
    }
}

/// Whether the mark is in the data database at this place; not where there is no database yet. Needs no key. Blocking.
///
/// # Errors
/// [`DbFault`] when there is no way to it.
pub fn is_sealed(place: &Place) -> Result<bool, DbFault> {
    if let Place::Sqlite(path) = place
        && !path.exists()
    {
        return Ok(false);
    }
    let db = Db::open(place, DbOptions { readers: 1, connections: 1 })?;
    db.read_now(|tx| if has_leases(tx)? { is_marked(tx) } else { Ok(false) })
}

fn is_marked(tx: &mut Tx<'_>) -> Result<bool, DbFault> {
    Ok(tx.one("SELECT 1 FROM leases WHERE name = $1", vals![MARK], |_| Ok(()))?.is_some())
}

fn has_leases(tx: &mut Tx<'_>) -> Result<bool, DbFault> {
    let find = match tx.engine() {
        Engine::Sqlite => "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'leases'",
        Engine::Postgres => {
            "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'leases'"
        }
    };
    Ok(tx.one(find, vals![], |_| Ok(()))?.is_some())
}
