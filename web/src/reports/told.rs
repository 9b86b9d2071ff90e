//! How a report and its state are told.

use domain::reports::{CLOSING_TEMPLATE, Report, ReportState, ReportSubmitted, TEMPLATE};

use crate::cases::head::CaseView;
use crate::face::prelude::*;
use crate::face::when;

/// Which of the two reports it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// On a part of the service.
    Progress,
    /// On the whole of it, at its end.
    Closing,
}

impl Kind {
    /// That of this report.
    pub(crate) const fn of(report: &ReportSubmitted) -> Self {
        if report.closing.is_some() { Self::Closing } else { Self::Progress }
    }

    /// What it is called.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Progress => "Progress report",
            Self::Closing => "Closing report",
        }
    }

    /// Name and version of its template.
    pub(super) const fn template(self) -> (&'static str, u32) {
        match self {
            Self::Progress => TEMPLATE,
            Self::Closing => CLOSING_TEMPLATE,
        }
    }
}

/// "Closing report, 1 Aug to 31 Oct": the period alone for the usual ones.
pub(super) fn named(report: &ReportSubmitted) -> Words {
    match Kind::of(report) {
        Kind::Progress => period(report),
        Kind::Closing => Words::from("Closing report, {period}").with("period", period(report)),
    }
}

/// "1 Aug to 31 Oct".
pub(super) fn period(report: &ReportSubmitted) -> Words {
    let days = Words::from("{from} to {until}");
    days.with("from", when::full_day(report.from)).with("until", when::full_day(report.until))
}

/// How far a report is.
pub(super) fn state(report: &Report) -> State {
    match &report.state {
        ReportState::Submitted => State::due("Waits for the supervisor"),
        ReportState::Returned(_) => State::overdue("Came back with comments").icon("back"),
        ReportState::Approved(..) => State::done("Approved and locked").icon("lock"),
    }
}

/// Since when, and with whom it lies.
pub(super) fn lies_with(view: &CaseView, report: &Report) -> Words {
    let supervisor = view.file().assignment().map(|hands| view.staff_name(hands.supervisor)).unwrap_or_default();
    let (words, who) = match &report.state {
        ReportState::Submitted => ("With {who} since {when}.", supervisor),
        ReportState::Returned(_) => ("Back with {who} since {when}.", view.staff_name(report.author)),
        ReportState::Approved(by, ..) => ("Approved by {who}, {when}.", view.staff_name(*by)),
    };
    Words::from(words).with("who", who).with("when", when::when(report.since))
}

/// The comments with which it came back.
pub(super) fn comments(view: &CaseView, report: &Report) -> Option<Sheet> {
    let ReportState::Returned(comments) = &report.state else { return None };
    let supervisor = view.file().assignment().map(|hands| view.staff_name(hands.supervisor)).unwrap_or_default();
    Some(Sheet {
        id: "comments".to_owned(),
        icon: "back",
        title: "Came back with comments".into(),
        when: when::when(report.since).into(),
        entry: supervisor.into(),
        text: comments.reveal().to_owned().into(),
        small: true,
        ..Sheet::default()
    })
}
