//! The list of matters.

use casework::holds::{MatterLine, matters};
use domain::policy::Action;

use super::{PATH, path};
use crate::answer::Answer;
use crate::face::parts::{Act, Empty};
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;

/// A matter as a line.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub title: String,
    /// Whether it goes on.
    pub state: State,
    /// How many files it holds, and since when it is there.
    pub more: Words,
}

/// `GET /records/matters`
#[derive(Debug, Template)]
#[template(path = "holds/list.html")]
pub struct MattersPage {
    /// The frame.
    pub frame: Frame,
    /// The way to a new one.
    pub add: Option<Act>,
    /// The matters.
    pub lines: Vec<Line>,
    /// When there are none.
    pub none: Option<Empty>,
}

/// `GET /records/matters`
pub async fn show(person: Person) -> Answer {
    let matters = matters(&person.ctx).await?;
    let opens = person.ctx.may(Action::OpenMatter, None).await?;
    Ok(person.show("Matters and holds", |frame| page(&matters, opens, frame)))
}

pub(super) fn page(matters: &[MatterLine], opens: bool, frame: Frame) -> MattersPage {
    MattersPage {
        add: opens.then(|| Act::link("Open a matter", format!("{PATH}/new")).main()),
        none: matters.is_empty().then(|| {
            Empty::new("No file is held.", "Open a matter when a dispute or an inquiry asks for files to be kept.")
        }),
        lines: matters.iter().map(line).collect(),
        frame,
    }
}

fn line(one: &MatterLine) -> Line {
    let card = &one.card;
    let state = match card.ended {
        None => State::due(Words::count("Holds {n} file", "Holds {n} files", card.holding)),
        Some(_) => State::plain("Over"),
    };
    let more = match card.ended {
        None => Words::from("Opened {when}").with("when", when::when(card.opened)),
        Some(ended) => Words::from("Opened {when}, ended {ended}")
            .with("when", when::when(card.opened))
            .with("ended", when::when(ended)),
    };
    Line { href: path(one.matter, ""), title: card.title.clone(), state, more }
}
