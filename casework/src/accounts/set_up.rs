//! The first run: the organisation comes into being, with its first administrator.

use std::sync::Arc;

use domain::event::Event;
use domain::ids::StaffId;
use domain::organisation::{Organisation, OrganisationFounded};
use domain::policy::Action;
use domain::rulebook::Rulebook;
use domain::staff::StaffAdded;
use domain::text::Line;
use store::InvitationPurpose as Purpose;
use vault::codes::SecretToken;

use super::invite::invite;
use super::staff::{AddStaff, CannotAddStaff, add_staff};
use crate::house::{House, Proof, Signing, Target, Who};
use crate::{Failure, Fault};

/// What the first run lays down.
pub struct Founding {
    /// Name of the organisation.
    pub name: Line,
    /// Its first rulebook.
    pub rulebook: Rulebook,
    /// The first administrator.
    pub administrator: StaffAdded,
    /// The administrator's sign-in name.
    pub login: String,
}

/// Why the first run cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotSetUp {
    /// It was done already.
    #[error("this installation is set up already; sign in instead")]
    AlreadyDone,
    /// The time zone is not one.
    #[error("this time zone is not known")]
    NoSuchZone,
    /// The administrator cannot be added.
    #[error(transparent)]
    Administrator(#[from] CannotAddStaff),
}

/// Whether the organisation exists.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn is_founded(house: &Arc<House>) -> Result<bool, Fault> {
    Ok(house.organisation().await?.name.is_some())
}

/// Founds the organisation and adds its first administrator; answers with the secret of their link.
///
/// # Errors
/// [`Failure`].
pub async fn found(house: &Arc<House>, order: Founding) -> Result<(StaffId, SecretToken), Failure<CannotSetUp>> {
    if jiff::tz::TimeZone::get(&order.rulebook.office.zone).is_err() {
        return Err(Failure::Rule(CannotSetUp::NoSuchZone));
    }
    let console = house.acting(Who::console(house));
    let founding = OrganisationFounded { name: order.name, rulebook: order.rulebook };
    let target = Target::new(house.organisation_dossier());
    console
        .act(Action::AmendRulebook, target, Signing::author(Proof::Console), |file: &Organisation, _rules| {
            if file.name.is_some() {
                return Err(CannotSetUp::AlreadyDone);
            }
            Ok(vec![Event::OrganisationFounded(founding.clone())])
        })
        .await?;
    let staff = AddStaff { person: order.administrator, login: order.login };
    let (staff, _) = add_staff(&console, staff, Signing::author(Proof::Console))
        .await
        .map_err(|failure| failure.map_rule(CannotSetUp::Administrator))?;
    let secret = invite(house, staff, Purpose::Setup).await?;
    Ok((staff, secret))
}
