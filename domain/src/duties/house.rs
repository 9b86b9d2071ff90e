//! The duties of the organisation itself: reviews that come round, and what they improve (FS-6.1, CC-4.3.3).

use super::{Duty, DutyKind, Owner};
use crate::calendar::months_later;
use crate::organisation::Organisation;
use crate::staff::Role;

/// The duties of the organisation: how sessions go, and what complaints and feedback say, is reviewed again so many months after the last time; and what such
/// a review improves is done by whoever was named.
pub fn of_organisation(organisation: &Organisation) -> Vec<Duty> {
    let (rules, service, feedback) = (&organisation.rulebook, &organisation.service, &organisation.feedback);
    let (sessions, voices) = (service.all.last().map(|last| last.at), feedback.all.last().map(|last| last.at));
    let reviews = [
        (DutyKind::ServiceReview, sessions, rules.service_review_months, SERVICE_REVIEWERS),
        (DutyKind::FeedbackReview, voices, rules.feedback_review_months, FEEDBACK_REVIEWERS),
    ];
    let mut duties = Vec::new();
    for (kind, last, months, roles) in reviews {
        let Some(since) = last.or(organisation.founded) else { continue };
        let due = rules.office.close_of_day(months_later(rules.office.today(since), months.max(1)));
        let raised = due.plus_seconds(-REVIEW_AHEAD).max(since);
        let duty = |role: &Role| Duty { kind, owner: Owner::Role(*role), raised, due, item: None, entry: None };
        duties.extend(roles.iter().map(duty));
    }
    duties.extend(feedback.open().map(|open| {
        let (owner, due) = (Owner::Staff(open.owner), rules.office.close_of_day(open.due));
        Duty { kind: DutyKind::Improvement, owner, raised: open.raised, due, item: Some(open.item.id), entry: None }
    }));
    duties
}

/// Who reviews how sessions go.
const SERVICE_REVIEWERS: &[Role] = &[Role::Director, Role::Supervisor];

/// Who reviews what complaints and feedback say.
const FEEDBACK_REVIEWERS: &[Role] = &[Role::Director, Role::Supervisor, Role::ComplaintsManager];

/// How long before its day a review is shown, in seconds: two weeks.
const REVIEW_AHEAD: i64 = 14 * 86_400;
