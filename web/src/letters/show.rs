//! A letter that was written: its page, and its print.

use ::reports::{Document, Letter, paragraphs};
use axum::extract::{Path, State as Of};
use domain::event::Event;
use domain::ids::{DossierId, EntryNumber};
use domain::letters::LetterWritten;
use domain::plain::primary;
use domain::policy::Action;

use super::path;
use crate::answer::{Answer, id};
use crate::app::App;
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::Teller;
use crate::face::parts::{Act, Folder, Sheet, Tabs};
use crate::face::prelude::*;
use crate::paths;
use crate::person::Person;
use crate::plain;
use crate::press::marks;
use crate::problem::Problem;

/// `GET /cases/{case}/letters/{letter}`
#[derive(Debug, Template)]
#[template(path = "letters/show.html")]
pub struct LetterPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// The way to print it.
    pub print: Option<Act>,
    /// The letter.
    pub sheet: Sheet,
    /// How plainly it is written.
    pub plain: Words,
    /// What could have been said more plainly.
    pub findings: Vec<(String, Words)>,
    /// The way back.
    pub back: Link,
}

fn letter<'v>(view: &'v CaseView, entry: &str) -> Result<(EntryNumber, &'v LetterWritten), Problem> {
    let number: EntryNumber = entry.parse().map_err(|_| Problem::Missing)?;
    match view.seen.opened.entry(number).map(|entry| &entry.event) {
        Some(Event::LetterWritten(letter)) => Ok((number, letter)),
        _ => Err(Problem::Missing),
    }
}

/// `GET /cases/{case}/letters/{letter}`
pub async fn show(person: Person, Path((case, entry)): Path<(String, String)>) -> Answer {
    let view = CaseView::open(&person, id::<DossierId>(&case)?, Action::ReadCase).await?;
    let (number, letter) = letter(&view, &entry)?;
    let signed = view.seen.opened.entry(number).ok_or(Problem::Missing)?;
    let text = letter.text.reveal();
    let checked = plain::check(&person.organisation, &letter.language, text);
    Ok(person.show("Case", |frame| LetterPage {
        folder: view.folder(&person, Vec::new()),
        tabs: view.tabs(At::Timeline),
        print: view
            .may(Action::WriteLetter)
            .then(|| Act::link("Print the letter", path(view.id(), number, "pdf")).main().icon("print")),
        sheet: Teller::new(&view, &person).sheet(signed),
        plain: plain::summary(&checked),
        findings: plain::findings(&checked, text),
        back: Link::new(paths::entry(view.id(), number), "Back to the timeline"),
        frame,
    }))
}

/// `GET /cases/{case}/letters/{letter}/pdf`
pub async fn print(person: Person, Of(app): Of<App>, Path((case, entry)): Path<(String, String)>) -> Answer {
    let view = CaseView::open(&person, id::<DossierId>(&case)?, Action::WriteLetter).await?;
    let (number, letter) = letter(&view, &entry)?;
    let signed = view.seen.opened.entry(number).ok_or(Problem::Missing)?;
    let case_number = view.file().number().ok_or(Problem::Missing)?;
    let name = person.organisation.name.as_ref().filter(|_| !letter.without_sender);
    let document = Letter {
        organisation: name.map(|name| name.reveal().to_owned()).unwrap_or_default(),
        case_number,
        day: signed.happened().on(&person.voice().zone).date(),
        message: paragraphs(letter.text.reveal()),
        from: view.staff_name(signed.author()),
        language: Some(primary(&letter.language)),
        marks: marks(&person, number).await?,
    };
    app.press.print(Document::Letter(document), &format!("{case_number}-letter-{number}")).await
}

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    use crate::face::parts::Line;
    use crate::samples::{data, frame};
    let mut sheet = crate::cases::sheets::blank("letter", "Letter to the client");
    sheet.text = data("Good day, we expect you on Tuesday.").into();
    sheet.lines.push(Line::new(
        "Template",
        Words::from("Version {n}, in {language}").with("n", 2).with("language", "English"),
    ));
    let page = |findings: Vec<(String, Words)>, print: bool, sheet: Sheet| LetterPage {
        frame: frame(),
        folder: Folder {
            case: Number::new(data("2025-000377-W")),
            client: Number::new(data("C-D4N8GX-2")),
            level: "Confidential".into(),
            ..Folder::default()
        },
        tabs: Tabs { label: "In this case".into(), tabs: Vec::new() },
        print: print.then(|| Act::link("Print the letter", "/cases/1/letters/2/pdf").main().icon("print")),
        sheet,
        plain: "Nothing was found that could be said more plainly.".into(),
        findings,
        back: Link::new("/cases/1", "Back to the timeline"),
    };
    let harsh =
        vec![(data("you must"), Words::from("This may sound harsh. Perhaps: {say}").with("say", data("please")))];
    show.page("letter", &page(Vec::new(), true, sheet.clone()));
    show.page("letter-findings", &page(harsh, false, sheet));
}
