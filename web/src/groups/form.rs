//! Forming a group, describing it anew, ending it.

use axum::extract::Path;
use axum::response::Response;
use casework::accounts::staff_list;
use casework::groups::{describe_group, end_group, form_group, see_group};
use domain::groups::{CannotGroup, GroupDescribed};
use domain::ids::{DossierId, EntryNumber, ItemId, StaffId};
use domain::policy::Action;
use domain::rooms::Rooms;
use domain::sessions::{CannotMeet, Place};
use domain::signature::Meaning;
use domain::staff::{Role, StaffCard};
use domain::text::Line;

use super::{PATH, path};
use crate::answer::{Answer, go, id};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

pub(super) const CARRY: &[Role] = &[Role::Caseworker, Role::Provider];

pub(super) fn holding(staff: &[StaffCard], roles: &[Role], none: &'static str) -> Vec<Choice> {
    let fits = |card: &&StaffCard| card.active && roles.iter().any(|role| card.is(*role));
    let choice = |card: &StaffCard| Choice::new(card.id.to_string(), card.name.clone());
    std::iter::once(Choice::new("", none)).chain(staff.iter().filter(fits).map(choice)).collect()
}

/// The rooms in use, with how many fit into each.
pub(super) fn room_field(rooms: &Rooms, form: &Filled) -> Field {
    let choice = |room: &domain::rooms::RoomDescribed| {
        let people = Words::count("{n} person", "{n} people", u32::from(room.people));
        let words = Words::from("{room} ({people})").with("room", room.full_name()).with("people", people);
        Choice::new(room.id.to_string(), words)
    };
    let none = Choice::new("", "No room");
    let rooms: Vec<Choice> = std::iter::once(none).chain(rooms.used().into_iter().map(choice)).collect();
    form.select("room", "Room", &rooms).hint("Only at the office. It must have a place for everybody.").free()
}

pub(super) fn place_field(form: &Filled) -> Field {
    let places = Place::ALL.map(|place| Choice::new(code(&place), place.word()));
    form.select("place", "Where", &places).or(code(&Place::Office))
}

pub(super) fn fields(rooms: &Rooms, staff: &[StaffCard], form: &Filled) -> Vec<Field> {
    let usual = GroupDescribed::USUAL_MINUTES.to_string();
    vec![
        form.text("name", "What it is called").hint("Among us; clients are not told. Name nobody in it.").max(200),
        form.area("purpose", "What it is for").rows(2).written().max(20_000),
        Field::row(
            "Who leads it",
            vec![
                form.select("leader", "Led by", &holding(staff, CARRY, "Please choose")),
                form.select("co_leader", "Together with", &holding(staff, CARRY, "Nobody")).free(),
                form.select("supervisor", "Supervised by", &holding(staff, &[Role::Supervisor], "Please choose")),
            ],
        ),
        Field::row(
            "How it meets",
            vec![
                form.number("most", "Clients at most").or("8"),
                form.number("minutes", "Minutes").or(usual),
                place_field(form),
                room_field(rooms, form),
            ],
        ),
    ]
}

pub(super) fn read_room(reader: &mut Reader<'_>) -> Option<Option<ItemId>> {
    match reader.text("room") {
        "" => Some(None),
        text => match text.parse::<ItemId>() {
            Ok(room) => Some(Some(room)),
            Err(_) => reader.choice("room", |_| None),
        },
    }
}

fn read(sent: &Fields) -> Result<GroupDescribed, Filled> {
    let mut reader = Reader::new(sent);
    let (name, purpose) = (reader.line("name"), reader.narrative("purpose"));
    let leader = reader.choice("leader", |text| text.parse::<StaffId>().ok());
    let supervisor = reader.choice("supervisor", |text| text.parse::<StaffId>().ok());
    let co_leader = sent.text("co_leader").parse::<StaffId>().ok();
    let number = |reader: &mut Reader<'_>, field: &str| {
        let found = reader.text(field).parse::<u16>().ok();
        if found.is_none() {
            reader.wrong(field, "Please give a number.");
        }
        found
    };
    let (most, minutes) = (number(&mut reader, "most"), number(&mut reader, "minutes"));
    let place = reader.choice("place", decode::<Place>);
    let room = read_room(&mut reader);
    match (name, purpose, leader, supervisor, most, minutes, place, room) {
        (
            Some(name),
            Some(purpose),
            Some(leader),
            Some(supervisor),
            Some(most),
            Some(minutes),
            Some(place),
            Some(room),
        ) if reader.is_good() => {
            Ok(GroupDescribed { name, purpose, leader, co_leader, supervisor, most, minutes, place, room })
        }
        _ => Err(reader.filled),
    }
}

pub(super) const fn place_of(rule: &CannotGroup) -> Option<&'static str> {
    match rule {
        CannotGroup::BadSize | CannotGroup::MoreBelong => Some("most"),
        CannotGroup::OwnSupervisor => Some("supervisor"),
        CannotGroup::LeadsTwice | CannotGroup::Beside(..) => Some("co_leader"),
        CannotGroup::On(..) => Some("leader"),
        CannotGroup::Slot(CannotMeet::RoomElsewhere | CannotMeet::NoRoom) => Some("room"),
        CannotGroup::Slot(CannotMeet::BadLength) => Some("minutes"),
        _ => None,
    }
}

pub(super) fn form_asks(rooms: &Rooms, staff: &[StaffCard], form: &Filled) -> Asks {
    Asks {
        title: "Form a group",
        heading: "Form a group".into(),
        lead: "A group has a file of its own, which names nobody. Each client who joins has its meetings booked in their own case.".into(),
        about: Pairs::new(),
        action: PATH.to_owned(),
        fields: fields(rooms, staff, form),
        act: "Sign and form it",
        back: Link::new(PATH, "Back to the groups"),
    }
}

fn new_page(person: &Person, staff: &[StaffCard], filled: Filled) -> Response {
    let rooms = &person.organisation.rooms;
    here::show(person, filled, EntryNumber::NONE, Challenge::OldSignIn, |form| form_asks(rooms, staff, form))
}

/// `GET /groups/new`
pub async fn new(person: Person) -> Answer {
    person.ctx.permit(Action::FormGroup, None).await?;
    let staff = staff_list(&person.ctx).await?;
    let mut filled = Filled::new();
    if CARRY.iter().any(|role| person.card.is(*role)) {
        filled = filled.with("leader", person.card.id.to_string());
    }
    Ok(new_page(&person, &staff, filled))
}

/// `POST /groups`
pub async fn create(person: Person, sent: Fields) -> Answer {
    person.ctx.permit(Action::FormGroup, None).await?;
    let staff = staff_list(&person.ctx).await?;
    let order = match read(&sent) {
        Ok(order) => order,
        Err(filled) => return Ok(new_page(&person, &staff, filled)),
    };
    match form_group(&person.ctx, order, signing(&sent, Meaning::Author)).await {
        Ok(entry) => go(&Done::GROUP_FORMED.at(&path(entry.dossier, ""))),
        Err(failure) => Ok(new_page(&person, &staff, here::refused(&sent, failure, place_of)?)),
    }
}

/// A group that goes on, for whoever leads or supervises it.
async fn known(person: &Person, group: &str) -> Result<(DossierId, GroupDescribed, EntryNumber), Problem> {
    let group: DossierId = id(group)?;
    person.ctx.permit(Action::LeadGroup, Some(group)).await?;
    let seen = see_group(&person.ctx, group).await?;
    let file = seen.file.filter(|file| file.is_open()).ok_or(Problem::Missing)?;
    let described = file.now.clone().ok_or(Problem::Missing)?;
    Ok((group, described, file.opened.last))
}

fn as_it_stands(known: &GroupDescribed) -> Filled {
    Filled::new()
        .with("name", known.name.reveal())
        .with("purpose", known.purpose.reveal())
        .with("leader", known.leader.to_string())
        .with("co_leader", known.co_leader.map(|staff| staff.to_string()).unwrap_or_default())
        .with("supervisor", known.supervisor.to_string())
        .with("most", known.most.to_string())
        .with("minutes", known.minutes.to_string())
        .with("place", code(&known.place))
        .with("room", known.room.map(|room| room.to_string()).unwrap_or_default())
}

fn change_page(person: &Person, staff: &[StaffCard], group: DossierId, last: EntryNumber, filled: Filled) -> Response {
    here::show(person, filled, last, Challenge::OldSignIn, |form| {
        let mut fields = fields(&person.organisation.rooms, staff, form);
        fields.push(form.text("reason", "Why it changes").max(200));
        Asks {
            title: "Change the group",
            heading: "Change the group".into(),
            lead: "Whoever leads it from now on holds the meetings to come. Meetings that are planned keep their room."
                .into(),
            about: Pairs::new(),
            action: path(group, "change"),
            fields,
            act: "Sign the change",
            back: Link::new(path(group, ""), "Back to the group"),
        }
    })
}

/// `GET /groups/{group}/change`
pub async fn edit(person: Person, Path(group): Path<String>) -> Answer {
    let (group, described, last) = known(&person, &group).await?;
    let staff = staff_list(&person.ctx).await?;
    Ok(change_page(&person, &staff, group, last, as_it_stands(&described)))
}

/// `POST /groups/{group}/change`
pub async fn change(person: Person, Path(group): Path<String>, sent: Fields) -> Answer {
    let (group, _, last) = known(&person, &group).await?;
    let staff = staff_list(&person.ctx).await?;
    let reason = {
        let mut reader = Reader::new(&sent);
        reader.line("reason").ok_or(reader.filled)
    };
    let (order, reason) = match (read(&sent), reason) {
        (Ok(order), Ok(reason)) => (order, reason),
        (Err(filled), _) | (Ok(_), Err(filled)) => return Ok(change_page(&person, &staff, group, last, filled)),
    };
    match describe_group(&person.ctx, group, order, &reason, &signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::GROUP_CHANGED.at(&path(group, ""))),
        Err(failure) => Ok(change_page(&person, &staff, group, last, here::refused(&sent, failure, place_of)?)),
    }
}

pub(super) fn end_asks(group: DossierId, form: &Filled) -> Asks {
    Asks {
        title: "End the group",
        heading: "End this group".into(),
        lead: "Whoever belongs to it or waits leaves with it. Meetings that are planned are cancelled, and those that were held recorded, before.".into(),
        about: Pairs::new(),
        action: path(group, "ending"),
        fields: vec![form.text("reason", "Why").max(200)],
        act: "Sign and end",
        back: Link::new(path(group, ""), "Back to the group"),
    }
}

fn end_page(person: &Person, group: DossierId, last: EntryNumber, filled: Filled) -> Response {
    here::show(person, filled, last, Challenge::OldSignIn, |form| end_asks(group, form))
}

/// `GET /groups/{group}/ending`
pub async fn ask_end(person: Person, Path(group): Path<String>) -> Answer {
    let (group, _, last) = known(&person, &group).await?;
    Ok(end_page(&person, group, last, Filled::new()))
}

/// `POST /groups/{group}/ending`
pub async fn end(person: Person, Path(group): Path<String>, sent: Fields) -> Answer {
    let (group, _, last) = known(&person, &group).await?;
    let mut reader = Reader::new(&sent);
    let Some(reason) = reader.line("reason") else { return Ok(end_page(&person, group, last, reader.filled)) };
    match ended(&person, group, &reason, &sent).await? {
        Ok(()) => go(&Done::GROUP_ENDED.at(PATH)),
        Err(filled) => Ok(end_page(&person, group, last, filled)),
    }
}

async fn ended(person: &Person, group: DossierId, reason: &Line, sent: &Fields) -> Result<Result<(), Filled>, Problem> {
    Ok(match end_group(&person.ctx, group, reason, &signing(sent, Meaning::Author)).await {
        Ok(came) if came.left.is_empty() => Ok(()),
        Ok(came) => {
            let words = Words::count(
                "One client could not be taken out of the group, so it goes on. Please look at who is left.",
                "{n} clients could not be taken out of the group, so it goes on. Please look at who is left.",
                i64::try_from(came.left.len()).unwrap_or(i64::MAX),
            );
            Err(sent.filled().refused(words))
        }
        Err(failure) => Err(here::refused(sent, failure, |_| None)?),
    })
}
