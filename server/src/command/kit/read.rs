//! `casekeep kit read`.

use anyhow::Result;
use casework::house::{Proof, Signing, Who};
use casework::keys::record_kit_read;
use clap::Args;
use domain::kits::{KitForm, KitRead};
use serde_json::json;

use super::found::From;
use super::of_no_kit;
use crate::command::{house, of_failure, of_fault, runtime};
use crate::exits::{Ended, Exit, of_store};
use crate::opening::{New, open};
use crate::settings::Settings;
use crate::terminal::{remark, say};

/// Reads a kit back.
#[derive(Args)]
pub(super) struct Read {
    #[command(flatten)]
    from: From,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

impl Read {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        let house = house(open(settings, New::Never, false)?);
        let runtime = runtime()?;
        let organisation = runtime.block_on(house.organisation()).map_err(|fault| of_fault(&fault))?;
        let found = self.from.read()?;
        if !found.is_of(house.store().installation()) {
            let why =
                format!("kit {} belongs to another installation; this one cannot be opened with it", found.number);
            return Err(Ended::new(Exit::KitForeign, why).into());
        }
        if !house.store().is_opened_by(&found.key).map_err(of_store)? {
            let why = format!(
                "kit {} is void: it holds an older root key, which opens nothing here any more; make a new kit and destroy this one",
                found.number
            );
            return Err(Ended::new(Exit::KitVoid, why).into());
        }
        let fingerprint = house.store().root_fingerprint();
        let read = KitRead { kit: found.number, fingerprint, form: found.form };
        organisation.read_kit(read.clone()).map_err(of_no_kit)?;
        runtime.block_on(async {
            let console = house.acting(Who::console(&house));
            record_kit_read(&console, read, Signing::author(Proof::Console)).await.map_err(of_failure)?;
            house.store().seal_now(house.now()).await.map_err(of_store)
        })?;
        let newer = organisation.kits.newest().map(|kit| kit.number).filter(|newest| *newest != found.number);
        let form = match found.form {
            KitForm::File => "file",
            KitForm::Sheets => "sheets",
        };
        if self.json {
            let newer = newer.map(|kit| kit.to_string());
            say(json!({ "good": true, "kit": found.number.to_string(), "form": form, "newer": newer }));
            return Ok(());
        }
        say(format_args!(
            "Kit {} holds the root key of this installation. The record says that it was read back.",
            found.number
        ));
        if let Some(newer) = newer {
            remark(format_args!("The record knows a newer kit, {newer}: read that one back as well."));
        }
        Ok(())
    }
}
