//! The waiting list in words: what somebody waits for, what was offered, and the entries of both.

use domain::event::Event;
use domain::ids::StaffId;
use domain::staff::StaffCard;
use domain::time::Instant;
use domain::waiting::{FreeTime, Offered, Reply, TimeOffered, Urgency, Waits, Wish};

use crate::cases::sheets::{Teller, blank};
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::hours::clock;
use crate::staff::name_of;

/// "50 minutes, with Maria Vega, Monday, Thursday, 09:00 – 13:00, 24 hours’ notice".
pub(super) fn wish(wish: &Wish, staff: &[StaffCard]) -> Words {
    let mut parts = vec![Words::count("{n} minute", "{n} minutes", u32::from(wish.minutes))];
    parts.push(match wish.with {
        Some(with) => Words::from("with {name}").with("name", name_of(staff, with)),
        None => "with anybody".into(),
    });
    parts.extend(wish.place.map(|place| Words::from(place.word())));
    parts.extend(wish.days.iter().map(|day| Words::from(day.word())));
    parts.extend(match (wish.from, wish.until) {
        (Some(from), Some(until)) => {
            Some(Words::from("{from} – {until}").with("from", clock(from)).with("until", clock(until)))
        }
        (Some(from), None) => Some(Words::from("from {from}").with("from", clock(from))),
        (None, Some(until)) => Some(Words::from("until {until}").with("until", clock(until))),
        (None, None) => None,
    });
    parts.extend(wish.latest.map(|day| Words::from("no later than {day}").with("day", when::plain_day(day))));
    let notice = u32::from(wish.short_notice_hours);
    if 0 < notice {
        parts.push(Words::count("{n} hour’s notice", "{n} hours’ notice", notice));
    }
    Words::joined(parts, "{all}, {one}").unwrap_or_default()
}

/// How soon somebody needs a session.
pub(super) fn urgency(urgency: Urgency) -> State {
    match urgency {
        Urgency::Urgent => State::due(urgency.word()).icon("flag"),
        Urgency::Soon => State::note(urgency.word()).icon("up"),
        Urgency::Usual => State::plain(urgency.word()),
    }
}

/// "Waits 23 days".
pub(super) fn waits(waits: &Waits, now: Instant) -> Words {
    Words::from("Waits {time}").with("time", when::length(now.seconds_since(waits.since)))
}

/// "today 11:00 – 11:50".
pub(super) fn time(time: FreeTime) -> Words {
    Words::from("{when} – {until}")
        .with("when", when::when(time.period.start))
        .with("until", when::clock(time.period.end))
}

/// "Wed 25 Nov 10:00 with Maria Vega: the client does not want it (today 09:10)".
pub(super) fn offered(offer: &Offered, name: impl Fn(StaffId) -> String) -> Words {
    Words::from("{when} with {name}: {came} ({said})")
        .with("when", when::when(offer.starts))
        .with("name", name(offer.staff))
        .with("came", came(offer.came))
        .with("said", when::when(offer.at))
}

fn came(reply: Reply) -> Words {
    match reply {
        Reply::Asked(until) => Words::from("The client will say by {when}").with("when", when::when(until)),
        Reply::Taken | Reply::Declined | Reply::NotReached => reply.word().into(),
    }
}

/// What the entries of the waiting list say; nothing of any other.
pub(crate) fn sheet(event: &Event, teller: &Teller<'_>) -> Option<Sheet> {
    let small = |icon, title: Words| Sheet { small: true, ..blank(icon, title) };
    match event {
        Event::WaitingBegun(begun) => {
            let mut sheet = small("waiting", "On the waiting list".into());
            sheet.chips.push(urgency(begun.wish.urgency).chip());
            sheet.lines.push(Line::new("Waits for", wish(&begun.wish, &teller.view.staff)).voiced(Voiced::Product));
            sheet.lines.extend(begun.note.as_ref().map(|note| Line::new("In words", note.reveal().to_owned())));
            Some(sheet)
        }
        Event::TimeOffered(offered) => Some(of_offer(offered, teller)),
        Event::WaitingEnded(ended) => {
            let mut sheet = small("close", "Off the waiting list".into());
            sheet.text = ended.why.word().into();
            sheet.lines.extend(ended.note.as_ref().map(|note| Line::new("In words", note.reveal().to_owned())));
            Some(sheet)
        }
        _ => None,
    }
}

fn of_offer(offered: &TimeOffered, teller: &Teller<'_>) -> Sheet {
    let icon = if offered.came == Reply::Taken { "done" } else { "calendar" };
    let title = Words::from("Time offered: {came}").with("came", came(offered.came));
    let mut sheet = Sheet { small: true, ..blank(icon, title) };
    let fact = |term: &'static str, words: Words| Line::new(term, words).voiced(Voiced::Product);
    let slot = &offered.slot;
    let time = Words::from("{when} with {name}, {place}, {n} minutes")
        .with("when", when::when(slot.starts))
        .with("name", teller.view.staff_name(slot.staff))
        .with("place", crate::hours::place(teller.person, slot))
        .with("n", u32::from(slot.minutes));
    sheet.lines.push(fact("The time", time));
    sheet.lines.push(fact("How", offered.channel.word().into()));
    if let Some(replaced) = offered.ends() {
        let words = match teller.view.booking(replaced) {
            Some(slot) => Words::from("The session of {when} is moved to it").with("when", when::when(slot.starts)),
            None => "Another session is moved to it".into(),
        };
        sheet.lines.push(fact("Instead of", words));
    }
    sheet.lines.extend(offered.note.as_ref().map(|note| Line::new("In words", note.reveal().to_owned())));
    let late = offered.late_because.as_ref();
    sheet.lines.extend(late.map(|why| Line::new("Written late because", why.reveal().to_owned())));
    sheet
}
