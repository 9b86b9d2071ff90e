//! The hands into which a case is given: both people work here, each in the role that is needed (PT-3a, PT-3b).

use domain::cases::Assignment;
use domain::ids::StaffId;
use domain::level::Level;
use domain::staff::{Role, StaffFile};

use crate::{Ctx, Fault};

/// Worker and supervisor with the worker's team; or who of them does not hold the role.
pub(crate) async fn hands(
    ctx: &Ctx,
    worker: StaffId,
    supervisor: StaffId,
) -> Result<Result<Assignment, &'static str>, Fault> {
    let (carries, supervises) = (staff_file(ctx, worker).await?, staff_file(ctx, supervisor).await?);
    let holds =
        |file: &StaffFile, roles: &[Role]| file.active() && roles.iter().any(|role| file.roles().contains(role));
    if !holds(&carries, &[Role::Caseworker, Role::Provider]) {
        return Ok(Err("the caseworker"));
    }
    if !holds(&supervises, &[Role::Supervisor]) {
        return Ok(Err("the supervisor"));
    }
    let team = carries.now.as_ref().and_then(|now| now.team);
    Ok(Ok(Assignment { worker, supervisor, team }))
}

async fn staff_file(ctx: &Ctx, staff: StaffId) -> Result<StaffFile, Fault> {
    let opened = ctx.house.open::<StaffFile>(staff.dossier(), Level::Restricted).await?;
    Ok(opened.map(|opened| StaffFile::clone(&opened.file)).unwrap_or_default())
}
