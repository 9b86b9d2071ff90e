//! The attendance sheet of a meeting: who came, a note for each of them in their own case, and one for the group.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use casework::groups::{Came, CannotMeetGroup, MeetingHeld, Sheet, SheetLine, attendance, record_meeting};
use domain::contacts::{CannotLog, When};
use domain::groups::{CannotGroup, GroupMet, MeetingState, PlannedMeeting};
use domain::ids::DossierId;
use domain::policy::Action;
use domain::sessions::CannotMeet;
use domain::signature::Meaning;
use domain::slots::SlotState;
use domain::text::{Line, Narrative};

use super::{meeting, path};
use crate::answer::{Answer, go, id, sentence};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::face::voice::speaking;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// The box by which a note is signed although a name seems to stand in it.
const MEANT: &str = "meant";

fn came_field(case: DossierId) -> String {
    format!("came.{case}")
}

fn note_field(case: DossierId) -> String {
    format!("note.{case}")
}

fn name(line: &SheetLine) -> Words {
    match line.member.known.as_ref().and_then(|known| known.client.as_ref()) {
        Some(client) => Words::from("{number} {name}")
            .with("number", Number::new(&client.number))
            .with("name", Name::new(client.full_name())),
        None => "A client of a colleague".into(),
    }
}

/// How it stands for somebody of whom nothing is to be written here.
fn stands(line: &SheetLine) -> Words {
    match line.state {
        Some(SlotState::Held) => "Came; the note is written".into(),
        Some(SlotState::NoShow) => "Did not come".into(),
        Some(SlotState::Cancelled | SlotState::CancelledLate) => "Cancelled".into(),
        Some(SlotState::Booked) => "Whoever works on the case writes the note there".into(),
        Some(SlotState::Away | SlotState::Moved) | None => "Was not booked".into(),
    }
}

/// The sheet as it stands for whoever looks at it.
pub(super) struct Standing<'a> {
    pub(super) group: DossierId,
    /// What the group is called.
    pub(super) called: &'a str,
    pub(super) meeting: &'a PlannedMeeting,
    pub(super) lines: &'a [SheetLine],
    /// Whether the meeting has begun.
    pub(super) begun: bool,
    /// Whether the note of the group is still to be written, by this person.
    pub(super) writes: bool,
    /// Whether what is written now is late.
    pub(super) late: bool,
}

impl<'a> Standing<'a> {
    fn of(person: &Person, sheet: &'a Sheet) -> Self {
        let (meeting, now) = (&sheet.meeting, person.now());
        Self {
            group: sheet.seen.dossier,
            called: &sheet.card.name,
            meeting,
            lines: &sheet.lines,
            begun: meeting.slot.starts <= now,
            writes: meeting.state == MeetingState::Planned && sheet.seen.may(Action::RecordMeeting),
            late: When { happened: meeting.slot.starts, now }.late(&person.organisation.rulebook),
        }
    }

    /// Those of whom something can be written here.
    fn open(&self) -> impl Iterator<Item = &SheetLine> {
        self.lines.iter().filter(|line| line.mine && line.slot.is_some())
    }

    fn fields(&self, form: &Filled) -> Vec<Field> {
        let came = [
            Choice::new("yes", "Came"),
            Choice::new("no", "Did not come"),
            Choice::new("later", "Later").hint("Nothing is written yet."),
        ];
        let mut fields = Vec::new();
        if self.writes {
            fields.push(
                form.area("note", "The note for the group")
                    .hint("It is in the group’s file alone. Name nobody in it: what concerns one client stands in their own note.")
                    .rows(4)
                    .written()
                    .max(20_000),
            );
            if form.is_wrong_at("note") && form.value(MEANT).is_empty() && form.has("note") {
                fields.push(form.check(MEANT, "No client is meant by it"));
            } else if !form.value(MEANT).is_empty() {
                fields.push(form.hidden(MEANT));
            }
            fields.push(form.number("minutes", "Minutes").or(self.meeting.slot.minutes.to_string()));
        }
        for line in self.open() {
            let case = line.member.case;
            let mut note = form
                .area(&note_field(case), "Their own note")
                .hint("What there is to say of this client alone. Needed when they came.")
                .rows(2)
                .written()
                .free()
                .max(20_000);
            if let Some(slot) = line.slot {
                let more = Link::new(paths::session(case, slot), "Write more in the full form");
                note = note.hint(Words::from("Of this client alone; needed when they came. {more}").with("more", more));
            }
            fields.push(Field::row(name(line), vec![form.radios(&came_field(case), "Attendance", &came), note]));
        }
        if self.late && !fields.is_empty() {
            fields.push(form.text("late", "Why it is written late").max(200));
        }
        fields
    }

    pub(super) fn asks(&self, form: &Filled) -> Asks {
        let (begun, slot) = (self.begun, &self.meeting.slot);
        let mut about = Pairs::new().with("Group", self.called.to_owned()).with("Meeting", when::full(slot.starts));
        match &self.meeting.state {
            MeetingState::Met(met, ..) => about = about.with("The note for the group", met.note.reveal().to_owned()),
            MeetingState::Cancelled(why) => about = about.with("Cancelled", why.reveal().to_owned()),
            MeetingState::Planned => {}
        }
        let open: Vec<DossierId> = self.open().map(|line| line.member.case).collect();
        for line in self.lines.iter().filter(|line| !begun || !open.contains(&line.member.case)) {
            let stands = if begun { stands(line) } else { "Booked".into() };
            about = about.with(name(line), stands);
        }
        let fields = if begun { self.fields(form) } else { Vec::new() };
        let nothing = fields.is_empty();
        Asks {
            title: "Attendance",
            heading: "Attendance".into(),
            lead: match (begun, nothing) {
                (false, _) => "The meeting has not begun yet.".into(),
                (true, true) => "Everything that you can write here is written.".into(),
                (true, false) => "One signature for all: the note of the group goes into its file, each client’s own into their case.".into(),
            },
            about,
            action: meeting(self.group, slot.id),
            fields,
            act: if nothing { "" } else { "Sign the sheet" },
            back: Link::new(path(self.group, ""), "Back to the group"),
        }
    }
}

fn page(person: &Person, sheet: &Sheet, filled: Filled) -> Response {
    here::show(person, filled, sheet.seen.opened.last, Challenge::OldSignIn, |form| {
        Standing::of(person, sheet).asks(form)
    })
}

/// `GET /groups/{group}/meetings/{meeting}`
pub async fn show(person: Person, Path((group, meeting)): Path<(String, String)>) -> Answer {
    let sheet = attendance(&person.ctx, id(&group)?, id(&meeting)?).await?;
    Ok(page(&person, &sheet, Filled::new()))
}

/// What the form says.
fn read(person: &Person, sheet: &Sheet, sent: &Fields) -> Result<MeetingHeld, Filled> {
    let (mut reader, standing) = (Reader::new(sent), Standing::of(person, sheet));
    let late_because = if standing.late { reader.line("late") } else { None };
    let mut met = None;
    if standing.writes {
        let note = reader.narrative("note");
        let minutes = reader.text("minutes").parse::<u16>().ok();
        if minutes.is_none() {
            reader.wrong("minutes", "Please give a number.");
        }
        if let (Some(note), Some(minutes)) = (note, minutes) {
            if let Some(named) = named(sheet, &note).filter(|_| !sent.ticked(MEANT)) {
                let words = Words::from(
                    "“{name}” stands in it, as one of the clients is called. Write what concerns one of them in their own note.",
                );
                reader.wrong("note", words.with("name", Name::new(named)));
            }
            let late_because = late_because.clone();
            met = Some(GroupMet { meeting: sheet.meeting.slot.id, minutes, note, late_because });
        }
    }
    let mut each = BTreeMap::new();
    for line in standing.open() {
        let case = line.member.case;
        match reader.text(&came_field(case)) {
            "yes" => {
                if let Some(note) = reader.narrative(&note_field(case)) {
                    each.insert(case, Came::Yes(note));
                }
            }
            "no" => {
                each.insert(case, Came::No);
            }
            "later" => {}
            _ => reader.wrong(&came_field(case), "Please choose one."),
        }
    }
    let no_next = Line::parse("No further meeting of the group is planned");
    match (reader.is_good(), no_next) {
        (true, Ok(no_next)) => Ok(MeetingHeld { met, meeting: sheet.meeting.slot.id, each, late_because, no_next }),
        _ => Err(reader.filled),
    }
}

/// A family or given name of somebody of the sheet that stands in a text as a word.
fn named(sheet: &Sheet, note: &Narrative) -> Option<String> {
    let text = note.reveal().to_lowercase();
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
    let clients = sheet.lines.iter().filter_map(|line| line.member.known.as_ref()?.client.as_ref());
    let names = clients.flat_map(|client| [&client.given_names, &client.family_name]);
    let parts = names.flat_map(|name| name.split(|letter: char| !letter.is_alphanumeric()));
    parts
        .filter(|part| 2 < part.chars().count())
        .find(|part| words.contains(&part.to_lowercase().as_str()))
        .map(str::to_owned)
}

/// `POST /groups/{group}/meetings/{meeting}` – records the meeting.
pub async fn create(person: Person, Path((group, of)): Path<(String, String)>, sent: Fields) -> Answer {
    let group: DossierId = id(&group)?;
    person.ctx.permit(Action::RecordMeeting, Some(group)).await?;
    let sheet = attendance(&person.ctx, group, id(&of)?).await?;
    let order = match speaking(person.voice(), || read(&person, &sheet, &sent)) {
        Ok(order) => order,
        Err(filled) => return Ok(page(&person, &sheet, filled)),
    };
    match record_meeting(&person.ctx, group, &order, &signing(&sent, Meaning::Author)).await {
        Ok(came) if came.left.is_empty() => go(&Done::MEETING_RECORDED.at(&path(group, ""))),
        Ok(came) => {
            // what was written stands; what is left keeps its text
            let sheet = attendance(&person.ctx, group, order.meeting).await?;
            let filled = came.left.iter().fold(sent.filled(), |filled, (case, rule)| {
                let words = rule.map_or_else(
                    || "This case is not yours to write into.".to_owned(),
                    |rule| sentence(&rule.to_string()),
                );
                filled.wrong(&note_field(*case), words)
            });
            Ok(page(&person, &sheet, filled.replace(crate::fields::ONCE, "")))
        }
        Err(failure) => Ok(page(&person, &sheet, here::refused(&sent, failure, place_of)?)),
    }
}

const fn place_of(rule: &CannotMeetGroup) -> Option<&'static str> {
    match rule {
        CannotMeetGroup::Group(CannotGroup::Slot(CannotMeet::BadLength)) => Some("minutes"),
        CannotMeetGroup::Group(CannotGroup::Log(CannotLog::LateReasonMissing(_))) => Some("late"),
        _ => None,
    }
}
