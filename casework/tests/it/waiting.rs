//! The waiting list: a time that is free again, those whom it fits in their turn, and what an offer does (FS-4.1.1, FS-4.1.3).

use casework::Failure;
use casework::sessions::{BookSession, CannotMeetHere, SessionMissed, book_session, record_not_held};
use casework::today::today;
use casework::waiting::{
    Fitting, Freed, WaitingList, begin_waiting, end_waiting, freed_for, offer_time, suiting, waiting_list,
};
use domain::cases::CaseFile;
use domain::closure::Rung;
use domain::duties::DutyKind;
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::reach::Channel;
use domain::sessions::{CannotMeet, Next, NotHeld, SessionNotHeld, Slot};
use domain::time::Instant;
use domain::waiting::{CannotWait, Reply, TimeOffered, Urgency, WaitingBegun, WaitingEnded, WhyEnded, Wish};
use insta::assert_snapshot;

use crate::cast::{AMINA, EDITH, FELIX, MARIA, Person, RUBEN, SOFIA, TOMAS};
use crate::orders::{line, slot};
use crate::world::{NOW, World, story};

const DAY: i64 = 86_400;

/// Wednesday at ten, the time that becomes free.
const WEDNESDAY: Instant = NOW.plus_seconds(2 * DAY + 3600);

fn wish(urgency: Urgency) -> Wish {
    Wish { short_notice_hours: 2, ..Wish::any(urgency) }
}

async fn begin(world: &World, by: Person, case: DossierId, name: &str, wish: Wish) -> ItemId {
    let id = world.item(name);
    begin_waiting(&world.acting(by), case, WaitingBegun { id, wish, note: None }, world.ink()).await.unwrap();
    id
}

async fn offer(
    world: &World,
    by: Person,
    case: DossierId,
    waiting: ItemId,
    came: Reply,
    (slot, replaces): (Slot, Option<ItemId>),
) -> Result<u32, Failure<CannotWait>> {
    let order = TimeOffered { waiting, slot, channel: Channel::Phone, came, replaces, note: None, late_because: None };
    offer_time(&world.acting(by), case, order, world.ink()).await.map(|entry| entry.number.0)
}

async fn book(world: &World, by: Person, case: DossierId, slot: Slot) -> Result<(), Failure<CannotMeetHere>> {
    book_session(&world.acting(by), BookSession { case, slot }, world.ink()).await.map(drop)
}

async fn cancel(world: &World, by: Person, case: DossierId, slot: ItemId, why: NotHeld, next: Next) {
    let order = SessionNotHeld { slot, why, note: None, next };
    record_not_held(&world.acting(by), SessionMissed { case, order }, world.ink()).await.unwrap();
}

/// A session of Maria’s on Wednesday that was cancelled.
async fn freed(world: &World) -> DossierId {
    let other = world.case().await;
    let given_up = world.item("given up");
    book(world, MARIA, other, slot(given_up, world.id(MARIA), WEDNESDAY)).await.unwrap();
    cancel(world, MARIA, other, given_up, NotHeld::CancelledByClient, Next::None(line("Ill"))).await;
    other
}

/// The freed times as the person sees them: when, whom they fit by name and how many others, and whether they are kept.
fn times(list: &WaitingList, names: &[(DossierId, &str)]) -> Vec<String> {
    let name = |fits: &Fitting| names.iter().find(|(known, _)| *known == fits.case).map_or("?", |(_, name)| *name);
    let told = |freed: &Freed| {
        let fits: Vec<&str> = freed.fits.iter().map(name).collect();
        let after = freed.time.period.start.seconds_since(NOW) / 3600;
        let kept = freed.kept.map_or("", |kept| if kept.case.is_some() { ", kept" } else { ", kept for another" });
        format!("after {after} h: {} and {}{kept}", fits.join(", "), freed.others)
    };
    list.freed.iter().map(told).collect()
}

async fn seen(world: &World, by: Person) -> WaitingList {
    waiting_list(&world.acting(by)).await.unwrap()
}

#[test]
fn a_time_that_is_free_again_is_offered_in_turn_and_taking_it_moves_the_later_session() {
    let told = story(async |world| {
        let (ada, ben) = (world.case().await, world.case().await);
        let later = world.item("later");
        book(world, MARIA, ada, slot(later, world.id(MARIA), NOW.plus_seconds(9 * DAY))).await.unwrap();
        let ada_waits = begin(world, MARIA, ada, "ada waits", wish(Urgency::Usual)).await;
        world.clock.pass(60);
        let ben_waits = begin(world, MARIA, ben, "ben waits", wish(Urgency::Soon)).await;
        world.tell("two wait").await;
        let names = [(ada, "ada"), (ben, "ben")];
        assert!(seen(world, MARIA).await.freed.is_empty());
        freed(world).await;
        world.changes().await;
        assert_eq!(times(&seen(world, MARIA).await, &names), ["after 49 h: ben, ada and 0"], "the more urgent first");
        let today = freed_for(&world.acting(MARIA)).await.unwrap();
        assert_eq!(today.iter().map(|one| (one.first.case, one.more)).collect::<Vec<_>>(), [(ben, 1)]);

        let earlier = world.item("earlier");
        let time = || (slot(earlier, world.id(MARIA), WEDNESDAY), None);
        let until = world.house.now().plus_seconds(7200);
        offer(world, MARIA, ben, ben_waits, Reply::Asked(until), time()).await.unwrap();
        assert_eq!(times(&seen(world, MARIA).await, &names), ["after 49 h: ben, ada and 0, kept"]);
        assert!(freed_for(&world.acting(MARIA)).await.unwrap().is_empty(), "nobody else is to be asked now");
        offer(world, MARIA, ben, ben_waits, Reply::Declined, time()).await.unwrap();
        assert_eq!(times(&seen(world, MARIA).await, &names), ["after 49 h: ada and 0"]);
        world.tell("asked, and declined").await;

        offer(world, MARIA, ada, ada_waits, Reply::Taken, (time().0, Some(later))).await.unwrap();
        world.tell("the next one takes it").await;
        let left = seen(world, MARIA).await;
        assert_eq!(left.lines.iter().map(|line| line.case).collect::<Vec<_>>(), [ben]);
        let now_free = NOW.plus_seconds(9 * DAY).seconds_since(NOW) / 3600;
        assert_eq!(times(&left, &names), [format!("after {now_free} h: ben and 0")], "the time that ada gave up");
        let file = world.acting(MARIA).view::<CaseFile>(Action::ReadCase, ada).await.unwrap();
        let revision = file.sessions.moves.revision(earlier).unwrap();
        assert_eq!((revision.series, revision.number), (later, 1));
        let late = offer(world, MARIA, ada, ada_waits, Reply::Declined, time()).await.unwrap_err();
        assert!(matches!(late, Failure::Rule(CannotWait::NotWaiting)));
    });
    assert_snapshot!(told, @"
    # two wait
    entry  case 1 #2 SessionBooked, Confidential, by maria as Author with RecentSignIn
    entry  case 1 #3 WaitingBegun, Confidential, by maria as Author with RecentSignIn
    entry  case 2 #2 WaitingBegun, Confidential, by maria as Author with RecentSignIn
    duty  -case 1: next_session, maria, Mon 05 Jan 09:00 – Mon 12 Jan 17:00
    duty  +case 1: session_note “later”, maria, Wed 14 Jan 09:50 – Thu 15 Jan 17:00
    duty  +case 1: waiting_long “ada waits”, maria, Mon 19 Jan 09:00 – Thu 22 Jan 17:00
    duty  +case 2: waiting_long “ben waits”, maria, Mon 19 Jan 09:01 – Thu 22 Jan 17:00
    slot  +case 1: “later” with maria, Wed 14 Jan 09:00 – Wed 14 Jan 09:50, booked
    wait  +case 1 since Mon 05 Jan 09:00, urgency 2
    wait  +case 2 since Mon 05 Jan 09:01, urgency 1

    # asked, and declined
    entry  case 2 #3 TimeOffered, Confidential, by maria as Author with RecentSignIn
    entry  case 2 #4 TimeOffered, Confidential, by maria as Author with RecentSignIn

    # the next one takes it
    entry  case 1 #4 TimeOffered, Confidential, by maria as Author with RecentSignIn
    duty  +case 1: session_note “earlier”, maria, Wed 07 Jan 10:50 – Thu 08 Jan 17:00
    duty  -case 1: session_note “later”, maria, Wed 14 Jan 09:50 – Thu 15 Jan 17:00
    duty  -case 1: waiting_long “ada waits”, maria, Mon 19 Jan 09:00 – Thu 22 Jan 17:00
    slot  +case 1: “earlier” with maria, Wed 07 Jan 10:00 – Wed 07 Jan 10:50, booked
    slot  -case 1: “later” with maria, Wed 14 Jan 09:00 – Wed 14 Jan 09:50, booked
    slot  +case 1: “later” with maria, Wed 14 Jan 09:00 – Wed 14 Jan 09:50, moved
    wait  -case 1 since Mon 05 Jan 09:00, urgency 2
    ");
}

#[test]
fn of_two_who_offer_one_time_at_once_one_wins() {
    story(async |world| {
        let (ada, ben) = (world.case().await, world.case().carried_by(AMINA).await);
        let ada_waits = begin(world, MARIA, ada, "ada waits", wish(Urgency::Usual)).await;
        let ben_waits = begin(world, AMINA, ben, "ben waits", wish(Urgency::Usual)).await;
        freed(world).await;
        let take = |by, case, waiting, name: &str| {
            let time = (slot(world.item(name), world.id(MARIA), WEDNESDAY), None);
            offer(world, by, case, waiting, Reply::Taken, time)
        };
        let both = tokio::join!(take(MARIA, ada, ada_waits, "one"), take(AMINA, ben, ben_waits, "two"));
        let (lost, by, case) = match both {
            (Ok(_), lost) => (lost, AMINA, ben),
            (lost, Ok(_)) => (lost, MARIA, ada),
            other => panic!("{other:?}"),
        };
        assert!(matches!(lost, Err(Failure::Rule(CannotWait::Session(CannotMeet::SlotTaken)))));
        // whoever lost waits on, and is offered another time
        let ctx = world.acting(by);
        let file = ctx.view::<CaseFile>(Action::BookSession, case).await.unwrap();
        assert!(file.waiting.now.is_some());
        let other = suiting(&ctx, &file).await.unwrap();
        assert!(other.freed.is_empty() && !other.free.is_empty(), "{other:?}");
        assert!(seen(world, MARIA).await.freed.is_empty(), "it is taken");
    });
}

#[test]
fn cases_of_others_are_counted_and_not_named() {
    story(async |world| {
        let (ada, ben) = (world.case().await, world.case().carried_by(AMINA).await);
        begin(world, MARIA, ada, "ada waits", wish(Urgency::Usual)).await;
        let ben_waits = begin(world, AMINA, ben, "ben waits", wish(Urgency::Urgent)).await;
        freed(world).await;
        let names = [(ada, "ada"), (ben, "ben")];
        assert_eq!(times(&seen(world, MARIA).await, &names), ["after 49 h: ada and 1"]);
        assert_eq!(times(&seen(world, AMINA).await, &names), ["after 49 h: ben and 1"]);
        assert_eq!(
            times(&seen(world, SOFIA).await, &names),
            ["after 49 h: ben, ada and 0"],
            "whoever supports the team"
        );
        for stranger in [RUBEN, FELIX] {
            let list = seen(world, stranger).await;
            assert_eq!(
                (times(&list, &names), list.lines.len(), list.others),
                (vec!["after 49 h:  and 2".into()], 0, 2)
            );
            assert!(freed_for(&world.acting(stranger)).await.unwrap().is_empty());
        }
        assert!(matches!(waiting_list(&world.acting(EDITH)).await, Err(Failure::Refused(_))));
        let until = world.house.now().plus_seconds(3600);
        let time = (slot(world.item("asked"), world.id(MARIA), WEDNESDAY), None);
        offer(world, AMINA, ben, ben_waits, Reply::Asked(until), time).await.unwrap();
        assert_eq!(times(&seen(world, MARIA).await, &names), ["after 49 h: ada and 1, kept for another"]);
        let time = (slot(world.item("strange"), world.id(MARIA), WEDNESDAY), None);
        let refused = offer(world, MARIA, ben, ben_waits, Reply::Taken, time).await;
        assert!(matches!(refused, Err(Failure::Refused(_))));
    });
}

#[test]
fn a_time_is_free_again_after_a_cancellation_or_a_move_until_it_is_booked_or_too_near() {
    story(async |world| {
        let (ada, other) = (world.case().await, world.case().await);
        begin(world, MARIA, ada, "ada waits", wish(Urgency::Usual)).await;
        let first = world.item("first");
        book(world, MARIA, other, slot(first, world.id(MARIA), WEDNESDAY)).await.unwrap();
        let to = slot(world.item("second"), world.id(MARIA), NOW.plus_seconds(3 * DAY));
        cancel(world, MARIA, other, first, NotHeld::Moved, Next::Booked(to)).await;
        let names = [(ada, "ada")];
        assert_eq!(times(&seen(world, MARIA).await, &names), ["after 49 h: ada and 0"], "moved away");
        let over = world.item("over");
        book(world, MARIA, other, slot(over, world.id(MARIA), WEDNESDAY.plus_seconds(1800))).await.unwrap();
        assert!(seen(world, MARIA).await.freed.is_empty(), "half of it is booked again");
        cancel(world, MARIA, other, over, NotHeld::CancelledByClient, Next::None(line("Ill"))).await;
        let both = ["after 49 h: ada and 0", "after 49 h: ada and 0"];
        assert_eq!(times(&seen(world, MARIA).await, &names), both, "at ten, and half an hour later");
        world.clock.pass(2 * DAY - 3600);
        assert_eq!(times(&seen(world, MARIA).await, &names)[0], "after 49 h: ada and 0", "two hours before");
        world.clock.pass(1);
        assert_eq!(times(&seen(world, MARIA).await, &names)[0], "after 49 h:  and 0", "too short a notice for her");
    });
}

#[test]
fn whose_case_is_closed_leaves_the_list_and_whoever_waits_long_is_a_duty() {
    story(async |world| {
        let ada = world.case().await;
        let waits = begin(world, MARIA, ada, "ada waits", wish(Urgency::Usual)).await;
        let long = async || {
            let today = today(&world.acting(MARIA)).await.unwrap();
            today.duties.iter().filter(|duty| duty.kind == DutyKind::WaitingLong).count()
        };
        assert_eq!(long().await, 0);
        world.clock.pass(14 * DAY);
        assert_eq!(long().await, 1);
        let ended = WaitingEnded { waiting: waits, why: WhyEnded::NotAnyMore, note: Some(line("Glad as it is")) };
        end_waiting(&world.acting(TOMAS), ada, ended, world.ink()).await.unwrap();
        assert_eq!((long().await, seen(world, MARIA).await.lines.len()), (0, 0));
        let closed = world.case().ready_to_close().await;
        begin(world, MARIA, closed, "closed waits", wish(Urgency::Usual)).await;
        assert_eq!(seen(world, MARIA).await.lines.len(), 1);
        for rung in Rung::ALL {
            world.sign_rung(closed, rung, world.signer(rung, MARIA, TOMAS)).await;
        }
        world.close(closed, TOMAS).await;
        let list = seen(world, MARIA).await;
        assert_eq!((list.lines.len(), list.others), (0, 0));
    });
}
