//! Letters to a client: writing one from an approved template, reading it, printing it (CC-4.1.1, CC-4.1.2).

pub mod new;
pub mod show;

use domain::event::Event;
use domain::ids::{DossierId, EntryNumber};

use crate::clients::languages;
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::paths;

/// A letter of a case, or its print.
pub(crate) fn path(case: DossierId, entry: EntryNumber, part: &str) -> String {
    let letter = paths::of_case(case, &format!("letters/{entry}"));
    if part.is_empty() { letter } else { format!("{letter}/{part}") }
}

/// A letter as a sheet.
pub(crate) fn sheet(event: &Event) -> Option<Sheet> {
    let Event::LetterWritten(letter) = event else { return None };
    let mut sheet = crate::cases::sheets::blank("letter", "Letter to the client");
    sheet.text = letter.text.reveal().to_owned().into();
    let template = Words::from("Version {n}, in {language}")
        .with("n", letter.template.version)
        .with("language", languages::told(&letter.language));
    sheet.lines.push(Line::new("Template", template).voiced(Voiced::Product));
    if letter.without_sender {
        sheet.lines.push(Line::new("Sender", "Without the name of the organisation").voiced(Voiced::Product));
    }
    Some(sheet)
}

#[cfg(test)]
pub(crate) use show::samples;
