//! Reviews of complaints and feedback: when one is due, and that what it improves is followed until somebody has said what became of it (CC-4.3.3).

use domain::contacts::ActionItem;
use domain::duties::{DutyKind, Owner, of_organisation};
use domain::entry::Entry;
use domain::event::Event;
use domain::feedback::{Became, CannotReviewFeedback, FeedbackReviewed, FeedbackReviews, ImprovementFollowed};
use domain::ids::{DossierId, EntryId, EntryNumber, StaffId};
use domain::level::Level;
use domain::organisation::{Organisation, OrganisationFounded};
use domain::rulebook::Rulebook;
use domain::staff::Role;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{SUPERVISOR, TODAY, WORKER, at, item, line, signature, words};

const GONE: StaffId = StaffId::new(Uuid::from_u128(99));

fn works(staff: StaffId) -> bool {
    staff != GONE
}

fn improvement(owner: Option<StaffId>, due: Date) -> ActionItem {
    ActionItem { id: item(50), what: line("Somebody is at the door until six"), owner, due }
}

fn review(improvements: Vec<ActionItem>) -> FeedbackReviewed {
    let (from, until) = (date(2025, 10, 1), date(2025, 12, 31));
    FeedbackReviewed { from, until, findings: words("Many waited."), decisions: words("Open longer."), improvements }
}

fn followed(became: Became, note: Option<&str>) -> ImprovementFollowed {
    ImprovementFollowed { id: item(50), became, note: note.map(line) }
}

/// An organisation of this day in which these were signed after it.
fn organisation(events: Vec<Event>) -> Organisation {
    let founded = OrganisationFounded { name: line("Tannery Lane"), rulebook: Rulebook::default() };
    let mut organisation = Organisation::default();
    for event in std::iter::once(founded.into()).chain(events) {
        let id = EntryId { dossier: DossierId::new(Uuid::from_u128(1)), number: EntryNumber(1) };
        let signature = signature(SUPERVISOR, at("2026-01-05T10:00"), at("2026-01-05T10:00"));
        organisation.apply(&Entry { id, level: Level::Standard, signature, event });
    }
    organisation
}

fn waits(organisation: &Organisation, kind: DutyKind) -> Vec<(Owner, Date)> {
    let all = of_organisation(organisation).into_iter().filter(|duty| duty.kind == kind);
    all.map(|duty| (duty.owner, Rulebook::default().office.today(duty.due))).collect()
}

#[test]
fn a_review_is_of_days_that_are_known_and_gives_what_it_improves_to_somebody_who_works_here() {
    let tried = |order| FeedbackReviews::default().review(order, TODAY, works).map(drop);
    assert_eq!(tried(review(Vec::new())), Ok(()), "also nothing may change");
    assert_eq!(tried(review(vec![improvement(Some(WORKER), TODAY)])), Ok(()));
    assert_eq!(tried(FeedbackReviewed { until: TODAY, ..review(Vec::new()) }), Ok(()));
    let future = FeedbackReviewed { until: date(2026, 2, 1), ..review(Vec::new()) };
    assert_eq!(tried(future), Err(CannotReviewFeedback::NotOver));
    let turned = FeedbackReviewed { until: date(2025, 9, 1), ..review(Vec::new()) };
    assert_eq!(tried(turned), Err(CannotReviewFeedback::Days));
    for owner in [None, Some(GONE)] {
        assert_eq!(tried(review(vec![improvement(owner, TODAY)])), Err(CannotReviewFeedback::NotHere));
    }
    for due in [date(2026, 1, 4), date(2029, 1, 4)] {
        assert_eq!(tried(review(vec![improvement(Some(WORKER), due)])), Err(CannotReviewFeedback::Due), "{due}");
    }
    assert_eq!(tried(review(vec![improvement(Some(WORKER), TODAY); 21])), Err(CannotReviewFeedback::TooMany));
}

#[test]
fn it_is_due_again_three_months_after_the_last_one() {
    let roles = [Role::Director, Role::Supervisor, Role::ComplaintsManager].map(Owner::Role);
    let all = |day| roles.map(|owner| (owner, day)).to_vec();
    assert_eq!(
        waits(&organisation(Vec::new()), DutyKind::FeedbackReview),
        all(date(2026, 4, 6)),
        "the fifth is a Sunday"
    );
    let mut later = organisation(Vec::new());
    let id = EntryId { dossier: DossierId::new(Uuid::from_u128(1)), number: EntryNumber(2) };
    let signature = signature(SUPERVISOR, at("2026-03-02T10:00"), at("2026-03-02T10:00"));
    later.apply(&Entry { id, level: Level::Standard, signature, event: review(Vec::new()).into() });
    assert_eq!(waits(&later, DutyKind::FeedbackReview), all(date(2026, 6, 2)));
}

#[test]
fn an_improvement_waits_for_whoever_makes_it_until_somebody_has_said_what_became_of_it() {
    let laid_down = review(vec![improvement(Some(WORKER), date(2026, 2, 2))]);
    let known = organisation(vec![laid_down.clone().into()]);
    assert_eq!(waits(&known, DutyKind::Improvement), [(Owner::Staff(WORKER), date(2026, 2, 2))]);
    let say = |organisation: &Organisation, order, by| organisation.feedback.follow(order, by, TODAY, works).map(drop);
    let done = followed(Became::Done, None);
    assert_eq!(say(&known, done.clone(), (WORKER, false)), Ok(()));
    assert_eq!(say(&known, done.clone(), (SUPERVISOR, true)), Ok(()), "whoever reviews feedback may say it as well");
    assert_eq!(say(&known, done.clone(), (SUPERVISOR, false)), Err(CannotReviewFeedback::NotYours));
    let dropped = |note| followed(Became::Dropped, note);
    assert_eq!(say(&known, dropped(None), (WORKER, false)), Err(CannotReviewFeedback::NoReason));
    assert_eq!(say(&known, dropped(Some("No money")), (WORKER, false)), Ok(()));
    let on = |owner, due| followed(Became::GoesOn { owner, due }, Some("In spring"));
    assert_eq!(say(&known, on(GONE, date(2026, 4, 1)), (WORKER, false)), Err(CannotReviewFeedback::NotHere));
    assert_eq!(say(&known, on(WORKER, date(2026, 1, 4)), (WORKER, false)), Err(CannotReviewFeedback::Due));

    let given_on = on(SUPERVISOR, date(2026, 4, 1));
    let moved = organisation(vec![laid_down.clone().into(), given_on.clone().into()]);
    assert_eq!(waits(&moved, DutyKind::Improvement), [(Owner::Staff(SUPERVISOR), date(2026, 4, 1))]);
    assert_eq!(say(&moved, done.clone(), (WORKER, false)), Err(CannotReviewFeedback::NotYours), "it was given on");
    let ended = organisation(vec![laid_down.into(), given_on.into(), done.clone().into()]);
    assert!(waits(&ended, DutyKind::Improvement).is_empty());
    assert_eq!(say(&ended, done, (SUPERVISOR, true)), Err(CannotReviewFeedback::Over));
}
