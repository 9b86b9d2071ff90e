//! The recovery kit of the invented organisation: made and read back by the operations of real work, into a folder that is thrown away.

use anyhow::{Context as _, Result};
use backup::Identities;
use backup::kit::Kit;
use casework::house::{Proof, Signing, Who};
use casework::keys::{record_kit, record_kit_read};
use domain::kits::{KitForm, KitMade, KitRead};
use domain::numbers::KitNumber;
use domain::time::Instant;

use super::staff::STAFF;
use super::{Cast, line};

/// Who can open it.
const CUSTODIANS: [&str; 2] = ["edith", "daniel"];

/// Makes it and reads it back. The identities of its custodians are as invented as they are, and gone when this ends.
pub(super) async fn keep_kit(cast: &Cast, at: Instant) -> Result<()> {
    let (house, clock) = cast.house(at);
    let organisation = house.organisation().await?;
    let (store, number) = (house.store(), KitNumber::from_random(0x2D15_0C4B));
    let folder = tempfile::Builder::new().prefix("casekeep-demo-kit").tempdir().context("a folder for the kit")?;
    let [one, other] = [Identities::generate(), Identities::generate()];
    let names: Vec<&str> = CUSTODIANS.iter().filter_map(|login| name_of(login)).collect();
    let kit = Kit {
        number,
        organisation: organisation.name.as_ref().map(|name| name.reveal().to_owned()).unwrap_or_default(),
        installation: store.installation(),
        ledger: store.verifier_key().to_string(),
        made: organisation.rulebook.office.today(at),
        custodians: names.iter().map(|&name| name.to_owned()).collect(),
        key: store.root_for_kit(),
    };
    let nowhere = folder.path().join("no-data-folder");
    let aside = kit.write(folder.path(), &nowhere, &one.recipients().and(&other))?;
    let fingerprint = store.root_fingerprint();
    let custodians = names.into_iter().map(line).collect::<Result<_>>()?;
    let made = KitMade { kit: number, fingerprint: fingerprint.clone(), custodians, holders: Vec::new() };
    let console = house.acting(Who::console(&house));
    record_kit(&console, made, Signing::author(Proof::Console)).await?;
    let read = Kit::open(&aside.keep()?, &other)?;
    anyhow::ensure!(tokio::task::block_in_place(|| store.is_opened_by(&read.key))?, "the kit holds another key");
    clock.pass(20 * 60);
    let read = KitRead { kit: read.number, fingerprint, form: KitForm::File };
    record_kit_read(&console, read, Signing::author(Proof::Console)).await?;
    Ok(())
}

fn name_of(login: &str) -> Option<&'static str> {
    STAFF.iter().find(|person| person.login == login).map(|person| person.name)
}
