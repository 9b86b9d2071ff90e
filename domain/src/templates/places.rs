//! Places in a template where something is put in: a closed list, so that a misspelt one is noticed before anybody gets a letter with it.

use jiff::Zoned;

use super::{Medium, Occasion};
use crate::organisation::Organisation;
use crate::reminders::{Begins, DayForm};
use crate::time::Instant;

/// Something that can be put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The name of whoever is written to.
    ClientName,
    /// The number of the case.
    CaseNumber,
    /// When the next session begins.
    NextSession,
    /// Who writes.
    Worker,
    /// The telephone number of the office.
    OfficePhone,
    /// The number of the inquiry.
    InquiryNumber,
    /// The day.
    Today,
    /// The name of the organisation.
    Organisation,
}

impl Place {
    /// Everything that can be put in.
    pub const ALL: [Self; 8] = [
        Self::ClientName,
        Self::CaseNumber,
        Self::NextSession,
        Self::Worker,
        Self::OfficePhone,
        Self::InquiryNumber,
        Self::Today,
        Self::Organisation,
    ];

    /// How it is written, between braces.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ClientName => "client_name",
            Self::CaseNumber => "case_number",
            Self::NextSession => "next_session",
            Self::Worker => "worker",
            Self::OfficePhone => "office_phone",
            Self::InquiryNumber => "inquiry_number",
            Self::Today => "today",
            Self::Organisation => "organisation",
        }
    }

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ClientName => "the name of whoever is written to",
            Self::CaseNumber => "the number of the case",
            Self::NextSession => "day and time of the next session",
            Self::Worker => "your name",
            Self::OfficePhone => "the telephone number of the office",
            Self::InquiryNumber => "the number of the inquiry",
            Self::Today => "the day",
            Self::Organisation => "the name of the organisation",
        }
    }

    /// Whether it is known for such a text, and tells nobody too much who reads along (PT-4.4.4).
    pub const fn fits(self, medium: Medium, occasion: Occasion) -> bool {
        let of_a_case = matches!(occasion, Occasion::ToClient);
        match self {
            Self::CaseNumber | Self::NextSession => of_a_case,
            Self::InquiryNumber => !of_a_case,
            Self::ClientName | Self::Worker => !matches!(medium, Medium::Sms),
            Self::Organisation => matches!(medium, Medium::Letter),
            Self::OfficePhone | Self::Today => true,
        }
    }
}

/// What is known for a text.
#[derive(Debug, Clone)]
pub struct Known {
    /// The moment at which it is written, by the clocks of the office.
    pub now: Zoned,
    /// When the next session begins.
    pub next: Option<Begins>,
    /// What stands for each of the others.
    pub words: Vec<(Place, String)>,
}

impl Known {
    /// What the organisation says of itself in every text: its name, and the telephone number of the office.
    pub fn of_house(organisation: &Organisation, now: Instant) -> Self {
        let rules = &organisation.rulebook;
        let said = [(Place::OfficePhone, &rules.office_phone), (Place::Organisation, &organisation.name)];
        let words = said.into_iter().filter_map(|(place, said)| Some((place, said.as_ref()?.reveal().to_owned())));
        Self { now: now.on(&rules.office.time_zone()), next: None, words: words.collect() }
    }

    fn of(&self, place: Place, dates: DayForm) -> Option<String> {
        match place {
            Place::Today => Some(dates.day(&self.now)),
            Place::NextSession => self.next.as_ref().map(|begins| {
                let when = format!("{}, {}", dates.day(&begins.at), dates.time(&begins.at));
                begins.city.as_ref().map_or(when.clone(), |city| format!("{when} ({city})"))
            }),
            other => self.words.iter().find(|(place, _)| *place == other).map(|(_, words)| words.clone()),
        }
    }
}

/// A piece of a template.
enum Piece<'t> {
    Text(&'t str),
    Braced(&'t str),
}

fn pieces(body: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = body;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((inside, behind)) = rest.strip_prefix('{').and_then(|open| open.split_once('}')) {
            rest = behind;
            return Some(Piece::Braced(inside));
        }
        // an opening brace without its closing one is text, and the next one may have one
        let from = usize::from(rest.starts_with('{'));
        let until = rest.get(from..).and_then(|tail| tail.find('{')).map_or(rest.len(), |at| at + from);
        let (text, behind) = rest.split_at(until);
        rest = behind;
        Some(Piece::Text(text))
    })
}

fn place(inside: &str) -> Option<Place> {
    Place::ALL.into_iter().find(|place| place.code() == inside)
}

/// The places of a template; nothing when something in braces is none of them.
pub(super) fn of(body: &str) -> Option<Vec<Place>> {
    let places = pieces(body).filter_map(|piece| match piece {
        Piece::Braced(inside) => Some(place(inside)),
        Piece::Text(text) if text.contains(['{', '}']) => Some(None),
        Piece::Text(_) => None,
    });
    places.collect()
}

/// The text with everything put in that is known. What is not stays in its braces, for whoever writes to see.
pub fn fill(body: &str, dates: DayForm, known: &Known) -> String {
    let mut text = String::with_capacity(body.len());
    for piece in pieces(body) {
        match piece {
            Piece::Text(words) => text.push_str(words),
            Piece::Braced(inside) => match place(inside).and_then(|place| known.of(place, dates)) {
                Some(words) => text.push_str(&words),
                None => text.push_str(&format!("{{{inside}}}")),
            },
        }
    }
    text
}

/// A place of which nothing was put in; a text with one is not sent.
pub fn standing(text: &str) -> Option<Place> {
    pieces(text).find_map(|piece| match piece {
        Piece::Braced(inside) => place(inside),
        Piece::Text(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        let now: Zoned = "2026-11-20T10:42[Europe/Berlin]".parse().unwrap();
        Known { now, next: None, words: vec![(Place::ClientName, "Ana {today} Ruiz".to_owned())] }
    }

    #[test]
    fn what_is_known_is_put_in_once_and_the_rest_stays_to_be_seen() {
        let text = fill("{today}: Dear {client_name}, until {next_session}.", DayForm::DayMonth, &known());
        assert_eq!(text, "20/11/2026: Dear Ana {today} Ruiz, until {next_session}.");
        assert_eq!(standing("until {next_session}."), Some(Place::NextSession));
        assert_eq!(standing("a { and a {word}"), None);
        let next =
            Some(Begins { at: "2026-11-24T14:30[Europe/Berlin]".parse().unwrap(), city: Some("Berlin".to_owned()) });
        let text = fill("{next_session}", DayForm::MonthDay, &Known { next, ..known() });
        assert_eq!(text, "11/24/2026, 2:30 pm (Berlin)");
    }

    #[test]
    fn only_what_is_on_the_list_can_stand_in_braces() {
        for (body, places) in [
            ("No place", Some(vec![])),
            ("{today} {worker}", Some(vec![Place::Today, Place::Worker])),
            ("{diagnosis}", None),
            ("{ today }", None),
            ("{today", None),
            ("today}", None),
            ("{{today}}", None),
        ] {
            assert_eq!(of(body), places, "{body}");
        }
    }
}
