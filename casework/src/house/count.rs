//! Opening a file without showing it to anybody: for measuring how long that takes.

use domain::ids::DossierId;
use domain::level::Level;

use super::{File, House};
use crate::Fault;

impl House {
    /// How many sheets a file of this kind has, found out by opening and folding the whole of it; 0 when there is none.
    ///
    /// Nothing of its content comes out, so there is nobody who has seen it and no access record. For `casekeep bench`.
    ///
    /// # Errors
    /// [`Fault`] when it cannot be read.
    pub async fn count_sheets<F: File>(&self, dossier: DossierId) -> Result<usize, Fault> {
        let opened = self.open::<F>(dossier, Level::Restricted).await?;
        Ok(opened.map_or(0, |opened| opened.sheets.len()))
    }
}
