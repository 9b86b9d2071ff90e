//! Makes every text of a document printable: what no font has becomes a box, what is invisible and harmful goes.
//!
//! PDF/A forbids glyphs that stand for nothing, so one emoji in one note would make a whole export fail. The count of boxes is
//! printed at the foot of the document; the record itself is unchanged.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use typst::text::is_default_ignorable;
use unicode_segmentation::UnicodeSegmentation;

use crate::fonts::{BASE, Fonts};

/// What stands for a character that cannot be printed.
pub(crate) const BOX: char = '\u{25A1}';

/// A word may break after so many letters, or it would run off the sheet; a hash in base 64 (44 letters) stays whole.
const LONGEST_WORD: usize = 48;

/// … and from there on again after so many.
const BREAK_EVERY: usize = 12;

/// Zero-width space: lets a line end here and prints nothing.
const MAY_BREAK: char = '\u{200B}';

/// How much is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Everything for which some font has all characters of a letter.
    AllCovered,
    /// Only what the serif itself has, one character at a time: the last resort when a font covers a letter and still cannot shape it.
    SerifOnly,
}

/// A pass over one document.
pub(crate) struct Legible<'a> {
    fonts: &'a Fonts,
    keep: Keep,
    known: BTreeMap<String, bool>,
    further: BTreeSet<&'a str>,
    /// How many letters became boxes.
    pub(crate) boxes: usize,
}

impl<'a> Legible<'a> {
    /// A pass that has seen nothing yet.
    pub(crate) fn new(fonts: &'a Fonts, keep: Keep) -> Self {
        Self { fonts, keep, known: BTreeMap::new(), further: BTreeSet::new(), boxes: 0 }
    }

    /// The families to set the document in: the serif, those that its characters asked for, the other bundled ones.
    pub(crate) fn families(&self) -> Vec<&'a str> {
        let further = self.further.iter().copied();
        BASE.into_iter().take(1).chain(further).chain(BASE.into_iter().skip(1)).collect()
    }

    /// Goes through every text in `value`.
    pub(crate) fn clean(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.clean(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.clean(field)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn text(&mut self, raw: &str) -> String {
        let visible: String = raw.chars().filter(|&c| !turns(c)).map(spaced).collect();
        let (mut printed, mut unbroken) = (String::with_capacity(visible.len()), 0_usize);
        for letter in visible.graphemes(true) {
            unbroken = if letter.trim().is_empty() { 0 } else { unbroken + 1 };
            if LONGEST_WORD < unbroken {
                printed.push(MAY_BREAK);
                unbroken = LONGEST_WORD - BREAK_EVERY + 1;
            }
            printed.push_str(&self.letter(letter));
        }
        printed
    }

    fn letter(&mut self, letter: &str) -> String {
        if letter.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')) || self.is_printable(letter) {
            return letter.to_owned();
        }
        self.boxes += 1;
        BOX.to_string()
    }

    fn is_printable(&mut self, letter: &str) -> bool {
        if let Some(&known) = self.known.get(letter) {
            return known;
        }
        let answer = self.look_up(letter);
        self.known.insert(letter.to_owned(), answer);
        answer
    }

    fn look_up(&mut self, letter: &str) -> bool {
        let chars: Vec<char> = letter.chars().filter(|&c| !is_default_ignorable(c)).collect();
        if chars.iter().any(|&c| is_private(c) || c.is_control()) {
            return false;
        }
        if self.keep == Keep::SerifOnly {
            return letter.chars().count() == 1 && chars.iter().all(|&c| self.fonts.is_plain(c));
        }
        let Some(family) = self.fonts.family_with(&chars) else { return false };
        if !BASE.contains(&family) {
            self.further.insert(family);
        }
        true
    }
}

/// Characters that turn or hide the text around them. They are refused when text is written; here they are left out once more.
fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Every kind of line end is one line end, and a tab is a space.
fn spaced(c: char) -> char {
    match c {
        '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\t' => ' ',
        other => other,
    }
}

/// PDF/A-2a wants to know what each glyph means; a private character means nothing to a stranger.
fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(keep: Keep, raw: &str, printed: &str, boxes: usize) {
        let fonts = Fonts::load(&[]);
        let mut pass = Legible::new(&fonts, keep);
        let mut value = serde_json::json!([{ "text": raw }]);
        pass.clean(&mut value);
        assert_eq!((value[0]["text"].as_str().unwrap(), pass.boxes), (printed, boxes));
    }

    #[test]
    fn names_in_the_scripts_at_hand_stay_as_they_are() {
        for name in [
            "Zoë Çelik",
            "Олена Шевченко",
            "Ελένη",
            "שרה לוי",
            "ليلى حداد",
            "अनिता शर्मा",
            "Nguyễn Thị Hồng",
            "e\u{301}",
        ] {
            check(Keep::AllCovered, name, name, 0);
        }
    }

    #[test]
    fn what_no_font_has_becomes_one_box_a_letter() {
        check(Keep::AllCovered, "王伟 came", "□□ came", 2);
        check(Keep::AllCovered, "fine \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}!", "fine □!", 1);
        check(Keep::AllCovered, "a\u{E000}b\u{7}c", "a□b□c", 2);
    }

    #[test]
    fn what_turns_the_text_is_left_out_and_line_ends_are_one() {
        check(Keep::AllCovered, "pay\u{202E}lla\u{202C}\u{2028}next\tcell\u{FEFF}", "paylla\nnext cell", 0);
    }

    #[test]
    fn a_word_longer_than_a_line_may_break() {
        let word = "x".repeat(62);
        check(
            Keep::AllCovered,
            &format!("{word} y"),
            &format!("{}\u{200B}{}\u{200B}xx y", "x".repeat(48), "x".repeat(12)),
            0,
        );
    }

    #[test]
    fn the_last_resort_keeps_single_letters_of_the_serif() {
        check(Keep::SerifOnly, "Ольга, e\u{301}, अ", "Ольга, □, □", 2);
    }
}
