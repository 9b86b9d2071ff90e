//! Searching in one open file: what is looked for, and where it stands in what was said. Nothing is kept for it: the texts are read, and forgotten.
//!
//! Words are compared [folded](crate::folding). Each must stand somewhere in the same entry or document, in whatever order; words in quotation marks
//! stand one behind the other, as they are.

mod said;
mod words;

use std::ops::Range;

use crate::text::Line;
use words::Words;

/// From how many letters on a word is found by its beginning; shorter ones are found whole.
const BEGINNING: usize = 3;

/// How many places of one entry are shown.
const EXCERPTS: usize = 3;

/// How much is shown before what was found, in characters.
const BEFORE: usize = 60;

/// How much is shown of a place, in characters.
const LENGTH: usize = 240;

/// A text of an entry or a document, with what it is.
#[derive(Clone, Copy)]
pub struct Passage<'t> {
    /// What stands before it on its sheet, such as "Summary".
    pub term: &'static str,
    /// The text.
    pub text: &'t str,
    /// The page on which it stands, from 1, where there are pages.
    pub page: Option<u32>,
    /// Whether it is the name of somebody, which a curtain may cover.
    pub name: bool,
}

impl<'t> Passage<'t> {
    /// This text.
    pub const fn new(term: &'static str, text: &'t str) -> Self {
        Self { term, text, page: None, name: false }
    }

    /// The name of somebody.
    pub const fn name(term: &'static str, text: &'t str) -> Self {
        Self { term, text, page: None, name: true }
    }

    /// The same, on this page.
    #[must_use]
    pub const fn on_page(self, page: u32) -> Self {
        Self { page: Some(page), ..self }
    }
}

/// What is looked for. Nothing of it is printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Sought(Vec<Wanted>);

/// One word, or several that stand one behind the other.
#[derive(Clone, PartialEq, Eq)]
struct Wanted {
    words: Vec<String>,
    /// Whether the last one is found by its beginning.
    begins: bool,
}

/// What was found in an entry or a document. Nothing of it is printed.
#[derive(Clone)]
pub struct Finding {
    /// The first places.
    pub excerpts: Vec<Excerpt>,
    /// In how many places something was found.
    pub places: usize,
}

/// A place in which something was found.
#[derive(Clone)]
pub struct Excerpt {
    /// What stands before it on its sheet.
    pub term: &'static str,
    /// The page on which it stands, where there are pages.
    pub page: Option<u32>,
    /// Whether it is the name of somebody.
    pub name: bool,
    /// The text, piece by piece.
    pub pieces: Vec<Piece>,
}

/// A piece of an excerpt.
#[derive(Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it is what was looked for.
    pub found: bool,
}

/// There is no word in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("please type a word or a number; signs alone cannot be found")]
pub struct NoWord;

impl Sought {
    /// Reads what somebody typed. Words that are joined by signs, such as a case number, stand one behind the other.
    ///
    /// # Errors
    /// [`NoWord`] when there is no letter and no digit in it.
    pub fn parse(typed: &Line) -> Result<Self, NoWord> {
        let mut all: Vec<Wanted> = Vec::new();
        for (n, part) in typed.reveal().split(['"', '“', '”', '„', '«', '»']).enumerate() {
            let quoted = n % 2 == 1;
            let groups: Vec<&str> = if quoted { vec![part] } else { part.split_whitespace().collect() };
            for group in groups {
                let words: Vec<String> = Words::of(group).folded().map(str::to_owned).collect();
                let begins = !quoted && words.last().is_some_and(|last| BEGINNING <= last.chars().count());
                let wanted = Wanted { words, begins };
                if !wanted.words.is_empty() && !all.contains(&wanted) {
                    all.push(wanted);
                }
            }
        }
        if all.is_empty() { Err(NoWord) } else { Ok(Self(all)) }
    }

    /// Where it stands in these passages of one entry or document; nothing unless all of it does.
    pub fn find(&self, passages: &[Passage<'_>]) -> Option<Finding> {
        let texts: Vec<Words> = passages.iter().map(|passage| Words::of(passage.text)).collect();
        let mut places: Vec<Vec<Range<usize>>> = vec![Vec::new(); passages.len()];
        for wanted in &self.0 {
            let mut found = false;
            for (text, places) in texts.iter().zip(&mut places) {
                let here = text.places(&wanted.words, wanted.begins);
                found |= !here.is_empty();
                places.extend(here);
            }
            if !found {
                return None;
            }
        }
        places.iter_mut().for_each(unite);
        let found = passages.iter().zip(&places).filter(|(_, places)| !places.is_empty());
        Some(Finding {
            excerpts: found.take(EXCERPTS).map(|(passage, places)| excerpt(passage, places)).collect(),
            places: places.iter().map(Vec::len).sum(),
        })
    }
}

/// In their order, and those that overlap as one.
fn unite(places: &mut Vec<Range<usize>>) {
    places.sort_unstable_by_key(|place| (place.start, place.end));
    places.dedup_by(|next, before| {
        let overlap = next.start < before.end;
        if overlap {
            before.end = before.end.max(next.end);
        }
        overlap
    });
}

/// What stands around the first place.
fn excerpt(passage: &Passage<'_>, places: &[Range<usize>]) -> Excerpt {
    let text = passage.text;
    let window = window(text, places.first().map_or(0, |first| first.start));
    let mut pieces = Vec::new();
    let mut piece = |range: Range<usize>, found: bool| {
        let text = text.get(range).filter(|text| !text.is_empty());
        pieces.extend(text.map(|text| Piece { text: text.to_owned(), found }));
    };
    let mut at = window.start;
    for place in places.iter().take_while(|place| place.start < window.end) {
        piece(at..place.start, false);
        at = place.end.min(window.end);
        piece(place.start..at, true);
    }
    piece(at..window.end, false);
    let cut = || Piece { text: "…".to_owned(), found: false };
    if 0 < window.start {
        pieces.insert(0, cut());
    }
    if window.end < text.len() {
        pieces.push(cut());
    }
    Excerpt { term: passage.term, page: passage.page, name: passage.name, pieces }
}

/// What is shown of a text in which something was found at `first`: whole words where there are spaces.
fn window(text: &str, first: usize) -> Range<usize> {
    let (before, behind) = text.split_at_checked(first).unwrap_or((text, ""));
    let start = match before.char_indices().rev().nth(BEFORE) {
        None => 0,
        Some((far, _)) => {
            let near = before.get(far..).unwrap_or_default();
            near.char_indices().find(|(_, c)| c.is_whitespace()).map_or(far, |(space, c)| far + space + c.len_utf8())
        }
    };
    let end = match behind.char_indices().nth(LENGTH - BEFORE) {
        None => text.len(),
        Some((far, _)) => {
            let near = behind.get(..far).unwrap_or_default();
            first + near.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(far, |(space, _)| space)
        }
    };
    start..end.max(first)
}

#[cfg(test)]
mod tests;
