//! Logging a contact: channel, what was said, who does what by when, in under half a minute.

use axum::extract::Path;
use casework::contacts::{CannotLogHere, LogContact, log_contact};
use domain::clients::Channel;
use domain::contacts::{ActionItem, CannotLog, ContactKind, ContactLogged, PlanAfter};
use domain::event::Event;
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;
use domain::time::Instant;
use jiff::civil::{Date, Time};

use crate::answer::{Answer, id, sentence};
use crate::cases::form::{self, Tried, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::Teller;
use crate::done::Done;
use crate::drafts;
use crate::face::form::Field;
use crate::face::parts::Empty;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::signed::{Asking, is_signed};

const DRAFT: &str = "contact";
/// How many action items the form offers.
const ACTIONS: usize = 3;

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

fn wording() -> Wording {
    Wording {
        heading: "Log a contact".into(),
        lead: "A call, an e-mail, a letter, a visit.".into(),
        action: "contacts".to_owned(),
        draft: Some(DRAFT.to_owned()),
        act: "Review and sign".into(),
        at: At::Timeline,
    }
}

/// `GET /cases/{case}/contacts/new`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::LogContact).await?;
    let begun = drafts::begun(&person, Some(case), DRAFT).await?;
    form::show(&person, &view, wording(), begun, |filled| fields(&person, &view, filled), Vec::new)
}

/// The fields of date and time of an interaction, now unless somebody says otherwise.
pub(crate) fn when_fields(person: &Person, filled: &Filled) -> [Field; 3] {
    let now = person.now().on(&person.voice().zone);
    [
        filled.date("date", "Date").or(now.date().to_string()),
        filled.time("time", "Time").or(now.strftime("%H:%M").to_string()),
        filled
            .text("late_because", "If you write this late: why")
            .hint(
                Words::from("Needed when it was more than {n} hours ago.")
                    .with("n", person.organisation.rulebook.late_entry_hours),
            )
            .optional()
            .max(200),
    ]
}

/// The three rows for action items.
pub(crate) fn action_fields(view: &CaseView, filled: &Filled) -> Vec<Field> {
    let mut owners: Vec<Choice> = vec![Choice::new("client", "The client")];
    owners.extend(
        view.staff.iter().filter(|card| card.active).map(|card| Choice::new(card.id.to_string(), card.name.clone())),
    );
    let me = view.file().assignment().map(|hands| hands.worker.to_string()).unwrap_or_default();
    let mut fields = Vec::new();
    for n in 1..=ACTIONS {
        let label = Words::from("Action item {n}").with("n", n);
        fields.push(filled.text(&format!("action_{n}"), label).optional().max(200));
        let who = Words::from("Who does action item {n}").with("n", n);
        fields.push(filled.select(&format!("action_{n}_owner"), who, &owners).or(me.clone()));
        let due = Words::from("By when is action item {n} done").with("n", n);
        fields.push(filled.date(&format!("action_{n}_due"), due).optional());
    }
    fields
}

fn fields(person: &Person, view: &CaseView, filled: &Filled) -> Vec<Field> {
    let channels = Channel::ALL.map(|channel| Choice::new(code(&channel), channel.word()));
    let kinds = ContactKind::ALL.map(|kind| Choice::new(code(&kind), kind.word()));
    let [date, time, late] = when_fields(person, filled);
    let mut fields = vec![
        filled.cards("channel", "How", &channels),
        filled.radios("kind", "What about", &kinds).hint("Each kind has its lowest level in the communication matrix."),
        date,
        time,
        filled.text("with", "With whom, if it was not the client").optional().max(200),
        filled.area("summary", "What was said").rows(4).written().max(20_000),
        filled.area("decision", "Decision or outcome").rows(2).written().optional().max(20_000),
    ];
    fields.extend(action_fields(view, filled));
    fields.push(plan_field(filled));
    fields.push(filled.select("level", "How confidential", &form::levels(Level::Confidential)));
    fields.push(late);
    fields
}

/// What the interaction means for the plan.
pub(crate) fn plan_field(filled: &Filled) -> Field {
    let choices = [
        Choice::new("no_change", "No change").chosen(),
        Choice::new("changed", "The plan has to change").hint("A duty to change it appears at once."),
    ];
    filled.radios("plan", "Plan", &choices)
}

/// The code under which a choice is stored.
pub(crate) fn code<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The value behind a code.
pub(crate) fn decode<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

/// Date and time of an interaction as an instant; what is wrong stands at its field.
pub(crate) fn happened(reader: &mut Reader<'_>, person: &Person) -> Option<Instant> {
    let date: Option<Date> = reader.date("date");
    let time: Option<Time> = reader.time_or_none("time");
    let office = &person.organisation.rulebook.office;
    match office.instant(date?, time.unwrap_or(Time::midnight())) {
        Ok(at) => Some(at),
        Err(why) => {
            reader.wrong("time", sentence(&why.to_string()));
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

fn read(person: &Person, fields: &Fields) -> Result<(ContactLogged, Instant), Filled> {
    let mut reader = Reader::new(fields);
    let channel = reader.choice("channel", decode::<Channel>);
    let kind = reader.choice("kind", decode::<ContactKind>);
    let at = happened(&mut reader, person);
    let with = reader.line_or_none("with");
    let summary = reader.narrative("summary");
    let decision = reader.narrative_or_none("decision");
    let actions = action_items(&mut reader, fields, person);
    let plan = reader.choice("plan", decode::<PlanAfter>);
    let late_because = reader.line_or_none("late_because");
    match (channel, kind, at, summary, plan, reader.is_good()) {
        (Some(channel), Some(kind), Some(at), Some(summary), Some(plan), true) => {
            Ok((ContactLogged { channel, kind, with, summary, decision, actions, plan, late_because }, at))
        }
        _ => Err(reader.filled),
    }
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

/// `POST /cases/{case}/contacts`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let (contact, at) = match read(&person, &sent) {
        Ok(order) => order,
        Err(filled) => return again(&person, case, filled).await,
    };
    let least = person.organisation.rulebook.level_of(contact.kind);
    let level = form::level(&sent, least);
    let now = person.now();
    let check = domain::contacts::check_contact(
        &contact,
        level,
        domain::contacts::When { happened: at, now },
        &person.organisation.rulebook,
    );
    if let Err(rule) = check {
        return again(&person, case, form::refused(&sent, &rule, field_of(rule))).await;
    }
    let mut bad = None;
    if is_signed(&sent) {
        let view = CaseView::open(&person, case, Action::LogContact).await?;
        let signing = form::ink(&sent, &view, level, DRAFT).happened(at);
        let order = LogContact { case, contact: contact.clone() };
        match form::tried(log_contact(&person.ctx, order, signing).await)? {
            Tried::Signed(entry) => return form::done(Done::CONTACT_SIGNED, entry),
            Tried::Rule(CannotLogHere::Contact(rule)) => {
                return again(&person, case, form::refused(&sent, &rule, field_of(rule))).await;
            }
            Tried::Rule(rule) => return again(&person, case, form::refused(&sent, &rule, None)).await,
            Tried::Bad(wrong) => bad = Some(wrong),
        }
    }
    let view = CaseView::open(&person, case, Action::LogContact).await?;
    let asking = || asking(case, at, now, "Sign this contact", "Sign contact", "contacts");
    let sheet = || Teller { view: &view, person: &person }.content(&Event::ContactLogged(contact));
    form::sign(&person, &sent, asking, sheet, bad).await
}

/// The words of an ordinary sign sheet.
pub(crate) fn asking(
    case: DossierId,
    at: Instant,
    now: Instant,
    title: &'static str,
    act: &'static str,
    part: &str,
) -> Asking {
    Asking {
        title: title.into(),
        act: act.into(),
        back: paths::of_case(case, &format!("{part}/new")),
        action: paths::of_case(case, part),
        says: Words::default(),
        then: "Then it is ink: the team can read it, nobody can alter it.".into(),
        facts: vec![("It happened".into(), when::full(at).into()), ("Written".into(), when::full(now).into())],
        always: false,
    }
}

async fn again(person: &Person, case: DossierId, filled: Filled) -> Answer {
    let view = CaseView::open(person, case, Action::LogContact).await?;
    let begun = (filled, crate::face::parts::DraftState::new());
    form::show(person, &view, wording(), begun, |filled| fields(person, &view, filled), Vec::new)
}
