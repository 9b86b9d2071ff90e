//! Booking a session.

use axum::extract::Path;
use casework::sessions::{BookSession, CannotMeetHere, book_session};
use domain::event::Event;
use domain::ids::{DossierId, ItemId, StaffId};
use domain::level::Level;
use domain::policy::Action;
use domain::sessions::{CannotMeet, Place, SessionBooked, Slot};
use domain::staff::Role;
use domain::time::Instant;

use super::next::{Offers, chosen, place_of};
use crate::answer::{Answer, id, sentence};
use crate::cases::form::Wording;
use crate::cases::head::{At, CaseView};
use crate::cases::step::{About, Sign, Step, Written};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;

fn step(case: DossierId, offers: Offers) -> Step<impl Fn(&Person, &CaseView, &Filled) -> Vec<Field>> {
    Step {
        case,
        action: Action::BookSession,
        wording: Wording {
            heading: "Book a session".into(),
            lead: Words::from("If no time suits: {list}.")
                .with("list", Link::new(crate::waiting::new(case), "put the client on the waiting list")),
            action: "sessions".to_owned(),
            draft: None,
            act: "Review and sign".into(),
            at: At::Sessions,
        },
        fields: move |_: &Person, view: &CaseView, filled: &Filled| {
            std::iter::once(offers.field(view, filled)).chain(slot_fields(view, &offers, filled, "")).collect()
        },
        about: About::Case,
        sign: Sign::author("Book this session", "Book session"),
        done: Done::SESSION_BOOKED,
    }
}

/// Those who hold sessions, to be chosen from.
pub(crate) fn holders(view: &CaseView) -> Vec<Choice> {
    let fits = |card: &&domain::staff::StaffCard| card.active && (card.is(Role::Caseworker) || card.is(Role::Provider));
    view.staff.iter().filter(fits).map(|card| Choice::new(card.id.to_string(), card.name.clone())).collect()
}

/// The fields of a slot; `prefix` tells two slots of one form apart.
pub(crate) fn slot_fields(view: &CaseView, offers: &Offers, filled: &Filled, prefix: &str) -> Vec<Field> {
    let people = holders(view);
    let worker = view.file().assignment().map(|hands| hands.worker.to_string()).unwrap_or_default();
    let places = Place::ALL.map(|place| Choice::new(code(&place), place.word()));
    let name = |name: &str| format!("{prefix}{name}");
    // which of them are needed follows from what is chosen; the server says what is missing
    let mut fields = vec![
        filled.date(&name("day"), "Day"),
        filled.time(&name("hour"), "Time"),
        filled.number(&name("minutes"), "Minutes").or(Slot::USUAL_MINUTES.to_string()),
        filled.select(&name("staff"), "With", &people).or(worker),
        filled.select(&name("place"), "Where", &places).or(code(&Place::Office)),
    ];
    fields.extend(offers.room_field(filled, &name("room")));
    fields.into_iter().map(Field::free).collect()
}

/// Reads a slot; what is wrong stands at its field.
pub(crate) fn read_slot(reader: &mut Reader<'_>, person: &Person, sent: &Fields, prefix: &str) -> Option<Slot> {
    let name = |name: &str| format!("{prefix}{name}");
    let starts = match chosen(sent) {
        Some(starts) => Some(starts),
        None => typed(reader, person, sent, [&name("day"), &name("hour")]),
    };
    let minutes = reader.choice(&name("minutes"), |text| text.parse::<u16>().ok());
    let staff = reader.choice(&name("staff"), |text| text.parse::<StaffId>().ok());
    let place = reader.choice(&name("place"), decode::<Place>);
    let room = match reader.text(&name("room")) {
        "" => None,
        text => Some(text.parse::<ItemId>().ok().or_else(|| reader.choice(&name("room"), |_| None))?),
    };
    Some(Slot {
        id: person.ctx.new_item(),
        staff: staff?,
        starts: starts?,
        minutes: minutes?,
        place: place?,
        room,
        zone: Some(person.organisation.rulebook.office.zone.clone()),
        group: None,
    })
}

/// The day and time that were typed.
fn typed(reader: &mut Reader<'_>, person: &Person, sent: &Fields, [day, hour]: [&str; 2]) -> Option<Instant> {
    let date = reader.date(day);
    let time = reader.time_or_none(hour);
    if time.is_none() && sent.text(hour).is_empty() {
        reader.wrong(hour, "Please fill in the time.");
    }
    match person.organisation.rulebook.office.instant(date?, time?) {
        Ok(at) => Some(at),
        Err(why) => {
            reader.wrong(hour, sentence(&why.to_string()));
            None
        }
    }
}

/// `GET /cases/{case}/sessions/new`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    step(case, Offers::find(&person, case, None, &Filled::new(), "").await?).ask(&person).await
}

/// `POST /cases/{case}/sessions`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let step = step(case, Offers::find(&person, case, None, &sent.filled(), "").await?);
    let read = |_: &CaseView| {
        let mut reader = Reader::new(&sent);
        let slot = read_slot(&mut reader, &person, &sent, "").ok_or(reader.filled)?;
        Ok(Written::new(SessionBooked { slot }, Event::SessionBooked, Level::Standard))
    };
    let act =
        async |SessionBooked { slot }, ink| book_session(&person.ctx, BookSession { case: step.case, slot }, ink).await;
    step.create(&person, &sent, read, act, |rule| match rule {
        CannotMeetHere::Session(rule) => place_of_slot(*rule),
        CannotMeetHere::Series(_) | CannotMeetHere::Closed(_) => None,
    })
    .await
}

/// At which field a rule about a booking is shown in a form that books nothing else.
pub(crate) const fn place_of_slot(rule: CannotMeet) -> Option<&'static str> {
    match rule {
        CannotMeet::BadLength => Some("minutes"),
        CannotMeet::RoomTaken | CannotMeet::NoRoom | CannotMeet::RoomElsewhere => Some("room"),
        rule => place_of(rule),
    }
}
