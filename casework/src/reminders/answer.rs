//! The client answers by the link in a reminder, without signing in. Whoever has the link learns nothing by it: neither day, nor name, nor organisation.

use std::sync::Arc;

use domain::cases::CaseFile;
use domain::level::Level;
use domain::policy::Action;
use domain::reminders::{Answer, AppointmentAnswered};
use domain::text::Line;

use crate::Fault;
use crate::house::{House, Proof, Signing, Target, Who};
use crate::links::Followed;

/// Why no next session is booked when a client cancels by link.
const CANCELLED: &str = "Cancelled by the client by the link in a reminder";

/// In which language an answer can be given by this link: that of the wording that the client is sent. Nothing when it cannot be given. Looking uses nothing up.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn linked(house: &Arc<House>, secret: &str) -> Result<Option<String>, Fault> {
    let Some(Followed { link, opened, .. }) = house.followed(secret).await? else { return Ok(None) };
    let file: &CaseFile = &opened.file;
    if !file.is_open() || file.sessions.slot(link.item).is_none_or(|slot| slot.starts != link.ends) {
        return Ok(None);
    }
    Ok(Some(language(house, file).await?))
}

/// The language of the wording in which the client of this case is written to.
///
/// # Errors
/// [`Fault`] when the store fails.
pub(super) async fn language(house: &Arc<House>, case: &CaseFile) -> Result<String, Fault> {
    let client = house.client_of(case).await?;
    let spoken = client.as_ref().and_then(|client| client.language.as_ref()).map(|language| language.reveal());
    Ok(house.organisation().await?.rulebook.reminders.wording(spoken).language)
}

/// Writes the client's answer into the file, once. Says whether the link was good.
///
/// # Errors
/// [`Fault`] when the answer cannot be kept: then the link can be used again.
pub async fn answer_by_link(house: &Arc<House>, secret: &str, answer: Answer) -> Result<bool, Fault> {
    let Some(Followed { link, once, .. }) = house.followed(secret).await? else { return Ok(false) };
    let cancelled = Line::parse(CANCELLED).map_err(|_| Fault::Other("words"))?;
    let (now, signing) = (house.now(), Signing::author(Proof::System).at_level(Level::Standard).once(once));
    let written = house
        .acting(Who::console(house))
        .act(Action::Remind, Target::new(link.dossier), signing, |file: &CaseFile, _rules| {
            let order = AppointmentAnswered { slot: link.item, answer, by: None };
            file.answer(order, link.ends, cancelled.clone(), now)
        })
        .await;
    house.used(link, written).await
}
