//! How reminders stand, as rows that lists are made from: ids, times and codes.

use domain::cases::CaseFile;
use domain::reminders::{Reminded, Way};
use domain::time::Instant;
use store::ReminderRow;

/// How far back from the latest reminder they are listed, in seconds: half a year.
const BACK: i64 = 190 * 86_400;

/// The reminders of the last half year before the latest.
pub(crate) fn reminders(case: &CaseFile) -> Vec<ReminderRow> {
    let sessions = &case.sessions;
    let mut rows = Vec::new();
    for (item, of) in case.reminders.all() {
        let booked = sessions.slot(item);
        let past = || sessions.past.iter().rev().find(|past| past.slot.id == item).map(|past| &past.slot);
        let Some(slot) = booked.or_else(past) else { continue };
        for reminder in &of.reminders {
            rows.push(ReminderRow {
                item,
                hours: reminder.hours,
                staff: slot.staff,
                starts: reminder.starts,
                at: reminder.at,
                state: reminder.state(of, booked.is_some()).code().to_owned(),
                means: match reminder.way {
                    Way::Sent(means) => Some(means.code().to_owned()),
                    Way::ByHand(_) => None,
                },
                answer: answer_of(Some(of)),
            });
        }
    }
    let newest = rows.iter().map(|row| row.at).max();
    let since = newest.unwrap_or(Instant(0)).plus_seconds(-BACK);
    rows.retain(|row| since <= row.at);
    rows
}

/// What a client has answered last about a booking, as a code.
pub(crate) fn answer_of(reminded: Option<&Reminded>) -> Option<String> {
    reminded.and_then(|reminded| reminded.answer).map(|(answer, _)| answer.code().to_owned())
}
