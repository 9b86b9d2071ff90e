//! How a page is told to one person: language, curtain, time zone, and what time it is.
//!
//! Rendering is synchronous, so the voice is kept beside the thread while one page is rendered and cannot leak into another.
//! Where nobody set a voice the curtain is drawn: a name that was forgotten is hidden, never shown.

use std::cell::RefCell;

use domain::time::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The languages the pages can speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Locale {
    /// The text of the source.
    #[default]
    English,
    /// Every translated text in brackets and a third longer: shows what was forgotten and what does not fit.
    Pseudo,
}

impl Locale {
    /// The language tag of the page.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Pseudo => "en-x-pseudo",
        }
    }
}

/// What a rendering has to know about its reader.
#[derive(Debug, Clone)]
pub struct Voice {
    /// The language.
    pub locale: Locale,
    /// Whether names are left out because somebody may look over the shoulder.
    pub curtain: bool,
    /// The zone in which times are told.
    pub zone: TimeZone,
    /// The time at which the page is told.
    pub now: Instant,
    /// The day of that time in that zone, which most times of a page are compared with.
    pub today: Date,
}

impl Voice {
    /// English, curtain open, told at `now` in `zone`.
    pub fn new(now: Instant, zone: TimeZone) -> Self {
        let today = now.on(&zone).date();
        Self { locale: Locale::English, curtain: false, zone, now, today }
    }

    /// The same with the curtain drawn or open.
    #[must_use]
    pub const fn with_curtain(mut self, drawn: bool) -> Self {
        self.curtain = drawn;
        self
    }
}

impl Default for Voice {
    fn default() -> Self {
        Self::new(Instant(0), TimeZone::UTC).with_curtain(true)
    }
}

thread_local! {
    static SPEAKING: RefCell<Voice> = RefCell::new(Voice::default());
}

/// Puts the earlier voice back, also when rendering panics.
struct Before(Option<Voice>);

impl Drop for Before {
    fn drop(&mut self) {
        if let Some(before) = self.0.take() {
            SPEAKING.with_borrow_mut(|speaking| *speaking = before);
        }
    }
}

/// Runs `tell` with this voice. Calls may be nested; nothing in `tell` may wait for anything.
pub fn speaking<T>(voice: &Voice, tell: impl FnOnce() -> T) -> T {
    let before = SPEAKING.with_borrow_mut(|speaking| std::mem::replace(speaking, voice.clone()));
    let _before = Before(Some(before));
    tell()
}

/// Asks the voice of the page that is being rendered.
pub fn asked<T>(ask: impl FnOnce(&Voice) -> T) -> T {
    SPEAKING.with_borrow(ask)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_voice_the_curtain_is_drawn() {
        assert!(asked(|voice| voice.curtain));
    }

    #[test]
    fn a_voice_ends_with_its_page_even_when_the_page_panics() {
        let open = Voice::new(Instant(0), TimeZone::UTC);
        let outcome = std::panic::catch_unwind(|| speaking(&open, || assert!(asked(|voice| voice.curtain))));
        assert!(outcome.is_err());
        assert!(asked(|voice| voice.curtain));
    }
}
