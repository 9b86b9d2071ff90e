//! The helper: reads one file, answers, and ends. It is started by [`crate::Viewer`] and by nobody else.

use std::io::{self, Read as _, Write as _};

use domain::media::Media;
use zeroize::Zeroizing;

use crate::ask::{Ask, CannotShow, Seen};
use crate::confine::confine;

/// The most that a file may have to be shown, in bytes. It is read whole.
pub(crate) const MOST: u64 = 200_000_000;

/// Confines the process, reads the file from standard input, and writes the answer to standard output.
///
/// # Errors
/// When nobody reads the answer.
pub fn run(ask: Ask, media: Media) -> io::Result<()> {
    // what goes wrong in a file is nothing for a log: it could quote the file
    std::panic::set_hook(Box::new(|_| {}));
    let answer = match confine() {
        Ok(()) => read().and_then(|bytes| look(ask, media, bytes)),
        Err(_) => Err(CannotShow::Unavailable),
    };
    let (mark, content) = match answer {
        Ok(seen) => seen.encode(),
        Err(why) => (why.mark(), Zeroizing::default()),
    };
    let mut out = io::stdout().lock();
    out.write_all(&[mark])?;
    out.write_all(&content)?;
    out.flush()
}

/// The whole file. It is gone with the process, so nothing is wiped.
fn read() -> Result<Vec<u8>, CannotShow> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes).map_err(|_| CannotShow::Damaged)?;
    if u64::try_from(read).is_ok_and(|read| read <= MOST) { Ok(bytes) } else { Err(CannotShow::Damaged) }
}

#[cfg(feature = "draw")]
fn look(ask: Ask, media: Media, bytes: Vec<u8>) -> Result<Seen, CannotShow> {
    match (media, ask) {
        (Media::Pdf, Ask::Pages) => crate::draw::pages(bytes).map(Seen::Pages),
        (Media::Pdf, Ask::Picture(page)) => crate::draw::page(bytes, page).map(Seen::Picture),
        (Media::Pdf, Ask::Text) => crate::text::text(bytes).map(|text| Seen::Text(Zeroizing::new(text))),
        (Media::Jpeg | Media::Png | Media::Webp, Ask::Labels) => crate::labels::labels(&bytes, media).map(Seen::Labels),
        (_, Ask::Text | Ask::Labels) => Err(CannotShow::Kind),
        (media, Ask::Picture(1)) => crate::draw::photo(&bytes, media).map(Seen::Picture),
        _ => Err(CannotShow::NoPage),
    }
}

#[cfg(not(feature = "draw"))]
fn look(_: Ask, _: Media, _: Vec<u8>) -> Result<Seen, CannotShow> {
    Err(CannotShow::Unavailable)
}
