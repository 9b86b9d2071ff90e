//! `casekeep restore`: a backup, brought into an empty place and checked to the last entry before anybody can work with it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Result;
use backup::{Gap, Identities, Landed, Manifest, Restoring};
use casework::house::{Clock as _, SystemClock};
use clap::Args;
use serde_json::{Value, json};
use store::{Access, AccountState, Scope, Store, Verified};
use vault::RootKey;

use super::backup::{backups_at, show};
use super::{house, of_fault, runtime};
use crate::exits::{Ended, Exit, of_backup, of_start, of_store, of_verify};
use crate::opening::{backup_place, make_folder, root_key_of_restored};
use crate::settings::Settings;
use crate::terminal::{progress, say};

const EXAMPLES: &str = "Examples:
  casekeep restore --from /mnt/backup --identity identity.txt --data /srv/casekeep
  casekeep restore --from /mnt/backup --identity identity.txt --data /srv/casekeep --at 2026-11-21T14
  casekeep restore --from s3://bucket/prefix --backup-endpoint https://… --backup-credentials file:/root/key …
  casekeep restore … --database-url postgres://… --keys-database-url postgres://…

The place must be empty. The newest backup is taken unless --at says otherwise; its keys are those of the newest backup in any case, so that
what was destroyed stays destroyed; bring the file of tombstones as well, which lies beside the anchor file. If it is cut off, run it again. Everybody signs in anew afterwards.";

/// Restores.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Restore {
    /// The folder of the backups, or s3://BUCKET/PREFIX
    #[arg(long, value_name = "PLACE")]
    from: String,
    /// A file with an identity of age; may be repeated
    #[arg(long, value_name = "FILE", required = true)]
    identity: Vec<PathBuf>,
    /// The beginning of the name of an older backup, such as 2026-11-21T14
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// The public key of the ledger, when it is known from elsewhere: a backup that another one signed is refused
    #[arg(long, value_name = "KEY")]
    vkey: Option<String>,
    /// Accepts that what came after the backup is lost, although the anchor file vouches for it: two people, --by and --and, answer for that
    #[arg(long, requires_all = ["by", "and"])]
    accept_gap: bool,
    /// The sign-in name of the first of them
    #[arg(long, value_name = "LOGIN", requires = "accept_gap")]
    by: Option<String>,
    /// The sign-in name of the second
    #[arg(long, value_name = "LOGIN", requires = "accept_gap")]
    and: Option<String>,
    /// The file of tombstones of the installation, when it does not lie beside the anchor file already: what was destroyed after the backup is
    /// destroyed again
    #[arg(long, value_name = "FILE")]
    tombstones: Option<PathBuf>,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

/// The act under which the ledger keeps that somebody answers for a gap.
const ACT: &str = "gap_accepted";

/// What was restored.
struct Restored {
    manifest: Manifest,
    rows: u64,
    documents: u64,
    verified: Verified,
    derived: u64,
    gap: Option<Gap>,
    /// Documents that entries speak of and the backup did not have.
    absent: u64,
}

impl Restore {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        let restored = self.restore(settings);
        if self.json {
            say(match &restored {
                Ok(restored) => told(restored),
                Err(error) => json!({ "good": false, "code": Ended::code_of(error), "reason": format!("{error:#}") }),
            });
        }
        let restored = restored?;
        if !self.json {
            say(sentence(&restored, settings));
        }
        Ok(())
    }

    fn restore(&self, settings: &Settings) -> Result<Restored> {
        let identities = Identities::read(self.identity.iter().map(PathBuf::as_path)).map_err(of_backup)?;
        let from = backup_place(&backups_at(&self.from, settings)?, &settings.data)?;
        let restoring = Restoring::find(&from, identities, self.at.as_deref()).map_err(of_backup)?;
        if self.vkey.as_ref().is_some_and(|known| *known != restoring.key().to_string()) {
            return Err(Ended::new(Exit::BackupForeign, "the backup is not signed by the ledger with this key").into());
        }
        make_folder(&settings.data)?;
        let bar = progress("restoring", 0, self.json);
        let folder = &settings.data;
        let landed = restoring.land(settings.store(true)?, folder, self.accept_gap, &mut |at| show(&bar, at));
        bar.finish_and_clear();
        let Landed { landing, root, rows, documents, gap } = landed.map_err(of_backup)?;
        self.bring_tombstones(settings)?;
        let root = root_key_of_restored(settings, root)?;
        let store = landing.open(RootKey::from_kit(root.key.for_kit()), SystemClock.now()).map_err(of_start)?;
        let runtime = runtime()?;
        let (verified, derived, absent) = runtime.block_on(async {
            restoring.compare(&store).await.map_err(of_backup)?;
            if let Some(gap) = gap {
                self.answer_for(gap, &store).await?;
            }
            let (verified, derived) = derive_and_check(&store, self.json).await?;
            anyhow::Ok((verified, derived, store.absent_blobs().await.map_err(of_store)?))
        })?;
        // the key first: what is open to everybody must have it
        root.keep()?;
        runtime.block_on(store.arrived()).map_err(of_store)?;
        Ok(Restored { manifest: restoring.manifest().clone(), rows, documents, verified, derived, gap, absent })
    }

    /// Puts the tombstones where the restored installation looks for them; it honours them when it opens. Those that lie there already stay.
    fn bring_tombstones(&self, settings: &Settings) -> Result<()> {
        let Some(from) = &self.tombstones else { return Ok(()) };
        let to = store::tombstones_of(&settings.anchor);
        if to.exists() {
            let why = format!("{} is there already; leave --tombstones out", to.display());
            return Err(Ended::new(Exit::File, why).into());
        }
        let why = |_| Ended::new(Exit::File, format!("the tombstones in {} cannot be copied", from.display()));
        std::fs::copy(from, &to).map_err(why)?;
        Ok(())
    }

    /// Puts into the ledger who answers for the gap: two people of the restored installation, each in a line of their own.
    async fn answer_for(&self, gap: Gap, store: &Store) -> Result<()> {
        let mut people = BTreeSet::new();
        for login in [&self.by, &self.and].into_iter().flatten() {
            let account = store.account_by_login(login).await.map_err(of_store)?;
            people.extend(account.filter(|account| account.state == AccountState::Active).map(|account| account.staff));
        }
        if people.len() != 2 {
            let why = "--by and --and name two different people who can sign in; run it again with them";
            return Err(Ended::new(Exit::Absent, why).into());
        }
        for actor in people {
            let why = Some(format!("{}-of-{}", gap.ledger, gap.anchored));
            let at = SystemClock.now();
            let line = Access { act: ACT.to_owned(), actor, at, dossier: None, entry: None, through: None, why };
            store.record(line).await.map_err(of_store)?;
        }
        Ok(())
    }
}

/// Everything that is derived is derived anew, and every line, header and content is checked; answers with how many dossiers were derived.
pub(super) async fn derive_and_check(store: &Store, quiet: bool) -> Result<(Verified, u64)> {
    let bar = progress("deriving", 0, quiet);
    let house = house(store.clone());
    let done = house.reindex(|done, of| {
        bar.set_length(of);
        bar.set_position(done);
    });
    let done = done.await.map_err(|fault| of_fault(&fault))?;
    bar.finish_and_clear();
    let bar = progress("checking", 0, quiet);
    let verified = store.verify(Scope::Contents, SystemClock.now(), |at| {
        bar.set_length(at.of);
        bar.set_position(at.done);
    });
    let verified = verified.await.map_err(of_verify)?;
    bar.finish_and_clear();
    Ok((verified, done.derived))
}

fn told(restored: &Restored) -> Value {
    let verified = &restored.verified;
    json!({
        "good": true, "run": restored.manifest.run, "size": verified.checked.size, "root": verified.checked.root.to_string(),
        "vkey": restored.manifest.key, "rows": restored.rows, "documents": restored.documents, "documents_absent": restored.absent, "entries": verified.checked.entries,
        "opened": verified.contents, "without_key": verified.without_key, "derived": restored.derived,
        "gap": restored.gap.map(|gap| json!({ "ledger": gap.ledger, "anchored": gap.anchored })),
    })
}

fn sentence(restored: &Restored, settings: &Settings) -> String {
    let verified = &restored.verified;
    let absent = match restored.absent {
        0 => "All is well.".to_owned(),
        some => format!(
            "{some} documents were damaged when the backup was made and are not in it; entries still name them."
        ),
    };
    format!(
        "Restored {} into {}: {} ledger lines under root {}, {} entries opened, {} have no key any more, {} documents.\n{absent} \
         Everybody signs in anew.",
        restored.manifest.run,
        settings.data.display(),
        verified.checked.size,
        verified.checked.root,
        verified.contents,
        verified.without_key,
        restored.documents
    )
}
