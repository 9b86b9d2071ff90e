//! What goes into a statement and what comes out: text, 64-bit integers and bytes, each perhaps absent. Nothing else exists in our tables.

use bytes::BytesMut;
use domain::ids::{DossierId, EntryNumber, InstallationId, ItemId, OnceKey, StaffId, TeamId};
use domain::level::Level;
use domain::time::Instant;
use ledger::Hash;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};

use super::DbFault;

/// One value for a place in a statement; made by [`vals!`](crate::vals).
#[derive(Clone)]
pub enum Val<'a> {
    /// Absent.
    Null,
    /// A number, a time in microseconds, or a yes (1) or no (0).
    Int(i64),
    /// Text that the caller keeps.
    Text(&'a str),
    /// Text made for this statement, such as a printed id.
    Owned(String),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// What may stand in a statement.
pub trait ToVal {
    /// The value for the statement.
    fn val(&self) -> Val<'_>;
}

macro_rules! to_val {
    ($($kind:ty: $value:ident => $made:expr;)*) => {$(
        impl ToVal for $kind {
            fn val(&self) -> Val<'_> {
                let $value = self;
                $made
            }
        }
    )*};
}

to_val! {
    i64: v => Val::Int(*v);
    u32: v => Val::Int(i64::from(*v));
    u16: v => Val::Int(i64::from(*v));
    u8: v => Val::Int(i64::from(*v));
    bool: v => Val::Int(i64::from(*v));
    str: v => Val::Text(v);
    String: v => Val::Text(v);
    [u8]: v => Val::Bytes(v);
    Vec<u8>: v => Val::Bytes(v);
    InstallationId: v => Val::Owned(v.to_string());
    DossierId: v => Val::Owned(v.to_string());
    StaffId: v => Val::Owned(v.to_string());
    TeamId: v => Val::Owned(v.to_string());
    ItemId: v => Val::Owned(v.to_string());
    OnceKey: v => Val::Owned(v.to_string());
    EntryNumber: v => Val::Int(i64::from(v.0));
    Instant: v => Val::Int(v.0);
    Level: v => Val::Int(i64::from(v.rank()));
    Hash: v => Val::Owned(v.to_string());
}

impl<const N: usize> ToVal for [u8; N] {
    fn val(&self) -> Val<'_> {
        Val::Bytes(self)
    }
}

impl<T: ToVal + ?Sized> ToVal for &T {
    fn val(&self) -> Val<'_> {
        (**self).val()
    }
}

impl<T: ToVal> ToVal for Option<T> {
    fn val(&self) -> Val<'_> {
        self.as_ref().map_or(Val::Null, ToVal::val)
    }
}

/// The values of a statement, in the order of its places: `vals![dossier, number, sealed]`.
#[macro_export]
macro_rules! vals {
    ($($value:expr),* $(,)?) => { &[$($crate::db::ToVal::val(&$value)),*] };
}

impl rusqlite::ToSql for Val<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(v) => ValueRef::Integer(*v),
            Self::Text(v) => ValueRef::Text(v.as_bytes()),
            Self::Owned(v) => ValueRef::Text(v.as_bytes()),
            Self::Bytes(v) => ValueRef::Blob(v),
        }))
    }
}

impl Val<'_> {
    /// Appends bytes that no other value has, nor any two others one after the other.
    pub(crate) fn spell(&self, out: &mut Vec<u8>) {
        let (kind, bytes): (u8, &[u8]) = match self {
            Self::Null => (0, &[]),
            Self::Int(v) => (1, &v.to_be_bytes()),
            Self::Text(v) => (2, v.as_bytes()),
            Self::Owned(v) => (2, v.as_bytes()),
            Self::Bytes(v) => (3, v),
        };
        out.push(kind);
        out.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        out.extend_from_slice(bytes);
    }
}

impl std::fmt::Debug for Val<'_> {
    /// Only the kind: values may be tokens or ids that belong in no message.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Int(_) => "int",
            Self::Text(_) | Self::Owned(_) => "text",
            Self::Bytes(_) => "bytes",
        })
    }
}

impl ToSql for Val<'_> {
    /// Looks at the type that PostgreSQL inferred: in `$1 + 1` it takes the place for a 32-bit number.
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(v) if *ty == Type::INT4 => i32::try_from(*v)?.to_sql(ty, out),
            Self::Int(v) if *ty == Type::INT2 => i16::try_from(*v)?.to_sql(ty, out),
            Self::Int(v) => v.to_sql(ty, out),
            Self::Text(v) => v.to_sql(ty, out),
            Self::Owned(v) => v.to_sql(ty, out),
            Self::Bytes(v) => v.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// One row of an answer; columns count from 0.
pub enum Row<'a> {
    /// From SQLite.
    Sqlite(&'a rusqlite::Row<'a>),
    /// From PostgreSQL.
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// A text that is always there.
    ///
    /// # Errors
    /// [`DbFault::Other`] when it is absent or no text.
    pub fn text(&self, i: usize) -> Result<String, DbFault> {
        self.opt_text(i)?.ok_or_else(absent)
    }

    /// A number that is always there.
    ///
    /// # Errors
    /// [`DbFault::Other`] when it is absent or no number.
    pub fn int(&self, i: usize) -> Result<i64, DbFault> {
        self.opt_int(i)?.ok_or_else(absent)
    }

    /// Bytes that are always there.
    ///
    /// # Errors
    /// [`DbFault::Other`] when they are absent or no bytes.
    pub fn bytes(&self, i: usize) -> Result<Vec<u8>, DbFault> {
        self.opt_bytes(i)?.ok_or_else(absent)
    }

    /// A text, if there is one.
    ///
    /// # Errors
    /// [`DbFault::Other`] when the column is no text.
    pub fn opt_text(&self, i: usize) -> Result<Option<String>, DbFault> {
        match self {
            Self::Sqlite(row) => Ok(row.get(i)?),
            Self::Postgres(row) => Ok(row.try_get(i)?),
        }
    }

    /// A number, if there is one.
    ///
    /// # Errors
    /// [`DbFault::Other`] when the column is no number.
    pub fn opt_int(&self, i: usize) -> Result<Option<i64>, DbFault> {
        match self {
            Self::Sqlite(row) => Ok(row.get(i)?),
            Self::Postgres(row) if row.columns().get(i).is_some_and(|c| *c.type_() == Type::INT4) => {
                Ok(row.try_get::<_, Option<i32>>(i)?.map(i64::from))
            }
            Self::Postgres(row) => Ok(row.try_get(i)?),
        }
    }

    /// Bytes, if there are some.
    ///
    /// # Errors
    /// [`DbFault::Other`] when the column holds no bytes.
    pub fn opt_bytes(&self, i: usize) -> Result<Option<Vec<u8>>, DbFault> {
        match self {
            Self::Sqlite(row) => Ok(row.get(i)?),
            Self::Postgres(row) => Ok(row.try_get(i)?),
        }
    }

    /// Whatever stands there.
    ///
    /// # Errors
    /// [`DbFault::Other`] when it is neither text, number nor bytes: no column of ours.
    pub(crate) fn val(&self, i: usize) -> Result<Val<'_>, DbFault> {
        match self {
            Self::Sqlite(row) => Ok(match row.get_ref(i)? {
                ValueRef::Null => Val::Null,
                ValueRef::Integer(v) => Val::Int(v),
                ValueRef::Text(v) => Val::Text(std::str::from_utf8(v).map_err(|_| unknown())?),
                ValueRef::Blob(v) => Val::Bytes(v),
                ValueRef::Real(_) => return Err(unknown()),
            }),
            Self::Postgres(row) => {
                let kind = row.columns().get(i).map(|column| column.type_().clone()).ok_or_else(unknown)?;
                Ok(match kind {
                    Type::INT8 => row.try_get::<_, Option<i64>>(i)?.map_or(Val::Null, Val::Int),
                    Type::TEXT => row.try_get::<_, Option<&str>>(i)?.map_or(Val::Null, Val::Text),
                    Type::BYTEA => row.try_get::<_, Option<&[u8]>>(i)?.map_or(Val::Null, Val::Bytes),
                    _ => return Err(unknown()),
                })
            }
        }
    }

    /// Text that `read` understands, such as an id: `row.parse(0)?`.
    ///
    /// # Errors
    /// [`DbFault::Other`] when it is absent or not understood: somebody else wrote it.
    pub fn parse<T: std::str::FromStr>(&self, i: usize) -> Result<T, DbFault> {
        // calendars read many thousands: the text itself is not kept
        let text = match self {
            Self::Sqlite(row) => row.get_ref(i)?.as_str().map_err(|_| unknown())?,
            Self::Postgres(row) => row.try_get(i)?,
        };
        text.parse().map_err(|_| unknown())
    }

    /// Like [`Row::parse`], for a column that may be absent.
    ///
    /// # Errors
    /// [`DbFault::Other`] when it is not understood.
    pub fn opt_parse<T: std::str::FromStr>(&self, i: usize) -> Result<Option<T>, DbFault> {
        self.opt_text(i)?.map(|text| text.parse().map_err(|_| unknown())).transpose()
    }

    /// The number of an entry.
    ///
    /// # Errors
    /// [`DbFault::Other`] when it is absent or out of range.
    pub fn number(&self, i: usize) -> Result<EntryNumber, DbFault> {
        u32::try_from(self.int(i)?).map(EntryNumber).map_err(|_| unknown())
    }

    /// A level by its rank.
    ///
    /// # Errors
    /// [`DbFault::Other`] when it is absent or no rank.
    pub fn level(&self, i: usize) -> Result<Level, DbFault> {
        u8::try_from(self.int(i)?).ok().and_then(Level::from_rank).ok_or_else(unknown)
    }

    /// A point in time.
    ///
    /// # Errors
    /// [`DbFault::Other`] when it is absent.
    pub fn instant(&self, i: usize) -> Result<Instant, DbFault> {
        self.int(i).map(Instant)
    }
}

fn absent() -> DbFault {
    DbFault::named("column is empty")
}

fn unknown() -> DbFault {
    DbFault::named("column holds an unknown value")
}
