//! Rooms and absences: rows beside the bookings, and the guards that read them.

use domain::level::Level;
use domain::time::Instant;
use store::{AppendFailure, Appointment, Calendar, Guard};

use crate::record::of_racers;
use crate::support::{House, NOW, dossier, guarded, item, note, plain, staff, to};

#[tokio::test]
async fn a_room_has_one_booking_at_a_time_and_nobody_is_booked_while_away() {
    for house in House::each() {
        let store = house.open();
        let (starts, ends) = (NOW.plus_seconds(3_600), NOW.plus_seconds(7_200));
        let row = |n: u128, who: u128, (starts, ends): (Instant, Instant), state: &str, room| {
            let mut append = to(dossier(n), 0, vec![note(Level::Standard, "booked")]);
            let mut derived = plain("card");
            let state = state.to_owned();
            derived.appointments = vec![Appointment {
                item: item(n),
                staff: staff(who),
                starts,
                ends,
                state,
                reminded: None,
                answer: None,
                room,
                meeting: None,
                series: item(n),
                revision: 0,
                changed: NOW,
            }];
            append.parts[0].derived = Some(derived);
            append
        };
        let in_room = |n: u128, by: i64, room: u128| {
            let (starts, ends) = (starts.plus_seconds(by), ends.plus_seconds(by));
            let append = row(n, n, (starts, ends), Appointment::BOOKED, Some(item(room)));
            guarded(append, Guard::RoomFree { room: item(room), starts, ends, except: Vec::new() })
        };
        let won = of_racers(&store, (1..6).map(|n| in_room(n, i64::try_from(n).unwrap() * 60, 100))).await;
        assert_eq!(won, 1, "{}", house.place.engine());
        assert!(store.append(in_room(7, 0, 200)).await.is_ok(), "another room");
        assert!(store.append(in_room(8, 7_200, 100)).await.is_ok(), "another hour");

        let days = |n: i64| NOW.plus_seconds(n * 86_400);
        assert!(store.append(row(20, 20, (days(1), days(9)), Appointment::AWAY, None)).await.is_ok());
        let while_away = |n: u128, starts: Instant| {
            let ends = starts.plus_seconds(3_600);
            let append = row(n, 20, (starts, ends), Appointment::BOOKED, None);
            guarded(append, Guard::NotAway { staff: staff(20), starts, ends })
        };
        assert_eq!(store.append(while_away(21, days(5))).await, Err(AppendFailure::Guard(0)));
        assert!(store.append(while_away(22, days(9))).await.is_ok(), "back again");
        let seen = async |from, to| store.appointments(Calendar::Staff(staff(20)), from, to).await.unwrap().len();
        assert_eq!(
            [seen(days(5), days(6)).await, seen(days(0), days(1)).await, seen(days(8), days(10)).await],
            [1, 0, 2]
        );
        assert_eq!(seen(days(0), days(20)).await, 2, "each once");
        assert!(store.booked_over_absences(NOW).await.unwrap().is_empty());
        assert!(
            store.append(row(23, 20, (days(3), days(3).plus_seconds(60)), Appointment::BOOKED, None)).await.is_ok()
        );
        assert_eq!(store.booked_over_absences(NOW).await.unwrap().len(), 1);
        assert!(store.booked_over_absences(days(4)).await.unwrap().is_empty(), "what has begun is not moved any more");
        for (n, of) in [(24, (days(30), days(31))), (25, (days(31), days(32)))] {
            assert!(store.append(row(n, 20, of, Appointment::AWAY, None)).await.is_ok());
        }
        let over_both = (days(31).plus_seconds(-60), days(31).plus_seconds(60));
        assert!(store.append(row(26, 20, over_both, Appointment::BOOKED, None)).await.is_ok());
        assert_eq!(store.booked_over_absences(days(4)).await.unwrap().len(), 1, "over two absences, and told once");
    }
}
