//! Attesting the filing of a case: every document and physical item with a tick of its own, or with what is wrong, and one signature for the page.
//!
//! There is no way to tick several at once. The name of a field holds the item and the entry in which it stood as it was shown, so that another
//! version that came meanwhile is not ticked by mistake (RC-4.5a).

use axum::extract::Path;
use casework::closure::attest_filing;
use domain::attestation::{CannotAttest, Filed, FilingAttested, FilingMark, Marked};
use domain::event::Event;
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;

use crate::answer::{Answer, id};
use crate::cases::form;
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::{Teller, small};
use crate::cases::step::{Round, Sign, Written};
use crate::done::Done;
use crate::drafts;
use crate::face::form::Field;
use crate::face::parts::{Act, DraftState, Folder, Line, Sheet, Tabs, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::signed::goes_back;

const DRAFT: &str = "filing";

/// The most that is asked about on one page; what is left is asked about on the next.
const MOST: usize = 100;

/// A document or physical item on the page.
#[derive(Debug, Clone)]
pub struct FilingLine {
    /// What it is.
    pub title: Words,
    /// Type and dates, or form and place.
    pub more: Words,
    /// Its name by the convention.
    pub name: String,
    /// What kind of file and when it was filed, or the label.
    pub file: Words,
    /// Level, whereabouts.
    pub states: Vec<State>,
    /// Ways to look at it.
    pub acts: Vec<Act>,
    /// What was said of it.
    pub said: Words,
    /// The tick, and what is wrong.
    pub fields: Vec<Field>,
}

/// `GET /cases/{case}/closure/filing`
#[derive(Debug, Template)]
#[template(path = "closure/filing.html")]
pub struct FilingPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// Types of document that are asked for and are not there.
    pub missing: Vec<Words>,
    /// Where one is added.
    pub add: String,
    /// What is to be looked at.
    pub lines: Vec<FilingLine>,
    /// How many more there are than are shown.
    pub rest: Words,
    /// What was looked at already.
    pub attested: Vec<FilingLine>,
    /// Where it is sent.
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

/// `GET /cases/{case}/closure/filing`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::AttestFiling).await?;
    let begun = drafts::begun(&person, Some(case), DRAFT).await?;
    page(&person, &view, begun)
}

fn page(person: &Person, view: &CaseView, (form, state): (Filled, DraftState)) -> Answer {
    let wrong = form.is_wrong();
    let form = person.keyed(form);
    let rules = &person.organisation.rulebook;
    let marked = |filed: &Filed<'_>| view.file().attestation.of(filed.id());
    let right = |filed: &Filed<'_>| marked(filed).is_some_and(|marked| marked.mark.wrong.is_none());
    let (good, asked): (Vec<Filed<'_>>, Vec<Filed<'_>>) = view.file().filed(rules).into_iter().partition(right);
    let rest = i64::try_from(asked.len().saturating_sub(MOST)).unwrap_or(i64::MAX);
    let build = |frame: Frame| FilingPage {
        folder: view.folder(person, Vec::new()),
        tabs: view.tabs(At::Closure),
        missing: view
            .file()
            .missing_documents(rules)
            .iter()
            .map(|code| rules.documents.name_of(code).to_owned().into())
            .collect(),
        add: paths::of_case(view.id(), "documents/new"),
        lines: asked
            .iter()
            .take(MOST)
            .map(|filed| {
                let marked = marked(filed);
                FilingLine { fields: fields(&form, *filed, marked), ..line(person, view, *filed, marked) }
            })
            .collect(),
        rest: match rest {
            0 => Words::default(),
            n => Words::count("One more comes after these.", "{n} more come after these.", n),
        },
        attested: good.iter().map(|filed| line(person, view, *filed, marked(filed))).collect(),
        action: paths::of_case(view.id(), "closure/filing"),
        draft: drafts::address(Some(view.id()), DRAFT),
        state,
        back: paths::of_case(view.id(), "closure"),
        form,
        frame,
    };
    Ok(person.form("Closure", wrong, build))
}

fn line(person: &Person, view: &CaseView, filed: Filed<'_>, marked: Option<&Marked>) -> FilingLine {
    let said = marked.map(|marked| {
        let words = match &marked.mark.wrong {
            None => Words::from("Present and correctly filed. {who}, {when}"),
            Some(wrong) => Words::from("Wrong: “{wrong}”. {who}, {when}").with("wrong", wrong.reveal()),
        };
        words.with("who", view.staff_name(marked.by)).with("when", when::when(marked.at))
    });
    let said = said.unwrap_or_default();
    match filed {
        Filed::Document(document) => {
            let line = crate::documents::line(person, view, document);
            let (title, more, name) = (line.title, line.more, line.name);
            let acts = line.acts.into_iter().map(Act::beside).collect();
            FilingLine { title, more, name, file: line.file, states: line.states, acts, said, fields: Vec::new() }
        }
        Filed::Paper(item) => {
            let line = crate::paper::section::line(person, view, item);
            let registered = Words::from("{label}, registered {when}");
            let file = registered.with("label", line.label).with("when", when::when(item.registered));
            let acts = vec![Act::link("Details", line.href).plain().about(line.title.clone()).beside()];
            let states = vec![line.state];
            FilingLine {
                title: line.title,
                more: line.more,
                name: line.name,
                file,
                states,
                acts,
                said,
                fields: Vec::new(),
            }
        }
    }
}

/// The tick and the line of one item; both name the entry in which it stood as it is shown.
fn fields(form: &Filled, filed: Filed<'_>, marked: Option<&Marked>) -> Vec<Field> {
    let key = format!("{}_{}", filed.id(), filed.said());
    let wrong = marked.and_then(|marked| marked.mark.wrong.as_ref()).map_or("", |wrong| wrong.reveal());
    vec![
        form.check(&format!("here_{key}"), "Present and correctly filed"),
        form.text(&format!("wrong_{key}"), "Or what is wrong").optional().max(200).or(wrong),
    ]
}

/// One mark for each item that the form speaks of: what is signed is what was shown.
fn read(view: &CaseView, person: &Person, sent: &Fields) -> Result<FilingAttested, Filled> {
    let mut reader = Reader::new(sent);
    let filed = view.file().filed(&person.organisation.rulebook);
    let mut marks = Vec::new();
    for key in sent.after("wrong_") {
        let Some((item, entry)) = key.split_once('_') else { continue };
        let (Ok(item), Ok(entry)) = (item.parse(), entry.parse()) else { continue };
        let here = format!("here_{key}");
        let wrong = reader.line_or_none(&format!("wrong_{key}"));
        if sent.ticked(&here) == wrong.is_some() {
            let title = filed.iter().find(|filed| filed.id() == item).map_or("", |filed| filed.title().reveal());
            let words = match wrong {
                Some(_) => Words::from("“{title}” is either right or wrong; please choose one."),
                None => Words::from("Please look at “{title}”, then tick it, or say what is wrong."),
            };
            reader.wrong(&here, words.with("title", title));
        }
        marks.push(FilingMark { item, entry, wrong });
    }
    if reader.is_good() { Ok(FilingAttested { marks }) } else { Err(reader.filled) }
}

/// `POST /cases/{case}/closure/filing`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::AttestFiling).await?;
    let shown = |filled: Filled| page(&person, &view, (filled, DraftState::new()));
    if goes_back(&sent) {
        return shown(sent.filled());
    }
    let order = match read(&view, &person, &sent) {
        Ok(order) => order,
        Err(filled) => return shown(filled),
    };
    let refused = |rule: &CannotAttest| shown(form::refused(&sent, rule, None));
    // what was signed a moment ago is answered by the operation as it was then
    let signed = crate::signed::is_signed(&sent);
    if let Err(why) = view.file().attest_filing(order.clone(), &person.organisation.rulebook)
        && !signed
    {
        return refused(&why);
    }
    let teller = Teller::new(&view, &person);
    let round = Round {
        person: &person,
        sent: &sent,
        draft: Some((case, DRAFT.to_owned())),
        action: paths::of_case(case, "closure/filing"),
        to: paths::of_case(case, "closure"),
        shown: view.shown(),
        sign: Sign {
            says: "With your signature you say: I have looked at each of these myself, and it is as it stands here.".into(),
            then: "What is wrong keeps the case open until it is mended. Another version or a correction is looked at again.".into(),
            ..Sign::author("Sign what you have looked at", "Sign what I looked at")
        },
        done: Done::FILING_ATTESTED,
    };
    let act = async |order: FilingAttested, ink| attest_filing(&person.ctx, case, order, ink).await;
    let written = Written::new(order, Event::FilingAttested, Level::Confidential);
    round.sign(written, act, refused, |event| event.map(|event| teller.content(event))).await
}

/// What was said of documents and items as a sheet; those that the reader may not see are counted and not named.
pub(crate) fn told(event: &Event, view: &CaseView, person: &Person) -> Option<Sheet> {
    let Event::FilingAttested(attested) = event else { return None };
    let filed = view.file().filed(&person.organisation.rulebook);
    let title = |mark: &FilingMark| match filed.iter().find(|filed| filed.id() == mark.item) {
        Some(filed) => filed.title().reveal().to_owned().into(),
        None => Words::from("Something that is not in the file any more, or that you may not see"),
    };
    let many = i64::try_from(attested.marks.len()).unwrap_or(i64::MAX);
    let heading = "One document or item looked at, whether it is present and correctly filed";
    let several = "{n} documents and items looked at, whether each is present and correctly filed";
    let mut sheet = small("document", Words::count(heading, several, many));
    let (wrong, right): (Vec<_>, Vec<_>) = attested.marks.iter().partition(|mark| mark.wrong.is_some());
    for mark in wrong {
        let words = Words::from("{title}: {wrong}").with("title", title(mark));
        let said = mark.wrong.as_ref().map_or("", |wrong| wrong.reveal());
        sheet.lines.push(Line::new("Wrong", words.with("wrong", said)));
    }
    let names = Words::joined(right.into_iter().map(title), "{all}\n{one}");
    sheet.lines.extend(names.map(|names| Line::new("Present and correctly filed", names).voiced(Voiced::Product)));
    Some(sheet)
}
