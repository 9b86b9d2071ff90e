//! Announcing somebody's last day: from then on any supervisor can give on the cases that they supervise.

use axum::extract::Path;
use axum::response::Response;
use casework::handover::{InHand, announce_leaving};
use domain::handover::LeavingAnnounced;
use domain::ids::{EntryNumber, StaffId};
use domain::policy::Action;
use domain::signature::Meaning;

use crate::answer::{Answer, go, id};
use crate::done::Done;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// Where the form of this person is.
pub(crate) fn path(staff: StaffId) -> String {
    format!("{}/announcement", crate::paths::staff(staff))
}

async fn hand(person: &Person, staff: StaffId) -> Result<InHand, Problem> {
    person.ctx.permit(Action::ManageStaff, Some(staff.dossier())).await?;
    let hand = InHand::of(&person.ctx, staff).await?;
    if hand.who.active { Ok(hand) } else { Err(Problem::Missing) }
}

fn page(person: &Person, hand: &InHand, filled: Filled) -> Response {
    let staff = hand.who.id;
    here::show(person, filled, EntryNumber::NONE, Challenge::Always, |form| {
        Asks {
        title: "Staff",
        heading: Words::from("When does {name} leave?").with("name", &hand.who.name),
        lead: "Supervisors see the day, and can give on what this person still has in hand, also the cases that they supervise. Nothing ends by itself: the account is closed by hand."
            .into(),
        about: Pairs::new(),
        action: path(staff),
        fields: vec![
            form.date("last_day", "Last day")
                .or(hand.last_day.map(|day| day.to_string()).unwrap_or_default())
                .optional()
                .hint("Empty: they stay."),
        ],
        act: "Sign",
        back: Link::new(super::path(staff), "Back to what is in hand"),
    }
    })
}

/// `GET /staff/{staff}/announcement`
pub async fn ask(person: Person, Path(staff): Path<String>) -> Answer {
    let hand = hand(&person, id(&staff)?).await?;
    Ok(page(&person, &hand, Filled::new()))
}

/// `POST /staff/{staff}/announcement`
pub async fn create(person: Person, Path(staff): Path<String>, sent: Fields) -> Answer {
    let hand = hand(&person, id(&staff)?).await?;
    let mut reader = Reader::new(&sent);
    let last_day = reader.date_or_none("last_day");
    if !reader.is_good() {
        return Ok(page(&person, &hand, reader.filled));
    }
    let staff = hand.who.id;
    match announce_leaving(&person.ctx, staff, LeavingAnnounced { last_day }, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::LEAVING_ANNOUNCED.at(&super::path(staff))),
        Err(failure) => Ok(page(&person, &hand, here::refused(&sent, failure, |_| Some("last_day"))?)),
    }
}
