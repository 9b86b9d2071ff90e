//! The rooms on a day, side by side: when each is taken, by whom of us, and when it is free.

use domain::slots::{Period, SlotState, gaps};

use super::days::{Gap, hours};
use super::{Day, Line, Look};

pub(super) fn days(look: &Look<'_>) -> Vec<Day> {
    let open = look.person.organisation.rulebook.office.hours_on(look.on);
    let closed = look.closed(look.on, None);
    let room = |room: &domain::rooms::RoomDescribed| {
        let of_day = look.of_day(look.on).filter(|booking| booking.room == Some(room.id));
        let booked: Vec<_> = of_day.filter(|booking| booking.state == SlotState::Booked).collect();
        let taken: Vec<Period> = booked.iter().map(|booking| booking.period).collect();
        let line = |period: Period, who| (period, Line::Room { hours: hours(period), who });
        let mut lines: Vec<(Period, Line)> =
            booked.iter().map(|booking| line(booking.period, look.name_of(booking.staff))).collect();
        let free = open.map(|open| gaps(open, &taken)).unwrap_or_default();
        lines.extend(free.into_iter().map(|gap| (gap, Line::Free(Gap::of(gap)))));
        lines.sort_by_key(|(period, _)| *period);
        Day {
            title: room.full_name().into(),
            on: None,
            href: None,
            today: false,
            closed: closed.clone(),
            lines: lines.into_iter().map(|(_, line)| line).collect(),
        }
    };
    look.shown.rooms.used().into_iter().map(room).collect()
}
