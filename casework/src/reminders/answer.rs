//! The client answers by the link in a reminder, without signing in. Whoever has the link learns nothing by it: neither day, nor name, nor organisation.

use std::sync::Arc;

use domain::cases::CaseFile;
use domain::ids::OnceKey;
use domain::level::Level;
use domain::policy::Action;
use domain::reminders::{Answer, AppointmentAnswered};
use domain::text::Line;
use uuid::Uuid;
use vault::codes::token_digest;

use crate::house::{House, Proof, Signing, Target, Who};
use crate::{Failure, Fault};

/// The link can no longer be used: it was, or has run out, or the appointment was moved, or it never was one. These look the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this link does not work any more")]
pub struct CannotAnswer;

/// Why no next session is booked when a client cancels by link.
const CANCELLED: &str = "Cancelled by the client by the link in a reminder";

/// In which language an answer can be given by this link: that of the wording that the client is sent. Nothing when it cannot be given. Looking uses nothing up.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn linked(house: &Arc<House>, secret: &str) -> Result<Option<String>, Fault> {
    let Some(link) = house.store().public_link(token_digest(secret), house.now()).await? else { return Ok(None) };
    let Some(opened) = house.open::<CaseFile>(link.dossier, Level::Restricted).await? else { return Ok(None) };
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

/// Writes the client's answer into the file, once.
///
/// # Errors
/// [`CannotAnswer`] inside when the link is void; [`Fault`] when the answer cannot be kept: then the link can be used again.
pub async fn answer_by_link(
    house: &Arc<House>,
    secret: &str,
    answer: Answer,
) -> Result<Result<(), CannotAnswer>, Fault> {
    let (digest, now) = (token_digest(secret), house.now());
    let Some(link) = house.store().public_link(digest, now).await? else { return Ok(Err(CannotAnswer)) };
    let cancelled = Line::parse(CANCELLED).map_err(|_| Fault::Other("words"))?;
    let console = house.acting(Who::console(house));
    // a double click is one answer
    let once = digest.first_chunk::<16>().map_or_else(Uuid::new_v4, |bytes| Uuid::from_bytes(*bytes));
    let signing = Signing::author(Proof::System).at_level(Level::Standard).once(OnceKey::new(once));
    let written = console
        .act(Action::Remind, Target::new(link.dossier), signing, |file: &CaseFile, _rules| {
            let order = AppointmentAnswered { slot: link.item, answer, by: None };
            file.answer(order, link.ends, cancelled.clone(), now)
        })
        .await;
    match written {
        Ok(_) => {
            house.store().use_links(link, now).await?;
            Ok(Ok(()))
        }
        Err(Failure::Fault(fault)) => Err(fault),
        Err(Failure::Rule(_) | Failure::Refused(_) | Failure::Signature(_)) => Ok(Err(CannotAnswer)),
    }
}
