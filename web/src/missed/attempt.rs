//! Trying to reach a client who missed a session: the steps of the programme, how to reach the client safely, and what came of it.

use axum::extract::Path;
use casework::missed::{MakeAttempt, make_attempt};
use casework::sessions::{Reaching, reaching};
use domain::event::Event;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::missed::{AttemptMade, Came, CannotAttempt, FollowUp};
use domain::reach::Channel;

use super::told::{not_held, one};
use crate::answer::{Answer, id};
use crate::cases::form;
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::{Teller, blank};
use crate::cases::step::{Round, Sign, Written};
use crate::clients::how_to_reach;
use crate::closure::show::Head;
use crate::closure::step::StepPage;
use crate::contacts::new::{field_of, happened, when_fields};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{DraftState, Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::sessions::next::{NEXT, Offers, place_of, read_next, slot_row};
use crate::signed::{goes_back, is_signed};

/// The address of the page.
pub(crate) fn path(case: DossierId, slot: ItemId) -> String {
    format!("{}/attempts", paths::session(case, slot))
}

/// What one sees.
struct Ask<'a> {
    person: &'a Person,
    view: CaseView,
    slot: ItemId,
    offers: Offers,
    /// How to reach the client.
    reached: Sheet,
}

impl<'a> Ask<'a> {
    async fn find(person: &'a Person, case: DossierId, slot: ItemId, form: &Filled) -> Result<Self, Problem> {
        let Reaching { seen, client } = reaching(&person.ctx, case).await?;
        let view = CaseView::of(person, seen).await?;
        let offers = Offers::find(person, case, None, form, NEXT).await?;
        Ok(Self { person, view, slot, offers, reached: how_to_reach(person, &client) })
    }

    fn found(&self) -> Option<FollowUp<'_>> {
        let found = self.view.file().follow_up(&self.person.organisation.rulebook);
        found.filter(|found| found.missed.slot.id == self.slot)
    }

    fn page(&self, form: Filled) -> Answer {
        let person = self.person;
        let Some(found) = self.found() else { return Err(Problem::rule(&CannotAttempt::NothingMissed)) };
        let wrong = form.is_wrong();
        let form = person.keyed(form);
        let case = self.view.id();
        let build = |frame: Frame| {
            StepPage {
            head: Head {
                file: Some((self.view.folder(person, vec![]), self.view.tabs(At::Sessions))),
                title: "Follow up a missed session".into(),
                lead: Words::default(),
            },
            heading: "Follow up a missed session".into(),
            lead: match found.next {
                None if found.rests => "Another session is booked. Somebody still has to see that the client is safe.".into(),
                Some(_) => "Each attempt is recorded, also one that reached nobody. They end when the client was reached or a session is booked.".into(),
                None => "Every attempt that the programme asks for was made. The supervisor looks at the case and says how it goes on; another attempt can be recorded all the same.".into(),
            },
            about: vec![self.steps(&found), self.reached.clone()],
            losing: Vec::new(),
            action: path(case, self.slot),
            draft: None,
            state: DraftState::new(),
            fields: self.fields(&found, &form),
            act: "Review and sign".into(),
            back: Link::new(paths::of_case(case, "sessions"), "Back to the sessions"),
            form,
            frame,
        }
        };
        Ok(person.form("Follow up a missed session", wrong, build))
    }

    /// What was missed, what was tried, and what is still to be tried by when.
    fn steps(&self, found: &FollowUp<'_>) -> Sheet {
        let late = self.person.organisation.rulebook.late_cancel_hours;
        let mut sheet = blank("calendar", "The steps");
        sheet.id = "steps".to_owned();
        let fact = |term: Words, words: Words| Line::new(term, words).voiced(Voiced::Product);
        let missed = Words::from("{when}: {what}")
            .with("when", when::full(found.missed.slot.starts))
            .with("what", not_held(found.missed, late));
        sheet.lines.push(fact("The session".into(), missed));
        if let Some(due) = found.welfare {
            let words = Words::from("Somebody sees that the client is safe, by {when}.").with("when", when::when(due));
            sheet.lines.push(fact("Welfare check".into(), words));
        }
        let numbered = |n: usize| Words::from("Attempt {n}").with("n", n);
        let mut made = 0;
        for attempt in &found.attempts {
            let term = match attempt.made.welfare {
                true => "Welfare check".into(),
                false => {
                    made += 1;
                    numbered(made)
                }
            };
            sheet.lines.push(fact(term, one(attempt, &self.view)));
        }
        for (n, step) in found.rules.attempts.iter().enumerate().skip(made).filter(|_| !found.rests) {
            let how = Words::from(step.channel.word());
            let words = match found.next.filter(|_| n == made) {
                Some((_, due)) => Words::from("{how}, by {when}").with("how", how).with("when", when::when(due)),
                None => Words::from("{how}, {days} after the one before")
                    .with("how", how)
                    .with("days", Words::count("{n} working day", "{n} working days", step.days)),
            };
            sheet.lines.push(fact(numbered(n + 1), words));
        }
        sheet
    }

    fn fields(&self, found: &FollowUp<'_>, filled: &Filled) -> Vec<Field> {
        let next = found.next.map(|(step, _)| step.channel);
        let channel = |channel: Channel| {
            let choice = Choice::new(code(&channel), channel.word());
            if Some(channel) == next { choice.chosen() } else { choice }
        };
        let time = Choice::new("time", "To find another time");
        let welfare = Choice::new("welfare", "To see that the client is safe").hint("A welfare check.");
        let purposes = if found.welfare.is_some() { [time, welfare.chosen()] } else { [time.chosen(), welfare] };
        let [when, late] = when_fields(self.person, filled);
        let came = [
            Choice::new("reached", Came::REACHED).hint("Say below what comes next."),
            Choice::new("message_left", Came::MessageLeft.word()),
            Choice::new("not_reached", Came::NotReached.word()),
            Choice::new("undeliverable", Came::Undeliverable.word())
                .hint("A wrong number, or a letter that came back."),
        ];
        vec![
            filled.cards("channel", "How", &Channel::ALL.map(channel)),
            filled.radios("purpose", "What for", &purposes),
            when,
            late,
            filled.radios("came", "What came of it", &came),
            self.offers.agreed_field(&self.view, filled).hint("When the client was reached."),
            slot_row(&self.view, &self.offers, filled),
            filled.text("none_because", "If none is booked: why").optional().max(200),
            filled.text("note", "More in words").optional().max(200),
        ]
    }

    fn read(&self, sent: &Fields) -> Result<Written<AttemptMade>, Filled> {
        let mut reader = Reader::new(sent);
        let channel = reader.choice("channel", decode::<Channel>);
        let purpose =
            reader.choice("purpose", |text| Some(text.to_owned()).filter(|it| it == "time" || it == "welfare"));
        let at = happened(&mut reader, self.person);
        let came = match sent.text("came") {
            "reached" => read_next(&mut reader, self.person, sent).map(Came::Reached),
            _ => reader.choice("came", decode::<Came>),
        };
        let note = reader.line_or_none("note");
        let late_because = reader.line_or_none("late_because");
        let (Some(channel), Some(purpose), Some(at), Some(came), true) = (channel, purpose, at, came, reader.is_good())
        else {
            return Err(reader.filled);
        };
        let welfare = purpose == "welfare";
        let attempt = AttemptMade { slot: self.slot, channel, welfare, came, note, late_because };
        if !is_signed(sent) {
            let when = domain::contacts::When { happened: at, now: self.person.now() };
            let checked = self.view.file().attempt(attempt.clone(), when, &self.person.organisation.rulebook);
            checked.map_err(|rule| form::refused(sent, &rule, place(rule)))?;
        }
        Ok(Written::new(attempt, Event::AttemptMade, Level::Standard).happened(at))
    }
}

/// At which field a rule is shown.
const fn place(rule: CannotAttempt) -> Option<&'static str> {
    match rule {
        CannotAttempt::Contact(rule) => field_of(rule),
        CannotAttempt::Session(rule) => place_of(rule),
        CannotAttempt::Before => Some("time"),
        CannotAttempt::Closed(_) | CannotAttempt::NothingMissed => None,
    }
}

/// `GET /cases/{case}/sessions/{slot}/attempts`
pub async fn new(person: Person, Path((case, slot)): Path<(String, String)>) -> Answer {
    Ask::find(&person, id(&case)?, id(&slot)?, &Filled::new()).await?.page(Filled::new())
}

/// `POST /cases/{case}/sessions/{slot}/attempts`
pub async fn create(person: Person, Path((case, slot)): Path<(String, String)>, sent: Fields) -> Answer {
    let (case, slot): (DossierId, ItemId) = (id(&case)?, id(&slot)?);
    let ask = Ask::find(&person, case, slot, &sent.filled()).await?;
    if goes_back(&sent) || (!is_signed(&sent) && ask.found().is_none()) {
        return ask.page(sent.filled());
    }
    let written = match ask.read(&sent) {
        Ok(written) => written,
        Err(filled) => return ask.page(filled),
    };
    let round = Round {
        person: &person,
        sent: &sent,
        draft: None,
        action: path(case, slot),
        to: paths::of_case(case, "sessions"),
        shown: ask.view.shown(),
        sign: Sign::author("Sign this entry", "Sign"),
        done: Done::ATTEMPT_MADE,
    };
    let act = async |attempt, ink| make_attempt(&person.ctx, MakeAttempt { case, attempt }, ink).await;
    let again = |rule: &CannotAttempt| ask.page(form::refused(&sent, rule, place(*rule)));
    let teller = Teller::new(&ask.view, &person);
    let sheet = |event: Option<&Event>| -> Option<Sheet> { event.map(|event| teller.content(event)) };
    round.sign(written, act, again, sheet).await
}
