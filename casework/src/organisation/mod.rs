//! The organisation itself: its rulebook, its office and its teams (CM-5).

mod list;
mod office;
mod rooms;

use domain::event::Event;
use domain::ids::{DossierId, EntryId};
use domain::level::Level;
use domain::organisation::Organisation;
use domain::policy::{Action, Refused};

use crate::house::{Opened, Signing, Target};
use crate::{Ctx, Failure, Never};

pub use list::{CannotReadLine, ListRead, Unread, read_list};
pub use office::{OfficeSeen, amend_office, office};
pub use rooms::{RoomsSeen, describe_room, rooms};

/// The organisation's file for a page that shows a part of it and may lead to a form about it, and its dossier.
///
/// # Errors
/// [`Failure::Refused`] before it is founded.
pub(crate) async fn opened(ctx: &Ctx) -> Result<(DossierId, Opened<Organisation>), Failure<Never>> {
    let dossier = ctx.house.organisation_dossier();
    let opened = ctx.house.open::<Organisation>(dossier, Level::Restricted).await?;
    Ok((dossier, opened.ok_or(Failure::Refused(Refused))?))
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
