//! Files of notes: the anchor file outside the database and the second file of a ledger export. Notes one after the other, each followed by
//! an empty line, in the order in which they were signed.

use std::io::{self, BufRead};

/// What to append to a file of notes for this note.
pub fn append(note: &str) -> String {
    format!("{note}\n")
}

/// The whole notes in this text, and what is left at the end: empty, or the beginning of a note whose writing was interrupted.
///
/// A writer that finds something left cuts it off before it appends.
pub fn split(text: &str) -> (Vec<&str>, &str) {
    let (mut notes, mut rest) = (Vec::new(), text);
    while let Some((note, more)) = first(rest) {
        notes.push(note);
        rest = more;
    }
    (notes, rest)
}

/// A note has one empty line inside, after its text, and one behind it.
fn first(text: &str) -> Option<(&str, &str)> {
    let inside = text.find("\n\n")? + 2;
    let end = inside + text.get(inside..)?.find("\n\n")? + 1;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

/// Reads notes one by one, so that a long file need not stand in memory.
#[derive(Debug)]
pub struct NotesReader<R>(R);

/// Lines beyond this length are no part of a note.
const LONGEST: usize = 1 << 16;

impl<R: BufRead> NotesReader<R> {
    /// Over this file.
    pub const fn new(file: R) -> Self {
        Self(file)
    }

    /// The next note, `None` at the end. What is left of an interrupted writing comes out as it is and will not parse.
    ///
    /// # Errors
    /// Whatever reading the file reports, also when it is not UTF-8.
    pub fn next_note(&mut self) -> io::Result<Option<String>> {
        let (mut note, mut empty_lines) = (String::new(), 0);
        while empty_lines < 2 && note.len() <= LONGEST {
            let before = note.len();
            let length = self.0.read_line(&mut note)?;
            if length == 0 {
                break;
            }
            empty_lines += usize::from(note.get(before..) == Some("\n"));
        }
        if empty_lines == 2 {
            note.pop();
        }
        Ok(Some(note).filter(|note| !note.is_empty()))
    }
}
