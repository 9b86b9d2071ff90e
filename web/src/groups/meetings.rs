//! Planning meetings, moving and cancelling them.

use axum::extract::Path;
use axum::response::Response;
use casework::groups::{GroupSeen, Stepped, WantedMeetings, change_meetings, meeting_dates, plan_meetings, see_group};
use domain::groups::{CannotGroup, Group, MeetingsChanged};
use domain::hours::WorkingHours;
use domain::ids::{DossierId, EntryNumber, ItemId};
use domain::policy::Action;
use domain::series::{Proposal, Rhythm, SlotChanged, shifted};
use domain::sessions::{CannotMeet, NotHeld, Place, Slot};
use domain::signature::Meaning;
use domain::slots::Works;
use domain::text::Line;
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
use crate::sessions::series::every;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// The box by which dates are left out at which something is in the way.
const WITHOUT: &str = "without";

/// A group that goes on, for whoever plans its meetings.
async fn leading(person: &Person, group: &str) -> Result<(DossierId, GroupSeen), Problem> {
    let group: DossierId = id(group)?;
    person.ctx.permit(Action::LeadGroup, Some(group)).await?;
    let seen = see_group(&person.ctx, group).await?;
    if seen.file.as_ref().is_none_or(|file| !file.is_open()) {
        return Err(Problem::Missing);
    }
    Ok((group, seen))
}

fn file(seen: &GroupSeen) -> Result<&Group, Problem> {
    seen.file.as_ref().map(|file| &*file.opened.file).ok_or(Problem::Missing)
}

fn last(seen: &GroupSeen) -> EntryNumber {
    seen.file.as_ref().map_or(EntryNumber::NONE, |file| file.opened.last)
}

fn slot_fields(person: &Person, form: &Filled) -> Vec<Field> {
    vec![
        form.date("day", "Day"),
        form.time("hour", "Time"),
        form.number("minutes", "Minutes"),
        place_field(form),
        room_field(person, form),
    ]
}

/// How a meeting is to be.
struct How {
    starts: Instant,
    minutes: u16,
    place: Place,
    room: Option<ItemId>,
}

impl How {
    fn read(reader: &mut Reader<'_>, person: &Person) -> Option<Self> {
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

    fn slot(&self, person: &Person, group: &Group, id: ItemId, starts: Instant) -> Option<Slot> {
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
fn refused(person: &Person, sent: &Fields, failure: casework::Failure<CannotGroup>) -> Result<Filled, Problem> {
    let casework::Failure::Rule(rule) = failure else { return here::refused(sent, failure, |_| None) };
    let filled = sent.filled();
    Ok(speaking(person.voice(), || match rule {
        CannotGroup::On(starts, why) => {
            let field = match why {
                CannotMeet::RoomTaken | CannotMeet::NoRoom | CannotMeet::RoomElsewhere => "room",
                CannotMeet::BadLength => "minutes",
                _ => "hour",
            };
            let words = Words::from("{when}: {why}").with("when", when::when(starts));
            filled.wrong(field, words.with("why", sentence(&why.to_string())))
        }
        CannotGroup::RoomTooSmall { .. } => filled.wrong("room", sentence(&rule.to_string())),
        CannotGroup::BadCount => filled.wrong("count", sentence(&rule.to_string())),
        _ => filled.refused(sentence(&rule.to_string())),
    }))
}

fn plan_page(person: &Person, seen: &GroupSeen, filled: Filled) -> Response {
    let group = seen.group;
    here::show(person, filled, last(seen), Challenge::OldSignIn, |form| {
        let weeks = Rhythm::WEEKS.map(|weeks| Choice::new(weeks.to_string(), every(weeks)));
        let rhythm =
            vec![form.number("count", "How many").or("1"), form.select("every", "How often", &weeks).or("1").free()];
        let mut fields = vec![
            Field::row("The first meeting", slot_fields(person, form)),
            Field::row("And those that follow it", rhythm),
        ];
        if form.has(WITHOUT) || form.is_wrong_at(WITHOUT) {
            fields.push(form.check(WITHOUT, "Leave these dates out"));
        }
        Asks {
            title: "Plan meetings",
            heading: "Plan meetings".into(),
            lead: "They are booked for everybody who belongs to the group, and for whoever joins later. Who has another session then is named, and not booked.".into(),
            about: Pairs::new().with("Group", seen.card.name.clone()),
            action: path(group, "meetings"),
            fields,
            act: "Sign and plan",
            back: Link::new(path(group, ""), "Back to the group"),
        }
    })
}

/// `GET /groups/{group}/meetings/new`
pub async fn new(person: Person, Path(group): Path<String>) -> Answer {
    let (_, seen) = leading(&person, &group).await?;
    let described = file(&seen)?.now.clone().ok_or(Problem::Missing)?;
    let filled = Filled::new()
        .with("minutes", described.minutes.to_string())
        .with("place", code(&described.place))
        .with("room", described.room.map(|room| room.to_string()).unwrap_or_default());
    Ok(plan_page(&person, &seen, filled))
}

/// `POST /groups/{group}/meetings`
pub async fn create(person: Person, Path(group): Path<String>, sent: Fields) -> Answer {
    let (group, seen) = leading(&person, &group).await?;
    let mut reader = Reader::new(&sent);
    let how = How::read(&mut reader, &person);
    let count = reader.text("count").parse::<u8>().ok().filter(|count| (1..=Rhythm::MOST).contains(count));
    if count.is_none() {
        reader.wrong("count", "Please give a number from 1 to 26.");
    }
    let weeks = reader.text("every").parse::<u8>().ok().filter(|weeks| Rhythm::WEEKS.contains(weeks)).unwrap_or(1);
    let (Some(how), Some(count), true) = (how, count, reader.is_good()) else {
        return Ok(plan_page(&person, &seen, reader.filled));
    };
    let rhythm = Rhythm { first: how.starts, weeks, count };
    let wanted = WantedMeetings { group, minutes: how.minutes, room: how.room, rhythm };
    let dates = match meeting_dates(&person.ctx, wanted).await {
        Ok(dates) => dates,
        Err(failure) => return Ok(plan_page(&person, &seen, refused(&person, &sent, failure)?)),
    };
    // a single date that only deserves a second thought is planned when it is signed again
    if !sent.ticked(WITHOUT)
        && let Some(hindered) = speaking(person.voice(), || hindered(&dates))
    {
        return Ok(plan_page(&person, &seen, sent.filled().wrong(WITHOUT, hindered)));
    }
    let free = dates.iter().filter(|one| one.in_the_way.is_none()).map(|one| one.planned);
    let known = file(&seen)?;
    let slots: Vec<Slot> = free.filter_map(|starts| how.slot(&person, known, person.ctx.new_item(), starts)).collect();
    let reason = Line::parse("Planned for the group").map_err(|_| Problem::Malformed)?;
    match plan_meetings(&person.ctx, group, slots, &reason, &signing(&sent, Meaning::Author)).await {
        Ok(came) => go(&told(&came, Done::MEETINGS_PLANNED).at(&path(group, ""))),
        Err(failure) => Ok(plan_page(&person, &seen, refused(&person, &sent, failure)?)),
    }
}

/// What is in the way of which dates.
fn hindered(dates: &[Proposal]) -> Option<Words> {
    let one = |proposal: &Proposal| {
        let why = proposal.in_the_way?;
        let words = Words::from("{when}: {why}").with("when", when::when(proposal.planned));
        Some(words.with("why", Words::from(why.word())))
    };
    let all = dates.iter().filter_map(one);
    all.reduce(|said, next| Words::from("{said} {next}").with("said", said).with("next", next))
}

/// What is said afterwards: the group’s page names who is not booked.
const fn told(came: &Stepped, done: Done) -> Done {
    if came.left.is_empty() && came.taken.is_empty() { done } else { Done::MEETINGS_IN_PART }
}

fn change_page(person: &Person, seen: &GroupSeen, slot: &Slot, filled: Filled) -> Response {
    let group = seen.group;
    here::show(person, filled, last(seen), Challenge::OldSignIn, |form| {
        let over = slot.starts <= person.now();
        let mut choices = vec![Choice::new(code(&NotHeld::CancelledByUs), "Cancel it")];
        if !over {
            choices.insert(0, Choice::new(code(&NotHeld::Moved), "Move it"));
        }
        let mut fields = vec![form.radios("why", "What becomes of it", &choices)];
        if !over {
            fields
                .push(form.check("following", "Also the meetings that follow it: they move by as many days and hours"));
            fields.push(Field::row("When it is to be, if it is moved", slot_fields(person, form)));
        }
        fields.push(form.text("reason", "Why").hint("It stands in each client’s case. Name nobody.").max(200));
        Asks {
            title: "Move or cancel",
            heading: "Move or cancel a meeting".into(),
            lead: "It is moved or cancelled for everybody who belongs to the group.".into(),
            about: Pairs::new().with("Group", seen.card.name.clone()).with("Meeting", when::full(slot.starts)),
            action: format!("{}/change", meeting(group, slot.id)),
            fields,
            act: "Sign",
            back: Link::new(path(group, ""), "Back to the group"),
        }
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
