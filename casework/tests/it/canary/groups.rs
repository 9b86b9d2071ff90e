//! The canary's people form a group with everything that can be written in one, and end it.

use casework::groups::{
    Came, Leaving, MeetingHeld, change_meetings, describe_group, end_group, form_group, join_group, leave_group,
    plan_meetings, record_meeting, wait_for_place,
};
use domain::groups::{GroupDescribed, GroupMet, MeetingsChanged};
use domain::ids::DossierId;
use domain::series::SlotChanged;
use domain::sessions::{NotHeld, Place, Slot};
use std::collections::BTreeMap;

use super::{line, words};
use crate::cast::{AMINA, MARIA, TOMAS};
use crate::orders::slot;
use crate::world::World;

/// Formed, joined, met, left, ended.
pub(super) async fn groups(world: &World, case: DossierId) -> DossierId {
    let maria = &world.acting(MARIA);
    let (second, third) = (world.case().await, world.case().await);
    let described = GroupDescribed {
        name: line(),
        purpose: words(),
        leader: world.id(MARIA),
        co_leader: Some(world.id(AMINA)),
        supervisor: world.id(TOMAS),
        most: 2,
        minutes: 90,
        place: Place::Outreach,
        room: None,
    };
    let ink = world.ink();
    let formed = form_group(maria, described.clone(), ink.clone()).await.unwrap();
    let group = formed.dossier;
    let again = GroupDescribed { co_leader: None, ..described };
    describe_group(maria, group, again, &line(), &ink).await.unwrap();
    let at = |days: i64| maria.now().plus_seconds(days * 86_400 + 7 * 3600);
    let meeting = |days: i64| Slot { place: Place::Outreach, ..slot(maria.new_item(), world.id(MARIA), at(days)) };
    let slots = [meeting(0), meeting(16), meeting(23)];
    let ids: Vec<_> = slots.iter().map(|slot| slot.id).collect();
    plan_meetings(maria, group, slots.to_vec(), &line(), &ink).await.unwrap();
    for one in [case, second] {
        let came = join_group(maria, group, one, &line(), &ink).await.unwrap();
        assert!(came.left.is_empty() && came.taken.is_empty(), "{came:?}");
    }
    wait_for_place(maria, group, third, ink.clone()).await.unwrap();
    let changes = vec![
        SlotChanged { slot: ids[1], to: Some(Slot { starts: at(17), ..slots[1].clone() }) },
        SlotChanged { slot: ids[2], to: None },
    ];
    let order = MeetingsChanged { why: NotHeld::Moved, changes, reason: line() };
    change_meetings(maria, group, order, &ink).await.unwrap();
    world.clock.pass(9 * 3600);
    let maria = &world.acting(MARIA);
    let met = GroupMet { meeting: ids[0], minutes: 50, note: words(), late_because: Some(line()) };
    let order = MeetingHeld {
        met: Some(met),
        meeting: ids[0],
        each: BTreeMap::from([(case, Came::Yes(words())), (second, Came::No)]),
        late_because: Some(line()),
        no_next: line(),
    };
    let came = record_meeting(maria, group, &order, &ink).await.unwrap();
    assert!(came.left.is_empty(), "{:?}", came.left);
    let leaving = Leaving { why: NotHeld::CancelledByClient, reason: line() };
    leave_group(maria, group, second, &leaving, &ink).await.unwrap();
    let order = MeetingsChanged {
        why: NotHeld::CancelledByUs,
        changes: vec![SlotChanged { slot: ids[1], to: None }],
        reason: line(),
    };
    change_meetings(maria, group, order, &ink).await.unwrap();
    let came = end_group(maria, group, &line(), &ink).await.unwrap();
    assert!(came.left.is_empty(), "{came:?}");
    group
}
