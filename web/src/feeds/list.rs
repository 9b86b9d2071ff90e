//! One's own addresses: what is in them, which there are, when each was fetched.

use casework::feeds::{OwnFeed, my_feeds};
use domain::ids::ItemId;
use domain::policy::Action;

use super::PATH;
use crate::answer::Answer;
use crate::face::parts::{Act, Empty};
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;

/// One address. What stands in it is known to nobody any more.
#[derive(Debug, Clone)]
pub struct Row {
    /// "Your own sessions".
    pub what: Words,
    /// "Made Mon 4 Jan, last fetched today 10:42".
    pub more: Words,
    /// Stopping it.
    pub stop: Act,
}

/// `GET /calendar/feeds`
#[derive(Debug, Template)]
#[template(path = "feeds/list.html")]
pub struct FeedsPage {
    /// The frame.
    pub frame: Frame,
    /// Addresses that are good.
    pub rows: Vec<Row>,
    /// When there are none.
    pub none: Option<Empty>,
    /// Making one, for whoever may.
    pub make: Option<Act>,
}

/// `GET /calendar/feeds`
pub async fn show(person: Person) -> Answer {
    let feeds = my_feeds(&person.ctx).await?;
    let may = person.ctx.may(Action::OpenFeed, Some(person.card.id.dossier())).await?;
    Ok(person.show("Your calendar in another program", |frame| FeedsPage {
        rows: feeds.iter().map(row).collect(),
        none: feeds.is_empty().then(|| {
            Empty::new(
                "You have no address yet.",
                "Make one to see your sessions on your phone or in your mail program.",
            )
        }),
        make: may.then(|| Act::link("Make an address", format!("{PATH}/new")).main().icon("plus")),
        frame,
    }))
}

fn row(feed: &OwnFeed) -> Row {
    let since = when::when(feed.since);
    let more = match feed.fetched {
        Some(fetched) => Words::from("Made {since}, last fetched {fetched}")
            .with("fetched", when::when(fetched))
            .with("since", since),
        None => Words::from("Made {since}, never fetched").with("since", since),
    };
    let what = shows(feed);
    let about = Words::from("{what}: {more}").with("what", what.clone()).with("more", more.clone());
    Row { stop: Act::link("Stop this address", revocation(feed.id)).about(about), what, more }
}

/// Whose sessions it shows.
pub(super) fn shows(feed: &OwnFeed) -> Words {
    match &feed.room {
        Some(room) => Words::from("The sessions in {room}").with("room", room),
        None => feed.of.word().into(),
    }
}

/// Where stopping an address is asked about.
pub(super) fn revocation(feed: ItemId) -> String {
    format!("{PATH}/{feed}/revocation")
}
