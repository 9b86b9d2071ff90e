//! The Records place: closures that wait for a step of one's role, and closed files. Numbers only.

use casework::disposition::Gone;
use casework::records::{ClosedFile, Records, Waiting, records};
use domain::duties::DutyKind;
use domain::ids::DossierId;
use domain::policy::Action;
use domain::time::Instant;

use crate::answer::Answer;
use crate::face::parts::{Act, Empty, Paging};
use crate::face::prelude::*;
use crate::face::when;
use crate::guard::Query;
use crate::paths;
use crate::person::Person;
use crate::retention::schedule::kept_until;

/// Where a page of closed files begins.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    after: String,
}

/// A closure that waits.
#[derive(Debug, Clone)]
pub struct WaitingLine {
    /// The case's number.
    pub number: Number,
    /// What waits.
    pub what: Words,
    /// By when.
    pub state: State,
    /// The way to it.
    pub act: Act,
}

/// A closed file.
#[derive(Debug, Clone)]
pub struct ClosedLine {
    /// The case's number, as a link into the file.
    pub href: String,
    /// The case's number.
    pub number: Number,
    /// The client's number.
    pub client: Number,
    /// When it was closed.
    pub closed: Words,
    /// The last day on which it is kept.
    pub keep: Words,
    /// Whether a matter holds it.
    pub held: Option<State>,
    /// Where its closure is.
    pub closure: String,
}

/// What remains of a destroyed file.
#[derive(Debug, Clone)]
pub struct GoneLine {
    /// Its number.
    pub number: Number,
    /// Class and months.
    pub about: Words,
    /// The list by which it was destroyed.
    pub href: String,
}

/// `GET /records`
#[derive(Debug, Template)]
#[template(path = "records/show.html")]
pub struct RecordsPage {
    /// The frame.
    pub frame: Frame,
    /// Where else to go from here.
    pub ways: Vec<Act>,
    /// That something is open which a spot check found wrong.
    pub open_checks: Option<State>,
    /// Closures that wait.
    pub waiting: Vec<WaitingLine>,
    /// When none waits.
    pub none: Option<Empty>,
    /// What remains of destroyed files.
    pub gone: Vec<GoneLine>,
    /// Closed files, for who may read them.
    pub closed: Option<Vec<ClosedLine>>,
    /// When there are none.
    pub empty: Option<Empty>,
    /// The next page.
    pub paging: Paging,
}

/// `GET /records`
pub async fn show(person: Person, Query(wanted): Query<Wanted>) -> Answer {
    let after = cursor(&wanted.after);
    let records = records(&person.ctx, after).await?;
    Ok(person.show("Records", |frame| page(&records, after.is_some(), frame)))
}

/// Reads `microseconds.dossier`; what is none begins at the first page.
fn cursor(text: &str) -> Option<(Instant, DossierId)> {
    let (at, dossier) = text.split_once('.')?;
    Some((Instant(at.parse().ok()?), dossier.parse().ok()?))
}

fn page(records: &Records, behind: bool, frame: Frame) -> RecordsPage {
    let waiting: Vec<WaitingLine> = records.waiting.iter().map(waits).collect();
    let closed: Option<Vec<ClosedLine>> = records.closed.as_ref().map(|files| files.iter().map(closed).collect());
    let way = |action: Action, label: &'static str, href: &'static str| {
        records.may.contains(&action).then(|| Act::link(label, href))
    };
    let ways = [
        way(Action::SeeSchedule, "Retention schedule", "/records/schedule"),
        way(Action::SeeHolds, "Matters and holds", "/records/matters"),
        way(Action::SeeDispositions, "Files to be destroyed", "/records/lists"),
        way(Action::SeePaper, "Paper and other items", crate::paper::RECORDS),
        way(Action::SeeSpotChecks, "Spot checks", crate::paper::CHECKS),
        way(Action::SeeServiceReview, "Service review", crate::service::PATH),
    ];
    RecordsPage {
        ways: ways.into_iter().flatten().collect(),
        open_checks: (0 < records.open_checks).then(|| {
            State::overdue(Words::count(
                "{n} spot check found something that is not settled",
                "{n} spot checks found something that is not settled",
                records.open_checks,
            ))
        }),
        none: waiting.is_empty().then(|| {
            Empty::new("No closure waits for you.", "When a case comes to your step, it stands here and on Today.")
        }),
        empty: closed.as_ref().is_some_and(Vec::is_empty).then(|| Empty::new("No file is closed.", "")),
        paging: Paging {
            newer: behind.then(|| "/records".to_owned()),
            older: records.next.map(|(at, dossier)| format!("/records?after={}.{dossier}", at.0)),
            here: Words::default(),
        },
        gone: records.destroyed.iter().flatten().map(|(list, one)| gone(*list, one)).collect(),
        waiting,
        closed,
        frame,
    }
}

fn waits(one: &Waiting) -> WaitingLine {
    let href = paths::of_case(one.case, "closure");
    let number = Number::new(&one.number);
    let (what, label) = match one.kind {
        DutyKind::ReopeningDecision => (Words::from("Somebody asks to open it again"), "Decide"),
        DutyKind::AccessCheck => (Words::from("Closed; nobody has looked who can open it"), "Look"),
        _ => (
            Words::from("{n} of 5 steps are signed; yours comes next").with("n", u32::from(one.signed)),
            "Sign your step",
        ),
    };
    WaitingLine {
        what,
        state: State::limit(one.due),
        act: Act::link(label, href).main().about(Words::from("{number}").with("number", number.clone())),
        number,
    }
}

fn gone(list: DossierId, gone: &Gone) -> GoneLine {
    GoneLine {
        number: Number::new(&gone.number),
        about: Words::from("{class}. Opened {opened}, closed {closed}, destroyed {destroyed}.")
            .with("class", gone.class.clone())
            .with("opened", when::month_and_year(gone.opened))
            .with("closed", when::month_and_year(gone.closed))
            .with("destroyed", when::month_and_year(gone.destroyed)),
        href: crate::disposition::path(list, ""),
    }
}

fn closed(file: &ClosedFile) -> ClosedLine {
    ClosedLine {
        href: paths::case(file.case),
        number: Number::new(&file.number),
        client: Number::new(file.client.clone().unwrap_or_default()),
        closed: file.closed.map(|at| when::when(at).into()).unwrap_or_default(),
        keep: file.keep_until.map(kept_until).unwrap_or_default(),
        held: file.held.then(|| State::due("Held").icon("lock")),
        closure: paths::of_case(file.case, "closure"),
    }
}

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    use crate::samples::{at, data, frame};
    use domain::ids::DossierId;
    use jiff::civil::date;
    use uuid::Uuid;
    let case = DossierId::new(Uuid::from_u128(7));
    let waiting = |kind| Waiting {
        case,
        number: data("2025-000377-W"),
        kind,
        signed: 3,
        raised: at(18, 9, 0),
        due: at(23, 17, 0),
    };
    let file = ClosedFile {
        case,
        number: data("2024-000112-4"),
        client: Some(data("C-D4N8GX-2")),
        closed: Some(at(2, 11, 30)),
        keep_until: Some(date(2033, 11, 2)),
        held: true,
    };
    let gone = Gone {
        number: data("2018-000112-4"),
        class: data("Case files"),
        opened: date(2018, 2, 1),
        closed: date(2019, 3, 1),
        destroyed: date(2026, 11, 1),
    };
    let full = Records {
        waiting: vec![waiting(DutyKind::ClosureStep), waiting(DutyKind::ReopeningDecision)],
        closed: Some(vec![file.clone(), file]),
        next: Some((at(2, 11, 30), case)),
        destroyed: Some(vec![(case, gone)]),
        open_checks: 2,
        may: vec![
            Action::SeeSchedule,
            Action::SeeHolds,
            Action::SeeDispositions,
            Action::SeePaper,
            Action::SeeSpotChecks,
        ],
    };
    show.page("records", &page(&full, true, frame()));
    let empty = Records { closed: Some(Vec::new()), ..Records::default() };
    show.page("records-empty", &page(&empty, false, frame()));
}
