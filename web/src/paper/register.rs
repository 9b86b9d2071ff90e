//! Registering a physical item of a case.

use axum::extract::Path;
use casework::paper::{RegisterItem, register_paper};
use domain::event::Event;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::numbers::LabelCode;
use domain::paper::{About, CannotHandle, Form, NewItem, PaperRegistered};
use domain::policy::Action;

use super::told;
use crate::answer::{Answer, id};
use crate::cases::form::{self, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::step::{Round, Sign, Written};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{DraftState, Sheet};
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::paths;
use crate::person::Person;
use crate::signed::goes_back;

/// The places in use as choices.
pub(super) fn places(person: &Person, but: Option<ItemId>) -> Vec<Choice> {
    let used = person.organisation.places.used().into_iter().filter(|(id, _)| Some(*id) != but);
    used.map(|(id, place)| Choice::new(id.to_string(), place.name())).collect()
}

/// The forms as choices.
pub(super) fn forms() -> Vec<Choice> {
    Form::ALL.into_iter().map(|form| Choice::new(code(&form), form.word())).collect()
}

fn wording() -> Wording {
    Wording {
        heading: "Register an item".into(),
        lead: "A folder, an envelope or a medium that belongs to this case. It gets its number, its name and its label when you sign.".into(),
        action: "paper".to_owned(),
        draft: None,
        act: "Review and sign".into(),
        at: At::Documents,
    }
}

fn page(person: &Person, view: &CaseView, filled: Filled) -> Answer {
    let fields = |filled: &Filled| fields(person, filled);
    form::show(person, view, wording(), (filled, DraftState::new()), fields, Vec::new)
}

fn fields(person: &Person, filled: &Filled) -> Vec<Field> {
    let places = places(person, None);
    let place = filled.select("place", "Where it is put", &places);
    let place = match places.is_empty() {
        true => place.hint("There is no place yet: a records officer lays them down under Records."),
        false => place,
    };
    vec![
        filled.text("title", "What it holds").max(200).hint("It stands in the file and not on the label."),
        filled.radios("form", "What it is", &forms()),
        place,
        filled.select("level", "Confidentiality of what is said here", &form::levels(Level::Confidential)),
    ]
}

/// `GET /cases/{case}/paper/new`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    let view = CaseView::open(&person, id(&case)?, Action::RegisterPaper).await?;
    page(&person, &view, Filled::new())
}

/// `POST /cases/{case}/paper`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::RegisterPaper).await?;
    if goes_back(&sent) {
        return page(&person, &view, sent.filled());
    }
    let mut reader = Reader::new(&sent);
    let (title, chosen) = (reader.line("title"), reader.choice("form", decode::<Form>));
    let place = reader
        .choice("place", |text| text.parse::<ItemId>().ok().filter(|place| person.organisation.places.is_used(*place)));
    let (Some(title), Some(chosen), Some(place)) = (title, chosen, place) else {
        return page(&person, &view, reader.filled);
    };
    let order = RegisterItem { about: About { form: chosen, title }, place };
    let sheet = preview(&person, &view, &order);
    let round = Round {
        person: &person,
        sent: &sent,
        draft: None,
        action: paths::of_case(case, "paper"),
        to: paths::of_case(case, "documents"),
        shown: view.shown(),
        sign: Sign {
            says: "With your signature you say: this item belongs to this case, and lies where it stands here.".into(),
            ..Sign::author("Sign that this item is registered", "Register item")
        },
        done: Done::PAPER_REGISTERED,
    };
    let act = async |order: RegisterItem, ink| register_paper(&person.ctx, case, order, ink).await;
    let again = |rule: &CannotHandle| {
        let field = (*rule == CannotHandle::NoPlace).then_some("place");
        page(&person, &view, form::refused(&sent, rule, field))
    };
    let level = form::level(&sent, Level::Confidential);
    let written = Written { order, event: None, happened: None, level };
    round.sign(written, act, again, |_: Option<&Event>| sheet).await
}

/// The entry as it will stand; the code of its label is drawn when it is signed.
fn preview(person: &Person, view: &CaseView, order: &RegisterItem) -> Option<Sheet> {
    let (rules, today) = (&person.organisation.rulebook, person.voice().today);
    let label = LabelCode::from_random(0);
    let new = NewItem { id: person.ctx.new_item(), label, about: order.about.clone(), place: order.place };
    let decided = view.file().register_paper(new, &person.organisation.places, rules, today).ok()?;
    let Some(Event::PaperRegistered(PaperRegistered { about, place, name, .. })) = decided.first() else { return None };
    let place = told::place(&person.organisation, *place);
    Some(crate::face::voice::speaking(person.voice(), || told::registered(about, place, name.reveal(), None)))
}
