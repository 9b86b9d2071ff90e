//! Saying when destroyed files are beyond recovery: no backup holds their keys any more.

use std::sync::Arc;

use domain::disposition::Disposition;
use domain::ids::DossierId;
use domain::level::Level;

use super::list::lists_in;
use crate::Fault;
use crate::house::House;

impl House {
    /// Records of every destroyed file whose key can be in no backup any more that it is beyond recovery: stage 2 of its certificate. Called after
    /// each backup, when what is too old has been removed, and now and then. Says of how many.
    ///
    /// # Errors
    /// [`Fault`]; what is left is done the next time.
    pub async fn note_expired_copies(self: &Arc<Self>) -> Result<usize, Fault> {
        let copies = self.store().key_copies().await?;
        if copies.oldest.is_none() {
            // nothing is known of any file
            return Ok(0);
        }
        let mut noted = 0;
        for list in lists_in(self, "done").await? {
            let Some(opened) = self.open::<Disposition>(list, Level::Restricted).await? else { continue };
            let without = opened.file.recoverable().filter(|(_, removed)| copies.are_without(*removed));
            let files: Vec<DossierId> = without.map(|(file, _)| file).collect();
            if !files.is_empty() && self.see_through(list, |list| list.expire(&files)).await? {
                noted += files.len();
            }
        }
        if 0 < noted {
            // what the certificate stands on is signed and anchored
            self.store().checkpoint(self.now()).await?;
        }
        Ok(noted)
    }
}
