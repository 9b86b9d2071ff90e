//! The inbox: inquiries of anybody, their two clocks, and what is done with them (CC-4.2, CC-4.3, CC-5).

mod answering;
mod appeal;
pub mod ask;
pub mod case;
mod clocks;
mod complaint;
pub mod figures;
pub mod files;
pub mod list;
pub mod matrix;
pub mod new;
mod own_record;
#[cfg(test)]
pub(crate) mod samples;
pub mod show;
pub mod steps;
mod wording;

use domain::ids::DossierId;
use domain::inquiries::InquiryKind;
use domain::policy::Action;
use domain::reach::Channel;
use domain::staff::StaffCard;

use crate::face::form::Choice;
use crate::face::prelude::*;
use crate::fields::code;
use crate::person::Person;
use crate::problem::Problem;

/// Where the inbox is.
pub(crate) const PATH: &str = "/inbox";

/// An inquiry, or a step of handling it.
pub(crate) fn path(inquiry: DossierId, step: &str) -> String {
    if step.is_empty() { format!("{PATH}/{inquiry}") } else { format!("{PATH}/{inquiry}/{step}") }
}

/// The ways to reach somebody, as choices.
fn channels() -> Vec<Choice> {
    Channel::ALL.iter().map(|channel| Choice::new(code(channel), channel.word()).icon(icon(*channel))).collect()
}

/// The icon of a channel.
const fn icon(channel: Channel) -> &'static str {
    match channel {
        Channel::Phone => "phone",
        Channel::Email => "mail",
        Channel::Letter => "letter",
        Channel::Sms => "text",
        Channel::InPerson => "person",
    }
}

/// Who may answer inquiries, as choices.
fn owners(staff: &[StaffCard]) -> Vec<Choice> {
    let answers =
        |card: &StaffCard| InquiryKind::ALL.iter().flat_map(|kind| kind.answered_by()).any(|role| card.is(*role));
    let fits = |card: &&StaffCard| card.active && answers(card);
    let choice = |card: &StaffCard| Choice::new(card.id.to_string(), card.name.clone()).hint(card.title.clone());
    let nobody = Choice::new("", "Nobody yet: it stays in the inbox");
    std::iter::once(nobody).chain(staff.iter().filter(fits).map(choice)).collect()
}

/// The open cases of the acting person, as choices: the client's number, name and programme.
async fn cases(person: &Person) -> Result<Vec<(String, Words)>, Problem> {
    if !person.ctx.may(Action::SearchClients, None).await? {
        return Ok(Vec::new());
    }
    let clients = casework::clients::my_clients(&person.ctx).await?;
    let mut cases = Vec::new();
    for line in &clients {
        for (case, card) in line.cases.iter().filter(|(_, card)| card.closed.is_none()) {
            let words = Words::from("{number}, {name}: {programme}")
                .with("number", Number::new(&line.card.number))
                .with("name", Name::new(line.card.full_name()))
                .with("programme", card.programme.clone());
            cases.push((case.to_string(), words));
        }
    }
    Ok(cases)
}

/// The choice of a case; `none` says what it means to choose none.
fn case_choices(cases: &[(String, Words)], none: &'static str) -> Vec<Choice> {
    let known = cases.iter().map(|(case, words)| Choice::new(case.clone(), words.clone()));
    std::iter::once(Choice::new("", none)).chain(known).collect()
}
