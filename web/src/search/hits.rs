//! What was found, as lines of a list; and what was looked through for it, in words.

use casework::search::{Extent, Hit};
use domain::ids::DossierId;
use domain::search::{Excerpt, Piece};

use crate::cases::kinds::Kind;
use crate::cases::sheets::Teller;
use crate::face::prelude::*;
use crate::face::voice::asked;
use crate::face::when;
use crate::paths;

/// A place in which something was found.
#[derive(Clone)]
pub struct ExcerptLine {
    /// What stands before it on its sheet.
    pub term: Words,
    /// The page on which it stands, where there are pages.
    pub page: Option<(Words, String)>,
    /// The text, piece by piece.
    pub pieces: Vec<Piece>,
    /// The name behind the curtain, in place of the text.
    pub covered: Option<Name>,
}

/// An entry or a document that fits.
#[derive(Clone)]
pub struct HitLine {
    /// Its icon.
    pub icon: &'static str,
    /// What it is.
    pub title: Words,
    /// Where it stands.
    pub href: String,
    /// What kind it is.
    pub kind: Words,
    /// When it happened.
    pub when: Words,
    /// Who wrote it, and as which entry.
    pub who: Words,
    /// The first places.
    pub excerpts: Vec<ExcerptLine>,
    /// How many there are, when not all of them are shown.
    pub places: Words,
}

/// Under which filter what was found falls.
pub(super) fn kind_of(teller: &Teller<'_>, hit: &Hit) -> Option<Kind> {
    teller.view.seen.opened.entry(hit.entry).map(|entry| Kind::of(&entry.event))
}

/// What was found as a line. To be called while a page is being built.
pub(super) fn line(teller: &Teller<'_>, hit: &Hit) -> Option<HitLine> {
    let entry = teller.view.seen.opened.entry(hit.entry)?;
    let case = teller.view.id();
    let sheet = teller.content(&entry.event);
    let document = hit.document.and_then(|(id, _)| teller.view.file().documents.find(id));
    let kind = Kind::of(&entry.event);
    let shown: usize =
        hit.finding.excerpts.iter().flat_map(|excerpt| &excerpt.pieces).filter(|piece| piece.found).count();
    Some(HitLine {
        icon: sheet.icon,
        title: match document {
            Some(document) => document.about.title.reveal().to_owned().into(),
            None => sheet.title,
        },
        href: match hit.document {
            Some((id, _)) => paths::document(case, id),
            None => paths::entry(case, entry.id.number),
        },
        kind: kind.word().into(),
        when: when::full_day(hit.at.on(&teller.person.voice().zone).date()).into(),
        who: Words::from("{who}, entry {n}").with("who", entry.signature.name.clone()).with("n", entry.id.number.0),
        excerpts: hit.finding.excerpts.iter().map(|excerpt| excerpt_line(case, hit, excerpt)).collect(),
        places: if shown < hit.finding.places {
            Words::from("Found in {n} places").with("n", hit.finding.places)
        } else {
            Words::default()
        },
    })
}

fn excerpt_line(case: DossierId, hit: &Hit, excerpt: &Excerpt) -> ExcerptLine {
    let page = |page: u32| {
        let (document, version) = hit.document?;
        let href = format!("{}/look/{version}?page={page}", paths::document(case, document));
        Some((Words::from("Page {n}").with("n", page), href))
    };
    let text = || excerpt.pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
    ExcerptLine {
        term: excerpt.term.into(),
        page: excerpt.page.and_then(page),
        pieces: excerpt.pieces.clone(),
        covered: (excerpt.name && asked(|voice| voice.curtain)).then(|| Name::new(text())),
    }
}

fn counted(one: &'static str, many: &'static str, n: usize) -> Option<Words> {
    (0 < n).then(|| Words::count(one, many, i64::try_from(n).unwrap_or(i64::MAX)))
}

/// What was looked through.
pub(super) fn looked_through(extent: &Extent) -> Vec<Words> {
    [
        counted("The words of one entry", "The words of {n} entries", extent.entries),
        counted(
            "Title, name and text of one document, in its latest version",
            "Titles, names and texts of {n} documents, each in its latest version",
            extent.documents,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What was not looked through, and why.
pub(super) fn left_out(extent: &Extent) -> Vec<Words> {
    [
        counted(
            "One document is still being read. Search again in a moment.",
            "{n} documents are still being read. Search again in a moment.",
            extent.waiting,
        ),
        counted(
            "One scan or photo has no text: only its title and name were searched.",
            "{n} scans or photos have no text: only their titles and names were searched.",
            extent.pictures,
        ),
        counted(
            "The text of one Word, e-mail or other file is not read: only its title and name were searched.",
            "The texts of {n} Word, e-mail or other files are not read: only their titles and names were searched.",
            extent.kinds,
        ),
        counted(
            "The text of one document could not be read; it may be damaged, very large or protected by a password.",
            "The texts of {n} documents could not be read; they may be damaged, very large or protected by a password.",
            extent.unread,
        ),
        counted(
            "One document is so long that only about the first million letters of it were searched.",
            "{n} documents are so long that only about the first million letters of each were searched.",
            extent.cut,
        ),
        counted(
            "One entry that you may not read was not opened.",
            "{n} entries that you may not read were not opened.",
            extent.closed,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}
