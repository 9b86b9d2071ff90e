//! The calendars of many people: the page with everybody's month from the real server, and what is free for all of them over eight weeks.

use std::path::Path;

use anyhow::{Result, anyhow};
use casework::house::{Clock as _, SystemClock};
use domain::calendar::{OfficeCalendar, days_later};
use domain::cases::{Assignment, CaseFile};
use domain::event::Event;
use domain::ids::{DossierId, ItemId, StaffId};
use domain::rulebook::Rulebook;
use domain::sessions::{SessionBooked, Slot};
use domain::staff::{Role, StaffAdded, StaffFile};
use jiff::ToSpan as _;
use jiff::civil::{Date, time};
use store::Part;
use uuid::Uuid;

use super::child::Server;
use super::list::Figure;
use super::pages::{asked_for, signed_in_as};
use super::people::line;
use super::places::Place;
use super::searching::case_opened;
use super::times::{Times, timed};
use super::{Sizes, bulk};

/// At which hours sessions begin.
const HOURS: [i8; 6] = [9, 10, 11, 13, 14, 15];

/// How long each is, in minutes.
const MINUTES: u16 = 50;

/// For how many days from now on there are sessions: eight weeks, and the whole of the next month.
const BOOKED: u32 = 70;

/// How many days are searched: eight weeks.
const SEARCHED: u32 = 56;

/// In how many cases everybody's sessions lie; each client comes once a week.
const CASES: usize = 30;

pub(super) async fn measure(folder: &Path, sizes: &Sizes) -> Result<Vec<Figure>> {
    let place = Place::new(folder).await?;
    let office = place.house(SystemClock.now()).0.organisation().await?.rulebook.office.clone();
    let today = office.today(SystemClock.now());
    fill(&place, sizes.people, &office, today).await?;

    let (house, _) = place.house(SystemClock.now());
    let mut searches = Times::default();
    let free = house.explain_everybody(MINUTES, SEARCHED).await?;
    if free.len() < sizes.people as usize || free.iter().any(|one| one.candidates.is_empty()) {
        return Err(anyhow!("somebody's times are not found"));
    }
    for _ in 0..sizes.searches.min(300) {
        let (free, time) = timed(house.explain_everybody(MINUTES, SEARCHED)).await;
        searches.push(time);
        drop(free?);
    }
    drop(house);

    let cookie = signed_in_as(&place, "tomas").await?;
    let server = Server::start(&place.settle()).await?;
    let month = today.saturating_add(1.month()).first_of_month();
    let mut times = asked_for(&server, &cookie, &format!("/calendar?view=everybody-month&on={month}"), sizes).await?;
    server.stop().await?;
    Ok(vec![
        Figure::new("calendar_month_p99", times.percent(99), None)?,
        Figure::new("calendar_month_p50", times.median(), None)?,
        Figure::new("free_slots_p99", searches.percent(99), None)?,
    ])
}

/// So many people with their cases, and sessions on every working day.
async fn fill(place: &Place, people: u32, office: &OfficeCalendar, today: Date) -> Result<()> {
    let (tomas, maria) = (place.who("tomas").await?, place.who("maria").await?);
    let days: Vec<Date> = (1..=BOOKED).map(|n| days_later(today, n)).filter(|day| office.works_on(*day)).collect();
    let signature = bulk::signature(maria, place.begins);
    let groups = (0..people).map(|number| {
        let staff = StaffId::new(Uuid::new_v4());
        let mut parts = vec![bulk::dossier::<StaffFile>(
            staff.dossier(),
            vec![Event::StaffAdded(StaffAdded {
                name: line(&format!("Worker {number:02}"))?,
                title: line("Social worker")?,
                roles: vec![Role::Caseworker],
                team: None,
            })],
            &signature,
            &Rulebook::default(),
        )?];
        let mut bookings: Vec<Vec<Slot>> = vec![Vec::new(); CASES];
        let hours = days.iter().flat_map(|day| HOURS.map(|hour| (*day, hour)));
        for (which, (day, hour)) in hours.enumerate() {
            let starts = office.instant(day, time(hour, 0, 0, 0)).map_err(|bad| anyhow!("{bad}"))?;
            let id = ItemId::new(Uuid::new_v4());
            let slot = Slot { minutes: MINUTES, ..Slot::usual(id, staff, starts) };
            if let Some(case) = bookings.get_mut(which % CASES) {
                case.push(slot);
            }
        }
        for (which, slots) in bookings.into_iter().enumerate() {
            let hands = Assignment { worker: staff, supervisor: tomas, team: None };
            let case = number * u32::try_from(CASES)? + u32::try_from(which)?;
            let opened = Event::CaseOpened(case_opened(DossierId::new(Uuid::new_v4()), case, hands));
            let booked = slots.into_iter().map(|slot| Event::SessionBooked(SessionBooked { slot }));
            let events = std::iter::once(opened).chain(booked).collect();
            let id = DossierId::new(Uuid::new_v4());
            parts.push(bulk::dossier::<CaseFile>(id, events, &signature, &Rulebook::default())?);
        }
        anyhow::Ok::<Vec<Part>>(parts)
    });
    bulk::append(&place.store, maria, place.begins, groups).await
}
