//! The reports of a case: what is written, what is due next.

use axum::extract::Path;
use domain::duties::{self, DutyKind};
use domain::ids::DossierId;
use domain::policy::Action;
use domain::reports::{Report, ReportState};

use super::told;
use crate::answer::{Answer, id};
use crate::cases::head::{At, CaseView};
use crate::face::parts::{Act, Empty, Folder, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;
use crate::person::Person;

/// One report.
#[derive(Debug, Clone)]
pub struct ReportLine {
    /// The days that it covers.
    pub period: Words,
    /// How far it is.
    pub state: State,
    /// With whom it lies.
    pub more: Words,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// `GET /cases/{case}/reports`
#[derive(Debug, Template)]
#[template(path = "reports/list.html")]
pub struct ReportsPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// When the next one is due.
    pub next: Words,
    /// How that stands.
    pub state: Option<State>,
    /// Reports, the newest first.
    pub reports: Vec<ReportLine>,
    /// When there are none.
    pub empty: Option<Empty>,
}

/// `GET /cases/{case}/reports`
pub async fn show(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::ReadCase).await?;
    Ok(person.show("Reports", |frame| {
        let may_write = view.may(Action::SubmitReport) && view.file().is_open();
        let write =
            may_write.then(|| Act::link("Write a report", paths::of_case(case, "reports/new")).main().icon("pen"));
        let closes = may_write && view.file().reports.closing().is_none();
        let close = closes.then(|| Act::link("Write the closing report", paths::of_case(case, "reports/closing")));
        let list = duties::of_case(view.file(), &person.organisation.rulebook);
        let due = list.iter().find(|duty| duty.kind == DutyKind::ProgressReport).map(|duty| duty.due);
        let reports: Vec<ReportLine> = view.file().reports.all.iter().rev().map(|report| line(&view, report)).collect();
        ReportsPage {
            folder: view.folder(&person, write.into_iter().chain(close).collect()),
            tabs: view.tabs(At::Reports),
            next: due
                .map(|due| Words::from("Next report due {when}").with("when", when::when(due)))
                .unwrap_or_default(),
            state: due.map(State::limit),
            empty: reports.is_empty().then(|| {
                Empty::new(
                    "No report was written yet.",
                    "A report is made from the plan and the sessions since the last one.",
                )
            }),
            reports,
            frame,
        }
    }))
}

fn line(view: &CaseView, report: &Report) -> ReportLine {
    let href = paths::report(view.id(), report.latest.id);
    let mut acts = Vec::new();
    match &report.state {
        ReportState::Returned(_) if view.may(Action::SubmitReport) => {
            acts.push(Act::link("Change and hand in again", format!("{href}/edit")).main());
        }
        ReportState::Submitted if view.may(Action::DecideReport) => {
            acts.push(Act::link("Read and decide", href.clone()).main());
        }
        _ => {}
    }
    if acts.is_empty() {
        acts.push(Act::link("Read", href.clone()).plain());
    }
    if view.may(Action::PrintCase) {
        acts.push(Act::link("PDF", format!("{href}/pdf")).plain().icon("print"));
    }
    let about = told::named(&report.latest);
    ReportLine {
        period: about.clone(),
        state: told::state(report),
        more: told::lies_with(view, report),
        acts: acts.into_iter().map(|act| act.about(about.clone())).collect(),
    }
}
