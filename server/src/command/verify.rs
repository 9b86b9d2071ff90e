//! `casekeep verify`: checks the whole record, an exported ledger, or an exported file, and names the first thing that is wrong.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use ledger::bundle::verify_bundle;
use ledger::checkpoint::VerifierKey;
use ledger::export::{ExportFault, verify_export};
use serde_json::{Value, json};
use store::Scope;

use super::runtime;
use crate::exits::{Ended, Exit, of_found, of_verify};
use crate::opening::open_to_verify;
use crate::settings::Settings;
use crate::terminal::{progress, say};

const EXAMPLES: &str = "Examples:
  casekeep verify                                  every line, hash, checkpoint and header
  casekeep verify --contents                       and every content
  casekeep verify --export ledger.jsonl            with ledger.jsonl.notes and the key in ledger.jsonl.vkey
  casekeep verify --export ledger.jsonl --vkey KEY --notes anchor
  casekeep verify --bundle case.bundle --vkey KEY

Ends with 0 only when all is well; each class of fault has an exit code of its own (`casekeep --help`). Without --vkey a file is only known
to agree with itself.";

/// Checks the record.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Verify {
    /// Also unseals every content and compares it with what was committed to
    #[arg(long, conflicts_with_all = ["export", "bundle"])]
    contents: bool,
    /// Checks an exported ledger instead
    #[arg(long, value_name = "FILE", conflicts_with = "bundle")]
    export: Option<PathBuf>,
    /// Files of checkpoints for the exported ledger; FILE.notes when there is none
    #[arg(long, value_name = "FILE", requires = "export")]
    notes: Vec<PathBuf>,
    /// Checks an exported file instead
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
    /// The public key of the ledger, or @FILE with one key a line; may be repeated
    #[arg(long, value_name = "KEY")]
    vkey: Vec<String>,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

/// What was found in order.
struct Sound {
    text: String,
    found: Value,
    /// Size and root of the whole ledger, where it was looked at.
    ledger: Option<(u64, String)>,
}

impl Sound {
    fn json(&self) -> Value {
        match &self.ledger {
            Some((size, root)) => json!({ "good": true, "size": size, "root": root, "found": self.found }),
            None => json!({ "good": true, "found": self.found }),
        }
    }
}

impl Verify {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        let found = match (&self.export, &self.bundle) {
            (Some(leaves), _) => self.ledger(leaves),
            (None, Some(bundle)) => self.file(bundle),
            (None, None) => self.record(settings),
        };
        if self.json {
            say(match &found {
                Ok(sound) => sound.json(),
                Err(error) => json!({ "good": false, "code": Ended::code_of(error), "reason": format!("{error:#}") }),
            });
        }
        let sound = found?;
        if !self.json {
            say(sound.text);
        }
        Ok(())
    }

    fn record(&self, settings: &Settings) -> Result<Sound> {
        let store = open_to_verify(settings)?;
        let scope = if self.contents { Scope::Contents } else { Scope::Lines };
        let bar = progress("checking", 0, self.json);
        let now = jiff::Timestamp::now().as_microsecond();
        let verified = runtime()?.block_on(store.verify(scope, domain::time::Instant(now), |at| {
            bar.set_length(at.of);
            bar.set_position(at.done);
        }));
        bar.finish_and_clear();
        let verified = verified.map_err(of_verify)?;
        let checked = verified.checked;
        let mut text = format!(
            "All is well: {} lines, {} entries in {} dossiers, {} checkpoints; a signed checkpoint vouches for the first {}, the anchor file for {}.",
            checked.size, checked.entries, checked.dossiers, checked.checkpoints, checked.proved, verified.anchored
        );
        if self.contents {
            text.push_str(&format!(
                " {} contents were opened and compared, {} have no key any more.",
                verified.contents, verified.without_key
            ));
        }
        let found = json!({
            "lines": checked.size, "entries": checked.entries, "dossiers": checked.dossiers, "checkpoints": checked.checkpoints,
            "proved": checked.proved, "anchored": verified.anchored, "contents": verified.contents, "without_key": verified.without_key,
        });
        let root = checked.root.to_string();
        Ok(Sound { text: format!("{text} The root is {root}."), found, ledger: Some((checked.size, root)) })
    }

    fn ledger(&self, leaves: &Path) -> Result<Sound> {
        let own_notes = [beside(leaves, ".notes")];
        let notes = if self.notes.is_empty() { own_notes.as_slice() } else { &self.notes };
        let notes =
            notes.iter().map(|path| Ok(Box::new(reader(path)?) as Box<dyn BufRead>)).collect::<Result<Vec<_>>>()?;
        let (keys, known) = self.keys(|| text(&beside(leaves, ".vkey")))?;
        let checked = verify_export(reader(leaves)?, notes, &keys).map_err(|fault| match fault {
            ExportFault::Found(found) => of_found(found),
            ExportFault::Unreadable(fault) => {
                Ended::new(Exit::File, format!("the export cannot be read: {}", fault.kind()))
            }
        })?;
        let text = format!(
            "All is well: {} lines, {} entries in {} dossiers; a signed checkpoint vouches for the first {}.{}",
            checked.size,
            checked.entries,
            checked.dossiers,
            checked.proved,
            caveat(known)
        );
        let found = json!({
            "lines": checked.size, "entries": checked.entries, "dossiers": checked.dossiers, "proved": checked.proved, "key_known": known,
        });
        Ok(Sound { text, found, ledger: None })
    }

    fn file(&self, path: &Path) -> Result<Sound> {
        let (keys, known) = self.keys(|| Ok(String::new()))?;
        let checked = verify_bundle(&text(path)?, &keys).map_err(of_found)?;
        let (header, size) = (checked.header, checked.checkpoint.size);
        let text = format!(
            "All is well: {} entries of {} {}, {} withheld, under a checkpoint over {size} lines.{}",
            checked.entries,
            header.kind,
            header.dossier,
            checked.withheld,
            caveat(known)
        );
        let found = json!({
            "dossier": header.dossier.to_string(), "kind": header.kind, "entries": checked.entries, "withheld": checked.withheld,
            "lines": size, "key_known": known,
        });
        Ok(Sound { text, found, ledger: None })
    }

    /// The keys that were given, or those beside the file; and whether they were given.
    fn keys(&self, beside: impl FnOnce() -> Result<String>) -> Result<(Vec<VerifierKey>, bool)> {
        let mut texts = Vec::new();
        for given in &self.vkey {
            texts.push(match given.strip_prefix('@') {
                Some(path) => text(Path::new(path))?,
                None => given.clone(),
            });
        }
        let known = !texts.is_empty();
        if !known {
            texts.push(beside()?);
        }
        let keys = texts.iter().flat_map(|text| text.split_whitespace()).map(str::parse).collect::<Result<_, _>>();
        Ok((keys.map_err(|fault| Ended::new(Exit::File, fault))?, known))
    }
}

const fn caveat(known: bool) -> &'static str {
    if known { "" } else { " The key came with the file: compare it with one known from elsewhere." }
}

/// The path with an ending added to it.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn reader(path: &Path) -> Result<BufReader<File>> {
    Ok(BufReader::new(File::open(path).map_err(|_| unreadable(path))?))
}

fn text(path: &Path) -> Result<String> {
    Ok(fs::read_to_string(path).map_err(|_| unreadable(path))?)
}

fn unreadable(path: &Path) -> Ended {
    Ended::new(Exit::File, format!("{} cannot be read", path.display()))
}
