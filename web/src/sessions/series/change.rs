//! A session and those that follow it in its series are moved or cancelled.

use axum::extract::Path;
use casework::sessions::{CannotMeetHere, ChangeSeries, Dates, WantedSeries, change_series, proposals};
use domain::event::Event;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::policy::Action;
use domain::series::{CannotRepeat, Proposal, SeriesChanged, SlotChanged};
use domain::sessions::{NotHeld, Slot};

use super::super::book::{read_slot, slot_fields};
use super::super::next::Offers;
use super::{Wording, chosen, only_looks, page, refused};
use crate::answer::{Answer, id};
use crate::cases::head::CaseView;
use crate::cases::sheets::Teller;
use crate::cases::step::{Round, Sign, Written};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::face::voice::speaking;
use crate::fields::{Fields, Reader, code, decode};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{goes_back, is_signed};

fn wording(slot: ItemId, n: usize) -> Wording {
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    Wording {
        heading: "This and the following sessions",
        lead: Words::count(
            "It is the last one of its series. What was held before stays as it is.",
            "These are {n} sessions of one series. What was held before stays as it is.",
            n,
        ),
        action: part(slot),
    }
}

fn part(slot: ItemId) -> String {
    format!("sessions/{slot}/following")
}

/// The field with the sessions that are meant, so that what is signed is what was shown.
const FOLLOWING: &str = "following";

fn joined(slots: &[ItemId]) -> String {
    slots.iter().map(ItemId::to_string).collect::<Vec<_>>().join(" ")
}

/// As the session stands: what is not changed moves along.
fn as_it_stands(person: &Person, slot: &Slot) -> Filled {
    let starts = slot.starts.on(&person.voice().zone);
    Filled::new()
        .with("day", starts.date().to_string())
        .with("hour", starts.strftime("%H:%M").to_string())
        .with("minutes", slot.minutes.to_string())
        .with("staff", slot.staff.to_string())
        .with("place", code(&slot.place))
        .with("room", slot.room.map(|room| room.to_string()).unwrap_or_default())
}

fn fields(view: &CaseView, offers: &Offers, filled: &Filled) -> Vec<Field> {
    let reasons = [
        Choice::new(code(&NotHeld::Moved), "Move them").hint("All by as many days and hours as this one."),
        Choice::new(code(&NotHeld::CancelledByClient), NotHeld::CancelledByClient.word()),
        Choice::new(code(&NotHeld::CancelledByUs), NotHeld::CancelledByUs.word()),
    ];
    let slot = slot_fields(view, offers, filled, "");
    vec![
        filled.hidden(FOLLOWING),
        filled.radios("why", "What becomes of them", &reasons),
        filled.text("reason", "Why").max(200),
        Field::row("When this one is to be, if they are moved", slot),
    ]
}

/// What is to become of them, and how this one is to be where they are moved.
struct Wanted {
    why: NotHeld,
    order: SeriesChanged,
    first: Option<Slot>,
}

fn read(person: &Person, view: &CaseView, slot: ItemId, sent: &Fields) -> Result<Wanted, Filled> {
    let mut reader = Reader::new(sent);
    let known = |why: &NotHeld| *why != NotHeld::NoShow;
    let why = reader.choice("why", |text| decode::<NotHeld>(text).filter(known));
    let reason = reader.line("reason");
    let first = match why {
        Some(NotHeld::Moved) => read_slot(&mut reader, person, sent, ""),
        _ => None,
    };
    let series = view.file().sessions.series.of(slot).map(|series| series.id);
    match (why, reason, series, reader.is_good()) {
        (Some(why), Some(reason), Some(series), true) => {
            Ok(Wanted { why, order: SeriesChanged { series, why, changes: Vec::new(), reason }, first })
        }
        _ => Err(reader.filled),
    }
}

fn following(view: &CaseView, slot: ItemId) -> Vec<ItemId> {
    view.file().sessions.following(slot).iter().map(|slot| slot.id).collect()
}

/// `GET /cases/{case}/sessions/{slot}/following`
pub async fn new(person: Person, Path((case, slot)): Path<(String, String)>) -> Answer {
    let (case, slot): (DossierId, ItemId) = (id(&case)?, id(&slot)?);
    let view = CaseView::open(&person, case, Action::BookSession).await?;
    let following = following(&view, slot);
    let stands = view.file().sessions.slot(slot).filter(|_| !following.is_empty()).ok_or(Problem::Missing)?;
    let filled = as_it_stands(&person, stands).with(FOLLOWING, joined(&following));
    let offers = Offers::find(&person, case, Some(slot), &filled, "").await?;
    Ok(page(&person, &view, &wording(slot, following.len()), filled, |filled| fields(&view, &offers, filled), &[]))
}

/// `POST /cases/{case}/sessions/{slot}/following` – shows the dates, then what would be signed, then signs it.
pub async fn create(person: Person, Path((case, slot)): Path<(String, String)>, sent: Fields) -> Answer {
    let (case, slot): (DossierId, ItemId) = (id(&case)?, id(&slot)?);
    let view = CaseView::open(&person, case, Action::BookSession).await?;
    // Perhaps it is done already, by this very form a moment ago or by somebody else: that is for the operation to say.
    view.booking(slot).ok_or(Problem::Missing)?;
    let offers = Offers::find(&person, case, Some(slot), &sent.filled(), "").await?;
    let following = following(&view, slot);
    let wording = wording(slot, following.len());
    let show = |filled: Filled, dates: &[Proposal]| {
        let filled = filled.replace(FOLLOWING, joined(&following));
        Ok(page(&person, &view, &wording, filled, |filled| fields(&view, &offers, filled), dates))
    };
    let again = |rule: &CannotMeetHere, dates: &[_]| show(speaking(person.voice(), || refused(&sent, rule)), dates);
    let Wanted { why, mut order, first } = match read(&person, &view, slot, &sent) {
        Ok(read) => read,
        Err(filled) => return show(filled, &[]),
    };
    let dates = match &first {
        Some(first) => {
            let (staff, minutes, room) = (first.staff, first.minutes, first.room);
            let wanted = WantedSeries { case, staff, minutes, room, dates: Dates::From(slot, first.starts) };
            proposals(&person.ctx, wanted).await?
        }
        None => Vec::new(),
    };
    // what was signed is what was shown; whether that still stands is for the operation to say
    let ending: Vec<ItemId> = sent.text(FOLLOWING).split(' ').filter_map(|slot| slot.parse().ok()).collect();
    if !is_signed(&sent) && ending != following {
        return again(&CannotRepeat::Gone.into(), &dates);
    }
    if goes_back(&sent) || (first.is_some() && only_looks(&sent)) {
        return show(sent.filled(), &dates);
    }
    let picked = match chosen(&sent, ending.len() * usize::from(first.is_some()), &dates) {
        Ok(picked) => picked,
        Err(filled) => return show(filled, &dates),
    };
    let to = |at: usize| {
        let starts = picked.get(at).copied().flatten()?;
        Some(Slot { id: person.ctx.new_item(), starts, ..first.clone()? })
    };
    order.changes = ending.iter().enumerate().map(|(at, slot)| SlotChanged { slot: *slot, to: to(at) }).collect();
    if !is_signed(&sent)
        && let Err(rule) = view.file().sessions.change_series(order.clone(), person.now())
    {
        return again(&rule.into(), &dates);
    }
    let round = Round {
        person: &person,
        sent: &sent,
        draft: None,
        action: paths::of_case(case, &part(slot)),
        to: paths::of_case(case, "sessions"),
        shown: view.shown(),
        sign: match why {
            NotHeld::Moved => Sign::author("Move these sessions", "Move sessions"),
            _ => Sign::author("Cancel these sessions", "Cancel sessions"),
        },
        done: Done::SERIES_CHANGED,
    };
    let act = async |order, ink| change_series(&person.ctx, ChangeSeries { case, order }, ink).await;
    let sheet = |event: Option<&Event>| event.map(|event| Teller::new(&view, &person).content(event));
    round.sign(Written::new(order, Event::SeriesChanged, Level::Standard), act, |rule| again(rule, &dates), sheet).await
}
