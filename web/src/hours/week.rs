//! Setting somebody's working hours: a line for each day of the week, written as people write them.

use axum::extract::Path;
use axum::response::Response;
use casework::hours::{HoursSeen, set_hours};
use domain::calendar::Day;
use domain::hours::{BadHours, Stretch, WorkingHoursSet};
use domain::ids::StaffId;
use domain::signature::Meaning;
use jiff::civil::Time;

use super::{clock, path, seen};
use crate::answer::{Answer, go};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code};
use crate::person::Person;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

fn page(person: &Person, staff: StaffId, seen: &HoursSeen, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::OldSignIn, |form| {
        Asks {
        title: "Hours",
        heading: match seen.own {
            true => "When I work".into(),
            false => Words::from("When {name} works").with("name", &seen.who.name),
        },
        lead: "Times for sessions are offered within these hours, and never on a day off of the office. Outside of them sessions can be booked all the same."
            .into(),
        about: Pairs::new(),
        action: format!("{}/week", path(staff)),
        fields: fields(form, person, seen),
        act: "Sign hours",
        back: Link::new(path(staff), "Back to hours and absences"),
    }
    })
}

fn fields(form: &Filled, person: &Person, seen: &HoursSeen) -> Vec<Field> {
    let today = person.voice().today;
    let own = seen.hours.week_on(today);
    let follows = form.check("office", "The hours of the office").hint("Then the days below do not count.");
    let written = |day: Day| {
        let stretches = own.unwrap_or_default().iter().filter(|stretch| stretch.day == day);
        let told: Vec<String> = stretches.map(|one| format!("{}-{}", clock(one.from), clock(one.to))).collect();
        match own {
            None if seen.office.days.contains(&day) => {
                format!("{}-{}", clock(seen.office.opens), clock(seen.office.closes))
            }
            _ => told.join(", "),
        }
    };
    let mut fields = vec![form.date("from", "From this day on").or(today.to_string()), follows];
    fields.extend(Day::ALL.into_iter().map(|day| {
        let field = form.text(&code(&day), day.word()).or(written(day)).optional().max(60);
        if day == Day::Monday { field.hint("Such as 08:00-12:00, 13:00-15:30. Empty: does not work.") } else { field }
    }));
    fields
}

/// `GET /calendar/hours/{staff}/week`
pub async fn edit(person: Person, Path(staff): Path<String>) -> Answer {
    let (staff, seen) = seen(&person, &staff).await?;
    Ok(page(&person, staff, &seen, Filled::new()))
}

/// `POST /calendar/hours/{staff}/week`
pub async fn change(person: Person, Path(staff): Path<String>, sent: Fields) -> Answer {
    let (staff, seen) = seen(&person, &staff).await?;
    let order = match read(&sent) {
        Ok(order) => order,
        Err(filled) => return Ok(page(&person, staff, &seen, filled)),
    };
    match set_hours(&person.ctx, staff, order, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::HOURS_SET.at(&path(staff))),
        Err(failure) => {
            let place = |rule: &BadHours| (*rule == BadHours::Never).then_some("monday");
            Ok(page(&person, staff, &seen, here::refused(&sent, failure, place)?))
        }
    }
}

fn read(sent: &Fields) -> Result<WorkingHoursSet, Filled> {
    let mut reader = Reader::new(sent);
    let from = reader.date("from");
    let mut stretches = Vec::new();
    if !sent.ticked("office") {
        for day in Day::ALL {
            let name = code(&day);
            match written(sent.text(&name), day) {
                Some(of_day) => stretches.extend(of_day),
                None => reader.wrong(&name, "Please write from and to, such as 08:00-12:00, 13:00-15:30."),
            }
        }
    }
    match (from, reader.is_good()) {
        (Some(from), true) => Ok(WorkingHoursSet { from, week: (!sent.ticked("office")).then_some(stretches) }),
        _ => Err(reader.filled),
    }
}

/// "8-12, 13:00 – 15.30", as people write it; nothing when it cannot be read.
fn written(text: &str, day: Day) -> Option<Vec<Stretch>> {
    let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (from, to) = part.split_once(['-', '–', '—'])?;
            Some(Stretch { day, from: hour(from)?, to: hour(to)? })
        })
        .collect()
}

fn hour(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once([':', '.']).unwrap_or((text.trim(), "0"));
    match (hour.parse().ok()?, minute.parse().ok()?) {
        // whoever works until midnight
        (24, 0) => Time::new(23, 59, 0, 0).ok(),
        (hour, minute) => Time::new(hour, minute, 0, 0).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        let told = |text: &str| {
            let stretches = written(text, Day::Monday)?;
            Some(
                stretches
                    .iter()
                    .map(|one| format!("{}-{}", clock(one.from), clock(one.to)))
                    .collect::<Vec<_>>()
                    .join(" "),
            )
        };
        assert_eq!(told("8-12, 13:00 – 15.30").as_deref(), Some("08:00-12:00 13:00-15:30"));
        assert_eq!(told("").as_deref(), Some(""));
        assert_eq!(told("20:00-24:00").as_deref(), Some("20:00-23:59"));
        for wrong in ["mornings", "8", "8-25", "8:61-9", "-"] {
            assert_eq!(told(wrong), None, "{wrong}");
        }
    }
}
