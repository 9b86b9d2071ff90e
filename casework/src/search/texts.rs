//! The texts of documents that were read last, as they are kept in memory.
//!
//! Bounded by their length in all. Nothing here can be stale: a text belongs to the sealed bytes from which it was taken.

use std::collections::HashMap;
use std::sync::Arc;

use domain::cases::CaseFile;
use domain::documents::{Document, Version};
use domain::ids::DossierId;
use domain::policy::Action;
use parking_lot::Mutex;
use zeroize::Zeroizing;

use crate::Ctx;
use crate::documents::{Handed, unrecorded};

/// How much text of one document is looked through, in bytes.
pub const TEXT: usize = 1_000_000;

/// How much text is kept in all, in bytes.
const KEPT: usize = 64_000_000;

/// What a text costs besides its letters, in bytes; one that is empty costs it as well.
const EACH: usize = 200;

/// Why there is no text of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoText {
    /// It is no kind of file of which the text is read.
    Kind,
    /// It asks for a password.
    Locked,
    /// It cannot be read, or not within the limits.
    Damaged,
    /// Nobody can read it now.
    Unavailable,
}

/// Takes the text out of a file of others, pages parted by form feeds, and gives its first [`TEXT`] bytes or a little more.
pub trait ReadsText: Send + 'static {
    /// Reads the text.
    ///
    /// # Errors
    /// [`NoText`].
    fn text(&self, file: Handed) -> impl Future<Output = Result<Zeroizing<String>, NoText>> + Send;
}

/// The text of a document, or why there is none.
pub(super) type Text = Result<Arc<Zeroizing<String>>, NoText>;

/// The file from which a text was taken, and where it lies.
type Source = (DossierId, String);

#[derive(Default)]
pub(crate) struct Texts {
    shelf: Mutex<Shelf>,
    /// One at a time reads the documents of a case.
    turns: Mutex<HashMap<DossierId, Arc<tokio::sync::Mutex<()>>>>,
}

#[derive(Default)]
struct Shelf {
    kept: HashMap<Source, (Text, u64)>,
    bytes: usize,
    turn: u64,
}

fn cost(text: &Text) -> usize {
    EACH + text.as_ref().map_or(0, |text| text.len())
}

impl Texts {
    /// The text of this version, if it was read lately.
    pub(super) fn recall(&self, case: DossierId, version: &Version) -> Option<Text> {
        let mut shelf = self.shelf.lock();
        shelf.turn += 1;
        let turn = shelf.turn;
        let (text, used) = shelf.kept.get_mut(&(case, version.filed.file.address.clone()))?;
        *used = turn;
        Some(text.clone())
    }

    fn remember(&self, case: DossierId, version: &Version, text: Text) {
        let mut shelf = self.shelf.lock();
        shelf.turn += 1;
        let turn = shelf.turn;
        shelf.bytes += cost(&text);
        if let Some((replaced, _)) = shelf.kept.insert((case, version.filed.file.address.clone()), (text, turn)) {
            shelf.bytes -= cost(&replaced);
        }
        while KEPT < shelf.bytes && 1 < shelf.kept.len() {
            let oldest = shelf.kept.iter().min_by_key(|(_, (_, used))| *used).map(|(source, _)| source.clone());
            let gone = oldest.and_then(|source| shelf.kept.remove(&source));
            shelf.bytes -= gone.map_or(0, |(text, _)| cost(&text));
        }
    }

    /// Lets go of what was read of these files.
    pub(crate) fn forget(&self, dossiers: &[DossierId]) {
        let mut shelf = self.shelf.lock();
        let mut bytes = 0;
        shelf.kept.retain(|(dossier, _), (text, _)| {
            let stays = !dossiers.contains(dossier);
            bytes += if stays { 0 } else { cost(text) };
            stays
        });
        shelf.bytes -= bytes;
    }

    fn turn(&self, case: DossierId) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.turns.lock();
        turns.retain(|_, turn| 1 < Arc::strong_count(turn));
        Arc::clone(turns.entry(case).or_default())
    }
}

/// The version of a document that is searched: the latest.
pub(super) fn searched(file: &CaseFile) -> impl Iterator<Item = (&Document, &Version)> {
    file.documents.all.iter().filter_map(|document| Some((document, document.latest()?)))
}

/// Reads what was not read yet, one file after the other; whoever comes second waits, and finds it read.
pub(super) async fn read_all(ctx: Ctx, case: DossierId, versions: Vec<Version>, reader: impl ReadsText) {
    let texts = &ctx.house.texts;
    let turn = texts.turn(case);
    let _turn = turn.lock().await;
    for version in versions {
        if texts.recall(case, &version).is_some() {
            continue;
        }
        // a file that does not open is told by the scrubber; here it is one without a text
        let Ok(handed) = unrecorded(&ctx, &version).await else { continue };
        match reader.text(handed).await {
            Err(NoText::Unavailable) => {}
            text => texts.remember(case, &version, text.map(Arc::new)),
        }
        // the file may be destroyed meanwhile, or handed over; whoever destroys it lets go of what was remembered before
        if !ctx.may(Action::SearchCase, Some(case)).await.unwrap_or(false) {
            texts.forget(&[case]);
            return;
        }
    }
}
