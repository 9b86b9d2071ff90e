//! Two who lead a group: a meeting takes the time of both, and what is in the way of either is in its way.

use casework::groups::{WantedMeetings, meeting_dates};
use casework::sessions::{Wanted, free_times};
use domain::series::{InTheWay, Rhythm};

use super::*;

async fn led_by_two(world: &World) -> DossierId {
    let order = GroupDescribed { co_leader: Some(world.id(AMINA)), ..described(world, MARIA, 5) };
    form_group(&world.acting(MARIA), order, world.ink()).await.unwrap().dossier
}

/// Amina books somebody of hers then.
async fn amina_books(world: &World, case: DossierId, name: &str, starts: Instant) -> bool {
    let order = BookSession { case, slot: slot(world.item(name), world.id(AMINA), starts) };
    book_session(&world.acting(AMINA), order, world.ink()).await.is_ok()
}

/// What stands in the calendar of somebody in the first two weeks and takes time: when it begins, whether it is a group.
async fn taken(world: &World, of: Person) -> Vec<(Instant, bool)> {
    let time = Period { start: NOW, end: NOW.plus_seconds(2 * WEEK) };
    let shown = calendar(&world.acting(of), Whose::One(world.id(of)), time).await.unwrap();
    let takes = shown.bookings.iter().filter(|booking| booking.state.takes_time());
    takes.map(|booking| (booking.period.start, booking.group.is_some())).collect()
}

#[test]
fn a_meeting_takes_the_time_of_both_who_lead_it_and_frees_it_when_it_moves() {
    story(async |world| {
        let maria = world.acting(MARIA);
        let group = led_by_two(world).await;
        let slots = weekly(world, 2, None);
        plan_meetings(&maria, group, slots.clone(), &line("Planned"), &world.ink()).await.unwrap();
        let (first, second) = (slots[0].starts, slots[1].starts);
        let hers = world.case().carried_by(AMINA).await;
        assert_eq!(taken(world, AMINA).await, [(first, true), (second, true)]);
        assert_eq!(taken(world, MARIA).await, taken(world, AMINA).await);
        let amina = world.acting(AMINA);
        let hour = Period { start: first, end: first.plus_seconds(HOUR) };
        let meets =
            calendar(&amina, Whose::One(world.id(AMINA)), hour).await.unwrap().bookings.remove(0).group.unwrap();
        assert_eq!((meets.group, meets.meeting), (group, slots[0].id), "the way leads to the meeting");
        assert!(!amina_books(world, hers, "over the first", first).await);
        let wanted = Wanted {
            case: hers,
            instead_of: None,
            staff: Some(world.id(AMINA)),
            minutes: Some(50),
            near: Some(first),
            at: None,
            most: 6,
        };
        let free = free_times(&amina, wanted).await.unwrap().times;
        let length = 90 * 60;
        assert!(free.iter().all(|at| first.plus_seconds(length) <= *at || at.plus_seconds(3000) <= first), "{free:?}");

        // by half an hour: its own time is in nobody's way
        let later = first.plus_seconds(HOUR / 2);
        let change = |slot: ItemId, to: Option<Slot>, why| MeetingsChanged {
            why,
            changes: vec![SlotChanged { slot, to }],
            reason: line("The room is painted"),
        };
        let to = Slot { starts: later, ..slots[0].clone() };
        let moved = change(slots[0].id, Some(to), NotHeld::Moved);
        whole(&change_meetings(&maria, group, moved, &world.ink()).await.unwrap());
        assert_eq!(taken(world, AMINA).await, [(later, true), (second, true)]);
        let cancelled = change(slots[1].id, None, NotHeld::CancelledByUs);
        whole(&change_meetings(&maria, group, cancelled, &world.ink()).await.unwrap());
        assert_eq!(taken(world, AMINA).await, [(later, true)]);
        assert!(amina_books(world, hers, "in place of the second", second).await);

        // both change places, then Amina leads it no more
        let swapped = GroupDescribed { co_leader: Some(world.id(MARIA)), ..described(world, AMINA, 5) };
        whole(&describe_group(&maria, group, swapped, &line("By turns"), &world.ink()).await.unwrap());
        assert_eq!(taken(world, MARIA).await, [(later, true)]);
        let alone = described(world, MARIA, 5);
        whole(&describe_group(&maria, group, alone, &line("Alone"), &world.ink()).await.unwrap());
        assert_eq!(taken(world, AMINA).await, [(second, false)]);
        assert!(amina_books(world, hers, "in place of the first", later).await);
    });
}

#[test]
fn whoever_leads_a_group_with_somebody_has_to_be_free_and_otherwise_another_time_is_offered() {
    story(async |world| {
        let maria = world.acting(MARIA);
        let group = led_by_two(world).await;
        let slots = weekly(world, 2, None);
        let (first, second) = (slots[0].starts, slots[1].starts);
        let hers = world.case().carried_by(AMINA).await;
        assert!(amina_books(world, hers, "before it was planned", second).await);
        let refused = plan_meetings(&maria, group, slots.clone(), &line("Planned"), &world.ink()).await;
        assert_eq!(rule(refused), CannotGroup::Beside(second, CannotMeet::SlotTaken));

        let rhythm = Rhythm { first, weeks: 1, count: 2 };
        let wanted = WantedMeetings { group, minutes: 90, room: None, rhythm };
        let dates = meeting_dates(&maria, wanted).await.unwrap();
        let way: Vec<_> = dates.iter().map(|one| one.in_the_way).collect();
        assert_eq!(way, [None, Some(InTheWay::WorkerTaken)]);
        let instead = dates[1].instead.unwrap();
        assert!(second.plus_seconds(50 * 60) <= instead && instead < second.plus_seconds(5 * 86_400), "{instead:?}");
        let chosen = vec![slots[0].clone(), Slot { starts: instead, ..slots[1].clone() }];
        whole(&plan_meetings(&maria, group, chosen, &line("Planned"), &world.ink()).await.unwrap());

        // whoever is to lead it with her from now on has another session at its first meeting
        let his = world.case().carried_by(FELIX).supervised_by(HELENA).await;
        let over = slot(world.item("of Felix"), world.id(FELIX), first.plus_seconds(HOUR));
        book_session(&world.acting(FELIX), BookSession { case: his, slot: over }, world.ink()).await.unwrap();
        let with_felix = GroupDescribed { co_leader: Some(world.id(FELIX)), ..described(world, MARIA, 5) };
        let refused = describe_group(&maria, group, with_felix, &line("With Felix"), &world.ink()).await;
        assert_eq!(rule(refused), CannotGroup::Beside(first, CannotMeet::SlotTaken));
    });
}
