//! Noting an absence, and withdrawing one.

use axum::extract::Path;
use axum::response::Response;
use casework::cover::cases_to_cover;
use casework::hours::{HoursSeen, note_absence, withdraw_absence};
use domain::absences::{AbsenceKind, AbsenceNoted, CannotBeAway};
use domain::ids::{ItemId, StaffId};
use domain::signature::Meaning;
use domain::time::Instant;
use jiff::civil::Time;

use super::show::period;
use super::{path, seen};
use crate::answer::{Answer, go, id, sentence};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

fn page(person: &Person, staff: StaffId, seen: &HoursSeen, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::OldSignIn, |form| {
        Asks {
        title: "Hours",
        heading: match seen.own {
            true => "Note an absence".into(),
            false => Words::from("Note an absence of {name}").with("name", &seen.who.name),
        },
        lead: "No session can be booked then. What is booked already stays, and stands on the list of what is to be moved.".into(),
        about: Pairs::new(),
        action: format!("{}/absences", path(staff)),
        fields: fields(form, seen.own),
        act: "Sign absence",
        back: Link::new(path(staff), "Back to hours and absences"),
    }
    })
}

fn fields(form: &Filled, own: bool) -> Vec<Field> {
    let mut fields = vec![
        Field::row(
            "From",
            vec![form.date("from_day", "First day"), form.time("from_hour", "From what time").optional()],
        ),
        Field::row(
            "To",
            vec![
                form.date("to_day", "Last day").optional().hint("Empty: the same day."),
                form.time("to_hour", "Until what time").optional().hint("Without times whole days count."),
            ],
        ),
    ];
    if own {
        let kinds = AbsenceKind::ALL.map(|kind| Choice::new(code(&kind), kind.word()));
        fields.push(form.radios("kind", "Why", &kinds).hint("Only you see this. Others see that you are away."));
    }
    fields
}

/// `GET /calendar/hours/{staff}/absences`
pub async fn new(person: Person, Path(staff): Path<String>) -> Answer {
    let (staff, seen) = seen(&person, &staff).await?;
    Ok(page(&person, staff, &seen, Filled::new()))
}

/// `POST /calendar/hours/{staff}/absences`
pub async fn create(person: Person, Path(staff): Path<String>, sent: Fields) -> Answer {
    let (staff, seen) = seen(&person, &staff).await?;
    let order = match read(&person, seen.own, &sent) {
        Ok(order) => order,
        Err(filled) => return Ok(page(&person, staff, &seen, filled)),
    };
    let (absence, time) = (order.id, order.period());
    match note_absence(&person.ctx, staff, order, signing(&sent, Meaning::Author)).await {
        // who stands in is asked next, where there is something to stand in for
        Ok(_) if cases_to_cover(&person.ctx, staff).await?.iter().any(|case| case.covered(time).is_none()) => {
            go(&format!("{}&absence={absence}", Done::ABSENCE_NOTED.at(&crate::cover::all::path(staff))))
        }
        Ok(_) => go(&Done::ABSENCE_NOTED.at(&path(staff))),
        Err(failure) => Ok(page(&person, staff, &seen, here::refused(&sent, failure, place)?)),
    }
}

const fn place(rule: &CannotBeAway) -> Option<&'static str> {
    match rule {
        CannotBeAway::Backwards | CannotBeAway::Past | CannotBeAway::TooLong => Some("to_day"),
        CannotBeAway::Known => Some("from_day"),
        CannotBeAway::Left | CannotBeAway::NotKnown | CannotBeAway::Over => None,
    }
}

fn read(person: &Person, own: bool, sent: &Fields) -> Result<AbsenceNoted, Filled> {
    let office = &person.organisation.rulebook.office;
    let mut reader = Reader::new(sent);
    let (first, from) = (reader.date("from_day"), reader.time_or_none("from_hour"));
    let (last, to) = (reader.date_or_none("to_day"), reader.time_or_none("to_hour"));
    let kind = if own { reader.choice("kind", decode::<AbsenceKind>) } else { None };
    let (Some(first), true) = (first, reader.is_good()) else { return Err(reader.filled) };
    let last = last.unwrap_or(first);
    let starts = office.instant(first, from.unwrap_or(Time::midnight()));
    // whole days end when the next day begins
    let ends = match to {
        Some(to) => office.instant(last, to),
        None => office.instant(last.tomorrow().unwrap_or(last), Time::midnight()),
    };
    let at = |reader: &mut Reader<'_>, name: &str, at: Result<Instant, domain::calendar::NoSuchTime>| {
        at.map_err(|why| reader.wrong(name, sentence(&why.to_string()))).ok()
    };
    let (starts, ends) = (at(&mut reader, "from_hour", starts), at(&mut reader, "to_hour", ends));
    match (starts, ends) {
        (Some(starts), Some(ends)) => Ok(AbsenceNoted { id: person.ctx.new_item(), starts, ends, kind }),
        _ => Err(reader.filled),
    }
}

fn find<'a>(seen: &'a HoursSeen, absence: &str) -> Result<&'a AbsenceNoted, Problem> {
    let absence: ItemId = id(absence)?;
    seen.absences.iter().find(|known| known.id == absence).ok_or(Problem::Missing)
}

fn withdrawal(person: &Person, staff: StaffId, seen: &HoursSeen, absence: &AbsenceNoted, filled: Filled) -> Response {
    let runs = absence.starts <= person.now();
    here::show(person, filled, seen.last, Challenge::OldSignIn, |_| Asks {
        title: "Hours",
        heading: match runs {
            true => "End this absence now?".into(),
            false => "Withdraw this absence?".into(),
        },
        lead: match runs {
            true => "What is past of it stays; from now on sessions can be booked again.".into(),
            false => "Sessions can be booked then again. That it was noted stays in the record.".into(),
        },
        about: Pairs::new().with("Who", seen.who.name.clone()).with("Away", period(absence.period())),
        action: format!("{}/absences/{}", path(staff), absence.id),
        fields: Vec::new(),
        act: if runs { "Sign that it ends" } else { "Sign and withdraw" },
        back: Link::new(path(staff), "Back to hours and absences"),
    })
}

/// `GET /calendar/hours/{staff}/absences/{absence}`
pub async fn ask_withdrawal(person: Person, Path((staff, absence)): Path<(String, String)>) -> Answer {
    let (staff, seen) = seen(&person, &staff).await?;
    let absence = find(&seen, &absence)?;
    Ok(withdrawal(&person, staff, &seen, absence, Filled::new()))
}

/// `POST /calendar/hours/{staff}/absences/{absence}`
pub async fn withdraw(person: Person, Path((staff, absence)): Path<(String, String)>, sent: Fields) -> Answer {
    let (staff, seen) = seen(&person, &staff).await?;
    let which: ItemId = id(&absence)?;
    match withdraw_absence(&person.ctx, staff, which, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::ABSENCE_WITHDRAWN.at(&path(staff))),
        Err(failure) => {
            let filled = here::refused(&sent, failure, |_| None)?;
            Ok(withdrawal(&person, staff, &seen, find(&seen, &absence)?, filled))
        }
    }
}
