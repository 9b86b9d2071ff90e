//! How to reach a client about an appointment: to remind them, or after they missed one (FS-4.1.2, FS-4.3.3).

use std::sync::Arc;

use domain::cases::CaseFile;
use domain::clients::ClientFile;
use domain::ids::DossierId;
use domain::policy::{Action, Refused};

use crate::house::Seen;
use crate::{Ctx, Failure, Never};

/// A case, and how to reach its client.
pub struct Reaching {
    /// The case.
    pub seen: Seen<CaseFile>,
    /// The client's file: telephone numbers, addresses, the rules of safe contact.
    pub client: Arc<ClientFile>,
}

/// A case and how to reach its client. Both looks are recorded, at the case and at the client.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not book sessions there or not read how to reach the client.
pub async fn reaching(ctx: &Ctx, case: DossierId) -> Result<Reaching, Failure<Never>> {
    let seen = ctx.view::<CaseFile>(Action::BookSession, case).await?;
    let client = client_of(ctx, &seen).await?;
    Ok(Reaching { seen, client })
}

/// How to reach the client of a case that is open already. The look is recorded at the client.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not read it.
pub async fn client_of(ctx: &Ctx, seen: &Seen<CaseFile>) -> Result<Arc<ClientFile>, Failure<Never>> {
    let client = seen.client().ok_or(Failure::Refused(Refused))?;
    Ok(ctx.view::<ClientFile>(Action::ReadClient, client).await?.opened.file)
}
