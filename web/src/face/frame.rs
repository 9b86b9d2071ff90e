//! What stands around every page: the rail, the bar, the message of the last act, the footer.

use domain::time::Instant;

use super::state::Tone;
use super::voice::{Locale, Voice, asked};
use super::words::Words;

/// The person's choice of light and dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scheme {
    /// As the device has it.
    #[default]
    Device,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Scheme {
    /// The word that the cookie, the form and the page carry.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Device => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The choice that this word names; the device's for anything else.
    pub fn from_word(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Device,
        }
    }
}

/// One place in the rail.
#[derive(Debug, Clone)]
pub struct PlaceLink {
    /// The name of its icon.
    pub icon: &'static str,
    /// Its name.
    pub label: Words,
    /// Its address.
    pub href: String,
    /// How much waits there.
    pub count: Option<u32>,
    /// What the number counts, for screen readers: "duties, 2 overdue".
    pub counted: Words,
    /// The hue of the number.
    pub tone: Tone,
    /// Whether the page belongs to it.
    pub current: bool,
}

impl PlaceLink {
    /// A place where nothing waits.
    pub fn new(icon: &'static str, label: impl Into<Words>, href: impl Into<String>) -> Self {
        Self {
            icon,
            label: label.into(),
            href: href.into(),
            count: None,
            counted: Words::default(),
            tone: Tone::Plain,
            current: false,
        }
    }

    /// The place with the number of what waits there and what that is.
    #[must_use]
    pub fn counting(mut self, count: u32, counted: impl Into<Words>) -> Self {
        self.count = (0 < count).then_some(count);
        self.counted = counted.into();
        self
    }

    /// The number in this hue.
    #[must_use]
    pub const fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// The place of this page.
    #[must_use]
    pub const fn current(mut self) -> Self {
        self.current = true;
        self
    }
}

/// What was done, where it went and how to correct it; shown once above the next page.
#[derive(Debug, Clone)]
pub struct Told {
    /// The hue.
    pub tone: Tone,
    /// "Note signed."
    pub what: Words,
    /// "It is entry 50 of …; if something is wrong in it, add an addendum."
    pub more: Words,
}

impl Told {
    /// An act that was done.
    pub fn done(what: impl Into<Words>, more: impl Into<Words>) -> Self {
        Self { tone: Tone::Done, what: what.into(), more: more.into() }
    }
}

/// Everything around the page that differs by person and request.
#[derive(Debug, Clone)]
pub struct Frame {
    /// How the page is told.
    pub voice: Voice,
    /// The title in the browser's tab. No name of a client: tabs are seen and remembered.
    pub title: Words,
    /// The organisation.
    pub organisation: String,
    /// The person who is signed in.
    pub person: String,
    /// The person's role.
    pub role: Words,
    /// What the role may open, most used first.
    pub places: Vec<PlaceLink>,
    /// Whether the person may log contacts.
    pub logs_contacts: bool,
    /// The address of this page, to come back to after a switch was turned.
    pub here: String,
    /// Light and dark.
    pub scheme: Scheme,
    /// Whether the person has turned the single letters of the keyboard off.
    pub letters_off: bool,
    /// The message of the last act.
    pub told: Option<Told>,
    /// When the sign-in ends if nothing is done, for the warning two minutes before.
    pub ends: Option<Instant>,
    /// A word of warning above all pages, such as that this is a demonstration or that access is by emergency.
    pub banner: Option<Told>,
}

impl Frame {
    /// A frame with nothing but its voice, organisation and person.
    pub fn new(
        voice: Voice,
        organisation: impl Into<String>,
        person: impl Into<String>,
        role: impl Into<Words>,
    ) -> Self {
        Self {
            voice,
            title: Words::default(),
            organisation: organisation.into(),
            person: person.into(),
            role: role.into(),
            places: Vec::new(),
            logs_contacts: false,
            here: "/".into(),
            scheme: Scheme::default(),
            letters_off: false,
            told: None,
            ends: None,
            banner: None,
        }
    }

    /// The frame of a page with this title at this address.
    #[must_use]
    pub fn page(mut self, title: impl Into<Words>, here: impl Into<String>) -> Self {
        self.title = title.into();
        self.here = here.into();
        self
    }

    /// The language of the page.
    pub const fn language(&self) -> &'static str {
        self.voice.locale.tag()
    }

    /// Where a contact is logged from here: in the case that is open, or after asking for which case.
    pub fn log_contact(&self) -> String {
        let mut parts = self.here.split('/').skip(1);
        match (parts.next(), parts.next()) {
            (Some("cases"), Some(case)) if !case.is_empty() => format!("/cases/{case}/contacts/new"),
            _ => "/contacts/new".to_owned(),
        }
    }

    /// Seconds until the sign-in ends.
    pub fn seconds_left(&self) -> Option<i64> {
        self.ends.map(|ends| ends.seconds_since(self.voice.now).max(0))
    }

    /// Whether a place shows in the bar of a phone: the first four do, and "More" is the fifth.
    pub fn in_thumb_bar(index: &usize) -> bool {
        *index < 4
    }

    /// Whether one of the places behind "More" is open.
    pub fn more_is_current(&self) -> bool {
        self.places.iter().skip(4).any(|place| place.current)
    }
}

/// What stands around the pages outside the sign-in: signing in, first run, invitations, errors.
#[derive(Debug, Clone)]
pub struct Door {
    /// The title.
    pub title: Words,
    /// The organisation, when there is one yet.
    pub organisation: String,
    /// Light and dark, as the browser remembers it.
    pub scheme: Scheme,
    /// Wider, for the steps of the first run.
    pub wide: bool,
}

impl Door {
    /// The door of a page with this title.
    pub fn new(title: impl Into<Words>, organisation: impl Into<String>) -> Self {
        Self { title: title.into(), organisation: organisation.into(), scheme: Scheme::default(), wide: false }
    }

    /// The same, wider.
    #[must_use]
    pub const fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// The language of the page.
    pub fn language(&self) -> &'static str {
        asked(|voice| Locale::tag(voice.locale))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn in_a_case_a_contact_is_logged_there_and_elsewhere_it_is_asked_where() {
        let from = |here: &str| crate::samples::frame().page("", here).log_contact();
        assert_eq!(from("/cases/94081d85/plan"), "/cases/94081d85/contacts/new");
        assert_eq!(from("/cases/94081d85"), "/cases/94081d85/contacts/new");
        assert_eq!(from("/clients/94081d85"), "/contacts/new");
        assert_eq!(from("/cases/"), "/contacts/new");
        assert_eq!(from("/"), "/contacts/new");
    }
}
