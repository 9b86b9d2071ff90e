//! `casekeep export everything`: the whole record, open for whoever it is for and for nobody else, to take along to another place or another program.

use std::path::PathBuf;

use anyhow::Result;
use backup::Recipients;
use backup::everything::{Export, Exported};
use casework::house::{Clock as _, SystemClock};
use clap::Args;
use serde_json::{Value, json};

use super::super::backup::show;
use super::super::runtime;
use crate::exits::{Ended, Exit, of_backup};
use crate::opening::{New, open};
use crate::settings::Settings;
use crate::terminal::{progress, remark, say};

const EXAMPLES: &str = "Examples:
  casekeep export everything --to /mnt/export --recipient age1…
  casekeep export everything --to /mnt/export --recipient age1… --recipient age1… --json

Make the recipients with `age-keygen` on a machine that is not this one. Whoever has an identity and the folder can read every file: guard both, and
destroy them when they are no longer needed. docs/export.md says what is in the folder; `casekeep import everything` brings it into an empty installation.
Unsigned texts and documents that are not filed yet are not in it. It works while the server runs.";

/// Writes everything.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Everything {
    /// The folder; it must be empty, or not there yet
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
    /// Who can open it: a public key of age; may be repeated
    #[arg(long, value_name = "AGE1…", required = true)]
    recipient: Vec<String>,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

impl Everything {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        let made = self.make(settings);
        if self.json {
            say(match &made {
                Ok(made) => told(made),
                Err(error) => json!({ "good": false, "code": Ended::code_of(error), "reason": format!("{error:#}") }),
            });
        }
        let made = made?;
        if !self.json {
            say(sentence(&made));
            remind(&made);
        }
        match made.manifest.counts.documents_absent {
            0 => Ok(()),
            some => {
                let why = format!("{some} documents of the data folder are damaged or gone and not in the export");
                Err(Ended::new(Exit::Damaged, why).into())
            }
        }
    }

    fn make(&self, settings: &Settings) -> Result<Exported> {
        let recipients = Recipients::parse(self.recipient.iter().map(String::as_str)).map_err(of_backup)?;
        let store = open(settings, New::Never, false)?;
        let runtime = runtime()?;
        let bar = progress("exporting", 0, self.json);
        let export = Export {
            store: &store,
            runtime: runtime.handle(),
            to: &self.to,
            data_folder: &settings.data,
            recipients: &recipients,
            now: SystemClock.now(),
        };
        let made = export.run(&mut |at| show(&bar, at));
        bar.finish_and_clear();
        Ok(made.map_err(of_backup)?)
    }
}

fn told(made: &Exported) -> Value {
    let (manifest, counts, left) = (&made.manifest, &made.manifest.counts, &made.manifest.left_out);
    json!({
        "good": counts.documents_absent == 0, "size": manifest.ledger.size, "root": manifest.ledger.root, "vkey": manifest.key,
        "entries": counts.entries, "without_content": counts.without_content, "dossiers": counts.dossiers,
        "documents": { "all": counts.documents, "bytes": counts.document_bytes, "absent": counts.documents_absent },
        "accounts": counts.accounts, "tombstones": counts.tombstones,
        "left_out": { "drafts": left.drafts, "uploads": left.uploads, "jobs": left.jobs },
        "took_ms": u64::try_from(made.took.as_millis()).unwrap_or(u64::MAX),
    })
}

fn sentence(made: &Exported) -> String {
    let (ledger, counts) = (&made.manifest.ledger, &made.manifest.counts);
    format!(
        "Exported: {} ledger lines under root {}, {} entries in {} dossiers, {} of them destroyed and without content, {} documents.\n\
         To check it by the public key of the ledger: {}",
        ledger.size,
        ledger.root,
        counts.entries,
        counts.dossiers,
        counts.without_content,
        counts.documents,
        made.manifest.key
    )
}

/// Says what people may want to finish before they move.
fn remind(made: &Exported) {
    let left = &made.manifest.left_out;
    if 0 < left.drafts + left.uploads + left.jobs {
        remark(format_args!(
            "Not in it: {} unsigned texts, {} documents that are not filed yet, {} messages that wait to be sent.",
            left.drafts, left.uploads, left.jobs
        ));
    }
}
