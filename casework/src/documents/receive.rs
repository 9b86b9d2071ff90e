//! Receiving a file: in parts, so that a lost connection costs the last part and not the file; sealed while it comes; told by its bytes when it is whole.
//!
//! How far a file has come is known to this process alone. When the process ends before the file is whole, the file is sent again from the beginning.
//! Memory stays bounded: a few hundred files at once, each with a few chunks.
//!
//! # Source
//! ASVS 5.0, 5.2.1–5.2.4; security.md, promise P24.

use std::time::Instant as Moment;

use bytes::Bytes;
use domain::cases::{CaseClosedNow, CaseFile};
use domain::documents::{DocumentRules, Way};
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::media::Media;
use domain::policy::{Action, Refused};
use domain::text::Line;
use ledger::Hash;
use store::{Blob, StoreFault, Upload};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use super::receiving::{Arriving, Slot};
use super::uploads::read;
use crate::{Ctx, Failure, Fault, House};

/// How many files one person may have lying here for a case without filing them.
const UNFILED: u64 = 50;

/// How many parts of a request may wait for the disk.
const AHEAD: usize = 4;

/// A request, piece by piece.
pub trait Pieces: Send {
    /// The next piece; nothing at the end.
    ///
    /// # Errors
    /// [`Lost`] when the line was cut off.
    fn next(&mut self) -> impl Future<Output = Option<Result<Bytes, Lost>>> + Send;
}

/// A request that has come already, all of it at once.
impl Pieces for Option<Bytes> {
    async fn next(&mut self) -> Option<Result<Bytes, Lost>> {
        self.take().map(Ok)
    }
}

/// The line was cut off before the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost;

/// A file may be sent under this id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begun {
    /// Its id.
    pub id: ItemId,
    /// How many bytes of it are here.
    pub received: u64,
}

/// What came of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// So many bytes are here; more are to come.
    More(u64),
    /// The file is whole, and waits to be filed.
    Whole(Media),
}

/// Why a file cannot be received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotReceive {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// There is nothing in it.
    #[error("this file is empty")]
    Empty,
    /// It is longer than the rulebook allows; in millions of bytes.
    #[error("this file is larger than {0} megabytes, which is the most that is accepted")]
    TooLarge(u32),
    /// More came than was announced.
    #[error("more came than was announced; please add this file again")]
    TooMuch,
    /// Too many at once.
    #[error("too many files are on their way at once; please wait until some have arrived")]
    TooMany,
    /// Too many wait to be filed.
    #[error("many files wait here to be filed; please file or remove some of them first")]
    FileFirst,
    /// Another part of it is being written, or this part does not begin where the last one ended: so many bytes are here.
    #[error("this part of the file does not follow on; {0} bytes of it are here")]
    Elsewhere(u64),
    /// It is not known any more.
    #[error("the connection was lost for too long; please add this file again")]
    Gone,
    /// So many wait for the store of the documents that there is no room for more.
    #[error(
        "so many documents wait here for the document store that there is no room for more; please try again later, and tell your IT administrator"
    )]
    SpoolFull,
    /// It is none of the kinds that are known.
    #[error("this kind of file is not known here; please save it as PDF and add that")]
    Unknown,
    /// It is a kind that the rulebook leaves out.
    #[error("files of this kind ({0}) are not accepted here")]
    NotAccepted(&'static str),
    /// A web page or a drawing that can hold programs.
    #[error("web pages and drawings that can hold programs are not accepted; please save it as PDF and add that")]
    Markup,
    /// It holds programs.
    #[error("this document holds macros, which are small programs; please save it without them, or as PDF")]
    Programs,
    /// It would burst when unpacked.
    #[error("this file would become far larger when opened, which is not accepted; please save it as PDF and add that")]
    Bursts,
    /// The antivirus program has found something.
    #[error("a virus was found in this file; please do not open it, and tell whoever sent it")]
    Infected,
    /// The antivirus program does not answer.
    #[error(
        "this file could not be checked for viruses, so it was not accepted; please try again later, and tell your IT administrator"
    )]
    NotScanned,
    /// It is two kinds of file at once.
    #[error("this file hides a second one behind it, which is not accepted; please save it again, or as PDF")]
    TwoInOne,
}

/// Begins to receive a file of so many bytes; without a length it has to come in one part. `original` is what the sender calls it; what is no text
/// is left out.
///
/// # Errors
/// [`Failure`].
pub async fn begin(
    ctx: &Ctx,
    case: DossierId,
    original: &str,
    length: Option<u64>,
) -> Result<Begun, Failure<CannotReceive>> {
    let file = may_file(ctx, case).await?;
    file.must_be_open().map_err(|closed| Failure::Rule(closed.into()))?;
    let rules = ctx.house.organisation().await?.rulebook.documents.clone();
    let expected = length.unwrap_or(rules.most_bytes());
    check_length(expected, &rules).map_err(Failure::Rule)?;
    if UNFILED <= ctx.house.store.count_uploads(ctx.staff(), case).await? {
        return Err(Failure::Rule(CannotReceive::FileFirst));
    }
    let blobs = ctx.house.store.blobs().clone();
    let incoming = match spawn_blocking(move || blobs.receive_at_most(expected)).await {
        Ok(Err(StoreFault::SpoolFull)) => return Err(Failure::Rule(CannotReceive::SpoolFull)),
        incoming => incoming.map_err(|_| Fault::Other("receive"))??,
    };
    let arriving = Arriving::new(named(original), expected, length.is_none(), incoming);
    let id = ctx.new_item();
    let slot = Slot { staff: ctx.staff(), dossier: case, touched: Moment::now(), arriving: Some(Box::new(arriving)) };
    ctx.house.receiving.put(id, slot).map_err(Failure::Rule)?;
    Ok(Begun { id, received: 0 })
}

/// How much of a file is here, for whoever goes on sending it: its last part may have arrived, and the answer not.
///
/// # Errors
/// [`CannotReceive::Gone`] when nothing is known of it.
pub async fn continued(ctx: &Ctx, case: DossierId, id: ItemId) -> Result<Part, Failure<CannotReceive>> {
    may_file(ctx, case).await?;
    match ctx.house.receiving.received(id, ctx.staff(), case) {
        Ok(received) => Ok(Part::More(received)),
        Err(CannotReceive::Gone) => {
            let waiting = read(ctx, case).await?.into_iter().find(|waiting| waiting.id == id);
            waiting.map(|waiting| Part::Whole(waiting.file.media)).ok_or(Failure::Rule(CannotReceive::Gone))
        }
        Err(rule) => Err(Failure::Rule(rule)),
    }
}

/// Takes a part of a file that begins behind `from` bytes; `body` gives it piece by piece, and ends early when the connection is lost: then what came is
/// kept.
///
/// # Errors
/// [`Failure`]. After [`CannotReceive::Elsewhere`] the file is still here; after anything else it is not.
pub async fn receive(
    ctx: &Ctx,
    case: DossierId,
    id: ItemId,
    from: u64,
    mut body: impl Pieces,
) -> Result<Part, Failure<CannotReceive>> {
    may_file(ctx, case).await?;
    let arriving = ctx.house.receiving.take(id, ctx.staff(), case, from).map_err(Failure::Rule)?;
    let (pieces, coming) = mpsc::channel(AHEAD);
    // a task of its own, which comes to its end also when nobody waits for the answer any more
    let arrival = tokio::spawn(arrive(ctx.clone(), case, id, arriving, coming));
    loop {
        // a piece that does not come ends the part; what came before it stays
        let (piece, last) = match body.next().await {
            Some(Ok(piece)) => (Piece::Some(piece), false),
            Some(Err(Lost)) => break,
            None => (Piece::End, true),
        };
        if pieces.send(piece).await.is_err() || last {
            break;
        }
    }
    drop(pieces);
    arrival.await.map_err(|_| Fault::Other("receive"))?
}

async fn may_file(ctx: &Ctx, case: DossierId) -> Result<std::sync::Arc<CaseFile>, Failure<CannotReceive>> {
    ctx.permit(Action::FileDocument, Some(case)).await.map_err(Failure::any)?;
    let opened = ctx.house.open::<CaseFile>(case, Level::Restricted).await?.ok_or(Failure::Refused(Refused))?;
    Ok(opened.file)
}

pub(super) fn check_length(length: u64, rules: &DocumentRules) -> Result<(), CannotReceive> {
    if length == 0 {
        return Err(CannotReceive::Empty);
    }
    if rules.most_bytes() < length {
        return Err(CannotReceive::TooLarge(rules.most_megabytes));
    }
    Ok(())
}

/// The name as the sender knows it: the last part of a path, without what no name should hold. It is shown and sealed, and never names a file of ours.
pub(super) fn named(original: &str) -> Option<Line> {
    let last = original.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control()).take(Line::LIMIT).collect();
    Line::parse_optional(&plain).ok().flatten()
}

/// What is handed to the task that writes.
enum Piece {
    Some(Bytes),
    /// The request has come to its end, and was not cut off.
    End,
}

/// How far a part has brought a file.
enum Came {
    Part(Box<Arriving>),
    TooMuch { open_ended: bool },
    Whole(Box<Arriving>),
}

/// Takes a part, and keeps the file when it is whole with it. Whatever happens, the file is either put back, kept, or forgotten.
async fn arrive(
    ctx: Ctx,
    case: DossierId,
    id: ItemId,
    arriving: Box<Arriving>,
    coming: mpsc::Receiver<Piece>,
) -> Result<Part, Failure<CannotReceive>> {
    let receiving = &ctx.house.receiving;
    let kept = match take_pieces(arriving, coming).await {
        Ok(Came::Part(arriving)) => {
            let received = arriving.received;
            receiving.put_back(id, arriving);
            return Ok(Part::More(received));
        }
        Ok(Came::Whole(arriving)) => whole(&ctx, case, id, *arriving).await.map(Part::Whole),
        Ok(Came::TooMuch { open_ended }) => too_much(&ctx, open_ended).await,
        Err(fault) => Err(fault.into()),
    };
    receiving.forget(id);
    kept
}

async fn too_much(ctx: &Ctx, open_ended: bool) -> Result<Part, Failure<CannotReceive>> {
    let most = ctx.house.organisation().await?.rulebook.documents.most_megabytes;
    Err(Failure::Rule(if open_ended { CannotReceive::TooLarge(most) } else { CannotReceive::TooMuch }))
}

/// Writes piece by piece. No thread waits while the line is slow.
async fn take_pieces(mut arriving: Box<Arriving>, mut coming: mpsc::Receiver<Piece>) -> Result<Came, Fault> {
    let mut ended = false;
    while let Some(piece) = coming.recv().await {
        let Piece::Some(piece) = piece else {
            ended = true;
            break;
        };
        let pushing = spawn_blocking(move || {
            let fits = arriving.push(&piece);
            (arriving, fits)
        });
        let (back, fits) = pushing.await.map_err(|_| Fault::Other("receive"))?;
        if !fits? {
            return Ok(Came::TooMuch { open_ended: back.open_ended });
        }
        arriving = back;
    }
    let whole = arriving.received == arriving.expected || (arriving.open_ended && ended);
    Ok(if whole { Came::Whole(arriving) } else { Came::Part(arriving) })
}

async fn whole(ctx: &Ctx, case: DossierId, id: ItemId, arriving: Arriving) -> Result<Media, Failure<CannotReceive>> {
    let (store, original) = (ctx.house.store.clone(), arriving.original.clone());
    let scanner = ctx.house.scanner();
    let told = spawn_blocking(move || arriving.keep(&store, scanner.as_ref(), None)).await;
    let told = told.map_err(|_| Fault::Other("receive"))??.map_err(Failure::Rule)?;
    let kept = &told.kept;
    let rules = ctx.house.organisation().await?.rulebook.documents.clone();
    if !rules.media.contains(&told.media) {
        remove(&ctx.house, kept.address).await?;
        return Err(Failure::Rule(CannotReceive::NotAccepted(told.media.word())));
    }
    let file = told.arrived(original, Way::Added);
    let about = zeroize::Zeroizing::new(serde_json::to_vec(&file).map_err(|_| Fault::Other("encode"))?);
    let length = i64::try_from(kept.layout.sealed()).map_err(|_| Fault::Other("length"))?;
    let blob = Blob { address: kept.address, length };
    let upload = Upload { id, staff: ctx.staff(), dossier: case, blob, received: ctx.now() };
    ctx.house.store.keep_upload(upload, &about).await?;
    Ok(told.media)
}

/// Removes a blob that was never filed.
pub(super) async fn remove(house: &House, address: Hash) -> Result<(), Fault> {
    let blobs = house.store.blobs().clone();
    let removed = spawn_blocking(move || blobs.discard(&address)).await.map_err(|_| Fault::Other("remove"))?;
    Ok(removed?)
}
