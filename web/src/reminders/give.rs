//! Reminding a client by hand: what of, how to reach them, and what came of it.

use axum::extract::Path;
use casework::reminders::give_reminder;
use casework::sessions::{Reaching, reaching};
use domain::event::Event;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::reminders::{CannotRemind, Outcome, Reminder, ReminderGiven};

use super::told::{self, why};
use crate::answer::{Answer, id};
use crate::cases::form;
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::blank;
use crate::cases::step::{Round, Sign, Written};
use crate::clients::how_to_reach;
use crate::closure::show::Head;
use crate::closure::step::StepPage;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{DraftState, Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{goes_back, is_signed};

/// The address of the page.
pub(crate) fn path(case: DossierId, slot: ItemId) -> String {
    format!("{}/reminder", paths::session(case, slot))
}

/// What one sees.
struct Ask {
    view: CaseView,
    slot: ItemId,
    /// How to reach the client.
    reached: Sheet,
}

impl Ask {
    async fn find(person: &Person, case: DossierId, slot: ItemId) -> Result<Self, Problem> {
        let Reaching { seen, client } = reaching(&person.ctx, case).await?;
        let view = CaseView::of(person, seen).await?;
        Ok(Self { view, slot, reached: how_to_reach(person, &client) })
    }

    fn waits(&self) -> Option<&Reminder> {
        self.view.file().to_give(self.slot).next()
    }

    fn page(&self, person: &Person, form: Filled) -> Answer {
        let (Some(reminder), Some(slot)) = (self.waits(), self.view.booking(self.slot)) else {
            return Err(Problem::rule(&CannotRemind::NothingWaits));
        };
        let wrong = form.is_wrong();
        let form = person.keyed(form);
        let case = self.view.id();
        let build = |frame: Frame| {
            let fact = |term: &'static str, words: Words| Line::new(term, words).voiced(Voiced::Product);
            let mut about = blank("calendar", "The appointment");
            about.id = "about".to_owned();
            about.lines = vec![
                fact("When", when::full(slot.starts).into()),
                fact("With", self.view.staff_name(slot.staff).into()),
                fact("Where", slot.place.word().into()),
            ];
            let other = Link::new(format!("{}/missed", paths::session(case, slot.id)), "Move or cancel the session");
            StepPage {
                head: Head {
                    file: Some((self.view.folder(person, vec![]), self.view.tabs(At::Sessions))),
                    title: "Remind the client".into(),
                    lead: why(reminder),
                },
                heading: "Remind the client".into(),
                lead: Words::from("{why} If the client needs another time: {other}.")
                    .with("why", why(reminder))
                    .with("other", other),
                about: vec![about, self.reached.clone()],
                losing: Vec::new(),
                action: path(case, slot.id),
                draft: None,
                state: DraftState::new(),
                fields: fields(&form),
                act: "Review and sign".into(),
                back: Link::new(paths::of_case(case, "sessions"), "Back to the sessions"),
                form,
                frame,
            }
        };
        Ok(person.form("Remind the client", wrong, build))
    }
}

fn fields(filled: &Filled) -> Vec<Field> {
    let choices = Outcome::BY_HAND.map(|outcome| Choice::new(code(&outcome), told::outcome_word(outcome)));
    vec![
        filled.radios("outcome", "What came of it", &choices),
        filled.text("note", "More in words").optional().max(200),
    ]
}

/// `GET /cases/{case}/sessions/{slot}/reminder`
pub async fn new(person: Person, Path((case, slot)): Path<(String, String)>) -> Answer {
    Ask::find(&person, id(&case)?, id(&slot)?).await?.page(&person, Filled::new())
}

fn read(ask: &Ask, sent: &Fields) -> Result<Written<ReminderGiven>, Filled> {
    let mut reader = Reader::new(sent);
    let outcome = reader.choice("outcome", decode::<Outcome>).filter(|outcome| Outcome::BY_HAND.contains(outcome));
    let note = reader.line_or_none("note");
    let (Some(outcome), true) = (outcome, reader.is_good()) else { return Err(reader.filled) };
    let hours = ask.waits().map_or(0, |reminder| reminder.hours);
    Ok(Written::new(ReminderGiven { slot: ask.slot, hours, outcome, note }, Event::ReminderGiven, Level::Standard))
}

/// `POST /cases/{case}/sessions/{slot}/reminder`
pub async fn create(person: Person, Path((case, slot)): Path<(String, String)>, sent: Fields) -> Answer {
    let (case, slot): (DossierId, ItemId) = (id(&case)?, id(&slot)?);
    let ask = Ask::find(&person, case, slot).await?;
    if goes_back(&sent) || (!is_signed(&sent) && ask.waits().is_none()) {
        return ask.page(&person, sent.filled());
    }
    let written = match read(&ask, &sent) {
        Ok(written) => written,
        Err(filled) => return ask.page(&person, filled),
    };
    let round = Round {
        person: &person,
        sent: &sent,
        draft: None,
        action: path(case, slot),
        to: paths::of_case(case, "sessions"),
        shown: ask.view.shown(),
        sign: Sign::author("Sign this entry", "Sign"),
        done: Done::REMINDED,
    };
    let act = async |given: ReminderGiven, ink| {
        give_reminder(&person.ctx, case, slot, (given.outcome, given.note), ink).await
    };
    let again = |rule: &CannotRemind| ask.page(&person, form::refused(&sent, rule, None));
    let sheet = |event: Option<&Event>| -> Option<Sheet> { event.and_then(told::sheet) };
    round.sign(written, act, again, sheet).await
}
