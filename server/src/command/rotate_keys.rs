//! `casekeep rotate-keys`: a new key-encryption key in the place of the old one.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use casework::accounts::is_founded;
use casework::house::{House, Proof, Signing, Who};
use casework::keys::{Rotated, Turning, order_rotation};
use clap::Args;
use domain::text::Line;
use indicatif::ProgressBar;
use serde_json::json;
use store::Wrapping;

use super::staff::line;
use super::{house, of_failure, of_fault, runtime};
use crate::exits::{Ended, Exit, of_store};
use crate::opening::{New, open};
use crate::settings::Settings;
use crate::terminal::{progress, remark, say};

const EXAMPLES: &str = "Examples:
  casekeep rotate-keys
  casekeep rotate-keys --reason 'A laptop was lost' --files --json

A new key-encryption key is made, the key of every file is wrapped under it, and the old one is removed for ever. People go on working; the
server may run. What was cut off goes on when this is run again, or by itself where a server runs. Backups of the keys from before hold the old
one until they are removed (setting backup_keep_keys). With --files every file gets another key as well, for when somebody may have seen
the keys of files.";

/// How often is looked how far another process is.
const LOOK: Duration = Duration::from_millis(500);

/// Changes the key-encryption key.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct RotateKeys {
    /// Why, for the record
    #[arg(long, value_name = "TEXT", default_value = "Regular change of the keys")]
    reason: String,
    /// Also makes another key for every file, under which what is recorded from now on is sealed
    #[arg(long)]
    files: bool,
    /// Prints one line of JSON
    #[arg(long)]
    json: bool,
}

impl RotateKeys {
    pub(super) fn run(self, settings: &Settings) -> Result<()> {
        let reason = line("reason", &self.reason)?;
        let house = house(open(settings, New::Never, false)?);
        let begun = Instant::now();
        let bar = progress("wrapping anew", 0, self.json);
        let outcome = runtime()?.block_on(rotate(&house, (reason, self.files), &bar));
        bar.finish_and_clear();
        let (done, resumed) = outcome?;
        if self.json {
            let took = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
            let Wrapping { epoch, keys, .. } = done;
            say(json!({ "good": true, "epoch": epoch, "keys": keys, "resumed": resumed, "took_ms": took }));
        } else {
            say(format_args!(
                "{} keys are wrapped under the key of epoch {}; the old one is gone for ever.",
                done.keys, done.epoch
            ));
        }
        Ok(())
    }
}

/// Orders a rotation unless one is under way, and sees it through; says how it ended, and whether it was begun before.
async fn rotate(
    house: &Arc<House>,
    (reason, files): (Line, bool),
    bar: &ProgressBar,
) -> Result<(Wrapping, bool), Ended> {
    if !is_founded(house).await.map_err(|fault| of_fault(&fault))? {
        return Err(Ended::new(Exit::SetUp, "this installation is not set up yet"));
    }
    let resumed = rotating(house).await?;
    if resumed {
        remark("A change of the keys was cut off, or is under way: it goes on.");
    } else {
        let console = house.acting(Who::console(house));
        order_rotation(&console, reason, files, Signing::author(Proof::Console)).await.map_err(of_failure)?;
        remark(
            "The change of the keys is in the record: if it is cut off from here on, it goes on when this is run again.",
        );
    }
    let finished = house.finish_rotation(|turning| show(bar, turning)).await;
    let done = match finished.map_err(|fault| of_fault(&fault))? {
        Rotated::Done(done) => done,
        Rotated::Elsewhere if resumed => {
            let why = "the keys are being changed by a server or another command, which goes on by itself";
            return Err(Ended::new(Exit::RotationBusy, why));
        }
        // a server was quicker to take up what was ordered here
        Rotated::Elsewhere | Rotated::Nothing => followed(house, bar).await?,
    };
    house.store().seal_now(house.now()).await.map_err(of_store)?;
    Ok((done, resumed))
}

async fn rotating(house: &House) -> Result<bool, Ended> {
    Ok(house.organisation().await.map_err(|fault| of_fault(&fault))?.rotating().is_some())
}

/// Shows how far the other process is, until it is done. One that was killed while it held the lease does no more, so the work is taken up as soon as that
/// has run out.
async fn followed(house: &Arc<House>, bar: &ProgressBar) -> Result<Wrapping, Ended> {
    loop {
        let wrapping = house.store().wrapping().await.map_err(of_store)?;
        show(bar, Turning::Wrapping(wrapping));
        if !rotating(house).await? {
            return Ok(wrapping);
        }
        tokio::time::sleep(LOOK).await;
        let finished = house.finish_rotation(|turning| show(bar, turning)).await;
        if let Rotated::Done(done) = finished.map_err(|fault| of_fault(&fault))? {
            return Ok(done);
        }
    }
}

fn show(bar: &ProgressBar, turning: Turning) {
    match turning {
        Turning::Wrapping(wrapping) => {
            bar.set_length(wrapping.keys);
            bar.set_position(wrapping.keys - wrapping.older.min(wrapping.keys));
        }
        Turning::Files(left) => {
            bar.set_message("another key for every file");
            bar.set_position(bar.length().unwrap_or(0).saturating_sub(left));
        }
    }
}
