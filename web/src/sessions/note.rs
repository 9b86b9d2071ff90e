//! The session: ready on the left, the note on the right, the next booking, one signature.

use axum::extract::Path;
use axum::response::Response;
use casework::sessions::{CannotMeetHere, RecordSession, record_session};
use domain::contacts::{PlanAfter, When};
use domain::event::Event;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::plans::GoalRating;
use domain::policy::Action;
use domain::sessions::{SessionRecorded, Slot};

use super::missed::place_of_rule;
use super::next::{NEXT, Offers, read_next, slot_row};
use super::ready::{Ready, ready};
use crate::answer::{Answer, id};
use crate::cases::form;
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::Teller;
use crate::cases::step::{Round, Sign, Written};
use crate::contacts::new::{action_fields, action_items, late_field, plan_field, same_day};
use crate::done::Done;
use crate::drafts;
use crate::face::form::Field;
use crate::face::parts::{Act, DraftState, Folder, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::feeds::appointment::address;
use crate::fields::{Fields, Reader, decode};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{goes_back, is_signed};

/// `GET /cases/{case}/sessions/{slot}`
#[derive(Debug, Template)]
#[template(path = "sessions/note.html")]
pub struct SessionPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// The left column.
    pub ready: Ready,
    /// Where the note is sent.
    pub action: String,
    /// Where its draft is saved.
    pub draft: String,
    /// Whether a draft is there.
    pub state: DraftState,
    /// What is wrong.
    pub form: Filled,
    /// What happened.
    pub what: Vec<Field>,
    /// Goals, rated together.
    pub ratings: Vec<Field>,
    /// What follows.
    pub after: Vec<Field>,
    /// Before the session has begun, the note waits.
    pub early: Words,
}

fn draft(slot: ItemId) -> String {
    format!("session.{slot}")
}

/// `GET /cases/{case}/sessions/{slot}` – the ready page and the note in one.
pub async fn show(person: Person, Path((case, slot)): Path<(String, String)>) -> Answer {
    let (case, slot): (DossierId, ItemId) = (id(&case)?, id(&slot)?);
    let view = CaseView::open(&person, case, Action::PrepareSession).await?;
    let begun = drafts::begun(&person, Some(case), &draft(slot)).await?;
    let slot = view.file().sessions.slot(slot).ok_or(Problem::Missing)?;
    let offers = Offers::find(&person, case, Some(slot.id), &begun.0, NEXT).await?;
    Ok(page(&person, &view, (slot, &offers), begun))
}

fn page(
    person: &Person,
    view: &CaseView,
    (slot, offers): (&Slot, &Offers),
    (form, state): (Filled, DraftState),
) -> Response {
    let id = slot.id;
    let wrong = form.is_wrong();
    let form = person.keyed(form);
    let build = |frame: Frame| {
        let missed = paths::session(view.id(), id) + "/missed";
        let gives = person.now() < slot.starts && view.may(Action::GiveAppointment);
        let give = Act::link("Calendar file for the client", address(view.id(), id)).plain().icon("download");
        let give = if gives { vec![give] } else { Vec::new() };
        SessionPage {
            folder: view.folder(person, [give, vec![Act::link("Not held or moved", missed).plain()]].concat()),
            tabs: view.tabs(At::Sessions),
            ready: ready(person, view),
            action: paths::session(view.id(), id),
            draft: format!("/drafts/{}/{}", view.id(), draft(id)),
            state,
            what: what(slot, &form, person),
            ratings: ratings(view, &form),
            after: after(view, offers, &form),
            early: if person.now() < slot.starts {
                Words::from("The session begins {when}. You can write already; it is signed afterwards.")
                    .with("when", when::away(slot.starts))
            } else {
                Words::default()
            },
            form,
            frame,
        }
    };
    person.form("Session", wrong, build)
}

fn what(slot: &Slot, form: &Filled, person: &Person) -> Vec<Field> {
    let starts = slot.starts.on(&person.voice().zone);
    let area = |name: &str, label: &'static str, hint: &'static str, rows| {
        form.area(name, label).hint(hint).rows(rows).written().max(20_000)
    };
    let when = vec![
        form.date("date", "Day").or(starts.date().to_string()),
        form.time("time", "Began at").or(starts.strftime("%H:%M").to_string()),
        form.number("minutes", "Minutes").or(slot.minutes.to_string()),
        form.time("arrived", "The client arrived at").optional(),
    ];
    vec![
        Field::row("When", when),
        late_field(person, form),
        area("progress", "Progress", "Since last time", 3),
        area("challenges", "Challenges", "What is hard at the moment", 3).optional(),
        area("successes", "Successes", "What worked, small things too", 2).optional(),
        area("observations", "Observations", "What you saw yourself, apart from what you make of it", 2).optional(),
        area("feedback", "The client’s words", "As said, in quotation marks", 2).optional(),
    ]
}

fn ratings(view: &CaseView, form: &Filled) -> Vec<Field> {
    let plan = &view.file().plan;
    let field = |goal: &domain::plans::Goal| {
        let last = plan.ratings_of(goal.id).last().copied();
        form.steps(&format!("goal_{}", goal.id), goal.title.reveal().to_owned(), last).optional()
    };
    plan.open_goals().map(field).collect()
}

fn after(view: &CaseView, offers: &Offers, form: &Filled) -> Vec<Field> {
    let mut fields = vec![
        form.area("decision", "Decision").rows(2).written().optional().max(20_000),
        form.check("significant", "Significant intervention").hint("An assessment becomes due at once (PT-4.1.2)."),
        plan_field(form),
        action_fields(view, form),
        offers.next_field(view, form),
        slot_row(view, offers, form),
    ];
    fields.push(form.text("none_because", "If none is booked: why").optional().max(200));
    fields.push(form.select("level", "How confidential", &form::levels(Level::Confidential)));
    fields
}

fn read(person: &Person, view: &CaseView, slot: &Slot, sent: &Fields) -> Result<Written<SessionRecorded>, Filled> {
    let mut reader = Reader::new(sent);
    let at = crate::contacts::new::happened(&mut reader, person);
    let arrived = same_day(&mut reader, person, at, "arrived");
    let minutes = reader.choice("minutes", |text| text.parse::<u16>().ok().filter(|n| (5..=480).contains(n)));
    let progress = reader.narrative("progress");
    let challenges = reader.narrative_or_none("challenges");
    let successes = reader.narrative_or_none("successes");
    let observations = reader.narrative_or_none("observations");
    let feedback = reader.narrative_or_none("feedback");
    let decision = reader.narrative_or_none("decision");
    let actions = action_items(&mut reader, sent, person);
    let plan = reader.choice("plan", decode::<PlanAfter>);
    let next = read_next(&mut reader, person, sent);
    let late_because = reader.line_or_none("late_because");
    let rated = view.file().plan.open_goals().filter_map(|goal| {
        let step = sent.text(&format!("goal_{}", goal.id)).parse().ok()?;
        Some(GoalRating { goal: goal.id, step })
    });
    let ratings: Vec<GoalRating> = rated.collect();
    let (Some(at), Some(minutes), Some(progress), Some(plan), Some(next), true) =
        (at, minutes, progress, plan, next, reader.is_good())
    else {
        return Err(reader.filled);
    };
    let session = SessionRecorded {
        slot: Some(slot.id),
        arrived,
        minutes,
        place: slot.place,
        progress,
        challenges,
        successes,
        observations,
        feedback,
        ratings,
        significant: sent.ticked("significant"),
        decision,
        actions,
        plan,
        next,
        late_because,
    };
    let (rules, when) = (&person.organisation.rulebook, When { happened: at, now: person.now() });
    if !is_signed(sent) {
        let checked = view.file().sessions.record(session.clone(), when, &view.file().plan, rules);
        let rule = checked.map_err(CannotMeetHere::Session);
        rule.map_err(|rule| form::refused(sent, &rule, place_of_rule(&rule)))?;
    }
    Ok(Written::new(session, Event::SessionRecorded, form::level(sent, Level::Confidential)).happened(at))
}

/// `POST /cases/{case}/sessions/{slot}`
pub async fn create(person: Person, Path((case, slot)): Path<(String, String)>, sent: Fields) -> Answer {
    let (case, id): (DossierId, ItemId) = (id(&case)?, id(&slot)?);
    let view = CaseView::open(&person, case, Action::RecordSession).await?;
    // Perhaps it is signed already, by this very form a moment ago or by somebody else: that is for the operation to say.
    let slot = view.booking(id).ok_or(Problem::Missing)?;
    let offers = Offers::find(&person, case, Some(id), &sent.filled(), NEXT).await?;
    let again = |filled: Filled| Ok(page(&person, &view, (slot, &offers), (filled, DraftState::new())));
    if goes_back(&sent) {
        return again(sent.filled());
    }
    let written = match read(&person, &view, slot, &sent) {
        Ok(written) => written,
        Err(filled) => return again(filled),
    };
    let round = Round {
        person: &person,
        sent: &sent,
        draft: Some((case, draft(id))),
        action: paths::session(case, id),
        to: paths::case(case),
        shown: view.shown(),
        sign: Sign::author("Sign this note", "Sign note"),
        done: Done::SESSION_SIGNED,
    };
    let act = async |session, ink| record_session(&person.ctx, RecordSession { case, session }, ink).await;
    let sheet = |event: Option<&Event>| event.map(|event| Teller::new(&view, &person).content(event));
    let refused = |rule: &CannotMeetHere| again(form::refused(&sent, rule, place_of_rule(rule)));
    round.sign(written, act, refused, sheet).await
}
