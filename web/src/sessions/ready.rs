//! Ready for the session: last note, goals, promises, what is missing. Opening it is recorded, and proves that notes and goals were reviewed (FS-4.2.1).

use domain::calendar::days_later;
use domain::clients::Consented;
use domain::duties;
use domain::duties::DutyKind;
use jiff::civil::Date;

use crate::cases::goals::goals;
use crate::cases::head::CaseView;
use crate::cases::sheets::Teller;

use crate::face::parts::{Goal, Sheet, Todo};
use crate::face::prelude::*;
use crate::face::when;
use crate::inquiries::case::unanswered;
use crate::paths;
use crate::person::Person;
use crate::today::pages::{address, wording};

/// Something that is missing or due.
#[derive(Debug, Clone)]
pub struct Missing {
    /// Its hue and icon.
    pub state: State,
    /// What, with a link.
    pub link: Link,
}

/// The latest version of the plan.
#[derive(Debug, Clone)]
pub struct PlanChange {
    /// Which, and since when.
    pub link: Link,
    /// Whether it was made since the last session.
    pub news: Option<State>,
    /// Why it was made.
    pub reason: Words,
}

/// What to know before the session.
#[derive(Debug, Clone)]
pub struct Ready {
    /// When the page was opened, in words.
    pub opened: Words,
    /// What is missing.
    pub missing: Vec<Missing>,
    /// What was promised and is open.
    pub promised: Vec<Todo>,
    /// The latest change of the plan, and why it was made.
    pub plan: Option<PlanChange>,
    /// Open goals with their trend.
    pub goals: Vec<Goal>,
    /// The last notes, newest first: of the last session and of contacts since.
    pub notes: Vec<Sheet>,
}

/// Puts together what to know. To be called while a page is being built.
pub(crate) fn ready(person: &Person, view: &CaseView) -> Ready {
    let teller = Teller::new(view, person);
    let open: Vec<_> = view.file().contacts.open_actions().map(|action| action.item.clone()).collect();
    Ready {
        opened: Words::from("Opened {when}, on record").with("when", when::clock(person.now())),
        missing: missing(person, view),
        promised: teller.todos(&open),
        plan: plan(view),
        goals: goals(view),
        notes: notes(&teller),
    }
}

fn missing(person: &Person, view: &CaseView) -> Vec<Missing> {
    let now = person.now();
    let soon = now.plus_seconds(14 * 86_400);
    let skipped = [DutyKind::ActionItem, DutyKind::SessionNote, DutyKind::Flag];
    let list = duties::of_case(view.file(), &person.organisation.rulebook);
    let due = list.iter().filter(|duty| duty.raised <= now && duty.due <= soon && !skipped.contains(&duty.kind));
    let line = |duty: &duties::Duty| Missing {
        state: State::limit(duty.due),
        link: Link::new(address(duty.kind, view.id(), duty.item), wording(duty.kind).0),
    };
    let asked = view.file().contacts.unanswered.iter().map(|(entry, at)| Missing {
        state: State::due(Words::from("asked {when}").with("when", when::when(*at))),
        link: Link::new(paths::entry(view.id(), *entry), "A question without an answer on record"),
    });
    let waiting = unanswered(view).into_iter().map(|(state, link)| Missing { state, link });
    let today = person.voice().today;
    let consents = consent(view, today).into_iter().chain(sharing(person, view, today));
    consents.chain(asked).chain(waiting).chain(due.map(line)).collect()
}

/// The consent to the service where it is over, is over soon or was never there (CM-4.3.3).
fn consent(view: &CaseView, today: Date) -> Option<Missing> {
    const SOON: u32 = 30;
    let consented = view.around.client.as_ref()?.consented?;
    let (state, label): (_, Words) = match consented {
        Consented::Open => return None,
        Consented::Until(day) if days_later(today, SOON) < day => return None,
        Consented::Until(day) if day < today => {
            (State::overdue("over"), Words::from("The consent ended on {day}").with("day", when::plain_day(day)))
        }
        Consented::Until(day) => {
            (State::due("soon"), Words::from("The consent ends on {day}").with("day", when::plain_day(day)))
        }
        Consented::No => (State::overdue("missing"), "There is no consent to the service".into()),
    };
    Some(Missing { state, link: Link::new(paths::of_client(view.around.client_id?, "consents"), label) })
}

/// The consents to share that end soon or have ended and are not renewed (CM-4.3.3).
fn sharing(person: &Person, view: &CaseView, today: Date) -> Vec<Missing> {
    let Some((client, card)) = view.around.client_id.zip(view.around.client.as_ref()) else { return Vec::new() };
    let soon = days_later(today, person.organisation.rulebook.sharing.ahead_days);
    let missing = |until: Date| {
        let (state, label) = match until < today {
            true => (State::overdue("over"), "A consent to share ended on {day}"),
            false => (State::due("soon"), "A consent to share ends on {day}"),
        };
        let label = Words::from(label).with("day", when::plain_day(until));
        Missing { state, link: Link::new(paths::of_client(client, "sharing"), label) }
    };
    card.sharing.iter().filter(|(_, until)| *until <= soon).map(|(_, until)| missing(*until)).collect()
}

/// What the plan became last, and why (FS-4.4.3).
fn plan(view: &CaseView) -> Option<PlanChange> {
    let file = view.file();
    let (_, at, revised) = file.plan.versions.last()?;
    let label = Words::from("Version {n}, {when}").with("n", revised.version).with("when", when::when(*at));
    let news = file.sessions.held.last().is_some_and(|held| held.at < *at);
    Some(PlanChange {
        link: Link::new(paths::of_case(view.id(), "plan"), label),
        news: news.then(|| State::due("since the last session")),
        reason: revised.reason.reveal().to_owned().into(),
    })
}

fn notes(teller: &Teller<'_>) -> Vec<Sheet> {
    let view = teller.view;
    let sheets = view.seen.opened.sheets.iter().rev().filter_map(casework::house::Sheet::entry);
    let told = sheets.filter(|entry| {
        matches!(entry.event, domain::event::Event::SessionRecorded(_) | domain::event::Event::ContactLogged(_))
    });
    let small = |entry| Sheet { small: true, ..teller.sheet(entry) };
    told.take(2).map(small).collect()
}
