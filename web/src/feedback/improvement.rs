//! What became of an improvement: done, dropped with the reason, or it goes on.

use axum::extract::Path;
use axum::response::Response;
use casework::feedback::{ImprovementSeen, follow_improvement, improvement};
use domain::feedback::{Became, CannotReviewFeedback, ImprovementFollowed};
use domain::ids::ItemId;
use domain::signature::Meaning;

use super::{FIGURES, owners, path, place_of, said};
use crate::answer::{Answer, go, id};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;
use crate::staff::name_of;

async fn open(person: &Person, improvement_id: &str) -> Result<ImprovementSeen, Problem> {
    let id: ItemId = id(improvement_id)?;
    Ok(improvement(&person.ctx, id).await?)
}

fn page(person: &Person, seen: &ImprovementSeen, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::OldSignIn, |form| asks(seen, form))
}

fn back(seen: &ImprovementSeen) -> Link {
    if seen.leads { Link::new(FIGURES, "Back to the figures") } else { Link::new("/", "Back to Today") }
}

pub(super) fn asks(seen: &ImprovementSeen, form: &Filled) -> Asks {
    let (one, staff) = (&seen.improvement, &seen.staff);
    let about = Pairs::new()
        .with("What is improved", one.item.what.reveal().to_owned())
        .with("Who does it", name_of(staff, one.owner))
        .with("By when", when::plain_day(one.due));
    let about = said(one, staff).into_iter().fold(about, |about, (when, note)| {
        let words = Words::from("{when}. {note}").with("when", when).with("note", note);
        about.with("So far", words)
    });
    let became = [
        Choice::new("done", "It is done"),
        Choice::new("goes_on", "It goes on: somebody else does it, or it takes longer"),
        Choice::new("dropped", "It is not done, and will not be"),
    ];
    let open = one.is_open();
    let fields = vec![
        form.radios("became", "What became of it", &became),
        form.text("note", "In words")
            .hint("What is different now; or why it is not done, or takes longer.")
            .free()
            .max(200),
        Field::row(
            "If it goes on",
            vec![
                form.select("owner", "Who does it", &owners(staff)).or(one.owner.to_string()).free(),
                form.date("due", "By when").free(),
            ],
        ),
    ];
    Asks {
        title: "What became of an improvement",
        heading: if open { "What became of it" } else { "This improvement has ended" }.into(),
        lead: if open {
            "A review of complaints and feedback has decided this. It stands on Today until it is done, or somebody has said why it is not."
        } else {
            "What became of it is written down; nothing more is to be done."
        }
        .into(),
        about,
        action: path(one.item.id),
        fields: if open { fields } else { Vec::new() },
        act: if open { "Sign what became of it" } else { "" },
        back: back(seen),
    }
}

/// `GET /feedback/improvements/{improvement}`
pub async fn ask(person: Person, Path(improvement): Path<String>) -> Answer {
    let seen = open(&person, &improvement).await?;
    Ok(page(&person, &seen, Filled::new()))
}

/// `POST /feedback/improvements/{improvement}`
pub async fn create(person: Person, Path(improvement): Path<String>, sent: Fields) -> Answer {
    let seen = open(&person, &improvement).await?;
    let mut reader = Reader::new(&sent);
    let note = reader.line_or_none("note");
    let became = match sent.text("became") {
        "done" => Some(Became::Done),
        "dropped" => Some(Became::Dropped),
        "goes_on" => {
            let due = reader.date("due");
            let owner = sent.text("owner").parse().ok();
            owner.zip(due).map(|(owner, due)| Became::GoesOn { owner, due })
        }
        _ => {
            reader.wrong("became", "Please choose one.");
            None
        }
    };
    let (Some(became), true) = (became, reader.is_good()) else { return Ok(page(&person, &seen, reader.filled)) };
    let order = ImprovementFollowed { id: seen.improvement.item.id, became, note };
    let to = if seen.leads { FIGURES } else { "/" };
    match follow_improvement(&person.ctx, order, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::IMPROVEMENT_FOLLOWED.at(to)),
        Err(failure) => {
            let place = |rule: &CannotReviewFeedback| match rule {
                CannotReviewFeedback::Due => Some("due"),
                CannotReviewFeedback::NotHere => Some("owner"),
                other => place_of(other),
            };
            Ok(page(&person, &seen, here::refused(&sent, failure, place)?))
        }
    }
}
