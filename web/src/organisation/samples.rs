//! The organisation's pages, from samples.

use casework::organisation::{OfficeSeen, RoomsSeen};
use domain::calendar::OfficeCalendar;
use domain::ids::{EntryNumber, ItemId};
use domain::rooms::RoomDescribed;
use domain::text::Line;
use jiff::civil::date;
use uuid::Uuid;

use super::{office, rooms};
use crate::samples::{Samples, data, frame};

fn seen(may_amend: bool, days: bool) -> OfficeSeen {
    let mut office = OfficeCalendar { zone: data("Europe/Berlin"), ..OfficeCalendar::default() };
    if days {
        let known = [date(2025, 12, 25), date(2026, 1, 1), date(2026, 12, 25)];
        office.holidays.extend(known);
        office.names.extend(known.into_iter().skip(1).map(|day| (day, data("Public holiday"))));
    }
    OfficeSeen { year: days.then_some(2027), office, may_amend, last: EntryNumber(3) }
}

pub(crate) fn samples(show: &mut Samples) {
    let today = date(2026, 11, 20);
    show.page("office", &office::page(&seen(true, true), today, frame()));
    show.page("office-read", &office::page(&seen(false, true), today, frame()));
    let room = |name: &str, used| RoomDescribed {
        id: ItemId::new(Uuid::from_u128(1)),
        name: Line::parse(&data(name)).unwrap(),
        site: Line::parse(&data("Tannery Lane")).unwrap(),
        people: 4,
        used,
    };
    let seen_rooms = |all, may_manage| RoomsSeen { all, may_manage, last: EntryNumber(3) };
    let all = vec![room("Room 1", true), room("Attic", false)];
    show.page("rooms", &rooms::page(&seen_rooms(all.clone(), true), frame()));
    show.page("rooms-read", &rooms::page(&seen_rooms(all, false), frame()));
    show.page("rooms-none", &rooms::page(&seen_rooms(Vec::new(), true), frame()));
    show.page("office-new", &office::page(&seen(true, false), today, frame()));
}
