//! Those who carry cases, with how many each has: for choosing who takes over or stands in.

use std::sync::Arc;

use domain::absences::AbsenceNoted;
use domain::ids::StaffId;
use domain::policy::TieKind;
use domain::slots::Period;
use domain::staff::{Role, StaffCard, StaffFile};

use crate::accounts::staff_files;
use crate::calendar::files_of_who_hold_sessions;
use crate::{Ctx, Fault};

/// Somebody who carries cases.
#[derive(Debug, Clone)]
pub struct Colleague {
    /// Who.
    pub card: StaffCard,
    /// How many open cases they carry and stand in for; of a supervisor, how many they supervise.
    pub cases: u32,
    /// When they are away, from now on.
    pub away: Vec<Period>,
}

impl Colleague {
    /// Whether they are away for some of this time.
    pub fn is_away(&self, time: Period) -> bool {
        self.away.iter().any(|away| away.overlaps(time))
    }
}

/// Everybody but this person who carries cases, by name.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn colleagues(ctx: &Ctx, but: StaffId) -> Result<Vec<Colleague>, Fault> {
    let files = files_of_who_hold_sessions(ctx).await?;
    with_load(ctx, files.into_iter().filter(|(card, _)| card.id != but), &[TieKind::Assigned, TieKind::Covers]).await
}

/// Every supervisor but this person, by name, with how many cases each supervises.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn supervisors(ctx: &Ctx, but: StaffId) -> Result<Vec<Colleague>, Fault> {
    let files = staff_files(ctx).await?.into_iter().filter(|(card, _)| card.active && card.is(Role::Supervisor));
    with_load(ctx, files.filter(|(card, _)| card.id != but), &[TieKind::Supervises]).await
}

async fn with_load(
    ctx: &Ctx,
    files: impl Iterator<Item = (StaffCard, Arc<StaffFile>)>,
    counts: &[TieKind],
) -> Result<Vec<Colleague>, Fault> {
    let now = ctx.now();
    let mut all = Vec::new();
    for (card, file) in files {
        let ties = ctx.house.store.ties_of_staff(card.id, now).await?;
        let cases = ties.iter().filter(|seen| counts.iter().any(|kind| kind.code() == seen.tie.tie)).count();
        let away = file.absences.from_now(now).into_iter().map(AbsenceNoted::period).collect();
        all.push(Colleague { card, cases: u32::try_from(cases).unwrap_or(u32::MAX), away });
    }
    Ok(all)
}
