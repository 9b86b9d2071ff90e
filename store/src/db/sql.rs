//! One SQL text for two engines: the few words that SQLite wants otherwise.
//!
//! Texts are written as for PostgreSQL: `$1`, `BIGINT`, `BYTEA`, `FOR UPDATE SKIP LOCKED`. SQLite takes `$1` for a *name* numbered by first
//! appearance, so that `WHERE b=$2 AND a=$1` would swap the values silently; it gets `?1`, which is a place.

/// The text of a statement for SQLite: places `?n`, no row locks (there is one writer, so none are needed).
pub(crate) fn for_sqlite(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut quoted = false;
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        quoted ^= c == '\'';
        let place = c == '$' && !quoted && chars.peek().is_some_and(char::is_ascii_digit);
        out.push(if place { '?' } else { c });
    }
    out.replace("FOR UPDATE SKIP LOCKED", "").replace("FOR UPDATE", "")
}

/// The text of a migration for SQLite: its names of the types, and tables that hold to them.
pub(crate) fn schema_for_sqlite(sql: &str) -> String {
    sql.replace("BIGINT", "INTEGER").replace("BYTEA", "BLOB").replace("\n);", "\n) STRICT;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_become_positions_but_text_in_quotes_stays() {
        assert_eq!(for_sqlite("SELECT '$1' WHERE b = $2 AND a = $10"), "SELECT '$1' WHERE b = ?2 AND a = ?10");
    }

    #[test]
    fn row_locks_vanish_where_there_is_one_writer() {
        assert_eq!(for_sqlite("SELECT 1 FROM t FOR UPDATE SKIP LOCKED").trim_end(), "SELECT 1 FROM t");
    }

    #[test]
    fn tables_are_strict_on_sqlite() {
        let made = schema_for_sqlite("CREATE TABLE t (\n    a BIGINT,\n    b BYTEA\n);");
        assert_eq!(made, "CREATE TABLE t (\n    a INTEGER,\n    b BLOB\n) STRICT;");
    }
}
