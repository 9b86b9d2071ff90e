//! The history of a client's entries: what was recorded, by whom and when; the latest first.

use casework::house::Seen;
use domain::clients::{
    ClientCorrected, ClientDetails, ClientFile, ClientRegistered, ConflictAnswer, ConflictChecked, ConsentGiven,
    FactsVerified,
};
use domain::entry::Entry;
use domain::event::Event;
use domain::reminders::Means;
use domain::time::Instant;
use jiff::civil::Date;

use super::details;
use crate::face::parts::Line;
use crate::face::prelude::*;
use crate::face::when;

/// One entry.
#[derive(Debug)]
pub struct Past {
    /// When it was signed.
    pub at: Instant,
    /// What was done.
    pub what: Words,
    /// What it says.
    pub lines: Vec<Line>,
    /// Who signed, and as what.
    pub who: Words,
    /// Its number.
    pub entry: Words,
}

/// All entries that the reader may see, the latest first.
pub(super) fn of(seen: &Seen<ClientFile>, today: Date) -> Vec<Past> {
    let mut before: Option<&ClientDetails> = None;
    let mut past = Vec::new();
    for entry in seen.opened.sheets.iter().filter_map(|sheet| sheet.entry()) {
        let (what, lines) = told(entry, before, today);
        before = details_after(entry).or(before);
        past.push(Past {
            at: entry.signed(),
            what,
            lines,
            who: Words::from("{name}, {role}").with("name", &entry.signature.name).with("role", role(entry)),
            entry: Words::from("Entry {n}").with("n", entry.id.number.0),
        });
    }
    past.reverse();
    past
}

fn role(entry: &Entry) -> Words {
    entry.signature.role.clone().into()
}

fn details_after(entry: &Entry) -> Option<&ClientDetails> {
    match &entry.event {
        Event::ClientRegistered(registered) => Some(&registered.details),
        Event::ClientCorrected(corrected) => Some(&corrected.details),
        _ => None,
    }
}

fn told(entry: &Entry, before: Option<&ClientDetails>, today: Date) -> (Words, Vec<Line>) {
    match &entry.event {
        Event::ClientRegistered(registered) => ("Registered".into(), registration(registered)),
        Event::ClientCorrected(corrected) => ("Details corrected".into(), correction(corrected, before, today)),
        Event::FactsVerified(verified) => ("Facts verified".into(), verification(verified)),
        Event::ConsentGiven(given) => ("Consent to the service".into(), consent(given)),
        Event::ConsentWithdrawn(withdrawn) => {
            ("Consent withdrawn".into(), vec![Line::new("What was said", withdrawn.note.reveal().to_owned())])
        }
        Event::SharingAgreed(agreed) => ("Consent to share".into(), super::sharing::told(agreed)),
        Event::SharingWithdrawn(withdrawn) => {
            ("Consent to share taken back".into(), vec![Line::new("What was said", withdrawn.note.reveal().to_owned())])
        }
        Event::ReachFailed(failed) => (unreached(failed.means).into(), Vec::new()),
        Event::ConflictChecked(checked) => ("Conflict of interest".into(), conflict(checked)),
        _ => ("Another entry".into(), Vec::new()),
    }
}

const fn unreached(means: Means) -> &'static str {
    match means {
        Means::Sms => "The phone number did not take a message",
        Means::Email => "The e-mail address did not take a message",
    }
}

fn registration(registered: &ClientRegistered) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(from) = &registered.provenance {
        lines.push(Line::new("Imported from", from.reveal().to_owned()));
    }
    if registered.not_a_duplicate {
        lines.push(Line::new("Duplicates", "Somebody alike was looked at: this is another person"));
    }
    lines
}

fn correction(corrected: &ClientCorrected, before: Option<&ClientDetails>, today: Date) -> Vec<Line> {
    let mut lines = vec![Line::new("Why", corrected.reason.reveal().to_owned())];
    lines.extend(before.map(|before| details::differences(before, &corrected.details, today)).unwrap_or_default());
    lines
}

fn verification(verified: &FactsVerified) -> Vec<Line> {
    let facts = verified.facts.iter().map(|fact| Words::from(fact.word()));
    vec![Line::new("What", joined(facts)), Line::new("Against", verified.against.reveal().to_owned())]
}

/// Parts behind each other with commas.
pub(super) fn joined(parts: impl Iterator<Item = Words>) -> Words {
    parts.reduce(|all, next| Words::from("{all}, {next}").with("all", all).with("next", next)).unwrap_or_default()
}

/// How, by whom and until when.
pub(super) fn consent(given: &ConsentGiven) -> Vec<Line> {
    let mut lines = vec![Line::new("How", given.how.word())];
    lines.extend(given.by.as_ref().map(|by| Line::new("Witness, or who agreed", by.reveal().to_owned())));
    lines.push(Line::new("Holds until", until(given)));
    lines
}

/// The last day, or that there is none.
pub(super) fn until(given: &ConsentGiven) -> Words {
    given.until.map_or("it is withdrawn".into(), |until| when::plain_day(until).into())
}

/// The answer, the names that were compared, and the decision.
pub(super) fn conflict(checked: &ConflictChecked) -> Vec<Line> {
    let names = checked.names.iter().map(|name| Words::from("{name}").with("name", Name::new(name.reveal())));
    let mut lines = vec![Line::new("Answer", answer(checked.answer))];
    lines.push(match checked.names.is_empty() {
        true => Line::new("Compared", "Nobody is on the other side"),
        false => Line::new("Compared", joined(names)),
    });
    lines.extend(checked.decision.as_ref().map(|why| Line::new("Decision", why.reveal().to_owned())));
    lines
}

/// The words for an answer.
pub(super) const fn answer(answer: ConflictAnswer) -> &'static str {
    match answer {
        ConflictAnswer::Clear => "Clear: nothing was found",
        ConflictAnswer::Stop => "Stop: we may not work for this person",
        ConflictAnswer::Ask => "Ask: somebody has to decide",
    }
}
