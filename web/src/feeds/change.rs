//! Making an address, which is shown once, and stopping one.

use axum::extract::{Path, State};
use axum::response::Response;
use casework::feeds::{OpenFeed, OwnFeed, my_feeds, open_feed, revoke_feed};
use domain::feeds::{CannotFeed, FeedOf};
use domain::ids::{EntryNumber, ItemId};
use domain::policy::Action;
use domain::signature::Meaning;

use super::PATH;
use super::list::{revocation, shows};
use crate::answer::{Answer, go, id};
use crate::app::App;
use crate::done::Done;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// An address that was just made.
#[derive(Template)]
#[template(path = "feeds/made.html")]
pub struct MadePage {
    /// The frame.
    pub frame: Frame,
    /// The address, shown this once.
    pub address: String,
}

fn back() -> Link {
    Link::new(PATH, "Back to your addresses")
}

/// What stands before the id of a room.
const ROOM: &str = "room.";

fn value(of: FeedOf) -> String {
    match of {
        FeedOf::Own => "own".to_owned(),
        FeedOf::Team => "team".to_owned(),
        FeedOf::Room(room) => format!("{ROOM}{room}"),
    }
}

fn read(value: &str) -> Option<FeedOf> {
    match value {
        "own" => Some(FeedOf::Own),
        "team" => Some(FeedOf::Team),
        _ => value.strip_prefix(ROOM)?.parse().ok().map(FeedOf::Room),
    }
}

fn asking(person: &Person, filled: Filled) -> Response {
    here::show(person, filled, EntryNumber::NONE, Challenge::Always, |form| {
        let choice = |of: FeedOf, hint: &'static str| Choice::new(value(of), of.word()).hint(hint);
        let mut choices = vec![choice(FeedOf::Own, "Everything that you hold yourself.").chosen()];
        if person.card.team.is_some() {
            choices.push(choice(FeedOf::Team, "Who of your team is taken, and when."));
        }
        let rooms = person.organisation.rooms.used().into_iter();
        choices.extend(rooms.map(|room| {
            let words = Words::from("The sessions in {room}").with("room", room.full_name());
            Choice::new(value(FeedOf::Room(room.id)), words).hint("When it is taken, and by whom of us.")
        }));
        Asks {
            title: "Make an address",
            heading: "Make an address".into(),
            lead: "Whoever has the address sees what is in it, without a password. Give it to nobody, and make one for each device: then you can stop \
                   one and keep the others."
                .into(),
            about: Pairs::new(),
            action: PATH.to_owned(),
            fields: vec![form.radios("of", "What it shows", &choices)],
            act: "Sign and show the address",
            back: back(),
        }
    })
}

/// `GET /calendar/feeds/new`
pub async fn new(person: Person) -> Answer {
    person.ctx.permit(Action::OpenFeed, Some(person.card.id.dossier())).await?;
    Ok(asking(&person, Filled::new()))
}

/// `POST /calendar/feeds`
pub async fn create(State(app): State<App>, person: Person, sent: Fields) -> Answer {
    person.ctx.permit(Action::OpenFeed, Some(person.card.id.dossier())).await?;
    let mut reader = Reader::new(&sent);
    let Some(of) = reader.choice("of", read) else { return Ok(asking(&person, reader.filled)) };
    match open_feed(&person.ctx, OpenFeed { of }, signing(&sent, Meaning::Author)).await {
        Ok(Some(secret)) => {
            let address = format!("{}/calendar/{}.ics", app.settings.origin, secret.reveal());
            Ok(person.show("Your new address", |frame| MadePage { frame, address }))
        }
        // the form was sent twice: what it made was shown then
        Ok(None) => go(&Done::FEED_SHOWN.at(PATH)),
        Err(failure) => Ok(asking(&person, here::refused(&sent, failure, place)?)),
    }
}

const fn place(rule: &CannotFeed) -> Option<&'static str> {
    match rule {
        CannotFeed::NoTeam | CannotFeed::NoRoom => Some("of"),
        CannotFeed::TooMany | CannotFeed::NoSuchFeed => None,
    }
}

async fn own(person: &Person, feed: &str) -> Result<OwnFeed, Problem> {
    let feed: ItemId = id(feed)?;
    my_feeds(&person.ctx).await?.into_iter().find(|known| known.id == feed).ok_or(Problem::Missing)
}

fn stopping(person: &Person, feed: &OwnFeed, filled: Filled) -> Response {
    here::show(person, filled, EntryNumber::NONE, Challenge::OldSignIn, |_| {
        Asks {
        title: "Stop this address",
        heading: "Stop this address".into(),
        lead: "Nothing is found there any more, at once and for ever. Remove the calendar from the device as well: what it has fetched may stay on it \
               until then."
            .into(),
        about: Pairs::new().with("What it shows", shows(feed)).with("Made", when::when(feed.since)).with(
            "Last fetched",
            feed.fetched.map_or_else(|| Words::from("Never"), |fetched| when::when(fetched).into()),
        ),
        action: revocation(feed.id),
        fields: Vec::new(),
        act: "Sign and stop it",
        back: back(),
    }
    })
}

/// `GET /calendar/feeds/{feed}/revocation`
pub async fn ask_revocation(person: Person, Path(feed): Path<String>) -> Answer {
    let feed = own(&person, &feed).await?;
    Ok(stopping(&person, &feed, Filled::new()))
}

/// `POST /calendar/feeds/{feed}/revocation`
pub async fn revoke(person: Person, Path(feed): Path<String>, sent: Fields) -> Answer {
    let feed: ItemId = id(&feed)?;
    match revoke_feed(&person.ctx, feed, signing(&sent, Meaning::Author)).await {
        Ok(()) => go(&Done::FEED_STOPPED.at(PATH)),
        Err(failure) => {
            let filled = here::refused(&sent, failure, place)?;
            match own(&person, &feed.to_string()).await {
                Ok(feed) => Ok(stopping(&person, &feed, filled)),
                Err(_) => Err(Problem::Missing),
            }
        }
    }
}
