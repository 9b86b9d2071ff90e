//! The open transaction that a unit of work sees.

use std::collections::HashMap;

use postgres::fallible_iterator::FallibleIterator as _;

use super::sql;
use super::value::{Row, Val};
use super::{DbFault, Engine};

/// The statements that one connection to PostgreSQL has prepared.
pub(crate) type Prepared = HashMap<&'static str, postgres::Statement>;

/// The texts that one connection to SQLite has rewritten.
pub(crate) type Rewritten = HashMap<&'static str, String>;

pub(crate) enum Inner<'a> {
    Sqlite(&'a rusqlite::Connection, &'a mut Rewritten),
    Postgres(&'a mut postgres::Client, &'a mut Prepared),
}

/// An open transaction. Statements are texts of the program (`&'static str`), so that nothing from outside can become SQL.
pub struct Tx<'a> {
    inner: Inner<'a>,
    /// The first fault that a statement met: the unit may turn it into a reason of its own, the engine still has to know.
    met: Option<DbFault>,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(inner: Inner<'a>) -> Self {
        Self { inner, met: None }
    }

    pub(crate) fn met(&self) -> Option<&DbFault> {
        self.met.as_ref()
    }

    /// Which engine this is; for the few places that must know.
    pub fn engine(&self) -> Engine {
        match self.inner {
            Inner::Sqlite(..) => Engine::Sqlite,
            Inner::Postgres(..) => Engine::Postgres,
        }
    }

    /// All rows of the answer, each read by `read`.
    ///
    /// # Errors
    /// [`DbFault`] of the engine, or what `read` says.
    pub fn query<T>(
        &mut self,
        sql: &'static str,
        vals: &[Val<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T, DbFault>,
    ) -> Result<Vec<T>, DbFault> {
        let answer = match &mut self.inner {
            Inner::Sqlite(connection, texts) => query_sqlite(connection, texts, sql, vals, &mut read),
            Inner::Postgres(client, prepared) => query_postgres(client, prepared, sql, vals, &mut read),
        };
        self.remember(answer)
    }

    /// The only row of the answer, if there is one; further ones are not looked at.
    ///
    /// # Errors
    /// As [`Tx::query`].
    pub fn one<T>(
        &mut self,
        sql: &'static str,
        vals: &[Val<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T, DbFault>,
    ) -> Result<Option<T>, DbFault> {
        Ok(self.query(sql, vals, read)?.into_iter().next())
    }

    /// Every row of the answer, one after the other: never more of them in memory than the engine sends at once.
    ///
    /// # Errors
    /// [`DbFault`] of the engine, or what `take` says; then the rest is not looked at.
    pub(crate) fn each<E: From<DbFault>>(
        &mut self,
        sql: &'static str,
        mut take: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        match &mut self.inner {
            Inner::Sqlite(connection, texts) => each_sqlite(connection, texts, sql, &mut take),
            Inner::Postgres(client, prepared) => each_postgres(client, prepared, sql, &mut take),
        }
    }

    /// Runs one statement for each of these rows. The text may be made by this crate, out of names that it knows.
    ///
    /// # Errors
    /// [`DbFault`] of the engine.
    pub(crate) fn exec_each(&mut self, text: &str, rows: &[Vec<Val<'_>>]) -> Result<(), DbFault> {
        let answer = match &mut self.inner {
            Inner::Sqlite(connection, _) => exec_each_sqlite(connection, text, rows),
            Inner::Postgres(client, _) => exec_each_postgres(client, text, rows),
        };
        self.remember(answer)
    }

    /// Runs a statement and says how many rows it changed.
    ///
    /// # Errors
    /// [`DbFault`] of the engine.
    pub fn exec(&mut self, sql: &'static str, vals: &[Val<'_>]) -> Result<u64, DbFault> {
        let answer = match &mut self.inner {
            Inner::Sqlite(connection, texts) => exec_sqlite(connection, texts, sql, vals),
            Inner::Postgres(client, prepared) => exec_postgres(client, prepared, sql, vals),
        };
        self.remember(answer)
    }

    /// Several statements without values: migrations.
    pub(crate) fn batch(&mut self, text: &str) -> Result<(), DbFault> {
        let answer = match &mut self.inner {
            Inner::Sqlite(connection, _) => connection.execute_batch(text).map_err(DbFault::from),
            Inner::Postgres(client, _) => client.batch_execute(text).map_err(DbFault::from),
        };
        self.remember(answer)
    }

    fn remember<T>(&mut self, answer: Result<T, DbFault>) -> Result<T, DbFault> {
        if let Err(fault) = &answer {
            self.met.get_or_insert_with(|| fault.clone());
        }
        answer
    }
}

fn rewritten<'t>(texts: &'t mut Rewritten, text: &'static str) -> &'t str {
    texts.entry(text).or_insert_with(|| sql::for_sqlite(text))
}

fn query_sqlite<T>(
    connection: &rusqlite::Connection,
    texts: &mut Rewritten,
    text: &'static str,
    vals: &[Val<'_>],
    read: &mut impl FnMut(&Row<'_>) -> Result<T, DbFault>,
) -> Result<Vec<T>, DbFault> {
    let mut statement = connection.prepare_cached(rewritten(texts, text))?;
    let mut rows = statement.query(rusqlite::params_from_iter(vals))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(&Row::Sqlite(row))?);
    }
    Ok(found)
}

fn each_sqlite<E: From<DbFault>>(
    connection: &rusqlite::Connection,
    texts: &mut Rewritten,
    text: &'static str,
    take: &mut impl FnMut(&Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut statement = connection.prepare_cached(rewritten(texts, text)).map_err(DbFault::from)?;
    let mut rows = statement.query([]).map_err(DbFault::from)?;
    while let Some(row) = rows.next().map_err(DbFault::from)? {
        take(&Row::Sqlite(row))?;
    }
    Ok(())
}

fn exec_each_sqlite(connection: &rusqlite::Connection, text: &str, rows: &[Vec<Val<'_>>]) -> Result<(), DbFault> {
    let mut statement = connection.prepare_cached(&sql::for_sqlite(text))?;
    for row in rows {
        statement.execute(rusqlite::params_from_iter(row))?;
    }
    Ok(())
}

fn exec_sqlite(
    connection: &rusqlite::Connection,
    texts: &mut Rewritten,
    text: &'static str,
    vals: &[Val<'_>],
) -> Result<u64, DbFault> {
    let mut statement = connection.prepare_cached(rewritten(texts, text))?;
    Ok(statement.execute(rusqlite::params_from_iter(vals))? as u64)
}

fn prepared(
    client: &mut postgres::Client,
    prepared: &mut Prepared,
    text: &'static str,
) -> Result<postgres::Statement, DbFault> {
    if let Some(statement) = prepared.get(text) {
        return Ok(statement.clone());
    }
    let statement = client.prepare(text)?;
    prepared.insert(text, statement.clone());
    Ok(statement)
}

fn query_postgres<T>(
    client: &mut postgres::Client,
    cache: &mut Prepared,
    text: &'static str,
    vals: &[Val<'_>],
    read: &mut impl FnMut(&Row<'_>) -> Result<T, DbFault>,
) -> Result<Vec<T>, DbFault> {
    let statement = prepared(client, cache, text)?;
    let rows = client.query(&statement, &places(vals))?;
    rows.iter().map(|row| read(&Row::Postgres(row))).collect()
}

fn each_postgres<E: From<DbFault>>(
    client: &mut postgres::Client,
    cache: &mut Prepared,
    text: &'static str,
    take: &mut impl FnMut(&Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let statement = prepared(client, cache, text)?;
    let none: [&(dyn postgres::types::ToSql + Sync); 0] = [];
    let mut rows = client.query_raw(&statement, none).map_err(DbFault::from)?;
    while let Some(row) = rows.next().map_err(DbFault::from)? {
        take(&Row::Postgres(&row))?;
    }
    Ok(())
}

fn exec_each_postgres(client: &mut postgres::Client, text: &str, rows: &[Vec<Val<'_>>]) -> Result<(), DbFault> {
    let statement = client.prepare(text)?;
    for row in rows {
        client.execute(&statement, &places(row))?;
    }
    Ok(())
}

fn exec_postgres(
    client: &mut postgres::Client,
    cache: &mut Prepared,
    text: &'static str,
    vals: &[Val<'_>],
) -> Result<u64, DbFault> {
    let statement = prepared(client, cache, text)?;
    Ok(client.execute(&statement, &places(vals))?)
}

fn places<'v>(vals: &'v [Val<'_>]) -> Vec<&'v (dyn postgres::types::ToSql + Sync)> {
    vals.iter().map(|val| val as &(dyn postgres::types::ToSql + Sync)).collect()
}
