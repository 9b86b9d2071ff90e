//! The copy of what was given out: the paper, and with it each document that was chosen and what a package holds besides; sealed as it left, and opened again for whoever may read the case.

use std::io::{self, Write};

use domain::cases::CaseFile;
use domain::disclosures::{Chosen, PassageDigest};
use domain::documents::{Arrived, FileSecret, Way};
use domain::ids::{DossierId, ItemId};
use domain::media::{Media, Scanned};
use domain::policy::{Action, Refused};
use ledger::{Hash, Hashing};
use store::StoreFault;
use store::blobs::{Incoming, Reading};
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::make::Beside;
use crate::documents::open_file;
use crate::house::House;
use crate::{Ctx, Failure, Fault, Never};

/// An open copy. Its bytes are read piece by piece, each checked before it is given out.
pub struct CopyOpened {
    /// The number of the disclosure in its case.
    pub number: u32,
    /// How long it is, in bytes.
    pub length: u64,
    /// What kind of file it is: paper alone, or packed with documents.
    pub media: Media,
    /// The bytes; reading blocks.
    pub reading: Reading,
}

/// Of a pack, what its list of names and the heads of its files take at most, for each file.
const HEADS: u64 = 2_048;

/// A document that leaves with the paper.
pub(super) struct Enclosed {
    /// Its name by the convention.
    name: String,
    file: Arrived,
}

/// The documents that were chosen, each in its latest version.
pub(super) fn enclosed(file: &CaseFile, chosen: &Chosen) -> Vec<Enclosed> {
    let latest = chosen.documents.iter().filter_map(|id| file.documents.find(*id)?.latest());
    latest
        .map(|version| {
            let filed = &version.filed;
            Enclosed { name: filed.name.reveal().to_owned(), file: filed.file.clone() }
        })
        .collect()
}

/// Seals what leaves, and says what is kept of it: its digest is that of the bytes that leave, before a package is locked. Paper alone is a PDF; with something else
/// it is a ZIP of the paper, of what was made beside it, and of each document, byte by byte as it was filed.
pub(super) async fn keep(
    ctx: &Ctx,
    number: u32,
    paper: Vec<u8>,
    beside: Vec<Beside>,
    enclosed: Vec<Enclosed>,
) -> Result<Arrived, Fault> {
    let alone = enclosed.is_empty() && beside.is_empty();
    let media = if alone { Media::Pdf } else { Media::Zip };
    let (blobs, ctx, now) = (ctx.house.store.blobs().clone(), ctx.clone(), Handle::current());
    let keeping = spawn_blocking(move || {
        let most = enclosed.iter().map(|one| one.file.length.saturating_add(HEADS)).sum::<u64>();
        let made = beside.iter().map(|one| one.bytes.len() as u64 + HEADS).sum::<u64>();
        let most = most.saturating_add(paper.len() as u64).saturating_add(made).saturating_add(HEADS);
        let mut out = Sealing { incoming: blobs.receive_at_most(most)?, hashing: Hashing::new() };
        if alone {
            out.write_all(&paper).map_err(unwritten)?;
        } else {
            let mut pack = ZipWriter::new_stream(out);
            put(&mut pack, &format!("disclosure-{number}.pdf"), paper.len() as u64)?;
            pack.write_all(&paper).map_err(unwritten)?;
            for one in &beside {
                put(&mut pack, one.name, one.bytes.len() as u64)?;
                pack.write_all(&one.bytes).map_err(unwritten)?;
            }
            for one in &enclosed {
                put(&mut pack, &one.name, one.file.length)?;
                // one after the other, so that a pack of a thousand documents keeps no thousand files open
                let mut reading = now.block_on(open_file(&ctx, &one.file))?;
                for piece in reading.range(0..one.file.length) {
                    pack.write_all(&piece?).map_err(unwritten)?;
                }
            }
            out = pack.finish().map_err(|_| Fault::Other("pack"))?.into_inner();
        }
        Ok::<_, Fault>((out.incoming.keep()?, out.hashing.finish()))
    });
    let (kept, digest) = keeping.await.map_err(|_| Fault::Other("disclose"))??;
    Ok(Arrived {
        address: kept.address.to_string(),
        secret: FileSecret::new(Hash(*kept.key.bytes()).to_string()),
        length: kept.layout.length(),
        digest: digest.to_string(),
        media,
        original: None,
        scanned: Scanned::Not,
        way: Way::Added,
    })
}

/// Begins a file of a pack. What it holds is mostly packed already, and its time of day would say when somebody worked.
fn put<W: Write + io::Seek>(pack: &mut ZipWriter<W>, name: &str, length: u64) -> Result<(), Fault> {
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let plain = plain.last_modified_time(DateTime::default()).large_file(u64::from(u32::MAX) <= length);
    pack.start_file(name, plain).map_err(|_| Fault::Other("pack"))
}

/// What is written is sealed, and counted into the digest of what leaves.
struct Sealing {
    incoming: Incoming,
    hashing: Hashing,
}

impl Write for Sealing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.incoming.push(bytes).map_err(io::Error::other)?;
        self.hashing.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Why something could not be sealed: the fault of the store, where it was one.
fn unwritten(why: io::Error) -> Fault {
    match why.downcast::<StoreFault>() {
        Ok(fault) => fault.into(),
        Err(_) => Fault::Other("disclose"),
    }
}

/// What tells a passage from others; spaces around its words and between them do not count.
pub fn passage_of(words: &str) -> PassageDigest {
    let mut hashing = Hashing::new();
    for word in words.split_whitespace() {
        hashing.update(word.as_bytes());
        hashing.update(b" ");
    }
    PassageDigest::of(hashing.finish().0)
}

/// Removes a copy of what was not given out.
pub(super) async fn discard(house: &House, copy: &Arrived) -> Result<(), Fault> {
    let address: Hash = copy.address.parse().map_err(|_| Fault::Damaged)?;
    let blobs = house.store.blobs().clone();
    Ok(spawn_blocking(move || blobs.discard(&address)).await.map_err(|_| Fault::Other("disclose"))??)
}

/// Opens the copy of a disclosure once more. The look is in the ledger before the file is opened.
///
/// # Errors
/// [`Failure::Refused`] when there is no such copy in a case that the person may read.
pub async fn open_copy(ctx: &Ctx, case: DossierId, id: ItemId) -> Result<CopyOpened, Failure<Never>> {
    let seen = ctx.view::<CaseFile>(Action::ReadCase, case).await?;
    let made = seen.disclosures.made(id).ok_or(Failure::Refused(Refused))?;
    let copy = made.made.copy.as_ref().ok_or(Failure::Refused(Refused))?;
    ctx.note_taken(Action::ReadCase, case, made.entry).await?;
    let reading = open_file(ctx, copy).await?;
    Ok(CopyOpened { number: made.made.number, length: copy.length, media: copy.media, reading })
}
