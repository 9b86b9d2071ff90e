//! `casekeep backup`: a copy of everything that this server itself cannot open.

use anyhow::Result;
use backup::{BackUp, BackedUp, Phase, Progress, Recipients};
use casework::house::{Clock as _, SystemClock};
use clap::Args;
use serde_json::{Value, json};

use super::runtime;
use crate::exits::{Ended, Exit, of_backup};
use crate::opening::{New, backup_place, open};
use crate::settings::{BackupsAt, Settings};
use crate::terminal::{progress, remark, say};

const EXAMPLES: &str = "Examples:
  casekeep backup --to /mnt/backup --recipient age1… --recipient age1…
  casekeep backup --to /mnt/backup --recipient age1… --without-root-key
  casekeep backup --to s3://bucket/prefix --backup-endpoint https://… --recipient age1…
  casekeep backup                                  where and for whom the settings say

Make the recipients with `age-keygen` on a machine that is not this one, at least two, and keep their identities apart from it: whoever has one
can read everything. Documents that are there already are not written again. Every backup is restored into a scratch place and checked
to the last entry before this ends; then what is too old is removed. It works while the server runs.";

/// Backs up.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Backup {
    /// The folder of the backups, made when it is not there, or s3://BUCKET/PREFIX [default: the setting backup_to]
    #[arg(long, value_name = "PLACE")]
    to: Option<String>,
    /// Who can open it: a public key of age; may be repeated [default: the setting backup_recipients]
    #[arg(long, value_name = "AGE1…")]
    recipient: Vec<String>,
    /// Leaves the root key out: to restore, it is needed from elsewhere
    #[arg(long)]
    without_root_key: bool,
    /// Does not read again and restore what was written
    #[arg(long)]
    no_proof: bool,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

impl Backup {
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
        }
        match made.documents.damaged {
            0 => Ok(()),
            some => {
                let why = format!("{some} documents of the data folder are damaged and not in the backup");
                Err(Ended::new(Exit::Damaged, why).into())
            }
        }
    }

    fn make(&self, settings: &Settings) -> Result<BackedUp> {
        let to = match &self.to {
            Some(place) => Some(backups_at(place, settings)?),
            None => settings.backups.to.clone(),
        };
        let to =
            to.ok_or_else(|| Ended::new(Exit::BackupUnusable, "say where to: --to PLACE, or the setting backup_to"))?;
        let to = backup_place(&to, &settings.data)?;
        let recipients = match &settings.backups.recipients {
            Some(recipients) if self.recipient.is_empty() => recipients.clone(),
            _ => Recipients::parse(self.recipient.iter().map(String::as_str)).map_err(of_backup)?,
        };
        if recipients.count() == 1 && !self.json {
            remark("There is one recipient: if its identity is lost, so is this backup. Two are better.");
        }
        let store = open(settings, New::Never, false)?;
        let runtime = runtime()?;
        let bar = progress("copying", 0, self.json);
        let made = BackUp {
            store: &store,
            runtime: runtime.handle(),
            to: &to,
            data_folder: &settings.data,
            recipients: &recipients,
            root_key: !self.without_root_key,
            prove: !self.no_proof,
            keep: settings.backups.keep,
            now: SystemClock.now(),
        };
        let made = made.run(&mut |at| show(&bar, at));
        bar.finish_and_clear();
        Ok(made.map_err(of_backup)?)
    }
}

/// Where a command says that backups are.
pub(super) fn backups_at(place: &str, settings: &Settings) -> Result<BackupsAt> {
    let at = settings.backups.at(place, &settings.documents);
    Ok(at.map_err(|wrong| Ended::new(Exit::BackupUnusable, wrong))?)
}

/// Shows how far a backup or a restore is.
pub(super) fn show(bar: &indicatif::ProgressBar, at: Progress) {
    bar.set_message(match at.phase {
        Phase::Record => "the record",
        Phase::Documents => "documents",
        Phase::Proof => "reading again",
    });
    bar.set_length(at.of);
    bar.set_position(at.done);
}

fn told(made: &BackedUp) -> Value {
    let (documents, manifest) = (&made.documents, &made.manifest);
    let proof = made.proved.map(|proof| {
        json!({
            "lines": proof.lines, "entries": proof.entries, "without_key": proof.without_key, "documents": proof.documents,
            "took_ms": u64::try_from(proof.took.as_millis()).unwrap_or(u64::MAX),
        })
    });
    json!({
        "good": documents.damaged == 0, "run": manifest.run, "size": manifest.ledger.size, "root": manifest.ledger.root,
        "vkey": manifest.key, "entries": manifest.rows.get("entries"), "root_key": manifest.root_key,
        "documents": {
            "all": documents.all, "bytes": documents.bytes, "written": documents.written, "written_bytes": documents.written_bytes,
            "damaged": documents.damaged,
        },
        "proof": proof,
        "removed": { "data": made.removed.data, "keys": made.removed.keys, "documents": made.removed.documents },
        "took_ms": u64::try_from(made.took.as_millis()).unwrap_or(u64::MAX),
    })
}

fn sentence(made: &BackedUp) -> String {
    let (documents, ledger) = (&made.documents, &made.manifest.ledger);
    let mut text = format!(
        "Backed up as {}: {} ledger lines under root {}, {} documents, {} of them new.",
        made.manifest.run, ledger.size, ledger.root, documents.all, documents.written
    );
    text.push_str(&match &made.proved {
        Some(proof) => format!(
            "\nProved: restored into a scratch place, {} entries opened, {} have no key any more, the ledger is in order.",
            proof.entries, proof.without_key
        ),
        None => "\nNot proved: it was not read again.".to_owned(),
    });
    text
}
