//! Progress reports: submitted, returned with comments, approved and locked (PT-4.3, CM-4.5).

use domain::basis::Basis;
use domain::cases::{CaseClosedNow, CaseFile};
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;
use domain::reports::{CannotReport, ReportApproved, ReportReturned, ReportSubmitted};

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Why a report of this case cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotReportHere {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// A rule of every report.
    #[error(transparent)]
    Report(#[from] CannotReport),
}

/// Hands a report to the supervisor, for the first time or after it came back.
///
/// # Errors
/// [`Failure`].
pub async fn submit_report(
    ctx: &Ctx,
    case: DossierId,
    report: ReportSubmitted,
    signing: Signing,
) -> Result<EntryId, Failure<CannotReportHere>> {
    let now = ctx.now();
    let target = Target::file(case).based_on(Basis::Report(report.id));
    ctx.act(Action::SubmitReport, target, signing, |case: &CaseFile, rules| {
        case.must_be_open()?;
        Ok::<_, CannotReportHere>(case.reports.submit(report.clone(), case.service(rules), rules.office.today(now))?)
    })
    .await
}

/// Sends a report back with comments.
///
/// # Errors
/// [`Failure`].
pub async fn return_report(
    ctx: &Ctx,
    case: DossierId,
    order: ReportReturned,
    signing: Signing,
) -> Result<EntryId, Failure<CannotReportHere>> {
    let by = ctx.staff();
    let target = Target::file(case).based_on(Basis::Report(order.id));
    ctx.act(Action::DecideReport, target, signing, |case: &CaseFile, _rules| {
        Ok::<_, CannotReportHere>(case.reports.send_back(order.clone(), by)?)
    })
    .await
}

/// Approves the version that was read; from then on it cannot be changed.
///
/// # Errors
/// [`Failure`].
pub async fn approve_report(
    ctx: &Ctx,
    case: DossierId,
    order: ReportApproved,
    signing: Signing,
) -> Result<EntryId, Failure<CannotReportHere>> {
    let by = ctx.staff();
    let target = Target::file(case).based_on(Basis::Report(order.id));
    ctx.act(Action::DecideReport, target, signing, |case: &CaseFile, _rules| {
        Ok::<_, CannotReportHere>(case.reports.approve(order.clone(), by)?)
    })
    .await
}
