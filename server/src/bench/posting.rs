//! Reminders of many appointments that begin within one hour, to a relay that takes everything at once: what is measured is what we do ourselves.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant as Stopwatch};

use anyhow::{Context as _, Result, anyhow};
use casework::house::{Clock as _, SystemClock};
use casework::reminders::JOB;
use domain::calendar::days_later;
use domain::cases::{Assignment, CaseFile};
use domain::clients::{Channel, ClientDetails, ClientFile, ClientRegistered};
use domain::event::Event;
use domain::ids::{DossierId, ItemId, StaffId};
use domain::numbers::ClientNumber;
use domain::reach::Purpose;
use domain::rulebook::Rulebook;
use domain::sessions::{Place as Where, SessionBooked, Slot};
use domain::time::Instant;
use jiff::civil::time;
use store::{Handlers, Part, run_outbox};
use uuid::Uuid;

use super::list::Figure;
use super::people::{details, line};
use super::places::Place;
use super::relay::Taking;
use super::searching::case_opened;
use super::{Sizes, bulk};
use crate::serving::post::WaysOut;

/// How many clients are founded in one append.
const TOGETHER: u32 = 25;

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
    let doing = Arc::clone(&house);
    let handlers = Handlers::new().on(JOB, move |job| Arc::clone(&doing).send_reminder(job));
    let begun = Stopwatch::now();
    let worker = tokio::spawn(run_outbox(place.store.clone(), move || clock.now(), handlers, told));
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
    worker.await?;
    Ok(vec![Figure::new("reminders_drain", took.as_secs_f64(), None)?])
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
    let slot = Slot { id, staff: maria, starts, minutes: 50, place: Where::Office, room: None, zone: None };
    let events =
        vec![Event::CaseOpened(case_opened(client, number, hands)), Event::SessionBooked(SessionBooked { slot })];
    let rules = Rulebook::default();
    Ok([
        bulk::dossier::<ClientFile>(client, vec![Event::ClientRegistered(registered)], &signature, &rules)?,
        bulk::dossier::<CaseFile>(case, events, &signature, &rules)?,
    ])
}
