//! Action items: what was promised, and settling it.

use axum::extract::Path;
use casework::contacts::{SettleAction, settle_action};
use domain::contacts::ActionSettled;
use domain::event::Event;
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;

use crate::answer::{Answer, id};
use crate::cases::form::{self, Tried};
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::Teller;
use crate::done::Done;
use crate::face::parts::{Empty, Folder, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, item};
use crate::paths;
use crate::person::Person;
use crate::signed::{Asking, Back, goes_back, is_signed, signing, young};

/// One open promise.
#[derive(Debug, Clone)]
pub struct Promise {
    /// Its id.
    pub item: String,
    /// The key of its form, which is its own: what is done about one promise is not done about another.
    pub once: String,
    /// What.
    pub what: Words,
    /// Who, by when.
    pub more: Words,
    /// How its clock stands.
    pub limit: State,
}

/// `GET /cases/{case}/actions`
#[derive(Debug, Template)]
#[template(path = "contacts/actions.html")]
pub struct ActionsPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// What is open.
    pub promises: Vec<Promise>,
    /// When nothing is.
    pub empty: Option<Empty>,
    /// Where it is settled.
    pub action: String,
    /// The last entry of the file as it is shown.
    pub seen: String,
    /// What was wrong.
    pub form: Filled,
}

/// `GET /cases/{case}/actions`
pub async fn show(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::SettleAction).await?;
    page(&person, &view, Filled::new())
}

fn page(person: &Person, view: &CaseView, form: Filled) -> Answer {
    let wrong = form.is_wrong();
    let build = |frame: Frame| {
        let promise = |action: &domain::contacts::Action| {
            let who = action.item.owner.map_or_else(|| "The client".to_owned(), |owner| view.staff_name(owner));
            let due = person.organisation.rulebook.office.close_of_day(action.item.due);
            Promise {
                item: action.item.id.to_string(),
                once: person.ctx.new_once().to_string(),
                what: action.item.what.reveal().to_owned().into(),
                more: Words::from("{who}, by {day}").with("who", who).with("day", when::day(action.item.due)),
                limit: State::limit(due),
            }
        };
        let promises: Vec<Promise> = view.file().contacts.open_actions().map(promise).collect();
        ActionsPage {
            folder: view.folder(person, Vec::new()),
            tabs: view.tabs(At::Timeline),
            empty: promises
                .is_empty()
                .then(|| Empty::new("Nothing is open.", "What is promised in a contact or a session appears here.")),
            promises,
            action: paths::of_case(view.id(), "actions"),
            seen: view.seen.opened.last.to_string(),
            form,
            frame,
        }
    };
    Ok(person.form("Action items", wrong, build))
}

/// `POST /cases/{case}/actions`
pub async fn settle(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::SettleAction).await?;
    if goes_back(&sent) {
        return page(&person, &view, sent.filled());
    }
    let mut reader = Reader::new(&sent);
    let note = reader.line_or_none("note");
    if !reader.is_good() {
        return page(&person, &view, reader.filled);
    }
    let settled = ActionSettled { item: item(&sent, "item")?, kept: sent.text("how") != "dropped", note };
    let mut bad = None;
    if is_signed(&sent) || young(&person) {
        let order = SettleAction { case, settled: settled.clone() };
        match form::tried(settle_action(&person.ctx, order, signing(&sent, Meaning::Author)).await)? {
            Tried::Signed(entry) => return form::done(Done::ACTION_SETTLED, entry),
            Tried::Rule(rule) => return page(&person, &view, form::refused(&sent, &rule, Some("note"))),
            Tried::Bad(wrong) => bad = Some(wrong),
        }
    }
    let asking = || Asking {
        title: "Sign".into(),
        act: "Sign".into(),
        back: Back::Form,
        action: paths::of_case(case, "actions"),
        says: Words::default(),
        then: Words::default(),
        facts: Vec::new(),
        level: Level::Confidential,
        shown: view.shown(),
        always: false,
    };
    let sheet = || Teller::new(&view, &person).content(&Event::ActionSettled(settled));
    form::sign(&person, &sent, asking, sheet, bad).await
}
