//! The simplest orders of every kind; a story changes what it is about.

use domain::assessments::{AssessmentKind, AssessmentRecorded};
use domain::clients::{Channel, ClientDetails, ConsentGiven, ConsentGivenHow};
use domain::contacts::{ActionItem, ContactKind, ContactLogged, PlanAfter};
use domain::ids::{ItemId, StaffId};
use domain::plans::{Agreement, Goal, GoalStatus, PlanRevised};
use domain::reports::{CLOSING_TEMPLATE, ClosingPart, ReportSubmitted, ReportedGoal, Service, TEMPLATE};
use domain::sessions::{Next, Place, SessionRecorded, Slot};
use domain::text::{Line, Narrative};
use domain::time::Instant;
use jiff::civil::{Date, date};

pub(crate) fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

pub(crate) fn words(text: &str) -> Narrative {
    Narrative::parse(text).unwrap()
}

/// The day on which the world stands still.
pub(crate) const TODAY: Date = date(2026, 1, 5);

pub(crate) fn details(given: &str, family: &str) -> ClientDetails {
    ClientDetails { birth_date: Some(date(2010, 2, 28)), ..ClientDetails::named(line(given), line(family)) }
}

pub(crate) fn consent() -> ConsentGiven {
    ConsentGiven { how: ConsentGivenHow::Signed, by: None, until: None }
}

pub(crate) fn contact(kind: ContactKind) -> ContactLogged {
    ContactLogged {
        channel: Channel::Phone,
        kind,
        with: None,
        summary: words("Called about the timetable."),
        decision: None,
        actions: Vec::new(),
        plan: PlanAfter::NoChange,
        late_because: None,
    }
}

pub(crate) fn action(id: ItemId, owner: StaffId, due: Date) -> ActionItem {
    ActionItem { id, what: line("Write to the school"), owner: Some(owner), due }
}

pub(crate) fn assessment() -> AssessmentRecorded {
    AssessmentRecorded {
        kind: AssessmentKind::Initial,
        summary: words("Lives with an aunt; misses school on Mondays."),
        strengths: None,
        needs: words("A quiet place to study."),
        outcome: words("Weekly sessions."),
        late_because: None,
    }
}

pub(crate) fn goal(id: ItemId, title: &str, status: GoalStatus) -> Goal {
    Goal { id, title: line(title), status, by: None }
}

pub(crate) fn plan(goals: Vec<Goal>) -> PlanRevised {
    PlanRevised {
        version: 0,
        goals,
        interventions: Vec::new(),
        agreement: Agreement::InPerson,
        reason: words("Agreed in the first meeting."),
    }
}

pub(crate) fn slot(id: ItemId, staff: StaffId, starts: Instant) -> Slot {
    Slot::usual(id, staff, starts)
}

pub(crate) fn session(slot: Option<ItemId>, next: Next) -> SessionRecorded {
    let progress = words("Went to school on both Mondays.");
    SessionRecorded::brief(slot, Slot::USUAL_MINUTES, Place::Office, progress, next)
}

pub(crate) fn report(id: ItemId, goal: ItemId) -> ReportSubmitted {
    let status = GoalStatus::Met;
    ReportSubmitted {
        id,
        template: TEMPLATE.0.to_owned(),
        template_version: TEMPLATE.1,
        from: date(2026, 1, 1),
        until: TODAY,
        assessment: words("Settled."),
        outcomes: words("Attends regularly."),
        goals: vec![ReportedGoal { goal, title: line("Be at school"), status, comment: None, ratings: Vec::new() }],
        recommendations: words("Close the case."),
        closing: None,
    }
}

/// The closing report, with the figures of the file.
pub(crate) fn closing_report(id: ItemId, goal: ItemId, service: Service) -> ReportSubmitted {
    let closing = ClosingPart { why: words("He is at school."), agreed: words("He calls if it gets worse."), service };
    ReportSubmitted {
        template: CLOSING_TEMPLATE.0.to_owned(),
        template_version: CLOSING_TEMPLATE.1,
        closing: Some(closing),
        ..report(id, goal)
    }
}
