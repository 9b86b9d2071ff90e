//! Moving and cancelling meetings, and what planning them has in common with it.

use axum::extract::Path;
use axum::response::Response;
use casework::groups::{GroupSeen, Stepped, change_meetings, see_group};
use domain::groups::{CannotGroup, Group, MeetingsChanged};
use domain::hours::WorkingHours;
use domain::ids::{DossierId, EntryNumber, ItemId};
use domain::policy::Action;
use domain::rooms::Rooms;
use domain::series::{SlotChanged, shifted};
use domain::sessions::{CannotMeet, NotHeld, Place, Slot};
use domain::signature::Meaning;
use domain::slots::Works;
use domain::time::Instant;

use super::form::{place_field, read_room, room_field};
use super::{meeting, path};
use crate::answer::{Answer, go, id, sentence};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::face::voice::speaking;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::problem::Problem;
use crate::sessions::series::field_of;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// A group that goes on, for whoever plans its meetings.
pub(super) async fn leading(person: &Person, group: &str) -> Result<(DossierId, GroupSeen), Problem> {
    let group: DossierId = id(group)?;
    person.ctx.permit(Action::LeadGroup, Some(group)).await?;
    let seen = see_group(&person.ctx, group).await?;
    if seen.file.as_ref().is_none_or(|file| !file.is_open()) {
        return Err(Problem::Missing);
    }
    Ok((group, seen))
}

pub(super) fn file(seen: &GroupSeen) -> Result<&Group, Problem> {
    seen.file.as_ref().map(|file| &*file.opened.file).ok_or(Problem::Missing)
}

pub(super) fn last(seen: &GroupSeen) -> EntryNumber {
    seen.file.as_ref().map_or(EntryNumber::NONE, |file| file.opened.last)
}

pub(super) fn slot_fields(rooms: &Rooms, form: &Filled) -> Vec<Field> {
    vec![
        form.date("day", "Day"),
        form.time("hour", "Time"),
        form.number("minutes", "Minutes"),
        place_field(form),
        room_field(rooms, form),
    ]
}

/// How a meeting is to be.
pub(super) struct How {
    pub(super) starts: Instant,
    pub(super) minutes: u16,
    place: Place,
    pub(super) room: Option<ItemId>,
}

impl How {
    pub(super) fn read(reader: &mut Reader<'_>, person: &Person) -> Option<Self> {
        let date = reader.date("day");
        let time = reader.time_or_none("hour");
        if time.is_none() && reader.text("hour").is_empty() {
            reader.wrong("hour", "Please fill in the time.");
        }
        let minutes = reader.text("minutes").parse::<u16>().ok();
        if minutes.is_none() {
            reader.wrong("minutes", "Please give a number.");
        }
        let (place, room) = (reader.choice("place", decode::<Place>), read_room(reader));
        let starts = match person.organisation.rulebook.office.instant(date?, time?) {
            Ok(at) => at,
            Err(why) => {
                reader.wrong("hour", sentence(&why.to_string()));
                return None;
            }
        };
        Some(Self { starts, minutes: minutes?, place: place?, room: room? })
    }

    pub(super) fn slot(&self, person: &Person, group: &Group, id: ItemId, starts: Instant) -> Option<Slot> {
        Some(Slot {
            id,
            staff: group.now.as_ref()?.leader,
            starts,
            minutes: self.minutes,
            place: self.place,
            room: self.room,
            zone: Some(person.organisation.rulebook.office.zone.clone()),
            group: None,
        })
    }
}

/// The form with the rule that forbids it: of which meeting it speaks is said.
pub(super) fn refused(
    person: &Person,
    sent: &Fields,
    failure: casework::Failure<CannotGroup>,
) -> Result<Filled, Problem> {
    let casework::Failure::Rule(rule) = failure else { return here::refused(sent, failure, |_| None) };
    let filled = sent.filled();
    Ok(speaking(person.voice(), || {
        let on = |starts, field: &str, why: Words| {
            let words = Words::from("{when}: {why}").with("when", when::when(starts)).with("why", why);
            // where another time was chosen for a date, that is what is wrong
            filled.clone().wrong(&field_of(sent, starts).unwrap_or_else(|| field.to_owned()), words)
        };
        match rule {
            CannotGroup::On(starts, why) => {
                let field = match why {
                    CannotMeet::RoomTaken | CannotMeet::NoRoom | CannotMeet::RoomElsewhere => "room",
                    CannotMeet::BadLength => "minutes",
                    _ => "hour",
                };
                on(starts, field, sentence(&why.to_string()).into())
            }
            CannotGroup::Beside(starts, _) => on(starts, "hour", "Whoever leads it with you is not free then.".into()),
            CannotGroup::RoomTooSmall { .. } => filled.wrong("room", sentence(&rule.to_string())),
            CannotGroup::BadCount => filled.wrong("count", sentence(&rule.to_string())),
            _ => filled.refused(sentence(&rule.to_string())),
        }
    }))
}

/// What is said afterwards: the group’s page names who is not booked.
pub(super) const fn told(came: &Stepped, done: Done) -> Done {
    if came.left.is_empty() && came.taken.is_empty() { done } else { Done::MEETINGS_IN_PART }
}

pub(super) fn change_asks(
    (group, name): (DossierId, &str),
    slot: &Slot,
    over: bool,
    rooms: &Rooms,
    form: &Filled,
) -> Asks {
    let mut choices = vec![Choice::new(code(&NotHeld::CancelledByUs), "Cancel it")];
    if !over {
        choices.insert(0, Choice::new(code(&NotHeld::Moved), "Move it"));
    }
    let mut fields = vec![form.radios("why", "What becomes of it", &choices)];
    if !over {
        fields.push(form.check("following", "Also the meetings that follow it: they move by as many days and hours"));
        fields.push(Field::row("When it is to be, if it is moved", slot_fields(rooms, form)));
    }
    fields.push(form.text("reason", "Why").hint("It stands in each client’s case. Name nobody.").max(200));
    Asks {
        title: "Move or cancel",
        heading: "Move or cancel a meeting".into(),
        lead: "It is moved or cancelled for everybody who belongs to the group.".into(),
        about: Pairs::new().with("Group", name.to_owned()).with("Meeting", when::full(slot.starts)),
        action: format!("{}/change", meeting(group, slot.id)),
        fields,
        act: "Sign",
        back: Link::new(path(group, ""), "Back to the group"),
    }
}

fn change_page(person: &Person, seen: &GroupSeen, slot: &Slot, filled: Filled) -> Response {
    let (over, rooms) = (slot.starts <= person.now(), &person.organisation.rooms);
    here::show(person, filled, last(seen), Challenge::OldSignIn, |form| {
        change_asks((seen.group, &seen.card.name), slot, over, rooms, form)
    })
}

/// `GET /groups/{group}/meetings/{meeting}/change`
pub async fn ask_change(person: Person, Path((group, meeting)): Path<(String, String)>) -> Answer {
    let (_, seen) = leading(&person, &group).await?;
    let slot = file(&seen)?.planned(id(&meeting)?).cloned().ok_or(Problem::Missing)?;
    let starts = slot.starts.on(&person.voice().zone);
    let filled = Filled::new()
        .with("day", starts.date().to_string())
        .with("hour", starts.strftime("%H:%M").to_string())
        .with("minutes", slot.minutes.to_string())
        .with("place", code(&slot.place))
        .with("room", slot.room.map(|room| room.to_string()).unwrap_or_default());
    Ok(change_page(&person, &seen, &slot, filled))
}

/// `POST /groups/{group}/meetings/{meeting}/change`
pub async fn change(person: Person, Path((group, meeting)): Path<(String, String)>, sent: Fields) -> Answer {
    let (group, seen) = leading(&person, &group).await?;
    let meeting: ItemId = id(&meeting)?;
    // perhaps it is done already, by this very form a moment ago: that is for the operation to say
    let slot = file(&seen)?.meetings.get(&meeting).map(|known| known.slot.clone()).ok_or(Problem::Missing)?;
    let mut reader = Reader::new(&sent);
    let why = reader.choice("why", |text| {
        decode::<NotHeld>(text).filter(|why| matches!(why, NotHeld::Moved | NotHeld::CancelledByUs))
    });
    let reason = reader.line("reason");
    let how = match why {
        Some(NotHeld::Moved) => How::read(&mut reader, &person),
        _ => None,
    };
    let (Some(why), Some(reason), true) = (why, reason, reader.is_good()) else {
        return Ok(change_page(&person, &seen, &slot, reader.filled));
    };
    let changes = changes(&person, &seen, &slot, how.as_ref(), sent.ticked("following"))?;
    let order = MeetingsChanged { why, changes, reason };
    match change_meetings(&person.ctx, group, order, &signing(&sent, Meaning::Author)).await {
        Ok(came) => go(&told(&came, Done::MEETINGS_CHANGED).at(&path(group, ""))),
        Err(failure) => Ok(change_page(&person, &seen, &slot, refused(&person, &sent, failure)?)),
    }
}

/// What becomes of this meeting, and of those that follow it.
fn changes(
    person: &Person,
    seen: &GroupSeen,
    slot: &Slot,
    how: Option<&How>,
    following: bool,
) -> Result<Vec<SlotChanged>, Problem> {
    let group = file(seen)?;
    let mut slots = vec![slot];
    if following {
        slots.extend(group.coming(person.now()).into_iter().filter(|other| slot.starts < other.starts));
    }
    let Some(how) = how else {
        return Ok(slots.iter().map(|slot| SlotChanged { slot: slot.id, to: None }).collect());
    };
    let (office, hours) = (&person.organisation.rulebook.office, WorkingHours::of_the_office());
    let works = Works { office, hours: &hours };
    let dates = shifted(works, &slots, how.starts);
    let moved = |(slot, planned): (&&Slot, &domain::series::Planned)| {
        let to = Slot { staff: slot.staff, ..how.slot(person, group, slot.id, planned.at)? };
        Some(SlotChanged { slot: slot.id, to: Some(to) })
    };
    Ok(slots.iter().zip(&dates).filter_map(moved).collect())
}
