//! Takes the text out of documents for a search: of PDFs in a helper process, of plain texts as it stands.

use casework::documents::Handed;
use casework::search::{NoText, ReadsText, TEXT};
use domain::media::Media;
use http_body_util::BodyExt as _;
use viewer::{Ask, CannotShow, Seen, Viewer};
use zeroize::Zeroizing;

use crate::documents::stream;

/// What reads texts.
pub(super) struct Reader(pub(super) Viewer);

impl ReadsText for Reader {
    async fn text(&self, file: Handed) -> Result<Zeroizing<String>, NoText> {
        let (media, length) = (file.media, file.length);
        match media {
            Media::Text => plain(file).await,
            Media::Pdf => match self.0.look(media, Ask::Text, stream(file.reading, 0..length)).await {
                Ok(Seen::Text(text)) => Ok(text),
                Err(CannotShow::Locked) => Err(NoText::Locked),
                Err(CannotShow::Unavailable) => Err(NoText::Unavailable),
                Ok(_) | Err(_) => Err(NoText::Damaged),
            },
            _ => Err(NoText::Kind),
        }
    }
}

async fn plain(file: Handed) -> Result<Zeroizing<String>, NoText> {
    let most = file.length.min(u64::try_from(TEXT).unwrap_or(u64::MAX));
    let read = stream(file.reading, 0..most).collect().await.map_err(|_| NoText::Damaged)?;
    Ok(Zeroizing::new(String::from_utf8_lossy(&read.to_bytes()).into_owned()))
}
