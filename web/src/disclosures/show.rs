//! One disclosure: what left, to whom, why and how; the copy; and of one that was asked for, how far it is.

use axum::body::Body;
use axum::extract::{Path, State as Shared};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::Response;
use casework::disclosures::{CopyOpened, open_copy};
use domain::disclosures::{Asked, Chosen, Made};
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::sharing::GivenBy;

use super::{package, path, path_of, pickup, told};
use crate::answer::{Answer, id};
use crate::app::App;
use crate::cases::head::{At, CaseView};
use crate::clients::sharing::purpose;
use crate::documents::stream;
use crate::face::parts::{Act, Folder, Pairs, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;

/// How something stands that is on its way to the recipient.
#[derive(Debug, Clone)]
pub struct Panel {
    /// What it is.
    pub title: Words,
    /// In one word.
    pub state: State,
    /// What is to be done next.
    pub next: Words,
    /// What opens it, while it is to be told.
    pub keys: Pairs,
    /// What can be done.
    pub acts: Vec<Act>,
    /// What happened there, the latest first.
    pub happened: Vec<Words>,
}

/// `GET /cases/{case}/disclosures/{disclosure}`
#[derive(Debug, Template)]
#[template(path = "disclosures/show.html")]
pub struct DisclosurePage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// All of them.
    pub back: String,
    /// Which.
    pub title: Words,
    /// How far it is.
    pub state: State,
    /// What it is about.
    pub pairs: Pairs,
    /// What was told.
    pub told: String,
    /// The documents that were given with it.
    pub documents: Vec<Link>,
    /// What can be done.
    pub acts: Vec<Act>,
    /// The page at which it can be fetched, or the package as which it leaves.
    pub panel: Option<Panel>,
}

/// What is to be known of what was asked for.
pub(super) fn asked_pairs(view: &CaseView, asked: &Asked) -> Pairs {
    let order = &asked.asked;
    let pairs = Pairs::new()
        .with("To whom", Words::from("{name}").with("name", Name::new(order.recipient.reveal())))
        .with("What", told::chosen(view.file(), &order.chosen))
        .with("How", order.by.word())
        .with("Law", order.law.reveal().to_owned())
        .with("Why", order.reason.reveal().to_owned())
        .with(
            "Asked by",
            Words::from("{name}, {when}").with("name", view.staff_name(asked.by)).with("when", when::when(asked.at)),
        );
    let numbers = told::numbers(view.file(), &order.chosen);
    let pairs = if numbers.is_empty() { pairs } else { pairs.with("That is", numbers) };
    match &asked.decided {
        None => pairs,
        Some((decided, by, at)) => pairs.with(
            if decided.approved { "Approved" } else { "Refused" },
            Words::from("{name}, {when}: {note}")
                .with("name", view.staff_name(*by))
                .with("when", when::when(*at))
                .with("note", decided.note.reveal().to_owned()),
        ),
    }
}

fn made_pairs(view: &CaseView, made: &Made) -> Pairs {
    let order = &made.made;
    let mut pairs = Pairs::new()
        .with("To whom", Words::from("{name}").with("name", Name::new(order.recipient.reveal())))
        .with("What for", purpose(order.purpose, order.words.as_ref()))
        .with("What", told::chosen(view.file(), &order.chosen))
        .with("How", told::how(view.file(), order))
        .with("By what right", told::basis(&order.basis))
        .with(
            "Given out by",
            Words::from("{name}, {when}").with("name", view.staff_name(made.by)).with("when", when::when(made.at)),
        );
    let numbers = told::numbers(view.file(), &order.chosen);
    if !numbers.is_empty() {
        pairs = pairs.with("That is", numbers);
    }
    if let Some(copy) = &order.copy {
        let digest = Words::from("{digest}").with("digest", Number::new(&copy.digest));
        pairs = pairs.with("Fingerprint of the copy", digest);
    }
    pairs
}

/// How far one is that was asked for.
pub(super) fn state(asked: &Asked) -> State {
    match &asked.decided {
        None => State::due("Waits for a decision"),
        Some((decided, ..)) if decided.approved => State::due("Approved, not given out yet"),
        Some(_) => State::note("Refused"),
    }
}

fn documents(view: &CaseView, chosen: &Chosen) -> Vec<Link> {
    let link = |id: &ItemId| {
        let latest = view.file().documents.find(*id)?.latest()?;
        Some(Link::new(paths::document(view.id(), *id), latest.filed.about.title.reveal().to_owned()))
    };
    if view.may(Action::ReadDocument) { chosen.documents.iter().filter_map(link).collect() } else { Vec::new() }
}

/// `GET /cases/{case}/disclosures/{disclosure}`
pub async fn show(
    person: Person,
    Shared(app): Shared<App>,
    Path((case, disclosure)): Path<(String, String)>,
) -> Answer {
    let (case, disclosure): (DossierId, ItemId) = (id(&case)?, id(&disclosure)?);
    let view = CaseView::open(&person, case, Action::ReadCase).await?;
    let disclosures = &view.file().disclosures;
    let (made, asked) = (disclosures.made(disclosure), disclosures.asked(disclosure));
    if made.is_none() && asked.is_none() {
        return Err(Problem::Missing);
    }
    let panel = match made {
        Some(made) if made.made.by == GivenBy::Package => package::panel(&person, &view, made).await?,
        Some(made) => pickup::panel(&person, &app.settings.origin, &view, made).await?,
        None => None,
    };
    Ok(person.show("Disclosure", |frame| {
        let here = path_of(case, disclosure);
        let mut acts = Vec::new();
        let told = |chosen: &Chosen| chosen.told.as_ref().map(|told| told.reveal().to_owned()).unwrap_or_default();
        let (title, state, pairs, told, documents) = match (made, asked) {
            (Some(made), _) => {
                let copy = || Act::link("Get the copy", format!("{here}/copy")).icon("print");
                acts.extend(
                    made.made.copy.as_ref().map(|_| copy()).map(|act| if panel.is_some() { act } else { act.main() }),
                );
                let asked = made.made.inquiry.map(|inquiry| crate::inquiries::path(inquiry, ""));
                acts.extend(asked.map(|request| Act::link("To the request that it answers", request)));
                (
                    Words::from("Disclosure {n}").with("n", made.made.number),
                    State::done("Given out"),
                    made_pairs(&view, made),
                    told(&made.made.chosen),
                    documents(&view, &made.made.chosen),
                )
            }
            (None, Some(asked)) => {
                let approved = asked.decided.as_ref().is_some_and(|(decided, ..)| decided.approved);
                if approved && view.may(Action::Disclose) {
                    acts.push(Act::link("Give it out", format!("{here}/making")).main());
                }
                if asked.decided.is_none() && asked.by != person.ctx.staff() && view.may(Action::DecideDisclosure) {
                    acts.push(Act::link("Decide", format!("{here}/decision")).main());
                }
                let title = "Asked whether a law lets it be given out".into();
                (title, self::state(asked), asked_pairs(&view, asked), told(&asked.asked.chosen), Vec::new())
            }
            (None, None) => Default::default(),
        };
        DisclosurePage {
            folder: view.folder(&person, Vec::new()),
            tabs: view.tabs(At::Search),
            back: path(case),
            title,
            state,
            pairs,
            told,
            documents,
            acts,
            panel,
            frame,
        }
    }))
}

/// `GET /cases/{case}/disclosures/{disclosure}/copy`
pub async fn copy(person: Person, Path((case, disclosure)): Path<(String, String)>) -> Answer {
    let (case, disclosure): (DossierId, ItemId) = (id(&case)?, id(&disclosure)?);
    sent_out(open_copy(&person.ctx, case, disclosure).await?)
}

/// The copy as a file to be saved.
pub(super) fn sent_out(opened: CopyOpened) -> Answer {
    let response = Response::builder()
        .header(CONTENT_TYPE, opened.media.media_type())
        .header(CONTENT_LENGTH, opened.length)
        .header(CACHE_CONTROL, "no-store")
        .header(
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"disclosure-{}.{}\"", opened.number, opened.media.ending()),
        );
    let body: Body = stream(opened.reading, 0..opened.length);
    response.body(body).map_err(|_| Problem::Missing)
}
