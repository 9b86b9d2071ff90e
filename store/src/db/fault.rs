//! How the database fails, told apart by what can be done about it. No variant carries content: at most a code of the engine.

/// A failure of the database itself; a unit of work that meets one has had no effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DbFault {
    /// No space is left; writing works again as soon as there is some.
    #[error("the disk of the database is full")]
    Full,
    /// The database cannot be reached, is overloaded, or stopped taking writes after a failed flush to disk.
    #[error("the database is not available")]
    Unavailable,
    /// Others changed the same rows at the same time, again and again; or a row that must be unique is there already.
    #[error("the database met a conflict with another change")]
    Conflict,
    /// Anything else: the engine's own code, such as `SQLSTATE 42P01` or `sqlite 1`.
    #[error("database fault ({0})")]
    Other(String),
}

impl DbFault {
    /// A fault that this crate names itself; `what` is a fixed phrase, never content.
    pub fn named(what: &'static str) -> Self {
        Self::Other(what.to_owned())
    }
}

impl From<rusqlite::Error> for DbFault {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DiskFull => Self::Full,
                // the shared memory of the log could not grow
                _ if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => Self::Full,
                ErrorCode::ConstraintViolation => Self::Conflict,
                ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::CannotOpen
                | ErrorCode::SystemIoFailure
                | ErrorCode::ReadOnly => Self::Unavailable,
                _ => Self::Other(format!("sqlite {}", failure.extended_code)),
            },
            rusqlite::Error::InvalidColumnType(..) => Self::named("column of another type"),
            rusqlite::Error::InvalidColumnIndex(_) => Self::named("no such column in the answer"),
            rusqlite::Error::InvalidParameterCount(..) => Self::named("wrong number of values"),
            _ => Self::named("sqlite client"),
        }
    }
}

impl From<postgres::Error> for DbFault {
    fn from(error: postgres::Error) -> Self {
        let Some(state) = error.code() else {
            return if error.is_closed() || std::error::Error::source(&error).is_some_and(|s| s.is::<std::io::Error>()) {
                Self::Unavailable
            } else {
                Self::named("postgres client")
            };
        };
        match state.code() {
            "53100" => Self::Full,
            // the last two: another node runs the same migration
            "40001" | "40P01" | "23505" | "42P07" | "42710" => Self::Conflict,
            "53300" | "57P01" | "57P02" | "57P03" | "25006" => Self::Unavailable,
            code if code.starts_with("08") => Self::Unavailable,
            code => Self::Other(format!("SQLSTATE {code}")),
        }
    }
}
