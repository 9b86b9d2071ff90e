//! Where the client goes on: the hand-over as the file knows it, its fields, and its lines on the sheet (FS-4.5.2).

use domain::closure::{CannotHandOn, Ending, HandedOn, Onward};
use domain::disclosures::Made;
use domain::sharing::GivenBy;

use super::sheet::fact;
use crate::answer::sentence;
use crate::cases::head::CaseView;
use crate::cases::sheets::blank;
use crate::face::form::Field;
use crate::face::parts::{Line, Sheet};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::Reader;

const FIELDS: [&str; 4] = ["onward_to", "onward_from", "onward_until", "onward_missing"];

/// At which field a rule is shown.
pub(super) const fn place_of(rule: &CannotHandOn) -> &'static str {
    match rule {
        CannotHandOn::Nobody | CannotHandOn::NotOnward => "onward_to",
        CannotHandOn::Gap => "onward_until",
        CannotHandOn::Lacks(_) => "onward_missing",
    }
}

/// What is asked when the client goes on elsewhere.
pub(super) fn field(form: &Filled) -> Field {
    let open = FIELDS.iter().any(|name| !form.value(name).is_empty() || form.is_wrong_at(name));
    Field::fold(
        "The client goes on elsewhere",
        vec![
            form.text("onward_to", "Who takes over, and how to reach them").free().max(200),
            form.date("onward_from", "They begin on").free().hint("Leave it empty when it is not known yet."),
            form.text("onward_until", "Who is there for the client until then")
                .hint("When they do not begin on the day on which the service ends.")
                .free()
                .max(200),
            form.text("onward_missing", "Why something is missing")
                .hint("When no service has said that it takes over, nothing was given out to them, or nobody knows whether it has arrived.")
                .free()
                .max(200),
        ],
        open,
    )
}

/// What was said of it; nothing when all of it was left empty.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Onward> {
    let (to, from) = (reader.line_or_none("onward_to"), reader.date_or_none("onward_from"));
    let (until_then, missing) = (reader.line_or_none("onward_until"), reader.line_or_none("onward_missing"));
    let said = from.is_some() || until_then.is_some() || missing.is_some();
    match to {
        Some(to) => Some(Onward { to, from, until_then, missing }),
        None => {
            if said {
                reader.wrong("onward_to", sentence(&CannotHandOn::Nobody.to_string()));
            }
            None
        }
    }
}

/// Its lines on the sheet.
pub(super) fn lines(ending: &Ending) -> Vec<Line> {
    let Some(Onward { to, from, until_then, missing }) = &ending.onward else { return Vec::new() };
    let said = |term, line: &domain::text::Line| Line::new(term, line.reveal().to_owned());
    let begins = from.map_or_else(|| "Not known yet".into(), |day| Words::from(when::full_day(day)));
    [said("Who takes over", to), fact("They begin on", begins)]
        .into_iter()
        .chain(until_then.as_ref().map(|line| said("Until then", line)))
        .chain(missing.as_ref().map(|line| said("Something is missing because", line)))
        .collect()
}

/// Whether the file knows anything of a hand-over.
pub(super) fn is_begun(view: &CaseView) -> bool {
    let HandedOn { taken, given, .. } = view.file().handed_on();
    !taken.is_empty() || !given.is_empty()
}

/// What the file knows of the hand-over, for whoever ends the case or approves that it ends.
pub(super) fn evidence(view: &CaseView) -> Sheet {
    let handed = view.file().handed_on();
    let mut sheet = blank("portal", "What was handed on");
    sheet.id = "handed".to_owned();
    let taken = handed.taken.iter().map(|one| Words::from("{who}").with("who", one.made.to.reveal().to_owned()));
    let none = || Words::from("None");
    sheet.lines.push(fact("Has taken over", Words::joined(taken, "{all}; {one}").unwrap_or_else(none)));
    let given = handed.given.iter().map(|made| given(view, made, &handed));
    sheet.lines.push(fact("Given out to them", Words::joined(given, "{all}; {one}").unwrap_or_else(none)));
    sheet.lines.push(fact("Missing", handed.lacks().map_or_else(|| "Nothing".into(), |lack| sentence(lack.word()))));
    sheet
}

fn given(view: &CaseView, made: &Made, handed: &HandedOn<'_>) -> Words {
    let words = Words::from("Disclosure {n}").with("n", made.made.number);
    let link = Link::new(crate::disclosures::path_of(view.id(), made.made.id), words);
    let awaited = handed.awaited.iter().any(|one| one.made.id == made.made.id);
    let stands = match made.made.by {
        _ if awaited => "nobody knows whether it has arrived",
        GivenBy::Package | GivenBy::Page => "it has arrived",
        _ => "given out",
    };
    Words::from("{disclosure}, {day}: {stands}")
        .with("disclosure", link)
        .with("day", when::when(made.at))
        .with("stands", Words::from(stands))
}
