//! The list of groups.

use casework::groups::{GroupLine, groups};
use domain::policy::Action;

use super::{PATH, path, stands};
use crate::answer::Answer;
use crate::face::parts::{Act, Empty};
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;
use crate::staff::name_of;

/// A group as a line.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub name: String,
    /// How many belong to it.
    pub state: State,
    /// Who leads it, when it meets next.
    pub more: Words,
}

/// `GET /groups`
#[derive(Debug, Template)]
#[template(path = "groups/list.html")]
pub struct GroupsPage {
    /// The frame.
    pub frame: Frame,
    /// The way to a new one.
    pub add: Option<Act>,
    /// The groups.
    pub lines: Vec<Line>,
    /// When there are none.
    pub none: Option<Empty>,
}

/// `GET /groups`
pub async fn show(person: Person) -> Answer {
    let groups = groups(&person.ctx).await?;
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let forms = person.ctx.may(Action::FormGroup, None).await?;
    let now = person.now();
    Ok(person.show("Groups", |frame| {
        let lines = groups.iter().map(|one| line(one, &staff, now)).collect();
        page(lines, forms, frame)
    }))
}

pub(super) fn page(lines: Vec<Line>, forms: bool, frame: Frame) -> GroupsPage {
    let add = forms.then(|| Act::link("Form a group", format!("{PATH}/new")));
    GroupsPage {
        none: lines.is_empty().then(|| {
            let none = Empty::new(
                "There is no group yet.",
                "Clients who meet together have one appointment, and each of them a note of their own.",
            );
            add.clone().into_iter().fold(none, Empty::act)
        }),
        add: add.filter(|_| !lines.is_empty()).map(Act::main),
        lines,
        frame,
    }
}

fn line(one: &GroupLine, staff: &[domain::staff::StaffCard], now: domain::time::Instant) -> Line {
    let card = &one.card;
    let leads = card.leader.map(|leader| name_of(staff, leader)).unwrap_or_default();
    let more = match (card.ended, card.next(now)) {
        (Some(ended), _) => Words::from("Over since {when}").with("when", when::when(ended)),
        (None, Some(next)) => Words::from("{who}, meets {when}").with("when", when::when(next)),
        (None, None) => "{who}, no meeting is planned".into(),
    };
    Line { href: path(one.group, ""), name: card.name.clone(), state: stands(card), more: more.with("who", leads) }
}
