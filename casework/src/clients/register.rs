//! Registering a client on the standard intake form (CM-4.1.1, CM-4.1.2).

use domain::clients::{CannotRegister, ClientDetails, ClientFile, ClientRegistered};
use domain::ids::{DossierId, EntryId};
use domain::numbers::ClientNumber;
use domain::policy::Action;
use domain::text::Line;
use store::Guard;
use uuid::Uuid;
use vault::index::Field;

use crate::house::{Decided, Signing, Target};
use crate::{Ctx, Failure, Fault};

/// Somebody to be registered.
pub struct RegisterClient {
    /// What the form says.
    pub details: ClientDetails,
    /// Whether likely duplicates were looked at and found to be other people.
    pub not_a_duplicate: bool,
    /// Where an imported client comes from.
    pub provenance: Option<Line>,
}

/// How often another client number is drawn when one is taken.
const DRAWS: u8 = 6;

/// Registers a client under a new number, and answers with the dossier.
///
/// # Errors
/// [`Failure`].
pub async fn register_client(
    ctx: &Ctx,
    order: RegisterClient,
    signing: Signing,
) -> Result<DossierId, Failure<CannotRegister>> {
    Ok(enter(ctx, ctx.new_dossier(), order, signing).await?.dossier)
}

/// The same in a dossier that was thought of before. Client numbers are drawn, so that nobody can count by them: among ten thousand clients one is
/// drawn twice in one of twenty registers. Then another one is drawn.
///
/// # Errors
/// [`Failure`].
pub(crate) async fn enter(
    ctx: &Ctx,
    client: DossierId,
    order: RegisterClient,
    signing: Signing,
) -> Result<EntryId, Failure<CannotRegister>> {
    let today = ctx.house.organisation().await?.rulebook.office.today(ctx.now());
    let RegisterClient { details, provenance, not_a_duplicate } = order;
    let mut registered = ClientRegistered { number: draw_number(), details, provenance, not_a_duplicate };
    for _ in 0..DRAWS {
        let free = Guard::TokenFree { field: Field::ClientNumber, text: registered.number.to_string() };
        let entered = ctx
            .act(Action::RegisterClient, Target::new(client), signing.clone(), |file: &ClientFile, _rules| {
                let events = file.register(registered.clone(), today)?;
                Ok::<_, CannotEnter>(Decided::from(events).guarded(free.clone(), CannotEnter::NumberTaken))
            })
            .await;
        match entered {
            Err(Failure::Rule(CannotEnter::NumberTaken)) => registered.number = draw_number(),
            Err(Failure::Rule(CannotEnter::Rule(rule))) => return Err(Failure::Rule(rule)),
            other => return other.map_err(|failure| failure.map_rule(|_| CannotRegister::AlreadyRegistered)),
        }
    }
    Err(Fault::Other("client-numbers").into())
}

/// Why a client does not get into the register under this number.
#[derive(Debug, Clone, thiserror::Error)]
enum CannotEnter {
    #[error(transparent)]
    Rule(#[from] CannotRegister),
    #[error("this client number is taken")]
    NumberTaken,
}

fn draw_number() -> ClientNumber {
    let [.., a, b, c, d] = Uuid::new_v4().into_bytes();
    ClientNumber::from_random(u32::from_be_bytes([a, b, c, d]))
}
