//! Giving a follow-up of a closed case into other hands, before somebody leaves (RC-4.4).

use axum::extract::Path;
use axum::response::Response;
use casework::accounts::staff_list;
use casework::cases::HandOver;
use casework::closure::{InHands, follow_up_hands, hand_over_follow_up};
use domain::cases::CannotOpen;
use domain::ids::{DossierId, StaffId};
use domain::signature::Meaning;
use domain::staff::StaffCard;

use super::after_care::PART;
use crate::answer::{Answer, go, id};
use crate::cases::assignment::people;
use crate::done::Done;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;
use crate::staff::name_of;

/// Where the form of this case is.
pub(crate) fn path(case: DossierId) -> String {
    paths::of_case(case, &format!("{PART}/hands"))
}

fn page(person: &Person, case: DossierId, (of, staff): (&InHands, &[StaffCard]), filled: Filled) -> Response {
    here::show(person, filled, of.last, Challenge::OldSignIn, |form| Asks {
        title: "Follow-up",
        heading: Words::from("Hand over the follow-up of case {number}").with("number", Number::new(&of.number)),
        lead: "It takes effect at once: those who had it before cannot look the client up any more.".into(),
        about: Pairs::new()
            .with("To be asked by", when::full_day(of.on))
            .with("Who asks now", name_of(staff, of.hands.worker))
            .with("Who sees to it now", name_of(staff, of.hands.supervisor)),
        action: path(case),
        fields: people(staff, Some(of.hands), form),
        act: "Sign and hand over",
        back: Link::new("/", "Back to Today"),
    })
}

/// `GET /cases/{case}/after-care/hands`
pub async fn ask(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let of = follow_up_hands(&person.ctx, case).await?;
    let staff = staff_list(&person.ctx).await?;
    Ok(page(&person, case, (&of, &staff), Filled::new()))
}

/// `POST /cases/{case}/after-care/hands`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let of = follow_up_hands(&person.ctx, case).await?;
    let staff = staff_list(&person.ctx).await?;
    let mut reader = Reader::new(&sent);
    let worker = reader.choice("worker", |text| text.parse::<StaffId>().ok());
    let supervisor = reader.choice("supervisor", |text| text.parse::<StaffId>().ok());
    let (Some(worker), Some(supervisor), Some(reason)) = (worker, supervisor, reader.line("reason")) else {
        return Ok(page(&person, case, (&of, &staff), reader.filled));
    };
    let order = HandOver { case, worker, supervisor, reason };
    match hand_over_follow_up(&person.ctx, order, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::FOLLOW_UP_HANDED_OVER.at("/")),
        Err(failure) => {
            let field = |rule: &CannotOpen| match rule {
                CannotOpen::OwnSupervisor | CannotOpen::WrongRole("the supervisor") => Some("supervisor"),
                CannotOpen::NoFollowUp => None,
                _ => Some("worker"),
            };
            let again = here::refused(&sent, failure, field)?;
            Ok(page(&person, case, (&of, &staff), again))
        }
    }
}
