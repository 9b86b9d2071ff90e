//! The supervisor's decision: approved and locked, or back with comments.

use axum::extract::Path;
use casework::reports::{approve_report, return_report};
use domain::event::Event;
use domain::ids::{DossierId, EntryNumber, ItemId};
use domain::level::Level;
use domain::policy::Action;
use domain::reports::{ReportApproved, ReportReturned};
use domain::signature::Meaning;

use super::show;
use crate::answer::{Answer, go, id};
use crate::cases::form::{self, Tried, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::Teller;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::DraftState;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{Asking, Back, goes_back, is_signed, signing};

/// `POST /cases/{case}/reports/{report}/approval`
pub async fn approve(person: Person, Path((case, report)): Path<(String, String)>, sent: Fields) -> Answer {
    let (case, report): (DossierId, ItemId) = (id(&case)?, id(&report)?);
    let view = CaseView::open(&person, case, Action::DecideReport).await?;
    let entry: EntryNumber = sent.text("entry").parse().map_err(|_| Problem::Malformed)?;
    let known = view.file().reports.find(report).ok_or(Problem::Missing)?;
    let order = ReportApproved { id: report, entry };
    let mut bad = None;
    if is_signed(&sent) {
        let ink = signing(&sent, Meaning::Approved);
        match form::tried(approve_report(&person.ctx, case, order, ink).await)? {
            Tried::Signed(_) => return go(&Done::REPORT_APPROVED.at(&paths::report(case, report))),
            Tried::Rule(rule) => return Err(Problem::rule(&rule)),
            Tried::Bad(wrong) => bad = Some(wrong),
        }
    } else if let Err(rule) = view.file().reports.approve(order, person.ctx.staff()) {
        return Err(Problem::rule(&rule));
    }
    let asking = || Asking {
        says: "With your signature you say: I have read this report and approve it as it stands.".into(),
        then: "Then it is locked: nobody can change it, and it can be printed.".into(),
        ..asking(&person, &view, report, "Approve this report", "Approve", "approval")
    };
    form::sign(&person, &sent, asking, || show::sheet(&person, &view, known), bad).await
}

fn asking(
    person: &Person,
    view: &CaseView,
    report: ItemId,
    title: &'static str,
    act: &'static str,
    part: &str,
) -> Asking {
    let back = paths::report(view.id(), report);
    Asking {
        title: title.into(),
        act: act.into(),
        action: format!("{back}/{part}"),
        back: Back::Page(back),
        says: Words::default(),
        then: Words::default(),
        facts: vec![("Written".into(), when::full(person.now()).into())],
        level: Level::Confidential,
        shown: view.shown(),
        always: true,
    }
}

fn wording(report: ItemId) -> Wording {
    Wording {
        heading: "Send the report back".into(),
        lead: "The author reads your comments above the form and hands the report in again. Every version stays in the record.".into(),
        action: format!("reports/{report}/return"),
        draft: None,
        act: "Review and send back".into(),
        at: At::Reports,
    }
}

fn fields(filled: &Filled) -> Vec<Field> {
    vec![filled.area("comments", "What is to be changed").rows(5).written().max(20_000)]
}

fn page(person: &Person, view: &CaseView, report: ItemId, filled: Filled) -> Answer {
    let known = view.file().reports.find(report).ok_or(Problem::Missing)?;
    let about = || vec![show::sheet(person, view, known)];
    form::show(person, view, wording(report), (filled, DraftState::new()), fields, about)
}

/// `GET /cases/{case}/reports/{report}/return`
pub async fn new_return(person: Person, Path((case, report)): Path<(String, String)>) -> Answer {
    let (case, report): (DossierId, ItemId) = (id(&case)?, id(&report)?);
    let view = CaseView::open(&person, case, Action::DecideReport).await?;
    page(&person, &view, report, Filled::new())
}

/// `POST /cases/{case}/reports/{report}/return`
pub async fn send_back(person: Person, Path((case, report)): Path<(String, String)>, sent: Fields) -> Answer {
    let (case, report): (DossierId, ItemId) = (id(&case)?, id(&report)?);
    let view = CaseView::open(&person, case, Action::DecideReport).await?;
    if goes_back(&sent) {
        return page(&person, &view, report, sent.filled());
    }
    let mut reader = Reader::new(&sent);
    let Some(comments) = reader.narrative("comments") else { return page(&person, &view, report, reader.filled) };
    let order = ReportReturned { id: report, comments };
    let mut bad = None;
    if is_signed(&sent) {
        let ink = signing(&sent, Meaning::Reviewed);
        match form::tried(return_report(&person.ctx, case, order.clone(), ink).await)? {
            Tried::Signed(_) => return go(&Done::REPORT_RETURNED.at(&paths::report(case, report))),
            Tried::Rule(rule) => return page(&person, &view, report, form::refused(&sent, &rule, None)),
            Tried::Bad(wrong) => bad = Some(wrong),
        }
    } else if let Err(rule) = view.file().reports.send_back(order.clone(), person.ctx.staff()) {
        return page(&person, &view, report, form::refused(&sent, &rule, None));
    }
    let asking = || Asking {
        back: Back::Form,
        says: "With your signature you say: I have read this report, and this is to be changed in it.".into(),
        then: "Then it is back on the author’s list.".into(),
        ..asking(&person, &view, report, "Send this report back", "Send back", "return")
    };
    let sheet = || Teller::new(&view, &person).content(&Event::ReportReturned(order));
    form::sign(&person, &sent, asking, sheet, bad).await
}
