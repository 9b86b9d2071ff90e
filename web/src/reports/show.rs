//! One report as a sheet of paper, with what is to be done about it.

use axum::extract::Path;
use domain::event::Event;
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::reports::{Report, ReportState};

use super::told::{self, Kind};
use crate::answer::{Answer, id};
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::Teller;
use crate::face::parts::{Act, Blocked, Folder, Sheet, Tabs};
use crate::face::prelude::*;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;

/// `GET /cases/{case}/reports/{report}`
#[derive(Debug, Template)]
#[template(path = "reports/show.html")]
pub struct ReportPage {
    /// The frame.
    pub frame: Frame,
    /// The head, without the client's name: a report knows the number only.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// The days that it covers.
    pub period: Words,
    /// How far it is.
    pub state: State,
    /// With whom it lies.
    pub more: Words,
    /// The comments with which it came back.
    pub comments: Option<Sheet>,
    /// The report.
    pub sheet: Sheet,
    /// What can be done.
    pub acts: Vec<Act>,
    /// Why it cannot be approved by whoever looks at it.
    pub blocked: Option<Blocked>,
    /// Who printed it and when, and the checkpoint, for the foot of every page.
    pub foot: Words,
}

/// `GET /cases/{case}/reports/{report}`
pub async fn show(person: Person, Path((case, report)): Path<(String, String)>) -> Answer {
    let (case, report): (DossierId, ItemId) = (id(&case)?, id(&report)?);
    let view = CaseView::open(&person, case, Action::ReadCase).await?;
    let report = view.file().reports.find(report).ok_or(Problem::Missing)?;
    let checkpoint = person.house().store().latest_checkpoint().await?;
    Ok(person.show(Kind::of(&report.latest).name(), |frame| ReportPage {
        folder: nameless(&person, &view),
        tabs: view.tabs(At::Reports),
        period: told::named(&report.latest),
        state: told::state(report),
        more: told::lies_with(&view, report),
        comments: told::comments(&view, report),
        sheet: sheet(&person, &view, report),
        acts: acts(&person, &view, report),
        blocked: blocked(&person, &view, report),
        foot: crate::press::foot(&person, checkpoint.as_ref()),
        frame,
    }))
}

/// The head of the case with numbers only.
pub(super) fn nameless(person: &Person, view: &CaseView) -> Folder {
    Folder { name: Name::default(), dates: Vec::new(), ..view.folder(person, Vec::new()) }
}

/// The report with the signatures under it.
pub(super) fn sheet(person: &Person, view: &CaseView, report: &Report) -> Sheet {
    let teller = Teller::new(view, person);
    let mut sheet = teller.content(&Event::ReportSubmitted(report.latest.clone()));
    sheet.id = "report".to_owned();
    sheet.title = Kind::of(&report.latest).name().into();
    sheet.entry = Words::from("Entry {n}").with("n", report.entry.0);
    let mut entries = vec![report.entry];
    if let ReportState::Approved(_, _, entry) = report.state {
        entries.push(entry);
    }
    let signed = entries.into_iter().filter_map(|entry| view.seen.opened.entry(entry));
    sheet.signatures = signed.map(|entry| teller.signature(entry)).collect();
    sheet
}

fn waits_for_me(view: &CaseView, report: &Report) -> bool {
    report.state == ReportState::Submitted && view.may(Action::DecideReport)
}

fn acts(person: &Person, view: &CaseView, report: &Report) -> Vec<Act> {
    let href = paths::report(view.id(), report.latest.id);
    let mut acts = Vec::new();
    if waits_for_me(view, report) && report.author != person.ctx.staff() {
        let approve = Act::post("Approve", format!("{href}/approval"))
            .main()
            .icon("done")
            .field("once", person.ctx.new_once().to_string())
            .field("entry", report.entry.to_string());
        acts.push(approve);
        acts.push(Act::link("Send back with comments", format!("{href}/return")));
    }
    if matches!(report.state, ReportState::Returned(_)) && view.may(Action::SubmitReport) {
        acts.push(Act::link("Change and hand in again", format!("{href}/edit")).main().icon("pen"));
    }
    if view.may(Action::PrintCase) {
        acts.push(Act::link("Print as PDF", format!("{href}/pdf")).plain().icon("print"));
    }
    acts
}

fn blocked(person: &Person, view: &CaseView, report: &Report) -> Option<Blocked> {
    let own = waits_for_me(view, report) && report.author == person.ctx.staff();
    own.then(|| {
        Blocked::new(
            "approve",
            "Approve",
            "Nobody approves their own work. Another supervisor of this case has to decide.",
        )
    })
}
