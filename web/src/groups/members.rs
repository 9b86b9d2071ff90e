//! Joining a group, waiting for a place, leaving, and booking what is missing.

use axum::extract::Path;
use axum::response::Response;
use casework::Failure;
use casework::cases::{OwnCase, own_cases};
use casework::groups::{
    GroupCard, GroupSeen, Leaving, Stepped, join_group, leave_group, see_group, step_on, wait_for_place,
};
use domain::groups::CannotGroup;
use domain::ids::{DossierId, EntryNumber};
use domain::policy::Action;
use domain::sessions::NotHeld;
use domain::signature::Meaning;
use domain::text::Line;

use super::{leaving, path};
use crate::answer::{Answer, go, id, sentence};
use crate::done::Done;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// The field that says that the client waits for a place.
const WAITS: &str = "waits";

/// Why a booking is written that only follows the group.
fn reason(text: &'static str) -> Result<Line, Problem> {
    Line::parse(text).map_err(|_| Problem::Malformed)
}

async fn seen(person: &Person, group: &str) -> Result<(DossierId, GroupSeen), Problem> {
    let group: DossierId = id(group)?;
    Ok((group, going_on(person, group).await?))
}

async fn going_on(person: &Person, group: DossierId) -> Result<GroupSeen, Problem> {
    let seen = see_group(&person.ctx, group).await?;
    if seen.card.ended.is_some() {
        return Err(Problem::Missing);
    }
    Ok(seen)
}

fn choices(card: &GroupCard, own: &[OwnCase]) -> Vec<Choice> {
    let there = |case: &DossierId| card.members.contains(case) || card.waiting.contains(case);
    let choice = |one: &OwnCase| {
        let client = one.client.as_ref();
        let number = Number::new(client.map(|client| client.number.clone()).unwrap_or_default());
        let name = client.map(|client| Name::new(client.full_name())).unwrap_or_default();
        let words = Words::from("{number} {name}").with("number", number).with("name", name);
        Choice::new(one.case.to_string(), words).hint(one.card.programme.clone())
    };
    own.iter().filter(|one| !there(&one.case)).map(choice).collect()
}

fn join_page(person: &Person, group: DossierId, seen: &GroupSeen, own: &[OwnCase], filled: Filled) -> Response {
    let waits = !filled.value(WAITS).is_empty() || is_full(&seen.card);
    let filled = if waits { filled.unless(WAITS, "yes") } else { filled };
    here::show(person, filled, EntryNumber::NONE, Challenge::OldSignIn, |form| join_asks(group, &seen.card, own, form))
}

/// Whether there is no place, or somebody waits for it already.
fn is_full(card: &GroupCard) -> bool {
    usize::from(card.most) <= card.members.len() || !card.waiting.is_empty()
}

pub(super) fn join_asks(group: DossierId, card: &GroupCard, own: &[OwnCase], form: &Filled) -> Asks {
    let (taken, waits) = (card.members.len(), !form.value(WAITS).is_empty());
    let choices = choices(card, own);
    let none = choices.is_empty();
    let lead = match (none, waits) {
            (true, _) => "None of your clients can be added: each of them belongs to the group already, or you have no open case.".into(),
            (false, true) => Words::from("{n} of {most} places are taken. The client can wait; a place that becomes free is given to whoever waits first.")
                .with("n", taken)
                .with("most", u32::from(card.most)),
            (false, false) => Words::from("{n} of {most} places are taken. Every meeting to come is booked in the client’s own case, which does not name the group’s other members.")
                .with("n", taken)
                .with("most", u32::from(card.most)),
        };
    let mut fields = vec![form.hidden(WAITS)];
    if !none {
        fields.push(form.radios("case", "Who", &choices));
    }
    Asks {
        title: "Add a client",
        heading: Words::from("Add a client to {group}").with("group", card.name.clone()),
        lead,
        about: Pairs::new(),
        action: path(group, "members"),
        fields,
        act: match (none, waits) {
            (true, _) => "",
            (false, true) => "Sign and wait for a place",
            (false, false) => "Sign and add",
        },
        back: Link::new(path(group, ""), "Back to the group"),
    }
}

/// `GET /groups/{group}/members/new`
pub async fn new(person: Person, Path(group): Path<String>) -> Answer {
    let (group, seen) = seen(&person, &group).await?;
    let own = own_cases(&person.ctx, Action::BookGroup).await?;
    Ok(join_page(&person, group, &seen, &own, Filled::new()))
}

/// `POST /groups/{group}/members` – the client joins, or waits for a place.
pub async fn create(person: Person, Path(group): Path<String>, sent: Fields) -> Answer {
    let (group, seen) = seen(&person, &group).await?;
    let own = own_cases(&person.ctx, Action::BookGroup).await?;
    let mut reader = Reader::new(&sent);
    let case = reader.choice("case", |text| text.parse::<DossierId>().ok());
    let Some(case) = case else { return Ok(join_page(&person, group, &seen, &own, reader.filled)) };
    let ink = signing(&sent, Meaning::Author);
    let came = match sent.ticked(WAITS) {
        true => wait_for_place(&person.ctx, group, case, ink).await.map(|_| Stepped::default()),
        false => join_group(&person.ctx, group, case, &reason("Joins the group")?, &ink).await,
    };
    match came {
        Ok(_) if sent.ticked(WAITS) => go(&Done::PLACE_AWAITED.at(&path(group, ""))),
        Ok(_) => go(&Done::MEMBER_JOINED.at(&path(group, ""))),
        Err(Failure::Rule(rule @ (CannotGroup::Full(_) | CannotGroup::OthersWait))) => {
            let filled = sent.filled().replace(WAITS, "yes").wrong("case", sentence(&rule.to_string()));
            Ok(join_page(&person, group, &seen, &own, filled))
        }
        Err(failure) => {
            let filled = here::refused(&sent, failure, |_| Some("case"))?;
            let free = filled.is_wrong_at("case") && sent.ticked(WAITS);
            let filled = if free { filled.replace(WAITS, "") } else { filled };
            Ok(join_page(&person, group, &seen, &own, filled))
        }
    }
}

/// Who is meant, for whoever may know.
fn named(seen: &GroupSeen, case: DossierId) -> Words {
    let line = seen.members.iter().chain(&seen.waiting).find(|line| line.case == case);
    let client = line.and_then(|line| line.known.as_ref()).and_then(|known| known.client.as_ref());
    match client {
        Some(client) => Words::from("{number} {name}")
            .with("number", Number::new(&client.number))
            .with("name", Name::new(client.full_name())),
        None => "A client of a colleague".into(),
    }
}

fn leave_page(person: &Person, seen: &GroupSeen, case: DossierId, filled: Filled) -> Response {
    let who = named(seen, case);
    here::show(person, filled, EntryNumber::NONE, Challenge::OldSignIn, |form| {
        leave_asks(seen.group, &seen.card, (case, who), form)
    })
}

pub(super) fn leave_asks(group: DossierId, card: &GroupCard, (case, who): (DossierId, Words), form: &Filled) -> Asks {
    let whose = [
        Choice::new(code(&NotHeld::CancelledByClient), "The client wishes it"),
        Choice::new(code(&NotHeld::CancelledByUs), "We decided it"),
    ];
    let belongs = card.members.contains(&case);
    Asks {
        title: "Leaving the group",
        heading: if belongs { "Leaving the group".into() } else { "Waiting no more".into() },
        lead: match belongs {
            true => "Meetings to come are cancelled for this client; they count as cancelled, never as missed.".into(),
            false => Words::default(),
        },
        about: Pairs::new().with("Who", who).with("Group", card.name.clone()),
        action: leaving(group, case),
        fields: vec![
            form.radios("why", "Whose wish it is", &whose),
            form.text("reason", "Why").hint("It stands in the client’s case as well.").max(200),
        ],
        act: "Sign",
        back: Link::new(path(group, ""), "Back to the group"),
    }
}

/// A group that goes on, for whoever works on this case or leads the group.
async fn allowed(person: &Person, group: &str, case: &str) -> Result<(GroupSeen, DossierId), Problem> {
    let (group, case): (DossierId, DossierId) = (id(group)?, id(case)?);
    if !person.ctx.may(Action::LeadGroup, Some(group)).await? {
        person.ctx.permit(Action::BookGroup, Some(case)).await?;
    }
    Ok((going_on(person, group).await?, case))
}

fn is_there(seen: &GroupSeen, case: DossierId) -> bool {
    seen.members.iter().chain(&seen.waiting).any(|line| line.case == case)
}

async fn member(person: &Person, group: &str, case: &str) -> Result<(GroupSeen, DossierId), Problem> {
    let (seen, case) = allowed(person, group, case).await?;
    if is_there(&seen, case) { Ok((seen, case)) } else { Err(Problem::Missing) }
}

/// `GET /groups/{group}/members/{case}`
pub async fn ask_leave(person: Person, Path((group, case)): Path<(String, String)>) -> Answer {
    let (seen, case) = member(&person, &group, &case).await?;
    Ok(leave_page(&person, &seen, case, Filled::new()))
}

/// `POST /groups/{group}/members/{case}`
pub async fn leave(person: Person, Path((group, case)): Path<(String, String)>, sent: Fields) -> Answer {
    let (seen, case) = allowed(&person, &group, &case).await?;
    if !is_there(&seen, case) {
        // a form that is sent twice finds nobody there any more
        return go(&Done::MEMBER_LEFT.at(&path(seen.group, "")));
    }
    let mut reader = Reader::new(&sent);
    let why = reader.choice("why", decode::<NotHeld>);
    let reason = reader.line("reason");
    let (Some(why), Some(reason), true) = (why, reason, reader.is_good()) else {
        return Ok(leave_page(&person, &seen, case, reader.filled));
    };
    let order = Leaving { why, reason };
    match leave_group(&person.ctx, seen.group, case, &order, &signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::MEMBER_LEFT.at(&path(seen.group, ""))),
        Err(failure) => Ok(leave_page(&person, &seen, case, here::refused(&sent, failure, |_| None)?)),
    }
}

fn step_page(person: &Person, seen: &GroupSeen, case: DossierId, place: bool, filled: Filled) -> Response {
    let line = seen.members.iter().find(|line| line.case == case);
    here::show(person, filled, EntryNumber::NONE, Challenge::OldSignIn, |_| {
        let mut about = Pairs::new().with("Who", named(seen, case)).with("Group", seen.card.name.clone());
        for at in line.into_iter().flat_map(|line| &line.open) {
            about = about.with("Not booked as planned", when::full(*at));
        }
        Asks {
            title: if place { "Give the free place" } else { "Book what is missing" },
            heading: if place { "Give the free place".into() } else { "Book what is missing".into() },
            lead: match place {
                true => "The client belongs to the group from now on, and every meeting to come is booked.".into(),
                false => "What is planned is booked in the client’s case. A meeting at which the client has another session is left out, and stays named here.".into(),
            },
            about,
            action: format!("{}/{}", leaving(seen.group, case), if place { "place" } else { "step" }),
            fields: Vec::new(),
            act: "Sign and book",
            back: Link::new(path(seen.group, ""), "Back to the group"),
        }
    })
}

/// `GET /groups/{group}/members/{case}/step`
pub async fn ask_step(person: Person, Path((group, case)): Path<(String, String)>) -> Answer {
    let (seen, case) = member(&person, &group, &case).await?;
    Ok(step_page(&person, &seen, case, false, Filled::new()))
}

/// `POST /groups/{group}/members/{case}/step`
pub async fn step(person: Person, Path((group, case)): Path<(String, String)>, sent: Fields) -> Answer {
    let (seen, case) = member(&person, &group, &case).await?;
    let ink = signing(&sent, Meaning::Author);
    let came = step_on(&person.ctx, seen.group, Some(case), &reason("As the group meets")?, &ink).await;
    let words = match came {
        Ok(came) => match (came.left.first(), came.taken.is_empty()) {
            (None, true) => return go(&Done::MEETINGS_BOOKED.at(&path(seen.group, ""))),
            (Some((_, Some(rule))), _) => sentence(&rule.to_string()).into(),
            (Some((_, None)), _) => "This case is not yours to change.".into(),
            (None, false) => {
                "The client has another session at one of these times. Move that session, or leave this one out.".into()
            }
        },
        Err(failure) => {
            return Ok(step_page(&person, &seen, case, false, here::refused(&sent, failure, |_| None)?));
        }
    };
    let words: Words = words;
    Ok(step_page(&person, &seen, case, false, sent.filled().refused(words)))
}

/// `GET /groups/{group}/members/{case}/place`
pub async fn ask_place(person: Person, Path((group, case)): Path<(String, String)>) -> Answer {
    let (seen, case) = member(&person, &group, &case).await?;
    Ok(step_page(&person, &seen, case, true, Filled::new()))
}

/// `POST /groups/{group}/members/{case}/place`
pub async fn place(person: Person, Path((group, case)): Path<(String, String)>, sent: Fields) -> Answer {
    let (seen, case) = member(&person, &group, &case).await?;
    let ink = signing(&sent, Meaning::Author);
    match join_group(&person.ctx, seen.group, case, &reason("Joins the group")?, &ink).await {
        Ok(_) => go(&Done::MEMBER_JOINED.at(&path(seen.group, ""))),
        Err(failure) => Ok(step_page(&person, &seen, case, true, here::refused(&sent, failure, |_| None)?)),
    }
}
