//! Handing out what came with an inquiry: the message as it came, or something attached to it.

use domain::ids::{DossierId, ItemId};
use domain::inquiries::Inquiry;
use domain::media::Media;
use domain::numbers::InquiryNumber;
use domain::policy::{Action, Refused};
use store::blobs::Reading;

use super::handle::within_reach;
use crate::documents::open_file;
use crate::{Ctx, Failure, Never};

/// An open file of an inquiry.
pub struct HandedFile {
    /// The number of the inquiry, for the name of the copy.
    pub number: InquiryNumber,
    /// Which of its files it is, from 1.
    pub serial: usize,
    /// What kind of file it is.
    pub media: Media,
    /// How long it is, in bytes.
    pub length: u64,
    /// The bytes; reading blocks.
    pub reading: Reading,
}

/// Opens a file of an inquiry. That somebody took it is recorded.
///
/// # Errors
/// [`Failure::Refused`] when there is no such file that the person may read.
pub async fn open_inquiry_file(ctx: &Ctx, inquiry: DossierId, id: ItemId) -> Result<HandedFile, Failure<Never>> {
    within_reach::<Never>(ctx, Action::ReadInquiry, inquiry).await?;
    let seen = ctx.view::<Inquiry>(Action::ReadInquiry, inquiry).await?;
    let files = &seen.post.files;
    let found = files.iter().enumerate().find(|(_, file)| file.kept.id == id);
    let ((at, found), (received, _, _)) = found.zip(seen.received.as_ref()).ok_or(Failure::Refused(Refused))?;
    ctx.note_taken(Action::ReadInquiry, inquiry, found.entry).await?;
    let file = &found.kept.file;
    let reading = open_file(ctx, file).await?;
    Ok(HandedFile { number: received.number, serial: at + 1, media: file.media, length: file.length, reading })
}
