//! What can be done on a page: links, buttons that act, and buttons that say why they cannot.

use askama::Template;

use crate::face::filters;
use crate::face::words::{Words, html_parts};

/// A link or a button. One in a view is the main one: the next thing to do.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/act.html")]
pub struct Act {
    label: Words,
    about: Words,
    href: String,
    posts: bool,
    class: &'static str,
    icon: Option<&'static str>,
    fields: Vec<(String, String)>,
    live: bool,
    beside: bool,
}

impl Act {
    /// Goes to another page.
    pub fn link(label: impl Into<Words>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            about: Words::default(),
            href: href.into(),
            posts: false,
            class: "",
            icon: None,
            fields: Vec::new(),
            live: false,
            beside: false,
        }
    }

    /// Does something: a form with one button.
    pub fn post(label: impl Into<Words>, action: impl Into<String>) -> Self {
        Self { posts: true, ..Self::link(label, action) }
    }

    /// The next thing to do on this page.
    #[must_use]
    pub const fn main(mut self) -> Self {
        self.class = "button-main";
        self
    }

    /// Without an edge.
    #[must_use]
    pub const fn plain(mut self) -> Self {
        self.class = "button-plain";
        self
    }

    /// With an icon before the words.
    #[must_use]
    pub const fn icon(mut self, icon: &'static str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// What it acts on, for screen readers where several buttons say the same.
    #[must_use]
    pub fn about(mut self, about: impl Into<Words>) -> Self {
        self.about = about.into();
        self
    }

    /// A value that goes along.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// In place, when the browser runs the script.
    #[must_use]
    pub const fn live(mut self) -> Self {
        self.live = true;
        self
    }

    /// In a tab of its own, where a form that is being filled in must not be left. Links only.
    #[must_use]
    pub const fn beside(mut self) -> Self {
        self.beside = true;
        self
    }
}

/// A button that may not be pressed: what blocks, who can change that, and where.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/blocked.html")]
pub struct Blocked {
    id: String,
    label: Words,
    why: Words,
}

impl Blocked {
    /// The button's words and the sentence; `id` must be the only one on the page.
    pub fn new(id: impl Into<String>, label: impl Into<Words>, why: impl Into<Words>) -> Self {
        Self { id: id.into(), label: label.into(), why: why.into() }
    }
}

/// Facts as term and description.
#[derive(Debug, Clone, Default, Template)]
#[template(
    ext = "html",
    source = "<dl class=\"pairs\">{% for (term, fact) in pairs %}<dt>{{ term }}</dt><dd>{{ fact }}</dd>{% endfor %}</dl>"
)]
pub struct Pairs {
    pairs: Vec<(Words, Words)>,
}

impl Pairs {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// One more.
    #[must_use]
    pub fn with(mut self, term: impl Into<Words>, fact: impl Into<Words>) -> Self {
        self.pairs.push((term.into(), fact.into()));
        self
    }
}

html_parts!(Act, Blocked, Pairs);
