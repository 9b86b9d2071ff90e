//! A report as the printed document.

use ::reports::{
    CaseFacts, ClosingSection, GoalReviewed, Marks, Period, ProgressReport, Rating, ReportStatus, TemplateUsed,
    paragraphs,
};
use domain::plans::GoalStatus;
use domain::reports::{ClosingPart, Report, ReportState, ReportedGoal};

use crate::cases::head::CaseView;
use crate::person::Person;

/// Whose document it is; nothing when the file has no number, which only a defect could cause.
pub(super) fn facts(person: &Person, view: &CaseView) -> Option<CaseFacts> {
    let opening = view.file().opening.as_ref()?;
    let client = view.around.client.as_ref()?;
    let organisation = person.organisation.name.as_ref().map(|name| name.reveal().to_owned());
    Some(CaseFacts {
        organisation: organisation.unwrap_or_default(),
        programme: person.organisation.rulebook.programme(&opening.opened.programme).name,
        client_number: client.number.parse().ok()?,
        case_number: view.file().number()?,
    })
}

/// The report with its signatures.
pub(super) fn report(person: &Person, view: &CaseView, report: &Report, marks: Marks) -> Option<ProgressReport> {
    let latest = &report.latest;
    let zone = &person.voice().zone;
    let (status, approval) = match report.state {
        ReportState::Approved(_, _, entry) => (ReportStatus::Approved, Some(entry)),
        ReportState::Submitted => (ReportStatus::Submitted, None),
        ReportState::Returned(_) => (ReportStatus::Draft, None),
    };
    let entries = std::iter::once(report.entry).chain(approval).filter_map(|entry| view.seen.opened.entry(entry));
    Some(ProgressReport {
        case: facts(person, view)?,
        template: TemplateUsed { name: latest.template.clone(), version: latest.template_version.to_string() },
        period: Period { from: latest.from, to: latest.until },
        report_date: report.submitted.on(zone).date(),
        assessment_summary: paragraphs(latest.assessment.reveal()),
        outcomes: paragraphs(latest.outcomes.reveal()),
        goals: latest.goals.iter().map(|goal| reviewed(person, view, report, goal)).collect(),
        recommendations: paragraphs(latest.recommendations.reveal()),
        closing: latest.closing.as_ref().map(|part| Box::new(closing(part))),
        status,
        signatures: entries.map(|entry| (&entry.signature).into()).collect(),
        marks,
    })
}

fn closing(closing: &ClosingPart) -> ClosingSection {
    let service = closing.service;
    ClosingSection {
        why: paragraphs(closing.why.reveal()),
        agreed: paragraphs(closing.agreed.reveal()),
        opened: service.opened,
        sessions: service.sessions,
        held: service.held.map(|(from, to)| Period { from, to }),
        contacts: service.contacts,
        assessments: service.assessments,
    }
}

/// The goal with every rating up to the last day of the report.
fn reviewed(person: &Person, view: &CaseView, report: &Report, goal: &ReportedGoal) -> GoalReviewed {
    let zone = &person.voice().zone;
    let all = view.file().plan.ratings.iter().filter(|(_, _, rating)| rating.goal == goal.goal);
    let ratings = all.map(|(_, at, rating)| Rating { on: at.on(zone).date(), value: rating.step });
    GoalReviewed {
        title: goal.title.reveal().to_owned(),
        status: match goal.status {
            GoalStatus::NotStarted => ::reports::GoalStatus::NotStarted,
            GoalStatus::InProgress => ::reports::GoalStatus::InProgress,
            GoalStatus::Met => ::reports::GoalStatus::Met,
            GoalStatus::NotMet => ::reports::GoalStatus::NotMet,
        },
        comment: goal.comment.as_ref().map(|comment| paragraphs(comment.reveal())).unwrap_or_default(),
        ratings: ratings.filter(|rating| rating.on <= report.latest.until).collect(),
    }
}
