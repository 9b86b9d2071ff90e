//! Planning meetings: the first, those that follow it, and what becomes of a date that has something in its way.

use axum::extract::Path;
use axum::response::Response;
use casework::groups::{GroupSeen, WantedMeetings, has_planned, meeting_dates, plan_meetings};
use domain::ids::DossierId;
use domain::rooms::Rooms;
use domain::series::{Proposal, Rhythm};
use domain::sessions::Slot;
use domain::signature::Meaning;
use domain::text::Line;
use domain::time::Instant;

use super::meetings::{How, file, last, leading, refused, slot_fields, told};
use super::path;
use crate::answer::{Answer, go};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::face::voice::speaking;
use crate::face::when;
use crate::fields::{Fields, Reader, code};
use crate::person::Person;
use crate::problem::Problem;
use crate::sessions::series::{choices, every, name, offers, picked};
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

pub(super) fn asks((group, called): (DossierId, &str), rooms: &Rooms, form: &Filled, dates: &[Proposal]) -> Asks {
    let weeks = Rhythm::WEEKS.map(|weeks| Choice::new(weeks.to_string(), every(weeks)));
    let rhythm =
        vec![form.number("count", "How many").or("1"), form.select("every", "How often", &weeks).or("1").free()];
    let mut fields =
        vec![Field::row("The first meeting", slot_fields(rooms, form)), Field::row("And those that follow it", rhythm)];
    let hindered: Vec<Field> = dates.iter().enumerate().filter_map(|(at, one)| date_field(at, one, form)).collect();
    if !hindered.is_empty() {
        fields.push(Field::row("Dates with something in their way", hindered));
    }
    Asks {
        title: "Plan meetings",
        heading: "Plan meetings".into(),
        lead: "They are booked for everybody who belongs to the group, and for whoever joins later. Who has another session then is named, and not booked.".into(),
        about: Pairs::new().with("Group", called.to_owned()),
        action: path(group, "meetings"),
        fields,
        act: "Sign and plan",
        back: Link::new(path(group, ""), "Back to the group"),
    }
}

/// What becomes of a date, where something is in its way.
fn date_field(at: usize, one: &Proposal, form: &Filled) -> Option<Field> {
    let way = one.in_the_way?;
    let words = Words::from("{when}: {why}").with("when", when::when(one.planned));
    Some(form.select(&name(at), words.with("why", Words::from(way.word())), &choices(one)))
}

fn page(person: &Person, seen: &GroupSeen, filled: Filled, dates: &[Proposal]) -> Response {
    let rooms = &person.organisation.rooms;
    here::show(person, filled, last(seen), Challenge::OldSignIn, |form| {
        asks((seen.group, &seen.card.name), rooms, form, dates)
    })
}

/// `GET /groups/{group}/meetings/new`
pub async fn new(person: Person, Path(group): Path<String>) -> Answer {
    let (_, seen) = leading(&person, &group).await?;
    let described = file(&seen)?.now.clone().ok_or(Problem::Missing)?;
    let filled = Filled::new()
        .with("minutes", described.minutes.to_string())
        .with("place", code(&described.place))
        .with("room", described.room.map(|room| room.to_string()).unwrap_or_default());
    Ok(page(&person, &seen, filled, &[]))
}

/// When each meeting begins: as planned, or as it was chosen where something is in the way.
fn chosen(sent: &Fields, dates: &[Proposal]) -> Result<Vec<Instant>, Filled> {
    let mut reader = Reader::new(sent);
    let mut starts = Vec::with_capacity(dates.len());
    for (at, one) in dates.iter().enumerate() {
        let field = name(at);
        match (one.in_the_way, picked(sent, &field).filter(|found| found.is_none_or(|at| offers(one, at)))) {
            (None, _) => starts.push(one.planned),
            (Some(_), Some(found)) => starts.extend(found),
            (Some(_), None) => {
                let words = Words::from("{when}: please choose what becomes of it.");
                reader.wrong(&field, words.with("when", when::when(one.planned)));
            }
        }
    }
    if reader.is_good() { Ok(starts) } else { Err(reader.filled) }
}

/// `POST /groups/{group}/meetings`
pub async fn create(person: Person, Path(group): Path<String>, sent: Fields) -> Answer {
    let (group, seen) = leading(&person, &group).await?;
    let mut reader = Reader::new(&sent);
    let how = How::read(&mut reader, &person);
    let count = reader.text("count").parse::<u8>().ok().filter(|count| (1..=Rhythm::MOST).contains(count));
    if count.is_none() {
        reader.wrong("count", "Please give a number from 1 to 26.");
    }
    let weeks = reader.text("every").parse::<u8>().ok().filter(|weeks| Rhythm::WEEKS.contains(weeks)).unwrap_or(1);
    let (Some(how), Some(count), true) = (how, count, reader.is_good()) else {
        return Ok(page(&person, &seen, reader.filled, &[]));
    };
    let rhythm = Rhythm { first: how.starts, weeks, count };
    let wanted = WantedMeetings { group, minutes: how.minutes, room: how.room, rhythm };
    let dates = match meeting_dates(&person.ctx, wanted).await {
        Ok(dates) => dates,
        Err(failure) => return Ok(page(&person, &seen, refused(&person, &sent, failure)?, &[])),
    };
    let ink = signing(&sent, Meaning::Author);
    // a form that is sent twice finds its own meetings in its way
    let starts = match has_planned(&person.ctx, group, &ink).await? {
        true => Vec::new(),
        false => match speaking(person.voice(), || chosen(&sent, &dates)) {
            Ok(starts) => starts,
            Err(filled) => return Ok(page(&person, &seen, filled, &dates)),
        },
    };
    let known = file(&seen)?;
    let slot = |starts| how.slot(&person, known, person.ctx.new_item(), starts);
    let slots: Vec<Slot> = starts.into_iter().filter_map(slot).collect();
    let reason = Line::parse("Planned for the group").map_err(|_| Problem::Malformed)?;
    match plan_meetings(&person.ctx, group, slots, &reason, &ink).await {
        Ok(came) => go(&told(&came, Done::MEETINGS_PLANNED).at(&path(group, ""))),
        Err(failure) => Ok(page(&person, &seen, refused(&person, &sent, failure)?, &dates)),
    }
}
