//! One search in one case. Words and texts are compared on a thread of their own, and nothing of either is kept but the texts of documents.

use std::sync::Arc;
use std::time::{Duration, Instant as Moment};

use domain::cases::CaseFile;
use domain::documents::{Document, DocumentRules, Version};
use domain::event::Event;
use domain::ids::{DossierId, EntryNumber, ItemId};
use domain::media::Media;
use domain::policy::Action;
use domain::search::{Finding, Passage, Sought};
use domain::time::Instant;
use tokio::task::spawn_blocking;
use zeroize::Zeroizing;

use super::texts::{NoText, ReadsText, TEXT, read_all, searched};
use crate::house::{Opened, Seen, Sheet};
use crate::{Ctx, Failure, Fault, Never};

/// How long a search waits for documents that were not read yet. They are read on for the next one.
const PATIENCE: Duration = Duration::from_secs(4);

/// How long texts of documents are looked through.
const LOOKING: Duration = Duration::from_secs(3);

/// What a search has found. It exists only after its access record is in the ledger.
pub struct Found {
    /// The file.
    pub seen: Seen<CaseFile>,
    /// What fits, the newest first.
    pub hits: Vec<Hit>,
    /// What was looked through for it.
    pub extent: Extent,
}

/// An entry or a document that fits.
#[derive(Clone)]
pub struct Hit {
    /// The entry; of a document the one that filed its latest version.
    pub entry: EntryNumber,
    /// When it happened.
    pub at: Instant,
    /// The document and its latest version, if it is one.
    pub document: Option<(ItemId, u32)>,
    /// Where in it.
    pub finding: Finding,
}

/// What was looked through, and what was not: numbers of entries and of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extent {
    /// Entries.
    pub entries: usize,
    /// Entries above the clearance, which were not opened.
    pub closed: usize,
    /// Documents with their text.
    pub documents: usize,
    /// Of these, such as are so long that only their beginning was.
    pub cut: usize,
    /// Scans and photos: there is no text in them.
    pub pictures: usize,
    /// Documents of a kind of which the text is not read.
    pub kinds: usize,
    /// Documents that could not be read, because they are damaged or ask for a password.
    pub unread: usize,
    /// Documents that are still being read.
    pub waiting: usize,
}

/// What there is of the text of a document.
enum Read {
    Text(Arc<Zeroizing<String>>),
    Not(NoText),
    Waiting,
}

/// Searches in a case: in the words of entries, and in what is said of documents and written in them. The search is recorded; the words are not.
///
/// # Errors
/// [`Failure::Refused`] when there is no such case that the person may read.
pub async fn search_case(
    ctx: &Ctx,
    case: DossierId,
    sought: Sought,
    reader: impl ReadsText,
) -> Result<Found, Failure<Never>> {
    let seen = ctx.view::<CaseFile>(Action::SearchCase, case).await?;
    let read = if seen.may(Action::ReadDocument) { gather(ctx, &seen, reader).await } else { Vec::new() };
    let rules = ctx.house.organisation().await?.rulebook.documents.clone();
    let opened = seen.opened.clone();
    let looked = spawn_blocking(move || look(&opened, &sought, &read, &rules)).await;
    let (hits, extent) = looked.map_err(|_| Fault::Other("search"))?;
    Ok(Found { seen, hits, extent })
}

/// Whether the text of such files is read.
const fn is_read(media: Media) -> bool {
    matches!(media, Media::Pdf | Media::Text)
}

/// The texts of all documents, in their order, as far as they come in time.
async fn gather(ctx: &Ctx, seen: &Seen<CaseFile>, reader: impl ReadsText) -> Vec<Read> {
    let (case, texts) = (seen.dossier, &ctx.house.texts);
    let readable = searched(seen).map(|(_, version)| version).filter(|version| is_read(version.filed.file.media));
    let missing: Vec<Version> = readable.filter(|version| texts.recall(case, version).is_none()).cloned().collect();
    let mut done = true;
    if !missing.is_empty() {
        // a task of its own, which comes to its end also when the search does not wait any more
        let reading = tokio::spawn(read_all(ctx.clone(), case, missing, reader));
        done = tokio::time::timeout(PATIENCE, reading).await.is_ok();
    }
    let read = |(_, version): (&Document, &Version)| match texts.recall(case, version) {
        _ if !is_read(version.filed.file.media) => Read::Not(NoText::Kind),
        Some(Ok(text)) => Read::Text(text),
        Some(Err(why)) => Read::Not(why),
        None if done => Read::Not(NoText::Unavailable),
        None => Read::Waiting,
    };
    searched(seen).map(read).collect()
}

fn look(opened: &Opened<CaseFile>, sought: &Sought, read: &[Read], rules: &DocumentRules) -> (Vec<Hit>, Extent) {
    let mut extent = Extent::default();
    let mut hits = Vec::new();
    for sheet in opened.sheets.iter() {
        let Sheet::Open(entry) = sheet else {
            extent.closed += 1;
            continue;
        };
        // what was filed is searched as a document
        if matches!(entry.event, Event::DocumentFiled(_)) {
            continue;
        }
        extent.entries += 1;
        let finding = sought.find(&entry.event.said());
        let hit = |finding| Hit { entry: entry.id.number, at: entry.happened(), document: None, finding };
        hits.extend(finding.map(hit));
    }
    let until = Moment::now() + LOOKING;
    for (n, (document, version)) in searched(&opened.file).enumerate() {
        let text = match read.get(n).unwrap_or(&Read::Not(NoText::Unavailable)) {
            Read::Text(_) if until < Moment::now() => &Read::Waiting,
            read => read,
        };
        extent.count(text, version.filed.file.media);
        let finding = sought.find(&passages(document, text, rules));
        let happened = || opened.entry(version.entry).map_or(version.at, domain::entry::Entry::happened);
        hits.extend(finding.map(|finding| Hit {
            entry: version.entry,
            at: happened(),
            document: Some((document.id, version.filed.version)),
            finding,
        }));
    }
    hits.sort_by_key(|hit| std::cmp::Reverse((hit.at, hit.entry)));
    (hits, extent)
}

impl Extent {
    fn count(&mut self, read: &Read, media: Media) {
        let picture = matches!(media, Media::Jpeg | Media::Heic | Media::Png | Media::Webp | Media::Tiff);
        match read {
            Read::Text(text) if text.trim().is_empty() => self.pictures += 1,
            Read::Text(text) => {
                self.documents += 1;
                self.cut += usize::from(TEXT <= text.len());
            }
            Read::Not(_) if picture => self.pictures += 1,
            Read::Not(NoText::Kind) => self.kinds += 1,
            Read::Not(_) => self.unread += 1,
            Read::Waiting => self.waiting += 1,
        }
    }
}

/// What is said of a document, and what is written in it.
fn passages<'d>(document: &'d Document, read: &'d Read, rules: &'d DocumentRules) -> Vec<Passage<'d>> {
    let mut passages = vec![
        Passage::new("Title", document.about.title.reveal()),
        Passage::new("Type", rules.name_of(&document.about.kind)),
        Passage::new("Name", document.name.reveal()),
    ];
    let original = document.versions.iter().rev().find_map(|version| version.filed.file.original.as_ref());
    passages.extend(original.map(|name| Passage::new("Name before it was filed", name.reveal())));
    if let Read::Text(text) = read {
        let paged = document.latest().is_some_and(|version| version.filed.file.media == Media::Pdf);
        let page = |(n, text)| {
            let passage = Passage::new("Text", text);
            if paged { passage.on_page(n) } else { passage }
        };
        passages.extend((1..).zip(text.split('\u{c}')).map(page));
    }
    passages
}
