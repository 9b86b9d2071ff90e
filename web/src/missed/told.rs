//! Attempts in words: as entries, beneath the session that was missed, and as evidence for whoever ends a case because contact was lost.

use domain::event::Event;
use domain::missed::{Attempt, AttemptMade, Came, Tried};
use domain::sessions::Past;

use crate::cases::head::CaseView;
use crate::cases::sheets::{Teller, blank};
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;

/// How somebody tried, in a few words.
fn how(attempt: &AttemptMade) -> Words {
    match attempt.welfare {
        true => Words::from("Welfare check, {how}").with("how", Words::from(attempt.channel.word())),
        false => attempt.channel.word().into(),
    }
}

/// What the entry of an attempt says; nothing of any other.
pub(crate) fn sheet(event: &Event, teller: &Teller<'_>) -> Option<Sheet> {
    let Event::AttemptMade(attempt) = event else { return None };
    let icon = if matches!(attempt.came, Came::Reached(_)) { "done" } else { "late" };
    let title = Words::from("{how}: {came}").with("how", how(attempt)).with("came", Words::from(attempt.came.word()));
    let mut sheet = Sheet { small: true, ..blank(icon, title) };
    sheet.text = "After a session that was not held.".into();
    sheet.lines.extend(attempt.note.as_ref().map(|note| Line::new("In words", note.reveal().to_owned())));
    let late = attempt.late_because.as_ref();
    sheet.lines.extend(late.map(|why| Line::new("Written late because", why.reveal().to_owned())));
    let next = attempt.came.next();
    sheet.lines.extend(next.map(|next| Line::new("Next session", teller.next(next)).voiced(Voiced::Product)));
    Some(sheet)
}

/// An attempt in one line.
pub(crate) fn one(attempt: &Attempt, view: &CaseView) -> Words {
    Words::from("{when}, {how}: {came} ({who})")
        .with("when", when::when(attempt.at))
        .with("how", how(&attempt.made))
        .with("came", Words::from(attempt.made.came.word()))
        .with("who", view.staff_name(attempt.by))
}

/// What was tried after this session, in lines.
pub(crate) fn tries(past: &Past, view: &CaseView) -> Vec<Words> {
    let of_it = |attempt: &&Attempt| attempt.made.slot == past.slot.id;
    view.file().sessions.attempts.iter().filter(of_it).map(|attempt| one(attempt, view)).collect()
}

/// What became of a session that was not held, where so many hours are late.
pub(crate) fn not_held(past: &Past, late_hours: u32) -> Words {
    match past.not_held {
        _ if past.is_late(late_hours) => "Cancelled late by the client".into(),
        Some(why) => why.word().into(),
        None => Words::default(),
    }
}

/// What was offered, reminded, missed and tried since the client was last there: what whoever ends a case because contact was lost has to look at.
pub(crate) fn evidence(view: &CaseView, person: &Person) -> Sheet {
    let file = view.file();
    let rules = &person.organisation.rulebook;
    let mut sheet = blank("calendar", "Was the client treated fairly?");
    sheet.id = "tried".to_owned();
    let fact = |term: Words, words: Words| Line::new(term, words).voiced(Voiced::Product);
    let Tried { made, of, welfare_open } = file.tried(rules);
    let last = file.sessions.held.last().map(|held| when::when(held.at).into());
    sheet.lines.push(fact("Last session held".into(), last.unwrap_or_else(|| "None".into())));
    let late = rules.late_cancel_hours;
    for past in file.sessions.missed(late) {
        let mut told = vec![not_held(past, late)];
        told.extend(crate::reminders::stands(file.reminders.of(past.slot.id)));
        told.extend(tries(past, view));
        let term = Words::from("Session of {when}").with("when", when::when(past.slot.starts));
        sheet.lines.push(fact(term, Words::joined(told, "{all}; {one}").unwrap_or_default()));
    }
    if file.sessions.missed(late).next().is_none() {
        sheet.lines.push(fact("Missed since".into(), "None".into()));
    }
    let tried = Words::from("{made} of {of} that the programme asks for").with("made", made).with("of", of);
    sheet.lines.push(fact("Attempts after the last one".into(), tried));
    if welfare_open {
        sheet.lines.push(fact("Welfare check".into(), "Nobody has seen that the client is safe.".into()));
    }
    sheet
}
