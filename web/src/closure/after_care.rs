//! Asking a client once more after the case was closed. Whoever does it sees how to reach the client, how the case ended and what to ask; the file
//! stays closed (RC-4.4).

use axum::extract::Path;
use axum::response::Response;
use casework::closure::{FollowUp, follow_up, record_after_care};
use domain::event::Event;
use domain::ids::DossierId;
use domain::level::Level;
use domain::parting::{AfterCareOutcome, AfterCareRecorded, CannotFollowUp, Parting};
use domain::signature::Meaning;
use domain::staff::Role;

use super::show::Head;
use super::step::StepPage;
use crate::answer::{Answer, go, id};
use crate::cases::form::{self, Tried};
use crate::clients::how_to_reach;
use crate::done::Done;
use crate::drafts;
use crate::face::form::Field;
use crate::face::parts::{DraftState, Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode};
use crate::paths;
use crate::person::Person;
use crate::signed::{Asking, Back, Shown, goes_back, is_signed, signing};

/// The page, below a case.
pub(crate) const PART: &str = "after-care";

/// The draft of what came of it.
const DRAFT: &str = "aftercare";

/// Whoever supervises hands a follow-up over, when somebody leaves or is ill.
fn lead(person: &Person, case: DossierId) -> Words {
    if !person.card.is(Role::Supervisor) {
        return Words::default();
    }
    let way = Link::new(super::hands::path(case), "Hand it over to others");
    Words::from("If it is not for you to do: {way}.").with("way", way)
}

fn page(person: &Person, ask: &FollowUp, (form, state): (Filled, DraftState)) -> Response {
    let wrong = form.is_wrong();
    let form = person.keyed(form);
    let build = |frame: Frame| StepPage {
        head: Head {
            file: None,
            title: Words::from("Follow-up of case {number}").with("number", Number::new(&ask.number)),
            lead: "The case is closed. You see how to reach the client and what to ask, until this is recorded.".into(),
        },
        heading: "What came of it".into(),
        lead: lead(person, ask.case),
        about: vec![asked(ask), how_to_reach(person, &ask.reached)],
        losing: Vec::new(),
        action: paths::of_case(ask.case, PART),
        draft: drafts::address(Some(ask.case), DRAFT).into(),
        state,
        fields: fields(ask, &form),
        act: "Review and sign".into(),
        back: Link::new("/", "Back to Today"),
        form,
        frame,
    };
    person.form("Follow-up", wrong, build)
}

/// What is to be asked, and how the case ended.
fn asked(ask: &FollowUp) -> Sheet {
    let mut sheet = crate::cases::sheets::blank("phone", "What to ask");
    let fact = |term: &'static str, words: Words| Line::new(term, words).voiced(Voiced::Product);
    sheet.id = "asked".to_owned();
    sheet.lines = vec![
        Line::new("To be asked", ask.care.what.reveal().to_owned()),
        fact("By", when::full_day(ask.care.on).into()),
        fact("Closed", when::when(ask.closed).into()),
        fact("Outcome", ask.ending.outcome.word().into()),
        Line::new("Closing summary", ask.ending.summary.reveal().to_owned()),
    ];
    if 0 < ask.tries {
        sheet.lines.push(fact("Tried before", Words::count("once", "{n} times", ask.tries)));
    }
    sheet
}

fn fields(ask: &FollowUp, filled: &Filled) -> Vec<Field> {
    let choice = |outcome: AfterCareOutcome| {
        let choice = Choice::new(code(&outcome), outcome.word());
        match outcome {
            AfterCareOutcome::NeedsHelp => {
                choice.hint("The case is asked to be opened again, with your words; somebody else decides.")
            }
            _ => choice,
        }
    };
    let choices: Vec<Choice> = AfterCareOutcome::ALL.into_iter().map(choice).collect();
    let mut fields = vec![
        filled.radios("outcome", "What came of it", &choices),
        filled.area("note", "In words").rows(4).written().max(20_000),
    ];
    if ask.tries + 1 < Parting::TRIES {
        let again = filled.date("again", "Try again on").free();
        fields.push(again.hint("Only when nobody could be reached. Without a day, the follow-up ends here."));
    }
    fields
}

fn read(sent: &Fields) -> Result<AfterCareRecorded, Filled> {
    let mut reader = Reader::new(sent);
    let outcome = reader.choice("outcome", decode::<AfterCareOutcome>);
    let note = reader.narrative("note");
    let again = reader.date_or_none("again");
    match (outcome, note, reader.is_good()) {
        (Some(outcome), Some(note), true) => Ok(AfterCareRecorded { outcome, note, again }),
        _ => Err(reader.filled),
    }
}

/// At which field a rule is shown.
const fn field_of(rule: CannotFollowUp) -> Option<&'static str> {
    match rule {
        CannotFollowUp::NothingDue => None,
        CannotFollowUp::Reached
        | CannotFollowUp::TriedEnough
        | CannotFollowUp::AgainPast
        | CannotFollowUp::AgainTooFar => Some("again"),
    }
}

/// `GET /cases/{case}/after-care`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let ask = follow_up(&person.ctx, case).await?;
    let begun = drafts::begun(&person, Some(case), DRAFT).await?;
    Ok(page(&person, &ask, begun))
}

/// `POST /cases/{case}/after-care`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let mut bad = None;
    let read = read(&sent);
    if let (Ok(order), true) = (&read, is_signed(&sent)) {
        // Asked first: a form that is sent twice finds nothing to be asked any more, and is answered as the first time.
        let ink = signing(&sent, Meaning::Author).dropping(case, DRAFT);
        match form::tried(record_after_care(&person.ctx, case, order.clone(), ink).await)? {
            Tried::Signed(_) => return go(&Done::FOLLOWED_UP.at("/")),
            Tried::Rule(rule) => {
                let ask = follow_up(&person.ctx, case).await?;
                let filled = form::refused(&sent, &rule, field_of(rule));
                return Ok(page(&person, &ask, (filled, DraftState::new())));
            }
            Tried::Bad(wrong) => bad = Some(wrong),
        }
    }
    let ask = follow_up(&person.ctx, case).await?;
    let order = match read {
        _ if goes_back(&sent) => return Ok(page(&person, &ask, (sent.filled(), DraftState::new()))),
        Ok(order) => order,
        Err(filled) => return Ok(page(&person, &ask, (filled, DraftState::new()))),
    };
    let event = Event::AfterCareRecorded(order);
    let asking = || Asking {
        title: "Sign this follow-up".into(),
        act: "Sign follow-up".into(),
        back: Back::Form,
        action: paths::of_case(case, PART),
        says: Words::default(),
        then: "Then it is in the closed file. When the follow-up is over, you cannot look the client up any more."
            .into(),
        facts: vec![("Written".into(), when::full(person.now()).into())],
        level: Level::Confidential,
        shown: Shown { last: ask.last, read: paths::of_case(case, PART) },
        always: false,
    };
    form::sign(&person, &sent, asking, || told(&event).unwrap_or_default(), bad).await
}

/// What came of asking, as a sheet.
pub(crate) fn told(event: &Event) -> Option<Sheet> {
    let Event::AfterCareRecorded(recorded) = event else { return None };
    let mut sheet = crate::cases::sheets::blank("phone", "Follow-up after the closing");
    let fact = |term: &'static str, words: Words| Line::new(term, words).voiced(Voiced::Product);
    sheet.lines.push(fact("What came of it", recorded.outcome.word().into()));
    sheet.lines.extend(recorded.again.map(|again| fact("Tried again on", when::full_day(again).into())));
    sheet.text = recorded.note.reveal().to_owned().into();
    Some(sheet)
}
