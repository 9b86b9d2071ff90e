//! The time of the canary's people: hours, absences, a room with the marker for a name, reviews of how sessions go and of what people say.

use casework::cases::{HandOver, hand_over};
use casework::cover::{Cover, arrange_cover, end_cover};
use casework::feedback::{follow_improvement, record_feedback_review};
use casework::flags::{raise_flag, resolve_flag};
use casework::hours::{note_absence, set_hours, withdraw_absence};
use casework::organisation::describe_room;
use casework::service::record_review;
use domain::absences::AbsenceNoted;
use domain::calendar::Day;
use domain::cases::CaseFile;
use domain::contacts::ActionItem;
use domain::feedback::{Became, FeedbackReviewed, ImprovementFollowed};
use domain::flags::{FlagRaised, FlagResolved};
use domain::hours::{Stretch, WorkingHoursSet};
use domain::ids::{DossierId, StaffId};
use domain::policy::Action;
use domain::rooms::RoomDescribed;
use domain::service::ServiceReviewed;
use domain::slots::Period;
use jiff::civil::{date, time};

use super::{TODAY, line, words};
use crate::cast::{RUBEN, SOFIA, TOMAS};
use crate::world::World;

/// Somebody works on Mondays, is away for a day and is not; and there is a room.
pub(super) async fn hours(world: &World, staff: StaffId) {
    let sofia = world.acting(SOFIA);
    let week = vec![Stretch { day: Day::Monday, from: time(8, 0, 0, 0), to: time(12, 0, 0, 0) }];
    set_hours(&sofia, staff, WorkingHoursSet { from: TODAY, week: Some(week) }, world.ink()).await.unwrap();
    let (id, starts) = (sofia.new_item(), sofia.now().plus_seconds(86_400));
    let absence = AbsenceNoted { id, starts, ends: starts.plus_seconds(86_400), kind: None };
    note_absence(&sofia, staff, absence, world.ink()).await.unwrap();
    withdraw_absence(&sofia, staff, id, world.ink()).await.unwrap();
    let room = RoomDescribed { id: sofia.new_item(), name: line(), site: line(), people: 4, used: true };
    describe_room(&sofia, room, world.ink()).await.unwrap();
    let (from, until) = (date(2025, 10, 1), date(2025, 12, 31));
    let review = ServiceReviewed { from, until, findings: words(), actions: words() };
    record_review(&world.acting(TOMAS), review, world.ink()).await.unwrap();
    let tomas = world.acting(TOMAS);
    let (id, owner) = (tomas.new_item(), Some(tomas.staff()));
    let improvements = vec![ActionItem { id, what: line(), owner, due: TODAY }];
    let review = FeedbackReviewed { from, until, findings: words(), decisions: words(), improvements };
    record_feedback_review(&tomas, review, world.ink()).await.unwrap();
    let dropped = ImprovementFollowed { id, became: Became::Dropped, note: Some(line()) };
    follow_improvement(&tomas, dropped, world.ink()).await.unwrap();
}

/// The case goes to somebody who promises something in it, and back with that; a colleague is to stand in for a day, and is not after all.
pub(super) async fn hands(world: &World, case: DossierId, (of, supervisor): (StaffId, StaffId)) {
    let (tomas, ruben) = (world.acting(TOMAS), world.acting(RUBEN));
    let order = |worker| HandOver { case, worker, supervisor, reason: line() };
    hand_over(&tomas, order(ruben.staff()), world.ink()).await.unwrap();
    let id = ruben.new_item();
    let flag = FlagRaised { id, what: line(), owner: ruben.staff(), due: TODAY };
    raise_flag(&ruben, case, flag, world.ink()).await.unwrap();
    hand_over(&tomas, order(of), world.ink()).await.unwrap();
    resolve_flag(&tomas, case, FlagResolved { id, how: line() }, world.ink()).await.unwrap();
    let start = tomas.now().plus_seconds(86_400);
    let time = Period { start, end: start.plus_seconds(86_400) };
    let cover = Cover { of, staff: ruben.staff(), time, note: Some(line()) };
    arrange_cover(&tomas, case, cover, world.ink()).await.unwrap();
    let seen = tomas.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
    end_cover(&tomas, case, seen.covers.all[0].id, world.ink()).await.unwrap();
    super::wording::wording(world, case).await;
}
