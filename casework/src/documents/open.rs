//! Handing out a document: the policy is asked for the case it lies in, and the look is in the ledger before the file is opened.

use domain::cases::CaseFile;
use domain::documents::{Arrived, Version};
use domain::ids::{DossierId, ItemId};
use domain::media::Media;
use domain::policy::{Action, Refused};
use ledger::Hash;
use store::blobs::Reading;
use vault::stream::{FileKey, Layout};
use zeroize::Zeroizing;

use crate::{Ctx, Failure, Fault, Never};

/// An open document. Its bytes are read piece by piece, each checked before it is given out.
pub struct Handed {
    /// Its name by the convention.
    pub name: domain::naming::FileName,
    /// What kind of file it is.
    pub media: Media,
    /// How long it is, in bytes.
    pub length: u64,
    /// The bytes; reading blocks.
    pub reading: Reading,
}

/// Opens one version of a document; the latest when none is named.
///
/// # Errors
/// [`Failure::Refused`] when there is no such document that the person may read.
pub async fn open_document(
    ctx: &Ctx,
    case: DossierId,
    document: ItemId,
    version: Option<u32>,
) -> Result<Handed, Failure<Never>> {
    let seen = ctx.view::<CaseFile>(Action::ReadDocument, case).await?;
    let found = seen.documents.find(document).ok_or(Failure::Refused(Refused))?;
    let wanted = match version {
        Some(number) => found.versions.iter().find(|known| known.filed.version == number),
        None => found.latest(),
    };
    let wanted = wanted.ok_or(Failure::Refused(Refused))?;
    ctx.note_taken(Action::ReadDocument, case, wanted.entry).await?;
    Ok(unrecorded(ctx, wanted).await?)
}

/// Opens a version without a record of its own: whoever calls this has recorded the look before.
pub(crate) async fn unrecorded(ctx: &Ctx, version: &Version) -> Result<Handed, Fault> {
    let filed = &version.filed;
    let reading = open_file(ctx, &filed.file).await?;
    Ok(Handed { name: filed.name.clone(), media: filed.file.media, length: filed.file.length, reading })
}

/// Opens a file without a record: whoever calls this has recorded the look before.
pub(crate) async fn open_file(ctx: &Ctx, file: &Arrived) -> Result<Reading, Fault> {
    let (address, key): (Hash, Hash) = (digits(&file.address)?, digits(file.secret.reveal())?);
    let key = FileKey::from_bytes(Zeroizing::new(key.0));
    Ok(ctx.house.store.open_blob(address, key, Layout::of(file.length)).await?)
}

fn digits(text: &str) -> Result<Hash, Fault> {
    text.parse().map_err(|_| Fault::Damaged)
}
