//! The waiting list: the times that are free again and whom they fit, who waits, and offering a time (FS-4.1.1, FS-4.1.3).

pub mod begin;
pub mod end;
mod freed;
pub mod list;
pub mod offer;
#[cfg(test)]
pub(crate) mod samples;
pub mod show;
mod told;

use domain::ids::DossierId;
use domain::waiting::{CannotWait, FreeTime};

use crate::contacts::new::field_of;
use crate::paths;
use crate::sessions::book::place_of_slot;

pub(crate) use freed::{freed_by, given_up, group, on_list};
pub(crate) use told::sheet;

/// The hidden field with the id of what a client waits for: whoever waits for something else by now is not meant.
const WAITING: &str = "waiting";

/// Where the list is.
pub(crate) const PATH: &str = "/waiting";

/// Where what a client waits for stands in the case.
pub(crate) fn path(case: DossierId) -> String {
    paths::of_case(case, "waiting")
}

/// Where the form is that puts a client on the list.
pub(crate) fn new(case: DossierId) -> String {
    paths::of_case(case, "waiting/new")
}

/// Where this time is offered to the client of this case. The address holds ids and a time, nothing else.
fn offering(case: DossierId, time: FreeTime) -> String {
    format!("{}/offer?staff={}&starts={}", path(case), time.staff, time.period.start.0)
}

/// At which field a rule is shown.
fn place_of(rule: &CannotWait) -> Option<&'static str> {
    match rule {
        CannotWait::Contact(rule) => field_of(*rule),
        CannotWait::Session(rule) => place_of_slot(*rule).filter(|field| matches!(*field, "room" | "minutes")),
        CannotWait::Backwards => Some("until"),
        CannotWait::LatestOver => Some("latest"),
        CannotWait::Notice => Some("notice"),
        CannotWait::AnswerBy => Some("keep_hour"),
        CannotWait::Closed(_) | CannotWait::Already | CannotWait::NotWaiting => None,
    }
}
