//! Signing one step of the closure checklist, each in its own role (RC-5).

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::closure::{CannotClose, Checked, Ending, Rung, RungSigned};
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;
use domain::text::Line;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure, Never};

/// A step to be signed.
pub struct SignRung {
    /// Of which case.
    pub case: DossierId,
    /// Which step.
    pub rung: Rung,
    /// How the case ends; needed with the first step.
    pub ending: Option<Ending>,
    /// A remark.
    pub remark: Option<Line>,
}

/// Signs a step, or says what is missing. The second step is computed: every entry of the file is verified against the ledger. The fourth takes the
/// last day of keeping from the rulebook's schedule.
///
/// # Errors
/// [`Failure`].
pub async fn sign_rung(ctx: &Ctx, order: SignRung, signing: Signing) -> Result<EntryId, Failure<CannotClose>> {
    let checked = match order.rung {
        Rung::Verified => Some(check(ctx, order.case).await?),
        _ => None,
    };
    let (by, now) = (ctx.staff(), ctx.now());
    let target = Target::file(order.case).based_on(Basis::File);
    ctx.act(action_of(order.rung), target, signing, |case: &CaseFile, rules| {
        let evidence = match checked {
            Some(Checked { good, of }) => {
                Line::parse_optional(&format!("{good} of {of} entries verify against the ledger")).ok().flatten()
            }
            None => order.remark.clone(),
        };
        let keep_until = if order.rung == Rung::Scheduled { case.keep_until(rules) } else { None };
        let signed = RungSigned { rung: order.rung, ending: order.ending.clone(), evidence, keep_until };
        case.sign_rung(signed, by, checked, rules, rules.office.today(now))
    })
    .await
}

/// The action that the policy asks about for this step.
pub const fn action_of(rung: Rung) -> Action {
    match rung {
        Rung::Documented => Action::SignDocumented,
        Rung::Verified => Action::SignVerified,
        Rung::Approved => Action::SignApproved,
        Rung::Scheduled => Action::SignScheduled,
        Rung::AccessRevoked => Action::SignAccessRevoked,
    }
}

/// Verifies every entry of the file against the ledger: what the second step will say.
///
/// # Errors
/// [`Failure`].
pub async fn check_file(ctx: &Ctx, case: DossierId) -> Result<Checked, Failure<Never>> {
    ctx.permit(Action::SignVerified, Some(case)).await?;
    let verified = ctx.house.store.verify_dossier(case).await?;
    Ok(Checked { good: verified.good, of: verified.of })
}

async fn check(ctx: &Ctx, case: DossierId) -> Result<Checked, Failure<CannotClose>> {
    let verified = ctx.house.store.verify_dossier(case).await?;
    Ok(Checked { good: verified.good, of: verified.of })
}
