//! One entry of the record as a sheet of paper: what was written, who signed, what was clipped beneath it.

use askama::Template;
use domain::time::Instant;
use jiff::civil::Date;

use crate::face::filters;
use crate::face::state::{Link, State};
use crate::face::when;
use crate::face::words::{Words, html_parts};

/// In whose voice a line of a sheet is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Voiced {
    /// The record: what a person wrote.
    #[default]
    Record,
    /// The client's own words.
    Own,
    /// The product: ratings, facts.
    Product,
}

impl Voiced {
    /// The class that sets it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Record => "",
            Self::Own => "own-words",
            Self::Product => "sans",
        }
    }
}

/// One heading with its text. Line breaks of the text are kept.
#[derive(Debug, Clone)]
pub struct Line {
    /// "Progress", "Challenges", "Goals".
    pub term: Words,
    /// The text.
    pub text: Words,
    /// Whose voice.
    pub voiced: Voiced,
}

impl Line {
    /// In the record's voice.
    pub fn new(term: impl Into<Words>, text: impl Into<Words>) -> Self {
        Self { term: term.into(), text: text.into(), voiced: Voiced::Record }
    }

    /// In another voice.
    #[must_use]
    pub const fn voiced(mut self, voiced: Voiced) -> Self {
        self.voiced = voiced;
        self
    }
}

/// Something promised.
#[derive(Debug, Clone)]
pub struct Todo {
    /// What.
    pub what: Words,
    /// Who, and by when or when kept.
    pub more: Words,
    /// Whether it was kept.
    pub kept: bool,
}

/// A name over a ruled line, what the signature is worth, and where it lies in the ledger.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/signature.html")]
pub struct Signature {
    /// The name as printed. A client's name is given as three dots while the curtain is drawn.
    pub name: String,
    /// Role and meaning: "Caseworker, author".
    pub role: Words,
    /// How it was signed, and whether late.
    pub how: Option<State>,
    /// When.
    pub at: Option<Instant>,
    /// "22 minutes after", "same day".
    pub after: Words,
    /// "Ledger line 47 640, checkpoint 13 Nov 12:13".
    pub ledger: Words,
}

/// A later sheet clipped beneath its original.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/addendum.html")]
pub struct Addendum {
    /// The only one of its kind on the page, such as `e49`.
    pub id: String,
    /// "Addendum: correction".
    pub title: Words,
    /// "Entry 49".
    pub entry: Words,
    /// What it says.
    pub text: Words,
    /// Why it was added.
    pub why: Words,
    /// Who signed it.
    pub signatures: Vec<Signature>,
}

/// One entry.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/sheet.html")]
pub struct Sheet {
    /// The only one of its kind on the page, such as `e48`.
    pub id: String,
    /// An icon for the kind.
    pub icon: &'static str,
    /// "Session note".
    pub title: Words,
    /// Chips behind the title: level, significant intervention, disclosure.
    pub chips: Vec<State>,
    /// "11:00–11:50, Room 2, 13th session".
    pub when: Words,
    /// "Entry 48", "Will be entry 50", "Not in the record yet".
    pub entry: Words,
    /// Headings with their texts.
    pub lines: Vec<Line>,
    /// A text without headings.
    pub text: Words,
    /// A decision that was taken.
    pub decision: Words,
    /// What was promised.
    pub todos: Vec<Todo>,
    /// Who signed.
    pub signatures: Vec<Signature>,
    /// What can be done with it: addendum, show what was signed, disclose.
    pub acts: Vec<Link>,
    /// A sentence behind the acts.
    pub act_note: Words,
    /// One hole instead of two.
    pub small: bool,
    /// Pencil: dashed and flat.
    pub draft: bool,
}

impl Sheet {
    /// With this id, unless it has one: without an id it has no name for those who do not see it.
    #[must_use]
    pub fn named(mut self, id: &str) -> Self {
        if self.id.is_empty() {
            id.clone_into(&mut self.id);
        }
        self
    }
}

/// One entry of the timeline: the date in the gutter, the sheet, what is clipped beneath.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/leaf.html")]
pub struct Leaf {
    /// The day in the gutter.
    pub day: Date,
    /// The day stands above already.
    pub same_day: bool,
    /// The entry.
    pub sheet: Sheet,
    /// What corrects it.
    pub addenda: Vec<Addendum>,
}

impl Leaf {
    fn gutter(&self) -> (i8, String) {
        (self.day.day(), when::month_and_weekday(self.day))
    }
}

html_parts!(Signature, Addendum, Sheet, Leaf);
