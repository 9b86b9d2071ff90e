//! The copy of what was given out: sealed as it left, and opened again for whoever may read the case.

use domain::cases::CaseFile;
use domain::disclosures::PassageDigest;
use domain::documents::{Arrived, FileSecret, Way};
use domain::ids::{DossierId, ItemId};
use domain::media::{Media, Scanned};
use domain::policy::{Action, Refused};
use ledger::{Hash, Hashing};
use store::blobs::Reading;
use tokio::task::spawn_blocking;

use crate::documents::open_file;
use crate::house::House;
use crate::{Ctx, Failure, Fault, Never};

/// An open copy. Its bytes are read piece by piece, each checked before it is given out.
pub struct CopyOpened {
    /// The number of the disclosure in its case.
    pub number: u32,
    /// How long it is, in bytes.
    pub length: u64,
    /// The bytes; reading blocks.
    pub reading: Reading,
}

/// Seals what leaves, and says what is kept of it: its digest is that of the bytes that leave.
pub(super) async fn keep(house: &House, bytes: Vec<u8>) -> Result<Arrived, Fault> {
    let blobs = house.store.blobs().clone();
    let keeping = spawn_blocking(move || {
        let mut incoming = blobs.receive_at_most(bytes.len() as u64)?;
        incoming.push(&bytes)?;
        let mut hashing = Hashing::new();
        hashing.update(&bytes);
        Ok::<_, Fault>((incoming.keep()?, hashing.finish()))
    });
    let (kept, digest) = keeping.await.map_err(|_| Fault::Other("disclose"))??;
    Ok(Arrived {
        address: kept.address.to_string(),
        secret: FileSecret::new(Hash(*kept.key.bytes()).to_string()),
        length: kept.layout.length(),
        digest: digest.to_string(),
        media: Media::Pdf,
        original: None,
        scanned: Scanned::Not,
        way: Way::Added,
    })
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
    Ok(CopyOpened { number: made.made.number, length: copy.length, reading })
}
