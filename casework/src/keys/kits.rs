//! The recovery kit as the record knows it: that one was made, that one was read back, and how it stands (PT-4.2.4).
//!
//! What is in a kit never comes here: making and reading are done on the server's own terminal, by those who hold it.

use std::sync::Arc;

use domain::ids::{EntryId, StaffId};
use domain::kits::{Kit, KitIs, KitMade, KitRead, NoKit};
use domain::organisation::Organisation;
use domain::policy::Action;
use domain::staff::Role;

use crate::house::{House, Signing, Target};
use crate::{Ctx, Failure, Fault, Never};

/// How it stands with the recovery kit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitStands {
    /// Judged.
    pub is: KitIs,
    /// The newest one.
    pub kit: Option<Kit>,
}

impl House {
    /// How it stands with the recovery kit. No client content, so no access record.
    ///
    /// # Errors
    /// [`Fault`] when the store fails.
    pub async fn kit_stands(&self) -> Result<KitStands, Fault> {
        let organisation = self.organisation().await?;
        let is = organisation.kits.judged(&self.store.root_fingerprint(), self.now());
        Ok(KitStands { is, kit: organisation.kits.newest().cloned() })
    }
}

/// How it stands with the recovery kit, for whoever looks after the server.
///
/// # Errors
/// [`Failure::Refused`] for roles without the System page.
pub async fn kit_stands(ctx: &Ctx) -> Result<KitStands, Failure<Never>> {
    ctx.permit(Action::SeeSystem, None).await?;
    Ok(ctx.house.kit_stands().await?)
}

/// Whether somebody who has just set up their account should be led to the recovery kit: an IT administrator, while none is as it should be.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn kit_awaits(house: &Arc<House>, staff: StaffId) -> Result<bool, Fault> {
    let administers = house.staff_file(staff).await?.roles().contains(&Role::ItAdministrator);
    Ok(administers && house.kit_stands().await?.is != KitIs::Good)
}

/// Records that a kit was made.
///
/// # Errors
/// [`NoKit`] when it is for too few people; then nothing has changed.
pub async fn record_kit(ctx: &Ctx, made: KitMade, signing: Signing) -> Result<EntryId, Failure<NoKit>> {
    let target = Target::file(ctx.house.organisation_dossier());
    ctx.act(Action::FileKit, target, signing, |organisation: &Organisation, _| organisation.make_kit(made.clone()))
        .await
}

/// Records that a kit was read back and holds the root key of this installation; whoever calls this has compared it.
///
/// # Errors
/// [`NoKit::NotFounded`] before there is anything to protect.
pub async fn record_kit_read(ctx: &Ctx, read: KitRead, signing: Signing) -> Result<EntryId, Failure<NoKit>> {
    let target = Target::file(ctx.house.organisation_dossier());
    ctx.act(Action::FileKit, target, signing, |organisation: &Organisation, _| organisation.read_kit(read.clone()))
        .await
}
