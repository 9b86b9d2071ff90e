//! The places for physical items: the list, laying one down, describing one anew, closing one.

use axum::extract::Path;
use axum::response::Response;
use casework::paper::{PlaceSeen, Places, close_place, lay_down_place, places};
use domain::ids::ItemId;
use domain::paper::{CannotPlace, PlaceAbout, PlaceClosed, PlaceLaidDown};
use domain::policy::Action;
use domain::signature::Meaning;

use super::{PLACES, RECORDS};
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

/// A place.
#[derive(Debug, Clone)]
pub struct Line {
    /// Site, room, cabinet.
    pub name: String,
    /// How many items belong there, or that it is closed.
    pub state: State,
    /// How it is locked.
    pub lock: Words,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// `GET /records/places`
#[derive(Debug, Template)]
#[template(path = "paper/places.html")]
pub struct PlacesPage {
    /// The frame.
    pub frame: Frame,
    /// The way to a new one.
    pub add: Option<Act>,
    /// The places.
    pub lines: Vec<Line>,
    /// When there are none.
    pub none: Option<Empty>,
}

/// `GET /records/places`
pub async fn index(person: Person) -> Answer {
    let places = places(&person.ctx).await?;
    Ok(person.show("Places", |frame| page(&places, frame)))
}

pub(super) fn page(places: &Places, frame: Frame) -> PlacesPage {
    PlacesPage {
        add: places.may_manage.then(|| Act::link("Lay down a place", format!("{PLACES}/new")).main().icon("plus")),
        none: places.all.is_empty().then(|| {
            Empty::new("There is no place yet.", "A place is a cabinet, shelf or safe that can be locked. Items are put into one when they are registered.")
        }),
        lines: places.all.iter().map(|seen| line(seen, places.may_manage)).collect(),
        frame,
    }
}

fn line(seen: &PlaceSeen, manages: bool) -> Line {
    let name = seen.place.name();
    let state = match (&seen.place.closed, seen.out) {
        (Some(_), _) => State::plain("Closed").icon("lock"),
        (None, 0) => State::note(Words::count("{n} item", "{n} items", seen.items)).icon("records"),
        (None, out) => State::due(
            Words::from("{items}, {out} out")
                .with("items", Words::count("{n} item", "{n} items", seen.items))
                .with("out", out),
        ),
    };
    let mut acts = Vec::new();
    if seen.place.closed.is_none() {
        acts.push(Act::link("Items", format!("{RECORDS}?place={}", seen.id)).plain());
        if manages {
            acts.push(Act::link("Change", format!("{PLACES}/{}", seen.id)).plain());
            acts.push(Act::link("Close", format!("{PLACES}/{}/closing", seen.id)).plain());
        }
    }
    let lock = match &seen.place.closed {
        Some((_, _, why)) => Words::from(why.reveal().to_owned()),
        None => Words::from("Locked: {lock}").with("lock", seen.place.about.lock.reveal()),
    };
    Line { acts: acts.into_iter().map(|act| act.about(name.clone())).collect(), name, state, lock }
}

async fn managing(person: &Person) -> Result<Places, Problem> {
    person.ctx.permit(Action::ManagePlaces, None).await?;
    Ok(places(&person.ctx).await?)
}

fn edit_page(person: &Person, places: &Places, seen: Option<&PlaceSeen>, filled: Filled) -> Response {
    let action = seen.map_or_else(|| PLACES.to_owned(), |seen| format!("{PLACES}/{}", seen.id));
    here::show(person, filled, places.last, Challenge::Always, |form| Asks {
        title: "Places",
        heading: if seen.is_some() { "Change a place".into() } else { "Lay down a place".into() },
        lead: "Somewhere that can be locked. Items are put into places, and their custody names them for ever.".into(),
        about: Pairs::new(),
        action,
        fields: edit_fields(form, seen.map(|seen| &seen.place.about)),
        act: "Sign place",
        back: Link::new(PLACES, "Back to the places"),
    })
}

fn edit_fields(form: &Filled, about: Option<&PlaceAbout>) -> Vec<Field> {
    let or = |field: Field, of: fn(&PlaceAbout) -> &domain::text::Line| match about {
        Some(about) => field.or(of(about).reveal()),
        None => field,
    };
    vec![
        or(form.text("site", "Site").max(200).hint("The house, such as a street."), |about| &about.site),
        or(form.text("room", "Room").max(200), |about| &about.room),
        or(form.text("cabinet", "Cabinet, shelf or safe").max(200), |about| &about.cabinet),
        or(form.text("lock", "How it is locked").max(200).hint("Which key or code, and who has it."), |about| {
            &about.lock
        }),
    ]
}

/// `GET /records/places/new`
pub async fn new(person: Person) -> Answer {
    let places = managing(&person).await?;
    Ok(edit_page(&person, &places, None, Filled::new()))
}

/// `POST /records/places`
pub async fn create(person: Person, sent: Fields) -> Answer {
    let places = managing(&person).await?;
    lay_down(&person, &places, None, &sent).await
}

fn find<'a>(places: &'a Places, place: &str) -> Result<&'a PlaceSeen, Problem> {
    let place: ItemId = id(place)?;
    let seen = places.all.iter().find(|seen| seen.id == place && seen.place.closed.is_none());
    seen.ok_or(Problem::Missing)
}

/// `GET /records/places/{place}`
pub async fn edit(person: Person, Path(place): Path<String>) -> Answer {
    let places = managing(&person).await?;
    Ok(edit_page(&person, &places, Some(find(&places, &place)?), Filled::new()))
}

/// `POST /records/places/{place}`
pub async fn change(person: Person, Path(place): Path<String>, sent: Fields) -> Answer {
    let places = managing(&person).await?;
    lay_down(&person, &places, Some(find(&places, &place)?), &sent).await
}

async fn lay_down(person: &Person, places: &Places, seen: Option<&PlaceSeen>, sent: &Fields) -> Answer {
    let mut reader = Reader::new(sent);
    let (site, room) = (reader.line("site"), reader.line("room"));
    let (cabinet, lock) = (reader.line("cabinet"), reader.line("lock"));
    let (Some(site), Some(room), Some(cabinet), Some(lock)) = (site, room, cabinet, lock) else {
        return Ok(edit_page(person, places, seen, reader.filled));
    };
    let id = seen.map_or_else(|| person.ctx.new_item(), |seen| seen.id);
    let order = PlaceLaidDown { id, about: PlaceAbout { site, room, cabinet, lock } };
    match lay_down_place(&person.ctx, order, signing(sent, Meaning::Author)).await {
        Ok(_) => go(&Done::PLACE_LAID_DOWN.at(PLACES)),
        Err(failure) => {
            let place = |rule: &CannotPlace| (*rule == CannotPlace::Known).then_some("cabinet");
            Ok(edit_page(person, places, seen, here::refused(sent, failure, place)?))
        }
    }
}

fn close_page(person: &Person, places: &Places, seen: &PlaceSeen, filled: Filled) -> Response {
    here::show(person, filled, places.last, Challenge::Always, |form| Asks {
        title: "Places",
        heading: "Close a place".into(),
        lead: "Nothing can be put there any more. It can be closed when nothing belongs to it.".into(),
        about: Pairs::new()
            .with("Place", seen.place.name())
            .with("Items", Words::count("{n} item", "{n} items", seen.items)),
        action: format!("{PLACES}/{}/closing", seen.id),
        fields: vec![form.text("reason", "Why").max(200)],
        act: "Sign and close",
        back: Link::new(PLACES, "Back to the places"),
    })
}

/// `GET /records/places/{place}/closing`
pub async fn ask_close(person: Person, Path(place): Path<String>) -> Answer {
    let places = managing(&person).await?;
    Ok(close_page(&person, &places, find(&places, &place)?, Filled::new()))
}

/// `POST /records/places/{place}/closing`
pub async fn close(person: Person, Path(place): Path<String>, sent: Fields) -> Answer {
    let places = managing(&person).await?;
    let seen = find(&places, &place)?;
    let mut reader = Reader::new(&sent);
    let Some(reason) = reader.line("reason") else { return Ok(close_page(&person, &places, seen, reader.filled)) };
    match close_place(&person.ctx, PlaceClosed { id: seen.id, reason }, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::PLACE_CLOSED.at(PLACES)),
        Err(failure) => Ok(close_page(&person, &places, seen, here::refused(&sent, failure, |_| None)?)),
    }
}
