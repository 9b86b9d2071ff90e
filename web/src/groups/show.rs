//! One group: its meetings, who belongs to it, who waits. Of a colleague's group its name and times, and one's own clients in it.

use axum::extract::Path;
use casework::groups::{GroupSeen, MemberLine, see_group};
use domain::groups::{MeetingState, PlannedMeeting};
use domain::ids::DossierId;
use domain::policy::Action;
use domain::staff::StaffCard;

use super::{leaving, meeting, path, stands};
use crate::answer::{Answer, id};
use crate::face::parts::{Act, Empty, Pairs};
use crate::face::prelude::*;
use crate::face::when;
use crate::hours;
use crate::paths;
use crate::person::Person;
use crate::staff::name_of;

/// A meeting as a line.
#[derive(Debug, Clone)]
pub struct MeetingLine {
    /// When.
    pub when: Words,
    /// How it stands.
    pub state: State,
    /// Where, how long.
    pub more: Words,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// Somebody who belongs to the group, or waits.
#[derive(Debug, Clone)]
pub struct Who {
    /// The client's number, and where the case is, for whoever may know.
    pub number: Option<(Number, String)>,
    /// Their name.
    pub name: Name,
    /// Since when.
    pub more: Words,
    /// What is not booked for them as it is planned.
    pub open: Words,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// `GET /groups/{group}`
#[derive(Debug, Template)]
#[template(path = "groups/show.html")]
pub struct GroupPage {
    /// The frame.
    pub frame: Frame,
    /// What it is called.
    pub name: String,
    /// How many belong to it.
    pub state: State,
    /// What can be done with it.
    pub acts: Vec<Act>,
    /// What it is for; nothing for whoever may not read its file.
    pub purpose: String,
    /// Who leads it, where it meets.
    pub facts: Pairs,
    /// Whether all of it is shown.
    pub whole: bool,
    /// Its meetings, those to come first.
    pub meetings: Vec<MeetingLine>,
    /// When there are none.
    pub none: Option<Empty>,
    /// Who belongs to it.
    pub members: Vec<Who>,
    /// Who waits for a place.
    pub waiting: Vec<Who>,
}

/// `GET /groups/{group}`
pub async fn show(person: Person, Path(group): Path<String>) -> Answer {
    let group: DossierId = id(&group)?;
    let seen = see_group(&person.ctx, group).await?;
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let gives = person.ctx.may(Action::GiveGroupOn, Some(group)).await?;
    Ok(person.show("Group", |frame| page(&person, &seen, &staff, gives, frame)))
}

pub(super) fn page(person: &Person, seen: &GroupSeen, staff: &[StaffCard], gives: bool, frame: Frame) -> GroupPage {
    let (group, card, now) = (seen.group, &seen.card, person.now());
    let open = card.ended.is_none();
    let leads = seen.file.as_ref().is_some_and(|file| file.may(Action::LeadGroup)) && open;
    let records = seen.file.as_ref().is_some_and(|file| file.may(Action::RecordMeeting)) && open;
    let full = usize::from(card.most) <= card.members.len();
    let mut acts = Vec::new();
    if open {
        let label = if full { "Put on the waiting list" } else { "Add a client" };
        acts.push(Act::link(label, path(group, "members/new")).icon("plus"));
    }
    if leads {
        acts.push(Act::link("Plan meetings", path(group, "meetings/new")).icon("calendar"));
        acts.push(Act::link("Change the group", path(group, "change")).plain());
        acts.push(Act::link("End it", path(group, "ending")).plain());
    } else if gives && open {
        acts.push(Act::link("Name another leader", path(group, "hand-over")).plain());
    }
    let mut meetings: Vec<MeetingLine> =
        seen.meetings(now).into_iter().map(|one| line(person, group, one, leads, records)).collect();
    if seen.file.is_none() {
        let coming = card.planned.iter().filter(|(_, starts)| now <= *starts);
        meetings = coming.map(|(_, starts)| planned(*starts)).collect();
    }
    let who = |one: &MemberLine| member(group, one, leads);
    GroupPage {
        name: card.name.clone(),
        state: stands(card),
        acts,
        purpose: seen
            .file
            .as_ref()
            .and_then(|file| file.now.as_ref())
            .map(|described| described.purpose.reveal().to_owned())
            .unwrap_or_default(),
        facts: facts(person, seen, staff),
        whole: seen.file.is_some(),
        none: meetings.is_empty().then(|| {
            let none =
                Empty::new("No meeting is planned.", "Each one is booked for everybody who belongs to the group.");
            match leads {
                true => none.act(Act::link("Plan meetings", path(group, "meetings/new")).main()),
                false => none,
            }
        }),
        meetings,
        members: seen.members.iter().map(who).collect(),
        waiting: seen
            .waiting
            .iter()
            .enumerate()
            .map(|(at, one)| waits(group, one, leads && at == 0 && !full))
            .collect(),
        frame,
    }
}

fn facts(person: &Person, seen: &GroupSeen, staff: &[StaffCard]) -> Pairs {
    let card = &seen.card;
    let mut facts = Pairs::new();
    if let Some(leader) = card.leader {
        let led: Words = match card.co_leader {
            Some(other) => Words::from("{one} and {other}")
                .with("one", name_of(staff, leader))
                .with("other", name_of(staff, other)),
            None => name_of(staff, leader).into(),
        };
        facts = facts.with("Led by", led);
    }
    if let Some(supervisor) = card.supervisor {
        facts = facts.with("Supervised by", name_of(staff, supervisor));
    }
    if let Some(place) = card.place {
        let room = card.room.and_then(|room| person.organisation.rooms.find(room));
        let place = Words::from(place.word());
        let place = match room {
            Some(room) => Words::from("{place}, {room}").with("place", place).with("room", room.full_name()),
            None => place,
        };
        facts = facts.with("Meets", place);
    }
    if let Some((at, who, why)) = seen.file.as_ref().and_then(|file| file.ended.as_ref()) {
        let ended = Words::from("{when} by {who}").with("when", when::when(*at)).with("who", name_of(staff, *who));
        facts = facts.with("Ended", ended).with("Why", why.reveal().to_owned());
    }
    facts
}

fn planned(starts: domain::time::Instant) -> MeetingLine {
    MeetingLine {
        when: when::when(starts).into(),
        state: State::plain(when::away(starts)),
        more: Words::default(),
        acts: Vec::new(),
    }
}

fn line(person: &Person, group: DossierId, one: &PlannedMeeting, leads: bool, records: bool) -> MeetingLine {
    let slot = &one.slot;
    let (now, sheet) = (person.now(), meeting(group, slot.id));
    let about: Words = when::when(slot.starts).into();
    let mut acts = Vec::new();
    let state = match &one.state {
        MeetingState::Met(..) => {
            acts.push(Act::link("Attendance", sheet).plain().about(about));
            State::done("Met")
        }
        MeetingState::Cancelled(_) => State::plain("Cancelled").icon("close"),
        MeetingState::Planned if slot.starts <= now => {
            let act = Act::link(if records { "Record it" } else { "Attendance" }, sheet.clone()).about(about.clone());
            acts.push(if records { act.main() } else { act.plain() });
            if leads {
                acts.push(Act::link("It was cancelled", format!("{sheet}/change")).plain().about(about));
            }
            if slot.ends() <= now { State::overdue("Not recorded") } else { State::due("Now") }
        }
        MeetingState::Planned => {
            acts.push(
                Act::link("List for the room", format!("{sheet}/paper")).plain().icon("print").about(about.clone()),
            );
            if leads {
                acts.push(Act::link("Move or cancel", format!("{sheet}/change")).plain().about(about));
            }
            State::plain(when::away(slot.starts))
        }
    };
    let more = Words::from("{place}, {n} minutes")
        .with("place", hours::place(person, slot))
        .with("n", u32::from(slot.minutes));
    MeetingLine { when: when::when(slot.starts).into(), state, more, acts }
}

fn name(one: &MemberLine) -> (Option<(Number, String)>, Name) {
    let client = one.known.as_ref().and_then(|known| known.client.as_ref());
    let number = client.map(|client| (Number::new(&client.number), paths::of_case(one.case, "sessions")));
    (number, client.map(|client| Name::new(client.full_name())).unwrap_or_default())
}

fn about(number: Option<&(Number, String)>) -> Words {
    number.map_or_else(
        || "a client of a colleague".into(),
        |(number, _)| Words::from("{number}").with("number", number.clone()),
    )
}

fn member(group: DossierId, one: &MemberLine, leads: bool) -> Who {
    let (number, name) = name(one);
    let mine = leads || one.known.is_some();
    let mut acts = Vec::new();
    let open = match i64::try_from(one.open.len()).unwrap_or(i64::MAX) {
        0 => Words::default(),
        _ => {
            let dates = one
                .open
                .iter()
                .map(|at| Words::from(when::when(*at)))
                .reduce(|said, next| Words::from("{said}, {next}").with("said", said).with("next", next));
            Words::from("Not booked as planned: {dates}.").with("dates", dates.unwrap_or_default())
        }
    };
    if !open.is_empty() && mine {
        acts.push(
            Act::link("Book what is missing", format!("{}/step", leaving(group, one.case)))
                .about(about(number.as_ref())),
        );
    }
    if mine {
        acts.push(Act::link("Leaves", leaving(group, one.case)).plain().about(about(number.as_ref())));
    }
    let more = one.since.map(|at| Words::from("Since {when}").with("when", when::when(at))).unwrap_or_default();
    Who { number, name, more, open, acts }
}

fn waits(group: DossierId, one: &MemberLine, first: bool) -> Who {
    let (number, name) = name(one);
    let mut acts = Vec::new();
    if first || one.known.is_some() {
        if first {
            acts.push(
                Act::link("Give the free place", format!("{}/place", leaving(group, one.case)))
                    .main()
                    .about(about(number.as_ref())),
            );
        }
        acts.push(Act::link("Waits no more", leaving(group, one.case)).plain().about(about(number.as_ref())));
    }
    let more = one.since.map(|at| Words::from("Waits since {when}").with("when", when::when(at))).unwrap_or_default();
    Who { number, name, more, open: Words::default(), acts }
}
