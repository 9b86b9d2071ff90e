//! Correcting what is said of a document, and marking one as filed by mistake.

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::documents::{CannotFile, Description, DocumentWithdrawn};
use domain::ids::{DossierId, EntryId, ItemId};
use domain::policy::Action;
use domain::text::Line;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// What is said of a document from now on.
#[derive(Debug, Clone)]
pub struct CorrectDocument {
    /// Which one.
    pub id: ItemId,
    /// What it is about.
    pub about: Description,
    /// Why.
    pub reason: Line,
}

/// Corrects what is said of a document; its name follows.
///
/// # Errors
/// [`Failure`].
pub async fn correct_document(
    ctx: &Ctx,
    case: DossierId,
    order: CorrectDocument,
    signing: Signing,
) -> Result<EntryId, Failure<CannotFile>> {
    let now = ctx.now();
    let target = Target::file(case).based_on(Basis::Document(order.id));
    ctx.act(Action::FileDocument, target, signing, |file: &CaseFile, rules| {
        file.correct_document(order.id, order.about.clone(), order.reason.clone(), rules, rules.office.today(now))
    })
    .await
}

/// Marks a document as filed by mistake.
///
/// # Errors
/// [`Failure`].
pub async fn withdraw_document(
    ctx: &Ctx,
    case: DossierId,
    order: DocumentWithdrawn,
    signing: Signing,
) -> Result<EntryId, Failure<CannotFile>> {
    let target = Target::file(case).based_on(Basis::Document(order.id));
    ctx.act(Action::FileDocument, target, signing, |file: &CaseFile, _| file.withdraw_document(order.clone())).await
}
