//! What comes next: a time that is free for both, another one, or none with its reason (FS-4.1.1).
//!
//! Times are offered by what is known when the page is made; whether one is still free is decided when it is signed.

use casework::sessions::{FreeTimes, Wanted, free_times};
use domain::ids::{DossierId, ItemId};
use domain::sessions::{CannotMeet, Next};
use domain::time::Instant;
use jiff::civil::{Date, Time};

use super::book::{read_slot, slot_fields};
use crate::cases::head::CaseView;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;

/// How many times are offered.
const OFFERS: usize = 3;

/// What stands before the names of the fields of the next session.
pub(super) const NEXT: &str = "next_";

/// What the values of offered times begin with; microseconds since 1970 follow.
const AT: &str = "at.";

/// Times that are free for whoever holds the session and for the client.
pub(crate) struct Offers(FreeTimes);

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
        let wanted = Wanted {
            case,
            instead_of,
            staff: field("staff").parse().ok(),
            minutes: field("minutes").parse().ok().filter(|minutes| (5..=480).contains(minutes)),
            near: typed.and_then(|(day, hour)| office.instant(day, hour).ok()),
            most: OFFERS,
        };
        Ok(Self(free_times(&person.ctx, wanted).await?))
    }

    fn choices(&self) -> Vec<Choice> {
        let value = |time: Instant| format!("{AT}{}", time.0);
        self.0.times.iter().map(|time| Choice::new(value(*time), when::when(*time)).icon("calendar")).collect()
    }

    /// One of these times, or another one that is typed.
    pub(super) fn field(&self, filled: &Filled) -> Field {
        let another = Choice::new("booked", "Choose another").icon("pen").hint("Fill it in below.").chosen();
        let choices: Vec<Choice> = self.choices().into_iter().chain([another]).collect();
        filled.cards("next", "When", &choices).hint("These times are free for both.")
    }

    /// The same for what comes after a session: there may be none.
    pub(super) fn next_field(&self, filled: &Filled) -> Field {
        let nearest = self.0.nearest.and_then(|nearest| self.0.times.iter().position(|time| *time == nearest));
        let mut choices = self.choices();
        let another = Choice::new("booked", "Choose another").icon("pen").hint("Fill it in below.");
        match nearest.and_then(|at| choices.get_mut(at)) {
            Some(choice) => {
                *choice = choice.clone().chosen();
                choices.push(another);
            }
            None => choices.push(another.chosen()),
        }
        choices.push(Choice::new("none", "No next session").icon("close").hint("Say why."));
        filled.cards("next", "Next session", &choices).hint("The times with a calendar are free for both.")
    }
}

/// How the next session is, in a row; its day and time when none of those that are offered is chosen.
pub(super) fn slot_row(view: &CaseView, filled: &Filled) -> Field {
    Field::row("The next session", slot_fields(view, filled, NEXT).into_iter().map(Field::free).collect())
}

/// The time that was chosen among those that were offered.
pub(super) fn chosen(sent: &Fields) -> Option<Instant> {
    sent.text("next").strip_prefix(AT)?.parse().ok().map(Instant)
}

/// Reads what comes next.
pub(super) fn read_next(reader: &mut Reader<'_>, person: &Person, sent: &Fields) -> Option<Next> {
    match sent.text("next") {
        "none" => reader.line("none_because").map(Next::None),
        "booked" => read_slot(reader, person, sent, NEXT).map(Next::Booked),
        _ if chosen(sent).is_some() => read_slot(reader, person, sent, NEXT).map(Next::Booked),
        _ => {
            reader.wrong("next", "Please choose one.");
            None
        }
    }
}

/// At which field a rule about a booking is shown.
pub(super) const fn place_of(rule: CannotMeet) -> Option<&'static str> {
    match rule {
        CannotMeet::InThePast | CannotMeet::SlotTaken | CannotMeet::ClientTaken => Some("next"),
        CannotMeet::BadLength => Some("next_minutes"),
        _ => None,
    }
}
