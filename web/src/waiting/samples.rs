//! Samples of the waiting list: freed times with whom they fit, nobody, and what one client waits for.

use casework::cards::ClientCard;
use casework::waiting::{Fitting, Freed, FreedTime, InLine, Kept, Suiting, WaitingList};
use domain::calendar::Day;
use domain::ids::{DossierId, EntryNumber, ItemId, StaffId};
use domain::reach::Channel;
use domain::rooms::Rooms;
use domain::slots::Period;
use domain::staff::{Role, StaffCard};
use domain::waiting::{FreeTime, Offered, Reply, Urgency, Waits, Wish};
use jiff::civil::{date, time};
use uuid::Uuid;

use super::list::{Wanted, page};
use super::show::{CasePage, times};
use super::told;
use crate::face::prelude::*;
use crate::samples::{Samples, at, data, frame};

const MARIA: StaffId = StaffId::new(Uuid::from_u128(1));

fn case(n: u128) -> DossierId {
    DossierId::new(Uuid::from_u128(n))
}

fn free(day: i8) -> FreeTime {
    FreeTime { period: Period { start: at(day, 10, 0), end: at(day, 10, 50) }, staff: MARIA }
}

fn line(n: u128, number: &str, urgency: Urgency, offers: Vec<Offered>) -> InLine {
    let wish = Wish {
        with: (n == 1).then_some(MARIA),
        minutes: 50,
        place: None,
        days: vec![Day::Monday, Day::Thursday],
        from: Some(time(9, 0, 0, 0)),
        until: Some(time(13, 0, 0, 0)),
        latest: (n == 2).then(|| date(2027, 3, 31)),
        urgency,
        short_notice_hours: 24,
    };
    let waits = Waits { id: ItemId::new(Uuid::from_u128(n)), entry: EntryNumber(7), since: at(2, 9, 0), wish, offers };
    InLine {
        case: case(n),
        number: data("2026-000123-K"),
        client: Some(ClientCard {
            number: data(number),
            given_names: data("Jonas"),
            family_name: data("Feldkamp"),
            birth_date: None,
            phone: None,
            consented: None,
            sharing: Vec::new(),
            zone: None,
        }),
        worker: Some(MARIA),
        waits,
        booked: (n == 1).then(|| at(30, 10, 0)),
    }
}

fn offer(came: Reply) -> Offered {
    let time = free(24);
    Offered {
        entry: EntryNumber(9),
        at: at(19, 15, 0),
        by: MARIA,
        channel: Channel::Phone,
        staff: MARIA,
        starts: time.period.start,
        came,
    }
}

fn list() -> WaitingList {
    let fits = |n, before| Fitting { case: case(n), before };
    let freed = |day, fits: Vec<Fitting>, others, kept| Freed { time: free(day), room: None, fits, others, kept };
    let until = at(20, 17, 0);
    WaitingList {
        freed: vec![
            freed(23, vec![fits(1, 0), fits(2, 2)], 2, None),
            freed(24, vec![fits(1, 0), fits(2, 1)], 0, Some(Kept { case: Some(case(1)), until })),
            freed(25, vec![], 1, Some(Kept { case: None, until })),
            freed(26, vec![], 0, None),
        ],
        lines: vec![
            line(1, "C-7K3F9Q-M", Urgency::Urgent, vec![offer(Reply::Asked(until))]),
            line(2, "C-2M8P4T-R", Urgency::Usual, Vec::new()),
        ],
        others: 2,
        people: vec![StaffCard {
            id: MARIA,
            name: data("Maria Vega"),
            title: String::new(),
            roles: vec![Role::Caseworker],
            team: None,
            active: true,
        }],
        rooms: Rooms::default(),
    }
}

fn case_page(waits: bool) -> CasePage {
    let line = line(1, "C-7K3F9Q-M", Urgency::Soon, vec![offer(Reply::Declined)]);
    let freed = |day, before, kept| FreedTime { time: free(day), before, kept };
    let suits = Suiting {
        freed: vec![freed(23, 0, None), freed(25, 2, None), freed(26, 0, Some(at(20, 17, 0)))],
        free: vec![free(30)],
    };
    let name = |_| data("Maria Vega");
    CasePage {
        frame: frame(),
        folder: crate::documents::samples::folder(),
        tabs: crate::documents::samples::tabs(),
        none: (!waits).then(|| {
            Empty::new("This client is not on the waiting list.", "")
                .act(Act::link("Put on the waiting list", "/cases/1/waiting/new").main().icon("waiting"))
        }),
        wish: Pairs::new().with("Waits for", told::wish(&line.waits.wish, &[])),
        acts: vec![Act::link("Take off the list", "/cases/1/waiting/ending")],
        times: if waits { times(case(1), &suits, name) } else { Vec::new() },
        offers: line.waits.offers.iter().map(|offer| told::offered(offer, name)).collect(),
    }
}

/// The pages in their states.
pub(crate) fn samples(show: &mut Samples) {
    let seen = |list: &WaitingList, wanted: &Wanted| page(list, wanted, (MARIA, at(20, 10, 42)), frame());
    show.page("waiting", &seen(&list(), &Wanted::default()));
    let nobody = WaitingList { freed: Vec::new(), lines: Vec::new(), others: 0, ..list() };
    show.page("waiting-nobody", &seen(&nobody, &Wanted::default()));
    show.page("waiting-case", &case_page(true));
    show.page("waiting-case-none", &case_page(false));
}
