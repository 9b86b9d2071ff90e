//! Naming who leads a group from now on, by a supervisor who may not read its file: when somebody leaves.

use axum::extract::Path;
use axum::response::Response;
use casework::accounts::staff_list;
use casework::groups::{GroupCard, GroupHands, give_group_on, see_group};
use domain::ids::{DossierId, EntryNumber, StaffId};
use domain::policy::Action;
use domain::signature::Meaning;
use domain::staff::{Role, StaffCard};

use super::form::{CARRY, holding};
use super::path;
use crate::answer::{Answer, go, id};
use crate::done::Done;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

async fn known(person: &Person, group: &str) -> Result<(DossierId, GroupCard, Vec<StaffCard>), Problem> {
    let group: DossierId = id(group)?;
    person.ctx.permit(Action::GiveGroupOn, Some(group)).await?;
    let card = see_group(&person.ctx, group).await?.card;
    if card.ended.is_some() {
        return Err(Problem::Missing);
    }
    Ok((group, card, staff_list(&person.ctx).await?))
}

fn page(person: &Person, group: DossierId, card: &GroupCard, staff: &[StaffCard], filled: Filled) -> Response {
    here::show(person, filled, EntryNumber::NONE, Challenge::OldSignIn, |form| Asks {
        title: "Name another leader",
        heading: Words::from("Who leads {group} from now on").with("group", card.name.clone()),
        lead: "Whoever leads it holds the meetings to come; they are changed in every client’s case.".into(),
        about: Pairs::new(),
        action: path(group, "hand-over"),
        fields: vec![
            form.select("leader", "Led by", &holding(staff, CARRY, "Please choose")),
            form.select("co_leader", "Together with", &holding(staff, CARRY, "Nobody")).free(),
            form.select("supervisor", "Supervised by", &holding(staff, &[Role::Supervisor], "Please choose")),
            form.text("reason", "Why it changes").max(200),
        ],
        act: "Sign the change",
        back: Link::new(path(group, ""), "Back to the group"),
    })
}

/// `GET /groups/{group}/hand-over`
pub async fn new(person: Person, Path(group): Path<String>) -> Answer {
    let (group, card, staff) = known(&person, &group).await?;
    let text = |who: Option<StaffId>| who.map(|who| who.to_string()).unwrap_or_default();
    let filled = Filled::new()
        .with("leader", text(card.leader))
        .with("co_leader", text(card.co_leader))
        .with("supervisor", text(card.supervisor));
    Ok(page(&person, group, &card, &staff, filled))
}

/// `POST /groups/{group}/hand-over`
pub async fn create(person: Person, Path(group): Path<String>, sent: Fields) -> Answer {
    let (group, card, staff) = known(&person, &group).await?;
    let mut reader = Reader::new(&sent);
    let leader = reader.choice("leader", |text| text.parse::<StaffId>().ok());
    let supervisor = reader.choice("supervisor", |text| text.parse::<StaffId>().ok());
    let co_leader = sent.text("co_leader").parse::<StaffId>().ok();
    let reason = reader.line("reason");
    let (Some(leader), Some(supervisor), Some(reason)) = (leader, supervisor, reason) else {
        return Ok(page(&person, group, &card, &staff, reader.filled));
    };
    let hands = GroupHands { leader, co_leader, supervisor };
    match give_group_on(&person.ctx, group, hands, &reason, &signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::GROUP_CHANGED.at(&path(group, ""))),
        Err(failure) => Ok(page(&person, group, &card, &staff, here::refused(&sent, failure, super::form::place_of)?)),
    }
}
