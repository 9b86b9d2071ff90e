//! What an entry is in the timeline: under which filter it falls, and whether it holds a decision.

use domain::event::Event;

/// Which filter of the timeline an entry falls under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Session,
    Contact,
    Assessment,
    Plan,
    Report,
    Document,
    Administration,
}

impl Kind {
    pub(crate) const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Session, "sessions", "Sessions"),
        (Self::Contact, "contacts", "Contacts"),
        (Self::Assessment, "assessments", "Assessments"),
        (Self::Plan, "plan", "Plan"),
        (Self::Report, "reports", "Reports"),
        (Self::Document, "documents", "Documents"),
        (Self::Administration, "other", "Other"),
    ];

    /// What people call it.
    pub(crate) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, _, word)| word)
    }

    pub(crate) const fn of(event: &Event) -> Self {
        match event {
            Event::SessionBooked(_)
            | Event::SeriesBooked(_)
            | Event::SeriesChanged(_)
            | Event::GroupSessionsBooked(_)
            | Event::GroupSessionsChanged(_)
            | Event::SessionNotHeld(_)
            | Event::SessionRecorded(_)
            | Event::ReminderDue(_)
            | Event::AttemptMade(_)
            | Event::WaitingBegun(_)
            | Event::TimeOffered(_)
            | Event::WaitingEnded(_)
            | Event::ReminderGiven(_)
            | Event::MessageReported(_)
            | Event::ReplyReceived(_)
            | Event::ReplySettled(_)
            | Event::AppointmentAnswered(_) => Self::Session,
            Event::ContactLogged(_)
            | Event::LetterWritten(_)
            | Event::ActionSettled(_)
            | Event::ReferralMade(_)
            | Event::ReferralFollowed(_)
            | Event::AnswerAsked(_)
            | Event::ServiceAnswered(_)
            | Event::ClosureTold(_)
            | Event::AfterCareRecorded(_) => Self::Contact,
            Event::AssessmentRecorded(_) | Event::CaseReviewed(_) => Self::Assessment,
            Event::PlanRevised(_) => Self::Plan,
            Event::ReportSubmitted(_) | Event::ReportReturned(_) | Event::ReportApproved(_) => Self::Report,
            Event::DocumentFiled(_) | Event::DocumentCorrected(_) | Event::DocumentWithdrawn(_) => Self::Document,
            Event::PaperRegistered(_)
            | Event::PaperCorrected(_)
            | Event::PaperWithdrawn(_)
            | Event::PaperMoved(_)
            | Event::PaperCheckedOut(_)
            | Event::PaperReturned(_)
            | Event::PaperEnded(_)
            | Event::FilingAttested(_) => Self::Document,
            _ => Self::Administration,
        }
    }
}

/// Whether an entry holds a decision.
pub(crate) const fn decides(event: &Event) -> bool {
    match event {
        Event::ContactLogged(contact) => contact.decision.is_some(),
        Event::SessionRecorded(session) => session.decision.is_some(),
        Event::ReportApproved(_) | Event::CaseClosed(_) | Event::CaseReopened(_) => true,
        _ => false,
    }
}
