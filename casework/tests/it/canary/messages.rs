//! Reminders, what became of them, and what a client wrote back.

use std::collections::BTreeMap;

use casework::clients::correct_client;
use casework::house::Ctx;
use casework::reminders::{answer_by_link, give_reminder, settle_reply, take_receipt, take_reply};
use domain::cases::CaseFile;
use domain::clients::{Channel, ClientCorrected, ClientDetails, Purpose, SafeContact};
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::reminders::{Answer, Outcome, ReplySettled, Reported, Undelivered};
use store::{MessageSent, PublicLink};

use super::{MARKER, PHONE, details, line};
use crate::cast::MARIA;
use crate::world::World;

/// A client is reminded by a text message that does not arrive, writes back, and answers by an old link.
pub(super) async fn remind(world: &World, maria: &Ctx, case: DossierId, hour: ItemId) {
    let starts = maria.now().plus_seconds(3 * 86_400);
    let before = world.house.now();
    world.clock.pass(2 * 86_400 + 60);
    crate::reminders::Relay::of(world);
    let maria = world.acting(MARIA);
    let client = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap().client().unwrap();
    let channels = BTreeMap::from([(Purpose::Appointments, Channel::Sms)]);
    let details = ClientDetails { channels, safe_contact: SafeContact::default(), ..details() };
    let order = ClientCorrected { details, reason: line() };
    correct_client(&maria, client, order, world.ink()).await.unwrap();
    assert_eq!(world.house.remind().await.unwrap(), 1);
    let store = world.house.store();
    let message = MessageSent {
        id: maria.new_item().bits(),
        dossier: case,
        item: hour,
        starts,
        hours: 24,
        means: "sms".to_owned(),
        number: store.number_digest(PHONE),
        sent: maria.now(),
    };
    store.put_message(message.clone()).await.unwrap();
    take_receipt(&world.house, message.id, Reported::NotDelivered(Undelivered::Unknown)).await.unwrap();
    give_reminder(&maria, case, hour, (Outcome::NotReached, Some(line())), world.ink()).await.unwrap();
    take_reply(&world.house, PHONE, &format!("{MARKER} wrote back"), MARKER.as_bytes()).await.unwrap();
    let seen = maria.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
    let reply = seen.reminders.to_read().next().unwrap().entry;
    settle_reply(&maria, case, ReplySettled { reply, note: line() }, world.ink()).await.unwrap();
    let digest = vault::codes::token_digest("a secret");
    world.house.store().put_link(digest, PublicLink { dossier: case, item: hour, ends: starts }).await.unwrap();
    assert!(answer_by_link(&world.house, "a secret", Answer::Moves).await.unwrap());
    world.clock.set(before);
}
