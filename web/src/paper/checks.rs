//! Spot checks: the list of them, what was found, and settling what was wrong.

use axum::extract::Path;
use axum::response::Response;
use casework::paper::{CheckLine, CheckSeen, check, checks, settle_finding};
use domain::ids::{DossierId, ItemId};
use domain::organisation::Organisation;
use domain::paper::{Discrepancy, Finding, FindingSettled};
use domain::policy::Action;
use domain::signature::Meaning;
use domain::staff::StaffCard;

use super::{CHECKS, PLACES, told};
use crate::answer::{Answer, go, id};
use crate::done::Done;
use crate::face::parts::{Act, Empty, Pairs};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;
use crate::staff::name_of;

/// A spot check.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where it is told.
    pub href: String,
    /// Which place.
    pub place: String,
    /// Whether something is open.
    pub state: State,
    /// When, and what was found.
    pub more: Words,
}

/// `GET /records/checks`
#[derive(Debug, Template)]
#[template(path = "paper/checks.html")]
pub struct ChecksPage {
    /// The frame.
    pub frame: Frame,
    /// The places that can be checked.
    pub places: Vec<(String, Act)>,
    /// The checks.
    pub lines: Vec<Line>,
    /// When there are none.
    pub none: Option<Empty>,
}

/// `GET /records/checks`
pub async fn index(person: Person) -> Answer {
    let checks = checks(&person.ctx).await?;
    let may = person.ctx.may(Action::CheckPlace, None).await?;
    Ok(person.show("Spot checks", |frame| page(&person.organisation, &checks, may, frame)))
}

pub(super) fn page(organisation: &Organisation, checks: &[CheckLine], may: bool, frame: Frame) -> ChecksPage {
    let places = organisation.places.used().into_iter().filter(|_| may);
    let way =
        |name: &str, id: ItemId| Act::link("Check", format!("{PLACES}/{id}/check")).icon("tick").about(name.to_owned());
    ChecksPage {
        places: places.map(|(id, place)| (place.name(), way(&place.name(), id))).collect(),
        lines: checks.iter().map(|line| told_line(organisation, line)).collect(),
        none: checks.is_empty().then(|| {
            Empty::new(
                "Nobody has looked into a place yet.",
                "Choose a place, and compare what lies there with the list.",
            )
        }),
        frame,
    }
}

fn told_line(organisation: &Organisation, line: &CheckLine) -> Line {
    let card = &line.card;
    Line {
        href: path(line.check, ""),
        place: told::place(organisation, card.place),
        state: match (card.open, card.findings) {
            (0, 0) => State::done("All is right"),
            (0, _) => State::done("Settled"),
            (open, _) => State::overdue(Words::count("{n} finding is open", "{n} findings are open", open)),
        },
        more: Words::from("{when}. {right}")
            .with("when", when::when(card.at))
            .with("right", Words::count("{n} item in its place", "{n} items in their place", card.right)),
    }
}

pub(crate) fn path(check: DossierId, part: &str) -> String {
    if part.is_empty() { format!("{CHECKS}/{check}") } else { format!("{CHECKS}/{check}/{part}") }
}

/// Something that was wrong.
#[derive(Debug, Clone)]
pub struct FindingLine {
    /// The label.
    pub label: Number,
    /// What was wrong, and whether it is settled.
    pub states: Vec<State>,
    /// Whose item, and what was done.
    pub more: Words,
    /// What was done, in words.
    pub how: String,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// `GET /records/checks/{check}`
#[derive(Debug, Template)]
#[template(path = "paper/checked.html")]
pub struct CheckPage {
    /// The frame.
    pub frame: Frame,
    /// Which place.
    pub place: String,
    /// When and by whom, and how many items were right.
    pub lead: Words,
    /// What was wrong.
    pub findings: Vec<FindingLine>,
}

/// `GET /records/checks/{check}`
pub async fn show(person: Person, Path(of): Path<String>) -> Answer {
    let seen = check(&person.ctx, id(&of)?).await?;
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let settles = seen.seen.may(Action::SettleFinding);
    let traces = person.ctx.may(Action::SeePaper, None).await?;
    let told = Told { organisation: &person.organisation, staff: &staff, settles, traces };
    Ok(person.show("Spot check", |frame| told.page(&seen, frame)))
}

/// What a check is told from.
pub(super) struct Told<'a> {
    pub(super) organisation: &'a Organisation,
    pub(super) staff: &'a [StaffCard],
    pub(super) settles: bool,
    pub(super) traces: bool,
}

impl Told<'_> {
    fn page(&self, of: &CheckSeen, frame: Frame) -> CheckPage {
        let (mut place, mut lead) = (String::new(), Words::default());
        if let Some((checked, at, by)) = &of.seen.checked {
            place = told::place(self.organisation, checked.place);
            lead = Words::from("Checked {when} by {who}. {right}")
                .with("when", when::when(*at))
                .with("who", name_of(self.staff, *by))
                .with(
                    "right",
                    Words::count("{n} item was in its place.", "{n} items were in their place.", checked.right),
                );
        }
        let findings =
            of.seen.findings().iter().enumerate().map(|(at, finding)| self.finding(of, at, finding)).collect();
        CheckPage { place, lead, findings, frame }
    }

    fn finding(&self, of: &CheckSeen, at: usize, finding: &Finding) -> FindingLine {
        let settled = of.seen.settled.get(&finding.label);
        let mut states = vec![match (finding.what, settled) {
            (what, Some(_)) => State::plain(what.word()),
            (Discrepancy::Missing, None) => State::overdue(finding.what.word()),
            (_, None) => State::due(finding.what.word()),
        }];
        let number = finding.case.and_then(|case| of.numbers.get(&case));
        let whose = match (number, finding.case) {
            (Some(number), _) => Words::from("Case {number}").with("number", number.clone()),
            (None, Some(_)) => "Its file is not for you to see, or not there any more".into(),
            (None, None) => "No file is known for it".into(),
        };
        let more = match settled {
            Some((_, at, by)) => {
                states.push(State::done("Settled"));
                let words = Words::from("{whose}; settled {when} by {who}").with("whose", whose);
                words.with("when", when::when(*at)).with("who", name_of(self.staff, *by))
            }
            None => whose,
        };
        let mut acts = Vec::new();
        if settled.is_none() && self.settles {
            acts.push(Act::link("Settle", finding_path(of.seen.dossier, at + 1)));
        }
        if let (true, Some(case), Some(item), Some(_)) = (self.traces, finding.case, finding.item, number) {
            acts.push(Act::link("See item", paths::traced(case, item)).plain());
        }
        let label = Number::new(finding.label);
        FindingLine {
            acts: acts.into_iter().map(|act| act.about(Words::from("{label}").with("label", label.clone()))).collect(),
            how: settled.map(|(how, _, _)| how.reveal().to_owned()).unwrap_or_default(),
            label,
            states,
            more,
        }
    }
}

/// A finding of a check that is to be settled.
struct Settling {
    of: CheckSeen,
    /// Its place among the findings, from 1.
    at: usize,
    finding: Finding,
}

impl Settling {
    async fn open(person: &Person, of: &str, at: &str) -> Result<Self, Problem> {
        let of = id(of)?;
        person.ctx.permit(Action::SettleFinding, Some(of)).await?;
        let of = check(&person.ctx, of).await?;
        let at = at.parse::<usize>().map_err(|_| Problem::Missing)?;
        let finding = at.checked_sub(1).and_then(|at| of.seen.findings().get(at)).copied().ok_or(Problem::Missing)?;
        Ok(Self { of, at, finding })
    }

    fn page(&self, person: &Person, filled: Filled) -> Response {
        let check = self.of.seen.dossier;
        here::show(person, filled, self.of.seen.opened.last, Challenge::OldSignIn, |form| Asks {
            title: "Spot check",
            heading: "Settle a finding".into(),
            lead: "Put it right first: look for the item, return it, move it, or register it. Then say what was done."
                .into(),
            about: Pairs::new()
                .with("Label", self.finding.label.to_string())
                .with("What was wrong", self.finding.what.word()),
            action: finding_path(check, self.at),
            fields: vec![form.text("how", "What was done").max(200)],
            act: "Sign that it is settled",
            back: Link::new(path(check, ""), "Back to the spot check"),
        })
    }
}

fn finding_path(check: DossierId, at: usize) -> String {
    path(check, &format!("findings/{at}"))
}

/// `GET /records/checks/{check}/findings/{finding}`
pub async fn ask_settle(person: Person, Path((of, at)): Path<(String, String)>) -> Answer {
    Ok(Settling::open(&person, &of, &at).await?.page(&person, Filled::new()))
}

/// `POST /records/checks/{check}/findings/{finding}`
pub async fn settle(person: Person, Path((of, at)): Path<(String, String)>, sent: Fields) -> Answer {
    let settling = Settling::open(&person, &of, &at).await?;
    let mut reader = Reader::new(&sent);
    let Some(how) = reader.line("how") else { return Ok(settling.page(&person, reader.filled)) };
    let check = settling.of.seen.dossier;
    let (order, ink) = (FindingSettled { label: settling.finding.label, how }, signing(&sent, Meaning::Author));
    match settle_finding(&person.ctx, check, order, ink).await {
        Ok(_) => go(&Done::FINDING_SETTLED.at(&path(check, ""))),
        Err(failure) => Ok(settling.page(&person, here::refused(&sent, failure, |_| None)?)),
    }
}
