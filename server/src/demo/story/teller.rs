//! Who tells: a house with a clock of its own, and the people in whose name things are written.

use std::sync::Arc;

use anyhow::{Result, anyhow};
use casework::house::{Ctx, House, Proof, Signing, StillClock, Who};
use domain::calendar::OfficeCalendar;
use domain::ids::{ItemId, StaffId};
use domain::sessions::Slot;
use domain::text::{Line, Narrative};
use domain::time::Instant;
use jiff::civil::{Date, Time};

use super::super::Cast;

/// A house with its own clock.
pub(super) struct Teller<'a> {
    cast: &'a Cast,
    house: Arc<House>,
    clock: Arc<StillClock>,
    pub(super) office: OfficeCalendar,
}

impl<'a> Teller<'a> {
    pub(super) fn new(cast: &'a Cast, now: Instant) -> Self {
        let (house, clock) = cast.house(now);
        Self { cast, house, clock, office: OfficeCalendar::default() }
    }

    /// Somebody acting at this time; the sign-in is fresh.
    pub(super) fn acting(&self, login: &str, at: Instant) -> Result<Ctx> {
        self.clock.set(at);
        let who = Who { proved: Some(at), ..Who::in_the_name_of(self.who(login)?) };
        Ok(self.house.acting(who))
    }

    /// The house at this time, for what it does by itself.
    pub(super) fn house(&self, at: Instant) -> &Arc<House> {
        self.clock.set(at);
        &self.house
    }

    /// Where things are kept.
    pub(super) fn places(&self) -> &[ItemId] {
        &self.cast.places
    }

    pub(super) fn who(&self, login: &str) -> Result<StaffId> {
        self.cast.who(login)
    }

    pub(super) fn at(&self, day: Date, hour: i8, minute: i8) -> Result<Instant> {
        Ok(self.office.instant(day, Time::constant(hour, minute, 0, 0))?)
    }

    /// This day, or the next on which the office works.
    pub(super) fn working(&self, day: Date) -> Date {
        working(&self.office, day)
    }
}

/// This day, or the next on which the office works.
pub(super) fn working(office: &OfficeCalendar, mut day: Date) -> Date {
    while !office.works_on(day) {
        day = day.tomorrow().unwrap_or(day);
    }
    day
}

/// Fifty minutes at the office.
pub(super) fn slot(ctx: &Ctx, staff: StaffId, starts: Instant) -> Slot {
    Slot::usual(ctx.new_item(), staff, starts)
}

pub(super) fn line(text: &str) -> Result<Line> {
    Line::parse(text).map_err(|bad| anyhow!("{bad}"))
}

pub(super) fn words(text: &str) -> Result<Narrative> {
    Narrative::parse(text).map_err(|bad| anyhow!("{bad}"))
}

pub(super) fn some(text: &str) -> Result<Option<Narrative>> {
    words(text).map(Some)
}

/// An ordinary entry.
pub(super) fn ink() -> Signing {
    Signing::author(Proof::SignIn)
}

/// Approvals ask for the password in real work; the history is told by the product itself.
pub(super) fn seal() -> Signing {
    Signing::author(Proof::System)
}
