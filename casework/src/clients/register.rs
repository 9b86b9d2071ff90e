//! Registering a client on the standard intake form (CM-4.1.1, CM-4.1.2).

use domain::clients::{CannotRegister, ClientDetails, ClientFile, ClientRegistered};
use domain::ids::DossierId;
use domain::numbers::ClientNumber;
use domain::policy::Action;
use domain::text::Line;
use store::Guard;
use uuid::Uuid;
use vault::index::Field;

use crate::house::{Decided, Signing, Target};
use crate::{Ctx, Failure};

/// Somebody to be registered.
pub struct RegisterClient {
    /// What the form says.
    pub details: ClientDetails,
    /// Whether likely duplicates were looked at and found to be other people.
    pub not_a_duplicate: bool,
    /// Where an imported client comes from.
    pub provenance: Option<Line>,
}

/// Registers a client under a new number, and answers with the dossier.
///
/// # Errors
/// [`Failure`].
pub async fn register_client(
    ctx: &Ctx,
    order: RegisterClient,
    signing: Signing,
) -> Result<DossierId, Failure<CannotRegister>> {
    let today = ctx.house.organisation().await?.rulebook.office.today(ctx.now());
    let client = ctx.new_dossier();
    let number = draw_number();
    let registered = ClientRegistered {
        number,
        details: order.details,
        provenance: order.provenance,
        not_a_duplicate: order.not_a_duplicate,
    };
    let entry = ctx
        .act(Action::RegisterClient, Target::new(client), signing, |file: &ClientFile, _rules| {
            let events = file.register(registered.clone(), today)?;
            let free = Guard::TokenFree { field: Field::ClientNumber, text: number.to_string() };
            Ok::<_, CannotRegister>(Decided::from(events).guarded(free, CannotRegister::AlreadyRegistered))
        })
        .await?;
    Ok(entry.dossier)
}

fn draw_number() -> ClientNumber {
    let [.., a, b, c, d] = Uuid::new_v4().into_bytes();
    ClientNumber::from_random(u32::from_be_bytes([a, b, c, d]))
}
