//! What a field offers to choose from.

use crate::face::words::Words;

/// One thing to choose.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    pub(super) value: String,
    pub(super) label: Words,
    pub(super) hint: Words,
    pub(super) icon: Option<&'static str>,
    pub(super) blocked: bool,
    pub(super) chosen: bool,
}

impl Choice {
    /// A choice with the value that is sent and the words that are read.
    pub fn new(value: impl Into<String>, label: impl Into<Words>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// With a sentence beneath.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Words>) -> Self {
        self.hint = hint.into();
        self
    }

    /// With an icon.
    #[must_use]
    pub const fn icon(mut self, icon: &'static str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Not to be chosen, and why.
    #[must_use]
    pub fn blocked(mut self, why: impl Into<Words>) -> Self {
        self.hint = why.into();
        self.blocked = true;
        self
    }

    /// Chosen unless the form says otherwise.
    #[must_use]
    pub const fn chosen(mut self) -> Self {
        self.chosen = true;
        self
    }
}
