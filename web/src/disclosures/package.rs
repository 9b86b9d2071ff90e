//! A locked package as our own people see it: fetching it, its password, and writing down that the recipient has it (FS-4.5.2, CC-4.4.2). Decision 0039.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use casework::disclosures::{answer_package, open_package, package_key, package_password};
use domain::disclosures::{CannotPack, DisclosureMade, Made, PackageAnswered, PackageReceipt};
use domain::event::Event;
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::sharing::GivenBy;
use domain::signature::Meaning;
use domain::text::Line as Text;

use super::path_of;
use super::show::Panel;
use crate::answer::{Answer, go, id};
use crate::cases::head::CaseView;
use crate::cases::sheets::{blank, small};
use crate::documents::pieces;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{Act, Line, Pairs, Sheet};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::problem::Problem;
use crate::reports::plain;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

const TITLE: &str = "Locked package";

fn path(case: DossierId, disclosure: ItemId) -> String {
    format!("{}/package", path_of(case, disclosure))
}

/// Where it is written what became of a package.
pub(crate) fn answering(case: DossierId, disclosure: ItemId) -> String {
    format!("{}/receipt", path(case, disclosure))
}

/// The package of a disclosure; nothing when it was given out by another way.
pub(super) async fn panel(person: &Person, view: &CaseView, made: &Made) -> Result<Option<Panel>, Problem> {
    if made.made.by != GivenBy::Package {
        return Ok(None);
    }
    let gives = view.may(Action::Disclose);
    let (locked_by_key, received) = (made.made.key.is_some(), made.is_received());
    let mut keys = Pairs::new();
    if gives && !locked_by_key && !received {
        let password = package_password(&person.ctx, view.id(), made.made.id).await?;
        let password = Words::from("{password}").with("password", Number::new(password));
        keys = keys.with("Password, to be told by phone", password);
    }
    if gives && !received {
        keys = keys.with("How they open it", "With any program for files that end in .age");
    }
    let get = || Act::link("Get the package", path(view.id(), made.made.id)).icon("out");
    let say = || Act::link("Write down what they say", answering(view.id(), made.made.id));
    let lost = !made.answers.is_empty() && !received;
    let acts = match (gives, received, lost) {
        (false, ..) => Vec::new(),
        (true, false, false) => vec![get().main(), say()],
        (true, false, true) => vec![say().plain(), get().plain()],
        (true, true, _) => vec![get().plain()],
    };
    let waits = made.unanswered(&person.organisation.rulebook).map(when::full_day).unwrap_or_default();
    let next = match (received, lost, locked_by_key) {
        (true, ..) => "Nothing more is to be done here.".into(),
        (_, true, _) => {
            "Somebody may have it who should not. Tell whoever looks after data protection. When it is sent again, give out another package: it opens with another password.".into()
        }
        (_, _, true) => Words::from(
            "Get the package and send it. Their own key opens it. Ask by {day} whether it has arrived: a number stands in it that they can tell you.",
        )
        .with("day", waits),
        (_, _, false) => Words::from(
            "Get the package and send it, and tell them the password by phone: never with the package. Ask by {day} whether it has arrived: a number stands in it that they can tell you.",
        )
        .with("day", waits),
    };
    Ok(Some(Panel { title: TITLE.into(), state: state(made), next, keys, acts, happened: happened(view, made) }))
}

/// How a package stands.
pub(super) fn state(made: &Made) -> State {
    match made.answers.last().map(|answer| answer.said.receipt) {
        None => State::due("They have not said yet that they have it"),
        Some(PackageReceipt::Opened) => State::done("They have opened it"),
        Some(PackageReceipt::Confirmed) => State::done("They have it"),
        Some(PackageReceipt::Lost) => State::note("Did not arrive"),
    }
}

fn happened(view: &CaseView, made: &Made) -> Vec<Words> {
    let told = |answer: &domain::disclosures::Answered| {
        let said = &answer.said;
        let words = if said.note.is_some() {
            Words::from("{when}: {what}. {who} said so; written down by {name}. {note}")
        } else {
            Words::from("{when}: {what}. {who} said so; written down by {name}.")
        };
        words
            .with("when", when::when(answer.at))
            .with("what", Words::from(heard(said.receipt)))
            .with("who", Name::new(said.who.reveal()))
            .with("name", view.staff_name(answer.by))
            .with("note", said.note.as_ref().map(|note| note.reveal().to_owned()).unwrap_or_default())
    };
    made.answers.iter().rev().map(told).collect()
}

pub(super) const fn heard(receipt: PackageReceipt) -> &'static str {
    match receipt {
        PackageReceipt::Opened => "They have opened the package, and knew its number",
        PackageReceipt::Confirmed => "They have the package",
        PackageReceipt::Lost => "The package did not arrive, or does not open",
    }
}

/// The field for a key of the recipient's own.
pub(super) fn key_field(form: &Filled) -> Field {
    let open = !form.value("key").is_empty() || form.is_wrong_at("key");
    let key = form
        .text("key", "Their public key")
        .hint("It begins with age1. The package then opens with their key alone, and has no password.")
        .max(200)
        .free();
    Field::fold("A locked package, and they have a key of their own", vec![key], open)
}

/// The key of the recipient, where something is given out as a package.
pub(super) fn read_key(reader: &mut Reader<'_>, by: GivenBy) -> Option<Text> {
    if by == GivenBy::Package { reader.other("key", package_key) } else { None }
}

/// What stands in a package for whoever opens it.
pub(super) fn read_me(organisation: &str, number: &str, order: &DisclosureMade, receipt: &str) -> String {
    let lines: [Words; 6] = [
        Words::from("{number}, from {organisation}, for {recipient}.")
            .with("number", number.to_owned())
            .with("organisation", organisation.to_owned())
            .with("recipient", order.recipient.reveal().to_owned()),
        "This is confidential. It is for the recipient named above and must not be passed on. Keep it locked, or delete it when you have taken it over.".into(),
        Words::from("Please tell us this number, so that we know that you could open it: {receipt}").with("receipt", receipt.to_owned()),
        Words::from("{file}: what we give you, to be read and printed.").with("file", format!("disclosure-{}.pdf", order.number)),
        Words::from("{file}: the same for a program that reads FHIR R4.").with("file", "record.fhir.json"),
        Words::count(
            "Besides there is {n} document, as it was filed.",
            "Besides there are {n} documents, as they were filed.",
            i64::try_from(order.chosen.documents.len()).unwrap_or(i64::MAX),
        ),
    ];
    let last = if order.chosen.documents.is_empty() { lines.len() - 1 } else { lines.len() };
    // Windows' editor is content with these ends of lines as well
    lines.iter().take(last).map(|line| format!("{}\r\n\r\n", plain(line))).collect()
}

/// `GET /cases/{case}/disclosures/{packed}/package`
pub async fn fetch(person: Person, Path((case, disclosure)): Path<(String, String)>) -> Answer {
    let (case, disclosure): (DossierId, ItemId) = (id(&case)?, id(&disclosure)?);
    let opened = open_package(&person.ctx, case, disclosure).await?;
    let response = Response::builder()
        .header(CONTENT_TYPE, "application/octet-stream")
        .header(CACHE_CONTROL, "no-store")
        .header(CONTENT_DISPOSITION, format!("attachment; filename=\"disclosure-{}.zip.age\"", opened.number));
    let mut locked = opened.locked;
    response.body(pieces(move || Some(locked.more()?.map(|piece| vec![piece])))).map_err(|_| Problem::Missing)
}

struct Known {
    view: CaseView,
    disclosure: ItemId,
    recipient: String,
}

impl Known {
    async fn of(person: &Person, case: &str, disclosure: &str) -> Result<Self, Problem> {
        let (case, disclosure): (DossierId, ItemId) = (id(case)?, id(disclosure)?);
        let view = CaseView::open(person, case, Action::Disclose).await?;
        let made = view.file().disclosures.made(disclosure).filter(|made| made.made.by == GivenBy::Package);
        let recipient = made.ok_or(Problem::Missing)?.made.recipient.reveal().to_owned();
        Ok(Self { view, disclosure, recipient })
    }

    fn page(&self, person: &Person, filled: Filled) -> Response {
        here::show(person, filled, self.view.seen.opened.last, Challenge::OldSignIn, |form| {
            let name = Words::from("{name}").with("name", Name::new(&self.recipient));
            asks(form, name, answering(self.view.id(), self.disclosure), path_of(self.view.id(), self.disclosure))
        })
    }
}

fn asks(form: &Filled, recipient: Words, action: String, back: String) -> Asks {
    let receipts = PackageReceipt::ALL.map(|one| Choice::new(code(&one), one.word()));
    Asks {
        title: TITLE,
        heading: "What became of the package".into(),
        lead: "Ask the recipient, by a number or address that you knew before.".into(),
        about: Pairs::new().with("To whom", recipient),
        action,
        fields: vec![
            form.radios("receipt", "What they say", &receipts),
            form.text("number", "The number that stands in the package")
                .hint("Six digits. Only when they have told it to you.")
                .max(20)
                .free(),
            form.text("who", "Who said so").hint("By name, or the office that you spoke to.").max(200),
            form.text("note", "In your own words")
                .hint("When it did not arrive: what happened, and what you do about it.")
                .max(200)
                .free(),
        ],
        act: "Sign and write it down",
        back: Link::new(back, "Back to the disclosure"),
    }
}

const fn place_of(rule: &CannotPack) -> Option<&'static str> {
    match rule {
        CannotPack::OtherNumber => Some("number"),
        CannotPack::NoNote => Some("note"),
        _ => None,
    }
}

/// `GET /cases/{case}/disclosures/{packed}/package/receipt`
pub async fn ask(person: Person, Path((case, disclosure)): Path<(String, String)>) -> Answer {
    let known = Known::of(&person, &case, &disclosure).await?;
    Ok(known.page(&person, Filled::new()))
}

/// `POST /cases/{case}/disclosures/{packed}/package/receipt`
pub async fn create(person: Person, Path((case, disclosure)): Path<(String, String)>, sent: Fields) -> Answer {
    let known = Known::of(&person, &case, &disclosure).await?;
    let mut reader = Reader::new(&sent);
    let receipt = reader.choice("receipt", decode::<PackageReceipt>);
    let (who, note) = (reader.line("who"), reader.line_or_none("note"));
    let (Some(receipt), Some(who), true) = (receipt, who, reader.is_good()) else {
        return Ok(known.page(&person, reader.filled));
    };
    let order = PackageAnswered { disclosure: known.disclosure, receipt, who, note };
    let case = known.view.id();
    match answer_package(&person.ctx, case, order, sent.text("number"), signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::PACKAGE_ANSWERED.at(&path_of(case, known.disclosure))),
        Err(failure) => Ok(known.page(&person, here::refused(&sent, failure, place_of)?)),
    }
}

/// The sheet of an entry about a package.
pub(super) fn sheet(event: &Event) -> Option<Sheet> {
    let Event::PackageAnswered(said) = event else { return super::pickup::sheet(event) };
    let mut sheet = match said.receipt {
        PackageReceipt::Lost => small("warning", heard(said.receipt)),
        PackageReceipt::Opened | PackageReceipt::Confirmed => blank("done", heard(said.receipt)),
    };
    let who = Words::from("{name}").with("name", Name::new(said.who.reveal()));
    sheet.lines.push(Line::new("Who said so", who));
    sheet.text = said.note.as_ref().map(|note| note.reveal().to_owned()).unwrap_or_default().into();
    Some(sheet)
}

#[cfg(test)]
pub(super) fn samples(show: &mut crate::samples::Samples) {
    for (name, form) in [
        ("package-receipt", Filled::new()),
        (
            "package-receipt-wrong",
            Filled::new().with("receipt", "opened").with("number", "123456").wrong(
                "number",
                "This is not the number that stands in the package; ask them to read it again, or choose that they did not tell it.",
            ),
        ),
    ] {
        let recipient = Words::from("{name}").with("name", Name::new("Riverside Family Centre"));
        let asks = asks(&form, recipient, "/cases/1/disclosures/1/package/receipt".to_owned(), "/".to_owned());
        show.page(name, &here::sample(asks, form, crate::samples::frame()));
    }
}
