//! What is fetched at a secret address: the bookings of half a year before and a year to come, as its owner may know them now.

use std::sync::Arc;

use domain::calendar::days_later;
use domain::feeds::FeedOf;
use domain::ids::StaffId;
use domain::moves::Revision;
use domain::policy::Action;
use domain::rooms::RoomDescribed;
use domain::sessions::Place;
use domain::slots::{Period, SlotState};
use domain::staff::StaffCard;
use domain::time::Instant;
use jiff::Span;
use store::{Access, AppointmentSeen, Calendar, Throttle};
use vault::codes::token_digest;

use super::{FEED, Told, told};
use crate::accounts::staff_list;
use crate::calendar::{cards, who_hold_sessions};
use crate::groups::Groups;
use crate::hex;
use crate::house::{House, Who};
use crate::{Ctx, Fault};

/// How many days before today are shown, so that what was cancelled or moved reaches programs that ask seldom.
const BEFORE: i32 = 190;

/// And how many after it.
const AFTER: u32 = 366;

/// A calendar as it is fetched.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// Whose sessions it shows.
    pub of: FeedOf,
    /// What the room is called, in the calendar of one.
    pub room: Option<String>,
    /// IANA name of the zone of the office.
    pub zone: String,
    /// The first moment of which it speaks.
    pub from: Instant,
    /// The last one.
    pub until: Instant,
    /// The bookings, by the time at which they begin.
    pub lines: Vec<Line>,
}

/// A booking in it.
#[derive(Debug, Clone)]
pub struct Line {
    /// How it is told.
    pub told: Told,
    /// Whether it does not take place, or did not.
    pub off: bool,
    /// Who of us holds it, in the calendar of a team or room.
    pub who: Option<String>,
    /// The client's number, where the owner of the address may read that case.
    pub number: Option<String>,
    /// Where it is, likewise.
    pub place: Option<Place>,
    /// Of a meeting of a group: how many clients belong to it. What the group is called goes to no other program.
    pub group: Option<usize>,
}

/// Why nothing is fetched.
#[derive(Debug, thiserror::Error)]
pub enum NotFetched {
    /// There is no such address, or no more. The two look the same.
    #[error("there is nothing at this address")]
    Nothing,
    /// Too many wrong addresses came from there; after so many seconds it may be tried again.
    #[error("too many attempts; please wait {0} seconds and try again")]
    Wait(u32),
    /// Ours to mend.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<store::StoreFault> for NotFetched {
    fn from(fault: store::StoreFault) -> Self {
        Self::Fault(fault.into())
    }
}

/// What stands in the ledger for the first fetch of a day.
const FETCHED: &str = "fetched";

/// The calendar at this secret address. Wrong ones are counted by where they come from.
///
/// # Errors
/// [`NotFetched`].
pub async fn fetch(house: &Arc<House>, secret: &str, address: &str) -> Result<Fetched, NotFetched> {
    let now = house.now();
    let bucket = [(house.store.bucket("feed", address), Throttle::ADDRESS)];
    if let Some(until) = house.store.throttled(&bucket, now).await? {
        return Err(NotFetched::Wait(u32::try_from(until.seconds_since(now).max(1)).unwrap_or(u32::MAX)));
    }
    match found(house, token_digest(secret), now).await {
        Err(NotFetched::Nothing) => {
            house.store.count_attempt(&bucket, now).await?;
            Err(NotFetched::Nothing)
        }
        other => other,
    }
}

async fn found(house: &Arc<House>, digest: [u8; 32], now: Instant) -> Result<Fetched, NotFetched> {
    let kept = house.store.feed(digest).await?.ok_or(NotFetched::Nothing)?;
    let own = house.staff_file(kept.staff).await?;
    // the record says which addresses are good, whatever rows there are
    let feed = *own.feeds.feed(kept.feed).ok_or(NotFetched::Nothing)?;
    let through = hex(&digest, 8);
    let team = own.now.as_ref().and_then(|now| now.team);
    let who = Who { through: Some(through.clone()), ..Who::in_the_name_of(kept.staff) };
    let ctx = house.acting_known(who, own);
    // asked without a record of the refusal: a program asks on and on, and nobody sits before it
    if !ctx.may(Action::SeeCalendar, None).await? {
        return Err(NotFetched::Nothing);
    }
    let organisation = house.organisation().await?;
    let office = &organisation.rulebook.office;
    let (zone, today) = (office.time_zone(), office.today(now));
    let midnight = |day: jiff::civil::Date| {
        day.to_zoned(zone.clone()).map_or(now, |midnight| Instant::from_timestamp(midnight.timestamp()))
    };
    if house.store.feed_fetched(digest, now, midnight(today)).await? {
        note(house, kept.staff, through, now).await?;
    }
    let from = midnight(today.saturating_sub(Span::new().days(BEFORE)));
    let until = midnight(days_later(today, AFTER));
    let (calendar, named) = match feed.of {
        FeedOf::Own => (Calendar::Staff(kept.staff), None),
        FeedOf::Team => {
            let mut colleagues = who_hold_sessions(&ctx).await?;
            colleagues.retain(|card| team.is_some() && card.team == team);
            (Calendar::Everybody, Some(colleagues))
        }
        FeedOf::Room(room) => (Calendar::Room(room), Some(staff_list(&ctx).await?)),
    };
    let mut rows = house.store.appointments(calendar, from, until).await?;
    if let Some(named) = &named {
        rows.retain(|row| named.iter().any(|card| card.id == row.appointment.staff));
    }
    let lines = lines(&ctx, &rows, named.as_deref()).await?;
    let room = feed.of.room().and_then(|room| organisation.rooms.find(room)).map(RoomDescribed::full_name);
    Ok(Fetched { of: feed.of, room, zone: office.zone.clone(), from, until, lines })
}

async fn lines(ctx: &Ctx, rows: &[AppointmentSeen], named: Option<&[StaffCard]>) -> Result<Vec<Line>, Fault> {
    let cards = cards(ctx, rows.iter()).await?;
    let groups = Groups::of(ctx, rows.iter()).await?;
    let line = |row: &AppointmentSeen| {
        let appointment = &row.appointment;
        let period = Period { start: appointment.starts, end: appointment.ends };
        // a meeting of a group that two lead stands twice in the calendar of their team
        let series = if row.is_of_group() { appointment.item } else { appointment.series };
        let revision = Revision { series, number: appointment.revision, changed: appointment.changed };
        let state = SlotState::from_code(&appointment.state)?;
        let met = cards.case(row.dossier);
        let holds = |card: &&StaffCard| card.id == appointment.staff;
        Some(Line {
            told: told(&ctx.house.store, FEED, revision, period),
            off: matches!(state, SlotState::NoShow | SlotState::Cancelled | SlotState::CancelledLate),
            who: named.and_then(|named| named.iter().find(holds)).map(|card| card.name.clone()),
            number: met.and_then(|(_, client)| client).map(|client| client.number.clone()),
            place: met.and_then(|(card, _)| card.place_of(appointment.item)),
            group: groups.meets(row).map(|group| group.people),
        })
    };
    Ok(rows.iter().filter_map(line).collect())
}

/// The record that a program has fetched the calendar of somebody, once a day for each address.
async fn note(house: &House, staff: StaffId, through: String, now: Instant) -> Result<(), Fault> {
    let access = Access {
        act: FETCHED.to_owned(),
        actor: staff,
        at: now,
        dossier: Some(staff.dossier()),
        entry: None,
        through: Some(through),
        why: Some(Action::SeeCalendar.name().to_owned()),
    };
    Ok(house.store.record(access).await?)
}
