//! Reminders and absences.

use casework::hours::{note_absence, withdraw_absence};
use domain::absences::AbsenceNoted;

use super::*;

#[test]
fn nobody_is_asked_to_come_to_somebody_who_is_away() {
    story(async |world| {
        Relay::of(world);
        case_of(world, wants(Channel::Email, |_| ())).await;
        let (maria, staff) = (world.acting(MARIA), world.id(MARIA));
        let away = AbsenceNoted {
            id: maria.new_item(),
            starts: STARTS.plus_seconds(-3_600),
            ends: STARTS.plus_seconds(600),
            kind: None,
        };
        let absence = away.id;
        note_absence(&maria, staff, away, world.ink()).await.unwrap();
        world.clock.pass(DAY + 3_600);
        assert_eq!(world.house.remind().await.unwrap(), 0, "it has to be moved first");
        withdraw_absence(&world.acting(MARIA), staff, absence, world.ink()).await.unwrap();
        assert_eq!(world.house.remind().await.unwrap(), 1);
    });
}
