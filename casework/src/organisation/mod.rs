//! The organisation itself: its rulebook, its office and its teams (CM-5).

mod list;
mod office;
mod rooms;
mod wording;

use domain::basis::Basis;
use domain::event::Event;
use domain::ids::{DossierId, EntryId, EntryNumber};
use domain::level::Level;
use domain::organisation::Organisation;
use domain::policy::{Action, Refused};
use domain::rulebook::Rulebook;

use crate::house::{Opened, Signing, Target};
use crate::{Ctx, Failure, Never, Rule};

pub use list::{CannotReadLine, ListRead, Unread, read_list};
pub use office::{OfficeSeen, amend_office, office};
pub use rooms::{RoomsSeen, describe_room, rooms};
pub use wording::{
    WordingSeen, amend_phone, approve_template, draft_template, lay_down_term, retire_template, wording,
};

/// The organisation's file for a page that shows a part of it and may lead to a form about it, and its dossier.
///
/// # Errors
/// [`Failure::Refused`] before it is founded.
pub(crate) async fn opened(ctx: &Ctx) -> Result<(DossierId, Opened<Organisation>), Failure<Never>> {
    let dossier = ctx.house.organisation_dossier();
    let opened = ctx.house.open::<Organisation>(dossier, Level::Restricted).await?;
    Ok((dossier, opened.ok_or(Failure::Refused(Refused))?))
}

/// The rulebook, for a page that shows a part of it.
#[derive(Debug, Clone)]
pub struct RulebookSeen {
    /// What the organisation has laid down.
    pub rulebook: Rulebook,
    /// Whether the acting person may change it.
    pub may_amend: bool,
    /// The last entry of the organisation's file.
    pub last: EntryNumber,
}

/// The rulebook, for everybody who works here.
///
/// # Errors
/// [`Failure::Refused`] for whoever does not.
pub async fn rulebook(ctx: &Ctx) -> Result<RulebookSeen, Failure<Never>> {
    ctx.permit(Action::SeeRulebook, None).await?;
    let (dossier, opened) = opened(ctx).await?;
    Ok(RulebookSeen {
        rulebook: opened.file.rulebook.clone(),
        may_amend: ctx.may(Action::AmendRulebook, Some(dossier)).await?,
        last: opened.last,
    })
}

/// Changes a part of the rulebook, unless somebody has changed any of it since the signer read it.
pub(crate) async fn amend_rulebook<R: Rule + Clone>(
    ctx: &Ctx,
    signing: Signing,
    decide: impl Fn(&Organisation) -> Result<Vec<Event>, R>,
) -> Result<EntryId, Failure<R>> {
    let target = Target::file(ctx.house.organisation_dossier()).based_on(Basis::File);
    ctx.act(Action::AmendRulebook, target, signing, |organisation: &Organisation, _rules| decide(organisation)).await
}

/// Why the organisation cannot be changed like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAmend {
    /// It was never founded.
    #[error("this installation is not set up yet")]
    NotFounded,
    /// It is founded once.
    #[error("the organisation is founded already")]
    Founded,
}

/// Records a change of the organisation: an amended rulebook, a new team.
///
/// # Errors
/// [`Failure`].
pub async fn amend(ctx: &Ctx, event: Event, signing: Signing) -> Result<EntryId, Failure<CannotAmend>> {
    let target = Target::file(ctx.house.organisation_dossier());
    ctx.act(Action::AmendRulebook, target, signing, |organisation: &Organisation, _rules| {
        match (&organisation.name, &event) {
            (None, _) => Err(CannotAmend::NotFounded),
            (Some(_), Event::OrganisationFounded(_)) => Err(CannotAmend::Founded),
            (Some(_), event) => Ok(vec![event.clone()]),
        }
    })
    .await
}
