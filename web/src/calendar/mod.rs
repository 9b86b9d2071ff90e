//! Calendars: a day, a week or a month of one of us, the week or the month of everybody who holds sessions, and a day of the rooms (FS-4.1.3).

mod days;
mod month;
mod rooms;
#[cfg(test)]
pub(crate) mod samples;
mod team;

use axum::extract::Query;
use casework::calendar::{Booking, Shown, Whose, calendar};
use domain::ids::StaffId;
use domain::policy::Action;
use domain::slots::{Period, SlotState};
use domain::staff::Role;
use domain::time::Instant;
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use crate::answer::Answer;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::is_likely;
use crate::organisation::{OFFICE, ROOMS};
use crate::person::Person;

pub use days::{Day, Gap, Line, Moves};
pub use month::Cell;
pub use team::{Load, Row};

/// Which part of which calendar is shown.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    view: String,
    #[serde(default)]
    on: String,
    #[serde(default)]
    who: String,
}

/// How much is shown at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Day,
    Week,
    Month,
    Everybody,
    Team,
    Rooms,
}

impl View {
    const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Day, "day", "Day"),
        (Self::Week, "week", "Week"),
        (Self::Month, "month", "Month"),
        (Self::Everybody, "everybody", "Everybody"),
        (Self::Team, "everybody-month", "Everybody’s month"),
        (Self::Rooms, "rooms", "Rooms"),
    ];

    /// The week of one, unless another view is asked for; of everybody for whoever holds no sessions.
    fn of(code: &str, holds_sessions: bool) -> Self {
        let usual = if holds_sessions { Self::Week } else { Self::Everybody };
        Self::ALL.iter().find(|(_, known, _)| *known == code).map_or(usual, |(view, _, _)| *view)
    }

    fn code(self) -> &'static str {
        Self::ALL.iter().find(|(view, _, _)| *view == self).map_or("week", |(_, code, _)| code)
    }
}

/// A way of looking.
#[derive(Debug, Clone)]
pub struct Way {
    /// "Week".
    pub label: Words,
    /// Its address.
    pub href: String,
    /// Whether it is the one that is shown.
    pub current: bool,
}

/// What is shown.
#[derive(Debug, Clone)]
pub enum Body {
    /// Day beside day.
    Days(Vec<Day>),
    /// The weeks of a month, each with its seven days; the names of the days first.
    Month(Vec<Words>, Vec<Vec<Cell>>),
    /// Person beneath person, with the days of a week.
    Everybody(Vec<Words>, Vec<Row>),
}

/// `GET /calendar`
#[derive(Debug, Template)]
#[template(path = "calendar/show.html")]
pub struct CalendarPage {
    /// The frame.
    pub frame: Frame,
    /// Which days.
    pub heading: Words,
    /// Whose calendar.
    pub whose: Words,
    /// Day, week, month, everybody.
    pub ways: Vec<Way>,
    /// The days before.
    pub before: String,
    /// The days with today.
    pub now: String,
    /// The days after.
    pub after: String,
    /// Whose calendar is wanted, where it is that of one.
    pub who: Option<Field>,
    /// What goes along with that choice.
    pub kept: Vec<(&'static str, String)>,
    /// The ways to hours, absences and days off.
    pub links: Vec<Link>,
    /// Whether sessions can be moved from here.
    pub moves: bool,
    /// What is shown.
    pub body: Body,
}

/// What a page is made from.
pub(crate) struct Look<'a> {
    person: &'a Person,
    shown: &'a Shown,
    staff: StaffId,
    /// The day that was asked for.
    on: Date,
    /// Whether its sessions may be opened from here.
    meets: bool,
    /// Whether hours and absences of whoever is shown may be set.
    sets: bool,
}

/// `GET /calendar`
pub async fn show(person: Person, Query(wanted): Query<Wanted>) -> Answer {
    let meets = [Role::Caseworker, Role::Provider].iter().any(|role| person.card.is(*role));
    let view = View::of(&wanted.view, meets);
    let today = person.voice().today;
    let on = wanted.on.parse::<Date>().ok().filter(|day| is_likely(*day)).unwrap_or(today);
    let staff = wanted.who.parse::<StaffId>().unwrap_or(person.card.id);
    let (first, days) = span(view, on);
    let time = Period { start: midnight(&person, first), end: midnight(&person, later(first, days)) };
    let whose = match view {
        View::Everybody | View::Team => Whose::Everybody,
        View::Rooms => Whose::Rooms,
        View::Day | View::Week | View::Month => Whose::One(staff),
    };
    let shown = calendar(&person.ctx, whose, time).await?;
    let sets = person.ctx.may(Action::SetHours, Some(staff.dossier())).await?;
    let look = Look { person: &person, shown: &shown, staff, on, meets, sets };
    Ok(person.show("Calendar", |frame| page(&look, view, frame)))
}

fn page(look: &Look<'_>, view: View, frame: Frame) -> CalendarPage {
    let (first, days) = span(view, look.on);
    let address = |view: View, on: Date| address(view, on, look.staff);
    let days_shown: Vec<Date> = (0..days).map(|n| later(first, n)).collect();
    let (before, after) = match view {
        View::Day | View::Rooms => (later(look.on, -1), later(look.on, 1)),
        View::Week | View::Everybody => (later(look.on, -7), later(look.on, 7)),
        View::Month | View::Team => (months_later(look.on, -1), months_later(look.on, 1)),
    };
    let way = |(known, _, label): &(View, &'static str, &'static str)| Way {
        label: (*label).into(),
        href: address(*known, look.on),
        current: *known == view,
    };
    CalendarPage {
        heading: match view {
            View::Day | View::Rooms => when::full_day(look.on).into(),
            View::Month | View::Team => when::month_and_year(look.on).into(),
            View::Week | View::Everybody => Words::from("{from} to {until}")
                .with("from", when::plain_day(first))
                .with("until", when::plain_day(later(first, 6))),
        },
        whose: match view {
            View::Everybody | View::Team => {
                "Hours that are taken; who is met stands in the calendar of each, for those who may know.".into()
            }
            View::Rooms => "Which room is taken, and by whom of us.".into(),
            View::Day | View::Week | View::Month => look.name(look.staff).into(),
        },
        ways: View::ALL.iter().filter(|(view, ..)| look.has(*view)).map(way).collect(),
        before: address(view, before),
        now: address(view, look.person.voice().today),
        after: address(view, after),
        who: matches!(view, View::Day | View::Week | View::Month).then(|| look.chooser()),
        links: look.links(view),
        moves: look.moves() && matches!(view, View::Day | View::Week),
        kept: vec![("view", view.code().to_owned()), ("on", look.on.to_string())],
        body: match view {
            View::Day | View::Week => Body::Days(days::days(look, &days_shown)),
            View::Month => Body::Month(month::weekdays(&days_shown), month::weeks(look, &days_shown)),
            View::Everybody => Body::Everybody(team::heads(&days_shown), team::rows(look, &days_shown)),
            View::Team => Body::Everybody(team::brief_heads(&days_shown), team::rows(look, &days_shown)),
            View::Rooms => Body::Days(rooms::days(look)),
        },
        frame,
    }
}

impl Look<'_> {
    fn name(&self, staff: StaffId) -> String {
        let known = self.shown.people.iter().find(|card| card.id == staff);
        known.map_or_else(|| self.person.card.name.clone(), |card| card.name.clone())
    }

    /// The name of whoever has a room.
    fn name_of(&self, staff: StaffId) -> String {
        self.shown.people.iter().find(|card| card.id == staff).map(|card| card.name.clone()).unwrap_or_default()
    }

    /// Whether sessions can be moved from here: they are one's own.
    fn moves(&self) -> bool {
        self.meets && self.staff == self.person.card.id
    }

    fn chooser(&self) -> Field {
        let mut people: Vec<Choice> =
            self.shown.people.iter().map(|card| Choice::new(card.id.to_string(), card.name.clone())).collect();
        if self.shown.people.iter().all(|card| card.id != self.staff) {
            people.insert(0, Choice::new(self.staff.to_string(), self.name(self.staff)));
        }
        Filled::new().select("who", "Whose calendar", &people).or(self.staff.to_string()).free()
    }

    /// On which day something begins.
    fn day_of(&self, at: Instant) -> Date {
        at.on(&self.person.voice().zone).date()
    }

    /// What takes some of a day: what begins on it, and absences that reach into it.
    fn of_day(&self, day: Date) -> impl Iterator<Item = &Booking> {
        let time = Period { start: midnight(self.person, day), end: midnight(self.person, later(day, 1)) };
        self.shown.bookings.iter().filter(move |booking| match booking.state {
            SlotState::Away => booking.period.overlaps(time),
            _ => self.day_of(booking.period.start) == day,
        })
    }

    /// From when to when somebody works on a day.
    fn works(&self, staff: StaffId, day: Date) -> Vec<Period> {
        let office = &self.person.organisation.rulebook.office;
        match self.shown.hours.get(&staff) {
            Some(hours) => hours.on(office, day),
            None => office.hours_on(day).into_iter().collect(),
        }
    }

    /// Why nobody works on a day, or not this one of us.
    fn closed(&self, day: Date, staff: Option<StaffId>) -> Option<Words> {
        let office = &self.person.organisation.rulebook.office;
        if office.holidays.contains(&day) {
            return Some(office.name_of(day).map_or_else(|| "Holiday".into(), |name| name.to_owned().into()));
        }
        match staff {
            Some(staff) if !self.works(staff, day).is_empty() => None,
            Some(_) if office.works_on(day) => Some("Does not work".into()),
            None if office.works_on(day) => None,
            _ => Some("Closed".into()),
        }
    }

    /// Rooms are only shown where there are some.
    fn has(&self, view: View) -> bool {
        view != View::Rooms || !self.shown.rooms.used().is_empty()
    }

    fn links(&self, view: View) -> Vec<Link> {
        let mut links = Vec::new();
        if self.sets && matches!(view, View::Day | View::Week | View::Month) {
            let own = self.staff == self.person.card.id;
            let label = if own { "My hours and absences" } else { "Hours and absences" };
            links.push(Link::new(crate::hours::path(self.staff), label));
        }
        links.push(Link::new(crate::waiting::PATH, "Waiting list"));
        links.push(Link::new(OFFICE, "Days off of the office"));
        if self.meets || self.person.card.is(Role::Supervisor) {
            links.push(Link::new(crate::groups::PATH, "Groups"));
        }
        links.push(Link::new(ROOMS, "List of rooms"));
        if [Role::Caseworker, Role::Provider, Role::Supervisor].iter().any(|role| self.person.card.is(*role)) {
            links.push(Link::new(crate::reminders::list::PATH, "Reminders"));
        }
        links.push(Link::new(crate::feeds::PATH, "Your calendar in another program"));
        links
    }
}

/// The first day that a view shows, and how many.
fn span(view: View, on: Date) -> (Date, i64) {
    match view {
        View::Day | View::Rooms => (on, 1),
        View::Week | View::Everybody => (monday(on), 7),
        View::Month => {
            let (first, last) = (monday(on.first_of_month()), on.last_of_month());
            let weeks = last.since(first).map_or(0, |span| i64::from(span.get_days())) / 7 + 1;
            (first, weeks * 7)
        }
        View::Team => (on.first_of_month(), i64::from(on.days_in_month())),
    }
}

fn monday(on: Date) -> Date {
    later(on, -i64::from(on.weekday().since(Weekday::Monday)))
}

fn later(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

fn months_later(day: Date, months: i64) -> Date {
    day.saturating_add(months.months())
}

fn midnight(person: &Person, day: Date) -> Instant {
    let zone = person.voice().zone.clone();
    day.to_zoned(zone).map_or(Instant(0), |zoned| Instant::from_timestamp(zoned.timestamp()))
}

fn address(view: View, on: Date, who: StaffId) -> String {
    format!("/calendar?view={}&on={on}&who={who}", view.code())
}
