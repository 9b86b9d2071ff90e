//! `casekeep kit restore`: the file of the root key, where the server was lost. It opens nothing and looks into no data.

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::found::From;
use crate::exits::{Ended, Exit};
use crate::opening::root_key_of_kit;
use crate::settings::{RootKeyFrom, Settings};
use crate::terminal::say;

/// Makes the file of the root key.
#[derive(Args)]
pub(super) struct Restore {
    #[command(flatten)]
    from: From,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

impl Restore {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        let RootKeyFrom::File { path, .. } = &settings.root_key else {
            return Err(Ended::new(Exit::Settings, "say into which file: --root-key /srv/casekeep.root-key").into());
        };
        if path.exists() {
            let why = format!("{} is there already and stays as it is; move it away, or name another", path.display());
            return Err(Ended::new(Exit::File, why).into());
        }
        let found = self.from.read()?;
        root_key_of_kit(settings, path, found.key)?;
        if self.json {
            let path = path.display().to_string();
            say(json!({ "good": true, "kit": found.number.to_string(), "root_key": path }));
        } else {
            say(format_args!(
                "The root key of kit {} is in {}. Go on with `casekeep restore`, or with `casekeep verify --contents` where the data are there.",
                found.number,
                path.display()
            ));
        }
        Ok(())
    }
}
