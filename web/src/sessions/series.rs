//! Several sessions at once: the dates are shown with what is in the way of each, somebody chooses, and one signature books or moves them (FS-4.1.1, FS-4.1.3).

pub mod book;
pub mod change;
#[cfg(test)]
pub(crate) mod samples;
pub(crate) mod told;

use axum::response::Response;
use casework::sessions::CannotMeetHere;
use domain::calendar::city;
use domain::series::{CannotRepeat, InTheWay, Proposal, Turn};
use domain::sessions::Slot;
use domain::time::Instant;

use super::book::place_of_slot;
use crate::answer::sentence;
use crate::cases::form;
use crate::cases::head::{At, CaseView};
use crate::face::form::Field;
use crate::face::parts::{Folder, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::signed::is_signed;

/// What the values of chosen times begin with; microseconds since 1970 follow.
const AT: &str = "at.";

/// A date that is left out.
const OUT: &str = "out";

/// The field with which the dates are asked for.
const LOOK: &str = "look";

/// One date of a series, before it is signed.
#[derive(Debug, Clone)]
pub struct DateRow {
    /// "Mon 7 Dec 10:00".
    pub when: Words,
    /// What is in the way, or that nothing is.
    pub state: State,
    /// What is to become of it.
    pub choice: Field,
}

/// A series before it is signed.
#[derive(Debug, Template)]
#[template(path = "sessions/series.html")]
pub struct SeriesPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// What is being done.
    pub heading: Words,
    /// One sentence about it.
    pub lead: Words,
    /// Where it is sent.
    pub action: String,
    /// What is wrong.
    pub form: Filled,
    /// How the sessions are to be.
    pub fields: Vec<Field>,
    /// The dates, once they were asked for.
    pub rows: Vec<DateRow>,
    /// What the dates come to.
    pub told: Words,
    /// Where "back" leads.
    pub back: String,
}

impl SeriesPage {
    fn summary(&self) -> crate::face::form::Summary {
        let choices: Vec<Field> = self.rows.iter().map(|row| row.choice.clone()).collect();
        self.form.summary().among(&self.fields).among(&choices)
    }
}

/// How the page of a series is worded.
struct Wording {
    heading: &'static str,
    lead: Words,
    /// Where it is sent, below the case.
    action: String,
}

/// Shows the form, and the dates where they were asked for.
fn page(
    person: &Person,
    view: &CaseView,
    wording: &Wording,
    filled: Filled,
    fields: impl FnOnce(&Filled) -> Vec<Field>,
    proposals: &[Proposal],
) -> Response {
    let wrong = filled.is_wrong();
    let form = person.keyed(filled);
    person.form(wording.heading, wrong, |frame| SeriesPage {
        folder: view.folder(person, Vec::new()),
        tabs: view.tabs(At::Sessions),
        heading: wording.heading.into(),
        lead: wording.lead.clone(),
        action: paths::of_case(view.id(), &wording.action),
        fields: fields(&form),
        rows: rows(&form, proposals),
        told: told(proposals),
        back: paths::of_case(view.id(), "sessions"),
        form,
        frame,
    })
}

/// The field in which it is chosen what becomes of a date, by its place among the dates.
pub(crate) fn name(row: usize) -> String {
    format!("on_{}", row + 1)
}

fn value(at: Instant) -> String {
    format!("{AT}{}", at.0)
}

fn told(proposals: &[Proposal]) -> Words {
    let hindered = proposals.iter().filter(|one| one.in_the_way.is_some()).count();
    match i64::try_from(hindered).unwrap_or(i64::MAX) {
        0 => "Nothing is in the way of these dates.".into(),
        n => Words::count(
            "Something is in the way of one date: please choose what becomes of it.",
            "Something is in the way of {n} dates: please choose what becomes of them.",
            n,
        ),
    }
}

fn rows(form: &Filled, proposals: &[Proposal]) -> Vec<DateRow> {
    let row = |(at, one): (usize, &Proposal)| {
        let when: Words = when::when(one.planned).into();
        let choice = form.select(&name(at), when.clone(), &choices(one)).quiet().free();
        let state = match one.in_the_way {
            None => State::done("Free"),
            Some(way) if way.forbids() => State::overdue(way.word()),
            Some(way) => State::due(way.word()),
        };
        DateRow { when, state, choice }
    };
    proposals.iter().enumerate().map(row).collect()
}

/// What can become of a date: the nearest free time of its week where something is in its way, or nothing.
pub(crate) fn choices(one: &Proposal) -> Vec<Choice> {
    let planned = |words: &'static str| Choice::new(value(one.planned), words);
    let out = Choice::new(OUT, "Leave out");
    let Some(way) = one.in_the_way else { return vec![planned("As planned"), out] };
    let mut choices = vec![Choice::new("", "Please choose")];
    choices.extend(
        one.instead.map(|at| Choice::new(value(at), Words::from("{when} instead").with("when", when::when(at)))),
    );
    if !way.forbids() {
        choices.push(planned("As planned all the same"));
    }
    choices.push(out);
    choices
}

/// What was chosen for each date: when it is, or nothing when it is left out. What was signed is what was shown; before that only what is offered counts.
fn chosen(sent: &Fields, count: usize, proposals: &[Proposal]) -> Result<Vec<Option<Instant>>, Filled> {
    let mut reader = Reader::new(sent);
    let mut dates = Vec::with_capacity(count);
    for at in 0..count {
        let (field, one) = (name(at), proposals.get(at));
        let offered = |at: Instant| is_signed(sent) || one.is_some_and(|one| offers(one, at));
        match picked(sent, &field).filter(|found| found.is_none_or(offered)) {
            Some(found) => dates.push(found),
            None => reader.wrong(&field, "Please choose one."),
        }
    }
    if reader.is_good() { Ok(dates) } else { Err(reader.filled) }
}

/// What was chosen in a field: a time, or that the date is left out.
pub(crate) fn picked(sent: &Fields, field: &str) -> Option<Option<Instant>> {
    match sent.text(field) {
        OUT => Some(None),
        text => text.strip_prefix(AT).and_then(|at| at.parse().ok()).map(|at| Some(Instant(at))),
    }
}

/// Whether this time is among what is offered for a date.
pub(crate) fn offers(one: &Proposal, at: Instant) -> bool {
    let planned = one.planned == at && !one.in_the_way.is_some_and(InTheWay::forbids);
    planned || one.instead == Some(at)
}

/// The field in which this time was chosen.
pub(crate) fn field_of(sent: &Fields, starts: Instant) -> Option<String> {
    (0..usize::from(domain::series::Rhythm::MOST)).map(name).find(|name| sent.text(name) == value(starts))
}

/// Whether only the dates are asked for, and nothing is chosen yet.
fn only_looks(sent: &Fields) -> bool {
    sent.ticked(LOOK) || !sent.has(&name(0))
}

/// The form with the rule that forbids it: at the date of which it speaks, or at its field.
fn refused(sent: &Fields, rule: &CannotMeetHere) -> Filled {
    let words = |why: String| sentence(&why);
    match rule {
        CannotMeetHere::Series(CannotRepeat::On(starts, why)) => match field_of(sent, *starts) {
            Some(field) => {
                let said =
                    Words::from("{when}: {why}").with("when", when::when(*starts)).with("why", words(why.to_string()));
                sent.filled().wrong(&field, said)
            }
            None => form::refused(sent, why, place_of_slot(*why)),
        },
        CannotMeetHere::Series(CannotRepeat::BadCount) => sent.filled().wrong("count", words(rule.to_string())),
        CannotMeetHere::Series(CannotRepeat::BadRhythm) => sent.filled().wrong("every", words(rule.to_string())),
        CannotMeetHere::Session(why) => form::refused(sent, why, place_of_slot(*why)),
        _ => form::refused(sent, rule, None),
    }
}

/// "3 of 8 in its series".
pub(crate) fn turn(turn: Turn) -> Words {
    Words::from("{number} of {of} in its series").with("number", u32::from(turn.number)).with("of", u32::from(turn.of))
}

/// How often sessions of a series are.
pub(crate) fn every(weeks: u8) -> Words {
    Words::count("every week", "every {n} weeks", i64::from(weeks))
}

/// The hour as it was agreed, where the office has another time zone by now.
pub(crate) fn agreed(person: &Person, slot: &Slot) -> Option<Words> {
    let zone = slot.zone.as_deref().filter(|zone| *zone != person.organisation.rulebook.office.zone)?;
    let there = slot.starts.on(&jiff::tz::TimeZone::get(zone).ok()?);
    let words = Words::from("agreed as {hour} in {zone}");
    Some(words.with("hour", there.strftime("%H:%M").to_string()).with("zone", zone.to_owned()))
}

/// The hour by the clocks of a client who lives by others than ours: "08:30 in New York".
pub(crate) fn theirs(view: &CaseView, at: Instant) -> Option<Words> {
    let zone = view.around.client.as_ref()?.zone.as_deref()?;
    let there = at.on(&jiff::tz::TimeZone::get(zone).ok()?);
    let words = Words::from("for the client {hour} in {city}");
    Some(words.with("hour", there.strftime("%a %H:%M").to_string()).with("city", city(zone)))
}
