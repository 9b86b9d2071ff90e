//! Opening a case for a client under a programme (CM-4.2.1, PT-4.1.1).

use domain::cases::{CannotOpen, CaseFile, CaseOpened};
use domain::clients::{ClientFile, ConflictAnswer};
use domain::ids::{DossierId, EntryId, StaffId};
use domain::level::Level;
use domain::numbers::CaseNumber;
use domain::policy::Action;
use domain::rulebook::Rulebook;
use jiff::civil::Date;
use store::Guard;

use super::hands::hands;
use crate::house::{Decided, Signing, Target};
use crate::{Ctx, Failure, Fault};

/// A case to be opened.
pub struct OpenCase {
    /// For which client.
    pub client: DossierId,
    /// Code of the programme.
    pub programme: String,
    /// Who is to carry it.
    pub worker: StaffId,
    /// Who is to supervise it.
    pub supervisor: StaffId,
}

/// Opens a case: it gets its number, its hands, and its first duties. Needs the client's consent to service and a conflict-of-interest answer that
/// does not forbid it.
///
/// # Errors
/// [`Failure`].
pub async fn open_case(ctx: &Ctx, order: OpenCase, signing: Signing) -> Result<EntryId, Failure<CannotOpen>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    ctx.permit(Action::OpenCase, Some(order.client)).await.map_err(Failure::any)?;
    let client = ctx.house.open::<ClientFile>(order.client, Level::Restricted).await?;
    let client = client.ok_or(Failure::Refused(domain::policy::Refused))?;
    let organisation = ctx.house.organisation().await?;
    let rules = &organisation.rulebook;
    let today = rules.office.today(ctx.now());
    may_open(&client.file, &order.programme, rules, today).map_err(Failure::Rule)?;
    let hands = hands(ctx, order.worker, order.supervisor).await?;
    let assignment = hands.map_err(|who| Failure::Rule(CannotOpen::WrongRole(who)))?;
    if assignment.own_supervisor() {
        return Err(Failure::Rule(CannotOpen::OwnSupervisor));
    }
    let opened = CaseOpened {
        // drawn when policy and rules have nothing against it: a refused attempt must leave no gap to count by
        number: draw_number(ctx, today).await?,
        client: order.client,
        programme: order.programme,
        assignment,
        co_sign_from: rules.co_sign_from,
    };
    let unmoved = Guard::Unmoved { dossier: order.client, at: client.last };
    let target = Target::under(order.client, ctx.new_dossier());
    ctx.act(Action::OpenCase, target, signing, |file: &CaseFile, _rules| {
        let events = file.decide_open(opened.clone())?;
        Ok::<_, CannotOpen>(Decided::from(events).guarded(unmoved.clone(), CannotOpen::ClientMoved))
    })
    .await
}

/// What the programme, the consent and the conflict answer say.
fn may_open(client: &ClientFile, programme: &str, rules: &Rulebook, today: Date) -> Result<(), CannotOpen> {
    if !rules.programmes.iter().any(|offered| offered.code == programme) {
        return Err(CannotOpen::NoProgramme);
    }
    if client.consent(today).is_none() {
        return Err(CannotOpen::NoConsent);
    }
    match client.conflict.as_ref().map(|conflict| (conflict.answer, conflict.decision.is_some())) {
        Some((ConflictAnswer::Stop, _)) => Err(CannotOpen::ConflictStop),
        Some((ConflictAnswer::Ask, false)) => Err(CannotOpen::ConflictUndecided),
        _ => Ok(()),
    }
}

async fn draw_number(ctx: &Ctx, today: Date) -> Result<CaseNumber, Fault> {
    let year = u16::try_from(today.year()).unwrap_or(u16::MAX);
    let serial = ctx.house.store.next_serial(&format!("case-{year}")).await?;
    Ok(CaseNumber::new(year, serial))
}
