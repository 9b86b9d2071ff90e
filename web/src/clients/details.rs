//! The details of a client told in words: in groups on the identity page, in lines on the sign sheet, and as the difference that a correction makes.

use casework::clients::spoken_phone;
use domain::clients::{ClientDetails, ClientFile, Fact, SafeContact};
use domain::text::{Line as Text, Narrative};
use jiff::civil::{Date, Time};

use super::languages;
use crate::cases::sheets::blank;
use crate::face::parts::{Line, Sheet};
use crate::face::prelude::*;
use crate::face::voice::speaking;
use crate::face::when;
use crate::person::Person;
use crate::reminders::unreached;

/// One fact with its words.
pub(super) struct Told {
    /// What it is.
    pub term: Words,
    /// What the form says, or that it is not known.
    pub text: Words,
    /// The fact that can be verified, when it is one.
    pub fact: Option<Fact>,
    /// Whether somebody wrote it in their own words, on several lines.
    pub written: bool,
}

/// Facts that belong together.
pub(super) struct Group {
    /// Their heading.
    pub heading: Words,
    /// The facts.
    pub facts: Vec<Told>,
}

fn told(term: impl Into<Words>, text: impl Into<Words>) -> Told {
    Told { term: term.into(), text: text.into(), fact: None, written: false }
}

fn checked(fact: Fact, text: Option<Words>) -> Told {
    Told { fact: Some(fact), ..told(fact.word(), text.unwrap_or_else(|| "Not known".into())) }
}

fn line(text: Option<&Text>) -> Option<Words> {
    text.map(|text| text.reveal().to_owned().into())
}

fn narrative(text: Option<&Narrative>) -> Option<Words> {
    text.map(|text| text.reveal().to_owned().into())
}

fn if_said(term: &'static str, text: Option<Words>) -> Option<Told> {
    text.map(|text| told(term, text))
}

/// All facts in their groups; groups without facts are left out.
pub(super) fn groups(details: &ClientDetails, today: Date) -> Vec<Group> {
    let group = |heading: &'static str, facts: Vec<Told>| Group { heading: heading.into(), facts };
    let mut groups = vec![
        group("Person", person(details, today)),
        group("How to reach them", reach(details)),
        group("Being understood", understanding(details)),
        group("What brings them here", narrative(details.reason.as_ref()).map(reason).into_iter().collect()),
    ];
    groups.retain(|group| !group.facts.is_empty());
    groups
}

fn reason(text: Words) -> Told {
    Told { written: true, ..told("In a few sentences", text) }
}

fn person(details: &ClientDetails, today: Date) -> Vec<Told> {
    let name = Words::from("{name}").with("name", Name::new(details.full_name()));
    let others = details.other_names.as_ref().map(|names| Name::new(names.reveal()));
    let others = others.map(|names| Words::from("{name}").with("name", names));
    let born = details.birth_date.map(|born| born_words(born, today));
    let mut facts = vec![checked(Fact::Name, Some(name))];
    facts.extend(if_said("Other names", others));
    facts.push(checked(Fact::BirthDate, born));
    facts.extend(if_said("Number elsewhere", line(details.external_number.as_ref())));
    facts
}

/// "28 Feb 2010, 16 years".
pub(super) fn born_words(born: Date, today: Date) -> Words {
    let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    let age = i64::from(today.year()) - i64::from(born.year()) - i64::from(before_birthday);
    Words::count("{day}, {n} year", "{day}, {n} years", age.max(0)).with("day", when::plain_day(born))
}

fn reach(details: &ClientDetails) -> Vec<Told> {
    let mut facts = vec![
        checked(Fact::Phone, details.phone.as_ref().map(|phone| spoken_phone(phone.reveal()).into())),
        checked(Fact::Email, line(details.email.as_ref())),
        Told { written: true, ..checked(Fact::Address, narrative(details.address.as_ref())) },
    ];
    facts.extend(if_said("Time zone", line(details.zone.as_ref())));
    facts.extend(details.channels.iter().map(|(purpose, channel)| {
        told(purpose.word(), Words::from("Preferably: {way}").with("way", Words::from(channel.word())))
    }));
    facts
}

fn understanding(details: &ClientDetails) -> Vec<Told> {
    let language = details.language.as_ref().map(|tag| languages::told(tag.reveal()));
    let mut facts: Vec<Told> = if_said("Language", language).into_iter().collect();
    facts.extend(details.interpreter.then(|| told("Interpreter", "Needed")));
    facts.extend(if_said("What helps", line(details.accessibility.as_ref())));
    facts
}

fn hour(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// What must be kept to, one sentence each.
pub(crate) fn safe_rules(safe: &SafeContact) -> Vec<Words> {
    let mut rules: Vec<Words> = Vec::new();
    rules.extend(safe.no_voicemail.then(|| "Never leave a message on a machine.".into()));
    rules.extend(safe.say_no_name.then(|| "Never say where you call from.".into()));
    rules.extend(match (safe.not_before, safe.not_after) {
        (Some(from), Some(until)) => {
            Some(Words::from("Only between {from} and {until}.").with("from", hour(from)).with("until", hour(until)))
        }
        (Some(from), None) => Some(Words::from("Not before {from}.").with("from", hour(from))),
        (None, Some(until)) => Some(Words::from("Not after {until}.").with("until", hour(until))),
        (None, None) => None,
    });
    rules.extend(line(safe.other.as_ref()));
    rules
}

/// All facts with the rules of safe contact, as they stand on a sheet.
fn all(details: &ClientDetails, today: Date) -> Vec<Told> {
    let rules = safe_rules(&details.safe_contact).into_iter().map(|rule| told("Safe contact", rule));
    groups(details, today).into_iter().flat_map(|group| group.facts).chain(rules).collect()
}

/// What somebody has to know who calls or writes to the client, as a sheet.
pub(crate) fn how_to_reach(person: &Person, client: &ClientFile) -> Sheet {
    let mut sheet = blank("person", "How to reach the client");
    sheet.id = "reached".to_owned();
    let lines = || {
        let mut lines = reach_lines(client.details.as_ref()?, person.voice().today);
        lines.extend(unreached(client).into_iter().map(|(term, text)| Line::new(term, text)));
        Some(lines)
    };
    sheet.lines = speaking(person.voice(), lines).unwrap_or_default();
    sheet
}

/// Who the client is and how to reach them, with what must be kept to, one line each. To be called while a page is being built.
pub(crate) fn reach_lines(details: &ClientDetails, today: Date) -> Vec<Line> {
    let name = Words::from("{name}").with("name", Name::new(details.full_name()));
    let born = details.birth_date.map(|born| told("Born", born_words(born, today)));
    let rules = safe_rules(&details.safe_contact).into_iter().map(|rule| told("Safe contact", rule));
    let facts = std::iter::once(told("Name", name)).chain(born).chain(rules).chain(reach(details));
    facts.chain(understanding(details)).map(|fact| Line::new(fact.term, fact.text)).collect()
}

/// All facts as lines of a sheet.
pub(super) fn lines(details: &ClientDetails, today: Date) -> Vec<Line> {
    all(details, today).into_iter().map(|fact| Line::new(fact.term, fact.text)).collect()
}

/// What is different: each fact with what it was before. Facts that come and go are told as well.
pub(super) fn differences(old: &ClientDetails, new: &ClientDetails, today: Date) -> Vec<Line> {
    let (old, new) = (flat(old, today), flat(new, today));
    let nothing = || Words::from("nothing");
    let before = |term: &Words| old.iter().find(|(known, _)| known == term).map(|(_, text)| text.clone());
    let mut lines = Vec::new();
    for (term, text) in &new {
        let was = before(term).unwrap_or_else(nothing);
        if was != *text {
            lines.push(difference(term, &was, text));
        }
    }
    let gone = old.iter().filter(|(term, _)| !new.iter().any(|(known, _)| known == term));
    lines.extend(gone.map(|(term, text)| difference(term, text, &nothing())));
    lines
}

fn difference(term: &Words, old: &Words, new: &Words) -> Line {
    let text = Words::from("{new} (before: {old})").with("new", new).with("old", old);
    Line::new(term, text)
}

/// Facts by their terms; the rules of safe contact are one.
fn flat(details: &ClientDetails, today: Date) -> Vec<(Words, Words)> {
    let mut flat: Vec<(Words, Words)> = Vec::new();
    for fact in all(details, today) {
        match flat.iter_mut().find(|(known, _)| *known == fact.term) {
            Some((_, text)) => *text = Words::from("{one} {more}").with("one", &*text).with("more", fact.text),
            None => flat.push((fact.term, fact.text)),
        }
    }
    flat
}
