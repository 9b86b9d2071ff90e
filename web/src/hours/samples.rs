//! The pages of hours and absences, from samples.

use casework::calendar::Booking;
use casework::hours::HoursSeen;
use domain::absences::{AbsenceKind, AbsenceNoted};
use domain::calendar::OfficeCalendar;
use domain::hours::WorkingHours;
use domain::ids::{EntryNumber, ItemId, StaffId};
use domain::slots::{Period, SlotState};
use domain::staff::{Role, StaffCard};
use jiff::civil::date;
use uuid::Uuid;

use super::show;
use crate::cover::samples::cases;
use crate::samples::{Samples, at, data, frame};

fn staff() -> StaffId {
    StaffId::new(Uuid::from_u128(4))
}

fn absence(n: u128, from: (i8, i8), to: (i8, i8), kind: Option<AbsenceKind>) -> AbsenceNoted {
    let id = ItemId::new(Uuid::from_u128(n));
    AbsenceNoted { id, starts: at(from.0, from.1, 0), ends: at(to.0, to.1, 0), kind }
}

fn seen(own: bool, absences: Vec<AbsenceNoted>) -> HoursSeen {
    let who = StaffCard {
        id: staff(),
        name: data("Amina Osei"),
        title: String::new(),
        roles: vec![Role::Caseworker],
        team: None,
        active: true,
    };
    let booked = Booking {
        staff: staff(),
        period: Period { start: at(24, 10, 0), end: at(24, 11, 0) },
        state: SlotState::Booked,
        room: None,
        met: None,
        group: None,
    };
    HoursSeen {
        who,
        own,
        hours: WorkingHours::of_the_office(),
        office: OfficeCalendar::default(),
        to_move: if absences.is_empty() { Vec::new() } else { vec![booked] },
        absences,
        last: EntryNumber(3),
    }
}

pub(crate) fn samples(show: &mut Samples) {
    let now = (date(2026, 11, 20), at(20, 10, 42));
    let own = vec![
        absence(1, (20, 0), (21, 0), Some(AbsenceKind::Ill)),
        absence(2, (23, 0), (28, 0), Some(AbsenceKind::Leave)),
        absence(3, (30, 9), (30, 12), Some(AbsenceKind::Training)),
    ];
    show.page("hours-own", &show::page(staff(), &seen(true, own), &cases(), now, frame()));
    let theirs = vec![absence(2, (23, 0), (28, 0), None)];
    show.page("hours-of-another", &show::page(staff(), &seen(false, theirs), &[], now, frame()));
    show.page("hours-none", &show::page(staff(), &seen(true, Vec::new()), &[], now, frame()));
}
