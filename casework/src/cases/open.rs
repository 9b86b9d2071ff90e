//! Opening a case for a client under a programme (CM-4.2.1, PT-4.1.1).

use domain::cases::{Assignment, CannotOpen, CaseFile, CaseOpened};
use domain::clients::{ClientFile, ConflictAnswer};
use domain::ids::{DossierId, EntryId, StaffId};
use domain::level::Level;
use domain::numbers::CaseNumber;
use domain::policy::Action;
use domain::staff::Role;

use crate::house::{Signing, Target};
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
    let client = ctx.house.open::<ClientFile>(order.client, Level::Restricted).await?;
    let refused = Failure::Refused(domain::policy::Refused);
    let client = client.ok_or(refused)?;
    let team = hands_fit(ctx, &order).await?;
    let now = ctx.now();
    let organisation = ctx.house.organisation().await?;
    let today = organisation.rulebook.office.today(now);
    // The number is drawn only when the policy allows the act: a refused attempt must leave no gap to count by.
    ctx.permit(Action::OpenCase, Some(order.client))
        .await
        .map_err(|failure| failure.map_rule(|never| match never {}))?;
    let year = u16::try_from(today.year()).unwrap_or(u16::MAX);
    let serial = ctx.house.store.next_serial(&format!("case-{year}")).await?;
    let number = CaseNumber::new(year, u32::try_from(serial).unwrap_or(u32::MAX));
    let case = ctx.new_dossier();
    ctx.act(Action::OpenCase, Target::under(order.client, case), signing, |file: &CaseFile, rules| {
        if !rules.programmes.iter().any(|programme| programme.code == order.programme) {
            return Err(CannotOpen::NoProgramme);
        }
        if client.file.consent(today).is_none() {
            return Err(CannotOpen::NoConsent);
        }
        match client.file.conflict.as_ref().map(|conflict| (conflict.answer, conflict.decision.is_some())) {
            Some((ConflictAnswer::Stop, _)) => return Err(CannotOpen::ConflictStop),
            Some((ConflictAnswer::Ask, false)) => return Err(CannotOpen::ConflictUndecided),
            _ => {}
        }
        file.decide_open(CaseOpened {
            number,
            client: order.client,
            programme: order.programme.clone(),
            assignment: Assignment { worker: order.worker, supervisor: order.supervisor, team },
            co_sign_from: rules.co_sign_from,
        })
    })
    .await
}

/// Whether both people work here in the role that is needed; answers with the worker's team.
async fn hands_fit(ctx: &Ctx, order: &OpenCase) -> Result<Option<domain::ids::TeamId>, Failure<CannotOpen>> {
    let worker = staff_file(ctx, order.worker).await?;
    let supervisor = staff_file(ctx, order.supervisor).await?;
    let carries =
        worker.active() && (worker.roles().contains(&Role::Caseworker) || worker.roles().contains(&Role::Provider));
    if !carries {
        return Err(Failure::Rule(CannotOpen::WrongRole("the caseworker")));
    }
    if !(supervisor.active() && supervisor.roles().contains(&Role::Supervisor)) {
        return Err(Failure::Rule(CannotOpen::WrongRole("the supervisor")));
    }
    Ok(worker.now.as_ref().and_then(|now| now.team))
}

pub(super) async fn staff_file(ctx: &Ctx, staff: StaffId) -> Result<domain::staff::StaffFile, Fault> {
    let opened = ctx.house.open::<domain::staff::StaffFile>(staff.dossier(), Level::Restricted).await?;
    Ok(opened.map(|opened| domain::staff::StaffFile::clone(&opened.file)).unwrap_or_default())
}
