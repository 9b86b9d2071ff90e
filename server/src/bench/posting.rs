//! Reminders of many appointments that begin within one hour, to a relay that takes everything at once: what is measured is what we do ourselves.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant as Stopwatch};

use anyhow::{Context as _, Result, anyhow};
use casework::house::{Clock as _, SystemClock};
use domain::calendar::days_later;
use domain::cases::{Assignment, CaseFile};
use domain::clients::{Channel, ClientDetails, ClientFile, ClientRegistered};
use domain::event::Event;
use domain::ids::{DossierId, ItemId, StaffId};
use domain::numbers::ClientNumber;
use domain::reach::Purpose;
use domain::rulebook::Rulebook;
use domain::sessions::{SessionBooked, Slot};
use domain::time::Instant;
use jiff::civil::time;
use store::{Handlers, NewJob, Outcome, Part, Store, run_outbox};
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::list::Figure;
use super::people::{details, line};
use super::places::Place;
use super::relay::Taking;
use super::searching::case_opened;
use super::{Sizes, bulk};
use crate::serving::post::{WaysOut, handlers};

/// How many clients are founded in one append.
const TOGETHER: u32 = 25;

/// How often something urgent is asked for.
const ASK: Duration = Duration::from_millis(250);

/// Longer than any drain.
const PATIENCE: Duration = Duration::from_secs(1_800);

pub(super) async fn measure(folder: &Path, sizes: &Sizes) -> Result<Vec<Figure>> {
    let place = Place::new(folder).await?;
    let office = place.house(SystemClock.now()).0.organisation().await?.rulebook.office.clone();
    let tomorrow = days_later(office.today(SystemClock.now()), 1);
    let now = office.instant(tomorrow, time(11, 0, 0, 0)).map_err(|bad| anyhow!("{bad}"))?;
    fill(&place, sizes.reminders, now).await?;

    let relay = Taking::start().await?;
    let (house, clock) = place.house(now);
    let origin = "https://cases.example.org".to_owned();
    house.posts_with(WaysOut::open(&relay.posts, origin, folder)?.context("a way out")?);
    let (stop, told) = tokio::sync::watch::channel(false);
    let urgent = Urgent::default();
    let mut workers = JoinSet::new();
    let begun = Stopwatch::now();
    for handlers in handlers(&house) {
        let (clock, handlers) = (Arc::clone(&clock), urgent.beside(handlers));
        workers.spawn(run_outbox(place.store.clone(), move || clock.now(), handlers, told.clone()));
    }
    let asking = tokio::spawn(urgent.clone().ask(place.store.clone(), now, told));
    let due = house.remind().await?;
    if due != sizes.reminders {
        return Err(anyhow!("{due} reminders are due"));
    }
    while relay.taken.load(Ordering::Relaxed) < sizes.reminders {
        if PATIENCE < begun.elapsed() {
            return Err(anyhow!("some reminders do not go out"));
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let took = begun.elapsed();
    stop.send(true)?;
    asking.await??;
    while workers.join_next().await.is_some() {}
    let longest = urgent.longest_ms.load(Ordering::Relaxed);
    Ok(vec![
        Figure::new("reminders_drain", took.as_secs_f64(), None)?,
        Figure::new("reminders_urgent", f64::from(longest), None)?,
    ])
}

/// Jobs that somebody waits for, among the reminders.
#[derive(Clone, Default)]
struct Urgent {
    /// When each of them was asked for.
    asked: Arc<Mutex<HashMap<Vec<u8>, Stopwatch>>>,
    /// How long one of them waited at most, in milliseconds.
    longest_ms: Arc<AtomicU32>,
}

/// The kind of such a job.
const URGENT: &str = "urgent";

impl Urgent {
    /// Done by the same worker as these.
    fn beside(&self, handlers: Handlers) -> Handlers {
        let urgent = self.clone();
        handlers.on(URGENT, move |job| {
            let urgent = urgent.clone();
            async move {
                urgent.done(&job.payload);
                Outcome::Done
            }
        })
    }

    fn done(&self, mark: &[u8]) {
        if let Some(asked) = self.asked.lock().unwrap_or_else(PoisonError::into_inner).remove(mark) {
            let waited = u32::try_from(asked.elapsed().as_millis()).unwrap_or(u32::MAX);
            self.longest_ms.fetch_max(waited, Ordering::Relaxed);
        }
    }

    /// Asks for one again and again, until `told`.
    async fn ask(self, store: Store, now: Instant, mut told: watch::Receiver<bool>) -> Result<()> {
        while !*told.borrow() {
            let mark = Uuid::new_v4().into_bytes().to_vec();
            self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(mark.clone(), Stopwatch::now());
            let job = NewJob { kind: URGENT.to_owned(), dossier: None, payload: mark, due: now, deadline: now };
            store.enqueue(job).await?;
            let _ = tokio::time::timeout(ASK, told.changed()).await;
        }
        Ok(())
    }
}

/// So many clients who want e-mails, each with a session that begins within the hour before tomorrow's same time.
async fn fill(place: &Place, reminders: u32, now: Instant) -> Result<()> {
    let (maria, tomas) = (place.who("maria").await?, place.who("tomas").await?);
    let hands = Assignment { worker: maria, supervisor: tomas, team: None };
    let groups = (0..reminders.div_ceil(TOGETHER)).map(|group| {
        let mut parts = Vec::new();
        for number in (group * TOGETHER..reminders).take(TOGETHER as usize) {
            let second = i64::from(number) * 3_600 / i64::from(reminders);
            let starts = now.plus_seconds(23 * 3_600 + second + 1);
            parts.extend(client_and_case(place, number, hands, maria, starts)?);
        }
        anyhow::Ok(parts)
    });
    bulk::append(&place.store, maria, place.begins, groups).await
}

fn client_and_case(
    place: &Place,
    number: u32,
    hands: Assignment,
    maria: StaffId,
    starts: Instant,
) -> Result<[Part; 2]> {
    let signature = bulk::signature(maria, place.begins);
    let (client, case) = (DossierId::new(Uuid::new_v4()), DossierId::new(Uuid::new_v4()));
    let details = ClientDetails {
        email: Some(line(&format!("client{number}@example.org"))?),
        channels: [(Purpose::Appointments, Channel::Email)].into(),
        ..details(number)?
    };
    let registered = ClientRegistered {
        number: ClientNumber::from_random(number.wrapping_mul(2_654_435_761)),
        details,
        provenance: None,
        not_a_duplicate: true,
    };
    let id = ItemId::new(Uuid::new_v4());
    let slot = Slot::usual(id, maria, starts);
    let events =
        vec![Event::CaseOpened(case_opened(client, number, hands)), Event::SessionBooked(SessionBooked { slot })];
    let rules = Rulebook::default();
    Ok([
        bulk::dossier::<ClientFile>(client, vec![Event::ClientRegistered(registered)], &signature, &rules)?,
        bulk::dossier::<CaseFile>(case, events, &signature, &rules)?,
    ])
}
