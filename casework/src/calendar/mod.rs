//! Calendars: whose time is taken, and by what, as far as the person who looks may know (FS-4.1.3).
//!
//! Read from derived rows and cards; no file is opened. That an hour is taken is no secret among those who book sessions; who is met is known only to whoever may
//! read that case.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use domain::hours::WorkingHours;
use domain::ids::{DossierId, ItemId, StaffId};
use domain::policy::{Action, Refused};
use domain::reminders::Answer;
use domain::rooms::Rooms;
use domain::series::Turn;
use domain::slots::{Period, SlotState};
use domain::staff::{Role, StaffCard, StaffFile};
use store::{Appointment, AppointmentSeen, Calendar, TimeOf};

use crate::accounts::staff_files;
use crate::cards::ClientCard;
use crate::cover::covering;
use crate::groups::{GroupMeets, Groups};
use crate::today::Cards;
use crate::{Ctx, Failure, Fault, Never};

/// Whose calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// That of one of us, with whom they meet as far as it may be known.
    One(StaffId),
    /// Those of everybody who holds sessions; hours only.
    Everybody,
    /// What is booked in rooms; hours only.
    Rooms,
}

/// A booking as calendars show it.
#[derive(Debug, Clone)]
pub struct Booking {
    /// Whose time it takes.
    pub staff: StaffId,
    /// From when to when.
    pub period: Period,
    /// How it stands, or that they are away.
    pub state: SlotState,
    /// In which room.
    pub room: Option<ItemId>,
    /// With whom, for whoever may know it.
    pub met: Option<Met>,
    /// Which group meets, when it is one.
    pub group: Option<GroupMeets>,
}

impl Booking {
    /// Hours of somebody; neither room nor client were asked.
    const fn of_hours(time: &TimeOf) -> Self {
        let TimeOf { staff, starts, ends, state } = *time;
        Self { staff, period: Period { start: starts, end: ends }, state, room: None, met: None, group: None }
    }
}

/// Who is met.
#[derive(Clone)]
pub struct Met {
    /// In which case.
    pub case: DossierId,
    /// Its number.
    pub number: String,
    /// The booking.
    pub slot: ItemId,
    /// What the client has answered last.
    pub answer: Option<Answer>,
    /// The client's card.
    pub client: Option<ClientCard>,
    /// Which session of its series it is.
    pub of_series: Option<Turn>,
}

impl fmt::Debug for Met {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Met({})", self.number)
    }
}

/// What a calendar shows.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Everybody who holds sessions, by name.
    pub people: Vec<StaffCard>,
    /// The bookings and absences, by the time at which they begin.
    pub bookings: Vec<Booking>,
    /// When those whose calendar it is work.
    pub hours: BTreeMap<StaffId, WorkingHours>,
    /// Every room that there ever was.
    pub rooms: Rooms,
}

/// What is booked, held or missed in this time.
///
/// # Errors
/// [`Failure::Refused`] for whoever has nothing to do with sessions, and for the calendar of somebody who holds none.
pub async fn calendar(ctx: &Ctx, whose: Whose, time: Period) -> Result<Shown, Failure<Never>> {
    ctx.permit(Action::SeeCalendar, None).await?;
    let known = files_of_who_hold_sessions(ctx).await?;
    let hours = match whose {
        Whose::One(staff) => {
            let file = match known.iter().find(|(card, _)| card.id == staff) {
                Some((_, file)) => Arc::clone(file),
                None if staff == ctx.staff() => ctx.own().await?,
                None => return Err(Failure::Refused(Refused)),
            };
            BTreeMap::from([(staff, file.hours.clone())])
        }
        Whose::Everybody => known.iter().map(|(card, file)| (card.id, file.hours.clone())).collect(),
        Whose::Rooms => BTreeMap::new(),
    };
    let people = known.into_iter().map(|(card, _)| card).collect();
    let bookings = match whose {
        Whose::One(staff) => bookings(ctx, Calendar::Staff(staff), time, true).await?,
        Whose::Rooms => {
            let mut bookings = bookings(ctx, Calendar::Everybody, time, false).await?;
            bookings.retain(|booking| booking.room.is_some());
            bookings
        }
        Whose::Everybody => {
            let times = ctx.house.store.times(None, time.start, time.end).await?;
            times.iter().map(Booking::of_hours).collect()
        }
    };
    let rooms = ctx.house.organisation().await?.rooms.clone();
    Ok(Shown { people, bookings, hours, rooms })
}

async fn bookings(ctx: &Ctx, whose: Calendar, time: Period, whom: bool) -> Result<Vec<Booking>, Fault> {
    let rows = ctx.house.store.appointments(whose, time.start, time.end).await?;
    told(ctx, &rows, whom).await
}

/// What is booked over absences of those who are to hold it, and waits to be moved: one's own, and that in cases that one supervises or stands in for.
///
/// # Errors
/// [`Failure`].
pub async fn to_move(ctx: &Ctx) -> Result<Vec<Booking>, Failure<Never>> {
    ctx.permit(Action::SeeToday, None).await?;
    let (mut mine, covering) = (Vec::new(), covering(ctx).await?);
    for row in ctx.house.store.booked_over_absences(ctx.now()).await? {
        if row.appointment.staff == ctx.staff()
            || covering.contains_key(&row.dossier)
            || ctx.may(Action::AssignCase, Some(row.dossier)).await?
        {
            mine.push(row);
        }
    }
    Ok(told(ctx, &mine, true).await?)
}

/// Rows as calendars show them; with whom is left out where nobody may know it, or nobody asked.
pub(crate) async fn told(ctx: &Ctx, rows: &[AppointmentSeen], whom: bool) -> Result<Vec<Booking>, Fault> {
    let cards = cards(ctx, rows.iter().filter(|_| whom)).await?;
    let groups = Groups::of(ctx, rows.iter().filter(|_| whom)).await?;
    let booking = |row: &store::AppointmentSeen| {
        let appointment = &row.appointment;
        let met = cards.case(row.dossier).map(|(card, client)| Met {
            case: row.dossier,
            number: card.number.clone(),
            slot: appointment.item,
            answer: appointment.answer.as_deref().and_then(Answer::from_code),
            client: client.cloned(),
            of_series: card.series_of(appointment.item),
        });
        Some(Booking {
            staff: appointment.staff,
            period: Period { start: appointment.starts, end: appointment.ends },
            state: SlotState::from_code(&appointment.state)?,
            room: appointment.room,
            met,
            group: groups.meets(row),
        })
    };
    Ok(rows.iter().filter_map(booking).collect())
}

/// Everybody who holds sessions, by name.
pub(crate) async fn who_hold_sessions(ctx: &Ctx) -> Result<Vec<StaffCard>, Fault> {
    Ok(files_of_who_hold_sessions(ctx).await?.into_iter().map(|(card, _)| card).collect())
}

/// The same, each with their file, in which their hours stand.
pub(crate) async fn files_of_who_hold_sessions(ctx: &Ctx) -> Result<Vec<(StaffCard, Arc<StaffFile>)>, Fault> {
    let holds = |card: &StaffCard| card.active && [Role::Caseworker, Role::Provider].iter().any(|role| card.is(*role));
    Ok(staff_files(ctx).await?.into_iter().filter(|(card, _)| holds(card)).collect())
}

/// The cards of those cases in which these bookings stand that the acting person may read now.
pub(crate) async fn cards<'r>(ctx: &Ctx, rows: impl Iterator<Item = &'r AppointmentSeen>) -> Result<Cards, Fault> {
    let cases = rows.filter(|row| row.appointment.state != Appointment::AWAY && !row.is_of_group());
    let mut known: BTreeSet<DossierId> = BTreeSet::new();
    for case in cases.map(|row| row.dossier).collect::<BTreeSet<_>>() {
        if ctx.may(Action::ReadCase, Some(case)).await? {
            known.insert(case);
        }
    }
    Cards::of(ctx, known).await
}
