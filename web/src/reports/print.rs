//! PDF of a report, and of the whole file. Opening a case for it is recorded as printing.

use ::reports::Document;
use axum::extract::{Path, State};
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;

use super::{chronology, document};
use crate::answer::{Answer, id};
use crate::app::App;
use crate::cases::head::CaseView;
use crate::face::voice::speaking;
use crate::person::Person;
use crate::press::marks;
use crate::problem::Problem;

/// `GET /cases/{case}/reports/{report}/pdf`
pub async fn report(person: Person, State(app): State<App>, Path((case, report)): Path<(String, String)>) -> Answer {
    let (case, report): (DossierId, ItemId) = (id(&case)?, id(&report)?);
    let view = CaseView::open(&person, case, Action::PrintCase).await?;
    let known = view.file().reports.find(report).ok_or(Problem::Missing)?;
    let marks = marks(&person, known.entry).await?;
    let name = format!("{}-report-{}", number(&view), known.latest.until);
    let document = document::report(&person, &view, known, marks).ok_or(Problem::Missing)?;
    app.press.print(Document::ProgressReport(document), &name).await
}

/// `GET /cases/{case}/chronology/pdf`
pub async fn whole(person: Person, State(app): State<App>, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::PrintCase).await?;
    let marks = marks(&person, view.seen.opened.last).await?;
    let today = person.voice().today;
    let name = format!("{}-chronology-{today}", number(&view));
    // On paper nothing is hidden behind the curtain: it guards a screen.
    let voice = person.voice().clone().with_curtain(false);
    let document = speaking(&voice, || chronology::whole(&person, &view, marks)).ok_or(Problem::Missing)?;
    app.press.print(Document::Chronology(document), &name).await
}

fn number(view: &CaseView) -> String {
    view.file().number().map(|number| number.to_string()).unwrap_or_default()
}
