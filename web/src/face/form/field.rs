//! One field of a form, with its label, hint, error and value.

use std::fmt;

use askama::Template;

use super::Choice;
use crate::face::filters;
use crate::face::words::{Words, html_parts};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    #[default]
    Area,
    Line(&'static str),
    Select,
    Picks(&'static str),
    Check,
    Photos,
    Press,
    Steps,
    Row,
    Fold,
}

/// One field with its label, hint, error and value. Refine it by its methods, then write it into the page.
#[derive(Clone, Default, Template)]
#[template(path = "parts/field.html")]
pub struct Field {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) id: String,
    pub(super) label: Words,
    pub(super) hint: Words,
    pub(super) error: Option<Words>,
    pub(super) value: String,
    /// Whether the form was sent with this field: then a default must not come back.
    pub(super) sent: bool,
    pub(super) choices: Vec<Choice>,
    pub(super) required: bool,
    pub(super) optional: bool,
    pub(super) needed: bool,
    pub(super) checked: bool,
    pub(super) written: bool,
    pub(super) quiet: bool,
    pub(super) class: &'static str,
    pub(super) rows: u32,
    pub(super) maxlength: Option<u32>,
    pub(super) measured: Option<u32>,
    pub(super) autocomplete: &'static str,
    pub(super) inputmode: &'static str,
    pub(super) accept: &'static str,
    pub(super) list: String,
    /// What the browser offers while one types.
    pub(super) suggested: Vec<String>,
    pub(super) last: String,
    /// The fields of a row or of a fold.
    pub(super) inner: Vec<Field>,
    pub(super) open: bool,
    /// What a check has found: what is quoted, and the advice.
    pub(super) found: Vec<(String, Words)>,
}

impl Field {
    /// Fields that belong together, side by side where there is room.
    pub fn row(legend: impl Into<Words>, inner: Vec<Self>) -> Self {
        Self { kind: Kind::Row, label: legend.into(), inner, ..Self::default() }
    }

    /// Fields that few need: under one line, until it is opened. Open from the start when `open`, or when something in it is wrong.
    pub fn fold(line: impl Into<Words>, inner: Vec<Self>, open: bool) -> Self {
        let open = open || inner.iter().any(Self::is_wrong);
        Self { kind: Kind::Fold, label: line.into(), inner, open, ..Self::default() }
    }

    /// The label of the field with this id, here or within.
    pub(super) fn label_of(&self, id: &str) -> Option<Words> {
        let here = (self.inner.is_empty() && self.id == id).then(|| self.label.clone());
        here.or_else(|| self.inner.iter().find_map(|field| field.label_of(id)))
    }

    fn is_wrong(&self) -> bool {
        self.error.is_some() || self.inner.iter().any(Self::is_wrong)
    }

    /// A sentence between label and control. May hold clauses and links.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Words>) -> Self {
        self.hint = hint.into();
        self
    }

    /// May be left empty, and says so.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.required = false;
        self.optional = true;
        self
    }

    /// Must be filled in, and says so: where most fields may be left empty.
    #[must_use]
    pub const fn needed(mut self) -> Self {
        self.needed = true;
        self
    }

    /// May be left empty as far as the browser knows; the server decides.
    #[must_use]
    pub const fn free(mut self) -> Self {
        self.required = false;
        self
    }

    /// So many rows at first; it grows with the text.
    #[must_use]
    pub const fn rows(mut self, rows: u32) -> Self {
        self.rows = rows;
        self
    }

    /// In the record's voice on ruled paper: text that will be signed.
    #[must_use]
    pub const fn written(mut self) -> Self {
        self.written = true;
        self
    }

    /// The label for screen readers only, where the place says it.
    #[must_use]
    pub const fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// At most so many characters.
    #[must_use]
    pub const fn max(mut self, characters: u32) -> Self {
        self.maxlength = Some(characters);
        self
    }

    /// What the browser may fill in, such as `username` or `new-password`.
    #[must_use]
    pub const fn autocomplete(mut self, word: &'static str) -> Self {
        self.autocomplete = word;
        self
    }

    /// Which keyboard a phone shows.
    #[must_use]
    pub const fn inputmode(mut self, word: &'static str) -> Self {
        self.inputmode = word;
        self
    }

    /// Which files the browser offers.
    #[must_use]
    pub const fn accept(mut self, kinds: &'static str) -> Self {
        self.accept = kinds;
        self
    }

    /// Suggests from a `<datalist>` with this id.
    #[must_use]
    pub fn list(mut self, id: impl Into<String>) -> Self {
        self.list = id.into();
        self
    }

    /// Offers these while one types; others may be typed too.
    #[must_use]
    pub fn suggest(mut self, words: Vec<String>) -> Self {
        self.list = format!("{}-l", self.id);
        self.suggested = words;
        self
    }

    /// The value when the form has none.
    #[must_use]
    pub fn or(mut self, value: impl Into<String>) -> Self {
        if self.value.is_empty() && !self.sent {
            self.value = value.into();
            for choice in &mut self.choices {
                choice.chosen = choice.value == self.value;
            }
        }
        self
    }

    /// What came of pressing it: a sentence, and each finding.
    #[must_use]
    pub fn found(mut self, sentence: Words, found: Vec<(String, Words)>) -> Self {
        self.hint = sentence;
        self.found = found;
        self
    }

    /// A box that is ticked to begin with, when `begins`.
    #[must_use]
    pub const fn ticked(mut self, begins: bool) -> Self {
        self.checked |= begins;
        self
    }

    /// Shows how long it is while it is typed, against this least length.
    #[must_use]
    pub const fn measured(mut self, least: u32) -> Self {
        self.measured = Some(least);
        self
    }

    pub(super) const fn class(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    pub(super) fn choices(mut self, choices: Vec<Choice>) -> Self {
        self.choices = choices;
        self
    }

    /// Whether the form has to be sent in parts, because it brings files.
    pub fn takes_files(&self) -> bool {
        matches!(self.kind, Kind::Photos | Kind::Line("file"))
    }

    fn is_group(&self) -> bool {
        matches!(self.kind, Kind::Picks(_) | Kind::Steps)
    }

    fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-h", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-e", self.id));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }
}

html_parts!(Field);

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field({})", self.name)
    }
}
