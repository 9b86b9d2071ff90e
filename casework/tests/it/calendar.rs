//! Calendars: whose time is taken, and with whom, as far as one may know it (FS-4.1.3).

use casework::Failure;
use casework::calendar::{Shown, Whose, calendar};
use casework::sessions::{BookSession, RecordSession, book_session, record_session};
use domain::sessions::Next;
use domain::slots::{Period, SlotState};

use crate::cast::{AMINA, BEA, MARIA, Person, SOFIA, TOMAS};
use crate::orders::{line, session, slot};
use crate::world::{NOW, World, story};

const WEEK: i64 = 7 * 86_400;

async fn week(world: &World, by: Person, whose: Whose) -> Shown {
    let time = Period { start: NOW.plus_seconds(-86_400), end: NOW.plus_seconds(WEEK) };
    calendar(&world.acting(by), whose, time).await.unwrap()
}

fn known(shown: &Shown) -> Vec<bool> {
    shown.bookings.iter().map(|booking| booking.met.as_ref().is_some_and(|met| met.client.is_some())).collect()
}

#[test]
fn that_an_hour_is_taken_everybody_sees_and_who_is_met_those_who_may() {
    story(async |world| {
        let (one, two) = (world.case().await, world.case().carried_by(AMINA).await);
        let maria = world.id(MARIA);
        let at = |hours: i64| NOW.plus_seconds(hours * 3600);
        let first = world.item("first");
        for (by, case, hour) in
            [(MARIA, one, slot(first, maria, at(1))), (AMINA, two, slot(world.item("b"), maria, at(3)))]
        {
            book_session(&world.acting(by), BookSession { case, slot: hour }, world.ink()).await.unwrap();
        }
        assert_eq!(
            known(&week(world, MARIA, Whose::One(maria)).await),
            [true, false],
            "hers, and one of a case of Amina's"
        );
        assert_eq!(known(&week(world, AMINA, Whose::One(maria)).await), [false, true]);
        assert_eq!(known(&week(world, TOMAS, Whose::One(maria)).await), [true, true], "he supervises both");
        assert_eq!(known(&week(world, TOMAS, Whose::Everybody).await), [false, false], "hours only");
        assert_eq!(week(world, SOFIA, Whose::One(maria)).await.bookings.len(), 2, "who books sees what is taken");
        let time = Period { start: NOW, end: at(100) };
        let refused = calendar(&world.acting(BEA), Whose::One(maria), time).await;
        assert!(matches!(refused, Err(Failure::Refused(_))), "nothing to do with sessions");
        let nobodys = calendar(&world.acting(MARIA), Whose::One(world.id(BEA)), time).await;
        assert!(matches!(nobodys, Err(Failure::Refused(_))), "she holds no sessions");
        assert!(
            calendar(&world.acting(TOMAS), Whose::One(world.id(TOMAS)), time).await.is_ok(),
            "one's own is there, empty or not"
        );

        world.clock.pass(2 * 3600);
        let note = session(Some(first), Next::None(line("Will call")));
        let order = RecordSession { case: one, session: note };
        record_session(&world.acting(MARIA), order, world.ink().happened(at(1))).await.unwrap();
        let shown = week(world, MARIA, Whose::One(maria)).await;
        let states: Vec<SlotState> = shown.bookings.iter().map(|booking| booking.state).collect();
        assert_eq!(states, [SlotState::Held, SlotState::Booked], "what was held stays where it was");
        assert!(
            shown.people.iter().any(|card| card.id == maria)
                && shown.people.iter().all(|card| card.id != world.id(TOMAS))
        );
    });
}
