//! When somebody works and when they are away, and what they set themselves or others set for them (FS-4.1.3).

pub mod absences;
#[cfg(test)]
pub(crate) mod samples;
pub mod show;
pub mod week;

use casework::hours::{HoursSeen, hours};
use domain::hours::Stretch;
use domain::ids::StaffId;
use domain::sessions::Slot;

use crate::answer::id;
use crate::face::prelude::*;
use crate::person::Person;
use crate::problem::Problem;

/// Where somebody's hours are.
pub(crate) fn path(staff: StaffId) -> String {
    format!("/calendar/hours/{staff}")
}

async fn seen(person: &Person, staff: &str) -> Result<(StaffId, HoursSeen), Problem> {
    let staff: StaffId = id(staff)?;
    Ok((staff, hours(&person.ctx, staff).await?))
}

pub(crate) fn clock(time: jiff::civil::Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// "Monday 08:00 – 12:00, Thursday 13:00 – 19:00".
pub(crate) fn week(week: &[Stretch]) -> Words {
    let stretch = |stretch: &Stretch| {
        Words::from("{day} {from} – {until}")
            .with("day", Words::from(stretch.day.word()))
            .with("from", clock(stretch.from))
            .with("until", clock(stretch.to))
    };
    week.iter().map(stretch).fold(Words::default(), |said, next| match said.is_empty() {
        true => next,
        false => Words::from("{hours}, {more}").with("hours", said).with("more", next),
    })
}

/// Where a session takes place, with the room if one is booked.
pub(crate) fn place(person: &Person, slot: &Slot) -> Words {
    let place = Words::from(slot.place.word());
    match slot.room.and_then(|room| person.organisation.rooms.find(room)) {
        Some(room) => Words::from("{place}, {room}").with("place", place).with("room", room.full_name()),
        None => place,
    }
}
