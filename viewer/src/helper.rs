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

fn read() -> Result<Zeroizing<Vec<u8>>, CannotShow> {
    let mut bytes = Zeroizing::new(Vec::new());
    io::stdin().lock().take(MOST).read_to_end(&mut bytes).map_err(|_| CannotShow::Damaged)?;
    Ok(bytes)
}

#[cfg(feature = "draw")]
fn look(ask: Ask, media: Media, bytes: Zeroizing<Vec<u8>>) -> Result<Seen, CannotShow> {
    match (media, ask) {
        (Media::Pdf, Ask::Pages) => crate::draw::pages(&bytes).map(Seen::Pages),
        (Media::Pdf, Ask::Picture(page)) => crate::draw::page(&bytes, page).map(Seen::Picture),
        (Media::Pdf, Ask::Text) => crate::text::text(&bytes).map(|text| Seen::Text(Zeroizing::new(text))),
        (_, Ask::Text) => Err(CannotShow::Kind),
        (media, ask) => crate::draw::photo(&bytes, media, ask),
    }
}

#[cfg(not(feature = "draw"))]
fn look(_: Ask, _: Media, _: Zeroizing<Vec<u8>>) -> Result<Seen, CannotShow> {
    Err(CannotShow::Unavailable)
}
