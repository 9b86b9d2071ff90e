//! Every text that people read, and the one function that translates it.
//!
//! English is the source. A text written in the code (`&'static str`) is translated where it is shown; a `String` is somebody's
//! data, or already told, and is shown as it stands. Both are escaped. So a label is written as a literal, a name as a value,
//! and nothing has to be marked twice.

use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};

use askama::filters::{Escaper as _, Html};

use super::voice::{Locale, asked};

/// A text in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// Of the source: translated when shown.
    Source(&'static str),
    /// Shown as it stands.
    Plain(String),
    /// Translated already, with parts in it.
    Filled(Filled),
}

/// A text with places, and what stands in them: put together when it is shown, so that braces in somebody's data never become places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    text: Cow<'static, str>,
    /// By their keys; safe HTML.
    parts: Vec<(&'static str, String)>,
}

/// A stretch of a text with places.
enum Piece<'t, P> {
    Own(&'t str),
    Part(P),
}

impl Words {
    /// One of two texts by number; `{n}` in it becomes the number.
    pub fn count(one: &'static str, many: &'static str, n: impl Into<i64>) -> Self {
        let n = n.into();
        Self::Source(if n == 1 { one } else { many }).with("n", n)
    }

    /// Fills `{key}` with a part: a text, a number, a name, a state, a link.
    #[must_use]
    pub fn with(self, key: &'static str, part: impl Argument) -> Self {
        let mut html = String::new();
        part.write(&mut html);
        let mut filled = match self {
            Self::Source(text) => Filled { text: translate(text), parts: Vec::new() },
            Self::Plain(text) => Filled { text: text.into(), parts: Vec::new() },
            Self::Filled(filled) => filled,
        };
        filled.parts.push((key, html));
        Self::Filled(filled)
    }

    /// Some texts one behind the other, as `pattern` puts `{one}` behind `{all}` before it; nothing when there are none.
    pub fn joined(texts: impl IntoIterator<Item = Self>, pattern: &'static str) -> Option<Self> {
        texts.into_iter().reduce(|all, one| Self::Source(pattern).with("all", all).with("one", one))
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Source(text) => text.is_empty(),
            Self::Plain(text) => text.is_empty(),
            Self::Filled(filled) => filled.text.is_empty(),
        }
    }
}

impl Default for Words {
    fn default() -> Self {
        Self::Source("")
    }
}

impl Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(text) => Html.write_escaped_str(f, &translate(text)),
            Self::Plain(text) => Html.write_escaped_str(f, text),
            Self::Filled(filled) => fill(&filled.text, &filled.parts, |piece| match piece {
                Piece::Own(text) => Html.write_escaped_str(&mut *f, text),
                Piece::Part(html) => f.write_str(html),
            }),
        }
    }
}

impl From<&'static str> for Words {
    fn from(text: &'static str) -> Self {
        Self::Source(text)
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self::Plain(text)
    }
}

impl From<&Words> for Words {
    fn from(words: &Words) -> Self {
        words.clone()
    }
}

/// What may be filled into [`Words`].
pub trait Argument {
    /// Writes itself as safe HTML.
    fn write(&self, out: &mut String);
}

macro_rules! plain_argument {
    ($($kind:ty),*) => { $(impl Argument for $kind {
        fn write(&self, out: &mut String) {
            let _ = Html.write_escaped_str(out, &self.to_string());
        }
    })* };
}
plain_argument!(str, String, i64, i32, u32, u64, usize, u16, u8);

impl<T: Argument + ?Sized> Argument for &T {
    fn write(&self, out: &mut String) {
        (*self).write(out);
    }
}

/// Makes types that write safe HTML of our own into parts of pages: never escaped again, and usable inside [`Words`].
macro_rules! html_parts {
    ($($kind:ty),* $(,)?) => { $(
        impl askama::filters::HtmlSafe for $kind {}
        impl $crate::face::words::Argument for $kind {
            fn write(&self, out: &mut String) {
                let _ = std::fmt::Write::write_fmt(out, format_args!("{self}"));
            }
        }
    )* };
}
pub(crate) use html_parts;

html_parts!(Words);

/// The text in the language of the page that is being rendered, as plain text. `{key}` is left as it is.
pub fn translate(source: &'static str) -> Cow<'static, str> {
    match asked(|voice| voice.locale) {
        Locale::English => Cow::Borrowed(source),
        Locale::Pseudo => Cow::Owned(pseudo(source)),
    }
}

/// A translated plain text with its parts filled in, for where no HTML can stand, such as attributes.
pub fn text(source: &'static str, parts: &[(&'static str, &dyn Display)]) -> String {
    let mut told = String::with_capacity(source.len() + 16);
    let _ = fill(&translate(source), parts, |piece| match piece {
        Piece::Own(text) => told.write_str(text),
        Piece::Part(part) => write!(told, "{part}"),
    });
    told
}

/// Tells a text piece by piece: `{key}` is the part of that key, and braces around anything else are braces.
fn fill<'p, P>(
    text: &str,
    parts: &'p [(&'static str, P)],
    mut tell: impl FnMut(Piece<'_, &'p P>) -> fmt::Result,
) -> fmt::Result {
    let mut rest = text;
    while let Some((own, behind)) = rest.split_once('{') {
        tell(Piece::Own(own))?;
        let place = behind.split_once('}').and_then(|(key, rest)| {
            let (_, part) = parts.iter().find(|(known, _)| *known == key)?;
            Some((part, rest))
        });
        if let Some((part, behind)) = place {
            tell(Piece::Part(part))?;
            rest = behind;
        } else {
            tell(Piece::Own("{"))?;
            rest = behind;
        }
    }
    tell(Piece::Own(rest))
}

/// A number as people read it, in groups of three: "47 640".
pub fn figure(n: impl Into<i64>) -> String {
    let n = n.into();
    let digits = n.unsigned_abs().to_string();
    let mut told = String::from(if n < 0 { "−" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if 0 < i && (digits.len() - i).is_multiple_of(3) && 4 < digits.len() {
            told.push('\u{202f}');
        }
        told.push(digit);
    }
    told
}

/// The size of a file, or the room on a disk: "80 GB".
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["bytes", "kB", "MB", "GB", "TB"];
    let (mut whole, mut unit) = (bytes, 0);
    while 1000 <= whole && unit + 1 < UNITS.len() {
        whole /= 1000;
        unit += 1;
    }
    format!("{whole} {}", UNITS.get(unit).unwrap_or(&"bytes"))
}

/// Brackets, accents and a third more length; what stands in braces stays.
fn pseudo(source: &str) -> String {
    if source.is_empty() {
        return String::new();
    }
    let mut out = String::from("⟪");
    let mut inside = false;
    for c in source.chars() {
        inside = (inside || c == '{') && c != '}';
        out.push(if inside { c } else { accent(c) });
    }
    let _ = write!(out, "{:·<width$}⟫", "", width = source.chars().count() / 3);
    out
}

const fn accent(c: char) -> char {
    match c {
        'a' => 'å',
        'e' => 'é',
        'i' => 'ï',
        'o' => 'ö',
        'u' => 'ü',
        'c' => 'ç',
        'n' => 'ñ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::voice::{Voice, speaking};

    fn in_pseudo<T>(tell: impl FnOnce() -> T) -> T {
        speaking(&Voice { locale: Locale::Pseudo, ..Voice::default() }, tell)
    }

    #[test]
    fn a_literal_is_translated_and_a_value_is_not() {
        in_pseudo(|| {
            assert_eq!(Words::from("Close").to_string(), "⟪Clösé·⟫");
            assert_eq!(Words::from("Close".to_owned()).to_string(), "Close");
        });
    }

    #[test]
    fn what_is_filled_in_is_escaped_and_the_key_is_not_translated() {
        let told = in_pseudo(|| Words::from("Sent to {one}").with("one", "<b>").to_string());
        assert_eq!(told, "⟪Séñt tö &#60;b&#62;····⟫");
    }

    #[test]
    fn a_key_is_filled_wherever_it_stands_and_nothing_else_in_braces_is() {
        assert_eq!(text("{a}, {b} {a}{", &[("a", &"{b}")]), "{b}, {b} {b}{");
        assert_eq!(text("{aa} {{a}} a}", &[("a", &"x")]), "{aa} {x} a}");
        assert_eq!(text("", &[("a", &"x")]), "");
    }

    #[test]
    fn braces_in_what_is_filled_in_are_no_places() {
        let told = Words::from("{goal}: {state}").with("goal", "Write {state} down").with("state", "met");
        assert_eq!(told.to_string(), "Write {state} down: met");
        assert_eq!(text("{a} {b}", &[("a", &"{b}"), ("b", &"x")]), "{b} x");
    }

    #[test]
    fn large_numbers_stand_in_groups() {
        assert_eq!(figure(4_810), "4810");
        assert_eq!(figure(47_640), "47\u{202f}640");
        assert_eq!(figure(-1_234_567), "−1\u{202f}234\u{202f}567");
    }

    #[test]
    fn sizes_are_told_in_words() {
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(5_000_003), "5 MB");
        assert_eq!(size(u64::MAX), "18446744 TB");
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(Words::count("{n} day late", "{n} days late", 1).to_string(), "1 day late");
        assert_eq!(Words::count("{n} day late", "{n} days late", 2).to_string(), "2 days late");
    }
}
