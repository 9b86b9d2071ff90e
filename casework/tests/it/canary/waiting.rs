//! A client waits for a session, is offered a time, and is taken off the list.

use casework::Ctx;
use casework::waiting::{begin_waiting, end_waiting, offer_time};
use domain::calendar::Day;
use domain::ids::DossierId;
use domain::reach::Channel;
use domain::sessions::Place;
use domain::waiting::{Reply, TimeOffered, Urgency, WaitingBegun, WaitingEnded, WhyEnded, Wish};
use jiff::civil::{date, time};

use super::line;
use crate::cast::MARIA;
use crate::orders::slot;
use crate::world::World;

/// All three with everything that can be written in them.
pub(super) async fn waits(world: &World, maria: &Ctx, case: DossierId) {
    let wish = Wish {
        with: Some(world.id(MARIA)),
        minutes: 50,
        place: Some(Place::Office),
        days: vec![Day::Friday],
        from: Some(time(9, 0, 0, 0)),
        until: Some(time(12, 0, 0, 0)),
        latest: Some(date(2030, 1, 1)),
        urgency: Urgency::Soon,
        short_notice_hours: 24,
    };
    let id = maria.new_item();
    begin_waiting(maria, case, WaitingBegun { id, wish, note: Some(line()) }, world.ink()).await.unwrap();
    let offered = TimeOffered {
        waiting: id,
        slot: slot(maria.new_item(), world.id(MARIA), maria.now().plus_seconds(86_400)),
        channel: Channel::Phone,
        came: Reply::Declined,
        replaces: None,
        note: Some(line()),
        late_because: Some(line()),
    };
    offer_time(maria, case, offered, world.ink()).await.unwrap();
    let ended = WaitingEnded { waiting: id, why: WhyEnded::NotAnyMore, note: Some(line()) };
    end_waiting(maria, case, ended, world.ink()).await.unwrap();
}
