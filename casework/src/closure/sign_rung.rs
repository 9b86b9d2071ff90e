//! Signing one step of the closure checklist, each in its own role (RC-5).

use domain::attestation::Attested;
use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::clients::ClientFile;
use domain::closure::{CannotClose, Checked, Ending, Rung, RungSigned};
use domain::ids::{DossierId, EntryId};
use domain::level::Level;
use domain::policy::Action;
use domain::retention::{Stated, Trigger};
use domain::text::Line;
use jiff::civil::Date;

use super::close::gated;
use crate::house::{Signing, Target};
use crate::{Ctx, Failure, Fault, Never};

/// A step to be signed.
pub struct SignRung {
    /// Of which case.
    pub case: DossierId,
    /// Which step.
    pub rung: Rung,
    /// How the case ends; needed with the first step.
    pub ending: Option<Ending>,
    /// A remark; with steps that bring no evidence of their own.
    pub remark: Option<Line>,
}

/// Signs a step, or says what is missing. The evidence of the first is how much of the filing was attested. The second step is computed: every entry
/// of the file is verified against the ledger. The fourth takes the last day of keeping from the rulebook's schedule; where that counts from the
/// client's birth, the first takes the day from the client's file.
///
/// # Errors
/// [`Failure`].
pub async fn sign_rung(ctx: &Ctx, order: SignRung, signing: Signing) -> Result<EntryId, Failure<CannotClose>> {
    let checked = match order.rung {
        Rung::Verified => Some(check(ctx, order.case).await?),
        _ => None,
    };
    let (by, now) = (ctx.staff(), ctx.now());
    let born = match order.rung {
        Rung::Documented => born(ctx, order.case).await?,
        _ => None,
    };
    let target = Target::file(order.case).based_on(Basis::File);
    ctx.act(action_of(order.rung), target, signing, |case: &CaseFile, rules| {
        let evidence = match (order.rung, checked) {
            (_, Some(Checked { good, of })) => {
                Line::parse_optional(&format!("{good} of {of} entries verify against the ledger")).ok().flatten()
            }
            (Rung::Documented, _) => {
                let Attested { documents, items } = case.attested(rules);
                Line::parse_optional(&format!("Documents attested: {documents}, physical items: {items}"))
                    .ok()
                    .flatten()
            }
            _ => order.remark.clone(),
        };
        let today = rules.office.today(now);
        let term = if order.rung == Rung::Scheduled { case.term(rules, today) } else { None };
        let counts_from_birth = case.record_class(rules).is_some_and(|class| class.trigger == Trigger::Birth);
        let mut ending = order.ending.clone();
        if let (Some(ending), true) = (&mut ending, counts_from_birth) {
            ending.stated = born.map(|day| Stated { trigger: Trigger::Birth, day });
        }
        let keep_until = term.as_ref().map(|term| term.until);
        let signed = RungSigned { rung: order.rung, ending, evidence, keep_until, term };
        Ok(gated(order.case, case.sign_rung(signed, by, checked, rules, today)?))
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

/// The client's day of birth, taken from the client's file without showing it to anybody.
async fn born(ctx: &Ctx, case: DossierId) -> Result<Option<Date>, Fault> {
    let file = ctx.house.open::<CaseFile>(case, Level::Restricted).await?;
    let Some(client) = file.and_then(|opened| opened.file.client()) else { return Ok(None) };
    let client = ctx.house.open::<ClientFile>(client, Level::Restricted).await?;
    Ok(client.and_then(|opened| opened.file.details.as_ref()?.birth_date))
}

async fn check(ctx: &Ctx, case: DossierId) -> Result<Checked, Failure<CannotClose>> {
    let verified = ctx.house.store.verify_dossier(case).await?;
    Ok(Checked { good: verified.good, of: verified.of })
}
