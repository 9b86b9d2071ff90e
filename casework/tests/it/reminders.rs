//! Reminders of appointments: sent once, to whom it may be sent, and answered by link (FS-4.1.2).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use casework::Failure;
use casework::disclosures::PICKUP_JOBS;
use casework::house::House;
use casework::reminders::{JOBS, Message, Post, PostFault, Posting, answer_by_link, give_reminder, linked};
use casework::sessions::reaching;
use casework::sessions::{BookSession, SessionMissed, book_session, record_not_held};
use domain::clients::{Channel, ClientCorrected, ClientDetails, Purpose};
use domain::ids::{DossierId, ItemId};
use domain::reminders::{Able, Answer, Means, NotSent, Outcome};
use domain::sessions::{Next, NotHeld, SessionNotHeld};
use domain::time::Instant;
use insta::assert_snapshot;
use parking_lot::Mutex;
use store::{Claim, LEASE_SECONDS};
use vault::codes::SharedSecret;

use crate::cast::{BEA, FELIX, MARIA, RUBEN};
use crate::orders::{details, line, slot};
use crate::world::{NOW, World, story};

mod away;
mod killed;
mod messages;

/// Wednesday, 7 January, at ten: two days and an hour from now.
const STARTS: Instant = NOW.plus_seconds(2 * 86_400 + 3_600);
const DAY: i64 = 86_400;

/// What we share with the gateway.
const SECRET: &[u8] = b"a secret of the gateway";

/// A relay that takes what it is given, or answers as it is told to.
#[derive(Default)]
pub(crate) struct Relay {
    taken: Mutex<Vec<(Means, Message)>>,
    answers: Mutex<Vec<PostFault>>,
    /// Whether it takes a message and says nothing more.
    silent: AtomicBool,
    /// What the gateway signs with.
    secret: Option<SharedSecret>,
}

impl Post for Relay {
    fn able(&self) -> Able {
        Able { email: true, sms: true }
    }

    fn origin(&self) -> &str {
        "https://cases.example.org"
    }

    fn shared_secret(&self) -> Option<&SharedSecret> {
        self.secret.as_ref()
    }

    fn send(&self, means: Means, message: Message) -> Posting<'_> {
        let answer = self.answers.lock().pop();
        self.taken.lock().push((means, message));
        if self.silent.load(Ordering::Relaxed) {
            return Box::pin(std::future::pending());
        }
        Box::pin(std::future::ready(answer.map_or(Ok(()), Err)))
    }
}

impl Relay {
    pub(crate) fn of(world: &World) -> Arc<Self> {
        let secret = SharedSecret::new(SECRET);
        let relay = Arc::new(Self { secret, ..Self::default() });
        world.house.posts_with(Arc::clone(&relay) as _);
        relay
    }

    fn sent(&self) -> usize {
        self.taken.lock().len()
    }

    /// To whom the last message went, and what it said.
    pub(crate) fn last(&self) -> (String, String) {
        let taken = self.taken.lock();
        let (_, message) = taken.last().unwrap();
        (message.to.clone(), message.text.clone())
    }

    /// The next message is refused for good.
    pub(crate) fn refuses(&self) {
        self.answers.lock().push(PostFault::Never("refused"));
    }

    /// The secret of the link in the last message.
    fn link(&self) -> String {
        let taken = self.taken.lock();
        let (_, link) = taken.last().unwrap().1.text.split_once("https://cases.example.org/a/").unwrap();
        link.to_owned()
    }
}

/// Does what waits in the outbox and is due.
pub(crate) async fn post(world: &World, house: &Arc<House>) -> Vec<store::Outcome> {
    let (now, holder) = (world.house.now(), "one".to_owned());
    let claim = Claim {
        holder: holder.clone(),
        kinds: JOBS.into_iter().chain(PICKUP_JOBS).map(str::to_owned).collect(),
        most: 16,
        until: now.plus_seconds(LEASE_SECONDS),
    };
    let mut done = Vec::new();
    for job in house.store().claim_jobs(claim, now).await.unwrap() {
        let id = job.id;
        let house_of = Arc::clone(house);
        let outcome = if PICKUP_JOBS.contains(&&*job.kind) {
            house_of.tell_of_pickup(job).await
        } else {
            house_of.send_reminder(job).await
        };
        match outcome {
            store::Outcome::Done => house.store().finish_job(id, &holder).await.unwrap(),
            store::Outcome::At(due, why) => house.store().retry_job(id, &holder, due, why).await.unwrap(),
            other => panic!("{other:?}"),
        };
        done.push(outcome);
    }
    done
}

fn wants(channel: Channel, change: impl Fn(&mut ClientDetails)) -> ClientDetails {
    let mut details = details("Jonas", "Feldkamp");
    details.email = Some(line("jonas@example.org"));
    details.phone = Some(line("+34600111222"));
    details.channels.insert(Purpose::Appointments, channel);
    change(&mut details);
    details
}

async fn correct(world: &World, client: DossierId, details: ClientDetails) {
    let order = ClientCorrected { details, reason: line("Asked") };
    casework::clients::correct_client(&world.acting(BEA), client, order, world.ink()).await.unwrap();
}

/// A case whose client wants this, with a session on Wednesday at ten.
async fn case_of(world: &World, details: ClientDetails) -> (DossierId, DossierId, ItemId) {
    case_at(world, details, STARTS).await
}

async fn case_at(world: &World, details: ClientDetails, starts: Instant) -> (DossierId, DossierId, ItemId) {
    let client = world.client().await;
    correct(world, client, details).await;
    let case = world.case().of(client).await;
    let first = world.item("the session");
    let order = BookSession { case, slot: slot(first, world.id(MARIA), starts) };
    book_session(&world.acting(MARIA), order, world.ink()).await.unwrap();
    (client, case, first)
}

async fn move_to(world: &World, case: DossierId, from: ItemId, to: ItemId, starts: Instant) {
    let next = Next::Booked(slot(to, world.id(MARIA), starts));
    let order = SessionNotHeld { slot: from, why: NotHeld::Moved, note: None, next };
    record_not_held(&world.acting(MARIA), SessionMissed { case, order }, world.ink()).await.unwrap();
}

/// What the message came to that somebody has to make up for.
async fn waits(world: &World, case: DossierId, slot: ItemId) -> Option<Outcome> {
    let seen = reaching(&world.acting(MARIA), case).await.unwrap().seen;
    seen.to_give(slot).next().and_then(|reminder| reminder.outcome).map(|(outcome, _)| outcome)
}

#[test]
fn a_client_who_wants_e_mails_is_reminded_once_the_day_before_and_says_that_they_come() {
    let told = story(async |world| {
        let relay = Relay::of(world);
        case_of(world, wants(Channel::Email, |_| ())).await;
        world.changes().await;
        assert_eq!(world.house.remind().await.unwrap(), 0, "two days before");
        world.clock.pass(DAY + 3_600);
        let both = tokio::join!(world.house.remind(), world.house.remind());
        assert_eq!(both.0.unwrap() + both.1.unwrap(), 1, "two servers look at once");
        assert_eq!(world.house.remind().await.unwrap(), 0);
        world.tell("it is due").await;
        post(world, &world.house).await;
        assert_eq!(post(world, &world.house).await.len(), 0);
        {
            let taken = relay.taken.lock();
            let [(Means::Email, message)] = taken.as_slice() else { panic!("{taken:?}") };
            assert_eq!((message.to.as_str(), message.subject.as_str()), ("jonas@example.org", "Your appointment"));
            let text = "Reminder: you have an appointment on Wednesday, 07/01/2026 at 10:00. Please tell us here whether you will come: ";
            assert!(message.text.starts_with(text), "{}", message.text);
            assert!(!message.text.contains("Tannery") && !message.text.contains("Jonas"));
        }
        world.tell("it is sent").await;

        let secret = relay.link();
        assert_eq!(linked(&world.house, &secret).await.unwrap().as_deref(), Some("en"));
        assert_eq!(linked(&world.house, "nothing").await.unwrap(), None);
        let (one, two) = tokio::join!(
            answer_by_link(&world.house, &secret, Answer::Comes),
            answer_by_link(&world.house, &secret, Answer::Comes)
        );
        assert!(one.unwrap() || two.unwrap(), "a double click");
        assert_eq!(linked(&world.house, &secret).await.unwrap(), None, "a link is used once");
        assert!(!answer_by_link(&world.house, &secret, Answer::Cancels).await.unwrap());
        world.tell("the client comes").await;
    });
    assert_snapshot!(told, @"
    # it is due
    entry  case 1 #3 ReminderDue, Standard, by the organisation as Author with System
    job   +reminder waiting

    # it is sent
    entry  case 1 #4 ReminderGiven, Standard, by the organisation as Author with System
    job   -reminder waiting

    # the client comes
    entry  case 1 #5 AppointmentAnswered, Standard, by the organisation as Author with System
    ");
}

#[test]
fn what_was_moved_or_cancelled_meanwhile_is_not_reminded_of() {
    story(async |world| {
        let relay = Relay::of(world);
        let (_, case, first) = case_of(world, wants(Channel::Email, |_| ())).await;
        world.clock.pass(DAY + 3_600);
        assert_eq!(world.house.remind().await.unwrap(), 1);
        let second = world.item("another hour");
        move_to(world, case, first, second, STARTS.plus_seconds(3_600)).await;
        assert_eq!(post(world, &world.house).await, [store::Outcome::Done]);
        assert_eq!(relay.sent(), 0, "moved before it was sent");
        assert_eq!(
            world.house.remind().await.unwrap(),
            0,
            "booked less than a day before: the client has just heard of it"
        );
        move_to(world, case, second, first, STARTS.plus_seconds(3 * DAY)).await;
        world.clock.pass(3 * DAY);
        assert_eq!(world.house.remind().await.unwrap(), 1, "a booking that keeps its id is another one");
        post(world, &world.house).await;
        let secret = relay.link();
        move_to(world, case, first, second, STARTS.plus_seconds(9 * DAY)).await;
        assert_eq!(linked(&world.house, &secret).await.unwrap(), None, "the link was about another hour");
        assert!(!answer_by_link(&world.house, &secret, Answer::Cancels).await.unwrap());
        world.clock.pass(6 * DAY);
        assert_eq!(world.house.remind().await.unwrap(), 1);
        let order = SessionNotHeld {
            slot: second,
            why: NotHeld::CancelledByUs,
            note: Some(line("Ill")),
            next: Next::None(line("Ill")),
        };
        record_not_held(&world.acting(MARIA), SessionMissed { case, order }, world.ink()).await.unwrap();
        post(world, &world.house).await;
        assert_eq!(relay.sent(), 1);
    });
}

#[test]
fn a_client_who_cancels_by_link_frees_the_hour_and_whoever_carries_the_case_follows_up() {
    let told = story(async |world| {
        let relay = Relay::of(world);
        case_of(world, wants(Channel::Sms, |_| ())).await;
        world.clock.pass(DAY + 3_600);
        world.house.remind().await.unwrap();
        post(world, &world.house).await;
        assert_eq!(relay.taken.lock()[0].1.to, "+34600111222");
        world.changes().await;
        assert!(answer_by_link(&world.house, &relay.link(), Answer::Cancels).await.unwrap());
        world.tell("the client cancels").await;
    });
    assert_snapshot!(told, @"
    # the client cancels
    entry  case 1 #5 AppointmentAnswered, Standard, by the organisation as Author with System
    entry  case 1 #6 SessionNotHeld, Standard, by the organisation as Author with System
    duty  +case 1: missed_session “the session”, maria, Tue 06 Jan 10:00 – Fri 09 Jan 17:00
    duty  -case 1: session_note “the session”, maria, Wed 07 Jan 10:50 – Thu 08 Jan 17:00
    slot  -case 1: “the session” with maria, Wed 07 Jan 10:00 – Wed 07 Jan 10:50, booked
    slot  +case 1: “the session” with maria, Wed 07 Jan 10:00 – Wed 07 Jan 10:50, cancelled
    ");
}

#[test]
fn nobody_is_written_to_in_the_night_nor_outside_of_their_own_hours() {
    story(async |world| {
        let relay = Relay::of(world);
        let evenings = |it: &mut ClientDetails| it.safe_contact.not_before = Some(jiff::civil::time(17, 0, 0, 0));
        let (client, ..) = case_of(world, wants(Channel::Email, evenings)).await;
        world.clock.pass(DAY + 3_600);
        assert_eq!(world.house.remind().await.unwrap(), 1);
        assert_eq!(post(world, &world.house).await.len(), 0, "it waits until five");
        correct(
            world,
            client,
            wants(Channel::Email, |it| it.safe_contact.not_before = Some(jiff::civil::time(18, 0, 0, 0))),
        )
        .await;
        world.clock.pass(7 * 3_600);
        let six = NOW.plus_seconds(DAY + 9 * 3_600);
        assert_eq!(post(world, &world.house).await, [store::Outcome::At(six, "quiet_hours")], "asked for meanwhile");
        world.clock.pass(3_600);
        post(world, &world.house).await;
        assert_eq!(relay.sent(), 1);

        let order = |starts| BookSession {
            case: DossierId::new(uuid::Uuid::nil()),
            slot: slot(world.item("x"), world.id(MARIA), starts),
        };
        let case = world.case().await;
        let night = BookSession { case, ..order(NOW.plus_seconds(4 * DAY)) };
        book_session(&world.acting(MARIA), night, world.ink()).await.unwrap();
        world.clock.pass(DAY + 3 * 3_600);
        assert_eq!(world.house.remind().await.unwrap(), 0, "Wednesday at ten in the evening");
    });
}

#[test]
fn what_cannot_be_sent_is_somebodys_duty() {
    let told = story(async |world| {
        let (_, case, first) = case_of(world, wants(Channel::Phone, |_| ())).await;
        world.changes().await;
        world.clock.pass(DAY + 3_600);
        assert_eq!(world.house.remind().await.unwrap(), 1);
        world.tell("the client wants to be called").await;
        let maria = world.acting(MARIA);
        let ask = reaching(&maria, case).await.unwrap();
        assert_eq!(ask.seen.to_give(first).count(), 1);
        assert_eq!(ask.client.details.as_ref().unwrap().phone, Some(line("+34600111222")));
        assert!(matches!(reaching(&world.acting(RUBEN), case).await, Err(Failure::Refused(_))), "no tie");
        assert!(matches!(reaching(&world.acting(FELIX), case).await, Err(Failure::Refused(_))));
        let given = (Outcome::Told, Some(line("Will come")));
        give_reminder(&maria, case, first, given.clone(), world.ink()).await.unwrap();
        assert!(give_reminder(&maria, case, first, given, world.ink()).await.is_err());
        assert_eq!(reaching(&maria, case).await.unwrap().seen.to_give(first).count(), 0);
        world.tell("Maria has called").await;
    });
    assert_snapshot!(told, @"
    # the client wants to be called
    entry  case 1 #3 ReminderDue, Standard, by the organisation as Author with System
    duty  +case 1: remind “the session”, maria, Tue 06 Jan 10:00 – Wed 07 Jan 10:00

    # Maria has called
    entry  case 1 #4 ReminderGiven, Confidential, by maria as Author with RecentSignIn
    ledger denied case 1 by felix for BookSession
    ledger denied case 1 by ruben for BookSession
    ledger opened case 1 up to #3 by maria for BookSession
    ledger opened case 1 up to #4 by maria for BookSession
    ledger opened client 1 up to #3 by maria for ReadClient
    ledger opened client 1 up to #3 by maria for ReadClient
    duty  -case 1: remind “the session”, maria, Tue 06 Jan 10:00 – Wed 07 Jan 10:00
    ");
}

#[test]
fn a_relay_that_is_away_is_tried_again_and_one_that_refuses_makes_it_a_duty() {
    story(async |world| {
        let relay = Relay::of(world);
        let (_, case, first) = case_of(world, wants(Channel::Email, |_| ())).await;
        world.clock.pass(DAY + 3_600);
        world.house.remind().await.unwrap();
        relay.answers.lock().extend([PostFault::Never("refused"), PostFault::Later("away")]);
        let outcomes = post(world, &world.house).await;
        assert!(matches!(outcomes.as_slice(), [store::Outcome::At(again, "away")] if world.house.now() < *again));
        assert_eq!(waits(world, case, first).await, None);
        world.clock.pass(60);
        assert_eq!(post(world, &world.house).await, [store::Outcome::Done]);
        assert_eq!(waits(world, case, first).await, Some(Outcome::Failed(NotSent::Refused)));
        let ids: Vec<_> = relay.taken.lock().iter().map(|(_, message)| message.id).collect();
        assert_eq!(ids[0], ids[1], "what is sent again has the same mark");
    });
}

#[test]
fn a_relay_that_stays_away_is_given_up_two_hours_before() {
    story(async |world| {
        let relay = Relay::of(world);
        let (_, case, first) = case_of(world, wants(Channel::Email, |_| ())).await;
        world.clock.pass(DAY + 3_600);
        world.house.remind().await.unwrap();
        for _ in 0..100 {
            relay.answers.lock().push(PostFault::Later("away"));
            if post(world, &world.house).await.contains(&store::Outcome::Done) {
                break;
            }
            world.clock.pass(900);
        }
        assert!(world.house.now() < STARTS, "somebody can still call");
        assert_eq!(waits(world, case, first).await, Some(Outcome::Failed(NotSent::TooLate)));
    });
}
