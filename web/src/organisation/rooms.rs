//! The rooms for sessions: the list, describing a new one, describing one anew.

use axum::extract::Path;
use axum::response::Response;
use casework::organisation::{RoomsSeen, describe_room, rooms};
use domain::ids::ItemId;
use domain::policy::Action;
use domain::rooms::{BadRoom, RoomDescribed};
use domain::signature::Meaning;

use super::ROOMS;
use crate::answer::{Answer, go, id};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{Act, Empty, Pairs};
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// A room.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its name and site.
    pub name: String,
    /// For how many people.
    pub people: Words,
    /// Whether it is used.
    pub state: State,
    /// The way to change it.
    pub act: Option<Act>,
}

/// `GET /organisation/rooms`
#[derive(Debug, Template)]
#[template(path = "organisation/rooms.html")]
pub struct RoomsPage {
    /// The frame.
    pub frame: Frame,
    /// The way to a new one.
    pub add: Option<Act>,
    /// The rooms.
    pub lines: Vec<Line>,
    /// When there are none.
    pub none: Option<Empty>,
}

/// `GET /organisation/rooms`
pub async fn index(person: Person) -> Answer {
    let seen = rooms(&person.ctx).await?;
    Ok(person.show("Rooms", |frame| page(&seen, frame)))
}

pub(super) fn page(seen: &RoomsSeen, frame: Frame) -> RoomsPage {
    let manages = seen.may_manage;
    let line = |room: &RoomDescribed| Line {
        name: room.full_name(),
        people: Words::count("For {n} person", "For {n} people", u32::from(room.people)),
        state: if room.used { State::done("In use") } else { State::plain("Not in use").icon("lock") },
        act: manages.then(|| Act::link("Change", format!("{ROOMS}/{}", room.id)).plain().about(room.full_name())),
    };
    RoomsPage {
        add: manages.then(|| Act::link("Add a room", format!("{ROOMS}/new")).main().icon("plus")),
        lines: seen.all.iter().map(line).collect(),
        none: seen.all.is_empty().then(|| {
            Empty::new(
                "There is no room yet.",
                "A room that is on this list can be booked with a session at the office.",
            )
        }),
        frame,
    }
}

async fn managing(person: &Person) -> Result<RoomsSeen, Problem> {
    person.ctx.permit(Action::ManageRooms, None).await?;
    Ok(rooms(&person.ctx).await?)
}

fn find<'a>(seen: &'a RoomsSeen, room: &str) -> Result<&'a RoomDescribed, Problem> {
    let room: ItemId = id(room)?;
    seen.all.iter().find(|known| known.id == room).ok_or(Problem::Missing)
}

fn form_page(person: &Person, seen: &RoomsSeen, room: Option<&RoomDescribed>, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::Always, |form| Asks {
        title: "Rooms",
        heading: if room.is_some() { "Change a room".into() } else { "Add a room".into() },
        lead: "What is booked in a room stays as it is, also when the room is no longer in use.".into(),
        about: Pairs::new(),
        action: room.map_or_else(|| ROOMS.to_owned(), |room| format!("{ROOMS}/{}", room.id)),
        fields: fields(form, room),
        act: "Sign room",
        back: Link::new(ROOMS, "Back to the rooms"),
    })
}

fn fields(form: &Filled, room: Option<&RoomDescribed>) -> Vec<Field> {
    let text = |of: fn(&RoomDescribed) -> String| room.map(of).unwrap_or_default();
    let used = room.is_none_or(|room| room.used);
    let choice = |value, label, is: bool| {
        let choice = Choice::new(value, label);
        if is && !form.has("used") { choice.chosen() } else { choice }
    };
    vec![
        form.text("name", "Name").or(text(|room| room.name.reveal().to_owned())).max(80).hint("Such as Room 1."),
        form.text("site", "Site")
            .or(text(|room| room.site.reveal().to_owned()))
            .max(120)
            .hint("The house, such as a street."),
        form.number("people", "For how many people").or(text(|room| room.people.to_string())).max(3),
        form.radios(
            "used",
            "Can sessions be booked in it",
            &[choice("yes", "Yes", used), choice("no", "No, it is not in use", !used)],
        ),
    ]
}

/// `GET /organisation/rooms/new`
pub async fn new(person: Person) -> Answer {
    let seen = managing(&person).await?;
    Ok(form_page(&person, &seen, None, Filled::new()))
}

/// `POST /organisation/rooms`
pub async fn create(person: Person, sent: Fields) -> Answer {
    let seen = managing(&person).await?;
    describe(&person, &seen, None, &sent).await
}

/// `GET /organisation/rooms/{room}`
pub async fn edit(person: Person, Path(room): Path<String>) -> Answer {
    let seen = managing(&person).await?;
    Ok(form_page(&person, &seen, Some(find(&seen, &room)?), Filled::new()))
}

/// `POST /organisation/rooms/{room}`
pub async fn change(person: Person, Path(room): Path<String>, sent: Fields) -> Answer {
    let seen = managing(&person).await?;
    describe(&person, &seen, Some(find(&seen, &room)?), &sent).await
}

async fn describe(person: &Person, seen: &RoomsSeen, room: Option<&RoomDescribed>, sent: &Fields) -> Answer {
    let mut reader = Reader::new(sent);
    let (name, site) = (reader.line("name"), reader.line("site"));
    let people = reader.choice("people", |text| text.parse::<u16>().ok());
    let used = reader.choice("used", |text| matches!(text, "yes" | "no").then(|| text == "yes"));
    let (Some(name), Some(site), Some(people), Some(used)) = (name, site, people, used) else {
        return Ok(form_page(person, seen, room, reader.filled));
    };
    let id = room.map_or_else(|| person.ctx.new_item(), |room| room.id);
    let order = RoomDescribed { id, name, site, people, used };
    match describe_room(&person.ctx, order, signing(sent, Meaning::Author)).await {
        Ok(_) => go(&Done::ROOM_DESCRIBED.at(ROOMS)),
        Err(failure) => {
            let place = |rule: &BadRoom| match rule {
                BadRoom::People => Some("people"),
                BadRoom::Known => Some("name"),
                BadRoom::Same => None,
            };
            Ok(form_page(person, seen, room, here::refused(sent, failure, place)?))
        }
    }
}
