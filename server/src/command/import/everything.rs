//! `casekeep import everything`: an export of everything, brought into an empty place, sealed anew there, and checked to the last entry before anybody can
//! work with it.

use std::path::PathBuf;

use anyhow::Result;
use backup::Identities;
use backup::everything::{Brought, Importing, WholeManifest};
use casework::house::{Clock as _, SystemClock};
use clap::Args;
use serde_json::{Value, json};
use store::Verified;
use vault::RootKey;

use super::super::backup::show;
use super::super::restore::derive_and_check;
use super::super::runtime;
use crate::exits::{Ended, Exit, of_backup, of_start, of_store};
use crate::opening::{make_folder, root_key_of_imported};
use crate::settings::Settings;
use crate::terminal::{progress, say};

const EXAMPLES: &str = "Examples:
  casekeep import everything --from /mnt/export --identity identity.txt --data /srv/casekeep
  casekeep import everything … --database-url postgres://… --keys-database-url postgres://…

The place must be empty. It gets the same ledger, which goes on where it was: from then on use the old installation no more. All keys are new, and a new root
key is made beside the data folder: keep a copy of it. Nobody can sign in until they are invited again: begin with `casekeep staff link --login NAME`. If it
is cut off, run it again.";

/// Brings in everything.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Everything {
    /// The folder of the export
    #[arg(long, value_name = "FOLDER")]
    from: PathBuf,
    /// A file with an identity of age; may be repeated
    #[arg(long, value_name = "FILE", required = true)]
    identity: Vec<PathBuf>,
    /// The public key of the ledger, when it is known from elsewhere: an export that another one signed is refused
    #[arg(long, value_name = "KEY")]
    vkey: Option<String>,
    /// The file of tombstones of the old installation: what was destroyed after the export stays destroyed
    #[arg(long, value_name = "FILE")]
    tombstones: Option<PathBuf>,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

/// What was brought in.
struct Imported {
    manifest: WholeManifest,
    documents: u64,
    verified: Verified,
    derived: u64,
    /// Documents that entries speak of and the export did not have.
    absent: u64,
}

impl Everything {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        let imported = self.import(settings);
        if self.json {
            say(match &imported {
                Ok(imported) => told(imported),
                Err(error) => json!({ "good": false, "code": Ended::code_of(error), "reason": format!("{error:#}") }),
            });
        }
        let imported = imported?;
        if !self.json {
            say(sentence(&imported, settings));
        }
        Ok(())
    }

    fn import(&self, settings: &Settings) -> Result<Imported> {
        let identities = Identities::read(self.identity.iter().map(PathBuf::as_path)).map_err(of_backup)?;
        let mut importing = Importing::find(&self.from, identities).map_err(of_backup)?;
        if self.vkey.as_ref().is_some_and(|known| *known != importing.key().to_string()) {
            return Err(Ended::new(Exit::BackupForeign, "the export is not signed by the ledger with this key").into());
        }
        if let Some(file) = &self.tombstones {
            importing.honour(file).map_err(of_backup)?;
        }
        make_folder(&settings.data)?;
        let root = root_key_of_imported(settings)?;
        let bar = progress("importing", 0, self.json);
        let (folder, now) = (&settings.data, SystemClock.now());
        let brought = importing.land(settings.store(true)?, folder, &root.key, now, &mut |at| show(&bar, at));
        bar.finish_and_clear();
        let Brought { landing, documents } = brought.map_err(of_backup)?;
        let store = landing.open(RootKey::from_kit(root.key.for_kit()), SystemClock.now()).map_err(of_start)?;
        let runtime = runtime()?;
        let (verified, derived, absent) = runtime.block_on(async {
            importing.compare(&store).await.map_err(of_backup)?;
            let (verified, derived) = derive_and_check(&store, self.json).await?;
            importing.compare(&store).await.map_err(of_backup)?;
            anyhow::Ok((verified, derived, store.absent_blobs().await.map_err(of_store)?))
        })?;
        // the key first: what is open to everybody must have it
        root.keep()?;
        runtime.block_on(store.arrived()).map_err(of_store)?;
        Ok(Imported { manifest: importing.manifest().clone(), documents, verified, derived, absent })
    }
}

fn told(imported: &Imported) -> Value {
    let verified = &imported.verified;
    json!({
        "good": true, "size": verified.checked.size, "root": verified.checked.root.to_string(), "vkey": imported.manifest.key,
        "documents": imported.documents, "documents_absent": imported.absent, "entries": verified.checked.entries,
        "opened": verified.contents, "without_key": verified.without_key, "derived": imported.derived,
        "accounts": imported.manifest.counts.accounts,
    })
}

fn sentence(imported: &Imported, settings: &Settings) -> String {
    let verified = &imported.verified;
    let absent = match imported.absent {
        0 => "All is well.".to_owned(),
        some => format!("{some} documents were damaged or gone when it was exported; entries still name them."),
    };
    format!(
        "Imported into {}: {} ledger lines under root {}, {} entries opened, {} have no key any more, {} documents.\n{absent} \
         Use the old installation no more. Nobody can sign in yet: `casekeep staff link --login NAME` invites the first.",
        settings.data.display(),
        verified.checked.size,
        verified.checked.root,
        verified.contents,
        verified.without_key,
        imported.documents
    )
}
