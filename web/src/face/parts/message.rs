//! What the product says: that nothing waits, that there is more, that a draft is safe, that something takes time.

use askama::Template;

use super::act::Act;
use crate::face::filters;
use crate::face::words::{Words, html_parts};

/// Nothing is here, said kindly, with what comes next.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = "<div class=\"empty\"><b>{{ what }}</b>{% if !more.is_empty() %}<p>{{ more }}</p>{% endif %}{% if let Some(act) = act %}{{ act }}{% endif %}</div>"
)]
pub struct Empty {
    what: Words,
    more: Words,
    act: Option<Act>,
}

impl Empty {
    /// "Nothing is waiting." and "Next: Thu 09:30."
    pub fn new(what: impl Into<Words>, more: impl Into<Words>) -> Self {
        Self { what: what.into(), more: more.into(), act: None }
    }

    /// With something to do about it.
    #[must_use]
    pub fn act(mut self, act: Act) -> Self {
        self.act = Some(act);
        self
    }
}

/// Older and newer pages of a list. Writes nothing when there is only one page.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/paging.html")]
pub struct Paging {
    /// The address of the page before.
    pub newer: Option<String>,
    /// The address of the page after.
    pub older: Option<String>,
    /// "51 to 100 of 312".
    pub here: Words,
}

/// Whether the draft is saved; the script keeps it up to date inside `form[data-draft]`.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/draft-state.html")]
pub struct DraftState {
    saved: Option<String>,
}

impl DraftState {
    /// Saved at this hour, as text.
    pub fn saved(hour: impl Into<String>) -> Self {
        Self { saved: Some(hour.into()) }
    }

    /// Nothing written yet.
    pub const fn new() -> Self {
        Self { saved: None }
    }
}

impl Default for DraftState {
    fn default() -> Self {
        Self::new()
    }
}

/// How far a long piece of work has come, in parts of a hundred.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = "<div class=\"wait\"><label for=\"{{ id }}\">{{ what }}</label><progress id=\"{{ id }}\" max=\"100\" value=\"{{ done }}\">{{ done }} %</progress><span class=\"note\">{{ more }}</span></div>"
)]
pub struct Wait {
    /// The only one of its kind on the page.
    pub id: String,
    /// What is being done.
    pub what: Words,
    /// How much of a hundred.
    pub done: u8,
    /// "412 of 1 200 files, about 3 minutes more".
    pub more: Words,
}

html_parts!(Empty, Paging, DraftState, Wait);
