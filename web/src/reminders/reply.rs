//! What a client wrote back: to be read, and what came of it.

use axum::extract::Path;
use casework::reminders::settle_reply;
use casework::sessions::{Reaching, reaching};
use domain::event::Event;
use domain::ids::{DossierId, EntryNumber};
use domain::level::Level;
use domain::reminders::{CannotRemind, Reply, ReplySettled};
use domain::sessions::Slot;

use super::told;
use crate::answer::{Answer, id};
use crate::cases::form;
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::blank;
use crate::cases::step::{Round, Sign, Written};
use crate::clients::how_to_reach;
use crate::closure::show::Head;
use crate::closure::step::StepPage;
use crate::done::Done;
use crate::face::parts::{DraftState, Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{goes_back, is_signed};

/// The address of the page.
pub(crate) fn path(case: DossierId, entry: EntryNumber) -> String {
    paths::of_case(case, &format!("replies/{entry}"))
}

/// What the page is called.
const HEADING: &str = "The client wrote back";

/// What one sees.
struct Ask {
    view: CaseView,
    entry: EntryNumber,
    /// How to reach the client.
    reached: Sheet,
}

impl Ask {
    async fn find(person: &Person, case: DossierId, entry: EntryNumber) -> Result<Self, Problem> {
        let Reaching { seen, client } = reaching(&person.ctx, case).await?;
        let view = CaseView::of(person, seen).await?;
        Ok(Self { view, entry, reached: how_to_reach(person, &client) })
    }

    fn reply(&self) -> Option<&Reply> {
        self.view.file().reminders.reply(self.entry).filter(|reply| !reply.settled)
    }

    fn page(&self, person: &Person, form: Filled) -> Answer {
        let Some(reply) = self.reply() else { return Err(Problem::rule(&CannotRemind::NoReply)) };
        let wrong = form.is_wrong();
        let form = person.keyed(form);
        let build = |frame: Frame| {
            let head = Head {
                file: Some((self.view.folder(person, vec![]), self.view.tabs(At::Sessions))),
                title: HEADING.into(),
                lead: Words::default(),
            };
            let booked = self.view.file().sessions.slot(reply.received.slot);
            step(head, self.view.id(), reply, booked, self.reached.clone(), form, frame)
        };
        Ok(person.form(HEADING, wrong, build))
    }
}

/// What the client wrote, how to reach them, and what came of it.
pub(super) fn step(
    head: Head,
    case: DossierId,
    reply: &Reply,
    booked: Option<&Slot>,
    reached: Sheet,
    form: Filled,
    frame: Frame,
) -> StepPage {
    let mut wrote = blank("mail", "What the client wrote");
    wrote.id = "wrote".to_owned();
    wrote.text = reply.received.text.reveal().to_owned().into();
    let fact = |term: &'static str, words: Words| Line::new(term, words).voiced(Voiced::Product);
    wrote.lines.push(fact("When", when::when(reply.at).into()));
    wrote.lines.extend(booked.map(|slot| fact("About the session", when::full(slot.starts).into())));
    if reply.received.stop {
        wrote.lines.push(fact("Text messages", told::STOPPED.into()));
    }
    let lead = match booked {
        Some(slot) => {
            let href = format!("{}/missed", paths::session(case, slot.id));
            Words::from("No session has changed by it yet. {other} if the client asks for that.")
                .with("other", Link::new(href, "Move or cancel the session"))
        }
        None => "No session has changed by it.".into(),
    };
    StepPage {
        head,
        heading: HEADING.into(),
        lead,
        about: vec![wrote, reached],
        losing: Vec::new(),
        action: path(case, reply.entry),
        draft: None,
        state: DraftState::new(),
        fields: vec![form.text("note", "What came of it").max(200)],
        act: "Review and sign".into(),
        back: Link::new(paths::of_case(case, "sessions"), "Back to the sessions"),
        form,
        frame,
    }
}

/// `GET /cases/{case}/replies/{entry}`
pub async fn new(person: Person, Path((case, entry)): Path<(String, String)>) -> Answer {
    Ask::find(&person, id(&case)?, id(&entry)?).await?.page(&person, Filled::new())
}

/// `POST /cases/{case}/replies/{entry}`
pub async fn create(person: Person, Path((case, entry)): Path<(String, String)>, sent: Fields) -> Answer {
    let (case, entry): (DossierId, EntryNumber) = (id(&case)?, id(&entry)?);
    let ask = Ask::find(&person, case, entry).await?;
    if goes_back(&sent) || (!is_signed(&sent) && ask.reply().is_none()) {
        return ask.page(&person, sent.filled());
    }
    let mut reader = Reader::new(&sent);
    let note = reader.line("note");
    let (Some(note), true) = (note, reader.is_good()) else { return ask.page(&person, reader.filled) };
    let written = Written::new(ReplySettled { reply: entry, note }, Event::ReplySettled, Level::Confidential);
    let round = Round {
        person: &person,
        sent: &sent,
        draft: None,
        action: path(case, entry),
        to: paths::of_case(case, "sessions"),
        shown: ask.view.shown(),
        sign: Sign::author("Sign this entry", "Sign"),
        done: Done::REMINDED,
    };
    let act = async |order: ReplySettled, ink| settle_reply(&person.ctx, case, order, ink).await;
    let again = |rule: &CannotRemind| ask.page(&person, form::refused(&sent, rule, None));
    let sheet = |event: Option<&Event>| -> Option<Sheet> { event.and_then(told::sheet) };
    round.sign(written, act, again, sheet).await
}
