//! Referrals of a case: choosing a service, saying why and who turns to it, and what came of it (FS-4.5.1, FS-4.6.2).

pub mod answer;
pub mod choose;
pub mod follow;
pub mod link;
pub mod list;
pub mod new;
#[cfg(test)]
pub(crate) mod samples;
mod told;

use domain::ids::{DossierId, ItemId};
use domain::referrals::{CannotRefer, Referral};

use crate::cases::head::CaseView;
use crate::face::prelude::*;
use crate::paths;
use crate::person::Person;

pub(crate) use told::sheet;

/// Where the referrals of a case are.
pub(crate) fn path(case: DossierId) -> String {
    paths::of_case(case, "referrals")
}

/// Where a service is chosen.
pub(crate) fn choosing(case: DossierId) -> String {
    paths::of_case(case, "referrals/new")
}

/// Where the client of this case is referred to this service.
pub(crate) fn to(case: DossierId, listing: DossierId) -> String {
    format!("{}/to/{listing}", path(case))
}

/// Where what came of a referral is written down.
pub(crate) fn following(case: DossierId, referral: ItemId) -> String {
    format!("{}/{referral}", path(case))
}

/// The services to which the client was referred, while something is still to come of it, and how each stands.
pub(crate) fn open(person: &Person, view: &CaseView) -> Vec<(String, State)> {
    let today = person.organisation.rulebook.office.today(person.now());
    let line = |one: &Referral| (one.made.to.reveal().to_owned(), told::state(one, today));
    view.file().referrals.open().map(line).collect()
}

/// At which field a rule is shown.
const fn place_of(rule: &CannotRefer) -> Option<&'static str> {
    match rule {
        CannotRefer::Day => Some("ask_by"),
        CannotRefer::NoConsent => Some("approach"),
        CannotRefer::NoReason => Some("note"),
        CannotRefer::NotSent => Some("came"),
        CannotRefer::Closed(_)
        | CannotRefer::NotListed
        | CannotRefer::Already
        | CannotRefer::NotHere
        | CannotRefer::Over
        | CannotRefer::ClientMoved => None,
    }
}
