//! The page of somebody's hours and absences.

use axum::extract::Path;
use casework::calendar::Booking;
use casework::cover::{CaseToCover, cases_to_cover};
use casework::hours::HoursSeen;
use domain::absences::AbsenceNoted;
use domain::ids::StaffId;
use domain::slots::Period;
use jiff::civil::Date;

use super::{path, seen, week};
use crate::answer::Answer;
use crate::cover::all::uncovered;
use crate::face::parts::{Act, Empty, Pairs};
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;
use crate::person::Person;

/// An absence.
#[derive(Debug, Clone)]
pub struct Line {
    /// From when to when.
    pub when: Words,
    /// Why; for oneself only.
    pub why: Words,
    /// Whether it runs.
    pub state: Option<State>,
    /// For how many cases nobody stands in then.
    pub cover: Option<State>,
    /// What can be done: naming who stands in, withdrawing it.
    pub acts: Vec<Act>,
}

/// A session that is booked over an absence.
#[derive(Debug, Clone)]
pub struct Moved {
    /// When it is.
    pub when: Words,
    /// The client's number, for whoever may know it.
    pub number: Option<Number>,
    /// The name.
    pub name: Name,
    /// The way to move it.
    pub act: Option<Act>,
}

/// `GET /calendar/hours/{staff}`
#[derive(Debug, Template)]
#[template(path = "hours/show.html")]
pub struct HoursPage {
    /// The frame.
    pub frame: Frame,
    /// Whose.
    pub heading: Words,
    /// Their calendar.
    pub back: Link,
    /// When they work now and later.
    pub hours: Pairs,
    /// The way to change it.
    pub change: Act,
    /// The way to a new absence.
    pub away: Act,
    /// Absences that are not over.
    pub lines: Vec<Line>,
    /// When there are none.
    pub none: Option<Empty>,
    /// What is booked over them.
    pub moved: Vec<Moved>,
}

/// `GET /calendar/hours/{staff}`
pub async fn show(person: Person, Path(staff): Path<String>) -> Answer {
    let (staff, seen) = seen(&person, &staff).await?;
    let today = person.voice().today;
    let now = person.now();
    let cases = cases_to_cover(&person.ctx, staff).await?;
    Ok(person.show("Hours", |frame| page(staff, &seen, &cases, (today, now), frame)))
}

pub(super) fn page(
    staff: StaffId,
    seen: &HoursSeen,
    cases: &[CaseToCover],
    (today, now): (Date, domain::time::Instant),
    frame: Frame,
) -> HoursPage {
    let heading = match seen.own {
        true => "My hours and absences".into(),
        false => Words::from("Hours and absences of {name}").with("name", &seen.who.name),
    };
    HoursPage {
        heading,
        back: Link::new(format!("/calendar?who={staff}"), "Back to the calendar"),
        hours: hours(seen, today),
        change: Act::link("Change hours", format!("{}/week", path(staff))).icon("pen"),
        away: Act::link("Note an absence", format!("{}/absences", path(staff))).main().icon("plus"),
        lines: seen.absences.iter().map(|absence| line(staff, absence, cases, now)).collect(),
        none: seen
            .absences
            .is_empty()
            .then(|| Empty::new("No absence is noted.", "While somebody is away, no session can be booked with them.")),
        moved: seen.to_move.iter().map(moved).collect(),
        frame,
    }
}

fn hours(seen: &HoursSeen, today: Date) -> Pairs {
    let said = |set: Option<&[domain::hours::Stretch]>| match set {
        Some(stretches) => week(stretches),
        None => "While the office is open".into(),
    };
    let later = seen.hours.later_than(today);
    later.fold(Pairs::new().with("Works", said(seen.hours.week_on(today))), |facts, set| {
        facts.with(Words::from("From {day}").with("day", when::plain_day(set.from)), said(set.week.as_deref()))
    })
}

/// From when to when; whole days without hours.
pub(crate) fn period(time: Period) -> Words {
    let (from, until) = (when::local(time.start), when::local(time.end));
    let midnight = |at: &jiff::Zoned| at.hour() == 0 && at.minute() == 0;
    if !(midnight(&from) && midnight(&until)) {
        return Words::from("{from} to {until}")
            .with("from", when::when(time.start))
            .with("until", when::when(time.end));
    }
    let last = until.date().yesterday().unwrap_or(until.date());
    match from.date() == last {
        true => when::full_day(last).into(),
        false => Words::from("{from} to {until}")
            .with("from", when::full_day(from.date()))
            .with("until", when::full_day(last)),
    }
}

fn line(staff: StaffId, absence: &AbsenceNoted, cases: &[CaseToCover], now: domain::time::Instant) -> Line {
    let when = period(absence.period());
    let runs = absence.starts <= now;
    let label = if runs { "Back already" } else { "Withdraw" };
    let withdraw = Act::link(label, format!("{}/absences/{}", path(staff), absence.id)).plain().about(when.clone());
    let open = uncovered(cases, absence.period());
    let covers = open.as_ref().map(|_| {
        let href = format!("{}?absence={}", crate::cover::all::path(staff), absence.id);
        Act::link("Who stands in?", href).plain().about(when.clone())
    });
    Line {
        why: absence.kind.map(|kind| Words::from(kind.word())).unwrap_or_default(),
        state: runs.then(|| State::note("Away now")),
        cover: open.clone().map(State::due),
        acts: covers.into_iter().chain([withdraw]).collect(),
        when,
    }
}

fn moved(booking: &Booking) -> Moved {
    let met = booking.met.as_ref();
    let client = met.and_then(|met| met.client.as_ref());
    let when: Words = when::when(booking.period.start).into();
    Moved {
        number: client.map(|client| Number::new(&client.number)),
        name: client.map(|client| Name::new(client.full_name())).unwrap_or_default(),
        act: met.map(|met| {
            let href = format!("{}/missed", paths::session(met.case, met.slot));
            Act::link("Move or cancel", href).plain().about(when.clone())
        }),
        when,
    }
}
