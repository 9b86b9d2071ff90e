//! Calendars: whose time is taken, and by what, as far as the person who looks may know (FS-4.1.3).
//!
//! Read from derived rows and cards; no file is opened. That an hour is taken is no secret among those who book sessions; who is met is known only to whoever may
//! read that case.

use std::collections::BTreeSet;
use std::fmt;

use domain::ids::{DossierId, ItemId, StaffId};
use domain::policy::{Action, Refused};
use domain::slots::{Period, SlotState};
use domain::staff::{Role, StaffCard};
use store::Calendar;

use crate::accounts::staff_list;
use crate::cards::ClientCard;
use crate::today::Cards;
use crate::{Ctx, Failure, Never};

/// Whose calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// That of one of us, with whom they meet as far as it may be known.
    One(StaffId),
    /// Those of everybody who holds sessions; hours only.
    Everybody,
}

/// A booking as calendars show it.
#[derive(Debug, Clone)]
pub struct Booking {
    /// Whose time it takes.
    pub staff: StaffId,
    /// From when to when.
    pub period: Period,
    /// How it stands.
    pub state: SlotState,
    /// With whom, for whoever may know it.
    pub met: Option<Met>,
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
    /// The client's card.
    pub client: Option<ClientCard>,
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
    /// The bookings, by the time at which they begin.
    pub bookings: Vec<Booking>,
}

/// What is booked, held or missed in this time.
///
/// # Errors
/// [`Failure::Refused`] for whoever has nothing to do with sessions, and for the calendar of somebody who holds none.
pub async fn calendar(ctx: &Ctx, whose: Whose, time: Period) -> Result<Shown, Failure<Never>> {
    ctx.permit(Action::SeeCalendar, None).await?;
    let holds = |card: &StaffCard| card.active && [Role::Caseworker, Role::Provider].iter().any(|role| card.is(*role));
    let people: Vec<StaffCard> = staff_list(ctx).await?.into_iter().filter(holds).collect();
    if let Whose::One(staff) = whose
        && staff != ctx.staff()
        && people.iter().all(|card| card.id != staff)
    {
        return Err(Failure::Refused(Refused));
    }
    let rows = match whose {
        Whose::One(staff) => ctx.house.store.appointments(Calendar::Staff(staff), time.start, time.end).await?,
        Whose::Everybody => ctx.house.store.appointments(Calendar::Everybody, time.start, time.end).await?,
    };
    let mut known: BTreeSet<DossierId> = BTreeSet::new();
    if whose != Whose::Everybody {
        for case in rows.iter().map(|row| row.dossier).collect::<BTreeSet<_>>() {
            if ctx.may(Action::ReadCase, Some(case)).await? {
                known.insert(case);
            }
        }
    }
    let cards = Cards::of(ctx, known).await?;
    let booking = |row: &store::AppointmentSeen| {
        let appointment = &row.appointment;
        let met = cards.case(row.dossier).map(|(card, client)| Met {
            case: row.dossier,
            number: card.number.clone(),
            slot: appointment.item,
            client: client.cloned(),
        });
        Some(Booking {
            staff: appointment.staff,
            period: Period { start: appointment.starts, end: appointment.ends },
            state: SlotState::from_code(&appointment.state)?,
            met,
        })
    };
    Ok(Shown { people, bookings: rows.iter().filter_map(booking).collect() })
}
