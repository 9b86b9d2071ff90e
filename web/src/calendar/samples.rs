//! Samples of the calendars.

use super::{Body, CalendarPage, Cell, Day, Gap, Line, Load, Moves, Row, Way};
use crate::face::prelude::*;
use crate::samples::{Samples, data, frame};

fn page(body: Body) -> CalendarPage {
    let way = |label: &'static str, current| Way { label: label.into(), href: "/calendar".to_owned(), current };
    CalendarPage {
        frame: frame(),
        heading: Words::from("{from} to {until}").with("from", data("16 Nov")).with("until", data("22 Nov")),
        whose: data("Maria Vega").into(),
        ways: vec![way("Day", false), way("Week", true), way("Month", false), way("Everybody", false)],
        before: "/calendar?on=2026-11-13".to_owned(),
        now: "/calendar".to_owned(),
        after: "/calendar?on=2026-11-27".to_owned(),
        who: Some(Filled::new().select("who", "Whose calendar", &[Choice::new("1", data("Maria Vega"))])),
        kept: vec![("view", "week".to_owned())],
        links: vec![Link::new("/calendar/hours/1", "My hours and absences")],
        moves: matches!(body, Body::Days(_)),
        body,
    }
}

fn booked(hour: &str, name: &str, state: State, over: bool) -> Line {
    Line::Booked {
        hours: data(hour),
        href: Some("/cases/1/sessions/1".to_owned()),
        number: (!name.is_empty()).then(|| Number::new(data("C-7K3F9Q-M"))),
        name: if name.is_empty() { Name::default() } else { Name::new(data(name)) },
        group: None,
        room: if over { String::new() } else { data("Room 1") },
        notes: if over {
            Vec::new()
        } else {
            vec![
                Words::from("{number} of {of} in its series").with("number", 3).with("of", 8),
                "The client comes".into(),
            ]
        },
        state,
        over,
        moves: (!over).then(|| {
            Box::new(Moves {
                form: "/cases/1/sessions/1/missed".to_owned(),
                day: "2026-11-20".to_owned(),
                from: "10:00".to_owned(),
                minutes: 50,
            })
        }),
    }
}

fn gap() -> Gap {
    Gap { hours: data("11:00 – 17:00"), from: "11:00".to_owned(), until: "17:00".to_owned(), high: 6 }
}

fn day(n: i8) -> Day {
    Day {
        title: data(&format!("{n} Nov")).into(),
        on: Some(format!("2026-11-{n}")),
        href: Some(format!("/calendar?view=day&on=2026-11-{n}")),
        today: n == 20,
        closed: (20 < n).then(|| "Closed".into()),
        lines: match n {
            16 => vec![booked("10:00 – 10:50", "Jonas Feldkamp", State::done("Held"), true)],
            17 => vec![booked("11:00 – 11:50", "", State::plain("Taken").icon("lock"), false)],
            18 => vec![Line::Away(data("09:00 – 12:00").into()), Line::Closed(data("13:00 – 17:00"))],
            19 => vec![booked("09:00 – 09:50", "Sabine Krüger", State::due("Did not come").icon("late"), true)],
            20 => vec![
                booked("09:00 – 09:50", "Jonas Feldkamp", State::overdue("Note missing"), false),
                Line::Free(gap()),
            ],
            _ => Vec::new(),
        },
    }
}

fn cell(n: i8) -> Cell {
    Cell {
        day: (n, data(&format!("{n} Nov 2026")).into()),
        href: format!("/calendar?view=day&on=2026-11-{n}"),
        beside: false,
        today: n == 20,
        closed: (n == 21).then(|| "Holiday".into()),
        first: vec![(data("10:00"), Some(Number::new(data("C-7K3F9Q-M")))), (data("11:00"), None)],
        more: if n == 20 { Words::from("and {n} more").with("n", 2) } else { Words::default() },
    }
}

fn row(name: &str) -> Row {
    let load = |quarters: u8| Load {
        href: "/calendar?view=day".to_owned(),
        says: if quarters == 0 { Words::default() } else { data("3 · 2 h 30 min").into() },
        said: Words::from("{of}: {sessions}").with("of", data(name)).with("sessions", data("3")),
        quarters,
        closed: None,
    };
    Row { name: data(name), href: "/calendar".to_owned(), loads: [0, 1, 2, 3, 4, 0, 0].map(load).to_vec() }
}

/// Every calendar.
pub(crate) fn samples(show: &mut Samples) {
    show.page("calendar-week", &page(Body::Days((16..=22).map(day).collect())));
    show.page("calendar-day", &page(Body::Days(vec![Day { href: None, ..day(20) }])));
    let lines = vec![Line::Room { hours: data("10:00 – 10:50"), who: data("Maria Vega") }, Line::Free(gap())];
    let room =
        Day { title: data("Room 1, Tannery Lane").into(), on: None, href: None, today: false, closed: None, lines };
    show.page("calendar-rooms", &page(Body::Days(vec![room.clone(), Day { lines: Vec::new(), ..room }])));
    let heads: Vec<Words> = (16..=22).map(|n| data(&n.to_string()).into()).collect();
    show.page("calendar-month", &page(Body::Month(heads.clone(), vec![(16..=22).map(cell).collect()])));
    let rows = vec![row("Maria Vega"), row("Felix Brandt")];
    show.page("calendar-everybody", &page(Body::Everybody(heads.clone(), rows)));
    show.page("calendar-nobody", &page(Body::Everybody(heads, Vec::new())));
}
