//! Approved wording: templates and the glossary, read by everybody and signed for by whoever may (CC-4.1.2, CC-4.2.3).

use std::sync::Arc;

use domain::basis::Basis;
use domain::glossary::{BadTerm, TermLaidDown};
use domain::ids::{EntryId, EntryNumber};
use domain::organisation::{Organisation, SamePhone};
use domain::policy::Action;
use domain::templates::{BadApproval, BadTemplate, TemplateApproved, TemplateDrafted, TemplateRetired};
use domain::text::Line;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure, Never, organisation};

/// Templates and glossary as they stand.
#[derive(Debug, Clone)]
pub struct WordingSeen {
    /// The organisation, with both.
    pub organisation: Arc<Organisation>,
    /// Whether the acting person may draft templates.
    pub may_draft: bool,
    /// Whether the acting person may approve them, and lay down terms.
    pub may_approve: bool,
    /// Whether the acting person may change the rulebook, in which the telephone number stands.
    pub may_amend: bool,
    /// The last entry of the organisation's file.
    pub last: EntryNumber,
}

/// Templates and glossary, for everybody who works here.
///
/// # Errors
/// [`Failure::Refused`] for whoever does not.
pub async fn wording(ctx: &Ctx) -> Result<WordingSeen, Failure<Never>> {
    ctx.permit(Action::SeeRulebook, None).await?;
    let (dossier, opened) = organisation::opened(ctx).await?;
    let may = async |action| ctx.may(action, Some(dossier)).await;
    Ok(WordingSeen {
        may_draft: may(Action::DraftTemplate).await?,
        may_approve: may(Action::ApproveWording).await?,
        may_amend: may(Action::AmendRulebook).await?,
        last: opened.last,
        organisation: opened.file,
    })
}

/// Drafts a version of a template. Nobody can use it before somebody else approves it.
///
/// # Errors
/// [`Failure`].
pub async fn draft_template(
    ctx: &Ctx,
    order: TemplateDrafted,
    signing: Signing,
) -> Result<EntryId, Failure<BadTemplate>> {
    let target = Target::file(ctx.house.organisation_dossier()).based_on(Basis::Template(order.id));
    ctx.act(Action::DraftTemplate, target, signing, |organisation: &Organisation, _rules| {
        organisation.draft_template(order.clone())
    })
    .await
}

/// Approves the version that waits; from now on it is the one that is used.
///
/// # Errors
/// [`Failure`].
pub async fn approve_template(
    ctx: &Ctx,
    order: TemplateApproved,
    signing: Signing,
) -> Result<EntryId, Failure<BadApproval>> {
    let target = Target::file(ctx.house.organisation_dossier()).based_on(Basis::Template(order.id));
    let by = ctx.staff();
    ctx.act(Action::ApproveWording, target, signing, |organisation: &Organisation, _rules| {
        organisation.approve_template(order.clone(), by)
    })
    .await
}

/// Takes a template out of use. What was written from it stays as it is.
///
/// # Errors
/// [`Failure`].
pub async fn retire_template(
    ctx: &Ctx,
    order: TemplateRetired,
    signing: Signing,
) -> Result<EntryId, Failure<BadApproval>> {
    let target = Target::file(ctx.house.organisation_dossier()).based_on(Basis::Template(order.id));
    ctx.act(Action::ApproveWording, target, signing, |organisation: &Organisation, _rules| {
        organisation.retire_template(order.clone())
    })
    .await
}

/// Lays down a term of the glossary, for the first time or anew.
///
/// # Errors
/// [`Failure`].
pub async fn lay_down_term(ctx: &Ctx, order: TermLaidDown, signing: Signing) -> Result<EntryId, Failure<BadTerm>> {
    let target = Target::file(ctx.house.organisation_dossier()).based_on(Basis::Term(order.id));
    ctx.act(Action::ApproveWording, target, signing, |organisation: &Organisation, _rules| {
        organisation.glossary.lay_down(order.clone())
    })
    .await
}

/// Changes the telephone number of the office that letters give.
///
/// # Errors
/// [`Failure`].
pub async fn amend_phone(
    ctx: &Ctx,
    phone: Option<Line>,
    reason: Line,
    signing: Signing,
) -> Result<EntryId, Failure<SamePhone>> {
    let decide = |organisation: &Organisation| organisation.amend_phone(phone.as_ref(), reason.clone());
    organisation::amend_rulebook(ctx, signing, decide).await
}
