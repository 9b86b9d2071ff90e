//! Whose facts somebody is asked for: the client of the case that a question belongs to (CC-4.4.1).

use domain::clients::ClientFile;
use domain::ids::DossierId;
use domain::policy::Action;

use crate::house::Seen;
use crate::{Ctx, Failure, Never};

/// The file of the client of this case, for whoever may read it; its opening is recorded. Nothing for whoever may not: they make sure in another way.
///
/// # Errors
/// [`Failure`] when the store fails.
pub async fn client_to_identify(ctx: &Ctx, case: DossierId) -> Result<Option<Seen<ClientFile>>, Failure<Never>> {
    let listed = ctx.house.store.listed(&[case], ctx.viewer()).await?.pop();
    let Some(client) = listed.and_then(|listed| listed.head.subject) else { return Ok(None) };
    if !ctx.may(Action::ReadClient, Some(client)).await? {
        return Ok(None);
    }
    Ok(Some(ctx.view::<ClientFile>(Action::ReadClient, client).await?))
}
