//! Filing what was received: each document gets its number and its name, and all of them one signature.

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::documents::{CannotFile, Description, Filing};
use domain::ids::{DossierId, EntryId, ItemId};
use domain::policy::Action;
use store::Guard;

use super::uploads::{Waiting, read};
use crate::house::{Decided, Signing, Target};
use crate::{Ctx, Failure};

/// One received file to be filed.
#[derive(Debug, Clone)]
pub struct FileOne {
    /// Which of those that wait.
    pub upload: ItemId,
    /// What it is about.
    pub about: Description,
    /// The document of which it is another version; nothing for a new document.
    pub again: Option<ItemId>,
}

/// Files documents in a case, all or none. Each is filed once, whoever else tries.
///
/// # Errors
/// [`Failure`].
pub async fn file_documents(
    ctx: &Ctx,
    case: DossierId,
    orders: Vec<FileOne>,
    signing: Signing,
) -> Result<EntryId, Failure<CannotFile>> {
    let now = ctx.now();
    let mut target = Target::file(case);
    if let [FileOne { again: Some(document), .. }] = orders.as_slice() {
        target = target.based_on(Basis::Document(*document));
    }
    // sent twice, the files are filed and wait no more; the answer is that of the first time
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    let filings = filings(&orders, &read(ctx, case).await?);
    if filings.len() < orders.len() {
        return Err(Failure::Rule(CannotFile::Gone));
    }
    ctx.act(Action::FileDocument, target, signing, |file: &CaseFile, rules| {
        let events = file.file_documents(filings.clone(), rules, rules.office.today(now))?;
        let taken = |decided: Decided<CannotFile>, order: &FileOne| {
            let guard = Guard::Received { upload: order.upload, staff: ctx.staff(), dossier: case };
            decided.guarded(guard, CannotFile::Gone)
        };
        Ok(orders.iter().fold(events.into(), taken))
    })
    .await
}

/// The orders with the files that they name; one whose file does not wait any more is left out. A new document has the id of its upload.
pub fn filings(orders: &[FileOne], waiting: &[Waiting]) -> Vec<Filing> {
    let filing = |order: &FileOne| {
        let known = waiting.iter().find(|known| known.id == order.upload)?;
        Some(Filing {
            id: order.again.unwrap_or(order.upload),
            again: order.again.is_some(),
            about: order.about.clone(),
            file: known.file.clone(),
        })
    };
    orders.iter().filter_map(filing).collect()
}
