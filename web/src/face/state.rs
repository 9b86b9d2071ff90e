//! A state is a hue, an icon and a word, always all three; and the link to a clause.

use askama::Template;
use domain::time::Instant;

use super::filters;
use super::voice::asked;
use super::when;
use super::words::{Words, html_parts};

/// The four hues that mean something. No tone at all is plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing to say by colour.
    #[default]
    Plain,
    /// Soon to be done.
    Due,
    /// Should have been done.
    Overdue,
    /// Done.
    Done,
    /// Worth knowing.
    Note,
}

impl Tone {
    /// The class that sets the hue; empty for plain.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Due => "tone-due",
            Self::Overdue => "tone-overdue",
            Self::Done => "tone-done",
            Self::Note => "tone-note",
        }
    }

    /// The icon that stands with the hue when no other is named.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Plain => "calendar",
            Self::Due => "clock",
            Self::Overdue => "late",
            Self::Done => "done",
            Self::Note => "info",
        }
    }
}

/// A state in the middle of a line, or as a chip with a ground of its own.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/state.html")]
pub struct State {
    /// The hue.
    pub tone: Tone,
    icon: &'static str,
    words: Words,
    chip: bool,
}

impl State {
    /// A state of this tone with its usual icon.
    pub fn new(tone: Tone, words: impl Into<Words>) -> Self {
        Self { tone, icon: tone.icon(), words: words.into(), chip: false }
    }

    /// Without a hue.
    pub fn plain(words: impl Into<Words>) -> Self {
        Self::new(Tone::Plain, words)
    }

    /// Soon to be done.
    pub fn due(words: impl Into<Words>) -> Self {
        Self::new(Tone::Due, words)
    }

    /// Late.
    pub fn overdue(words: impl Into<Words>) -> Self {
        Self::new(Tone::Overdue, words)
    }

    /// Done.
    pub fn done(words: impl Into<Words>) -> Self {
        Self::new(Tone::Done, words)
    }

    /// Worth knowing.
    pub fn note(words: impl Into<Words>) -> Self {
        Self::new(Tone::Note, words)
    }

    /// How a time limit stands at the time of the page: late, within a day, or later.
    pub fn limit(due: Instant) -> Self {
        let left = asked(|voice| due.seconds_since(voice.now));
        match left {
            ..0 => Self::overdue(when::late(due)),
            0..86_400 => Self::due(when::away(due)),
            _ => Self::plain(when::away(due)),
        }
    }

    /// The same with another icon of the sprite.
    #[must_use]
    pub const fn icon(mut self, icon: &'static str) -> Self {
        self.icon = icon;
        self
    }

    /// The same with a ground of its own.
    #[must_use]
    pub const fn chip(mut self) -> Self {
        self.chip = true;
        self
    }
}

/// A clause of a procedure, with its sentence on hover.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = "<span class=\"clause\"{% if !sentence.is_empty() %} title=\"{{ sentence }}\"{% endif %}>{{ number }}</span>"
)]
pub struct Clause {
    number: String,
    sentence: Words,
}

impl Clause {
    /// The clause `number`, such as `RC-4.4`, and what it says.
    pub fn new(number: impl Into<String>, sentence: impl Into<Words>) -> Self {
        Self { number: number.into(), sentence: sentence.into() }
    }
}

/// A link in the middle of a sentence.
#[derive(Debug, Clone, Template)]
#[template(ext = "html", source = "<a href=\"{{ href }}\">{{ words }}</a>")]
pub struct Link {
    /// Where it leads, an address of our own.
    pub href: String,
    /// What it says.
    pub words: Words,
}

impl Link {
    /// A link to an address of our own.
    pub fn new(href: impl Into<String>, words: impl Into<Words>) -> Self {
        Self { href: href.into(), words: words.into() }
    }
}

html_parts!(State, Clause, Link);
