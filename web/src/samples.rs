//! Every page, rendered from samples: in English, with the curtain drawn, and in the pseudo-locale, where every text node that
//! did not go through translation is found.
//!
//! A module with pages has `pub(crate) fn samples(show: &mut Samples)` under `#[cfg(test)]` and is named in [`all`]. Data in
//! samples is made by [`data`], so that it can be told from text. With `FACE_OUT` set to a folder, `every_page_renders` leaves
//! the pages and assets there, to be looked at in a browser.

use askama::Template;
use domain::time::Instant;
use jiff::civil::datetime;
use jiff::tz::TimeZone;

use crate::face::frame::{Frame, PlaceLink, Told};
use crate::face::state::Tone;
use crate::face::voice::{Locale, Voice, asked, speaking};

mod components;

/// The pages so far, by name.
pub(crate) struct Samples(Vec<(String, String)>);

impl Samples {
    /// Renders one page.
    pub(crate) fn page(&mut self, name: &str, page: &impl Template) {
        self.0.push((name.to_owned(), page.render().unwrap()));
    }
}

/// All pages of the crate, told by this voice.
fn all(voice: &Voice) -> Vec<(String, String)> {
    speaking(voice, || {
        let mut show = Samples(Vec::new());
        components::samples(&mut show);
        crate::problem::samples(&mut show);
        crate::sign_in::views::samples(&mut show);
        crate::sealed::samples(&mut show);
        crate::setup::views::samples(&mut show);
        crate::invitations::views::samples(&mut show);
        crate::account::views::samples(&mut show);
        crate::calendar::samples::samples(&mut show);
        crate::feedback::samples::samples(&mut show);
        crate::feeds::samples::samples(&mut show);
        crate::clients::samples::samples(&mut show);
        crate::cover::samples::samples(&mut show);
        crate::groups::samples::samples(&mut show);
        crate::inquiries::samples::samples(&mut show);
        crate::handover::samples::samples(&mut show);
        crate::records::samples(&mut show);
        crate::search::samples::samples(&mut show);
        crate::documents::samples::samples(&mut show);
        crate::disclosures::samples::samples(&mut show);
        crate::disposition::samples::samples(&mut show);
        crate::holds::samples::samples(&mut show);
        crate::hours::samples::samples(&mut show);
        crate::organisation::samples::samples(&mut show);
        crate::paper::samples::samples(&mut show);
        crate::retention::samples::samples(&mut show);
        crate::closure::samples::samples(&mut show);
        crate::glossary::samples(&mut show);
        crate::letters::samples(&mut show);
        crate::listings::samples::samples(&mut show);
        crate::templates::samples::samples(&mut show);
        crate::missed::samples(&mut show);
        crate::referrals::samples::samples(&mut show);
        crate::reminders::samples(&mut show);
        crate::reports::samples::samples(&mut show);
        crate::service::samples::samples(&mut show);
        crate::sessions::series::samples::samples(&mut show);
        crate::stale::samples(&mut show);
        crate::system::samples(&mut show);
        crate::waiting::samples::samples(&mut show);
        show.0
    })
}

/// Data of a sample: marked in the pseudo-locale.
pub(crate) fn data(text: &str) -> String {
    if asked(|voice| voice.locale) == Locale::Pseudo { format!("¦{text}¦") } else { text.to_owned() }
}

/// A time of the sample day, 20 November 2026 in Berlin.
pub(crate) fn at(day: i8, hour: i8, minute: i8) -> Instant {
    let zoned = datetime(2026, 11, day, hour, minute, 0, 0).to_zoned(TimeZone::get("Europe/Berlin").unwrap()).unwrap();
    Instant::from_timestamp(zoned.timestamp())
}

/// The sample day at 10:42, curtain open.
pub(crate) fn voice() -> Voice {
    Voice::new(at(20, 10, 42), TimeZone::get("Europe/Berlin").unwrap())
}

/// The frame of Maria Vega, caseworker.
pub(crate) fn frame() -> Frame {
    let mut frame =
        Frame::new(asked(Clone::clone), data("Tannery Lane Youth Counselling"), data("Maria Vega"), "Caseworker");
    frame.places = vec![
        PlaceLink::new("today", "Today", "/").counting(7, "duties, 2 overdue").tone(Tone::Overdue),
        PlaceLink::new("clients", "Clients", "/clients").current(),
        PlaceLink::new("calendar", "Calendar", "/calendar"),
        PlaceLink::new("inbox", "Inbox", "/inbox").counting(3, "waiting"),
        PlaceLink::new("supervision", "Supervision", "/supervision"),
        PlaceLink::new("assurance", "Assurance", "/assurance"),
        PlaceLink::new("records", "Records", "/records"),
    ];
    frame.logs_contacts = true;
    frame.ends = Some(at(20, 10, 57));
    frame.told = Some(Told::done("Note signed.", "If something is wrong in it, add an addendum."));
    frame
}

#[test]
fn every_page_renders() {
    let pages = all(&voice());
    let curtained = all(&voice().with_curtain(true));
    for (name, html) in pages.iter().chain(&curtained) {
        assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"), "{name}");
        assert!(!html.contains("/static/missing"), "{name} names an asset that does not exist");
        for inline in [" style=", "<style", " onclick", " onload", "javascript:", "http://", "https://"] {
            assert!(!html.contains(inline), "{name} has {inline}");
        }
    }
    if let Ok(folder) = std::env::var("FACE_OUT") {
        for (suffix, pages) in [("", &pages), ("-curtain", &curtained), ("-pseudo", &all(&pseudo()))] {
            for (name, html) in pages {
                std::fs::write(format!("{folder}/{name}{suffix}.html"), html).unwrap();
                let dark = html.replacen("data-scheme=\"system\"", "data-scheme=\"dark\"", 1);
                std::fs::write(format!("{folder}/{name}{suffix}-dark.html"), dark).unwrap();
            }
        }
        crate::assets::write_to(&folder);
    }
}

#[test]
fn ids_are_the_only_ones_of_their_kind_on_a_page() {
    for (name, html) in all(&voice()) {
        let mut seen = std::collections::BTreeSet::new();
        for id in html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(seen.insert(id), "{name}: {id} stands twice");
        }
    }
}

#[test]
fn every_icon_that_is_used_is_in_the_sprite() {
    let sprite = include_str!("../assets/icons.svg");
    for (name, html) in all(&voice()) {
        for icon in html.split(".svg#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(sprite.contains(&format!("<symbol id=\"{icon}\"")), "{name}: {icon}");
        }
    }
}

#[test]
fn no_client_is_named_behind_the_curtain() {
    for (name, html) in all(&voice().with_curtain(true)) {
        assert!(!html.contains("class=\"name\"") && !html.contains("Jonas Feldkamp"), "{name}");
    }
}

#[test]
fn every_text_is_translated() {
    let found: Vec<String> = all(&pseudo())
        .iter()
        .flat_map(|(name, html)| untranslated(html).into_iter().map(move |text| format!("{name}: {text}")))
        .collect();
    assert!(found.is_empty(), "not translated:\n{}", found.join("\n"));
}

fn pseudo() -> Voice {
    Voice { locale: Locale::Pseudo, ..voice() }
}

/// Follows translated text and marked data, also across the tags inside them.
#[derive(Default)]
struct Reading {
    depth: i32,
    marked: bool,
}

impl Reading {
    /// Whether letters stand outside both.
    fn finds(&mut self, text: &str) -> bool {
        let mut found = false;
        for c in text.replace("Casekeep", "").chars() {
            match c {
                '⟪' => self.depth += 1,
                '⟫' => self.depth -= 1,
                '¦' => self.marked = !self.marked,
                _ => {}
            }
            found |= self.depth == 0 && !self.marked && c.is_alphabetic();
        }
        found
    }
}

/// What a person reads and nobody translated: text nodes but those of keys and scripts, and the attributes that are read out.
fn untranslated(html: &str) -> Vec<String> {
    let (mut out, mut reading) = (Vec::new(), Reading::default());
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let inside = tag.split([' ', '\n']).next().unwrap_or_default();
        for attribute in [" title=\"", " aria-label=\"", " placeholder=\"", " alt=\""] {
            let values = tag.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).map(plain);
            out.extend(values.filter(|value| Reading::default().finds(value)));
        }
        // the id of a clause is the same in every language
        let same = matches!(inside, "kbd" | "script" | "style" | "textarea") || tag.contains("class=\"clause\"");
        if !same && reading.finds(&plain(text)) {
            out.push(plain(text));
        }
    }
    out
}

fn plain(text: &str) -> String {
    let mut out = text.to_owned();
    for (entity, character) in [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")] {
        out = out.replace(entity, character);
    }
    out.trim().to_owned()
}

#[test]
fn the_check_finds_what_was_forgotten() {
    assert_eq!(untranslated("<p>⟪Föund⟫ <b>and not</b></p>"), ["and not"]);
    assert_eq!(untranslated("<p title=\"Forgotten\">⟪Söon⟫</p>"), ["Forgotten"]);
    assert!(untranslated("<p>⟪Fór <b>¦Jonas¦</b> töö⟫ 11:00 ¦C-7K¦ <kbd>c</kbd></p>").is_empty());
}
