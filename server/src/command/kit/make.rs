//! `casekeep kit make`.
//!
//! Everything is written aside first, then the record says that the kit was made, then its parts get their names. Whenever that is cut off, what has
//! a name is whole, and what the record knows of and nobody has read back counts for nothing.

use std::path::{Path, PathBuf};

use anyhow::Result;
use backup::Recipients;
use backup::kit::{Aside, Kit, clear};
use casework::house::{House, Proof, Signing, Who};
use casework::keys::record_kit;
use clap::Args;
use domain::kits::KitMade;
use domain::numbers::KitNumber;
use domain::organisation::Organisation;
use domain::text::Line;
use serde_json::json;
use vault::sheets::Sheet;

use super::of_no_kit;
use super::paper::printed;
use crate::command::staff::line;
use crate::command::{house, of_failure, of_fault, runtime};
use crate::exits::{Ended, Exit, of_backup, of_store};
use crate::opening::{New, open};
use crate::settings::Settings;
use crate::terminal::{remark, say};

/// Makes a kit.
#[derive(Args)]
pub(super) struct Make {
    /// The folder into which it is written; not the data folder
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
    /// Somebody who can open the file, with their public key of age; at least two
    #[arg(long, value_name = "NAME=AGE1…", required_unless_present = "paper")]
    custodian: Vec<String>,
    /// Prints three sheets as PDF, any two of which give the key; into this folder, if it is another one
    #[arg(long, value_name = "FOLDER", num_args = 0..=1, requires = "holder")]
    paper: Option<Option<PathBuf>>,
    /// Somebody who keeps a sheet; three people
    #[arg(long, value_name = "NAME", requires = "paper")]
    holder: Vec<String>,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

/// The parts of a kit, written aside or under their names.
struct Parts<T> {
    file: Option<T>,
    sheets: Option<T>,
}

impl Make {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        let (custodians, recipients) = self.custodians()?;
        let holders: Result<Vec<Line>, Ended> = self.holder.iter().map(|name| line("holder", name)).collect();
        let house = house(open(settings, New::Never, false)?);
        let runtime = runtime()?;
        let organisation = runtime.block_on(house.organisation()).map_err(|fault| of_fault(&fault))?;
        let fingerprint = house.store().root_fingerprint();
        let made = KitMade { kit: number(), fingerprint, custodians, holders: holders? };
        // asked here as well, so that nothing is written for a kit that cannot be
        if let Err(no) = organisation.make_kit(made.clone()) {
            return Err(of_no_kit(no).into());
        }
        self.clear()?;
        let aside = self.write(&house, &organisation, &made, recipients.as_ref(), settings)?;
        runtime.block_on(async {
            let console = house.acting(Who::console(&house));
            record_kit(&console, made.clone(), Signing::author(Proof::Console)).await.map_err(of_failure)?;
            house.store().seal_now(house.now()).await.map_err(of_store)
        })?;
        let keep = |aside: Option<Aside>| aside.map(Aside::keep).transpose().map_err(of_backup);
        let parts = Parts { file: keep(aside.file)?, sheets: keep(aside.sheets)? };
        self.tell(&made, &parts);
        Ok(())
    }

    /// The custodians by name, and their keys.
    fn custodians(&self) -> Result<(Vec<Line>, Option<Recipients>), Ended> {
        let (mut names, mut keys) = (Vec::new(), Vec::new());
        for text in &self.custodian {
            let shape = || Ended::new(Exit::Rule, "--custodian: it looks like 'Ada Moreau=age1…'");
            let (name, key) = text.rsplit_once('=').ok_or_else(shape)?;
            names.push(line("custodian", name)?);
            keys.push(key);
        }
        if keys.is_empty() {
            return Ok((names, None));
        }
        let recipients = Recipients::parse(keys).map_err(of_backup)?;
        if recipients.count() != names.len() {
            return Err(Ended::new(Exit::Rule, "two of the custodians have the same public key"));
        }
        Ok((names, Some(recipients)))
    }

    /// Where the sheets go, if there are any.
    fn paper(&self) -> Option<&Path> {
        self.paper.as_ref().map(|folder| folder.as_deref().unwrap_or(&self.to))
    }

    /// What a run left that was cut off holds the key, or parts of it.
    fn clear(&self) -> Result<(), Ended> {
        for folder in [Some(self.to.as_path()), self.paper()].into_iter().flatten() {
            if clear(folder).map_err(of_backup)? {
                remark(format_args!("What a kit left in {} that was cut off is removed.", folder.display()));
            }
        }
        Ok(())
    }

    fn write(
        &self,
        house: &House,
        organisation: &Organisation,
        made: &KitMade,
        recipients: Option<&Recipients>,
        settings: &Settings,
    ) -> Result<Parts<Aside>, Ended> {
        let (store, office) = (house.store(), &organisation.rulebook.office);
        let root = store.root_for_kit();
        let name = organisation.name.as_ref().map(|name| name.reveal().to_owned()).unwrap_or_default();
        let file = recipients.map(|recipients| {
            let kit = Kit {
                number: made.kit,
                organisation: name.clone(),
                installation: store.installation(),
                ledger: store.verifier_key().to_string(),
                made: office.today(house.now()),
                custodians: made.custodians.iter().map(|name| name.reveal().to_owned()).collect(),
                key: store.root_for_kit(),
            };
            kit.write(&self.to, &settings.data, recipients).map_err(of_backup)
        });
        let sheets = self.paper().map(|folder| {
            let sheets = Sheet::split(&root, made.kit, store.installation());
            let printed = printed(&sheets, made, &name, store.installation(), house.now(), office)?;
            let name = format!("casekeep-kit-{}-sheets", made.kit);
            Aside::folder(folder, &settings.data, &name, &printed).map_err(of_backup)
        });
        Ok(Parts { file: file.transpose()?, sheets: sheets.transpose()? })
    }

    fn tell(&self, made: &KitMade, parts: &Parts<PathBuf>) {
        let shown = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
        if self.json {
            say(json!({
                "good": true, "kit": made.kit.to_string(), "file": shown(&parts.file), "sheets": shown(&parts.sheets),
                "custodians": made.custodians.len(), "holders": made.holders.len(),
            }));
            return;
        }
        say(format_args!("Recovery kit {} is made. It counts once it is read back:", made.kit));
        if let Some(file) = shown(&parts.file) {
            say(format_args!("  casekeep kit read --kit {file} --identity …"));
        }
        if let Some(sheets) = shown(&parts.sheets) {
            say(format_args!("  casekeep kit read --paper      with two of the sheets in {sheets}"));
            say(
                "Print the sheets, hand them to those whose names stand on them, and remove that folder: whoever has it has the key.",
            );
        }
    }
}

/// A new number.
fn number() -> KitNumber {
    let mut bits = [0; 4];
    vault::fill_random(&mut bits);
    KitNumber::from_random(u32::from_le_bytes(bits))
}
