//! `casekeep reindex`: everything that is derived, derived anew out of the record.

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::{house, of_fault, runtime};
use crate::opening::{New, open};
use crate::settings::Settings;
use crate::terminal::{progress, say};

const EXAMPLES: &str = "Examples:
  casekeep reindex

Lists, duties, calendars and search are made out of the record. Run this after an upgrade that says so, or when a list and a file disagree.
The record itself is not touched, and people may go on working.";

/// Makes everything derived anew.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Reindex {
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

impl Reindex {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        let house = house(open(settings, New::Never, false)?);
        let bar = progress("deriving", 0, self.json);
        let done = runtime()?.block_on(house.reindex(|done, of| {
            bar.set_length(of);
            bar.set_position(done);
        }));
        bar.finish_and_clear();
        let done = done.map_err(|fault| of_fault(&fault))?;
        if self.json {
            say(json!({ "derived": done.derived, "without_key": done.without_key, "strays": done.strays }));
        } else {
            say(format_args!(
                "{} dossiers derived anew, {} have no key any more, {} rows belonged to nothing and were removed.",
                done.derived, done.without_key, done.strays
            ));
        }
        Ok(())
    }
}
