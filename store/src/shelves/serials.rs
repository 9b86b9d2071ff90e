//! Serial numbers: 1, 2, 3 … under a name, such as the case numbers of a year.

use crate::db::DbFault;
use crate::{Store, StoreFault, vals};

impl Store {
    /// The next number under `name`, from 1. Nobody else gets the same one; a number that is then not used leaves a gap.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn next_serial(&self, name: &str) -> Result<u32, StoreFault> {
        let name = name.to_owned();
        let drawn = self.db().write_plain(move |tx| {
            let drawn = tx.one(
                "INSERT INTO serials (name, next) VALUES ($1, 2)
                 ON CONFLICT (name) DO UPDATE SET next = serials.next + 1 RETURNING next - 1",
                vals![name],
                |row| row.int(0),
            )?;
            drawn.and_then(|n| u32::try_from(n).ok()).ok_or_else(|| DbFault::named("serial number out of range"))
        });
        Ok(drawn.await?)
    }
}
