//! The list for the room, on paper.

use axum::extract::Path;
use casework::groups::{SheetLine, attendance};
use domain::groups::MeetingState;
use domain::ids::DossierId;
use domain::slots::SlotState;

use super::path;
use crate::answer::{Answer, id};
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;
use crate::problem::Problem;

/// `GET /groups/{group}/meetings/{meeting}/paper`
#[derive(Debug, Template)]
#[template(path = "groups/paper.html")]
pub struct PaperPage {
    /// The frame.
    pub frame: Frame,
    /// When.
    pub when: String,
    /// Where.
    pub place: Words,
    /// Given names alone, and an empty line for each whose name is not known here.
    pub names: Vec<Name>,
    /// Back.
    pub back: Link,
}

/// `GET /groups/{group}/meetings/{meeting}/paper` – the list for the room: given names and boxes, and nothing else.
pub async fn show(person: Person, Path((group, meeting)): Path<(String, String)>) -> Answer {
    let group: DossierId = id(&group)?;
    let sheet = attendance(&person.ctx, group, id(&meeting)?).await?;
    if matches!(sheet.meeting.state, MeetingState::Cancelled(_)) {
        return Err(Problem::Missing);
    }
    let comes = |line: &&SheetLine| matches!(line.state, Some(SlotState::Booked | SlotState::Held));
    let given = |line: &SheetLine| {
        let client = line.member.known.as_ref().and_then(|known| known.client.as_ref());
        client.map(|client| Name::new(client.given_names.clone())).unwrap_or_default()
    };
    Ok(person.show("List for the room", |frame| PaperPage {
        when: when::full(sheet.meeting.slot.starts),
        place: crate::hours::place(&person, &sheet.meeting.slot),
        names: sheet.lines.iter().filter(comes).map(given).collect(),
        back: Link::new(path(group, ""), "Back to the group"),
        frame,
    }))
}
