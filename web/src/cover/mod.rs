//! Cover: naming who stands in for whoever carries a case, for one case or for all of somebody's, and showing it (PT-3b, PT-4.4.2).

pub mod all;
pub mod case;
#[cfg(test)]
pub(crate) mod samples;

use casework::cover::Colleague;
use domain::cover::CannotCover;
use domain::slots::Period;
use domain::time::Instant;
use jiff::civil::{Date, Time};

use crate::face::form::Field;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::Reader;
use crate::hours::show::period;
use crate::person::Person;

/// Colleagues to choose from, with what each has in hand already, and when they are away next.
pub(crate) fn choices(free: &[Colleague]) -> Vec<Choice> {
    let choice = |one: &Colleague| {
        let cases = Words::count("{n} case", "{n} cases", one.cases);
        let words = Words::from("{name}, {cases}").with("name", &one.card.name).with("cases", cases);
        let words = match one.away.first() {
            Some(away) => Words::from("{who}, away {when}").with("who", words).with("when", period(*away)),
            None => words,
        };
        Choice::new(one.card.id.to_string(), words)
    };
    // nobody is chosen by a slip
    std::iter::once(Choice::new("", "Choose somebody")).chain(free.iter().map(choice)).collect()
}

/// Who stands in, from which day to which, and what they have to know first.
fn fields(form: &Filled, free: &[Colleague], (from, to): (Date, Option<Date>)) -> Vec<Field> {
    let last = form.date("to_day", "Last day");
    vec![
        form.select("staff", "Who stands in", &choices(free)),
        Field::row(
            "When",
            vec![
                form.date("from_day", "First day").or(from.to_string()),
                last.or(to.map(|day| day.to_string()).unwrap_or_default()),
            ],
        ),
        form.text("note", "What they have to know first").optional().max(200),
    ]
}

/// From the beginning of the first day to the end of the last one.
fn read_time(person: &Person, reader: &mut Reader<'_>) -> Option<Period> {
    let office = &person.organisation.rulebook.office;
    let (first, last) = (reader.date("from_day"), reader.date("to_day"));
    let (first, after) = (first?, last?.tomorrow().ok()?);
    let mut at = |name: &str, day: Date| {
        let at = office.instant(day, Time::midnight());
        at.map_err(|why| reader.wrong(name, crate::answer::sentence(&why.to_string()))).ok()
    };
    let (start, end) = (at("from_day", first), at("to_day", after));
    Some(Period { start: start?, end: end? })
}

/// At which field a rule is shown.
const fn place(rule: &CannotCover) -> Option<&'static str> {
    match rule {
        CannotCover::Backwards | CannotCover::Past | CannotCover::TooLong => Some("to_day"),
        CannotCover::TooFar | CannotCover::Covered => Some("from_day"),
        CannotCover::OwnCase
        | CannotCover::Named
        | CannotCover::WrongRole
        | CannotCover::Away
        | CannotCover::Excluded => Some("staff"),
        CannotCover::Closed(_) | CannotCover::OtherHands | CannotCover::NotKnown | CannotCover::Over => None,
    }
}

/// The last day of a cover, or its last moment when it ends within a day.
pub(crate) fn until(ends: Instant) -> String {
    let local = when::local(ends);
    match (local.hour(), local.minute()) {
        (0, 0) => when::day(local.date().yesterday().unwrap_or(local.date())),
        _ => when::when(ends),
    }
}
