//! Assessments in words (PT-4.1.1 to PT-4.1.3).

use domain::assessments::AssessmentRecorded;
use domain::cases::CaseFile;
use domain::contacts::{When, check_when};
use domain::event::Event;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;

use crate::contacts::CannotLogHere;
use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// An assessment to be recorded.
pub struct RecordAssessment {
    /// In which case.
    pub case: DossierId,
    /// What was found. Its kind is set by the file: the first one is the initial one.
    pub assessment: AssessmentRecorded,
}

/// Records an assessment; the duty that asked for it goes, and the next one appears.
///
/// # Errors
/// [`Failure`].
pub async fn record_assessment(
    ctx: &Ctx,
    order: RecordAssessment,
    signing: Signing,
) -> Result<EntryId, Failure<CannotLogHere>> {
    let now = ctx.now();
    let when = When { happened: signing.happened.unwrap_or(now), now };
    ctx.act(Action::RecordAssessment, Target::file(order.case), signing, |case: &CaseFile, rules| {
        case.must_be_open()?;
        check_when(when, order.assessment.late_because.as_ref(), rules)?;
        let kind = case.assessments.next_kind();
        let assessment = AssessmentRecorded { kind, ..order.assessment.clone() };
        Ok::<_, CannotLogHere>(vec![Event::AssessmentRecorded(assessment)])
    })
    .await
}
