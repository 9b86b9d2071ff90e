//! A series as its sheet tells it: every date, so that whoever signs sees what is booked, moved or cancelled.

use domain::event::Event;
use domain::series::{SeriesBooked, SeriesChanged, SlotChanged};
use domain::sessions::{NotHeld, Slot};

use super::every;
use crate::cases::head::CaseView;
use crate::cases::sheets::blank;
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::hours;
use crate::person::Person;

/// The sheet of a series, booked or changed.
pub(crate) fn sheet(event: &Event, view: &CaseView, person: &Person) -> Sheet {
    match event {
        Event::SeriesChanged(changed) => changed_sheet(changed, view, person),
        Event::SeriesBooked(booked) => booked_sheet(booked, view, person),
        _ => Sheet::default(),
    }
}

fn booked_sheet(booked: &SeriesBooked, view: &CaseView, person: &Person) -> Sheet {
    let count = i64::try_from(booked.slots.len()).unwrap_or(i64::MAX);
    let mut sheet = blank("calendar", Words::count("{n} session booked", "{n} sessions booked", count));
    let mut push = |term, text: Words| sheet.lines.push(Line::new(term, text).voiced(Voiced::Product));
    push("How often", every(booked.weeks));
    booked.slots.iter().for_each(|slot| push("When", when::full(slot.starts).into()));
    booked.slots.iter().take(1).for_each(|slot| push("How", how(slot, view, person)));
    sheet
}

fn changed_sheet(changed: &SeriesChanged, view: &CaseView, person: &Person) -> Sheet {
    let count = i64::try_from(changed.changes.len()).unwrap_or(i64::MAX);
    let title = match changed.why {
        NotHeld::Moved => Words::count("{n} session of a series moved", "{n} sessions of a series moved", count),
        _ => Words::count("{n} session of a series cancelled", "{n} sessions of a series cancelled", count),
    };
    let mut sheet = blank("calendar", title);
    if changed.why != NotHeld::Moved {
        sheet.lines.push(Line::new("What happened", changed.why.word()).voiced(Voiced::Product));
    }
    let lines = changed.changes.iter().map(|change| line(change, view).voiced(Voiced::Product));
    sheet.lines.extend(lines);
    let to = changed.changes.iter().find_map(|change| change.to.as_ref());
    sheet.lines.extend(to.map(|slot| Line::new("How", how(slot, view, person)).voiced(Voiced::Product)));
    sheet.lines.push(Line::new("Why", changed.reason.reveal().to_owned()));
    sheet
}

fn line(change: &SlotChanged, view: &CaseView) -> Line {
    let from: Words = match view.booking(change.slot) {
        Some(slot) => when::when(slot.starts).into(),
        None => "Session".into(),
    };
    match &change.to {
        Some(to) => Line::new(from, Words::from("moved to {when}").with("when", when::full(to.starts))),
        None => Line::new(from, "cancelled"),
    }
}

/// "Maria Vega, At the office, Room 1, 50 minutes".
fn how(slot: &Slot, view: &CaseView, person: &Person) -> Words {
    Words::from("{who}, {place}, {n} minutes")
        .with("who", view.staff_name(slot.staff))
        .with("place", hours::place(person, slot))
        .with("n", u32::from(slot.minutes))
}
