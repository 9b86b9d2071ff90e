//! What is said of groups elsewhere: how many places are taken, and what an entry in a member's case says.

use casework::groups::GroupCard;
use domain::event::Event;
use domain::groups::{GroupSessionsBooked, GroupSessionsChanged};
use domain::sessions::NotHeld;

use crate::cases::head::CaseView;
use crate::cases::sheets::{blank, small};
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;

/// "4 of 8".
pub(crate) fn stands(card: &GroupCard) -> State {
    let taken = Words::from("{n} of {most}").with("n", card.members.len()).with("most", u32::from(card.most));
    match card.ended {
        Some(_) => State::plain("Over"),
        None if usize::from(card.most) <= card.members.len() => {
            State::due(Words::from("{taken}, full").with("taken", taken)).icon("person")
        }
        None => State::plain(taken).icon("person"),
    }
}

/// The sheet of an entry in a member's case. Which group it is stands on the page of sessions, for those who may see groups.
pub(crate) fn sheet(event: &Event, view: &CaseView) -> Option<Sheet> {
    match event {
        Event::GroupSessionsBooked(booked) => Some(booked_sheet(booked)),
        Event::GroupSessionsChanged(changed) => Some(changed_sheet(changed, view)),
        _ => None,
    }
}

fn booked_sheet(booked: &GroupSessionsBooked) -> Sheet {
    if booked.slots.is_empty() {
        return small("person", "Joined a group; no meeting is planned yet");
    }
    let count = i64::try_from(booked.slots.len()).unwrap_or(i64::MAX);
    let mut sheet =
        blank("calendar", Words::count("{n} meeting of a group booked", "{n} meetings of a group booked", count));
    let lines = booked.slots.iter().map(|slot| Line::new("When", when::full(slot.starts)).voiced(Voiced::Product));
    sheet.lines.extend(lines);
    sheet
}

fn changed_sheet(changed: &GroupSessionsChanged, view: &CaseView) -> Sheet {
    let count = i64::try_from(changed.changes.len()).unwrap_or(i64::MAX);
    let title = match (changed.leaves, changed.why) {
        (true, _) => "Left a group".into(),
        (false, NotHeld::Moved) => {
            Words::count("{n} meeting of a group changed", "{n} meetings of a group changed", count)
        }
        (false, _) => Words::count("{n} meeting of a group cancelled", "{n} meetings of a group cancelled", count),
    };
    let mut sheet = blank("calendar", title);
    if changed.leaves {
        sheet.lines.push(Line::new("What happened", changed.why.word()).voiced(Voiced::Product));
    }
    for change in &changed.changes {
        let from: Words = match view.booking(change.slot) {
            Some(slot) => when::when(slot.starts).into(),
            None => "Session".into(),
        };
        let line = match &change.to {
            Some(to) => {
                let words = Words::from("now {when}, with {who}").with("who", view.staff_name(to.staff));
                Line::new(from, words.with("when", when::full(to.starts)))
            }
            None => Line::new(from, "cancelled"),
        };
        sheet.lines.push(line.voiced(Voiced::Product));
    }
    sheet.lines.push(Line::new("Why", changed.reason.reveal().to_owned()));
    sheet
}
