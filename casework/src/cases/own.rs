//! One's own open cases, for choosing one: whose client joins a group, or is referred to a service.

use std::collections::BTreeSet;

use domain::ids::DossierId;
use domain::policy::Action;

use crate::cards::{CaseCard, ClientCard};
use crate::today::Cards;
use crate::{Ctx, Fault};

/// A case of one's own.
#[derive(Debug, Clone)]
pub struct OwnCase {
    /// Which.
    pub case: DossierId,
    /// Its card.
    pub card: CaseCard,
    /// The client's card.
    pub client: Option<ClientCard>,
}

/// The open cases to which the acting person is tied and in which they may do this, by the client's name.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn own_cases(ctx: &Ctx, action: Action) -> Result<Vec<OwnCase>, Fault> {
    let ties = ctx.house.store.ties_of_staff(ctx.staff(), ctx.now()).await?;
    let mut own = BTreeSet::new();
    for case in ties.iter().map(|seen| seen.dossier).collect::<BTreeSet<_>>() {
        if ctx.may(action, Some(case)).await? {
            own.insert(case);
        }
    }
    let cards = Cards::of(ctx, own.clone()).await?;
    let one = |case: DossierId| {
        let (card, client) = cards.case(case).filter(|(card, _)| card.closed.is_none())?;
        Some(OwnCase { case, card: card.clone(), client: client.cloned() })
    };
    let mut own: Vec<OwnCase> = own.into_iter().filter_map(one).collect();
    own.sort_by_cached_key(|one| one.client.as_ref().map(|client| (client.family_name.clone(), client.number.clone())));
    Ok(own)
}
