//! What stands around a case on its pages: the client's card. Whoever may open the case may know whom it is for.

use domain::cases::CaseFile;
use domain::ids::DossierId;

use crate::cards::ClientCard;
use crate::house::Seen;
use crate::{Ctx, Fault};

/// What stands around a case.
#[derive(Debug, Clone)]
pub struct Around {
    /// The client's dossier.
    pub client_id: Option<DossierId>,
    /// The client's card.
    pub client: Option<ClientCard>,
}

/// The surroundings of a case that has been opened: its opening was recorded, and the card belongs to it.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn around(ctx: &Ctx, seen: &Seen<CaseFile>) -> Result<Around, Fault> {
    let Some(client_id) = seen.client() else { return Ok(Around { client_id: None, client: None }) };
    let mut cards = crate::clients::client_cards(ctx, vec![client_id]).await?;
    Ok(Around { client_id: Some(client_id), client: cards.pop().map(|(_, card)| card) })
}
