//! What comes next: a time that is free for both, another one, or none with its reason (FS-4.1.1).
//!
//! Times are offered by what is known when the page is made; whether one is still free is decided when it is signed.

use casework::sessions::{Chosen, FreeTimes, Wanted, free_times};
use domain::ids::{DossierId, ItemId};
use domain::rooms::RoomDescribed;
use domain::sessions::{CannotMeet, Next};
use domain::time::Instant;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::book::{read_slot, slot_fields};
use super::series::theirs;
use crate::cases::head::CaseView;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, is_likely};
use crate::hours;
use crate::person::Person;
use crate::problem::Problem;

/// How many times are offered.
const OFFERS: usize = 3;

/// What stands before the names of the fields of the next session.
pub(crate) const NEXT: &str = "next_";

/// What the value of a booking that stands begins with; its id follows.
const STANDING: &str = "standing.";

/// What the values of offered times begin with; microseconds since 1970 follow.
const AT: &str = "at.";

/// The value for a time that is typed.
const TYPED: &str = "booked";

/// The value of a time that is offered.
pub(crate) fn offer(time: Instant) -> String {
    format!("{AT}{}", time.0)
}

fn none() -> Choice {
    Choice::new("none", "No next session").icon("close").hint("Say why.")
}

/// Times that are free for whoever holds the session and for the client.
pub(crate) struct Offers {
    free: FreeTimes,
    /// The booking that ends with it.
    instead_of: Option<ItemId>,
    now: Instant,
}

impl Offers {
    /// Around the time that was typed, otherwise where the next session usually is. `prefix` stands before the names of the fields.
    pub(crate) async fn find(
        person: &Person,
        case: DossierId,
        instead_of: Option<ItemId>,
        form: &Filled,
        prefix: &str,
    ) -> Result<Self, Problem> {
        let office = &person.organisation.rulebook.office;
        let field = |name: &str| form.value(&format!("{prefix}{name}")).to_owned();
        let typed = field("day").parse::<Date>().ok().zip(field("hour").parse::<Time>().ok());
        let offered = offered(form.value("next"));
        let typed = typed.and_then(|(day, hour)| office.instant(day, hour).ok());
        let wanted = Wanted {
            case,
            instead_of,
            staff: field("staff").parse().ok(),
            minutes: field("minutes").parse().ok().filter(|minutes| (5..=480).contains(minutes)),
            near: typed,
            at: offered.or(typed),
            most: OFFERS,
        };
        Ok(Self { free: free_times(&person.ctx, wanted).await?, instead_of, now: person.now() })
    }

    /// One of these times, or another one that is typed.
    pub(crate) fn field(&self, view: &CaseView, filled: &Filled) -> Field {
        self.cards(view, filled, "When", Some(TYPED.to_owned()), Vec::new())
    }

    /// The same for the first of a series.
    pub(super) fn first_field(&self, view: &CaseView, filled: &Filled) -> Field {
        self.cards(view, filled, "The first one", Some(TYPED.to_owned()), Vec::new())
    }

    /// The same for what comes after a session: the one that is booked already is chosen, or the nearest, and there may be none.
    pub(crate) fn next_field(&self, view: &CaseView, filled: &Filled) -> Field {
        match self.standing(view) {
            Some(stands) => self.cards_after(view, filled, "Next session", vec![stands.chosen()], None, vec![none()]),
            None => {
                let chosen = self.free.nearest.map_or_else(|| TYPED.to_owned(), offer);
                self.cards(view, filled, "Next session", Some(chosen), vec![none()])
            }
        }
    }

    /// The one that is booked already.
    fn standing(&self, view: &CaseView) -> Option<Choice> {
        let stands = view.file().sessions.standing(self.instead_of, self.now)?;
        let words = Words::from("The next one is booked: {when}").with("when", when::when(stands.starts));
        Some(Choice::new(format!("{STANDING}{}", stands.id), words).icon("done").hint("Nothing new is booked."))
    }

    /// The same where it is only to be said sometimes: nothing is chosen.
    pub(crate) fn agreed_field(&self, view: &CaseView, filled: &Filled) -> Field {
        let stands = self.standing(view).into_iter().collect();
        self.cards_after(view, filled, "Next session", stands, None, vec![none()]).optional()
    }

    fn cards(
        &self,
        view: &CaseView,
        filled: &Filled,
        label: &'static str,
        chosen: Option<String>,
        more: Vec<Choice>,
    ) -> Field {
        self.cards_after(view, filled, label, Vec::new(), chosen, more)
    }

    fn cards_after(
        &self,
        view: &CaseView,
        filled: &Filled,
        label: &'static str,
        first: Vec<Choice>,
        chosen: Option<String>,
        more: Vec<Choice>,
    ) -> Field {
        let choice = |value: String, words: Words| {
            let picked = chosen.as_ref() == Some(&value);
            let choice = Choice::new(value, words);
            if picked { choice.chosen() } else { choice }
        };
        let free = |time: &Instant| {
            let choice = choice(offer(*time), when::when(*time).into()).icon("calendar");
            match theirs(view, *time) {
                Some(hour) => choice.hint(hour),
                None => choice,
            }
        };
        let another = choice(TYPED.to_owned(), "Choose another".into()).icon("pen").hint("Fill it in below.");
        let mut choices = first;
        choices.extend(self.free.times.iter().map(free));
        choices.push(another);
        choices.extend(more);
        let field = filled.cards("next", label, &choices);
        let free = match self.free.times.is_empty() {
            true => Words::from("Near that day no time is free for both."),
            false => "The times with a calendar are free for both.".into(),
        };
        field.hint(match self.about_hours(view) {
            Some(about) => Words::from("{about} {free}").with("about", about).with("free", free),
            None => free,
        })
    }

    /// What is to be known of the hours of whoever is to hold the session.
    fn about_hours(&self, view: &CaseView) -> Option<Words> {
        let staff = self.free.staff?;
        let words = match (self.free.chosen, &self.free.week) {
            (Chosen::Away, _) => Words::from("{name} is away then."),
            (Chosen::Outside, _) => {
                Words::from("This is outside of the hours of {name}; it can be booked all the same.")
            }
            (Chosen::Usual, Some(week)) => {
                Words::from("{name} works {week}; other times can be booked too.").with("week", hours::week(week))
            }
            (Chosen::Usual, None) => return None,
        };
        Some(words.with("name", view.staff_name(staff)))
    }

    /// The rooms that can be had; nothing where the organisation has named none.
    pub(crate) fn room_field(&self, filled: &Filled, name: &str) -> Option<Field> {
        let wrong = filled.is_wrong_at(name);
        if self.free.rooms.is_empty() && !wrong {
            return None;
        }
        let choice = |room: &RoomDescribed| {
            let words = Words::from("{room} ({people})")
                .with("room", room.full_name())
                .with("people", Words::count("{n} person", "{n} people", u32::from(room.people)));
            Choice::new(room.id.to_string(), words)
        };
        let none = Choice::new("", "No room");
        let choices: Vec<Choice> = std::iter::once(none).chain(self.free.rooms.iter().map(choice)).collect();
        let hint = match (wrong, self.free.rooms.is_empty()) {
            (true, true) => "No room is free then.",
            (true, false) => "These are free then.",
            (false, _) => "Only at the office. Whether it is free then is looked at when you sign.",
        };
        Some(filled.select(name, "Room", &choices).hint(hint))
    }
}

/// How the next session is, in a row; its day and time when none of those that are offered is chosen.
pub(crate) fn slot_row(view: &CaseView, offers: &Offers, filled: &Filled) -> Field {
    Field::row("The next session", slot_fields(view, offers, filled, NEXT))
}

/// The time that was chosen among those that were offered.
pub(crate) fn chosen(sent: &Fields) -> Option<Instant> {
    offered(sent.text("next"))
}

fn offered(value: &str) -> Option<Instant> {
    let at = Instant(value.strip_prefix(AT)?.parse().ok()?);
    Some(at).filter(|at| is_likely(at.on(&TimeZone::UTC).date()))
}

/// Reads what comes next.
pub(crate) fn read_next(reader: &mut Reader<'_>, person: &Person, sent: &Fields) -> Option<Next> {
    match sent.text("next") {
        "none" => reader.line("none_because").map(Next::None),
        next if let Some(slot) = next.strip_prefix(STANDING).and_then(|slot| slot.parse().ok()) => {
            Some(Next::Standing(slot))
        }
        next if next == TYPED || chosen(sent).is_some() => read_slot(reader, person, sent, NEXT).map(Next::Booked),
        _ => {
            reader.wrong("next", "Please choose one.");
            None
        }
    }
}

/// At which field a rule about a booking is shown.
pub(crate) const fn place_of(rule: CannotMeet) -> Option<&'static str> {
    match rule {
        CannotMeet::InThePast | CannotMeet::SlotTaken | CannotMeet::Away | CannotMeet::ClientTaken => Some("next"),
        CannotMeet::MovedNowhere | CannotMeet::NotStanding => Some("next"),
        CannotMeet::RoomTaken | CannotMeet::NoRoom | CannotMeet::RoomElsewhere => Some("next_room"),
        CannotMeet::BadLength => Some("next_minutes"),
        CannotMeet::WhyByUs => Some("note"),
        CannotMeet::ArrivedLater => Some("arrived"),
        _ => None,
    }
}
