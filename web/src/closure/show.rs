//! The closure gate: what still blocks, the five steps, the button that closes; and what a closed file is.

use axum::extract::Path;
use casework::closure::{Standing, standing};
use domain::ids::DossierId;
use domain::policy::Action;
use domain::staff::StaffCard;

use super::blockers::{blockers, cleared};
use super::ladder::{ladder, losing};
use crate::answer::{Answer, id, sentence};
use crate::cases::head::{At, CaseView};
use crate::face::parts::{Act, Blocker, Folder, Ladder, Pairs, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::face::words::html_parts;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::retention::schedule::kept_until;
use crate::signed::Shown;
use crate::staff::name_of;

/// A closure as its pages need it. Only who may read the case has the view of it.
pub(super) struct Place {
    pub(super) standing: Standing,
    pub(super) staff: Vec<StaffCard>,
    pub(super) view: Option<CaseView>,
}

/// The head of a page about a closure: that of the case, or the number alone.
#[derive(Debug, Template)]
#[template(
    ext = "html",
    source = "{% if let Some((folder, tabs)) = file %}{{ folder }}\n{{ tabs }}{% else %}<header class=\"page-head\"><div><h1>{{ title }}</h1><p class=\"lead\">{{ lead }}</p></div></header>{% endif %}"
)]
pub struct Head {
    /// Folder and tabs, for who may read the case.
    pub file: Option<(Folder, Tabs)>,
    /// "Closure of case 2025-000377-W".
    pub title: Words,
    /// What one sees here.
    pub lead: Words,
}

html_parts!(Head);

impl Place {
    /// Opens the closure of a case; who may read the case opens the case, and that is recorded.
    pub(super) async fn open(person: &Person, case: DossierId) -> Result<Self, Problem> {
        let mut standing = standing(&person.ctx, case).await?;
        let view = match standing.seen.take() {
            Some(seen) => Some(CaseView::of(person, seen).await?),
            None => None,
        };
        let staff = casework::accounts::staff_list(&person.ctx).await?;
        Ok(Self { standing, staff, view })
    }

    /// Goes on only for whoever may do this here; a refusal is recorded, and looks as if there were nothing.
    pub(super) async fn require(&self, person: &Person, action: Action) -> Result<(), Problem> {
        person.ctx.permit(action, Some(self.standing.case)).await?;
        Ok(())
    }

    /// The head. To be called while a page is being built.
    pub(super) fn head(&self, person: &Person) -> Head {
        let file = self.view.as_ref().map(|view| (view.folder(person, Vec::new()), view.tabs(At::Closure)));
        let number = Number::new(&self.standing.number);
        Head {
            file,
            title: Words::from("Closure of case {number}").with("number", number),
            lead: "You see how far the closure is, and nothing of what the file says.".into(),
        }
    }

    /// The file as a sign sheet shows it.
    pub(super) fn shown(&self) -> Shown {
        let read = self.view.as_ref().map_or_else(|| self.path(), |view| paths::case(view.id()));
        Shown { last: self.standing.last, read }
    }

    /// Where the page of this closure is.
    pub(super) fn path(&self) -> String {
        paths::of_case(self.standing.case, "closure")
    }

    /// The way back to it.
    pub(super) fn back(&self) -> Link {
        Link::new(self.path(), "Back to the closure")
    }

    fn name(&self, staff: domain::ids::StaffId) -> String {
        name_of(&self.staff, staff)
    }
}

/// What a closed file is, and its reopening.
#[derive(Debug)]
pub struct Closed {
    /// When, by whom, kept until.
    pub facts: Pairs,
    /// A request to reopen that waits.
    pub asked: Words,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// `GET /cases/{case}/closure`
#[derive(Debug, Template)]
#[template(path = "closure/show.html")]
pub struct ClosurePage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub head: Head,
    /// "Three things still block this closure".
    pub blocks: Words,
    /// When that was looked at.
    pub checked: Words,
    /// What blocks; empty for who may not read the case.
    pub blockers: Vec<Blocker>,
    /// Checks that are clear.
    pub cleared: Vec<(Words, Words)>,
    /// "Two of five".
    pub steps: Words,
    /// The steps.
    pub ladder: Ladder,
    /// The button that closes.
    pub close: Option<Act>,
    /// Why there is none.
    pub why: Words,
    /// What the list of people says: who loses access, or who is left with a part of it.
    pub people: Words,
    /// Who loses access.
    pub losing: Vec<(Words, Words)>,
    /// Until when the file is kept.
    pub keep: Words,
    /// When it is closed already.
    pub closed: Option<Closed>,
}

/// `GET /cases/{case}/closure`
pub async fn show(person: Person, Path(case): Path<String>) -> Answer {
    let place = Place::open(&person, id(&case)?).await?;
    Ok(person.show("Closure", |frame| page(&person, &place, frame)))
}

fn page(person: &Person, place: &Place, frame: Frame) -> ClosurePage {
    let standing = &place.standing;
    let blocking = i64::try_from(standing.blockers).unwrap_or(i64::MAX);
    let view = place.view.as_ref().filter(|_| standing.open);
    ClosurePage {
        head: place.head(person),
        blocks: match blocking {
            0 => "Nothing blocks this closure".into(),
            n => Words::count("One thing still blocks this closure", "{n} things still block this closure", n),
        },
        checked: Words::from("Checked {hour}, by itself").with("hour", when::clock(person.now())),
        blockers: view.map(|view| blockers(person, view, standing.inquiries)).unwrap_or_default(),
        cleared: view.map(|view| cleared(view, &person.organisation.rulebook)).unwrap_or_default(),
        steps: Words::from("{n} of 5 signed").with("n", standing.signed.len()),
        ladder: ladder(standing, &place.staff, place.view.is_some()),
        close: close(person, place),
        why: why(place),
        people: if standing.open { "Who loses access".into() } else { "Who can still reach the client".into() },
        losing: losing(standing, &place.staff),
        keep: match standing.keep_until {
            Some(day) => Words::from("Kept until {day}, by the schedule.").with("day", kept_until(day)),
            None => "How long the file is kept counts from the day on which the service ended.".into(),
        },
        closed: closed(person, place),
        frame,
    }
}

fn ready(standing: &Standing) -> bool {
    standing.open && standing.blockers == 0 && standing.next.is_none()
}

fn close(person: &Person, place: &Place) -> Option<Act> {
    let standing = &place.standing;
    (ready(standing) && standing.may(Action::CloseCase)).then(|| {
        Act::post("Close case", format!("{}/close", place.path()))
            .main()
            .icon("lock")
            .field("once", person.ctx.new_once().to_string())
    })
}

/// Why the button is not there: what comes first, and with whom it lies.
fn why(place: &Place) -> Words {
    let standing = &place.standing;
    if 0 < standing.blockers {
        return "The button appears here when nothing blocks and all five steps are signed.".into();
    }
    let hands = standing.hands.map(|(worker, supervisor)| (place.name(worker), place.name(supervisor)));
    let (worker, supervisor) = hands.unwrap_or_default();
    match (standing.next, &standing.hindered) {
        (Some(next), Some(rule)) if standing.may_sign(next) => sentence(&rule.to_string()).into(),
        (Some(next), None) if standing.may_sign(next) => {
            Words::from("Your turn: “{step}”. The button appears here when all five steps are signed.")
                .with("step", Words::from(next.word()))
        }
        (Some(next), _) => {
            Words::from("Next comes “{step}”, signed by the {role}. The button appears here after the fifth step.")
                .with("step", Words::from(next.word()))
                .with("role", Words::from(role(next.role())))
        }
        (None, _) if standing.may(Action::CloseCase) => Words::default(),
        (None, _) => Words::from("All five steps are signed. {worker} or {supervisor} closes the case.")
            .with("worker", worker)
            .with("supervisor", supervisor),
    }
}

const fn role(role: domain::staff::Role) -> &'static str {
    use domain::staff::Role;
    match role {
        Role::Supervisor => "supervisor",
        Role::RecordsOfficer => "records officer",
        Role::ItAdministrator => "IT administrator",
        _ => "caseworker",
    }
}

fn closed(person: &Person, place: &Place) -> Option<Closed> {
    let standing = &place.standing;
    let (at, by) = standing.closed?;
    let mut facts = Pairs::new()
        .with("Closed", Words::from("{when}, by {who}").with("when", when::full(at)).with("who", place.name(by)));
    if let Some(day) = standing.keep_until {
        facts = facts.with("Kept until", kept_until(day));
    }
    if let Some(day) = standing.after_care {
        facts = facts.with("Follow-up on", when::full_day(day));
    }
    if let Some((who, at, _)) = standing.verified {
        let words = Words::from("{when}, by {who}").with("when", when::full(at)).with("who", place.name(who));
        facts = facts.with("Access looked at", words);
    }
    let facts = facts.with("Read by", "Records officer and data protection officer");
    let asked = standing.asked.map(|(_, by, at)| {
        Words::from("{who} asked {when} for this case to be opened again. Somebody else has to approve it.")
            .with("who", place.name(by))
            .with("when", when::when(at))
    });
    let own = standing.asked.is_some_and(|(_, by, _)| by == person.ctx.staff());
    let mut acts = Vec::new();
    if standing.verified.is_none() && standing.may(Action::VerifyAccess) {
        let href = format!("{}/{}", place.path(), super::access::PART);
        acts.push(Act::link("Look who can open it", href).main().icon("lock"));
    }
    if asked.is_none() && standing.may(Action::AskReopening) {
        acts.push(Act::link("Ask for reopening", format!("{}/reopening", place.path())));
    }
    if asked.is_some() && !own && standing.may(Action::ApproveReopening) {
        acts.push(Act::link("Read and approve", format!("{}/reopening/decision", place.path())).main());
    }
    Some(Closed { facts, asked: asked.unwrap_or_default(), acts })
}
