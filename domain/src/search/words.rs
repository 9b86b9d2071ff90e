//! A text as the words that are looked for in it, each with the place where it stands.

use std::ops::Range;

use crate::folding::{fold, leans, separates, stands_alone};

/// The words of a text in their order, folded.
#[derive(Default)]
pub(super) struct Words {
    letters: String,
    all: Vec<Word>,
}

/// One word: its folded letters, and where it stands in the text; both in bytes.
struct Word {
    letters: Range<usize>,
    at: Range<usize>,
}

impl Words {
    /// The words of this text. In scripts without spaces each letter is a word.
    pub(super) fn of(text: &str) -> Self {
        let mut words = Self { letters: String::with_capacity(text.len()), all: Vec::new() };
        let mut open: Option<Word> = None;
        let mut alone = false;
        for (at, c) in text.char_indices() {
            if separates(c) || (!leans(c) && (alone || stands_alone(c))) {
                words.take(open.take());
                alone = stands_alone(c);
            }
            if separates(c) {
                continue;
            }
            let here = words.letters.len();
            let word = open.get_or_insert(Word { letters: here..here, at: at..at });
            fold(c, &mut words.letters);
            word.at.end = at + c.len_utf8();
            word.letters.end = words.letters.len();
        }
        words.take(open);
        words
    }

    /// A word of which nothing remains is none.
    fn take(&mut self, word: Option<Word>) {
        self.all.extend(word.filter(|word| !word.letters.is_empty()));
    }

    /// The folded words.
    pub(super) fn folded(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|word| self.letters_of(word))
    }

    fn letters_of(&self, word: &Word) -> &str {
        self.letters.get(word.letters.clone()).unwrap_or_default()
    }

    /// Where these words stand one behind the other; the last of them may go on when only its beginning is known.
    pub(super) fn places(&self, wanted: &[String], begins: bool) -> Vec<Range<usize>> {
        let Some((last, first)) = wanted.split_last() else { return Vec::new() };
        let fits = |run: &&[Word]| {
            let Some((end, before)) = run.split_last() else { return false };
            let end = self.letters_of(end);
            (end == last || (begins && end.starts_with(last.as_str())))
                && before.iter().zip(first).all(|(word, wanted)| self.letters_of(word) == wanted)
        };
        let range = |run: &[Word]| Some(run.first()?.at.start..run.last()?.at.end);
        self.all.windows(wanted.len()).filter(fits).filter_map(range).collect()
    }
}
