//! Logging a contact: channel, what was said, who does what by when, in under half a minute.

use axum::extract::Path;
use casework::contacts::{CannotLogHere, LogContact, log_contact};
use domain::clients::Channel;
use domain::contacts::{ActionItem, CannotLog, ContactKind, ContactLogged, PlanAfter, When, check_contact};
use domain::event::Event;
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;
use domain::time::Instant;
use jiff::civil::{Date, Time};

use crate::answer::{Answer, id, sentence};
use crate::cases::form::{self, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::step::{About, Sign, Step, Written};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Empty;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::is_signed;

/// How many action items the form offers.
const ACTIONS: usize = 6;

/// `GET /contacts/new` – for which case?
#[derive(Debug, Template)]
#[template(path = "contacts/choose.html")]
pub struct ChoosePage {
    /// The frame.
    pub frame: Frame,
    /// The cases one may log a contact in: client number, name, programme, address.
    pub cases: Vec<(Number, Name, Words, String)>,
    /// When there are none.
    pub empty: Option<Empty>,
}

/// `GET /contacts/new`
pub async fn choose(person: Person) -> Answer {
    let clients = casework::clients::my_clients(&person.ctx).await?;
    Ok(person.show("Log contact", |frame| {
        let lines = clients.iter().flat_map(|line| line.cases.iter().map(move |(case, card)| (line, *case, card)));
        let cases: Vec<_> = lines
            .filter(|(_, _, card)| card.closed.is_none())
            .map(|(line, case, card)| {
                let href = paths::of_case(case, "contacts/new");
                (Number::new(&line.card.number), Name::new(line.card.full_name()), card.programme.clone().into(), href)
            })
            .collect();
        let empty = cases.is_empty().then(|| Empty::new("You carry no open case.", "Contacts are logged in a case."));
        ChoosePage { frame, cases, empty }
    }))
}

fn step(case: &str) -> Result<Step, Problem> {
    Ok(Step {
        case: id::<DossierId>(case)?,
        action: Action::LogContact,
        wording: Wording {
            heading: "Log a contact".into(),
            lead: "A call, an e-mail, a letter, a visit.".into(),
            action: "contacts".to_owned(),
            draft: Some("contact".to_owned()),
            act: "Review and sign".into(),
            at: At::Timeline,
        },
        fields,
        about: About::Case,
        sign: Sign::author("Sign this contact", "Sign contact"),
        done: Done::CONTACT_SIGNED,
    })
}

/// `GET /cases/{case}/contacts/new`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    step(&case)?.ask(&person).await
}

/// When it happened, now unless somebody says otherwise; and, folded away, why it is written late.
pub(crate) fn when_fields(person: &Person, filled: &Filled) -> [Field; 2] {
    let now = person.now().on(&person.voice().zone);
    let date = filled.date("date", "Date").or(now.date().to_string());
    let time = filled.time("time", "Time").or(now.strftime("%H:%M").to_string());
    [Field::row("When", vec![date, time]), late_field(person, filled)]
}

/// Why it is written late (PT-4.2.2).
pub(crate) fn late_field(person: &Person, filled: &Filled) -> Field {
    let late = person.organisation.rulebook.late_entry_hours;
    let line = Words::from("It was more than {n} hours ago").with("n", late);
    let because = filled.text("late_because", "Why you write it late").optional().max(200);
    Field::fold(line, vec![because], !filled.value("late_because").is_empty())
}

/// The action items: each in a row, and each next one folded away until it is wanted.
pub(crate) fn action_fields(view: &CaseView, filled: &Filled) -> Field {
    let mut owners: Vec<Choice> = vec![Choice::new("client", "The client")];
    owners.extend(
        view.staff.iter().filter(|card| card.active).map(|card| Choice::new(card.id.to_string(), card.name.clone())),
    );
    let me = view.file().assignment().map(|hands| hands.worker.to_string()).unwrap_or_default();
    action_rows(&owners, &me, ACTION_WORDS, filled)
}

/// What rows of promises are called where they are asked for, and how many there are at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ActionWords {
    /// A row, with its number `{n}`.
    pub(crate) row: &'static str,
    /// What is promised.
    pub(crate) what: &'static str,
    /// The line that opens the first row.
    pub(crate) first: &'static str,
    /// The line that opens each other one.
    pub(crate) next: &'static str,
    /// How many, at most [`ACTIONS`].
    pub(crate) rows: usize,
}

const ACTION_WORDS: ActionWords = ActionWords {
    row: "Action item {n}",
    what: "What is to be done",
    first: "Add an action item",
    next: "Add another",
    rows: 3,
};

/// Who does what by when: each in a row, and each next one folded away until it is wanted.
pub(crate) fn action_rows(owners: &[Choice], me: &str, words: ActionWords, filled: &Filled) -> Field {
    let row = |n: usize| {
        let name = |part: &str| format!("action_{n}{part}");
        let inner = vec![
            filled.text(&name(""), words.what).optional().max(200),
            filled.select(&name("_owner"), "Who does it", owners).or(me.to_owned()),
            filled.date(&name("_due"), "By when").free(),
        ];
        Field::row(Words::from(words.row).with("n", n), inner)
    };
    let given = |n: usize| !filled.value(&format!("action_{n}")).is_empty();
    let nested = |rest: Option<Field>, n: usize| {
        let line = if n == 1 { words.first } else { words.next };
        let inner: Vec<Field> = std::iter::once(row(n)).chain(rest).collect();
        Some(Field::fold(line, inner, (n..=words.rows).any(given)))
    };
    (1..=words.rows).rev().fold(None, nested).unwrap_or_default()
}

fn fields(person: &Person, view: &CaseView, filled: &Filled) -> Vec<Field> {
    let channels = Channel::ALL.map(|channel| Choice::new(code(&channel), channel.word()));
    let kinds = ContactKind::ALL.map(|kind| Choice::new(code(&kind), kind.word()));
    let [when, late] = when_fields(person, filled);
    vec![
        filled.cards("channel", "How", &channels),
        filled.radios("kind", "What about", &kinds).hint("Each kind has its lowest level in the communication matrix."),
        when,
        late,
        filled.text("with", "With whom, if it was not the client").optional().max(200),
        filled.area("summary", "What was said").rows(4).written().max(20_000),
        filled.area("decision", "Decision or outcome").rows(2).written().optional().max(20_000),
        action_fields(view, filled),
        plan_field(filled),
        filled.select("level", "How confidential", &form::levels(Level::Confidential)),
    ]
}

/// What the interaction means for the plan.
pub(crate) fn plan_field(filled: &Filled) -> Field {
    let choices = [
        Choice::new("no_change", "No change").chosen(),
        Choice::new("changed", "The plan has to change").hint("A duty to change it appears at once."),
    ];
    filled.radios("plan", "Plan", &choices)
}

/// Date and time of an interaction as an instant; what is wrong stands at its field.
pub(crate) fn happened(reader: &mut Reader<'_>, person: &Person) -> Option<Instant> {
    let date: Option<Date> = reader.date("date");
    let time: Option<Time> = reader.time_or_none("time");
    at(reader, person, date?, ("time", time.unwrap_or(Time::midnight())))
}

/// Another time of that day, where one is filled in.
pub(crate) fn same_day(reader: &mut Reader<'_>, person: &Person, day: Option<Instant>, field: &str) -> Option<Instant> {
    let time = reader.time_or_none(field)?;
    let day = day?.on(&person.voice().zone).date();
    at(reader, person, day, (field, time))
}

fn at(reader: &mut Reader<'_>, person: &Person, date: Date, (field, time): (&str, Time)) -> Option<Instant> {
    match person.organisation.rulebook.office.instant(date, time) {
        Ok(at) => Some(at),
        Err(why) => {
            reader.wrong(field, sentence(&why.to_string()));
            None
        }
    }
}

/// The action items that were filled in.
pub(crate) fn action_items(reader: &mut Reader<'_>, fields: &Fields, person: &Person) -> Vec<ActionItem> {
    let mut items = Vec::new();
    for n in 1..=ACTIONS {
        let Some(what) = reader.line_or_none(&format!("action_{n}")) else { continue };
        let due_name = format!("action_{n}_due");
        let Some(due) = reader.date(&due_name) else { continue };
        let owner = fields.text(&format!("action_{n}_owner")).parse().ok();
        items.push(ActionItem { id: person.ctx.new_item(), what, owner, due });
    }
    items
}

fn read(person: &Person, sent: &Fields) -> Result<Written<ContactLogged>, Filled> {
    let mut reader = Reader::new(sent);
    let channel = reader.choice("channel", decode::<Channel>);
    let kind = reader.choice("kind", decode::<ContactKind>);
    let at = happened(&mut reader, person);
    let with = reader.line_or_none("with");
    let summary = reader.narrative("summary");
    let decision = reader.narrative_or_none("decision");
    let actions = action_items(&mut reader, sent, person);
    let plan = reader.choice("plan", decode::<PlanAfter>);
    let late_because = reader.line_or_none("late_because");
    let (Some(channel), Some(kind), Some(at), Some(summary), Some(plan), true) =
        (channel, kind, at, summary, plan, reader.is_good())
    else {
        return Err(reader.filled);
    };
    let contact = ContactLogged { channel, kind, with, summary, decision, actions, plan, late_because };
    let rules = &person.organisation.rulebook;
    let level = form::level(sent, rules.level_of(kind));
    if !is_signed(sent) {
        let checked = check_contact(&contact, level, When { happened: at, now: person.now() }, rules);
        checked.map_err(|rule| form::refused(sent, &rule, field_of(rule)))?;
    }
    Ok(Written::new(contact, Event::ContactLogged, level).happened(at))
}

/// At which field a rule is shown.
pub(crate) const fn field_of(rule: CannotLog) -> Option<&'static str> {
    match rule {
        CannotLog::InTheFuture => Some("time"),
        CannotLog::LateReasonMissing(_) => Some("late_because"),
        CannotLog::LevelTooLow(_) => Some("level"),
        CannotLog::OutcomeMissing => Some("decision"),
        CannotLog::ActionDueBefore => Some("action_1_due"),
    }
}

/// The same of a rule of an operation on a case.
pub(crate) fn field_of_rule(rule: &CannotLogHere) -> Option<&'static str> {
    match rule {
        CannotLogHere::Contact(rule) => field_of(*rule),
        CannotLogHere::Closed(_) => None,
    }
}

/// `POST /cases/{case}/contacts`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let step = step(&case)?;
    let act = async |contact, ink| log_contact(&person.ctx, LogContact { case: step.case, contact }, ink).await;
    step.create(&person, &sent, |_| read(&person, &sent), act, field_of_rule).await
}
