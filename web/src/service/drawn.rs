//! The figures as lines and bars.

use casework::service::{Hours, OfProgramme, ServiceSeen, Waits};
use domain::service::{Counts, RemindedBy, Veiled};

use super::Line;
use crate::face::parts::{BarLine, Bars};
use crate::face::prelude::*;
use crate::face::when;

/// From Monday on.
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// "83 %", or a dash of nothing.
pub(crate) fn percent(share: Option<impl Into<i64>>) -> Words {
    match share {
        Some(share) => Words::from("{n} %").with("n", share.into()),
        None => "–".into(),
    }
}

fn number(n: u32) -> Words {
    Words::from("{n}").with("n", n)
}

/// Everything together, now and before.
pub(super) fn together(seen: &ServiceSeen) -> Vec<Line> {
    let (now, before) = (&seen.figures.all, &seen.earlier);
    let line = |what: &'static str, of: fn(&Counts) -> u32| Line {
        what: what.into(),
        now: number(of(now)),
        before: number(of(before)),
    };
    let mut lines = vec![
        line("Sessions", Counts::all),
        line("Held", |counts| counts.held),
        line("The client did not come", |counts| counts.no_show),
        line("Cancelled by the client", |counts| counts.by_client),
        line("Of these, cancelled late", |counts| counts.late),
        line("Cancelled by us", |counts| counts.by_us),
        line("To come, or nobody has said how it went", |counts| counts.booked),
        line("Moved to another time", |counts| counts.moved),
        line("Held, and no next session was booked", |counts| counts.without_next),
    ];
    lines.insert(
        1,
        Line {
            what: "Kept, of those that were held, missed or cancelled by the client".into(),
            now: percent(now.kept()),
            before: percent(before.kept()),
        },
    );
    lines
}

fn keys() -> Vec<Words> {
    vec!["Held".into(), "Missed".into(), "Cancelled by the client".into(), "Cancelled by us".into()]
}

fn bar(label: Words, counts: &Counts) -> BarLine {
    let parts = vec![counts.held, counts.no_show, counts.by_client, counts.by_us];
    BarLine { label, parts: Ok(parts), end: percent(counts.kept()) }
}

fn of_programme(of: &OfProgramme) -> BarLine {
    let label: Words = of.name.clone().into();
    let hidden = |why: &'static str| BarLine { label: of.name.clone().into(), parts: Err(why.into()), end: "".into() };
    match of.told {
        Veiled::Shown => bar(label, &of.counts),
        Veiled::Few => hidden("Fewer than five clients"),
        Veiled::Beside => hidden("Not shown, so that a smaller one stays hidden"),
    }
}

/// By programme, by whoever held the session, by weekday, by reminder.
pub(super) fn bars(seen: &ServiceSeen) -> Vec<Bars> {
    let figures = &seen.figures;
    let mut workers: Vec<(String, &Counts)> =
        figures.workers.iter().map(|(staff, counts)| (seen.name(*staff).to_owned(), counts)).collect();
    workers.sort_by(|one, other| one.0.cmp(&other.0));
    let weekdays = WEEKDAYS.into_iter().zip(&figures.weekdays).filter(|(_, counts)| 0 < counts.all());
    let reminded = RemindedBy::ALL.into_iter().filter_map(|by| Some((by, figures.reminded.get(&by)?)));
    let bars = |id: &str, title: &'static str, of: &'static str, lines: Vec<BarLine>| Bars {
        id: id.to_owned(),
        title: title.into(),
        of: of.into(),
        keys: keys(),
        end: "Kept".into(),
        rest: false,
        lines,
    };
    vec![
        bars("programmes", "By programme", "Programme", figures.programmes.iter().map(of_programme).collect()),
        bars(
            "workers",
            "By worker",
            "Worker",
            workers.into_iter().map(|(name, counts)| bar(name.into(), counts)).collect(),
        ),
        bars("weekdays", "By day of the week", "Day", weekdays.map(|(day, counts)| bar(day.into(), counts)).collect()),
        bars(
            "reminded",
            "By reminder",
            "Reminded by",
            reminded.map(|(by, counts)| bar(by.word().into(), counts)).collect(),
        ),
    ]
}

/// Why figures of a programme are not told.
pub(super) fn veiled(seen: &ServiceSeen) -> Words {
    if seen.figures.programmes.iter().any(|of| of.told != Veiled::Shown) {
        "Of a programme with fewer than five clients only those who may read all of its cases see the figures: they could tell about one person.".into()
    } else {
        Words::default()
    }
}

/// How much of their working time sessions take.
pub(super) fn hours(seen: &ServiceSeen) -> Option<Bars> {
    let whole = |minutes: i64| u32::try_from((minutes + 30) / 60).unwrap_or(0);
    let line = |hours: &Hours| {
        let sessions = whole(hours.sessions);
        let rest = whole(hours.working).saturating_sub(sessions);
        let label = seen.name(hours.staff).to_owned().into();
        BarLine { label, parts: Ok(vec![sessions, rest]), end: percent(hours.share()) }
    };
    (!seen.hours.is_empty()).then(|| Bars {
        id: "hours".to_owned(),
        title: "Working time in sessions".into(),
        of: "Worker".into(),
        keys: vec!["Hours in sessions".into(), "Other working hours".into()],
        end: "In sessions".into(),
        rest: true,
        lines: seen.hours.iter().map(line).collect(),
    })
}

/// From session to signature.
pub(super) fn signing(seen: &ServiceSeen) -> Vec<Line> {
    let (now, before) = (&seen.waits, &seen.earlier_waits);
    let length =
        |seconds: Option<i64>| seconds.map_or_else(|| Words::from("–"), |seconds| when::length(seconds).into());
    let in_time = |waits: &Waits| percent((0 < waits.held).then(|| waits.in_time * 100 / waits.held));
    vec![
        Line {
            what: "Half of all notes were signed within".into(),
            now: length(now.median),
            before: length(before.median),
        },
        Line {
            what: "Nine of ten notes were signed within".into(),
            now: length(now.ninth),
            before: length(before.ninth),
        },
        Line {
            what: Words::count("Signed within {n} hour", "Signed within {n} hours", seen.in_time_hours),
            now: in_time(now),
            before: in_time(before),
        },
    ]
}
