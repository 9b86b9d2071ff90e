//! Adding documents: files are sent first, described next, and signed together (CM-4.2.2).
//!
//! Sent files wait, sealed, for whoever sent them; this page shows each with the fields that make its name. The page works without a script; with one
//! files are dropped on it, several go at once, and a lost connection goes on where it was.

use axum::extract::Path;
use casework::documents::{FileOne, Waiting, file_documents, waiting};
use domain::documents::{CannotFile, Description};
use domain::event::Event;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::policy::Action;

use super::told;
use crate::answer::Answer;
use crate::answer::id;
use crate::cases::form::{self, levels};
use crate::cases::head::{At, CaseView};
use crate::cases::step::{Round, Sign, Written};
use crate::done::Done;
use crate::drafts;
use crate::face::form::Field;
use crate::face::parts::{DraftState, Folder, Sheet, Tabs};
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::signed::goes_back;

const DRAFT: &str = "documents";

/// The button that only shows the form anew, with files that have come meanwhile.
const MORE: &str = "more";

/// One file that waits.
#[derive(Debug, Clone)]
pub struct WaitingFile {
    /// What the sender calls it.
    pub name: Words,
    /// What kind of file, how long.
    pub more: Words,
    /// What describes it.
    pub fields: Vec<Field>,
    /// Where it is thrown away.
    pub drop: String,
}

/// `GET /cases/{case}/documents/new`
#[derive(Debug, Template)]
#[template(path = "documents/new.html")]
pub struct AddPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// Where files are sent.
    pub uploads: String,
    /// What is accepted.
    pub accepted: Words,
    /// The ways in without this page.
    pub ways: Option<Words>,
    /// The most that one file may have, in bytes.
    pub most: u64,
    /// Files that wait to be described.
    pub files: Vec<WaitingFile>,
    /// The field for all of them.
    pub level: Field,
    /// Where they are filed.
    pub action: String,
    /// Where the draft is saved.
    pub draft: String,
    /// Whether one is there.
    pub state: DraftState,
    /// What is wrong.
    pub form: Filled,
    /// Where "back" leads.
    pub back: String,
}

/// `GET /cases/{case}/documents/new`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let begun = drafts::begun(&person, Some(case), DRAFT).await?;
    again(&person, case, begun).await
}

/// The page with what was filled in.
pub async fn again(person: &Person, case: DossierId, begun: (Filled, DraftState)) -> Answer {
    let view = CaseView::open(person, case, Action::FileDocument).await?;
    let files = waiting(&person.ctx, case).await?;
    page(person, &view, &files, begun)
}

fn page(person: &Person, view: &CaseView, files: &[Waiting], (form, state): (Filled, DraftState)) -> Answer {
    let wrong = form.is_wrong();
    let form = person.keyed(form);
    let rules = &person.organisation.rulebook.documents;
    let build = |frame: Frame| AddPage {
        folder: view.folder(person, Vec::new()),
        tabs: view.tabs(At::Documents),
        uploads: paths::of_case(view.id(), "uploads"),
        accepted: told::accepted(rules),
        ways: view.file().number().and_then(|number| told::ways(&person.ctx, &number.to_string())),
        most: rules.most_bytes(),
        files: files.iter().map(|waiting| waiting_file(person, view, &form, waiting)).collect(),
        level: form.select("level", "How confidential", &levels(Level::Confidential)),
        action: paths::of_case(view.id(), "documents"),
        draft: drafts::address(Some(view.id()), DRAFT),
        state,
        back: paths::of_case(view.id(), "documents"),
        form,
        frame,
    };
    Ok(person.form("Add documents", wrong, build))
}

fn waiting_file(person: &Person, view: &CaseView, form: &Filled, waiting: &Waiting) -> WaitingFile {
    let rules = &person.organisation.rulebook.documents;
    let named = waiting.file.original.as_ref().map(|name| name.reveal().to_owned());
    let field = |part: &str| format!("{part}_{}", waiting.id);
    let types: Vec<Choice> = std::iter::once(Choice::new("", "Choose"))
        .chain(rules.types.iter().map(|kind| Choice::new(kind.code.clone(), kind.name.clone())))
        .collect();
    let mut fields = vec![
        form.text(&field("title"), "What it is").max(200).hint("Such as: letter from the school about attendance."),
        form.select(&field("type"), "Type", &types),
        Field::row(
            "Dates",
            vec![
                form.date(&field("dated"), "Date on it"),
                form.date(&field("received"), "Received").or(person.voice().today.to_string()),
            ],
        ),
    ];
    let known: Vec<Choice> = std::iter::once(Choice::new("", "No, it is a new document"))
        .chain(
            view.file()
                .documents
                .all
                .iter()
                .filter(|document| document.stands())
                .map(|document| Choice::new(document.id.to_string(), document.about.title.reveal().to_owned())),
        )
        .collect();
    if 1 < known.len() {
        let again = form.select(&field("of"), "Is it another version of one that is there", &known).free();
        let open = !form.value(&field("of")).is_empty();
        fields.push(Field::fold("It is another version of a document that is there", vec![again], open));
    }
    WaitingFile {
        name: named.map_or_else(|| "A file without a name".into(), Words::from),
        more: told::file(&waiting.file),
        fields,
        drop: paths::of_case(view.id(), &format!("uploads/{}/drop", waiting.id)),
    }
}

/// The files that the form speaks of, also those that wait no more: what is signed is what was shown.
fn read(person: &Person, sent: &Fields) -> Result<(Vec<FileOne>, Level), Filled> {
    let mut reader = Reader::new(sent);
    let rules = &person.organisation.rulebook;
    let mut orders = Vec::new();
    for upload in sent.after("title_").filter_map(|id| id.parse::<ItemId>().ok()) {
        let field = |part: &str| format!("{part}_{upload}");
        let title = reader.line(&field("title"));
        let kind = reader.choice(&field("type"), |code| {
            rules.documents.types.iter().find(|kind| kind.code == code).map(|kind| kind.code.clone())
        });
        let (dated, received) = (reader.date(&field("dated")), reader.date(&field("received")));
        let again = sent.text(&field("of")).parse::<ItemId>().ok();
        let (Some(kind), Some(title), Some(dated), Some(received)) = (kind, title, dated, received) else { continue };
        let about = Description { kind, title, dated, received };
        if let Err(why) = domain::documents::check_description(&about, rules, person.voice().today) {
            reader.wrong(&field("received"), crate::answer::sentence(&why.to_string()));
        }
        orders.push(FileOne { upload, about, again });
    }
    if !reader.is_good() {
        return Err(reader.filled);
    }
    Ok((orders, form::level(sent, Level::Confidential)))
}

/// `POST /cases/{case}/documents`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::FileDocument).await?;
    let files = waiting(&person.ctx, case).await?;
    let shown = |filled: Filled| page(&person, &view, &files, (filled, DraftState::new()));
    if goes_back(&sent) || sent.ticked(MORE) {
        return shown(sent.filled());
    }
    let signed = crate::signed::is_signed(&sent);
    let (orders, level) = match read(&person, &sent) {
        Ok(read) => read,
        Err(filled) => return shown(filled),
    };
    let now = person.voice().today;
    let filings = casework::documents::filings(&orders, &files);
    let gone = filings.len() < orders.len();
    let decided = view.file().file_documents(filings, &person.organisation.rulebook, now);
    let told = match decided.and_then(|events| if gone { Err(CannotFile::Gone) } else { Ok(events) }) {
        Ok(events) => events,
        // the operation says why, or that it was signed before
        Err(_) if signed => Vec::new(),
        Err(why) => return shown(form::refused(&sent, &why, None)),
    };
    let sheets: Vec<Sheet> = crate::face::voice::speaking(person.voice(), || {
        let rules = &person.organisation.rulebook.documents;
        told.iter().filter_map(|event| told::sheet(event, view.file(), rules)).collect()
    });
    let many = i64::try_from(orders.len()).unwrap_or(i64::MAX);
    let round = Round {
        person: &person,
        sent: &sent,
        draft: Some((case, DRAFT.to_owned())),
        action: paths::of_case(case, "documents"),
        to: paths::of_case(case, "documents"),
        shown: view.shown(),
        sign: Sign {
            title: Words::count("Sign that this document is filed", "Sign that these {n} documents are filed", many),
            act: Words::count("File document", "File {n} documents", many),
            says: "With your signature you say: these files belong to this case, and what is said of them is right."
                .into(),
            ..Sign::author("", "")
        },
        done: Done::DOCUMENTS_FILED,
    };
    let act = async |orders: Vec<FileOne>, ink| file_documents(&person.ctx, case, orders, ink).await;
    let again = |rule: &CannotFile| shown(form::refused(&sent, rule, None));
    let written = Written { order: orders, event: None, happened: None, level };
    round.sign(written, act, again, |_: Option<&Event>| Some(together(sheets))).await
}

/// Several documents on one sheet: a line for each.
fn together(mut sheets: Vec<Sheet>) -> Sheet {
    if sheets.len() == 1 {
        return sheets.remove(0);
    }
    let count = i64::try_from(sheets.len()).unwrap_or(i64::MAX);
    let mut whole = crate::cases::sheets::blank("document", Words::count("{n} document", "{n} documents", count));
    for sheet in sheets {
        let text = sheet.lines.iter().fold(sheet.title, |text, line| {
            Words::from("{before}\n{term}: {text}")
                .with("before", text)
                .with("term", line.term.clone())
                .with("text", line.text.clone())
        });
        whole.lines.push(crate::face::parts::Line::new("Document", text));
    }
    whole
}

impl AddPage {
    /// What is wrong, each with the label of its field.
    fn summary(&self) -> crate::face::form::Summary {
        let of_files = |summary: crate::face::form::Summary, file: &WaitingFile| summary.among(&file.fields);
        self.files.iter().fold(self.form.summary(), of_files)
    }
}
