//! A server that is killed while a message goes out, or while somebody tells what became of it: nothing is lost, and nothing is told twice (FS-4.1.2).

use std::task::Poll;

use casework::reminders::take_receipt;
use domain::cases::CaseFile;
use domain::policy::Action;
use domain::reminders::{ReminderState, Reported, Undelivered};
use domain::service::RemindedBy;
use uuid::Uuid;

use super::messages::{mark, of_client};
use super::*;

async fn file(world: &World, case: DossierId) -> Arc<CaseFile> {
    world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.unwrap().opened.file
}

/// Does something for as long as a server lives that is killed after it went on so many times.
async fn cut_off(doing: impl Future, times: u32) -> bool {
    let mut doing = std::pin::pin!(doing);
    let mut left = times;
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        doing.as_mut().poll(context).map(|_| true)
    })
    .await
}

#[test]
fn a_server_that_is_killed_between_the_gateway_and_our_record_loses_no_message_and_sends_none_that_has_arrived() {
    for (told, sent, state, reminded) in [
        (None, 2, ReminderState::Sent, RemindedBy::Sms),
        (Some(Reported::Delivered), 1, ReminderState::Delivered, RemindedBy::Sms),
        (Some(Reported::NotDelivered(Undelivered::Expired)), 1, ReminderState::NotDelivered, RemindedBy::Nothing),
    ] {
        story(async |world| {
            let relay = Relay::of(world);
            let (_, case, slot) = case_of(world, wants(Channel::Sms, |_| ())).await;
            world.clock.pass(DAY + 3_600);
            world.house.remind().await.unwrap();
            relay.silent.store(true, Ordering::Relaxed);
            let (house, now) = (Arc::clone(&world.house), world.house.now());
            let kinds = JOBS.map(str::to_owned).into();
            let claim = Claim { holder: "one".to_owned(), kinds, most: 1, until: now.plus_seconds(LEASE_SECONDS) };
            let job = house.store().claim_jobs(claim, now).await.unwrap().pop().unwrap();
            let sending = tokio::spawn(Arc::clone(&house).send_reminder(job));
            while relay.sent() == 0 {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            sending.abort();
            assert!(sending.await.unwrap_err().is_cancelled(), "killed once the gateway has it");

            let again = world.cold().await;
            again.posts_with(Arc::clone(&relay) as _);
            relay.silent.store(false, Ordering::Relaxed);
            let mark = relay.taken.lock()[0].1.id;
            if let Some(what) = told {
                take_receipt(&again, mark, what).await.unwrap();
            }
            assert_eq!(post(world, &again).await.len(), 0, "whoever has claimed it may still be at it");
            world.clock.pass(LEASE_SECONDS + 1);
            assert_eq!(post(world, &again).await, [store::Outcome::Done]);
            world.clock.pass(LEASE_SECONDS + 1);
            assert_eq!(post(world, &again).await.len(), 0);

            let marks: Vec<Uuid> = relay.taken.lock().iter().map(|(_, message)| message.id).collect();
            assert_eq!(marks, vec![mark; sent], "the gateway knows a second one by its mark");
            let file = file(world, case).await;
            let reminders = file.reminders.of(slot).unwrap();
            assert_eq!(reminders.reminders[0].state(reminders, true), state);
            let counted = file.sittings.since(NOW, &file.reminders).map(|one| one.reminded).collect::<Vec<_>>();
            assert_eq!(counted, [reminded]);
            assert_eq!(file.to_give(slot).count(), usize::from(state == ReminderState::NotDelivered));
        });
    }
}

#[test]
fn a_server_that_is_killed_while_it_is_told_of_a_message_has_it_when_it_is_told_again() {
    story(async |world| {
        let relay = Relay::of(world);
        let nobody = Reported::NotDelivered(Undelivered::Unknown);
        let mut ends = 0;
        for times in 0..16 {
            let starts = STARTS.plus_seconds(i64::from(times) * 7 * DAY);
            let (client, case, slot) = case_at(world, wants(Channel::Sms, |_| ()), starts).await;
            world.clock.pass(DAY + 3_600);
            world.house.remind().await.unwrap();
            post(world, &world.house).await;
            let mark = mark(&relay);
            ends += usize::from(cut_off(take_receipt(&world.house, mark, nobody), 2 * times).await);
            // whoever gets no answer says it again
            take_receipt(&world.cold().await, mark, nobody).await.unwrap();
            let file = file(world, case).await;
            assert_eq!((file.to_give(slot).count(), file.last.0), (1, 5), "written once, after {times}");
            let marked = of_client(world, client).await.unreached.contains_key(&Means::Sms);
            assert!(marked, "and at the client, after {times}");
            world.clock.pass(6 * DAY - 3_600);
        }
        assert!(0 < ends && ends < 16, "some are cut off and some are not: {ends}");
    });
}

#[test]
fn a_server_that_dies_between_sending_and_writing_sends_the_same_message_again_and_writes_once() {
    story(async |world| {
        let relay = Relay::of(world);
        case_of(world, wants(Channel::Email, |_| ())).await;
        world.clock.pass(DAY + 3_600);
        world.house.remind().await.unwrap();
        let claim = |holder: &str, now: Instant| Claim {
            holder: holder.to_owned(),
            kinds: JOBS.map(str::to_owned).into(),
            most: 1,
            until: now.plus_seconds(LEASE_SECONDS),
        };
        let store = world.house.store();
        let mut jobs = Vec::new();
        for holder in ["the one that dies", "the one after it"] {
            jobs.extend(store.claim_jobs(claim(holder, world.house.now()), world.house.now()).await.unwrap());
            world.clock.pass(LEASE_SECONDS + 1);
        }
        assert_eq!(jobs.len(), 2);
        let both: Vec<_> = jobs.into_iter().map(|job| Arc::clone(&world.house).send_reminder(job)).collect();
        let mut both = both.into_iter();
        let (one, two) = tokio::join!(both.next().unwrap(), both.next().unwrap());
        assert_eq!((one, two), (store::Outcome::Done, store::Outcome::Done));
        let ids: Vec<_> = relay.taken.lock().iter().map(|(_, message)| (message.id, message.text.clone())).collect();
        assert!(ids.windows(2).all(|pair| pair[0] == pair[1]), "the same mark and the same link");
    });
}
