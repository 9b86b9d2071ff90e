//! When the office works: reading it, and changing it (FS-4.1.3, CM-5).

use domain::calendar::OfficeCalendar;
use domain::ids::{EntryId, EntryNumber};
use domain::office::{BadOffice, OfficeChange};
use domain::policy::Action;
use domain::text::Line;

use crate::house::Signing;
use crate::{Ctx, Failure, Never, organisation};

/// The office's time as it stands.
#[derive(Debug, Clone)]
pub struct OfficeSeen {
    /// Hours, days and days off.
    pub office: OfficeCalendar,
    /// The year that has no days off yet and should have some by now.
    pub year: Option<i16>,
    /// Whether the acting person may change it.
    pub may_amend: bool,
    /// The last entry of the organisation's file.
    pub last: EntryNumber,
}

/// When the office works, for everybody who works there.
///
/// # Errors
/// [`Failure::Refused`] for whoever does not.
pub async fn office(ctx: &Ctx) -> Result<OfficeSeen, Failure<Never>> {
    ctx.permit(Action::SeeRulebook, None).await?;
    let (dossier, opened) = organisation::opened(ctx).await?;
    let office = opened.file.rulebook.office.clone();
    Ok(OfficeSeen {
        year: office.year_to_fill(office.today(ctx.now())),
        office,
        may_amend: ctx.may(Action::AmendRulebook, Some(dossier)).await?,
        last: opened.last,
    })
}

/// Changes the hours of the office, or its days off.
///
/// # Errors
/// [`Failure`].
pub async fn amend_office(
    ctx: &Ctx,
    change: OfficeChange,
    reason: Line,
    signing: Signing,
) -> Result<EntryId, Failure<BadOffice>> {
    organisation::amend_rulebook(ctx, signing, |organisation| organisation.amend_office(&change, reason.clone())).await
}
