//! The pages of handing over, from samples.

use casework::handover::{CaseInHand, InHand, SessionInHand};
use domain::duties::DutyKind;
use domain::ids::{DossierId, ItemId};
use domain::staff::{Role, StaffCard};
use domain::text::Line;
use jiff::civil::date;
use uuid::Uuid;

use super::{Leaving, parts};
use crate::cover::samples::{client, colleague, staff};
use crate::face::form::Filled;
use crate::samples::{Samples, at, data, frame};

fn case(n: u128, mine: bool, items: u32) -> CaseInHand {
    CaseInHand {
        case: DossierId::new(Uuid::from_u128(n)),
        number: data(&format!("2026-00012{n}-K")),
        worker: Some(staff(4)),
        supervisor: Some(staff(7)),
        client: mine.then(|| client("Jonas", "Feldkamp")),
        mine,
        items,
    }
}

fn improvements() -> Vec<(ItemId, Option<Line>)> {
    let what = Line::parse(&data("Print the leaflet in Arabic")).unwrap();
    [Some(what), None].into_iter().map(|what| (ItemId::new(Uuid::from_u128(8)), what)).collect()
}

fn leaving(hand: InHand, closes: bool) -> Leaving {
    let tomas = colleague(7, "Tomas Lindqvist", 12, false);
    Leaving {
        staff: vec![tomas.card.clone(), hand.who.clone()],
        hand,
        workers: vec![colleague(5, "Felix Moreau", 7, false), colleague(6, "Ruben Achterberg", 1, true)],
        supervisors: vec![tomas],
        closes,
    }
}

fn nothing() -> InHand {
    InHand {
        who: StaffCard {
            id: staff(4),
            name: data("Amina Osei"),
            title: String::new(),
            roles: vec![Role::Caseworker],
            team: None,
            active: true,
        },
        last_day: None,
        carries: Vec::new(),
        supervises: Vec::new(),
        items_in: Vec::new(),
        sessions: Vec::new(),
        groups: Vec::new(),
        inquiries: Vec::new(),
        covers: Vec::new(),
        items: Vec::new(),
        follow_ups: Vec::new(),
        improvements: Vec::new(),
        others: Vec::new(),
        drafts: 0,
        feeds: 0,
    }
}

pub(crate) fn samples(show: &mut Samples) {
    let of = |n: u128| DossierId::new(Uuid::from_u128(n));
    let number = || data("2026-000120-K");
    let session = SessionInHand {
        case: of(1),
        number: number(),
        slot: ItemId::new(Uuid::from_u128(9)),
        ends: at(24, 11, 0),
        mine: true,
    };
    let all = InHand {
        last_day: Some(date(2026, 11, 30)),
        carries: vec![case(1, true, 2), case(2, true, 0), case(3, false, 0)],
        supervises: vec![CaseInHand { supervisor: Some(staff(4)), ..case(4, false, 0) }],
        items_in: vec![case(5, true, 1)],
        sessions: vec![session.clone(), SessionInHand { mine: false, ..session }],
        covers: vec![(number(), at(28, 0, 0))],
        items: vec![(data("P-7K3F9Q-M"), at(27, 17, 0))],
        follow_ups: vec![(of(6), number())],
        improvements: improvements(),
        others: vec![(DutyKind::ReopeningDecision, of(7), number())],
        drafts: 2,
        feeds: 1,
        ..nothing()
    };
    let wrong = Filled::new()
        .wrong("carries_to", "Please choose one.")
        .wrong("carries_cases[]", "This case has changed hands already.");
    show.page("hand-over", &parts::page(&leaving(all.clone(), false), Filled::new(), frame()));
    show.page("hand-over-again", &parts::page(&leaving(all, false), wrong, frame()));
    show.page("hand-over-done", &parts::page(&leaving(nothing(), true), Filled::new(), frame()));
    show.page("hand-over-done-supervisor", &parts::page(&leaving(nothing(), false), Filled::new(), frame()));
}
