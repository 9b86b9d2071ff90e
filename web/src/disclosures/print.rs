//! Paper about disclosures: the account of what left, and the form on which a client agrees.

use ::reports::{Document, Section, Statement, TextBlock, paragraphs};
use axum::extract::{Path, State as Shared};
use casework::house::Seen;
use domain::clients::{ClientFile, ConsentGivenHow};
use domain::disclosures::Made;
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;
use domain::sharing::{GivenBy, InfoKind, Sharing, SharingPurpose};

use super::list::Days;
use super::told;
use crate::answer::{Answer, id};
use crate::app::App;
use crate::cases::head::CaseView;
use crate::clients::sharing::purpose;
use crate::face::prelude::*;
use crate::face::voice::speaking;
use crate::face::when;
use crate::guard::Query;
use crate::person::Person;
use crate::press::marks;
use crate::problem::Problem;
use crate::reports::plain;

pub(super) fn block(label: &'static str, text: impl Into<Words>) -> TextBlock {
    TextBlock { label: plain(&label.into()), paragraphs: paragraphs(&plain(&text.into())) }
}

pub(super) fn name(text: &str) -> Words {
    Words::from("{name}").with("name", Name::new(text))
}

pub(super) fn organisation(person: &Person) -> String {
    person.organisation.name.as_ref().map(|name| name.reveal().to_owned()).unwrap_or_default()
}

pub(super) fn numbers(view: &CaseView) -> Vec<String> {
    let client = view.around.client.as_ref().map(|client| client.number.clone());
    client.into_iter().chain(view.file().number().map(|number| number.to_string())).collect()
}

/// The number of a disclosure outside its case.
pub(super) fn mark_of(view: &CaseView, number: u32) -> String {
    let case = view.file().number().map(|number| number.to_string()).unwrap_or_default();
    format!("{case}/D{number}")
}

fn account_section(view: &CaseView, made: &Made) -> Section {
    let order = &made.made;
    let mut blocks = vec![
        block(
            "Given out",
            Words::from("{when}, {name}").with("when", when::full(made.at)).with("name", view.staff_name(made.by)),
        ),
        block("To whom", name(order.recipient.reveal())),
        block("What for", purpose(order.purpose, order.words.as_ref())),
        block("What", told::chosen(view.file(), &order.chosen)),
        block("How", told::how(view.file(), order)),
        block("By what right", told::basis(&order.basis)),
    ];
    let numbers = told::numbers(view.file(), &order.chosen);
    if !numbers.is_empty() {
        blocks.push(block("That is", numbers));
    }
    blocks.extend(order.chosen.told.as_ref().map(|told| block("Told", told.reveal().to_owned())));
    blocks.extend(order.copy.as_ref().map(|copy| block("SHA-256 of the copy", copy.digest.clone())));
    Section { heading: plain(&Words::from("Disclosure {n}").with("n", order.number)), blocks }
}

/// `GET /cases/{case}/disclosures/pdf`
pub async fn account(
    person: Person,
    Shared(app): Shared<App>,
    Path(case): Path<String>,
    Query(days): Query<Days>,
) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::PrintCase).await?;
    let marks = marks(&person, view.seen.opened.last).await?;
    let voice = person.voice().clone().with_curtain(false);
    let statement = speaking(&voice, || {
        let made = days.of(&view, &person);
        let count = Words::count("{n} disclosure", "{n} disclosures", i64::try_from(made.len()).unwrap_or(i64::MAX));
        let head =
            Section { heading: String::new(), blocks: vec![block("Days", days.words()), block("In all", count)] };
        Statement {
            organisation: organisation(&person),
            numbers: numbers(&view),
            title: plain(&"Account of disclosures".into()),
            level: made.iter().map(|one| view.file().level_of(&one.made.chosen)).max().unwrap_or(Level::Confidential),
            mark: None,
            sections: std::iter::once(head).chain(made.into_iter().map(|made| account_section(&view, made))).collect(),
            entries: Vec::new(),
            sign: Vec::new(),
            marks,
        }
    });
    app.press.print(Document::Statement(statement), &format!("disclosures-{}", person.voice().today)).await
}

/// The form on which a client agrees that something is shared: to be filled in by hand, or as it was recorded.
///
/// # Errors
/// [`Problem`] when the ledger's latest checkpoint cannot be read.
pub(crate) async fn consent_form(
    person: &Person,
    client: &Seen<ClientFile>,
    sharing: Option<&Sharing>,
) -> Result<Document, Problem> {
    let marks = marks(person, client.opened.last).await?;
    let voice = person.voice().clone().with_curtain(false);
    Ok(Document::Statement(speaking(&voice, || {
        let agreed = sharing.map(|sharing| &sharing.agreed);
        let line = || "\u{2026}".repeat(40);
        let text = |known: Option<String>| known.unwrap_or_else(line);
        let ticks = |label: &'static str, all: &mut dyn Iterator<Item = (bool, &'static str)>| TextBlock {
            label: plain(&label.into()),
            paragraphs: all
                .map(|(ticked, word)| format!("[{}] {}", if ticked { "x" } else { "   " }, plain(&word.into())))
                .collect(),
        };
        let has = |is: &dyn Fn(&domain::sharing::SharingAgreed) -> bool| agreed.is_some_and(is);
        let purposes = SharingPurpose::ALL.into_iter().map(|one| (has(&|known| known.purpose == one), one.word()));
        let kinds = InfoKind::ALL.into_iter().map(|one| (has(&|known| known.kinds.contains(&one)), one.word()));
        let ways = GivenBy::ALL.into_iter().map(|one| (has(&|known| known.ways.contains(&one)), one.word()));
        let days = |day: fn(&domain::sharing::SharingAgreed) -> jiff::civil::Date| {
            text(agreed.map(|agreed| when::plain_day(day(agreed))))
        };
        let mut blocks = vec![
            block("Who may have it", text(agreed.map(|agreed| agreed.recipient.reveal().to_owned()))),
            ticks("What for", &mut purposes.into_iter()),
            block(
                "In my own words",
                text(agreed.and_then(|a| a.words.as_ref()).map(|words| words.reveal().to_owned())),
            ),
            ticks("What may be shared", &mut kinds.into_iter()),
            ticks("How it may be given", &mut ways.into_iter()),
            block("From", days(|agreed| agreed.from)),
            block("Last day", days(|agreed| agreed.until)),
        ];
        if let Some(agreed) = agreed {
            blocks.push(block("How it was given", agreed.how.word()));
            blocks.extend(agreed.by.as_ref().map(|by| block("Witness, or who agreed", by.reveal().to_owned())));
        }
        let mine = "I agree that what is ticked here is given to the person or service named here. I can take this back at any time, without giving a reason, \
                    by telling anybody who works here. From then on nothing more is given.";
        let mine = Section { heading: plain(&"What I agree to".into()), blocks: vec![block("In short", mine)] };
        let signs = |how: ConsentGivenHow| {
            if how == ConsentGivenHow::Signed {
                "Date, and signature"
            } else {
                "Date, and signature of the witness, or of who agrees"
            }
        };
        Statement {
            organisation: organisation(person),
            numbers: client.number.map(|number| number.to_string()).into_iter().collect(),
            title: plain(&"Consent to share".into()),
            level: Level::Confidential,
            mark: None,
            sections: vec![mine, Section { heading: plain(&"What, to whom, and until when".into()), blocks }],
            entries: Vec::new(),
            sign: vec![
                plain(&signs(agreed.map_or(ConsentGivenHow::Signed, |agreed| agreed.how)).into()),
                plain(&"For the organisation: date, and signature".into()),
            ],
            marks,
        }
    })))
}
